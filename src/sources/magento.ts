/**
 * What a Magento or Adobe Commerce module sends → canonical events. An order is saved many times: its state says whether it is paid.
 * Adobe's own webhooks are not used, they hold up the checkout; its I/O Events are read by src/sources/adobe-events.ts.
 * Sources: AdobeDocs/commerce-extensibility, webhooks/signature-verification.md, events/create-events.md; magento/magento2,
 * module-sales (Order, Order\Item, Order\Creditmemo). Read 2026-11-22.
 */
import type { LedgerMoney, LedgerOrder, LedgerRefund, OrderChannel, PaymentState } from '../event/ledger-order.ts'
import { decimalOf, microsOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { isMembers, numberIn, quantity, text, type Members } from './parts.ts'
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
import { incomplete, lessOf, MALFORMED, membersOf, moneyOf, refundsAlone, sumOf, unitPrice } from './shop-reading.ts'
import { instantInUtc } from './shop-time.ts'
import type { Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'
import { standardWebhookProof } from './standard-webhooks.ts'

export const magento: Source = {
  name: 'magento.module',
  id: 'magento',
  entrance: {
    by: 'signature',
    secrets: (sources) => sources.magento?.secrets,
    proof: (request, bytes) => standardWebhookProof(request, bytes),
  },
  read,
}

function read({ text: written, settings }: SourceRequest): SourceReading {
  const body = shopJson(written)
  if (body === undefined) return MALFORMED
  if (body['event'] === 'ping') return { kind: 'read', events: [], ledger: [], ignored: 'ping' }
  const order = isMembers(body['order']) ? body['order'] : undefined
  const memos = creditMemos(body)
  const [memo] = memos
  if (order === undefined && memo === undefined) return incomplete({ order })
  if (order === undefined) return memosAlone(shopId(memo?.['order_increment_id']), memos, settings.orders)
  return readMagentoOrder(body, order, memos, settings)
}

const MAX_REFUNDS = 100

function creditMemos(body: Members): readonly Members[] {
  const list: readonly unknown[] = Array.isArray(body['creditmemos']) ? body['creditmemos'] : [body['creditmemo']]
  return list.slice(0, MAX_REFUNDS).filter((memo) => isMembers(memo))
}

/** `''`: what the buyer saw; `base_`: what the shop keeps its books in. Each goes with its own currency. */
type Side = '' | 'base_'

function sideOf({ money }: CompiledOrders): Side {
  return money === 'shop' ? 'base_' : ''
}

function currencyIn(from: Members, side: Side): string | undefined {
  return currencyOf(from[side === '' ? 'order_currency_code' : 'base_currency_code'])
}

/** Credit memos that came without their order. */
export function memosAlone(
  orderId: string | undefined,
  memos: readonly Members[],
  orders: CompiledOrders,
): SourceReading {
  const refunds = memos.map((memo) => refundIn(memo, memo, sideOf(orders)))
  if (orderId === undefined) return incomplete({ 'creditmemo.order_increment_id': undefined })
  const unreadable = refunds.findIndex((refund) => refund === undefined)
  if (unreadable >= 0) return incomplete({ [`creditmemos[${unreadable}].grand_total`]: undefined }, orderId)
  return refundsAlone(orderId, moneyMoved(refunds))
}

/** `body`: what came beside the order. */
export function readMagentoOrder(
  body: Members,
  order: Members,
  memos: readonly Members[],
  { orders }: SourceSettings,
): SourceReading {
  const side = sideOf(orders)
  const needed = {
    'order.increment_id': shopId(order['increment_id']),
    'order.state': text(order['state']),
    [`order.${side}grand_total`]: moneyOf(order[`${side}grand_total`]),
    [`order.${side || 'order_'}currency_code`]: currencyIn(order, side),
    'order.created_at': instantInUtc(order['paid_at']) ?? instantInUtc(order['created_at']),
  }
  const orderId = needed['order.increment_id']
  const at = needed['order.created_at']
  const money = moneyIn(order, side)
  if (orderId === undefined || at === undefined || money === undefined || needed['order.state'] === undefined) {
    return incomplete(needed, orderId)
  }
  const refunds = memos.map((memo) => refundIn(memo, order, side))
  const unreadable = refunds.findIndex((refund) => refund === undefined)
  if (unreadable >= 0) return incomplete({ [`creditmemos[${unreadable}].grand_total`]: undefined }, orderId)
  const kept = moneyMoved(refunds)
  const other = moneyIn(order, side === '' ? 'base_' : '')
  const line: LedgerOrder = {
    order_id: orderId,
    source: 'magento',
    aliases: aliasesOf({ entity: shopId(order['entity_id']), cart: shopId(order['quote_id']) }),
    at,
    ...stateOf(order, needed['order.state']),
    channel: channelOf(order, orders),
    money,
    ...(other !== undefined && other.currency !== money.currency && { other_money: other }),
    ...(kept.length > 0 && { refunds: kept }),
  }
  return moduleReading(body, { line, ...saleParts(body, order, side, orders) }, orders)
}

function moneyIn(order: Members, side: Side): LedgerMoney | undefined {
  const total = moneyOf(order[`${side}grand_total`])
  const currency = currencyIn(order, side)
  if (total === undefined || currency === undefined) return undefined
  const tax = moneyOf(order[`${side}tax_amount`])
  const shipping = shippingOf(order, side)
  const shippingTax = moneyOf(order[`${side}shipping_tax_amount`])
  const discount = microsOf(order[`${side}discount_amount`])
  return {
    total: decimalOf(total),
    currency,
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    ...(shipping !== undefined && shippingTax !== undefined && { shipping_tax: decimalOf(shippingTax) }),
    // Written below nought.
    ...(discount !== undefined && { discount: decimalOf(discount < 0n ? -discount : discount) }),
  }
}

function shippingOf(order: Members, side: Side): Micros | undefined {
  const net = moneyOf(order[`${side}shipping_amount`])
  return moneyOf(order[`${side}shipping_incl_tax`]) ?? sumOf(net, moneyOf(order[`${side}shipping_tax_amount`] ?? 0))
}

/** `closed`: paid, and refunded whole. A state of an extension's own counts as unpaid. */
function paymentOf(order: Members, state: string): PaymentState {
  if (['processing', 'complete', 'closed'].includes(state)) return 'paid'
  const due = microsOf(order['base_total_due'] ?? order['total_due'])
  const paid = microsOf(order['base_total_paid'] ?? order['total_paid'])
  if (due === 0n && paid !== undefined && paid > 0n) return 'paid'
  return state === 'canceled' ? 'failed' : 'awaiting'
}

function stateOf(order: Members, written: string): Pick<LedgerOrder, 'payment' | 'updated_at' | 'cancelled_at'> {
  const state = written.trim().toLowerCase()
  const changed = instantInUtc(order['updated_at'])
  return {
    payment: paymentOf(order, state),
    ...(changed !== undefined && { updated_at: changed }),
    ...(changed !== undefined && state === 'canceled' && { cancelled_at: changed }),
  }
}

/** Orders that staff type in have no address of a browser: the field is there, and empty. */
function channelOf(order: Members, { renewalSources }: CompiledOrders): OrderChannel {
  const method = text(membersOf(order['payment'])['method'])?.trim() ?? ''
  if (isListed(method, renewalSources)) return 'renewal'
  return order['remote_ip'] === null || order['remote_ip'] === '' ? 'draft' : 'web'
}

function refundIn(memo: Members, order: Members, side: Side): LedgerRefund | undefined {
  const refundId = shopId(memo['increment_id'] ?? memo['entity_id'])
  const value = moneyOf(memo[`${side}grand_total`])
  const currency = currencyIn(memo, side) ?? currencyIn(order, side)
  const at = instantInUtc(memo['created_at'])
  if (refundId === undefined || value === undefined || currency === undefined || at === undefined) return undefined
  return { id: refundId, value: decimalOf(value), currency, at }
}

/** A credit memo over nothing gave nobody money back. */
function moneyMoved(refunds: readonly (LedgerRefund | undefined)[]): readonly LedgerRefund[] {
  return refunds.flatMap((refund) => (refund === undefined || refund.value === '0' ? [] : [refund]))
}

function saleParts(body: Members, order: Members, side: Side, orders: CompiledOrders) {
  const lines: readonly unknown[] = Array.isArray(order['items']) ? order['items'] : []
  // The variant of a configurable product has a line of its own beneath it: it was sold once.
  const sold = lines.filter((line) => isMembers(line) && shopId(line['parent_item_id']) === undefined)
  return {
    tax: moneyOf(order[`${side}tax_amount`]),
    shipping: shippingOf(order, side),
    coupon: order['coupon_code'],
    items: itemsOf(sold, (line) => itemIn(line, side, currencyIn(order, side) ?? '', orders)),
    page: pageBeside(body),
    client: clientBeside(body, order['remote_ip']),
    person: buyerOf(order),
    joined: consentBeside(body),
  }
}

function itemIn(line: Members, side: Side, currency: string, orders: CompiledOrders): Members | undefined {
  const ids = { sku: line['sku'], variant_id: line['variant_id'], product_id: line['product_id'] }
  return itemOf({
    id: itemIdOf(ids, orders.itemId),
    name: line['name'],
    quantity: quantity(numberIn(line['qty_ordered'])),
    price: unitPrice(paidFor(line, side, orders), line['qty_ordered'], currency),
  })
}

/** What the line cost after its discount; `discount_tax_compensation_amount` is the tax that the discount took with it. */
function paidFor(line: Members, side: Side, orders: CompiledOrders): Micros | undefined {
  const amount = (name: string) => moneyOf(line[`${side}${name}`] ?? 0)
  const net = lessOf(moneyOf(line[`${side}row_total`]), amount('discount_amount'))
  if (net !== undefined) {
    const without = sumOf(net, amount('discount_tax_compensation_amount'))
    return orders.tax === 'excluded' ? without : sumOf(without, amount('tax_amount'))
  }
  const unit = moneyOf(line[orders.tax === 'excluded' ? `${side}price` : `${side}price_incl_tax`])
  const count = microsOf(line['qty_ordered'])
  if (unit === undefined || count === undefined) return undefined
  return lessOf((unit * count) / 1_000_000n, amount('discount_amount'))
}

function buyerOf(order: Members): Members | undefined {
  const contact = some({
    email: text(order['customer_email']),
    external_id: shopId(order['customer_id']),
    first_name: text(order['customer_firstname']),
    last_name: text(order['customer_lastname']),
  })
  const addresses = [order['billing_address'], order['shipping_address']].map((address) =>
    addressOf(membersOf(address)),
  )
  return personOf(contact, addresses)
}

function addressOf(address: Members): Members | undefined {
  return some({
    email: text(address['email']),
    phone: text(address['telephone']),
    first_name: text(address['firstname']),
    last_name: text(address['lastname']),
    city: text(address['city']),
    state: text(address['region_code'] ?? address['region']),
    zip: text(address['postcode']),
    country: text(address['country_id']),
  })
}
