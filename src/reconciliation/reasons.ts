/** The closed lists: what can become of an order at a destination, and what an event of a platform can be that is no order's own. */

/** In this order: the first that holds is the one. */
export const REASONS = [
  'test_order',
  'sample_or_replacement',
  'channel_marketplace',
  'channel_pos',
  'channel_draft',
  'renewal',
  'excluded_by_site',
  'awaiting_payment',
  'cancelled_unpaid',
  'outside_period',
  'not_received',
  'refused_at_door',
  'parked',
  'not_in_policy',
  'consent_unknown',
  'consent_denied',
  'consent_withdrawn',
  'no_match_key',
  'waiting',
  'expired',
  'rejected',
  'undeliverable',
  'outcome_unknown',
  'delivered_value_differs',
  'delivered_then_refunded',
  'delivered',
] as const
export type Reason = (typeof REASONS)[number]

/** Why the value that left is not the order's. */
export const VALUE_DIFFERENCES = [
  'currency_side',
  'tax_basis',
  'shipping_basis',
  'discount',
  'edited_later',
  'rounding',
  'value_basis',
] as const
export type ValueDifference = (typeof VALUE_DIFFERENCES)[number]

export const SURPLUSES = ['double_fire', 'foreign_sender', 'cancelled_or_test', 'no_such_order'] as const
export type Surplus = (typeof SURPLUSES)[number]

export const DOUBLE_FIRES = ['other_id_within_30_minutes', 'reopened_later', 'same_id_after_48_hours'] as const
export type DoubleFire = (typeof DOUBLE_FIRES)[number]

export const CAUSES = [
  'policy_counts_by_event_id',
  'platform_pixel_beside_us',
  'server_and_browser_not_merged',
] as const
export type Cause = (typeof CAUSES)[number]

export const CREDITS = ['attributed_elsewhere', 'view_or_modelled', 'other_window'] as const
export type Credit = (typeof CREDITS)[number]

const DELIVERED: ReadonlySet<Reason> = new Set(['delivered_value_differs', 'delivered_then_refunded', 'delivered'])

export function isDelivered(reason: Reason): boolean {
  return DELIVERED.has(reason)
}
