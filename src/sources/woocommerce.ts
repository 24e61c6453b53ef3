/**
 * WooCommerce's order webhooks → canonical events. `order.created` comes before the payment and `order.updated` many times, so it
 * is the order's state that counts, and not the topic. Refunds have no topic of their own: each update lists them.
 * Sources: woocommerce/woocommerce, class-wc-webhook.php and wc-webhook-functions.php (delivery, signature, ping);
 * developer.woocommerce.com, REST API v3 "Order properties"; OrderAttributionMeta.php. Read 2026-11-22.
 */
import type { LedgerOrder, LedgerRefund, OrderChannel, PaymentState } from '../event/ledger-order.ts'
import { decimalOf, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { orderFacts, type OrderFacts } from './order-facts.ts'
import { id, isMembers, quantity, text, type Members } from './parts.ts'
import {
  aliasesOf,
  attributeIn,
  clientOf,
  currencyOf,
  isListed,
  itemIdOf,
  itemOf,
  itemsOf,
  joinedConsent,
  pageOf,
  personOf,
  shopId,
  shopJson,
  some,
} from './shop-parts.ts'
import { incomplete, MALFORMED, membersOf, moneyOf, readingOf, sumOf, unitPrice } from './shop-reading.ts'
import { instantInUtc, instantInZone } from './shop-time.ts'
import { bytesOfBase64, bytesOfText } from './signature-text.ts'
import type { Proof, Source, SourceReading, SourceRequest, SourceSettings } from './source.ts'

const FORM = 'application/x-www-form-urlencoded'

export const woocommerce: Source = {
  name: 'woocommerce.webhook',
  id: 'woocommerce',
  mediaTypes: ['application/json', FORM],
  entrance: { by: 'signature', secrets: (sources) => sources.woocommerce?.secrets, proof },
  read,
}

/** What the shop sends when a webhook is saved: unsigned, and the admin shows an error if it is not answered 200. */
function isPing(request: SourceRequest): boolean {
  return /^webhook_id=\d{1,20}$/.test(request.text.trim())
}

function proof(request: SourceRequest, bytes: Uint8Array): Proof {
  const written = request.headers.get('x-wc-webhook-signature') ?? ''
  if (written === '') return isPing(request) ? { ok: 'unsigned' } : { ok: false, code: 'signature_missing' }
  const signature = bytesOfBase64(written.trim())
  if (signature === undefined) return { ok: false, code: 'signature_mismatch' }
  return { ok: true, message: bytes, signatures: [signature], key: (secret) => bytesOfText(withoutEntities(secret)) }
}

const ENTITY = /&(?:(amp|#0*38|#x0*26)|(quot|#0*34|#x0*22)|(#0*39|#x0*27|apos)|(lt|#0*60|#x0*3c)|(gt|#0*62|#x0*3e));/gi
const LETTERS = ['&', '"', "'", '<', '>']

/** The shop decodes the stored secret before it signs, so that what its admin shows as `a&amp;b` signs as `a&b`. */
function withoutEntities(secret: string): string {
  return secret.replace(ENTITY, (_whole, ...groups: readonly unknown[]) => {
    const found = groups.slice(0, LETTERS.length).findIndex((group) => group !== undefined)
    return LETTERS[found] ?? ''
  })
}

/** Topics of what is no order. */
const NO_ORDER = /^(?:product|coupon|customer)\./

function read(request: SourceRequest): SourceReading {
  if (isPing(request)) return { kind: 'read', events: [], ledger: [], ignored: 'ping' }
  const topic = request.headers.get('x-wc-webhook-topic')?.trim().toLowerCase() ?? ''
  // A deleted order comes with its id alone: the line that the ledger has stays.
  if (topic === 'order.deleted' || NO_ORDER.test(topic)) {
    return { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }
  }
  const body = shopJson(request.text)
  if (body === undefined) return MALFORMED
  if (topic !== '' && !topic.startsWith('order.')) return { kind: 'parked', code: 'unknown_topic' }
  return readWooCommerceOrder(body, request.settings, 'woocommerce')
}

const DRAFTS = ['new', 'draft', 'auto-draft', 'checkout-draft']

/** An order as the REST API v3 shows it: webhooks and the API give the same. `heardFrom` goes into the ledger. */
export function readWooCommerceOrder(order: Members, settings: SourceSettings, heardFrom: string): SourceReading {
  const status = text(order['status'])?.trim().toLowerCase()
  if (status !== undefined && DRAFTS.includes(status)) {
    return { kind: 'read', events: [], ledger: [], ignored: 'draft' }
  }
  const needed = {
    id: shopId(order['id']),
    status,
    total: moneyOf(order['total']),
    currency: currencyOf(order['currency']),
    date_created_gmt: soldAt(order, settings.orders),
  }
  const { id: orderId, total, currency, date_created_gmt: at } = needed
  if (orderId === undefined || status === undefined || total === undefined) return incomplete(needed, orderId)
  if (currency === undefined || at === undefined) return incomplete(needed, orderId)
  const refunds = refundsOf(order, currency, at)
  const unreadable = refunds.findIndex((refund) => refund === undefined)
  if (unreadable >= 0) return incomplete({ [`refunds[${unreadable}].total`]: undefined }, orderId)
  const line: LedgerOrder = {
    order_id: orderId,
    source: heardFrom,
    ...nameIn(order, orderId),
    aliases: aliasesOf({ name: order['number'], key: order['order_key'] }),
    at,
    ...stateOf(order, status),
    channel: channelOf(order, settings.orders),
    money: { total: decimalOf(total), currency, ...partsOfTotal(order) },
    ...keptRefunds(refunds),
    ...factsOf(order, settings),
  }
  return readingOf({ line, ...saleParts(order, currency, settings) }, settings.orders)
}

/** How many orders a customer has had, an order of WooCommerce does not say. */
function factsOf(order: Members, settings: SourceSettings): OrderFacts {
  const places = [membersOf(order['shipping']), membersOf(order['billing'])].map((address) => ({
    country: address['country'],
    province: address['state'],
    postcode: address['postcode'],
  }))
  const lines: readonly unknown[] = Array.isArray(order['coupon_lines']) ? order['coupon_lines'] : []
  return orderFacts({ places, codes: lines.map((line) => (isMembers(line) ? line['code'] : undefined)) }, settings)
}

function nameIn(order: Members, orderId: string): { readonly name?: string } {
  const number = id(order['number'])
  return number === undefined || number === orderId ? {} : { name: number }
}

/** When it was paid, else when it was placed. Fields with `_gmt` are UTC without saying so; those without are the shop's own time. */
function soldAt(order: Members, { timeZone }: CompiledOrders): string | undefined {
  const local = (name: string) => instantInZone(order[name], timeZone)
  return (
    instantInUtc(order['date_paid_gmt']) ??
    local('date_paid') ??
    instantInUtc(order['date_created_gmt']) ??
    local('date_created')
  )
}

/** A state of a plugin's own is known by whether the order has a date of payment. */
function paymentOf(status: string, isPaid: boolean): PaymentState {
  if (['processing', 'completed', 'refunded'].includes(status)) return 'paid'
  if (['pending', 'on-hold'].includes(status)) return 'awaiting'
  if (isPaid) return 'paid'
  return ENDED.includes(status) ? 'failed' : 'awaiting'
}

const ENDED = ['cancelled', 'failed', 'trash']

function stateOf(order: Members, status: string): Pick<LedgerOrder, 'payment' | 'updated_at' | 'cancelled_at'> {
  const changed = instantInUtc(order['date_modified_gmt'])
  const isPaid = text(order['date_paid_gmt']) !== undefined || text(order['date_paid']) !== undefined
  return {
    payment: paymentOf(status, isPaid),
    ...(changed !== undefined && { updated_at: changed }),
    ...(changed !== undefined && ENDED.includes(status) && { cancelled_at: changed }),
  }
}

/** What WooCommerce's own parts and its Subscriptions write into `created_via`. */
const CHANNELS: Readonly<Record<string, OrderChannel>> = {
  admin: 'draft',
  'pos-rest-api': 'pos',
  subscription: 'renewal',
}

function channelOf(order: Members, { renewalSources }: CompiledOrders): OrderChannel {
  const via = text(order['created_via'])?.trim().toLowerCase() ?? ''
  if (isListed(via, renewalSources)) return 'renewal'
  if (metaOf(order)('_subscription_renewal') !== undefined) return 'renewal'
  return Object.hasOwn(CHANNELS, via) ? (CHANNELS[via] ?? 'web') : 'web'
}

function metaOf(order: Members): (name: string) => unknown {
  return attributeIn(order['meta_data'], 'key')
}

/** The tax is in the total; shipping and discount are written without theirs, whatever `prices_include_tax` says. */
function partsOfTotal(order: Members) {
  const tax = moneyOf(order['total_tax'])
  const shippingTax = moneyOf(order['shipping_tax'])
  const shipping = shippingOf(order)
  const discount = sumOf(moneyOf(order['discount_total']), moneyOf(order['discount_tax'] ?? 0))
  return {
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
    ...(shipping !== undefined && shippingTax !== undefined && { shipping_tax: decimalOf(shippingTax) }),
    ...(discount !== undefined && { discount: decimalOf(discount) }),
  }
}

function shippingOf(order: Members): Micros | undefined {
  return sumOf(moneyOf(order['shipping_total']), moneyOf(order['shipping_tax'] ?? 0))
}

/** More refunds than any order has. */
const MAX_REFUNDS = 100

/** Their amounts are written below nought, their time is not written: the update that brings one follows it at once. */
function refundsOf(order: Members, currency: string, soldAt: string): readonly (LedgerRefund | undefined)[] {
  const list: readonly unknown[] = Array.isArray(order['refunds']) ? order['refunds'] : []
  const at = instantInUtc(order['date_modified_gmt']) ?? soldAt
  return list.slice(0, MAX_REFUNDS).map((one) => {
    const refundId = isMembers(one) ? shopId(one['id']) : undefined
    const total = isMembers(one) ? text(one['total'])?.trim().replace(/^-/, '') : undefined
    const value = moneyOf(total)
    return refundId === undefined || value === undefined
      ? undefined
      : { id: refundId, value: decimalOf(value), currency, at }
  })
}

/** A refund of nothing moved no money. */
function keptRefunds(refunds: readonly (LedgerRefund | undefined)[]): Pick<LedgerOrder, 'refunds'> {
  const kept = refunds.flatMap((refund) => (refund === undefined || refund.value === '0' ? [] : [refund]))
  return kept.length > 0 ? { refunds: kept } : {}
}

function saleParts(order: Members, currency: string, { orders, siteOrigin }: SourceSettings) {
  const meta = metaOf(order)
  const customer = shopId(order['customer_id'])
  const billing = membersOf(order['billing'])
  const contact = some({ email: text(billing['email']), external_id: customer })
  return {
    tax: moneyOf(order['total_tax']),
    shipping: shippingOf(order),
    coupon: couponsOf(order),
    items: itemsOf(order['line_items'], (line) => itemIn(line, currency, orders)),
    page: pageOf(siteOrigin, meta(`${ATTRIBUTION}session_entry`), meta(`${ATTRIBUTION}referrer`)),
    client: clientOf(order['customer_ip_address'], order['customer_user_agent']),
    person: personOf(contact, [addressOf(billing), addressOf(membersOf(order['shipping']))]),
    joined: joinedConsent(meta),
  }
}

const ATTRIBUTION = '_wc_order_attribution_'

function couponsOf(order: Members): unknown {
  const lines: readonly unknown[] = Array.isArray(order['coupon_lines']) ? order['coupon_lines'] : []
  const codes = lines.flatMap((line) => (isMembers(line) ? (text(line['code']) ?? []) : []))
  return codes.length > 0 ? codes.join(',') : undefined
}

/** Totals of a line are always without tax, and after discounts. */
function itemIn(line: Members, currency: string, orders: CompiledOrders): Members | undefined {
  const net = moneyOf(line['total'])
  const paid = orders.tax === 'excluded' ? net : sumOf(net, moneyOf(line['total_tax'] ?? 0))
  return itemOf({
    id: itemIdOf({ sku: line['sku'], variant_id: line['variation_id'], product_id: line['product_id'] }, orders.itemId),
    name: line['name'],
    quantity: quantity(line['quantity']),
    price: unitPrice(paid, line['quantity'], currency),
  })
}

function addressOf(address: Members): Members | undefined {
  return some({
    email: text(address['email']),
    phone: text(address['phone']),
    first_name: text(address['first_name']),
    last_name: text(address['last_name']),
    city: text(address['city']),
    state: text(address['state']),
    zip: text(address['postcode']),
    country: text(address['country']),
  })
}
