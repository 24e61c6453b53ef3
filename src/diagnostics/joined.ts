/** The same thing said of several events is said once, with the events named. Pure. */
import type { Finding } from './finding.ts'

/** Copies of purchases are told in words of their own; what is missing or stopped of them is graver, and so apart anyway. */
const ALONE: ReadonlySet<string> = new Set(['duplicates purchase', 'event_absent purchase', 'event_stopped purchase'])
/** Each is another name that arrives, and another thing to mend. */
const NOT_OURS: ReadonlySet<string> = new Set(['event_unknown'])

export function joined(findings: readonly Finding[]): readonly Finding[] {
  return Array.from(Map.groupBy(findings, keyOf).values(), joinedOne)
}

/** All that two findings must share. */
function keyOf(one: Finding, position: number): string {
  const { event, ...rest } = one.subject
  const isAlone = event === undefined || NOT_OURS.has(one.code) || ALONE.has(`${one.code} ${event}`)
  return isAlone ? String(position) : JSON.stringify([one.code, one.severity, Object.entries(rest)])
}

/** `event` of a single one, `events` of several: the most frequent first. */
function joinedOne(same: readonly Finding[]): Finding {
  const [first, ...others] = same.toSorted((one, other) => other.count - one.count)
  if (first === undefined) throw new Error('a group has a member')
  if (others.length === 0) return first
  const { event: _event, ...subject } = first.subject
  const events = [first, ...others].map((one) => one.subject['event']).join(' ')
  return others.reduce<Finding>(together, { ...first, subject: { ...subject, events } })
}

function together(sum: Finding, one: Finding): Finding {
  const of = sum.of === undefined || one.of === undefined ? undefined : sum.of + one.of
  const firstMs = span(sum.firstMs, one.firstMs, Math.min)
  const lastMs = span(sum.lastMs, one.lastMs, Math.max)
  const { code, severity, subject } = sum
  return {
    code,
    severity,
    subject,
    count: sum.count + one.count,
    ...(of !== undefined && { of }),
    ...(firstMs !== undefined && { firstMs }),
    ...(lastMs !== undefined && { lastMs }),
  }
}

function span(
  one: number | undefined,
  other: number | undefined,
  pick: (one: number, other: number) => number,
): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : pick(one, other)
}
