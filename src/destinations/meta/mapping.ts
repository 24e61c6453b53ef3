/**
 * Meta Conversions API, website events: what leaves for Meta, and as what.
 * Source: Meta for Developers, Conversions API: "Parameters", "Customer Information Parameters", "Using the API",
 * "fbp and fbc Parameters", read 2026-11-21. The table in README.md is checked against this file.
 */
import type { CanonicalEvent, Person } from '../../event/types.ts'
import type { MetaField } from '../../hashing/identifier.ts'
import type { Destination, DestinationAccount, HashedRow, PlatformRequest } from '../destination.ts'
import {
  browserId,
  contentType,
  eventTimeSeconds,
  fixed,
  happenedAtMs,
  hashedList,
  item,
  itemIds,
  pieceCount,
  plain,
  url,
} from '../field.ts'
import { publicIp } from '../public-ip.ts'
import { classifyMeta } from './classify.ts'
import { fbc, fbp } from './click.ts'
import { metaCookies } from './cookies.ts'
import { refusesMeta } from './refuses.ts'

const DAY_MS = 86_400_000
const ORIGIN = 'https://graph.facebook.com'
/** A Graph API version lives for at least two years. */
const VERSION = 'v24.0'

export const meta: Destination = {
  id: 'meta',
  name: 'Meta Conversions API',
  // Meta has no switch for measurement only outside the US: what it gets, it may also profile with.
  purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
  // Not on the IAB's Global Vendor List; provider 89 on Google's list of ad technology providers, read 2026-11-21.
  consentNames: {
    tools: { didomi: ['facebook'], axeptio: ['facebook*'], tarteaucitron: ['facebookpixel'] },
    acProvider: 89,
  },
  // There is no standard event for a refund: none is sent, and never a Purchase in its place.
  events: {
    page_view: 'PageView',
    view_item: 'ViewContent',
    view_item_list: 'ViewContent',
    search: 'Search',
    add_to_cart: 'AddToCart',
    add_to_wishlist: 'AddToWishlist',
    begin_checkout: 'InitiateCheckout',
    add_payment_info: 'AddPaymentInfo',
    purchase: 'Purchase',
    generate_lead: 'Lead',
    sign_up: 'CompleteRegistration',
    subscribe: 'Subscribe',
    start_trial: 'StartTrial',
    contact: 'Contact',
    schedule: 'Schedule',
    submit_application: 'SubmitApplication',
    find_location: 'FindLocation',
    customize_product: 'CustomizeProduct',
    // Not a standard event; Meta takes it as a custom one.
    download: 'Download',
  },
  clickParameters: [{ name: 'fbclid', field: 'click.fbc' }],
  cookies: metaCookies,
  rows: [
    fixed('event_name', 'event.name', (_input, platformEvent) => platformEvent),
    fixed('event_time', 'event.time', eventTimeSeconds),
    fixed('event_id', 'event.id', ({ event }) => event.eventId),
    fixed('action_source', '(constant)', () => 'website'),
    url('event_source_url', 'page.url', (event) => event.page?.url),
    url('referrer_url', 'page.referrer', (event) => event.page?.referrer),

    person('em', 'person.email', ({ email }) => email),
    person('ph', 'person.phone', ({ phone }) => phone),
    person('fn', 'person.first_name', ({ firstName }) => firstName),
    person('ln', 'person.last_name', ({ lastName }) => lastName),
    person('ct', 'person.city', ({ city }) => city),
    person('st', 'person.state', ({ state }) => state),
    person('zp', 'person.zip', ({ zip }) => zip),
    person('country', 'person.country', ({ country }) => country),
    person('ge', 'person.gender', ({ gender }) => gender),
    person('db', 'person.birth_date', ({ birthDate }) => birthDate),
    person('external_id', 'person.external_id', ({ externalId }) => externalId),
    // Address and user agent also leave under a limited permit: Meta finds the state by the address, and refuses
    // website events without a user agent.
    plain('user_data.client_ip_address', 'client.ip', ({ event }) => publicIp(event.client?.ip)),
    plain('user_data.client_user_agent', 'client.user_agent', ({ event }) => event.client?.userAgent || undefined),
    browserId('user_data.fbc', 'click.fbc', (input) => fbc(input.event, happenedAtMs(input))),
    browserId('user_data.fbp', 'click.fbp', ({ event }) => fbp(event)),

    plain('custom_data.value', 'order.value', ({ event }) => event.order?.value),
    plain('custom_data.currency', 'order.currency', ({ event }) => event.order?.currency),
    plain('custom_data.order_id', 'order.id', ({ event }) => event.order?.id),
    plain('custom_data.content_ids', 'order.items.id', ({ event }) => itemIds(event)),
    plain('custom_data.content_type', 'order.items.id', ({ event }) => kindOfContent(event)),
    item('custom_data.contents', 'id', 'order.items.id', (item) => item.id),
    item('custom_data.contents', 'quantity', 'order.items.quantity', (item) => item.quantity),
    item('custom_data.contents', 'item_price', 'order.items.price', (item) => item.price),
    item('custom_data.contents', 'title', 'order.items.name', (item) => item.name),
    item('custom_data.contents', 'brand', 'order.items.brand', (item) => item.brand),
    item('custom_data.contents', 'category', 'order.items.category', (item) => item.category),
    plain('custom_data.num_items', 'order.items.quantity', ({ event }) => pieceCount(event)),
    plain('custom_data.search_string', 'search.query', ({ event }) => event.search?.query),
    plain('custom_data.content_category', 'lead.type', ({ event }) => event.lead?.type),
  ],
  limited: limitedDataUse,
  refuses: refusesMeta,
  // One event older than 7 days fails the whole request. Five minutes are kept for the way there.
  maxAgeMs: 7 * DAY_MS - 5 * 60_000,
  // 1,000 is Meta's limit. It names none for bytes: 1 MB holds about 1,000 ordinary events, keeps a body small
  // beside an isolate's 128 MB, and is below what proxies in between commonly refuse.
  batch: { maxEvents: 1000, maxBytes: 1_000_000 },
  // Meta names no limit for the Conversions API; it answers code 4, 17 or 613 where there are too many calls. 50 requests are
  // up to 50,000 events. Source: Meta, Conversions API "Support" and Graph API "Handle Errors", read 2026-11-22.
  requestsPerSecond: 50,
  request,
  classify: classifyMeta,
}

/** Of a list nobody has looked at each article: Meta has it as a group. Decision 0080. */
function kindOfContent(event: CanonicalEvent): 'product' | 'product_group' | undefined {
  const kind = contentType(event)
  return kind !== undefined && event.name === 'view_item_list' ? 'product_group' : kind
}

function person(field: MetaField, from: string, read: (person: Person) => string | undefined): HashedRow {
  return hashedList(`user_data.${field}`, from, { platform: 'meta', field }, (event) =>
    event.person === undefined ? undefined : read(event.person),
  )
}

/**
 * Limited Data Use. The state is named where the event names California, the one whose number the page gives beside
 * the rule; 0 and 0 ask Meta to find it. Source: "Data Processing Options for US Users", read 2026-11-21.
 */
function limitedDataUse(event: CanonicalEvent): Readonly<Record<string, unknown>> {
  const california = event.client?.region === 'US-CA'
  return {
    data_processing_options: ['LDU'],
    data_processing_options_country: california ? 1 : 0,
    data_processing_options_state: california ? 1000 : 0,
  }
}

/** The token goes into a header, not into the address: addresses get logged. */
function request(account: DestinationAccount, events: readonly string[]): PlatformRequest {
  const test = account.testEventCode === undefined ? '' : `,"test_event_code":${JSON.stringify(account.testEventCode)}`
  return {
    url: `${account.baseUrl ?? ORIGIN}/${VERSION}/${encodeURIComponent(account.accountId)}/events`,
    headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': 'application/json' },
    body: `{"data":[${events.join(',')}]${test}}`,
  }
}
