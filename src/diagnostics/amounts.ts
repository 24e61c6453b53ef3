/**
 * What does not add up in an order, as a shop's own books would see it. Pure; never refuses anything.
 * Shops differ: a value may or may not hold tax and shipping, and a discount may make it less than its items. So each
 * check allows for either, and what it finds is told as a share of all orders, not of one.
 */
import { minorUnits } from '../event/currency.ts'
import type { CanonicalEvent, EventName, Order } from '../event/types.ts'

export type AmountProblem =
  | 'value_missing'
  | 'value_zero'
  | 'currency_without_value'
  | 'order_id_missing'
  | 'tax_above_value'
  | 'decimals_beyond_currency'
  | 'value_in_minor_units'
  | 'prices_in_minor_units'
  | 'value_above_items'
  | 'value_below_items'

/** One in a hundred for roundings line by line, and two of the smallest coins. */
const TOLERANCE = 0.01

/** What has an amount besides a sale (GA4's `value`): a list of products or a search has prices and is worth nothing by itself. */
const VALUED: ReadonlySet<EventName> = new Set([
  'view_item',
  'add_to_cart',
  'add_to_wishlist',
  'begin_checkout',
  'add_payment_info',
  'refund',
])

/** `found` is told each problem once. */
export function checkAmounts(event: CanonicalEvent, found: (problem: AmountProblem) => void): void {
  const order = event.order
  if (isSale(event.name)) checkSale(order, found)
  else if (VALUED.has(event.name) && order?.currency !== undefined && order.value === undefined && hasPrices(order))
    found('currency_without_value')
  if (order?.value === undefined || order.value === 0) return
  if (order.tax !== undefined && order.tax > order.value) found('tax_above_value')
  if (hasDecimalsBeyond(order)) found('decimals_beyond_currency')
  checkSum(order, order.value, found)
}

export function isSale(name: EventName): boolean {
  return name === 'purchase'
}

function checkSale(order: Order | undefined, found: (problem: AmountProblem) => void): void {
  if (order?.value === undefined) found('value_missing')
  else if (order.value === 0) found('value_zero')
  if (order?.id === undefined) found('order_id_missing')
}

function hasPrices(order: Order): boolean {
  return order.items?.some(({ price }) => price !== undefined) === true
}

function hasDecimalsBeyond({ value, currency }: Order): boolean {
  const digits = currency === undefined ? undefined : minorUnits(currency)
  if (digits === undefined || value === undefined) return false
  const coins = value * 10 ** digits
  // Amounts are read as binary fractions: a thousandth of a coin is such a fraction's own error, not a price.
  return Math.abs(coins - Math.round(coins)) > Math.max(1e-3, coins * 1e-12)
}

function checkSum(order: Order, value: number, found: (problem: AmountProblem) => void): void {
  const sum = sumOfItems(order)
  if (sum === undefined || sum === 0) return
  const { tax = 0, shipping = 0 } = order
  const coin = 10 ** -(minorUnits(order.currency ?? '') ?? 2)
  const slack = sum * TOLERANCE + 2 * coin
  const [least, most] = [Math.max(0, sum - tax), sum + tax + shipping]
  if (value >= least - slack && value <= most + slack) return
  if (isHundredfold(value, least, most)) return found('value_in_minor_units')
  if (isHundredfold(sum, value - tax - shipping, value + tax)) return found('prices_in_minor_units')
  found(value > most ? 'value_above_items' : 'value_below_items')
}

/** Undefined unless every item has its price: part of a sum says nothing. */
function sumOfItems({ items = [] }: Order): number | undefined {
  let sum = 0
  for (const { price, quantity = 1 } of items) {
    if (price === undefined) return undefined
    sum += price * quantity
  }
  return items.length === 0 ? undefined : sum
}

/** Cents taken for the unit: shops multiply by 100, whatever the currency's own coins are. */
function isHundredfold(large: number, least: number, most: number): boolean {
  return large >= 100 * least * (1 - TOLERANCE) && large <= 100 * most * (1 + TOLERANCE)
}
