/** What the readers of WooCommerce, PrestaShop, Magento and BigCommerce have in common beside src/sources/shop-parts.ts. */
import type { LedgerRefund } from '../event/ledger-order.ts'
import { BOUNDS } from '../event/schema.ts'
import { decimalOf, dividedBy, microsOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { isMembers, type Members } from './parts.ts'
import { purchaseOf, refundOf, whyNoSale, type Sale } from './shop-parts.ts'
import type { ParkedReading, SourceReading } from './source.ts'

const UNIT = 1_000_000n
const MAX_AMOUNT: Micros = BigInt(BOUNDS.amount) * UNIT

/** The sale, where the order is one, then each refund that the format lists; and the line of the ledger in any case. */
export function readingOf(sale: Sale, orders: CompiledOrders): SourceReading {
  const { line } = sale
  const why = whyNoSale(line, orders)
  if (why !== undefined) return { kind: 'read', events: [], ledger: [line], ignored: why }
  const refunds = (line.refunds ?? []).map((refund) => refundOf(line.order_id, refund))
  return { kind: 'read', events: [purchaseOf(sale, orders), ...refunds], ledger: [line] }
}

/** Refunds that came without their order. */
export function refundsAlone(orderId: string, refunds: readonly LedgerRefund[]): SourceReading {
  return {
    kind: 'read',
    events: refunds.map((refund) => refundOf(orderId, refund)),
    ledger: [],
    refunds: refunds.map((refund) => ({ order_id: orderId, refund })),
    ...(refunds.length === 0 && { ignored: 'no_money_moved' as const }),
  }
}

/** More paths than these say nothing more. */
const MAX_PATHS = 8

/** Parked: of what is named, these could not be read. Nothing is made up in their place. */
export function incomplete(needed: Readonly<Record<string, unknown>>, orderId?: string): ParkedReading {
  const missing = Object.keys(needed).filter((path) => needed[path] === undefined)
  const paths = missing.slice(0, MAX_PATHS)
  return { kind: 'parked', code: 'incomplete', paths, ...(orderId !== undefined && { order_id: orderId }) }
}

export const MALFORMED: ParkedReading = { kind: 'parked', code: 'malformed' }

/** An amount of an order; undefined where it is below nought, or beyond what the schema of events holds. */
export function moneyOf(value: unknown): Micros | undefined {
  return bounded(microsOf(value))
}

function bounded(micros: Micros | undefined): Micros | undefined {
  return micros !== undefined && micros >= 0n && micros <= MAX_AMOUNT ? micros : undefined
}

/** Undefined as soon as one of them is. */
export function sumOf(...amounts: readonly (Micros | undefined)[]): Micros | undefined {
  const known = amounts.filter((amount) => amount !== undefined)
  return known.length < amounts.length ? undefined : bounded(known.reduce((sum, amount) => sum + amount, 0n))
}

/** Undefined where either is, or where the second is the larger. */
export function lessOf(amount: Micros | undefined, part: Micros | undefined): Micros | undefined {
  return amount === undefined || part === undefined ? undefined : bounded(amount - part)
}

/** What one of them cost. Some shops sell by weight: the quantity may have decimals. */
export function unitPrice(line: Micros | undefined, quantity: unknown, currency: string): Micros | undefined {
  const count = microsOf(quantity)
  if (line === undefined || line < 0n || count === undefined || count <= 0n) return undefined
  return bounded(dividedBy(line * UNIT, count, currency))
}

/** An amount at a rate of exchange: how much of its currency one unit of `currency` was. */
export function exchanged(amount: Micros | undefined, rate: Micros, currency: string): Micros | undefined {
  return unitPrice(amount, decimalOf(rate), currency)
}

/** A part of the body that is an object; an empty one where it is not. */
export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {}
}
