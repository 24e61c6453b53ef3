/**
 * An order of the ledger as the record counts it: which state it is in, by the rules of reconciliation, what it is worth by the
 * policy's choice of sides, what was given back and when. Pure; no name of an order is in it but its keyed hash.
 */
import { FIRST_TIME, ORDER_STATUSES, type OrderStatus } from '../analysis/columns.ts'
import { minorUnits } from '../event/currency.ts'
import type { LedgerMoney, LedgerOrder } from '../event/ledger-order.ts'
import { microsOf, roundedTo, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { ownReason } from '../reconciliation/order-reason.ts'
import { valueOf } from '../reconciliation/value.ts'
import type { LedgerOrderView, LedgerSettings } from '../reconciliation/wire.ts'

export interface OrderRow {
  readonly link: string
  readonly atMs: number
  /** Index into ORDER_STATUSES. */
  readonly status: number
  /** In minor units of the tables' currency; null where it is in another, or not said. */
  readonly value: number | null
  /** The value without its tax; null where the value is, and where nobody said the tax: it is never guessed from a rate. */
  readonly net: number | null
  /** When, and how much of the value. */
  readonly refunds: readonly (readonly [number, number])[]
  readonly firstTime: number
  /** By its promo code; empty where there is none that the policy knows. */
  readonly declared: string
  readonly region: string
  /** Known from a file by what people call it: its row gives way to the one that has its id. */
  readonly byName: boolean
}

export interface OrderRules {
  readonly orders: Pick<CompiledOrders, 'tax' | 'shipping' | 'purchaseWhen' | 'excluded'>
  readonly currency: string
  readonly codes: Readonly<Record<string, string>>
}

export function orderRow(order: LedgerOrderView, rules: OrderRules): OrderRow {
  const side = sideIn(order, rules.currency)
  const micros = side && valueOf(side, rules.orders)
  const value = micros === undefined ? null : toMinor(micros, rules.currency)
  const net = micros === undefined ? undefined : side && valueOf(side, { ...rules.orders, tax: 'excluded' })
  const refunds = micros === undefined ? [] : refundsOf(order, micros, rules.currency)
  return {
    link: order.links[0] ?? '',
    atMs: Date.parse(order.at),
    status: ORDER_STATUSES.indexOf(statusOf(order, rules, value, refunds)),
    value,
    net: net === undefined ? null : toMinor(net, rules.currency),
    refunds,
    firstTime: order.first_time === undefined ? FIRST_TIME.notSaid : FIRST_TIME[order.first_time ? 'yes' : 'no'],
    declared: order.code === undefined ? '' : (rules.codes[order.code] ?? ''),
    region: order.region ?? '',
    byName: isByName(order),
  }
}

/** As the ledger tells them: from a file that has no id of the order but what people call it. */
function isByName({ order_id: id, name, source }: LedgerOrder): boolean {
  return source.startsWith('import:') && (name === undefined || bare(name) === bare(id))
}

function bare(name: string): string {
  return name.replace(/^#/, '')
}

function sideIn({ money, other_money: other }: LedgerOrder, currency: string): LedgerMoney | undefined {
  if (money.currency === currency) return money
  return other?.currency === currency ? other : undefined
}

function statusOf(
  order: LedgerOrderView,
  { orders }: OrderRules,
  value: number | null,
  refunds: OrderRow['refunds'],
): OrderStatus {
  const settings = { excluded: orders.excluded, purchase_when: orders.purchaseWhen } as unknown as LedgerSettings
  const reason = ownReason(order, { settings, startMs: -Infinity, endMs: Infinity })?.reason
  if (reason === 'test_order') return 'test'
  if (reason === 'awaiting_payment') return 'awaiting'
  if (reason === 'cancelled_unpaid' && order.cancelled_at === undefined) return 'failed'
  if (reason === 'cancelled_unpaid' || order.cancelled_at !== undefined) return 'cancelled'
  if (reason !== undefined) return 'excluded'
  const given = refunds.reduce((sum, [, minor]) => sum + minor, 0)
  return value !== null && value > 0 && given >= value ? 'refunded' : 'paid'
}

/** What was paid back, in the same measure as the value: where the value leaves out tax or shipping, a refund does so too. */
function refundsOf(order: LedgerOrder, value: Micros, currency: string): OrderRow['refunds'] {
  let left = value
  return (order.refunds ?? []).flatMap((refund) => {
    const paid = microsOf(refund.value)
    const of = [order.money, order.other_money].find((money) => money?.currency === refund.currency)
    const all = microsOf(of?.total) ?? 0n
    if (paid === undefined || all <= 0n) return []
    const part = (value * paid) / all
    const given = part > left ? left : part
    left -= given
    return [[Date.parse(refund.at), toMinor(given, currency)] as const]
  })
}

function toMinor(micros: Micros, currency: string): number {
  const unit = 10n ** BigInt(6 - (minorUnits(currency) ?? 2))
  return Number(roundedTo(micros, currency) / unit)
}
