/** Events that the platform counted beside the one that is an order's own: what each of them is, and where it comes from. */
import type { Cause, DoubleFire, Surplus } from './reasons.ts'
import { eventIdOf, type Sighting } from './sightings.ts'

const AT_ONCE_MS = 30 * 60_000

export interface SurplusFinding {
  readonly surplus: Surplus
  readonly fire?: DoubleFire
  readonly cause?: Cause
  /** How many: one that is known by itself, or all that cannot be told apart. */
  readonly count: number
  /** They are only numbers: which ones they are the platform does not say. */
  readonly unknown?: true
  readonly order_id?: string
  readonly name?: string
  readonly event_id?: string
  /** Of the event that counted first. */
  readonly first_event_id?: string
  readonly at?: string
  readonly via?: string
  readonly page?: string
  readonly value?: number
  readonly currency?: string
}

/** What surplus is looked at with: how its order stands. */
export type OrderStanding =
  /** It has its event: this one is another. */
  | { readonly kind: 'counted'; readonly own: Sighting }
  /** No sale: unpaid, cancelled, a test. */
  | { readonly kind: 'no_sale' }
  /** Kept out by the site, or not delivered by us. */
  | { readonly kind: 'kept_back' }
  | { readonly kind: 'unknown' }

/** What is told apart; the rest is read from the event. */
export type Verdict = Pick<SurplusFinding, 'surplus' | 'fire' | 'cause'>

export function surplusOf(sighting: Sighting, standing: OrderStanding, purchaseUnique: string): Verdict {
  switch (standing.kind) {
    case 'counted':
      return {
        surplus: 'double_fire',
        fire: fireOf(sighting, standing.own),
        cause: causeOf(sighting, standing.own, purchaseUnique),
      }
    case 'no_sale':
      return { surplus: 'cancelled_or_test' }
    case 'kept_back':
      return { surplus: sighting.ours > 0 ? 'cancelled_or_test' : 'foreign_sender' }
    case 'unknown':
      return { surplus: isForeign(sighting) ? 'foreign_sender' : 'no_such_order' }
  }
}

/** It has an id, and none that we ever sent; without an id, it names no order that could be looked for. */
function isForeign({ ours, row }: Sighting): boolean {
  return ours === 0 && (row?.event_id !== undefined || row?.order_id === undefined)
}

function fireOf(sighting: Sighting, own: Sighting): DoubleFire {
  if (isSameId(sighting, own)) return 'same_id_after_48_hours'
  return sighting.ms - own.ms <= AT_ONCE_MS ? 'other_id_within_30_minutes' : 'reopened_later'
}

function causeOf(sighting: Sighting, own: Sighting, purchaseUnique: string): Cause {
  // One delivery of ours that the platform counted twice: the second came from somewhere else with the same id.
  if (sighting.ours < (isSameId(sighting, own) ? 2 : 1)) return 'platform_pixel_beside_us'
  // Under one name both were let through: an order counted by its id is not, whatever the policy of today says.
  const isOneName = sighting.line?.link === own.line?.link
  return isOneName || purchaseUnique !== 'order.id' ? 'policy_counts_by_event_id' : 'server_and_browser_not_merged'
}

function isSameId(one: Sighting, other: Sighting): boolean {
  const id = eventIdOf(one)
  return id !== undefined && id === eventIdOf(other)
}
