/** Runs the vectors of Didomi, Axeptio, OneTrust, Cookiebot and Usercentrics: the raw decoders give what `expected` names. */
import { isDeepStrictEqual } from 'node:util'
import { decodeAxeptio } from '../../src/consent/signals/cmp/axeptio.ts'
import { decodeCookiebot } from '../../src/consent/signals/cmp/cookiebot.ts'
import { decodeDidomi } from '../../src/consent/signals/cmp/didomi.ts'
import { decodeOneTrust } from '../../src/consent/signals/cmp/onetrust.ts'
import { decodeUsercentrics } from '../../src/consent/signals/cmp/usercentrics.ts'
import type { Vector } from './consent.ts'

/** Vector kind → runner: undefined where the vector passes, else what came instead. */
export const consentCmpAVectorRunners: Record<string, (vector: Vector) => string | undefined> = {
  didomi: (vector) => compare(vector, decodeDidomi(vector.input)),
  axeptio: (vector) => compare(vector, decodeAxeptio(vector.input)),
  onetrust: (vector) => compare(vector, decodeOneTrust(vector.input)),
  cookiebot: (vector) => compare(vector, decodeCookiebot(vector.input)),
  usercentrics: (vector) => compare(vector, decodeUsercentrics(vector.input)),
}

/** Keys of `expected` that tell a reader what to do instead of what to find. */
const ADVICE: ReadonlySet<string> = new Set(['needs'])

/** Only the keys that `expected` names are compared. */
function compare(vector: Vector, actual: object): string | undefined {
  const expected = Object.entries(vector.expected as object).filter(([key]) => !ADVICE.has(key))
  const found = new Map(Object.entries(actual))
  const wrong = expected.filter(([key, value]) => !isAsExpected(key, found.get(key), value))
  if (wrong.length === 0) return undefined
  return `expected ${JSON.stringify(Object.fromEntries(wrong))}, got ${JSON.stringify(actual)}`
}

/** Of a conflict the sentence is the vector's own, so only that there is one must agree; vendors count in any case. */
function isAsExpected(key: string, actual: unknown, expected: unknown): boolean {
  if (key === 'vendors' && typeof expected === 'object' && expected !== null) {
    return isDeepStrictEqual(actual, inSmallLetters(expected))
  }
  if (key === 'conflict') return (actual === undefined) === (expected === undefined || expected === null)
  return isDeepStrictEqual(actual, expected)
}

function inSmallLetters(vendors: object): object {
  return Object.fromEntries(Object.entries(vendors).map(([name, answer]) => [name.toLowerCase(), answer]))
}
