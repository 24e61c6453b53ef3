/** Days of the frame's time zone, as the instants at which they begin: a day has 23, 24 or 25 hours. Whoever asks makes them. */
const DAY_MS = 86_400_000

export interface Calendar {
  /** `2026-03-29`, one after the other without a gap. */
  readonly days: readonly string[]
  /** When each begins, and when the last ends: one entry more than there are days. */
  readonly startsMs: Float64Array
}

/** Which day an instant lies in; -1 before the first, the number of days after the last. */
export function dayAt({ days, startsMs }: Calendar, ms: number): number {
  const [first = Infinity] = startsMs
  if (!(ms >= first)) return -1
  // Days differ from 24 hours by one hour at most in a few of them: the guess is one off at most in a year, and is mended.
  let day = Math.min(Math.floor((ms - first) / DAY_MS), days.length - 1)
  while (day < days.length && ms >= (startsMs[day + 1] ?? Infinity)) day++
  while (day > 0 && ms < (startsMs[day] ?? -Infinity)) day--
  return day
}
