/**
 * A refund of Shopify, by itself (`refunds/create`) or in its order's list. Its value is what was paid back: the successful
 * transactions of kind `refund`. A refund without any is a restock or an edit: no money moved.
 * Sources: Shopify, REST Admin API, Refund and Transaction resources 2026-07; read 2026-11-22.
 */
import type { LedgerRefund } from '../event/ledger-order.ts'
import { decimalOf, dividedBy, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { isMembers, type Members } from './parts.ts'
import { currencyOf, instantOf, itemIdOf, itemOf, itemsOf, refundOf, shopId } from './shop-parts.ts'
import { amountReader, listOf, otherSide, quantityOf, setCurrency, sumOf, type MoneySide } from './shopify-money.ts'
import type { SourceEvent } from './source.ts'

export interface ShopifyRefund {
  readonly kind: 'refund'
  readonly orderId: string
  readonly line: LedgerRefund
  readonly event: SourceEvent
  /** Of a test gateway. */
  readonly test: boolean
}

export type RefundReading =
  | ShopifyRefund
  | { readonly kind: 'nothing'; readonly orderId: string }
  | { readonly kind: 'incomplete'; readonly paths: readonly string[] }

/** Money of one currency. */
interface Paid {
  readonly micros: Micros
  readonly currency: string
}

export function readRefund(refund: Members, orders: CompiledOrders, orderCurrency?: string): RefundReading {
  const refundId = idOf(refund)
  const orderId = shopId(refund['order_id'])
  if (refundId === undefined || orderId === undefined) {
    return { kind: 'incomplete', paths: refundId === undefined ? ['id'] : ['order_id'] }
  }
  const transactions = listOf(refund['transactions']).filter(isPaidBack)
  if (transactions.length === 0) return { kind: 'nothing', orderId }
  const paid = paidBack(transactions, orders.money, orderCurrency ?? shopCurrencyOf(refund))
  if (paid === undefined) return { kind: 'incomplete', paths: ['transactions.amount'] }
  if (paid.micros === 0n) return { kind: 'nothing', orderId }
  const at = instantOf(refund['processed_at']) ?? instantOf(refund['created_at'])
  if (at === undefined) return { kind: 'incomplete', paths: ['created_at'] }
  return refundFrom(
    refund,
    { refundId, orderId, at, paid, test: transactions.some((one) => one['test'] === true) },
    orders,
  )
}

interface Facts {
  readonly refundId: string
  readonly orderId: string
  readonly at: string
  readonly paid: Paid
  readonly test: boolean
}

function refundFrom(refund: Members, facts: Facts, orders: CompiledOrders): ShopifyRefund {
  const { refundId, orderId, at, test } = facts
  const { paid, side } = onSide(refund, facts.paid, orders.money)
  const line = { id: refundId, value: decimalOf(paid.micros), currency: paid.currency, at }
  const counted = { ...line, value: decimalOf(countedValue(refund, paid, side, orders)) }
  return {
    kind: 'refund',
    orderId,
    line,
    event: refundOf(orderId, counted, itemsBack(refund, paid.currency, side, orders)),
    test,
  }
}

export function idOf(resource: Members): string | undefined {
  const gid = resource['admin_graphql_api_id']
  return shopId(resource['id']) ?? (typeof gid === 'string' ? shopId(gid.slice(gid.lastIndexOf('/') + 1)) : undefined)
}

function isPaidBack(transaction: unknown): transaction is Members {
  return isMembers(transaction) && transaction['kind'] === 'refund' && transaction['status'] === 'success'
}

/** Gift card and card are two transactions of one refund. Of two currencies there is no sum. */
function paidBack(
  transactions: readonly Members[],
  chosen: MoneySide,
  shopCurrency: string | undefined,
): Paid | undefined {
  const sets = amountReader(chosen, false)
  const ofSets = sumOf(transactions, (one) => sets(one, 'amount'))
  const ofSide = currencyOf(setCurrency(transactions[0]?.['amount_set'], chosen))
  if (ofSets !== undefined && ofSide !== undefined) return { micros: ofSets, currency: ofSide }
  const currency = currencyOf(transactions[0]?.['currency'] ?? shopCurrency)
  const alike = transactions.every((one) => currencyOf(one['currency'] ?? shopCurrency) === currency)
  const flat = amountReader('shop', true)
  const micros = sumOf(transactions, (one) => flat(one, 'amount'))
  return currency === undefined || micros === undefined || !alike ? undefined : { micros, currency }
}

function shopCurrencyOf(refund: Members): string | undefined {
  return currencyOf(currencyOfLines(refund, 'shop'))
}

function currencyOfLines(refund: Members, side: MoneySide): unknown {
  const [line] = listOf(refund['refund_line_items'])
  return isMembers(line) ? setCurrency(line['subtotal_set'], side) : undefined
}

/**
 * Transactions are of one currency, often the buyer's. Where the policy counts on the other side and the refund's lines say the
 * same sum on both, theirs is taken; else what was paid back stays in the currency that it was paid back in.
 */
function onSide(refund: Members, paid: Paid, chosen: MoneySide): { readonly paid: Paid; readonly side: MoneySide } {
  const wanted = currencyOf(currencyOfLines(refund, chosen))
  const other = otherSide(chosen)
  if (wanted === undefined || wanted === paid.currency) return { paid, side: chosen }
  for (const sum of [partsOfRefund, partsWithTax]) {
    const micros = sum(refund, chosen)
    if (micros !== undefined && sum(refund, other) === paid.micros)
      return { paid: { micros, currency: wanted }, side: chosen }
  }
  return { paid, side: other }
}

/** Its lines and its shipping, as the shop prices them. */
function partsOfRefund(refund: Members, side: MoneySide): Micros | undefined {
  const amount = amountReader(side, false)
  const lines = sumOf(listOf(refund['refund_line_items']), (line) => amount(line, 'subtotal'))
  const shipping = sumOf(listOf(refund['refund_shipping_lines']), (line) => amount(line, 'subtotal_amount'))
  return lines === undefined || shipping === undefined ? undefined : lines + shipping
}

/** The same where prices are without tax. */
function partsWithTax(refund: Members, side: MoneySide): Micros | undefined {
  const parts = partsOfRefund(refund, side)
  const tax = taxBack(refund, side)
  return parts === undefined || tax === undefined ? undefined : parts + tax
}

function taxBack(refund: Members, side: MoneySide): Micros | undefined {
  const amount = amountReader(side, false)
  return sumOf(listOf(refund['refund_line_items']), (line) => amount(line, 'total_tax'))
}

/** By the same rule as the sale's value: without the tax and the shipping that the policy leaves out. */
function countedValue(refund: Members, paid: Paid, side: MoneySide, orders: CompiledOrders): Micros {
  const amount = amountReader(side, false)
  const tax = orders.tax === 'excluded' ? (taxBack(refund, side) ?? 0n) : 0n
  const shippingLines = orders.shipping === 'excluded' ? listOf(refund['refund_shipping_lines']) : []
  const shipping = sumOf(shippingLines, (line) => amount(line, 'subtotal_amount')) ?? 0n
  const value = paid.micros - tax - shipping
  return value > 0n ? value : 0n
}

function itemsBack(refund: Members, currency: string, side: MoneySide, orders: CompiledOrders) {
  const amount = amountReader(side, side === 'shop')
  return itemsOf(refund['refund_line_items'], (back) => {
    const line = isMembers(back['line_item']) ? back['line_item'] : {}
    const pieces = quantityOf(back)
    const subtotal = amount(back, 'subtotal')
    const each = subtotal === undefined || pieces === undefined || pieces === 0 ? undefined : BigInt(pieces)
    return itemOf({
      ...namesOfLine(line, back['line_item_id'], orders),
      quantity: pieces,
      price: each === undefined || subtotal === undefined ? undefined : dividedBy(subtotal, each, currency),
    })
  })
}

/** What a line item is called; `lineId` where it does not say itself. */
export function namesOfLine(line: Members, lineId: unknown, orders: CompiledOrders) {
  const { sku, variant_id, product_id } = line
  return {
    id: itemIdOf({ sku, variant_id, product_id, line: line['id'] ?? lineId }, orders.itemId),
    name: line['title'],
    brand: line['vendor'],
    variant: line['variant_title'],
  }
}
