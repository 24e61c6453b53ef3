/** What a review reads of policy.lock.json: who approved which digest, and since when each field leaves. */
import type { EventName } from '../../event/types.ts'
import { THIS_APPROVAL, type PolicyApproval, type PolicyLock, type SinceRow } from '../lock.ts'

export type ApprovalGiven = Omit<PolicyApproval, 'jws'>

/**
 * The part of the lock that a review shows, its days settled. Whether the signatures are good is found out before, by whoever
 * reads the lock.
 */
export interface Approved extends Pick<PolicyLock, 'digest' | 'since'> {
  readonly approvals: readonly ApprovalGiven[]
}

/** The day since which a field leaves with an event; undefined where that was never approved. */
export type SinceWhen = (site: string, destination: string, field: string, event: EventName) => string | undefined

export function sinceWhen(approved: Approved | undefined): SinceWhen {
  const days = new Map<string, SinceRow['events']>()
  for (const row of approved?.since ?? []) days.set(keyOf(row.site, row.destination, row.field), row.events)
  return (site, destination, field, event) => {
    const events = days.get(keyOf(site, destination, field)) ?? {}
    const day = Object.hasOwn(events, event) ? events[event] : undefined
    // A day that nobody has settled is none.
    return day === THIS_APPROVAL ? undefined : day
  }
}

function keyOf(site: string, destination: string, field: string): string {
  return JSON.stringify([site, destination, field])
}
