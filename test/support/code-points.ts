/**
 * Any code point of Unicode but half of a pair: what fast-check calls `unit: 'binary'`. That makes a list of the million of them first, which
 * takes more than a second of the processor in each process; this one works the number of a character out when it is asked for.
 */
import fc from 'fast-check'

const FIRST_HALF = 0xd800
const HALVES = 0x800
const LAST = 0x10_ffff

/** As `unit` of `fc.string`. */
export const CODE_POINT = fc.integer({ min: 0, max: LAST - HALVES }).map(characterOf, placeOf)

function characterOf(place: number): string {
  return String.fromCodePoint(place < FIRST_HALF ? place : place + HALVES)
}

/** fast-check asks of each of its own words that are often misread (`__proto__`) whether they can be made of these. */
function placeOf(character: unknown): number {
  const [one, ...more] = typeof character === 'string' ? character : ''
  const codePoint = one?.codePointAt(0)
  if (codePoint === undefined || more.length > 0 || !one?.isWellFormed()) throw new Error('not one character')
  return codePoint < FIRST_HALF ? codePoint : codePoint - HALVES
}
