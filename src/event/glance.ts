/**
 * A glance at a long text before JSON is made of it: a few letters can make much more than they weigh (a million opening
 * brackets cost V8 65 MB), and what would be refused in the end is refused before it costs that. Whatever this lets
 * through is looked at again as a value; laws in glance.test.ts: what it refuses in JSON, the parser refuses as well
 * (but for a member written twice, which the parser sees once and this counts twice).
 */
import { MAX_MEMBERS } from './structure.ts'

export type GlanceProblem = 'too_deep' | 'too_many_events' | 'wrong_structure'

export interface GlanceLimits {
  /** Objects and lists inside each other, those around the events counted. */
  readonly maxDepth: number
  readonly maxEvents: number
}

/** Shorter texts are cheap, whatever they hold, and the hot path is spared the look. */
export const GLANCE_FROM_CHARACTERS = 128 * 1024

/** More commas than a text can hold. */
const UNBOUNDED = 2 ** 30

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

export function glanceAt(text: string, limits: GlanceLimits): GlanceProblem | undefined {
  if (text.length < GLANCE_FROM_CHARACTERS) return undefined
  let eventsDepth = 0
  /** For each object and list that is open, how many commas are one too many; its depth is how many are open. */
  const commasLeft: number[] = []
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at)
        break
      case OPEN_OBJECT:
        if (commasLeft.push(MAX_MEMBERS) > limits.maxDepth) return 'too_deep'
        break
      case OPEN_LIST:
        if (commasLeft.push(UNBOUNDED) > limits.maxDepth) return 'too_deep'
        if (eventsDepth > 0 || !isListOfEvents(text, at, commasLeft.length)) break
        eventsDepth = commasLeft.length
        commasLeft[eventsDepth - 1] = limits.maxEvents
        break
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (commasLeft.length === eventsDepth) eventsDepth = 0
        commasLeft.pop()
        break
      case COMMA:
        if (!takeComma(commasLeft)) return commasLeft.length === eventsDepth ? 'too_many_events' : 'wrong_structure'
        break
    }
  }
  return undefined
}

function takeComma(commasLeft: number[]): boolean {
  const last = commasLeft.length - 1
  const left = (commasLeft[last] ?? UNBOUNDED) - 1
  if (last >= 0) commasLeft[last] = left
  return left > 0
}

/** The whole body, or the member `events` of it, as JSON is written by nearly everyone; otherwise the parser counts. */
function isListOfEvents(text: string, at: number, depth: number): boolean {
  return (
    depth === 1 || (depth === 2 && (text.startsWith('"events":', at - 9) || text.startsWith('"events": ', at - 10)))
  )
}

/** Where the string that begins at `start` ends; the end of the text where it does not. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1
  return backslashes % 2 === 1
}
