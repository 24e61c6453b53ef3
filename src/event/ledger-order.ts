/**
 * What the back office says of an order: the ledger's line. It comes from a shop's webhook, from the shop's API or from an
 * imported file, and speaks of no person: no name, no address, no product. Amounts are decimal text (src/event/money.ts).
 */

/** Why an order is no sale for an ad platform, as its source says it; the words of the closed list of reasons. */
export const ORDER_CHANNELS = ['web', 'pos', 'draft', 'marketplace', 'renewal', 'sample'] as const
export type OrderChannel = (typeof ORDER_CHANNELS)[number]

export const PAYMENT_STATES = ['paid', 'awaiting', 'failed'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** One side of an order's money: all of it in one currency. */
export interface LedgerMoney {
  /** The order's total as it was sold: with tax and shipping, after discounts. Never a sum of items. */
  readonly total: string
  /** ISO 4217. */
  readonly currency: string
  /** In `total`. */
  readonly tax?: string
  /** In `total`, with its tax. */
  readonly shipping?: string
  /** The tax in `shipping`. */
  readonly shipping_tax?: string
  /** Taken off already: `total` is what is left. */
  readonly discount?: string
}

export interface LedgerRefund {
  readonly id: string
  /** Positive. */
  readonly value: string
  readonly currency: string
  /** ISO 8601, UTC. */
  readonly at: string
}

/** From the shop itself: neither out of a file nor fetched by the sweep. */
export function isHeard({ source }: Pick<LedgerOrder, 'source'>): boolean {
  return !source.startsWith('import:') && !source.startsWith('sweep:')
}

/** Shops' clocks run ahead, and zones are said wrongly. */
export const LEDGER_AHEAD_MS = 24 * 3_600_000

/** No order was sold then: a line of it would lie beyond every comparison. */
export function isNotYet({ at }: Pick<LedgerOrder, 'at'>, nowMs: number): boolean {
  return Date.parse(at) > nowMs + LEDGER_AHEAD_MS
}

export interface LedgerOrder {
  /** As the shop's own system names it, as text: leading zeros and 18 digits stay. */
  readonly order_id: string
  /** Where this was heard: `shopify`, `import:shopify`, `sweep:woocommerce` … */
  readonly source: string
  /** What people call it, where that is something else: `#1001`. */
  readonly name?: string
  /** Other names, `kind:value`: `checkout:7e1f…`, `cart:9001`. Kept as keyed hashes. */
  readonly aliases?: readonly string[]
  /** When it was sold, ISO 8601, UTC. */
  readonly at: string
  /** When the shop last changed it, ISO 8601, UTC: an older line than the one held is dropped. */
  readonly updated_at?: string
  readonly channel: OrderChannel
  readonly test?: true
  readonly payment: PaymentState
  /** ISO 8601, UTC. */
  readonly cancelled_at?: string
  /** The site's own rule that keeps it out: a tag, a market. In words of the policy. */
  readonly excluded_by?: string
  /** The side that the policy chose (`orders.money`). */
  readonly money: LedgerMoney
  /** The other side, where the shop has one. */
  readonly other_money?: LedgerMoney
  /** After edits, on the side of `money`. */
  readonly current?: { readonly total: string; readonly currency: string }
  readonly refunds?: readonly LedgerRefund[]
  /** Of a marketplace: the merchant's own reckoning of the value, with what the marketplace paid of the discounts. */
  readonly merchant_total?: string
  /** Where it was sent, ISO 3166-2 (or the country alone): lift tests count orders by region. No finer place is ever kept. */
  readonly region?: string
  /** Whether it is the buyer's first, where the shop says so. */
  readonly first_time?: boolean
  /** Promo code, kept only where the policy lists it (`analysis.codes`). */
  readonly code?: string
}
