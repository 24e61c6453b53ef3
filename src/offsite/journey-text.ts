/**
 * A journey as one short text: numbers in digits of five bits, the times as distances. One text is one row written for a touch, and a
 * thousand of them come out of SQLite as one value, so that a million touches are read in a blink. Pure.
 *
 * Texts hold characters from `0` to `o` only: a space, a comma and a line's end are free for whoever lays texts together.
 */
import { TOUCH_KINDS, RESOLVED_BY, type ResolvedTouch } from '../analysis/touch.ts'
import type { Journey, KeptStep, Session, Step } from './journey.ts'

/** What a record in the text is; a touch is 0. */
export const STEP_CODES = ['view_item', 'add_to_cart', 'begin_checkout'] as const satisfies readonly KeptStep[]

/** The digit that is 0, and how many a digit holds before another follows. */
export const ZERO = 48
export const MORE = 32

/** Flags: which fact decided (3 bits), the device (2), an unexpanded macro, an in-app browser, a direct visit. */
export function flagsOf(
  { by, unexpanded, inApp, kind }: ResolvedTouch,
  device: 'mobile' | 'desktop' | undefined,
): number {
  const deviceBits = device === undefined ? 0 : device === 'mobile' ? 1 : 2
  const bits = [unexpanded === true, inApp === true, kind === DIRECT]
  return bits.reduce((flags, bit, index) => flags + (bit ? 32 << index : 0), RESOLVED_BY.indexOf(by) + deviceBits * 8)
}

const DIRECT = TOUCH_KINDS[TOUCH_KINDS.indexOf('direct')]
export const DIRECT_FLAG = 128
export const UNEXPANDED_FLAG = 32
export const IN_APP_FLAG = 64

export function journeyText({ sessions, steps }: Journey): string {
  const records = [...sessions, ...steps].toSorted((one, other) => one.atMs - other.atMs)
  let [text, lastMs] = ['', 0]
  for (const record of records) {
    text += digits(record.atMs - lastMs) + recordText(record)
    lastMs = record.atMs
  }
  return text
}

function recordText(record: Session | Step): string {
  if ('step' in record) return digits(1 + STEP_CODES.indexOf(record.step))
  const { channel, page, flags, pages, untilMs, atMs } = record
  return [0, channel, page, flags, pages, Math.ceil((untilMs - atMs) / 1_000)].map(digits).join('')
}

function digits(number: number): string {
  let text = ''
  let rest = Math.max(0, Math.round(number))
  while (rest >= MORE) {
    text += String.fromCharCode(ZERO + MORE + (rest % MORE))
    rest = Math.floor(rest / MORE)
  }
  return text + String.fromCharCode(ZERO + rest)
}

/**
 * The numbers of one text or of many laid together; of what lies between them a character comes out as its code, below 0. One loop
 * without a call: it is run for every digit of a million touches. `into` has room for as many numbers as there are bytes.
 */
export function readNumbers(bytes: Uint8Array, into: Float64Array): number {
  let count = 0
  for (let at = 0; at < bytes.length;) {
    let digit = (bytes[at++] ?? 0) - ZERO
    let number = digit & LAST_BITS
    for (let factor = MORE; digit >= MORE; factor *= MORE) {
      digit = (bytes[at++] ?? ZERO) - ZERO
      number += (digit & LAST_BITS) * factor
    }
    into[count++] = digit < 0 ? -(digit + ZERO) : number
  }
  return count
}

const LAST_BITS = MORE - 1

/** As many numbers as a record has; the first is the time since the one before, the second is 0 for a touch, else a step's code. */
export const TOUCH_NUMBERS = 7
export const STEP_NUMBERS = 2

/** Told of each touch and step, in the order of time. */
export interface JourneyReader {
  readonly touch: (atMs: number, channel: number, page: number, flags: number, pages: number, seconds: number) => void
  /** Index into STEP_CODES. */
  readonly step: (atMs: number, code: number) => void
}

/** Reads a journey out of a longer text, from one place to another. */
export function readJourney(text: string, from: number, to: number, reader: JourneyReader): void {
  const numbers = new Float64Array(to - from)
  const count = readNumbers(new TextEncoder().encode(text.slice(from, to)), numbers)
  let [at, atMs] = [0, 0]
  while (at < count) {
    const [since = 0, code = 0, channel = 0, page = 0, flags = 0, pages = 0, seconds = 0] = numbers.subarray(at)
    atMs += since
    if (code > 0) reader.step(atMs, code - 1)
    else reader.touch(atMs, channel, page, flags, pages, seconds)
    at += code > 0 ? STEP_NUMBERS : TOUCH_NUMBERS
  }
}

export function journeyOf(text: string): Journey {
  const journey: Journey = { sessions: [], steps: [] }
  readJourney(text, 0, text.length, {
    touch(atMs, channel, page, flags, pages, seconds) {
      const isDirect = flags >= DIRECT_FLAG
      journey.sessions.push({ atMs, channel, page, flags, isDirect, pages, untilMs: atMs + seconds * 1_000 })
    },
    step(atMs, code) {
      const step = STEP_CODES[code]
      if (step !== undefined) journey.steps.push({ atMs, step })
    },
  })
  return journey
}
