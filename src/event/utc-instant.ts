/**
 * A short cut past Date.parse for the times that nearly every program writes: `2026-11-21T12:00:00Z`, with milliseconds or without.
 * Law in utc-instant.test.ts: what is read here, Date.parse reads in the same way. Why: it costs a tenth of it, and each event has two.
 */

const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const LETTER_T = 0x54
const LETTER_Z = 0x5a
const ZERO = 0x30

const SECONDS_LENGTH = '2026-11-21T12:00:00Z'.length
const MILLISECONDS_LENGTH = '2026-11-21T12:00:00.000Z'.length

const DAY_MS = 86_400_000
/** Every month has them: what a later day is, Date.parse is asked. */
const SAFE_DAYS = 28

/** Epoch milliseconds; undefined for whatever is written otherwise, which may be a time all the same. */
export function utcInstant(text: string): number | undefined {
  const hasMillis = text.length === MILLISECONDS_LENGTH
  if (!hasMillis && text.length !== SECONDS_LENGTH) return undefined
  if (!hasMarks(text, hasMillis)) return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const seconds = twoDigits(text, 11) * 3_600 + twoDigits(text, 14) * 60 + twoDigits(text, 17)
  const millis = hasMillis ? twoDigits(text, 20) * 10 + digit(text, 22) : 0
  // What is no digit makes its sum no number, and no comparison with that holds.
  const isSafe = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= SAFE_DAYS && millis >= 0
  const isTime = twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60
  return isSafe && isTime ? daysSince1970(year, month, day) * DAY_MS + seconds * 1_000 + millis : undefined
}

function hasMarks(text: string, hasMillis: boolean): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === LETTER_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(text.length - 1) === LETTER_Z &&
    (!hasMillis || text.charCodeAt(19) === DOT)
  )
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - ZERO
  return value >= 0 && value <= 9 ? value : Number.NaN
}

/** Of the Gregorian calendar: years begin in March, so that a leap day is the last of one. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + dayOfYear - 719_468
}
