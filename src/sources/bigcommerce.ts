/**
 * BigCommerce: webhooks name an order and say nothing of it, so the order is read over the API; `readBigCommerceOrder` reads what
 * that answers. `store/order/created` also comes for orders that were never finished or never paid: the status decides.
 * Sources: bigcommerce/docs, https-webhook-overview.mdx, webhooks/events, reference/orders.v2.oas2.yml (currency fields, order
 * statuses, payment_status), orders.v3 (refunds). Read 2026-11-22.
 */
import type { LedgerMoney, LedgerOrder, LedgerRefund, OrderChannel, PaymentState } from '../event/ledger-order.ts'
import { decimalOf, microsOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { isMembers, quantity, text, type Members } from './parts.ts'
import {
  aliasesOf,
  attributeIn,
  clientOf,
  currencyOf,
  instantOf,
  isListed,
  itemIdOf,
  itemOf,
  itemsOf,
  joinedConsent,
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
  readingOf,
  sumOf,
  unitPrice,
} from './shop-reading.ts'
import { instantOfRfc2822 } from './shop-time.ts'
import { bytesOfText } from './signature-text.ts'
import type { Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'
import { standardWebhookProof } from './standard-webhooks.ts'

export const bigcommerce: Source = {
  name: 'bigcommerce.webhook',
  id: 'bigcommerce',
  entrance: {
    by: 'signature',
    secrets: (sources) => sources.bigcommerce?.secrets,
    // The key is the app's client secret as it is written, and not what its base64 would say.
    proof: (request, bytes) => standardWebhookProof(request, bytes, bytesOfText),
  },
  read,
}

const UNINSTALLED = 'store/app/uninstalled'
const REFUND = 'store/order/refund/created'
/** The buyer's words, and parcels. */
const NO_ORDER = /^store\/(?!order\/)|^store\/order\/message\//

function read({ text: written, settings }: SourceRequest): SourceReading {
  const body = shopJson(written)
  if (body === undefined) return MALFORMED
  const scope = text(body['scope'])?.trim().toLowerCase()
  const producer = text(body['producer'])?.trim()
  const orderId = shopId(membersOf(body['data'])['id'])
  const store = settings.sources.bigcommerce?.store
  if (scope === undefined || producer === undefined) return incomplete({ scope, producer }, orderId)
  if (producer !== `stores/${store}`) return { kind: 'parked', code: 'wrong_shop' }
  if (scope === UNINSTALLED) return { kind: 'command', command: { kind: 'uninstalled', shop: store ?? '' } }
  if (NO_ORDER.test(scope)) return { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }
  if (!scope.startsWith('store/order/')) return { kind: 'parked', code: 'unknown_topic' }
  if (orderId === undefined) return incomplete({ 'data.id': orderId })
  return {
    kind: 'fetch',
    source: 'bigcommerce',
    resource: scope === REFUND ? 'refund' : 'order',
    order_id: orderId,
  }
}

/** What the API has of one order; all but the order may be missing. */
export interface BigCommerceOrder {
  /** `GET /v2/orders/{id}` */
  readonly order: Members
  /** `GET /v2/orders/{id}/products` */
  readonly products?: unknown
  /** `GET /v2/orders/{id}/coupons` */
  readonly coupons?: unknown
  /** `data` of `GET /v3/orders/{id}/payment_actions/refunds` */
  readonly refunds?: unknown
  /** `data` of `GET /v3/orders/{id}/metafields`: where a checkout of the shop's own may have written the consent. */
  readonly metafields?: unknown
}

/** Incomplete: a checkout that somebody has left. */
const INCOMPLETE = 0

/** `heardFrom` goes into the ledger: `bigcommerce`, `sweep:bigcommerce`. */
export function readBigCommerceOrder(
  read: BigCommerceOrder,
  settings: SourceSettings,
  heardFrom: string,
): SourceReading {
  const { order } = read
  const { orders } = settings
  const side = sideOf(order, orders)
  const needed = {
    id: shopId(order['id']),
    status_id: statusOf(order),
    total_inc_tax: moneyOf(order['total_inc_tax']),
    default_currency_code: side,
    date_created: instantOfRfc2822(order['date_created']),
  }
  const { id: orderId, status_id: status, total_inc_tax: total, date_created: at } = needed
  if (status === INCOMPLETE) return { kind: 'read', events: [], ledger: [], ignored: 'draft' }
  if (orderId === undefined || status === undefined || total === undefined) return incomplete(needed, orderId)
  if (side === undefined || at === undefined) return incomplete(needed, orderId)
  const refunds = refundsOf(read.refunds, side)
  const unreadable = refunds.findIndex((refund) => refund === undefined)
  if (unreadable >= 0) return incomplete({ [`refunds[${unreadable}].total_amount`]: undefined }, orderId)
  const kept = refunds.flatMap((refund) => (refund === undefined || refund.value === '0' ? [] : [refund]))
  const line: LedgerOrder = {
    order_id: orderId,
    source: heardFrom,
    aliases: aliasesOf({ cart: order['cart_id'] }),
    at,
    ...stateOf(order, status),
    channel: channelOf(order, orders),
    money: moneyIn(order, total, side),
    ...otherMoney(order, total, orders),
    ...(kept.length > 0 && { refunds: kept }),
  }
  const reading = readingOf({ line, ...saleParts(read, side, orders) }, orders)
  return order['is_deleted'] === true ? withoutEvents(reading) : reading
}

/** An archived order is no news: what was sold is in the ledger. */
function withoutEvents(reading: SourceReading): SourceReading {
  return reading.kind === 'read' ? { ignored: 'not_an_event', ...reading, events: [] } : reading
}

function statusOf(order: Members): number | undefined {
  const status = order['status_id']
  return typeof status === 'number' && Number.isInteger(status) ? status : undefined
}

/** One side of the money: its currency, and how an amount that was paid is written in it. */
interface Side {
  readonly currency: string
  readonly inIt: (amount: Micros | undefined) => Micros | undefined
}

/**
 * Amounts are in what the buyer paid in, `default_currency_code`; `currency_code` is only what prices were shown in. The store's own
 * currency and its rate are there where the store has several.
 */
function sideOf(order: Members, { money }: Pick<CompiledOrders, 'money'>): Side | undefined {
  const paidIn = currencyOf(order['default_currency_code']) ?? currencyOf(order['currency_code'])
  if (paidIn === undefined) return undefined
  const books = currencyOf(order['store_default_currency_code']) ?? paidIn
  if (money === 'presentment' || books === paidIn) return { currency: paidIn, inIt: (amount) => amount }
  const rate = microsOf(order['store_default_to_transactional_exchange_rate'])
  if (rate === undefined || rate <= 0n) return undefined
  return { currency: books, inIt: (amount) => exchanged(amount, rate, books) }
}

function moneyIn(order: Members, total: Micros, { currency, inIt }: Side): LedgerMoney {
  const part = (name: string) => inIt(moneyOf(order[name]))
  const tax = part('total_tax')
  const shipping = part('shipping_cost_inc_tax')
  const shippingTax = part('shipping_cost_tax')
  const discount = inIt(sumOf(moneyOf(order['discount_amount'] ?? 0), moneyOf(order['coupon_discount'] ?? 0)))
  return {
    total: decimalOf(inIt(total) ?? total),
    currency,
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    ...(shipping !== undefined && shippingTax !== undefined && { shipping_tax: decimalOf(shippingTax) }),
    ...(discount !== undefined && { discount: decimalOf(discount) }),
  }
}

function otherMoney(order: Members, total: Micros, { money }: CompiledOrders): Pick<LedgerOrder, 'other_money'> {
  const chosen = sideOf(order, { money })
  const other = sideOf(order, { money: money === 'shop' ? 'presentment' : 'shop' })
  if (other === undefined || other.currency === chosen?.currency) return {}
  return { other_money: moneyIn(order, total, other) }
}

/** Shipped, partly shipped, refunded, awaiting pickup, shipment, fulfilment, completed, disputed, partly refunded. */
const PAID = [2, 3, 4, 8, 9, 10, 11, 13, 14]
/** Cancelled, declined. */
const ENDED = [5, 6]
const MONEY_TAKEN = ['captured', 'paid', 'partially refunded', 'refunded']

function stateOf(order: Members, status: number): Pick<LedgerOrder, 'payment' | 'updated_at' | 'cancelled_at'> {
  const changed = instantOfRfc2822(order['date_modified'])
  const isPaid = PAID.includes(status) || MONEY_TAKEN.includes(text(order['payment_status'])?.trim() ?? '')
  const unpaid: PaymentState = ENDED.includes(status) ? 'failed' : 'awaiting'
  return {
    payment: isPaid ? 'paid' : unpaid,
    ...(changed !== undefined && { updated_at: changed }),
    ...(changed !== undefined && ENDED.includes(status) && { cancelled_at: changed }),
  }
}

/** Typed in by staff, or brought over from another shop (`M-MIG`). */
function channelOf(order: Members, { renewalSources }: CompiledOrders): OrderChannel {
  const source = text(order['order_source'])?.trim().toLowerCase() ?? ''
  const external = text(order['external_source'])?.trim() ?? ''
  if (isListed(external, renewalSources)) return 'renewal'
  if (/^POS\b/i.test(external)) return 'pos'
  if (shopId(order['ebay_order_id']) !== undefined) return 'marketplace'
  return source === 'manual' || external === 'M-MIG' ? 'draft' : 'web'
}

const MAX_REFUNDS = 100

function refundsOf(refunds: unknown, side: Side): readonly (LedgerRefund | undefined)[] {
  const list: readonly unknown[] = Array.isArray(refunds) ? refunds : []
  return list.slice(0, MAX_REFUNDS).map((one) => {
    const refund = membersOf(one)
    const refundId = shopId(refund['id'])
    const value = side.inIt(moneyOf(refund['total_amount']))
    const at = instantOf(refund['created'])
    if (refundId === undefined || value === undefined || at === undefined) return undefined
    return { id: refundId, value: decimalOf(value), currency: side.currency, at }
  })
}

function saleParts({ order, products, coupons, metafields }: BigCommerceOrder, side: Side, orders: CompiledOrders) {
  const billing = membersOf(order['billing_address'])
  const contact = some({ email: text(billing['email']), external_id: shopId(order['customer_id']) })
  const ip = text(order['ip_address']) ?? text(order['ip_address_v6'])
  return {
    tax: side.inIt(moneyOf(order['total_tax'])),
    shipping: side.inIt(moneyOf(order['shipping_cost_inc_tax'])),
    coupon: couponsOf(coupons),
    items: itemsOf(products, (line) => itemIn(line, side, orders)),
    client: clientOf(ip, undefined),
    person: personOf(contact, [addressOf(billing)]),
    joined: joinedConsent(attributeIn(metafields, 'key')),
  }
}

function couponsOf(coupons: unknown): unknown {
  const list: readonly unknown[] = Array.isArray(coupons) ? coupons : []
  const codes = list.flatMap((one) => (isMembers(one) ? (text(one['code']) ?? []) : []))
  return codes.length > 0 ? codes.join(',') : undefined
}

/** What a discount took from the line stands beside it. */
function itemIn(line: Members, side: Side, orders: CompiledOrders): Members | undefined {
  const total = moneyOf(line[orders.tax === 'excluded' ? 'total_ex_tax' : 'total_inc_tax'])
  const list: readonly unknown[] = Array.isArray(line['applied_discounts']) ? line['applied_discounts'] : []
  const off = sumOf(...list.map((one) => moneyOf(membersOf(one)['amount'])))
  const ids = { sku: line['sku'], variant_id: line['variant_id'], product_id: line['product_id'] }
  return itemOf({
    id: itemIdOf(ids, orders.itemId),
    name: line['name'],
    brand: line['brand'],
    quantity: quantity(line['quantity']),
    price: unitPrice(side.inIt(lessOf(total, off)), line['quantity'], side.currency),
  })
}

function addressOf(address: Members): Members | undefined {
  return some({
    phone: text(address['phone']),
    first_name: text(address['first_name']),
    last_name: text(address['last_name']),
    city: text(address['city']),
    state: text(address['state']),
    zip: text(address['zip']),
    country: text(address['country_iso2']),
  })
}
