/** Times as a file writes them: with a zone, or by the shop's own clock. */

export type DayOrder = 'day-month' | 'month-day'

const ISO =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/
const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?)?$/

/** Undefined where no cell decides it; `both` where they contradict each other. */
export function dayOrderOf(cells: Iterable<string>): DayOrder | 'both' | undefined {
  const seen = new Set<DayOrder>()
  for (const cell of cells) {
    const match = SLASHED.exec(cell.trim())
    if (match === null) continue
    if (Number(match[1]) > 12) seen.add('day-month')
    if (Number(match[2]) > 12) seen.add('month-day')
  }
  if (seen.size === 2) return 'both'
  const [only] = seen
  return only
}

export function isSlashed(cell: string): boolean {
  return SLASHED.test(cell.trim())
}

/** ISO 8601 in UTC; undefined where it is no time. */
export function instantIn(cell: string, zone: string, order: DayOrder): string | undefined {
  const text = cell.trim()
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', offset] = iso
    return instantOf([year, month, day, hour, minute, second], offset, zone)
  }
  const slashed = SLASHED.exec(text)
  if (slashed === null) return undefined
  const [, first, next, year, hour = '0', minute = '0', second = '0'] = slashed
  const [day, month] = order === 'day-month' ? [first, next] : [next, first]
  return instantOf([year, month, day, hour, minute, second], undefined, zone)
}

function instantOf(
  texts: readonly (string | undefined)[],
  offset: string | undefined,
  zone: string,
): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = texts.map(Number)
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  const back = new Date(asUtc)
  // 31 February would be read as a day of March.
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60
  if (!isReal || year < 1970) return undefined
  return new Date(offset === undefined ? localToUtc(asUtc, zone) : asUtc - offsetMs(offset)).toISOString()
}

function offsetMs(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(offset)
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

/**
 * What the clock on the wall shows → UTC. An hour that occurs twice in autumn is its first; one that never was in spring is as
 * much later.
 */
function localToUtc(wallMs: number, zone: string): number {
  const before = wallMs - zoneOffsetMs(wallMs - DAY_MS, zone)
  if (before + zoneOffsetMs(before, zone) === wallMs) return before
  const after = wallMs - zoneOffsetMs(wallMs + DAY_MS, zone)
  return after + zoneOffsetMs(after, zone) === wallMs ? after : before
}

const DAY_MS = 86_400_000
const FORMATS = new Map<string, Intl.DateTimeFormat>()

function zoneOffsetMs(atMs: number, zone: string): number {
  const format = FORMATS.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  FORMATS.set(zone, format)
  const name = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  return offsetMs(name.replace('GMT', ''))
}

export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
