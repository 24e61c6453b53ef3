/** Times as consent tools write them: epoch milliseconds, or undefined for what is none. Whether one is too old or ahead is judged later. */

const MAX_LENGTH = 40
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/
/** September 2001 in milliseconds: a smaller number is in seconds, or no time. */
const FIRST_PLAUSIBLE_MS = 1_000_000_000_000
const LAST_DATE_MS = 8_640_000_000_000_000

export function isoMs(text: unknown): number | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !ISO.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

export function epochMs(value: unknown): number | undefined {
  if (typeof value !== 'number' || !(value >= FIRST_PLAUSIBLE_MS && value <= LAST_DATE_MS)) return undefined
  return Math.trunc(value)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const BROWSER_DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-]\d\d)(\d\d)(?: |$)/
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** What `new Date().toString()` gives in a browser: `Thu Oct 01 2026 10:00:00 GMT+0200 (…)`; the name of the zone is not read. */
export function browserDateMs(text: unknown): number | undefined {
  const match = typeof text === 'string' ? BROWSER_DATE.exec(text) : null
  if (match === null) return undefined
  const [, monthName = '', day, year, hours, minutes, seconds, offsetHours = '', offsetMinutes] = match
  const month = MONTHS.indexOf(monthName)
  if (month < 0) return undefined
  const local = Date.UTC(Number(year), month, Number(day), Number(hours), Number(minutes), Number(seconds))
  const aheadMs = Math.abs(Number(offsetHours)) * HOUR_MS + Number(offsetMinutes) * MINUTE_MS
  return offsetHours.startsWith('-') ? local + aheadMs : local - aheadMs
}
