/** How far back the diagnostics look, in whole hours. Pure. */

export const HOUR_MS = 3_600_000
/** What is older is deleted. */
export const MAX_DAYS = 7

/** Hour since 1970. The window begins with a whole hour, so that its last hour is the one that runs. */
export function firstHour(nowMs: number, days: number): number {
  return Math.floor(nowMs / HOUR_MS) - 24 * days + 1
}
