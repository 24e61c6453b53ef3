/** Gives a request that was parked back to the route that reads its kind. */
import type { ParkedRequest } from '../outbox/ledger-asks.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { RouteContext } from './events.ts'

/** No source is read yet. */
export function readParked(
  _route: RouteContext,
  _plan: SitePlan,
  _parked: ParkedRequest,
): Promise<'done' | { readonly parked: string }> {
  return Promise.resolve({ parked: 'unknown_topic' })
}
