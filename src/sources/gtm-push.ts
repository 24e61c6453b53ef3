/**
 * A push of Google Tag Manager's dataLayer → what it says: an event with the parts of a canonical one, a person, or nothing for us.
 * Read are GA4's e-commerce shape, the same as `gtag('event', …)` and as `eventModel`, and Universal Analytics' enhanced
 * e-commerce. Only names that the gateway knows are events here: a dataLayer is full of others.
 * Sources: Google Analytics, "Measure ecommerce" and "Recommended events"; Google, "Enhanced Ecommerce (UA) Developer Guide";
 * Google Ads, "Enhanced conversions: user_data". Read 2026-11-22.
 */
import { EVENT_NAMES } from '../event/types.ts'
import {
  amount,
  currency,
  id,
  isMembers,
  items,
  longText,
  numberIn,
  orderOf,
  partsOf,
  quantity,
  searchOf,
  take,
  text,
  total,
  uniqueId,
  type EventParts,
  type Fields,
  type Members,
} from './parts.ts'

export interface GtmEvent {
  readonly name: string
  readonly parts: EventParts
  readonly eventId?: string
}

const ORDER: Fields = {
  id: ['transaction_id', id],
  value: ['value', total],
  tax: ['tax', amount],
  shipping: ['shipping', amount],
  currency: ['currency', currency],
  coupon: ['coupon', text],
}

const ITEM: Fields = {
  id: ['item_id', id],
  name: ['item_name', longText],
  quantity: ['quantity', quantity],
  price: ['price', amount],
  brand: ['item_brand', text],
  category: ['item_category', longText],
}

/** Universal Analytics. */
const UA_ORDER: Fields = {
  id: ['id', id],
  value: ['revenue', total],
  tax: ['tax', amount],
  shipping: ['shipping', amount],
  currency: ['currencyCode', currency],
  coupon: ['coupon', text],
}

const UA_ITEM: Fields = {
  id: ['id', id],
  name: ['name', longText],
  quantity: ['quantity', quantity],
  price: ['price', amount],
  brand: ['brand', text],
  category: ['category', longText],
}

/** What is done, by the key that says so; the event's own name is free there. */
const UA_ACTIONS: Readonly<Record<string, string>> = {
  purchase: 'purchase',
  refund: 'refund',
  detail: 'view_item',
  add: 'add_to_cart',
  checkout: 'begin_checkout',
}

const PERSON: Fields = {
  email: ['email email_address sha256_email_address', text],
  phone: ['phone_number sha256_phone_number', text],
}

const ADDRESS: Fields = {
  first_name: ['first_name', text],
  last_name: ['last_name', text],
  city: ['city', text],
  state: ['region', text],
  zip: ['postal_code', text],
  country: ['country', text],
}

const NAMES: ReadonlySet<unknown> = new Set(EVENT_NAMES)

/** `carried`: an `ecommerce` that was pushed by itself before. */
export function gtmEvent(push: unknown, carried?: Members): GtmEvent | undefined {
  if (!isMembers(push)) return undefined
  if (push[0] === 'event') return ga4Event(push[1], isMembers(push[2]) ? push[2] : {})
  const own = push['ecommerce'] ?? push['eventModel']
  const ecommerce = isMembers(own) ? own : undefined
  return uaEvent(push, ecommerce) ?? ga4Event(push['event'], { ...push, ...(ecommerce ?? carried) })
}

/** An `ecommerce` that stands by itself, for the event that comes after it; undefined where the push is another. */
export function carriedEcommerce(push: unknown): Members | undefined {
  if (!isMembers(push) || push['event'] !== undefined || !isMembers(push['ecommerce'])) return undefined
  return push['ecommerce']
}

function ga4Event(event: unknown, from: Members): GtmEvent | undefined {
  const name = event === 'view_search_results' ? 'search' : event
  if (!NAMES.has(name)) return undefined
  return {
    name: String(name),
    parts: partsOf({
      order: orderOf(take(from, ORDER), items(from['items'], ITEM)),
      search: searchOf(from['search_term']),
      person: gtmPerson(from['user_data']),
    }),
    ...idOf(from),
  }
}

function uaEvent(push: Members, ecommerce: Members | undefined): GtmEvent | undefined {
  const action = Object.keys(UA_ACTIONS).find((key) => isMembers(ecommerce?.[key]))
  if (ecommerce === undefined || action === undefined) return undefined
  const done = ecommerce[action] as Members
  const facts = isMembers(done['actionField']) ? done['actionField'] : {}
  // The steps after the first are no new checkout.
  if (action === 'checkout' && numberIn(facts['step'] ?? 1) !== 1) return undefined
  return {
    name: String(UA_ACTIONS[action]),
    parts: partsOf({
      order: orderOf(
        take({ currencyCode: ecommerce['currencyCode'], ...facts }, UA_ORDER),
        items(done['products'], UA_ITEM),
      ),
      person: gtmPerson(push['user_data']),
    }),
    ...idOf(push),
  }
}

/** `gtm.uniqueEventId` counts the pushes of one page: it is no id of an event. */
function idOf(from: Members): { readonly eventId?: string } {
  const eventId = uniqueId(from['event_id'])
  return eventId === undefined ? {} : { eventId }
}

/** `gtag('set', 'user_data', {…})`, or `user_data` in a push. */
export function gtmPerson(given: unknown): Members | undefined {
  if (!isMembers(given)) return undefined
  const address: unknown = Array.isArray(given['address']) ? given['address'][0] : given['address']
  const person = { ...take(given, PERSON), ...take(address, ADDRESS) }
  return Object.keys(person).length > 0 ? person : undefined
}

/** The person of `gtag('set', 'user_data', {…})`. */
export function setPerson(push: unknown): Members | undefined {
  return isMembers(push) && push[0] === 'set' && push[1] === 'user_data' ? gtmPerson(push[2]) : undefined
}
