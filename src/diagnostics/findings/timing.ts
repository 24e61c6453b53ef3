/** Clocks, time zones and queues, seen from the times that events carry. */
import { finding, totalOf, type Finding, type FindingCode, type Known, type Severity } from '../finding.ts'
import type { Skew } from '../skew.ts'

interface Told {
  readonly code: FindingCode
  readonly skews: readonly Skew[]
  readonly subject?: Readonly<Record<string, string>>
  readonly severity: Severity
  /** The share of all events from which on it is told. */
  readonly from: number
}

const TOLD: readonly Told[] = [
  { code: 'clock_ahead_refused', skews: ['ahead_refused'], severity: 'error', from: 0 },
  { code: 'clock_whole_hours', skews: ['ahead_whole_hours'], subject: { side: 'ahead' }, severity: 'error', from: 0 },
  // Of events that a queue delays, one in thirty is late by whole hours by chance.
  { code: 'clock_whole_hours', skews: ['late_whole_hours'], subject: { side: 'late' }, severity: 'warning', from: 0.1 },
  { code: 'clock_ahead', skews: ['ahead_minutes'], severity: 'info', from: 0.05 },
  { code: 'clock_late', skews: ['late_hours', 'late_days'], severity: 'info', from: 0.1 },
]

export function timingFindings({ counts }: Known): readonly Finding[] {
  const rows = counts.rows('timing')
  const all = totalOf(rows).count
  const skewed = TOLD.flatMap(({ code, skews, subject = {}, severity, from }) => {
    const seen = totalOf(rows.filter(({ a }) => skews.includes(a as Skew)))
    return seen.count === 0 || seen.count < from * all ? [] : [finding(code, severity, subject, seen, all)]
  })
  return [...skewed, ...tooLate(counts, all)]
}

/** What was refused for its age: that limit is each platform's own. */
function tooLate(counts: Known['counts'], all: number): readonly Finding[] {
  return Array.from(
    Map.groupBy(
      counts.rows('refused').filter(({ b }) => b === 'event_too_old'),
      ({ a }) => a,
    ),
    ([destination, rows]) => finding('clock_too_late', 'error', { destination }, totalOf(rows), all),
  )
}
