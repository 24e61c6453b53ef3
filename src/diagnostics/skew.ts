/** How far an event's own time is from its arrival, in few steps: what a clock, a time zone or a queue does to it. Pure. */

export type Skew =
  /** Refused: more than ten minutes ahead. */
  | 'ahead_refused'
  /** Refused, and ahead by whole hours: a time zone, not a clock. */
  | 'ahead_whole_hours'
  | 'ahead_minutes'
  | 'on_time'
  | 'late_minutes'
  /** Late by one to fourteen whole hours, to the minute. */
  | 'late_whole_hours'
  | 'late_hours'
  | 'late_days'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** As checkTiming (event/timing.ts) refuses. */
const MAX_AHEAD_MS = 10 * MINUTE_MS
/** Zones reach from UTC-12 to UTC+14. */
const MAX_ZONE_MS = 14 * HOUR_MS

export function skewOf(occurredAtMs: number, receivedAtMs: number): Skew {
  const late = receivedAtMs - occurredAtMs
  if (late < -MAX_AHEAD_MS) return isWholeHours(-late) ? 'ahead_whole_hours' : 'ahead_refused'
  if (late < -MINUTE_MS) return 'ahead_minutes'
  if (late <= MINUTE_MS) return 'on_time'
  if (late < 30 * MINUTE_MS) return 'late_minutes'
  if (isWholeHours(late)) return 'late_whole_hours'
  return late < 24 * HOUR_MS ? 'late_hours' : 'late_days'
}

/** Within a minute of a whole hour, of those that a time zone can be wrong by. */
function isWholeHours(distanceMs: number): boolean {
  const beside = distanceMs % HOUR_MS
  return distanceMs <= MAX_ZONE_MS + MINUTE_MS && (beside <= MINUTE_MS || beside >= HOUR_MS - MINUTE_MS)
}
