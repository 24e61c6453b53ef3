/**
 * Times as consent tools write them: epoch milliseconds; undefined = there is none; NaN = something is there that is no
 * time, so that nobody knows how old the answer is. Whether one is too old or ahead is judged later.
 */

const MAX_LENGTH = 40
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/
const DIGITS = /^\d{1,16}$/
/** September 2001 to November 2286 in seconds. */
const FIRST_PLAUSIBLE_S = 1_000_000_000
const LAST_PLAUSIBLE_S = 9_999_999_999
/** September 2001 in milliseconds, and the last date that a program here can hold. */
const FIRST_PLAUSIBLE_MS = 1_000_000_000_000
const LAST_DATE_MS = 8_640_000_000_000_000

/** ISO 8601 with its zone, a date alone (its first instant in UTC), or seconds or milliseconds since 1970, also as digits. */
export function timeMs(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return sinceEpochMs(value)
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return Number.NaN
  return DIGITS.test(value) ? sinceEpochMs(Number(value)) : isoMs(value)
}

function sinceEpochMs(value: number): number {
  if (value >= FIRST_PLAUSIBLE_MS && value <= LAST_DATE_MS) return Math.trunc(value)
  return value >= FIRST_PLAUSIBLE_S && value <= LAST_PLAUSIBLE_S ? Math.trunc(value * 1000) : Number.NaN
}

function isoMs(text: string): number {
  const match = ISO.exec(text)
  if (match === null || !isCalendarDay(Number(match[1]), Number(match[2]), Number(match[3]))) return Number.NaN
  return Date.parse(text)
}

/** Date.parse rolls 30 February over into March. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const BROWSER_DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+ -]\d\d)(\d\d)(?: |$)/
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** What `new Date().toString()` gives in a browser: `Thu Oct 01 2026 10:00:00 GMT+0200 (…)`; the name of the zone is not read. A `+` that was decoded once too often is a blank. */
export function browserDateMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const match = BROWSER_DATE.exec(text)
  if (match === null) return Number.NaN
  const [, monthName = '', day, year, hours, minutes, seconds, offsetHours = '', offsetMinutes] = match
  const month = MONTHS.indexOf(monthName)
  if (month < 0) return Number.NaN
  const local = Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds))
  const aheadMs = Math.abs(Number(offsetHours)) * HOUR_MS + Number(offsetMinutes) * MINUTE_MS
  return offsetHours.startsWith('-') ? local + aheadMs : local - aheadMs
}
