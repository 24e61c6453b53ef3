/**
 * A call of TikTok's pixel, `ttq.track(name, parameters, options)` and `ttq.identify(person)` → parts of a canonical event.
 * The name goes as it is: TikTok's names are aliases that the gateway knows (src/event/names.ts).
 * Sources: TikTok Business Help Centre, "About Parameters"; TikTok's GTM template (tiktok/gtm-template-pixel d019051); the
 * pixel's own requests in public captures. Read 2026-11-22.
 */
import {
  amount,
  currency,
  id,
  isMembers,
  items,
  itemsOfIds,
  longText,
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

/** `id` beside `content_id`: some themes write Meta's name into TikTok's call. */
const ITEM: Fields = {
  id: ['content_id id', id],
  name: ['content_name', longText],
  quantity: ['quantity', quantity],
  price: ['price', amount],
  brand: ['brand', text],
  category: ['content_category', longText],
}

const ORDER: Fields = {
  id: ['order_id', id],
  value: ['value', total],
  currency: ['currency', currency],
}

/** `sha256_…`: values that the site has hashed itself. */
const PERSON: Fields = {
  email: ['email sha256_email', text],
  phone: ['phone_number phone sha256_phone_number', text],
  external_id: ['external_id', id],
  first_name: ['first_name', text],
  last_name: ['last_name', text],
  city: ['city', text],
  state: ['state', text],
  zip: ['zip_code', text],
  country: ['country', text],
}

export function ttqParts(parameters: unknown): EventParts {
  if (!isMembers(parameters)) return {}
  return partsOf({
    order: orderOf(take(parameters, ORDER), itemsOf(parameters)),
    search: searchOf(parameters['query'] ?? parameters['search_string']),
  })
}

/** The one item of a call that names it beside the rest, where it has no list. */
function itemsOf(parameters: Members): readonly Members[] | undefined {
  return items(parameters['contents'], ITEM) ?? itemsOfIds(parameters['content_ids']) ?? items([parameters], ITEM)
}

export function ttqPerson(given: unknown): Members | undefined {
  return take(given, PERSON)
}

/** `{event_id}`: the third argument of `track`, the second of `page`; some write it into the first. */
export function ttqEventId(...givens: readonly unknown[]): string | undefined {
  for (const given of givens) {
    const eventId = isMembers(given) ? uniqueId(given['event_id']) : undefined
    if (eventId !== undefined) return eventId
  }
  return undefined
}
