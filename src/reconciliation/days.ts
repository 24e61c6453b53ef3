/** Days of the shop: where one begins and ends in UTC. A day can have 23, 24 or 25 hours, and begin at one in the morning. */

const DAY_MS = 86_400_000
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Offsets of a zone, asked of the runtime's own table. */
export interface ShopClock {
  /** `2026-03-29`: the day that the shop writes on something that happened then. */
  readonly dayOf: (ms: number) => string
  /** The first instant of a day. */
  readonly startOf: (day: string) => number
}

export function isDay(text: string): boolean {
  const parts = DAY.exec(text)
  if (parts === null) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text)
}

/** The calendar's next day, whatever its length in hours. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** An unknown zone throws: whoever reads the settings has asked `isTimeZone` first. */
export function shopClock(timeZone: string): ShopClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  // Formatting is slow, offsets change on the quarter of an hour at most.
  const offsets = new Map<number, number>()
  const offsetAt = (ms: number): number => {
    const quarter = Math.floor(ms / 900_000)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const at = quarter * 900_000
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at
    if (offsets.size >= MAX_OFFSETS) offsets.clear()
    offsets.set(quarter, offset)
    return offset
  }
  const dayOf = (ms: number): string => new Date(ms + offsetAt(ms)).toISOString().slice(0, 10)
  return { dayOf, startOf: (day) => firstInstant(day, dayOf, offsetAt) }
}

/** Quarters of an hour in ten years are 350,640; a report has a month or a year. */
const MAX_OFFSETS = 50_000

export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Midnight by one of the offsets of these hours; where midnight is left out, the first quarter of an hour that is of the day. */
function firstInstant(day: string, dayOf: (ms: number) => string, offsetAt: (ms: number) => number): number {
  const written = Date.parse(`${day}T00:00:00Z`)
  const candidates = [written - DAY_MS, written, written + DAY_MS].map((ms) => written - offsetAt(ms))
  const first = Math.min(...candidates)
  for (let ms = first; ms <= first + DAY_MS; ms += 900_000) if (dayOf(ms) >= day) return ms
  return written
}
