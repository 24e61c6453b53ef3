/** What the policy plans, as far as the diagnostics compare events with it: the one place that knows where it is written. Pure. */
import type { EventName } from '../event/types.ts'
import type { DestinationPlan, EventPlan, SitePlan } from '../pipeline/plan.ts'
import { matchKeyOf, type MatchKey } from './match-keys.ts'

/** The event plan: every event that the site is to send, also one that leaves for nobody. */
export function eventsOfPlan(plan: SitePlan): ReadonlySet<EventName> {
  return new Set(Object.keys(plan.site.document.events) as EventName[])
}

/** Whether the platform has a word for the event at all: where it has none, no policy could send it. */
export function canTake({ destination }: DestinationPlan, event: string): boolean {
  return Object.hasOwn(destination.events, event)
}

/** Match keys that the policy lets out, and those that the platform would take and the policy keeps back. */
export function matchKeysOf(event: EventPlan): {
  readonly open: ReadonlySet<MatchKey>
  readonly shut: ReadonlySet<MatchKey>
} {
  const open = keysOf(event.full)
  const shut = keysOf(event.denied)
  return { open, shut: new Set([...shut].filter((key) => !open.has(key))) }
}

function keysOf(rows: EventPlan['full']): ReadonlySet<MatchKey> {
  return new Set(rows.map(({ row }) => matchKeyOf(row.from)).filter((key) => key !== undefined))
}
