/** Days of a time zone. */

/** The day of an instant there, YYYY-MM-DD. */
export function dayIn(timeZone: string, atMs: number): string {
  return formatOf(timeZone).format(atMs)
}

/** When a day begins there: midnight, or the first instant where a clock change has none. */
export function startOfDay(timeZone: string, day: string): number {
  const HOUR_MS = 3_600_000
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Zones lie between UTC+14 and UTC-12, on quarters of an hour.
  for (let atMs = utc - 14 * HOUR_MS; atMs <= utc + 13 * HOUR_MS; atMs += HOUR_MS / 4)
    if (dayIn(timeZone, atMs) >= day) return atMs
  return utc
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone)
  if (known !== undefined) return known
  // Swedish writes days as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  FORMATS.set(timeZone, format)
  return format
}
