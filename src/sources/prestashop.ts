/**
 * What the module integrations/prestashop sends → canonical events. One basket may become several orders with one reference and one
 * cart: each is a sale of its own. The same body comes with each hook; the order's state says whether it is paid.
 * Sources: devdocs.prestashop-project.org 9, hooks actionValidateOrderAfter, actionPaymentConfirmation, actionOrderSlipAdd, and
 * web service resources orders, order_slip; PrestaShop classes/PaymentModule.php, classes/order/OrderSlip.php. Read 2026-11-22.
 */
import type { LedgerMoney, LedgerOrder, LedgerRefund, OrderChannel, PaymentState } from '../event/ledger-order.ts'
import { decimalOf, microsOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { orderFacts, type OrderFacts } from './order-facts.ts'
import { isMembers, quantity, text, type Members } from './parts.ts'
import { clientBeside, consentBeside, moduleReading, pageBeside } from './shop-module.ts'
import {
  aliasesOf,
  currencyOf,
  isListed,
  itemIdOf,
  itemOf,
  itemsOf,
  personOf,
  shopId,
  shopJson,
  some,
} from './shop-parts.ts'
import {
  exchanged,
  incomplete,
  lessOf,
  MALFORMED,
  membersOf,
  moneyOf,
  sumOf,
  unitPrice,
  refundsAlone,
} from './shop-reading.ts'
import { instantInZone } from './shop-time.ts'
import type { Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'
import { standardWebhookProof } from './standard-webhooks.ts'

export const prestashop: Source = {
  name: 'prestashop.module',
  id: 'prestashop',
  entrance: {
    by: 'signature',
    secrets: (sources) => sources.prestashop?.secrets,
    proof: (request, bytes) => standardWebhookProof(request, bytes),
  },
  read,
}

function read({ text: written, settings }: SourceRequest): SourceReading {
  const body = shopJson(written)
  if (body === undefined) return MALFORMED
  if (body['hook'] === 'ping') return { kind: 'read', events: [], ledger: [], ignored: 'ping' }
  return readPrestaShopOrder(body, settings, 'prestashop')
}

/** `body`: as the module sends it, whoever put it together. */
export function readPrestaShopOrder(body: Members, settings: SourceSettings, heardFrom: string): SourceReading {
  return isMembers(body['order'])
    ? readOrder(body, body['order'], settings, heardFrom)
    : incomplete({ order: undefined })
}

function readOrder(body: Members, order: Members, settings: SourceSettings, heardFrom: string): SourceReading {
  const { orders } = settings
  const side = sideOf(order, orders)
  const needed = {
    'order.id': shopId(order['id']),
    'order.total_paid_tax_incl': totalOf(order),
    'order.currency': currencyOf(order['currency']),
    'order.date_add': soldAt(order, orders),
    'order.shop_currency': side,
  }
  const orderId = needed['order.id']
  const total = needed['order.total_paid_tax_incl']
  const at = needed['order.date_add']
  if (orderId === undefined || side === undefined) return incomplete(needed, orderId)
  const refunds = refundsOf(body, order, side, orders)
  const unreadable = refunds.findIndex((refund) => refund === undefined)
  if (unreadable >= 0) return incomplete({ [`order_slips[${unreadable}].amount`]: undefined }, orderId)
  const kept = refunds.flatMap((refund) => (refund === undefined || refund.value === '0' ? [] : [refund]))
  // A credit slip that comes with the order's id alone is a refund all the same.
  if (total === undefined && kept.length > 0) return refundsAlone(orderId, kept)
  if (total === undefined || at === undefined) return incomplete(needed, orderId)
  const line: LedgerOrder = {
    order_id: orderId,
    source: heardFrom,
    ...referenceOf(order),
    aliases: aliasesOf({ name: order['reference'], cart: shopId(order['id_cart']) }),
    at,
    ...stateOf(order, orders),
    channel: channelOf(order, orders),
    money: moneyIn(order, total, side),
    ...otherMoney(order, total, orders),
    ...(kept.length > 0 && { refunds: kept }),
    ...factsOf(body, order, settings),
  }
  return moduleReading(body, { line, ...saleParts(body, order, side, orders) }, orders)
}

function factsOf(body: Members, order: Members, settings: SourceSettings): OrderFacts {
  const { country, state, postcode } = membersOf(body['address'])
  const coupons = text(order['coupon'])?.split(',') ?? []
  return orderFacts({ places: [{ country, province: state, postcode }], codes: coupons }, settings)
}

function referenceOf(order: Members): { readonly name?: string } {
  const reference = text(order['reference'])
  return reference === undefined ? {} : { name: reference }
}

function totalOf(order: Members): Micros | undefined {
  return moneyOf(order['total_paid_tax_incl'] ?? order['total_paid'])
}

/** One side of the order's money: its currency, and how an amount that the buyer saw is written in it. */
interface Side {
  readonly currency: string
  readonly inIt: (amount: Micros | undefined) => Micros | undefined
}

const UNIT = 1_000_000n

/** The order is kept in what the buyer saw; `conversion_rate` is how much of that one unit of the shop's own currency was. */
function sideOf(order: Members, { money }: Pick<CompiledOrders, 'money'>): Side | undefined {
  const seen = currencyOf(order['currency'])
  if (seen === undefined) return undefined
  const asSeen: Side = { currency: seen, inIt: (amount) => amount }
  const rate = microsOf(order['conversion_rate'] ?? 1)
  const books = currencyOf(order['shop_currency'])
  if (money === 'presentment' || books === seen || (books === undefined && rate === UNIT)) return asSeen
  if (books === undefined || rate === undefined || rate <= 0n) return undefined
  return { currency: books, inIt: (amount) => exchanged(amount, rate, books) }
}

function moneyIn(order: Members, total: Micros, { currency, inIt }: Side): LedgerMoney {
  const tax = inIt(taxOf(order))
  const shipping = inIt(moneyOf(order['total_shipping_tax_incl']))
  const net = inIt(moneyOf(order['total_shipping_tax_excl']))
  const shippingTax = lessOf(shipping, net)
  const discount = inIt(moneyOf(order['total_discounts_tax_incl']))
  return {
    total: decimalOf(inIt(total) ?? total),
    currency,
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    ...(shippingTax !== undefined && { shipping_tax: decimalOf(shippingTax) }),
    ...(discount !== undefined && { discount: decimalOf(discount) }),
  }
}

function otherMoney(order: Members, total: Micros, { money }: CompiledOrders): Pick<LedgerOrder, 'other_money'> {
  const chosen = sideOf(order, { money })
  const other = sideOf(order, { money: money === 'shop' ? 'presentment' : 'shop' })
  if (other === undefined || other.currency === chosen?.currency) return {}
  return { other_money: moneyIn(order, total, other) }
}

function taxOf(order: Members): Micros | undefined {
  return lessOf(totalOf(order), moneyOf(order['total_paid_tax_excl']))
}

/** The shop's own time, in the zone that the module names. */
function timeIn(order: Members, value: unknown, { timeZone }: CompiledOrders): string | undefined {
  return instantInZone(value, text(order['timezone']) ?? timeZone)
}

function soldAt(order: Members, orders: CompiledOrders): string | undefined {
  return timeIn(order, order['date_paid'], orders) ?? timeIn(order, order['date_add'], orders)
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1'
}

/** `has_been_paid`: a paid order that was cancelled afterwards has a state that is not paid. */
function stateOf(order: Members, orders: CompiledOrders): Pick<LedgerOrder, 'payment' | 'updated_at' | 'cancelled_at'> {
  const state = membersOf(order['current_state'])
  const changed = timeIn(order, order['date_upd'], orders)
  const isCancelled = isTrue(state['canceled'])
  const isOver = isCancelled || isTrue(state['error'])
  const isPaid = isTrue(state['paid']) || isTrue(order['has_been_paid'])
  const unpaid: PaymentState = isOver ? 'failed' : 'awaiting'
  return {
    payment: isPaid ? 'paid' : unpaid,
    ...(changed !== undefined && { updated_at: changed }),
    ...(changed !== undefined && isCancelled && { cancelled_at: changed }),
  }
}

/** `bo_order` is the payment module of orders that staff type in. */
function channelOf(order: Members, { renewalSources }: CompiledOrders): OrderChannel {
  const module = text(order['module'])?.trim().toLowerCase() ?? ''
  if (isListed(module, renewalSources)) return 'renewal'
  return module === 'bo_order' ? 'draft' : 'web'
}

const MAX_REFUNDS = 100

function refundsOf(
  body: Members,
  order: Members,
  side: Side,
  orders: CompiledOrders,
): readonly (LedgerRefund | undefined)[] {
  const list: readonly unknown[] = Array.isArray(body['order_slips']) ? body['order_slips'] : [body['order_slip']]
  return list
    .filter((slip) => slip !== undefined && slip !== null)
    .slice(0, MAX_REFUNDS)
    .map((slip) => refundIn(membersOf(slip), order, side, orders))
}

function refundIn(slip: Members, order: Members, side: Side, orders: CompiledOrders): LedgerRefund | undefined {
  const refundId = shopId(slip['id'] ?? slip['id_order_slip'])
  const value = side.inIt(slipValue(slip))
  const at = timeIn(order, slip['date_add'], orders) ?? timeIn(order, order['date_upd'], orders)
  if (refundId === undefined || value === undefined || at === undefined) return undefined
  return { id: refundId, value: decimalOf(value), currency: side.currency, at }
}

/** `amount` holds the products without their tax, unless staff wrote a sum of their own: the module then sends it as `value`. */
function slipValue(slip: Members): Micros | undefined {
  const shipping = moneyOf(slip['total_shipping_tax_incl'] ?? slip['shipping_cost_amount'] ?? 0)
  return moneyOf(slip['value']) ?? sumOf(moneyOf(slip['total_products_tax_incl'] ?? slip['amount']), shipping)
}

function saleParts(body: Members, order: Members, side: Side, orders: CompiledOrders) {
  return {
    tax: side.inIt(taxOf(order)),
    shipping: side.inIt(moneyOf(order['total_shipping_tax_incl'])),
    coupon: order['coupon'],
    items: itemsOf(order['order_rows'], (row) => itemIn(row, side, orders)),
    page: pageBeside(body),
    client: clientBeside(body),
    person: buyerOf(membersOf(body['customer']), membersOf(body['address'])),
    joined: consentBeside(body),
  }
}

function itemIn(row: Members, side: Side, orders: CompiledOrders): Members | undefined {
  const price = row[orders.tax === 'excluded' ? 'unit_price_tax_excl' : 'unit_price_tax_incl']
  const ids = {
    sku: row['product_reference'],
    variant_id: row['product_attribute_id'],
    product_id: row['product_id'],
  }
  return itemOf({
    id: itemIdOf(ids, orders.itemId),
    name: row['product_name'],
    quantity: quantity(row['product_quantity']),
    price: unitPrice(side.inIt(moneyOf(price)), 1, side.currency),
  })
}

/** A guest's number is made for one order and names nobody. */
function buyerOf(customer: Members, address: Members): Members | undefined {
  const contact = some({
    email: text(customer['email']),
    phone: text(address['phone_mobile']) ?? text(address['phone']),
    external_id: isTrue(customer['is_guest']) ? undefined : shopId(customer['id']),
    first_name: text(customer['firstname']),
    last_name: text(customer['lastname']),
  })
  const place = some({
    first_name: text(address['firstname']),
    last_name: text(address['lastname']),
    city: text(address['city']),
    state: text(address['state']),
    zip: text(address['postcode']),
    country: text(address['country']),
  })
  return personOf(contact, [place])
}
