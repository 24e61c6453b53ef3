/**
 * TikTok Events API 2.0, web events: what leaves for TikTok, and as what.
 * Source: TikTok API for Business, "Events API 2.0 — Report app, web, offline, or CRM events" and "Supported events",
 * read 2026-11-21. The table in README.md is checked against this file.
 */
import type { CanonicalEvent } from '../../event/types.ts'
import { clickIdFromPage, usableClickId } from '../click-id.ts'
import type { Destination, DestinationAccount, PlatformRequest } from '../destination.ts'
import {
  browserId,
  contentType,
  eventTimeSeconds,
  fixed,
  hashed,
  item,
  itemIds,
  normalized,
  pieceCount,
  plain,
  url,
} from '../field.ts'
import { publicIp } from '../public-ip.ts'
import { classifyTikTok } from './classify.ts'
import { tiktokCookies } from './cookies.ts'
import { isTikTokCurrency } from './currency.ts'

const DAY_MS = 86_400_000
const ORIGIN = 'https://business-api.tiktok.com'

export const tiktok: Destination = {
  id: 'tiktok',
  name: 'TikTok Events API 2.0',
  // TikTok has no switch for measurement only: what it gets, it may also target with. So all three must be granted.
  purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
  // Not on the IAB's Global Vendor List (986 is Pangle, its ad network), nor known on Google's; read 2026-11-21.
  consentNames: {
    tools: { didomi: ['c:tiktok-*'], axeptio: ['tiktok*'], tarteaucitron: ['tiktok'], klaro: ['tiktok*'] },
  },
  // Purchase and Lead are the current names of CompletePayment and SubmitForm. Deduplication with the pixel compares
  // names, so the site's pixel must use the same ones. There is no event for a refund: none is sent.
  events: {
    // Not in the list of standard events; this spelling is what TikTok's own tag template sends.
    page_view: 'Pageview',
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
    download: 'Download',
  },
  clickParameters: [{ name: 'ttclid', field: 'click.ttclid' }],
  cookies: tiktokCookies,
  rows: [
    fixed('event', 'event.name', (_input, platformEvent) => platformEvent),
    fixed('event_time', 'event.time', eventTimeSeconds),
    // A text even where it looks like a number: TikTok refuses numbers here.
    fixed('event_id', 'event.id', ({ event }) => event.eventId),

    hashed('user.email', 'person.email', { platform: 'tiktok', field: 'email' }, (event) => event.person?.email),
    hashed('user.phone', 'person.phone', { platform: 'tiktok', field: 'phone' }, (event) => event.person?.phone),
    hashed(
      'user.external_id',
      'person.external_id',
      { platform: 'tiktok', field: 'external_id' },
      (event) => event.person?.externalId,
    ),
    hashed(
      'user.first_name',
      'person.first_name',
      { platform: 'tiktok', field: 'first_name' },
      (event) => event.person?.firstName,
    ),
    hashed(
      'user.last_name',
      'person.last_name',
      { platform: 'tiktok', field: 'last_name' },
      (event) => event.person?.lastName,
    ),
    hashed('user.zip_code', 'person.zip', { platform: 'tiktok', field: 'zip_code' }, (event) => event.person?.zip),
    normalized('user.city', 'person.city', { platform: 'tiktok', field: 'city' }, (event) => event.person?.city),
    normalized('user.state', 'person.state', { platform: 'tiktok', field: 'state' }, (event) => event.person?.state),
    normalized(
      'user.country',
      'person.country',
      { platform: 'tiktok', field: 'country' },
      (event) => event.person?.country,
    ),
    browserId('user.ttclid', 'click.ttclid', ({ event }) => ttclid(event)),
    browserId('user.ttp', 'click.ttp', ({ event }) => usableClickId(event.click?.ttp)),
    // Address and user agent also leave under a limited permit: TikTok finds out from them whether the limit applies.
    plain('user.ip', 'client.ip', ({ event }) => publicIp(event.client?.ip)),
    plain('user.user_agent', 'client.user_agent', ({ event }) => event.client?.userAgent || undefined),
    plain('user.locale', 'client.language', ({ event }) => locale(event.client?.language)),

    url('page.url', 'page.url', (event) => event.page?.url),
    url('page.referrer', 'page.referrer', (event) => event.page?.referrer),

    item('properties.contents', 'content_id', 'order.items.id', (item) => item.id),
    item('properties.contents', 'content_name', 'order.items.name', (item) => item.name),
    item('properties.contents', 'content_category', 'order.items.category', (item) => item.category),
    item('properties.contents', 'brand', 'order.items.brand', (item) => item.brand),
    item('properties.contents', 'quantity', 'order.items.quantity', (item) => wholeNumber(item.quantity)),
    item('properties.contents', 'price', 'order.items.price', (item) => item.price),
    plain('properties.content_ids', 'order.items.id', ({ event }) => itemIds(event)),
    plain('properties.content_type', 'order.items.id', ({ event }) => contentType(event)),
    plain('properties.num_items', 'order.items.quantity', ({ event }) => pieceCount(event)),
    plain('properties.value', 'order.value', ({ event }) => event.order?.value),
    plain('properties.currency', 'order.currency', ({ event }) => event.order?.currency),
    plain('properties.order_id', 'order.id', ({ event }) => event.order?.id),
    // The parameter list has `search_string`; TikTok's own tag template sends `query`. The same words go as both.
    plain('properties.search_string', 'search.query', ({ event }) => event.search?.query),
    plain('properties.query', 'search.query', ({ event }) => event.search?.query),
    plain('properties.description', 'lead.type', ({ event }) => event.lead?.type),
  ],
  limited: () => ({ limited_data_use: true }),
  refuses,
  // TikTok names no greatest age for web events; its longest click window is 28 days, so older ones measure nothing.
  maxAgeMs: 28 * DAY_MS,
  // 1,000 is TikTok's limit. It names none for bytes: 1 MB holds about 1,000 ordinary events, keeps a body small
  // beside an isolate's 128 MB, and is below what proxies in between commonly refuse.
  batch: { maxEvents: 1000, maxBytes: 1_000_000 },
  // TikTok takes 1,000 requests a second, 600,000 a minute, on every plan, and counts all that use one app's token. A tenth
  // of it is 100,000 events a second. Source: README of RudderStack's TikTok integration, read 2026-11-22.
  requestsPerSecond: 100,
  request,
  classify: classifyTikTok,
}

/** The click's own id; else the one on the address of the page, or of the one before it. */
function ttclid(event: CanonicalEvent): string | undefined {
  return usableClickId(event.click?.ttclid) ?? clickIdFromPage(event.page, 'ttclid')
}

const BCP_47 = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/

/** The first language of what may be a whole Accept-Language header. */
function locale(language: string | undefined): string | undefined {
  const first = language?.split(/[,;]/, 1)[0]?.trim()
  return first !== undefined && BCP_47.test(first) ? first : undefined
}

function wholeNumber(quantity: number | undefined): number | undefined {
  return Number.isSafeInteger(quantity) ? quantity : undefined
}

function refuses(fields: readonly string[], { order }: CanonicalEvent): string | undefined {
  const currency = fields.includes('properties.currency') ? order?.currency : undefined
  return currency !== undefined && !isTikTokCurrency(currency) ? 'unsupported_currency' : undefined
}

/** The token goes bare into its header: with `Bearer ` before it, TikTok answers 40105. */
function request(account: DestinationAccount, events: readonly string[]): PlatformRequest {
  const test = account.testEventCode === undefined ? '' : `"test_event_code":${JSON.stringify(account.testEventCode)},`
  const source = `"event_source":"web","event_source_id":${JSON.stringify(account.accountId)}`
  return {
    url: `${account.baseUrl ?? ORIGIN}/open_api/v1.3/event/track/`,
    headers: { 'access-token': account.accessToken, 'content-type': 'application/json' },
    body: `{${source},${test}"data":[${events.join(',')}]}`,
  }
}
