/**
 * A call of Meta's pixel, `fbq('track', name, parameters, {eventID})` and its kin → name, parts and id of a canonical event. The
 * name goes as it is: Meta's names are aliases that the gateway knows (src/event/names.ts).
 * Sources: Meta for Developers, "Meta Pixel: Reference" (standard events, object properties), "Advanced Matching", "Handling
 * Duplicate Pixel and Conversions API Events". Read 2026-11-22.
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

const ITEM: Fields = {
  id: ['id', id],
  name: ['title', longText],
  quantity: ['quantity', quantity],
  price: ['item_price', amount],
  brand: ['brand', text],
  category: ['category', longText],
}

const ORDER: Fields = {
  id: ['order_id', id],
  value: ['value', total],
  currency: ['currency', currency],
}

const PERSON: Fields = {
  email: ['em', text],
  phone: ['ph', text],
  external_id: ['external_id', id],
  first_name: ['fn', text],
  last_name: ['ln', text],
  city: ['ct', text],
  state: ['st', text],
  zip: ['zp', text],
  country: ['country', text],
  birth_date: ['db', text],
  gender: ['ge', text],
}

export interface FbqEvent {
  readonly name: string
  readonly parts: EventParts
  readonly eventId?: string
  /** Where the call's options stand among its arguments: that is where `eventID` belongs. */
  readonly optionsAt: number
  /** The one pixel that the call is for. */
  readonly pixel?: string
}

/** Undefined where the call reports no event. */
export function fbqEvent(args: readonly unknown[]): FbqEvent | undefined {
  const at = namePlace(args[0])
  const name = at === undefined ? undefined : text(args[at])
  if (at === undefined || name === undefined) return undefined
  const options = isMembers(args[at + 2]) ? (args[at + 2] as Members) : {}
  const eventId = uniqueId(options['eventID']) ?? uniqueId(options['event_id'])
  const pixel = at === 2 ? text(args[1]) : undefined
  return {
    name,
    parts: fbqParts(args[at + 1], options['user_data']),
    optionsAt: at + 2,
    ...(eventId !== undefined && { eventId }),
    ...(pixel !== undefined && { pixel }),
  }
}

/** `trackSingle` and `trackSingleCustom` name a pixel first. */
function namePlace(method: unknown): 1 | 2 | undefined {
  if (method === 'track' || method === 'trackCustom') return 1
  return method === 'trackSingle' || method === 'trackSingleCustom' ? 2 : undefined
}

function fbqParts(parameters: unknown, userData: unknown): EventParts {
  const given = isMembers(parameters) ? parameters : {}
  return partsOf({
    order: orderOf(
      take(given, ORDER),
      items(given['contents'], ITEM) ?? itemsOfIds(given['content_ids']) ?? itemsOfIds([given['content_ids']]),
    ),
    search: searchOf(given['search_string']),
    person: fbqPerson(userData),
  })
}

/** Advanced matching: the third argument of `init`, or `set`, `userData`. */
export function fbqPerson(given: unknown): Members | undefined {
  const person = take(given, PERSON)
  const phone = text(person?.['phone'])
  return phone === undefined ? person : { ...person, ...phoneOf(phone) }
}

const SHA256 = /^[0-9a-f]{64}$/i

/** Meta wants digits alone, the country's code among them: a number that does not begin with 0 has one. */
function phoneOf(phone: string): Members {
  if (SHA256.test(phone)) return { phone, hashed_as: { phone: 'digits' } }
  return { phone: /^[1-9]\d{7,14}$/.test(phone) ? `+${phone}` : phone }
}
