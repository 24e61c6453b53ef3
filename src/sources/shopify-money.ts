/**
 * The two sides of a Shopify order's money: `x_set` holds both, the flat `x` is the shop's. All of an order is read from one side.
 * Sources: Shopify, REST Admin API, Order resource 2026-07 (total_price_set, presentment_currency); read 2026-11-22.
 */
import type { LedgerMoney } from '../event/ledger-order.ts'
import { decimalOf, dividedBy, type Micros } from '../event/money.ts'
import { isMembers, quantity, type Members } from './parts.ts'
import { currencyOf, priceOf } from './shop-parts.ts'

export type MoneySide = 'presentment' | 'shop'

/** How amounts are read: of which side, and whether the flat ones are of it as well. */
export interface SideReader {
  readonly side: MoneySide
  readonly currency: string
  readonly amount: (of: unknown, name: string) => Micros | undefined
}

/** The side that the policy chose; where the order does not have it, the other one, whole. Undefined: no total, or no currency. */
export function sideOf(order: Members, chosen: MoneySide): SideReader | undefined {
  return readerOf(order, chosen) ?? readerOf(order, otherSide(chosen))
}

export function otherSide(side: MoneySide): MoneySide {
  return side === 'shop' ? 'presentment' : 'shop'
}

export function readerOf(order: Members, side: MoneySide): SideReader | undefined {
  const shopCurrency = order['currency']
  const flatCurrency = side === 'shop' ? shopCurrency : (order['presentment_currency'] ?? shopCurrency)
  const reads = amountReader(side, side === 'shop' || flatCurrency === shopCurrency)
  const currency = currencyOf(setCurrency(order['total_price_set'], side) ?? flatCurrency)
  if (currency === undefined || reads(order, 'total_price') === undefined) return undefined
  return { side, currency, amount: reads }
}

export function amountReader(side: MoneySide, flatToo: boolean): SideReader['amount'] {
  return (of, name) => {
    if (!isMembers(of)) return undefined
    const money = setMoney(of[`${name}_set`], side)
    return priceOf(money?.['amount']) ?? (flatToo ? priceOf(of[name]) : undefined)
  }
}

export function setCurrency(set: unknown, side: MoneySide): unknown {
  return setMoney(set, side)?.['currency_code']
}

function setMoney(set: unknown, side: MoneySide): Members | undefined {
  const money = isMembers(set) ? set[`${side}_money`] : undefined
  return isMembers(money) ? money : undefined
}

/** `total_price` and what is in it. */
export function moneyOn(order: Members, { amount, currency }: SideReader): LedgerMoney {
  const shippingTax = sumOf(listOf(order['shipping_lines']).flatMap(taxLinesOf), (line) => amount(line, 'price'))
  const shipping = shippingOn(order, amount)
  // Prices without tax: what the buyer paid for the shipping holds its tax as well.
  const taxOnTop = order['taxes_included'] === false ? (shippingTax ?? 0n) : 0n
  const parts = {
    tax: amount(order, 'total_tax'),
    shipping: shipping === undefined ? undefined : shipping + taxOnTop,
    shipping_tax: shippingTax,
    discount: amount(order, 'total_discounts'),
  }
  const known = Object.entries(parts).flatMap(([name, micros]) =>
    micros === undefined ? [] : [[name, decimalOf(micros)] as const],
  )
  return { total: decimalOf(amount(order, 'total_price') ?? 0n), currency, ...Object.fromEntries(known) }
}

/** After its own discounts, where each line tells them: `total_shipping_price` is before. */
function shippingOn(order: Members, amount: SideReader['amount']): Micros | undefined {
  const lines = listOf(order['shipping_lines'])
  const discounted = lines.length > 0 ? sumOf(lines, (line) => amount(line, 'discounted_price')) : undefined
  return discounted ?? shippingOf(order, amount)
}

/** As it is written beside the total; where a subscription leaves that out (`include_fields`), as the lines say. */
export function shippingOf(order: Members, amount: SideReader['amount']): Micros | undefined {
  const lines = listOf(order['shipping_lines'])
  const ofLines = lines.length > 0 ? sumOf(lines, (line) => amount(line, 'price')) : undefined
  return amount(order, 'total_shipping_price') ?? ofLines
}

function taxLinesOf(line: unknown): readonly unknown[] {
  return isMembers(line) ? listOf(line['tax_lines']) : []
}

/** What one piece cost after its discounts: `price` is before them. */
export function unitPrice(line: Members, { amount, currency }: SideReader): Micros | undefined {
  const price = amount(line, 'price')
  const pieces = BigInt(quantityOf(line) ?? 0)
  if (price === undefined || pieces === 0n) return price
  const off = sumOf(listOf(line['discount_allocations']), (one) => amount(one, 'amount'))
  const paid = off === undefined ? undefined : price * pieces - off
  return paid === undefined ? undefined : dividedBy(paid > 0n ? paid : 0n, pieces, currency)
}

export function quantityOf(line: Members): number | undefined {
  const pieces = quantity(line['quantity'])
  return typeof pieces === 'number' ? pieces : undefined
}

/** Undefined where one of them cannot be read: a sum without it would be wrong. */
export function sumOf(list: readonly unknown[], amount: (one: unknown) => Micros | undefined): Micros | undefined {
  let sum: Micros = 0n
  for (const one of list) {
    const micros = amount(one)
    if (micros === undefined) return undefined
    sum += micros
  }
  return sum
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
