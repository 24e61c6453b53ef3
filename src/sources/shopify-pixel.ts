/**
 * Events of Shopify's web pixel, as integrations/shopify/web-pixel.js passes them on: the pixel's own envelope, with the visitor's
 * privacy settings (`customerPrivacy`) and the platforms' cookies (`cookies`) beside it. Money is the buyer's side, in numbers.
 * A sale is called by its order, as the webhook calls it: the pixel's own event id is in no webhook.
 * Sources: Shopify, "Web Pixels API", types of @shopify/web-pixels-extension 2.18.0. Read 2026-11-22.
 */
import type { LedgerMoney } from '../event/ledger-order.ts'
import { amountOf, decimalOf, dividedBy, type Micros } from '../event/money.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { id, isMembers, longText, take, text, type Fields, type Members } from './parts.ts'
import {
  aliasesOf,
  attributeIn,
  clientOf,
  currencyOf,
  instantOf,
  itemIdOf,
  itemOf,
  itemsOf,
  joinedConsent,
  personOf,
  priceOf,
  shopId,
  shopJson,
  some,
  valueOf,
  webUrl,
} from './shop-parts.ts'
import { clickOf } from './drafts.ts'
import { quantityOf } from './shopify-money.ts'
import type { Source, SourceEvent, SourceReading, SourceRequest } from './source.ts'

export const shopifyPixel: Source = {
  name: 'shopify.web_pixel',
  id: 'shopify',
  entrance: {
    by: 'browser',
    listed: ({ shopify }) => (shopify?.webPixel === true ? [shopify.shop] : undefined),
    id: shownBy,
  },
  mediaTypes: ['text/plain', 'application/json'],
  read,
}

type KnownEvent = readonly [name: string, goods: keyof typeof GOODS]

/**
 * A page of the site is known by its origin. Pixels run in a sandbox, which has none (`Origin: null`, or no header): they name the
 * shop in the address instead (`?shop=`).
 */
function shownBy({ url, headers, settings }: SourceRequest): string | undefined {
  const origin = headers.get('origin') ?? 'null'
  return url.searchParams.get('shop') ?? (origin === 'null' ? undefined : settings.sources.shopify?.shop)
}

/** Pixel event → ours, and where in `data` its goods are. Other events say nothing to an ad platform. */
const EVENTS: ReadonlyMap<unknown, KnownEvent> = new Map<unknown, KnownEvent>([
  ['page_viewed', ['page_view', 'none']],
  ['product_viewed', ['view_item', 'variant']],
  ['collection_viewed', ['view_item_list', 'list']],
  ['search_submitted', ['search', 'none']],
  ['product_added_to_cart', ['add_to_cart', 'line']],
  ['product_removed_from_cart', ['remove_from_cart', 'line']],
  ['cart_viewed', ['view_cart', 'cart']],
  ['checkout_started', ['begin_checkout', 'checkout']],
  ['payment_info_submitted', ['add_payment_info', 'checkout']],
  ['checkout_completed', ['purchase', 'checkout']],
])

function read(request: SourceRequest): SourceReading {
  const body = shopJson(request.text)
  if (body === undefined) return { kind: 'malformed', paths: [''] }
  if (text(body['name']) === undefined) return { kind: 'malformed', paths: ['name'] }
  const known = EVENTS.get(body['name'])
  if (known === undefined) return { kind: 'read', events: [], ledger: [], ignored: 'not_an_event' }
  const [name, goods] = known
  const data = membersIn(body, 'data')
  const order = GOODS[goods](data, request.settings.orders)
  return name === 'purchase' ? purchase(body, data, order, request) : moment(name, body, data, order, request)
}

function moment(
  name: string,
  body: Members,
  data: Members,
  order: Members | undefined,
  request: SourceRequest,
): SourceReading {
  const eventId = printable(body['id'])
  if (eventId === undefined) return { kind: 'malformed', paths: ['id'] }
  const query = longText(membersIn(data, 'searchResult')['query'])
  const search = name === 'search' && query !== undefined ? { query } : undefined
  return eventReading({ ...wireOf({ event: name, event_id: eventId, order, search }, body, data, request) })
}

/** A sale without its total is none; one whose order has no number yet is known by its checkout. */
function purchase(body: Members, data: Members, order: Members | undefined, request: SourceRequest): SourceReading {
  const checkout = membersIn(data, 'checkout')
  const bought = membersIn(checkout, 'order')
  const token = shopId(checkout['token'])
  const orderId = lastSegment(bought['id']) ?? token
  if (orderId === undefined) return { kind: 'malformed', paths: ['data.checkout.order.id'] }
  if (order?.['value'] === undefined) return { kind: 'malformed', paths: ['data.checkout.totalPrice'] }
  const aliases = aliasesOf({ checkout: token })
  const event = { event: 'purchase', event_id: `o-${orderId}`, order: { id: orderId, ...order } }
  return eventReading({
    ...wireOf(event, body, data, request),
    identity: { order_key: orderId, ...(aliases.length > 0 && { aliases }) },
  })
}

function eventReading(event: SourceEvent): SourceReading {
  return { kind: 'read', events: [event], ledger: [] }
}

function wireOf(named: Members, body: Members, data: Members, request: SourceRequest): SourceEvent {
  const context = membersIn(body, 'context')
  const page = membersIn(context, 'document')
  const agent = membersIn(context, 'navigator')['userAgent'] ?? request.headers.get('user-agent')
  const checkout = membersIn(data, 'checkout')
  const { consent, ...beside } = consentOf(body, checkout)
  const event = {
    ...named,
    occurred_at: happenedAt(body['timestamp'], request.receivedAtMs),
    page: some({ url: webUrl(membersIn(page, 'location')['href']), referrer: webUrl(page['referrer']) }),
    client: clientOf(request.ip, agent),
    person: buyerOf(checkout),
    consent,
  }
  const click = clickOf(body['cookies'], event.page)
  return { event: some(event) ?? {}, ...(click !== undefined && { click }), ...beside }
}

/** A phone's clock may be ahead; nothing has happened after it was heard of. */
function happenedAt(timestamp: unknown, receivedAtMs: number): string {
  const at = instantOf(timestamp)
  return at === undefined || Date.parse(at) > receivedAtMs ? new Date(receivedAtMs).toISOString() : at
}

const SWITCHES = [
  'analyticsProcessingAllowed',
  'marketingAllowed',
  'preferencesProcessingAllowed',
  'saleOfDataAllowed',
] as const
const AD_PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization'] as const

/**
 * Ads need both: marketing allowed, and the sale or sharing of data not opted out of. What the checkout wrote into the order
 * speaks as well, and a no of either is a no.
 */
function consentOf(body: Members, checkout: Members) {
  const { consent: written, ...beside } = joinedConsent(attributeIn(checkout['attributes'], 'key'))
  const privacy = some(
    Object.fromEntries(SWITCHES.map((name) => [name, booleanOf(membersIn(body, 'customerPrivacy')[name])])),
  )
  if (privacy === undefined) return { ...beside, consent: written }
  const { marketingAllowed: marketing, saleOfDataAllowed: sale, analyticsProcessingAllowed: analytics } = privacy
  const ads =
    marketing === false || sale === false ? 'denied' : marketing === true && sale === true ? 'granted' : undefined
  const said = { ...Object.fromEntries(AD_PURPOSES.map((name) => [name, ads])), analytics_storage: answerOf(analytics) }
  const { state: earlier = {}, signals = {} } = written ?? {}
  const cmp = isMembers(signals) ? (signals['cmp'] ?? {}) : undefined
  // What cannot be read may have been a no.
  if (
    !isMembers(earlier) ||
    !isMembers(signals) ||
    !isMembers(cmp) ||
    !Object.keys(said).every((name) => isWord(earlier[name]))
  )
    return { ...beside, consent: undefined, unreadable_consent: true as const }
  const state = Object.entries(said).map(([name, answer]) => [name, earlier[name] === 'denied' ? 'denied' : answer])
  return {
    ...beside,
    consent: some({
      state: some(Object.fromEntries(state)),
      source: 'shopify:customer_privacy',
      signals: { ...signals, cmp: { ...cmp, shopify: privacy } },
    }),
  }
}

/** Of the consent engine, or none at all. */
function isWord(answer: unknown): boolean {
  return answer === undefined || answer === 'granted' || answer === 'denied'
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

function answerOf(value: unknown): 'granted' | 'denied' | undefined {
  return typeof value === 'boolean' ? (value ? 'granted' : 'denied') : undefined
}

const ADDRESS: Fields = {
  first_name: ['firstName', text],
  last_name: ['lastName', text],
  city: ['city', text],
  state: ['provinceCode', text],
  zip: ['zip', text],
  country: ['countryCode', text],
  phone: ['phone', text],
}

function buyerOf(checkout: Members): Members | undefined {
  const customer = membersIn(membersIn(checkout, 'order'), 'customer')
  const contact = {
    email: text(checkout['email']),
    phone: text(checkout['phone']),
    external_id: lastSegment(customer['id']),
  }
  return personOf(contact, [take(checkout['billingAddress'], ADDRESS), take(checkout['shippingAddress'], ADDRESS)])
}

const GOODS = {
  none: (): undefined => undefined,
  checkout: (data: Members, orders: CompiledOrders) => {
    const checkout = membersIn(data, 'checkout')
    const total = moneyOf(checkout['totalPrice'], checkout['currencyCode'])
    const tax = moneyOf(checkout['totalTax'])?.micros
    const shipping = moneyOf(membersIn(checkout, 'shippingLine')['price'])?.micros
    return some({
      value: total === undefined ? undefined : amountOf(counted(total, tax, shipping, orders)),
      tax: numberOf(tax),
      shipping: numberOf(shipping),
      currency: total?.currency,
      coupon: couponsOf(checkout['discountApplications']),
      items: itemsOf(checkout['lineItems'], (line) => {
        const whole = moneyOf(line['finalLinePrice'])
        return itemFrom(line['variant'], orders, {
          name: line['title'],
          line: line['id'],
          pieces: quantityOf(line),
          whole,
        })
      }),
    })
  },
  variant: (data: Members, orders: CompiledOrders) => {
    const variant = data['productVariant']
    const price = moneyOf(membersIn(data, 'productVariant')['price'])
    return withValue(
      price,
      itemsOf([variant], (one) => itemFrom(one, orders, {})),
    )
  },
  line: (data: Members, orders: CompiledOrders) => {
    const line = membersIn(data, 'cartLine')
    return withValue(
      costOf(line),
      itemsOf([line], (one) => itemOfLine(one, orders)),
    )
  },
  cart: (data: Members, orders: CompiledOrders) => {
    const cart = membersIn(data, 'cart')
    return withValue(
      costOf(cart),
      itemsOf(cart['lines'], (one) => itemOfLine(one, orders)),
    )
  },
  list: (data: Members, orders: CompiledOrders) =>
    withValue(
      undefined,
      itemsOf(membersIn(data, 'collection')['productVariants'], (one) => itemFrom(one, orders, {})),
    ),
}

interface Money {
  readonly micros: Micros
  readonly currency: string
}

/** An amount without a currency says nothing. */
function moneyOf(money: unknown, currency?: unknown): Money | undefined {
  if (!isMembers(money)) return undefined
  const micros = priceOf(money['amount'])
  const code = currencyOf(money['currencyCode'] ?? currency)
  return micros === undefined || code === undefined ? undefined : { micros, currency: code }
}

function costOf(of: Members): Money | undefined {
  return moneyOf(membersIn(of, 'cost')['totalAmount'])
}

function counted(total: Money, tax: Micros | undefined, shipping: Micros | undefined, orders: CompiledOrders): Micros {
  const money: LedgerMoney = {
    total: decimalOf(total.micros),
    currency: total.currency,
    ...(tax !== undefined && { tax: decimalOf(tax) }),
    ...(shipping !== undefined && { shipping: decimalOf(shipping) }),
  }
  return valueOf(money, orders)
}

function withValue(value: Money | undefined, items: readonly Members[] | undefined): Members | undefined {
  return some({ value: numberOf(value?.micros), currency: value?.currency, items })
}

function itemOfLine(line: Members, orders: CompiledOrders): Members | undefined {
  return itemFrom(line['merchandise'], orders, { pieces: quantityOf(line), whole: costOf(line) })
}

interface Line {
  readonly name?: unknown
  readonly line?: unknown
  readonly pieces?: number | undefined
  /** After its discounts; the variant's price is before them. */
  readonly whole?: Money | undefined
}

function itemFrom(given: unknown, orders: CompiledOrders, { name, line, pieces, whole }: Line): Members | undefined {
  const variant = isMembers(given) ? given : {}
  const product = membersIn(variant, 'product')
  const ids = { sku: variant['sku'], variant_id: lastSegment(variant['id']), product_id: lastSegment(product['id']) }
  const each = whole === undefined || pieces === undefined || pieces === 0 ? undefined : BigInt(pieces)
  const price = each === undefined || whole === undefined ? undefined : dividedBy(whole.micros, each, whole.currency)
  return itemOf({
    id: itemIdOf({ ...ids, line: lastSegment(line) }, orders.itemId),
    name: product['title'] ?? name,
    brand: product['vendor'],
    // What Shopify calls the one variant of a product that has none.
    variant: variant['title'] === 'Default Title' ? undefined : variant['title'],
    category: product['type'],
    quantity: pieces,
    price: price ?? moneyOf(variant['price'])?.micros,
  })
}

function couponsOf(applications: unknown): string | undefined {
  const list: readonly unknown[] = Array.isArray(applications) ? applications : []
  const codes = list.flatMap((one) =>
    isMembers(one) && one['type'] === 'DISCOUNT_CODE' ? (text(one['title']) ?? []) : [],
  )
  return codes.length > 0 ? codes.join(',') : undefined
}

function numberOf(micros: Micros | undefined): number | undefined {
  return micros === undefined ? undefined : amountOf(micros)
}

/** `gid://shopify/Order/5678901234567` and `5678901234567` are one id. */
function lastSegment(value: unknown): string | undefined {
  const written = id(value)
  return shopId(written?.slice(written.lastIndexOf('/') + 1))
}

function printable(value: unknown): string | undefined {
  const written = id(value)
  return written !== undefined && /^\P{C}+$/u.test(written) ? written : undefined
}

function membersIn(of: Members, name: string): Members {
  const inner = of[name]
  return isMembers(inner) ? inner : {}
}
