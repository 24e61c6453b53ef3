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

const ZERO = 48
const MORE = 32

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

/** Told of each touch and step, in the order of time. */
export interface JourneyReader {
  readonly touch: (atMs: number, channel: number, page: number, flags: number, pages: number, seconds: number) => void
  /** Index into STEP_CODES. */
  readonly step: (atMs: number, code: number) => void
}

/** Reads a journey out of a longer text, from one place to another. */
export function readJourney(text: string, from: number, to: number, reader: JourneyReader): void {
  const digits = new Digits(text, from)
  for (let atMs = 0; digits.at < to;) {
    atMs += digits.next()
    const code = digits.next()
    if (code > 0) reader.step(atMs, code - 1)
    else reader.touch(atMs, digits.next(), digits.next(), digits.next(), digits.next(), digits.next())
  }
}

/** Numbers, one after the other. */
export class Digits {
  at: number
  readonly #text: string

  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  next(): number {
    let [number, factor] = [0, 1]
    for (;;) {
      const digit = this.#text.charCodeAt(this.at++) - ZERO
      if (!(digit >= MORE)) return number + digit * factor
      number += (digit - MORE) * factor
      factor *= MORE
    }
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
