/** Times as shops write them → the instant in UTC. What is no time of a shop is undefined. */
import { instantOf, instantOfMs } from './shop-parts.ts'

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/

/** Of a field that holds UTC and does not say so; a zone that is written counts. */
export function instantInUtc(value: unknown): string | undefined {
  const wall = wallTime(value)
  return wall === undefined ? instantOf(value) : instantOfMs(wall)
}

/** Of a field that holds the shop's own time; `zone` is an IANA name. In the hour that comes twice, the first of the two. */
export function instantInZone(value: unknown, zone: string): string | undefined {
  const wall = wallTime(value)
  if (wall === undefined) return instantOf(value)
  const before = offsetAt(wall - DAY_MS, zone)
  const after = offsetAt(wall + DAY_MS, zone)
  if (before === undefined || after === undefined) return undefined
  const first = wall - before
  return instantOfMs(offsetAt(first, zone) === before ? first : wall - after)
}

const DAY_MS = 86_400_000
const HALF_HOUR_MS = 1_800_000

/**
 * What the zone's clocks show from an instant on, at the earliest: "2026-11-20 18:04:11". Where they are put back within the next
 * hour, a time that comes twice is meant from its beginning.
 */
export function wallTimeFrom(ms: number, zone: string): string | undefined {
  const half = Math.floor(ms / HALF_HOUR_MS) * HALF_HOUR_MS
  const shown = [ms, half + HALF_HOUR_MS, half + 2 * HALF_HOUR_MS].map((at) => at + (offsetAt(at, zone) ?? Number.NaN))
  return instantOfMs(Math.min(...shown))
    ?.slice(0, 19)
    .replace('T', ' ')
}

function wallTime(value: unknown): number | undefined {
  const parts = typeof value === 'string' ? WITHOUT_ZONE.exec(value.trim()) : null
  if (parts === null) return undefined
  const ms = Date.parse(`${parts[1]}T${parts[2]}Z`)
  return Number.isNaN(ms) ? undefined : ms
}

/** What the zone's clocks showed at an instant, less UTC. */
function offsetAt(ms: number, zone: string): number | undefined {
  const parts = clockOf(zone)?.formatToParts(ms)
  if (parts === undefined) return undefined
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = UNITS.map((unit) =>
    Number(parts.find(({ type }) => type === unit)?.value),
  )
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
}

const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

/** Making one is slow, and a shop has one zone; a few are kept. */
const CLOCKS = new Map<string, Intl.DateTimeFormat | undefined>()
const MAX_CLOCKS = 32

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!CLOCKS.has(zone)) {
    if (CLOCKS.size >= MAX_CLOCKS) CLOCKS.clear()
    CLOCKS.set(zone, makeClock(zone))
  }
  return CLOCKS.get(zone)
}

function makeClock(zone: string): Intl.DateTimeFormat | undefined {
  const two = '2-digit'
  const units = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  try {
    return new Intl.DateTimeFormat('en-US', { ...units, calendar: 'gregory', hourCycle: 'h23', timeZone: zone })
  } catch {
    return undefined
  }
}

const RFC_2822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d\d:\d\d:\d\d) (?:([+-]\d\d)(\d\d)|GMT|UT|Z)$/
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** "Fri, 20 Nov 2026 17:04:11 +0000". */
export function instantOfRfc2822(value: unknown): string | undefined {
  const parts = typeof value === 'string' ? RFC_2822.exec(value.trim()) : null
  if (parts === null) return undefined
  const [, day = '', month = '', year = '', time = '', hours, minutes] = parts
  const number = String(MONTHS.indexOf(month) / 3 + 1).padStart(2, '0')
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  return instantOf(`${year}-${number}-${day.padStart(2, '0')}T${time}${zone}`)
}
