/**
 * What the readers of shops' orders have in common: when an order is a sale, what it is worth by the policy, who bought it, what
 * the shop's checkout wrote of the person's consent. Pure; nothing is invented, and what cannot be read is left out.
 */
import { isCurrency } from '../event/currency.ts'
import type { LedgerMoney, LedgerOrder, LedgerRefund } from '../event/ledger-order.ts'
import { amountOf, microsOf, type Micros } from '../event/money.ts'
import { hasRepeated } from '../event/repeated.ts'
import { findStructureProblem } from '../event/structure.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { isMembers, longText, present, text, uniqueId, type Members } from './parts.ts'
import type { IgnoredReason, SourceEvent, WireMembers } from './source.ts'

/** Attributes that the checkout writes into an order: integrations/shopify, and the like for other shops. */
export const CONSENT_ATTRIBUTE = '_tidegate_consent'
export const VISITOR_ATTRIBUTE = '_tidegate_vid'

const MAX_URL = 8_192
const MAX_USER_AGENT = 2_048
const MAX_CONSENT = 16_384
/** As deep as consent may lie in an event: two levels less than the event itself. */
const CONSENT_DEPTH = 10
const MAX_ALIAS = 128
/** The ledger's own bound. */
const MAX_NAME = 64
/** With `o-` before it still an event id. */
const MAX_ORDER_ID = 120

/** A text in quotes, or a whole number of sixteen digits or more outside of them; the digits of a fraction or an exponent are none. */
const STRINGS_AND_WIDE_NUMBERS = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

/**
 * The body as a JSON value; undefined where it is no object. Whole numbers that JavaScript cannot hold exactly come back as text,
 * because an order id without its last digit is another order's.
 */
export function shopJson(body: string): Members | undefined {
  try {
    const exact = body.replace(STRINGS_AND_WIDE_NUMBERS, (token) => (token.startsWith('"') ? token : `"${token}"`))
    const value: unknown = JSON.parse(exact)
    return isMembers(value) ? value : undefined
  } catch {
    return undefined
  }
}

const PRINTABLE = /^\P{C}+$/u

/** An id as text. Ids of shops are numbers from 1 upward, or texts; 0 is how some write "none". */
export function shopId(value: unknown): string | undefined {
  const found = uniqueId(value)?.trim()
  return found === undefined || found.length > MAX_ORDER_ID || !PRINTABLE.test(found) ? undefined : found
}

const WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/

/** ISO 8601 with a zone → the same instant in UTC. A time without a zone is nobody's: the adapter of the shop knows whose. */
export function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !WITH_ZONE.test(value)) return undefined
  return instantOfMs(Date.parse(value.replace(' ', 'T')))
}

/** Years that a shop can have sold in. */
const FIRST_MS = Date.UTC(1990, 0)
const LAST_MS = Date.UTC(2200, 0)

export function instantOfMs(ms: number): string | undefined {
  return ms >= FIRST_MS && ms < LAST_MS ? new Date(ms).toISOString() : undefined
}

export function currencyOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return isCurrency(code) ? code : undefined
}

/** The bound of src/event/schema.ts. */
const MAX_AMOUNT: Micros = 10n ** 12n * 1_000_000n

/** Not negative: what is below nought is no amount of a sale. */
export function priceOf(value: unknown): Micros | undefined {
  const micros = microsOf(value)
  return micros !== undefined && micros >= 0n && micros <= MAX_AMOUNT ? micros : undefined
}

/** The value that the policy counts: the total, without the tax and the shipping that it leaves out. Never below nought. */
export function valueOf(money: LedgerMoney, orders: Pick<CompiledOrders, 'tax' | 'shipping'>): Micros {
  const part = (decimal: string | undefined): Micros => microsOf(decimal ?? '0') ?? 0n
  const taxOff = orders.tax === 'excluded' ? part(money.tax) : 0n
  // With both left out the tax in the shipping must not be taken off twice.
  const shippingTax = orders.tax === 'excluded' ? part(money.shipping_tax) : 0n
  const shippingOff = orders.shipping === 'excluded' ? part(money.shipping) - shippingTax : 0n
  const value = part(money.total) - taxOff - shippingOff
  return value > 0n ? value : 0n
}

/** Why an order is no sale for the recipients; the first that holds, in the order of the closed list of reasons. */
export function whyNoSale(
  order: Pick<LedgerOrder, 'channel' | 'test' | 'payment' | 'cancelled_at' | 'excluded_by'>,
  orders: Pick<CompiledOrders, 'excluded' | 'purchaseWhen'>,
): IgnoredReason | undefined {
  const { channel, payment } = order
  if (order.test === true && orders.excluded.includes('test')) return 'test_order'
  if (channel === 'sample') return 'sample_or_replacement'
  if (channel === 'marketplace') return 'channel_marketplace'
  if (channel === 'pos' && orders.excluded.includes('pos')) return 'channel_pos'
  if (channel === 'draft' && orders.excluded.includes('draft')) return 'channel_draft'
  if (channel === 'renewal' && orders.excluded.includes('renewal')) return 'renewal'
  if (order.excluded_by !== undefined) return 'excluded_by_site'
  if (payment === 'failed' || (payment === 'awaiting' && order.cancelled_at !== undefined)) return 'cancelled_unpaid'
  return payment === 'awaiting' && orders.purchaseWhen === 'paid' ? 'awaiting_payment' : undefined
}

/** Whether a name is listed; one that ends in `*` stands for all that begin so. */
export function isListed(name: string, listed: readonly string[]): boolean {
  return listed.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))
}

/** The first of the order's tags that keeps it out. */
export function excludedTag(tags: readonly unknown[], orders: Pick<CompiledOrders, 'excludedTags'>) {
  if (orders.excludedTags.length === 0) return undefined
  return tags
    .map((tag) => (typeof tag === 'string' ? tag.trim().toLowerCase() : ''))
    .find((tag) => orders.excludedTags.includes(tag))
}

/** The id that the product feeds know the item by; where the shop has none of that kind, the next that names it. */
export function itemIdOf(
  ids: Readonly<Record<CompiledOrders['itemId'], unknown>> & { readonly line?: unknown },
  chosen: CompiledOrders['itemId'],
): string | undefined {
  const inTurn = [ids[chosen], ids.sku, ids.variant_id, ids.product_id, ids.line]
  return inTurn.map((one) => shopId(one)).find((one) => one !== undefined)
}

/** What people call an order: `#1001`. */
export function orderNameOf(value: unknown): string | undefined {
  const name = text(value, MAX_NAME)?.trim()
  return name !== undefined && PRINTABLE.test(name) ? name : undefined
}

/** `kind:value` of each name that there is. */
export function aliasesOf(names: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(names).flatMap(([kind, name]) => {
    const written = text(name, MAX_ALIAS)?.trim().replace(/^#/, '')
    return written === undefined || !PRINTABLE.test(written) ? [] : [`${kind}:${written}`]
  })
}

/**
 * Who bought. `contact` and the addresses are in our names already; the first address that says where somebody is counts whole,
 * because the town of one and the postcode of another would be nobody's.
 */
export function personOf(
  contact: Members | undefined,
  addresses: readonly (Members | undefined)[],
): Members | undefined {
  const place = addresses.find((address) => address?.['city'] !== undefined || address?.['country'] !== undefined)
  const named = [place, ...addresses, contact].find((one) => one?.['last_name'] ?? one?.['first_name'])
  const person = some({
    email: contact?.['email'] ?? addresses.map((address) => address?.['email']).find(isPresent),
    phone: contact?.['phone'] ?? [place, ...addresses].map((address) => address?.['phone']).find(isPresent),
    external_id: contact?.['external_id'],
    first_name: named?.['first_name'],
    last_name: named?.['last_name'],
    city: place?.['city'],
    state: place?.['state'],
    zip: place?.['zip'],
    country: place?.['country'],
  })
  return person
}

function isPresent(value: unknown): boolean {
  return value !== undefined
}

/** Paths that no person ever landed on: express wallets and scripts leave them as an order's landing page. */
const TECHNICAL_PATH = /^\/(?:wallets|api|services|cdn|apps\/graphql)\/|\.(?:json|js|xml|txt|map|php)$/i

/** The landing page of the visit, whose query holds the click ids; and where the visitor came from. */
export function pageOf(siteOrigin: string, landing: unknown, referrer: unknown): Members | undefined {
  return some({ url: landingUrl(siteOrigin, landing), referrer: webUrl(referrer) })
}

function landingUrl(siteOrigin: string, landing: unknown): string | undefined {
  const written = text(landing, MAX_URL)?.trim()
  const whole = written?.startsWith('/') === true && !written.startsWith('//') ? `${siteOrigin}${written}` : written
  const url = webUrl(whole)
  return url === undefined || TECHNICAL_PATH.test(new URL(url).pathname) ? undefined : url
}

/** As it was written: the privacy step cleans it. */
export function webUrl(value: unknown): string | undefined {
  const written = text(value, MAX_URL)?.trim()
  return written !== undefined && /^https?:\/\//i.test(written) && URL.canParse(written) ? written : undefined
}

export function clientOf(ip: unknown, userAgent: unknown): Members | undefined {
  return some({ ip: text(ip), user_agent: text(userAgent, MAX_USER_AGENT) })
}

/** What the checkout wrote of the person. E-mail opt-ins are no consent to advertising and are not looked at. */
export interface JoinedConsent {
  readonly consent?: Members
  readonly visitor_id?: string
  readonly unreadable_consent?: true
}

export function joinedConsent(attribute: (name: string) => unknown): JoinedConsent {
  const visitor = text(attribute(VISITOR_ATTRIBUTE))
  return { ...consentIn(attribute(CONSENT_ATTRIBUTE)), ...(visitor !== undefined && { visitor_id: visitor }) }
}

function consentIn(written: unknown): JoinedConsent {
  if (written === undefined || written === null || written === '') return {}
  const consent = typeof written === 'string' && written.length <= MAX_CONSENT ? shopJson(written) : written
  const tally = { members: 0 }
  const readable =
    isMembers(consent) &&
    findStructureProblem(consent, CONSENT_DEPTH, tally) === undefined &&
    !(typeof written === 'string' && hasRepeated(written, tally.members))
  return readable ? { consent } : { unreadable_consent: true }
}

/**
 * `[{name, value}]`, as shops list an order's own attributes; `key` is what this shop calls the name. Some keep one name twice
 * (WooCommerce's meta data): where the two differ nobody knows which holds, and all come back, as a list that nobody can read.
 */
export function attributeIn(list: unknown, key: 'name' | 'key'): (name: string) => unknown {
  const attributes: readonly unknown[] = Array.isArray(list) ? list : []
  return (name) => {
    const values = attributes.flatMap((one) => (isMembers(one) && one[key] === name ? [one['value']] : []))
    const written = values.filter((value) => value !== undefined && value !== null && value !== '')
    return new Set(written.map((value) => JSON.stringify(value))).size > 1 ? written : written[0]
  }
}

/** What a shop says of one order, beside its line in the ledger. */
export interface Sale {
  readonly line: LedgerOrder
  /** As the shop shows them beside the total. */
  readonly tax?: Micros | undefined
  readonly shipping?: Micros | undefined
  readonly coupon?: unknown
  readonly items?: readonly Members[] | undefined
  readonly page?: Members | undefined
  readonly client?: Members | undefined
  readonly person?: Members | undefined
  readonly joined?: JoinedConsent
}

/** Value is the order's total by the policy, never a sum of its items; nought is a value. */
export function purchaseOf(sale: Sale, orders: CompiledOrders): SourceEvent {
  const { line, joined = {} } = sale
  const { consent, ...beside } = joined
  const order = present({
    id: line.order_id,
    value: amountOf(valueOf(line.money, orders)),
    tax: amountIf(sale.tax),
    shipping: amountIf(sale.shipping),
    currency: line.money.currency,
    coupon: text(sale.coupon),
    items: sale.items,
  })
  const event = present({
    event: 'purchase',
    event_id: `o-${line.order_id}`,
    occurred_at: line.at,
    page: sale.page,
    client: sale.client,
    person: sale.person,
    order,
    consent,
  })
  const aliases = line.aliases ?? []
  return { event, identity: { order_key: line.order_id, ...(aliases.length > 0 && { aliases }) }, ...beside }
}

/** Its own event, one per refund; person and consent are those of the sale. */
export function refundOf(orderId: string, refund: LedgerRefund, items?: readonly Members[]): SourceEvent {
  const order = present({
    id: orderId,
    value: amountOf(microsOf(refund.value) ?? 0n),
    currency: refund.currency,
    items,
  })
  return {
    event: { event: 'refund', event_id: `r-${refund.id}`, occurred_at: refund.at, order },
    identity: { order_key: orderId, refund_key: refund.id },
  }
}

/** One line of an order or of a refund; undefined where nothing names it. */
export function itemOf(item: {
  readonly id: string | undefined
  readonly name?: unknown
  readonly brand?: unknown
  readonly variant?: unknown
  readonly category?: unknown
  readonly quantity?: unknown
  readonly price?: Micros | undefined
}): Members | undefined {
  if (item.id === undefined) return undefined
  return present({
    id: item.id,
    name: longText(item.name),
    brand: text(item.brand),
    variant: text(item.variant),
    category: longText(item.category),
    quantity: item.quantity,
    price: amountIf(item.price),
  })
}

/** The bound of src/event/schema.ts. */
const MAX_ITEMS = 200

/** Undefined where none is left. */
export function itemsOf(lines: unknown, item: (line: Members) => Members | undefined): readonly Members[] | undefined {
  if (!Array.isArray(lines)) return undefined
  const items = lines.slice(0, MAX_ITEMS).flatMap((line: unknown) => {
    const taken = isMembers(line) ? item(line) : undefined
    return taken === undefined ? [] : [taken]
  })
  return items.length > 0 ? items : undefined
}

function amountIf(micros: Micros | undefined): number | undefined {
  return micros === undefined ? undefined : amountOf(micros)
}

/** Only the members that there are; undefined where there are none. */
export function some(members: WireMembers): Members | undefined {
  const there = present(members)
  return Object.keys(there).length > 0 ? there : undefined
}
