/**
 * An order of Shopify, as webhooks bring it and as the Admin API gives it: one shape. It gives the purchase once the order is
 * a sale, its refunds, and the ledger's line; of what came before it knows nothing.
 * Sources: Shopify, REST Admin API, Order resource 2026-07; read 2026-11-22.
 */
import type { LedgerOrder, OrderChannel, PaymentState } from '../event/ledger-order.ts'
import { decimalOf } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { id, isMembers, numberIn, take, text, type Fields, type Members } from './parts.ts'
import {
  aliasesOf,
  attributeIn,
  clientOf,
  currencyOf,
  excludedTag,
  instantOf,
  isListed,
  itemOf,
  itemsOf,
  joinedConsent,
  orderNameOf,
  pageOf,
  personOf,
  purchaseOf,
  whyNoSale,
} from './shop-parts.ts'
import { orderFacts, type OrderFacts } from './order-facts.ts'
import {
  listOf,
  moneyOn,
  otherSide,
  quantityOf,
  readerOf,
  shippingOf,
  sideOf,
  unitPrice,
  type SideReader,
} from './shopify-money.ts'
import { idOf, namesOfLine, readRefund, type ShopifyRefund } from './shopify-refund.ts'
import type { SourceReading, SourceSettings } from './source.ts'

export interface OrderHeard {
  /** `shopify`, `sweep:shopify`. */
  readonly source: string
  /** When the shop sent it: for an order that does not say when it was changed. */
  readonly triggeredAt?: string | undefined
}

/** Financial states. What is authorised is not captured, what is partly paid is not paid. */
const PAYMENT: ReadonlyMap<unknown, PaymentState> = new Map<unknown, PaymentState>([
  ['paid', 'paid'],
  ['partially_refunded', 'paid'],
  ['refunded', 'paid'],
  ['pending', 'awaiting'],
  ['authorized', 'awaiting'],
  ['partially_paid', 'awaiting'],
  ['voided', 'failed'],
  ['expired', 'failed'],
])

const CHANNELS: ReadonlyMap<unknown, OrderChannel> = new Map<unknown, OrderChannel>([
  ['pos', 'pos'],
  ['shopify_draft_order', 'draft'],
])
/** Shopify's own subscriptions; other apps have names of their own: `orders.renewal_sources`. */
const RENEWALS = ['subscription_contract*']
/** Orders that were bought on another's pages and only handed to the shop: told back there, they would count twice. */
const MARKETPLACES = ['tiktok*', 'amazon*', 'ebay*', 'walmart*', 'etsy*']

const CONTACT: Fields = {
  email: ['email contact_email', text],
  phone: ['phone', text],
}
const CUSTOMER: Fields = {
  email: ['email', text],
  phone: ['phone', text],
  external_id: ['id', id],
  first_name: ['first_name', text],
  last_name: ['last_name', text],
}
const ADDRESS: Fields = {
  first_name: ['first_name', text],
  last_name: ['last_name', text],
  city: ['city', text],
  state: ['province_code', text],
  zip: ['zip', text],
  country: ['country_code', text],
  phone: ['phone', text],
}

export function readOrder(order: Members, settings: SourceSettings, heard: OrderHeard): SourceReading {
  const { orders } = settings
  const orderId = idOf(order)
  if (orderId === undefined) return { kind: 'parked', code: 'incomplete', paths: ['id'] }
  const missing = whatIsMissing(order, orders)
  if (missing !== undefined) return { kind: 'parked', code: 'incomplete', paths: [missing], order_id: orderId }
  const side = sideOf(order, orders.money) as SideReader
  const refunds = refundsOf(order, orderId, side, orders)
  const line = lineOf(order, orderId, side, refunds, { settings, heard })
  const ignored = whyNoSale(line, orders)
  if (ignored !== undefined) return { kind: 'read', events: [], ledger: [line], ignored }
  const sale = purchaseOf(saleOf(order, line, side, settings), orders)
  return { kind: 'read', events: [sale, ...refunds.map(({ event }) => event)], ledger: [line] }
}

/** The first that a sale cannot do without: a subscription may leave out what it likes (`include_fields`). */
function whatIsMissing(order: Members, orders: CompiledOrders): string | undefined {
  if (sideOf(order, orders.money) === undefined) {
    return currencyOf(order['currency']) === undefined ? 'currency' : 'total_price'
  }
  if (!PAYMENT.has(order['financial_status'])) return 'financial_status'
  return soldAt(order) === undefined ? 'created_at' : undefined
}

/** Imported orders are processed long after they were sold, and say so. */
function soldAt(order: Members): string | undefined {
  return instantOf(order['processed_at']) ?? instantOf(order['created_at'])
}

/** One that cannot be read is left out here: it comes by itself as well, and is kept then. */
function refundsOf(
  order: Members,
  orderId: string,
  side: SideReader,
  orders: CompiledOrders,
): readonly ShopifyRefund[] {
  return listOf(order['refunds']).flatMap((refund) => {
    const reading = isMembers(refund) ? readRefund({ order_id: orderId, ...refund }, orders, side.currency) : undefined
    return reading?.kind === 'refund' ? [reading] : []
  })
}

interface Where {
  readonly settings: SourceSettings
  readonly heard: OrderHeard
}

function lineOf(
  order: Members,
  orderId: string,
  side: SideReader,
  refunds: readonly ShopifyRefund[],
  { settings, heard }: Where,
): LedgerOrder {
  const { orders } = settings
  const other = readerOf(order, otherSide(side.side))
  const current = side.amount(order, 'current_total_price')
  const updated = instantOf(order['updated_at']) ?? heard.triggeredAt
  const cancelled = instantOf(order['cancelled_at'])
  const name = orderNameOf(order['name'])
  const excludedBy = excludedTag(tagsOf(order['tags']), orders)
  return {
    order_id: orderId,
    source: heard.source,
    ...(name !== undefined && { name }),
    aliases: aliasesOf({ name: order['name'], checkout: order['checkout_token'], cart: order['cart_token'] }),
    at: soldAt(order) as string,
    ...(updated !== undefined && { updated_at: updated }),
    channel: channelOf(order['source_name'], orders),
    ...(order['test'] === true && { test: true as const }),
    payment: PAYMENT.get(order['financial_status']) as PaymentState,
    ...(cancelled !== undefined && { cancelled_at: cancelled }),
    ...(excludedBy !== undefined && { excluded_by: excludedBy }),
    money: moneyOn(order, side),
    ...(other !== undefined && other.currency !== side.currency && { other_money: moneyOn(order, other) }),
    ...(current !== undefined && { current: { total: decimalOf(current), currency: side.currency } }),
    ...(refunds.length > 0 && { refunds: refunds.map((one) => one.line) }),
    ...factsOf(order, settings, heard),
  }
}

function factsOf(order: Members, settings: SourceSettings, heard: OrderHeard): OrderFacts {
  const places = ['shipping_address', 'billing_address'].map((name) => {
    const address = isMembers(order[name]) ? order[name] : {}
    return { country: address['country_code'], province: address['province_code'], postcode: address['zip'] }
  })
  const codes = listOf(order['discount_codes']).map((one) => (isMembers(one) ? one['code'] : undefined))
  return orderFacts({ places, codes, firstTime: firstTimeOf(order['customer'], heard) }, settings)
}

/** With this one. Read later by the sweep, the count may hold orders that came after it: then only one says something. */
function firstTimeOf(customer: unknown, { source }: OrderHeard): boolean | undefined {
  const count = isMembers(customer) ? numberIn(customer['orders_count']) : Number.NaN
  if (!Number.isSafeInteger(count) || count < 1) return undefined
  return count > 1 && source.startsWith('sweep:') ? undefined : count === 1
}

function tagsOf(tags: unknown): readonly unknown[] {
  return typeof tags === 'string' ? tags.split(',') : listOf(tags)
}

function channelOf(sourceName: unknown, orders: CompiledOrders): OrderChannel {
  const name = typeof sourceName === 'string' ? sourceName : ''
  if (isListed(name, [...RENEWALS, ...orders.renewalSources])) return 'renewal'
  if (isListed(name.toLowerCase(), MARKETPLACES)) return 'marketplace'
  return CHANNELS.get(name) ?? 'web'
}

function saleOf(order: Members, line: LedgerOrder, side: SideReader, { orders, siteOrigin }: SourceSettings) {
  const details = isMembers(order['client_details']) ? order['client_details'] : {}
  return {
    line,
    tax: side.amount(order, 'total_tax'),
    shipping: shippingOf(order, side.amount),
    coupon: couponsOf(order['discount_codes']),
    items: itemsOf(order['line_items'], (item) =>
      itemOf({ ...namesOfLine(item, undefined, orders), quantity: quantityOf(item), price: unitPrice(item, side) }),
    ),
    page: pageOf(siteOrigin, order['landing_site'], order['referring_site']),
    client: clientOf(order['browser_ip'] ?? details['browser_ip'], details['user_agent']),
    person: buyerOf(order),
    joined: joinedConsent(attributeIn(order['note_attributes'], 'name')),
  }
}

function couponsOf(codes: unknown): string | undefined {
  const written = listOf(codes).map((one) => (isMembers(one) ? text(one['code']) : undefined))
  const known = written.filter((code) => code !== undefined)
  return known.length > 0 ? known.join(',') : undefined
}

/** Null without Shopify's leave for customer data, at the till, and where nobody left a contact: still a sale. */
function buyerOf(order: Members): Members | undefined {
  const customer = take(order['customer'], CUSTOMER)
  const addresses = [take(order['billing_address'], ADDRESS), take(order['shipping_address'], ADDRESS)]
  const { first_name, last_name, external_id } = customer ?? {}
  const contact = { ...take(order, CONTACT), first_name, last_name, external_id }
  return personOf(contact, [...addresses, { email: customer?.['email'], phone: customer?.['phone'] }])
}
