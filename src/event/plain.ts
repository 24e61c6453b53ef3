/**
 * A short cut past the schema for the events that it would take just as they are: known fields of the right type, within
 * bounds, with nothing to convert. Everything else goes through the schema, which alone knows what to say about it.
 * Laws in plain.test.ts: whatever this takes, the schema takes and gives back unchanged.
 * Why: the schema costs about half of reading an event (bench/RESULTS.md, stage `parse`).
 */
import { isCurrency } from './currency.ts'
import { isMembers } from './members.ts'
import { eventNameOf, MAX_NAME_LENGTH } from './names.ts'
import { isPlaceholder } from './placeholder.ts'
import { ALIAS, BOUNDS } from './schema.ts'
import { utcInstant } from './utc-instant.ts'

type Members = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

/** `event` has no unknown fields and no nulls (known-fields.ts has looked). */
export function isPlainEvent(event: Members): boolean {
  return typeof event['event'] === 'string' && typeof event['event_id'] === 'string' && holds(event, EVENT)
}

function holds(value: Members, checks: ReadonlyMap<string, Check>): boolean {
  for (const key in value) {
    const check = checks.get(key)
    if (check === undefined || !check(value[key])) return false
  }
  return true
}

function table(checks: Readonly<Record<string, Check>>): ReadonlyMap<string, Check> {
  return new Map(Object.entries(checks))
}

function object(checks: Readonly<Record<string, Check>>): Check {
  const fields = table(checks)
  return (value) => isMembers(value) && holds(value, fields)
}

const upTo =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max

const text = upTo(BOUNDS.text)
const longText = upTo(BOUNDS.longText)
const url = upTo(BOUNDS.url)
const clickId = upTo(BOUNDS.clickId)
const amount: Check = (value) => typeof value === 'number' && value >= 0 && value <= BOUNDS.amount
const quantity: Check = (value) => Number.isInteger(value) && amount(value) && (value as number) <= BOUNDS.quantity

const PRINTABLE_ASCII = /^[\x21-\x7e][\x20-\x7e]*$/
const printable: Check = (value) =>
  typeof value === 'string' && value.length <= BOUNDS.id && PRINTABLE_ASCII.test(value)
/** One that says that there is none would make one of all events that have it. */
const eventId: Check = (value) => printable(value) && !isPlaceholder((value as string).trim())

const DATE =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))/
const TIME = /T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const ISO_WITH_ZONE = new RegExp(DATE.source + TIME.source)
const instant: Check = (value) =>
  typeof value === 'string' && (utcInstant(value) !== undefined || (value.length <= 40 && ISO_WITH_ZONE.test(value)))

const name: Check = (value) =>
  typeof value === 'string' && value.length <= MAX_NAME_LENGTH && eventNameOf(value) !== undefined
const currency: Check = (value) =>
  typeof value === 'string' && value.length === 3 && /^[A-Z]{3}$/.test(value) && isCurrency(value)

const itemFields = table({
  id: printable,
  name: longText,
  quantity,
  price: amount,
  brand: text,
  category: longText,
  variant: text,
})
const item: Check = (value) => isMembers(value) && value['id'] !== undefined && holds(value, itemFields)
const items: Check = (value) => Array.isArray(value) && value.length <= BOUNDS.items && value.every(item)

const alias: Check = (value) => typeof value === 'string' && value.length <= BOUNDS.alias && ALIAS.test(value)
const aliases: Check = (value) => Array.isArray(value) && value.length <= BOUNDS.aliases && value.every(alias)

const orderFields = table({
  id: printable,
  cart_id: printable,
  aliases,
  value: amount,
  tax: amount,
  shipping: amount,
  currency,
  coupon: text,
  items,
})
const order: Check = (value) =>
  isMembers(value) && holds(value, orderFields) && (value['value'] === undefined || value['currency'] !== undefined)

const EVENT = table({
  event: name,
  event_id: eventId,
  occurred_at: instant,
  page: object({ url, referrer: url }),
  client: object({ ip: text, user_agent: upTo(BOUNDS.userAgent), country: text, region: text, language: text }),
  click: object({ ttclid: clickId, ttp: clickId, fbclid: clickId, fbc: clickId, fbp: clickId }),
  person: object({
    email: text,
    phone: text,
    external_id: printable,
    visitor_id: text,
    first_name: text,
    last_name: text,
    city: text,
    state: text,
    zip: text,
    country: text,
    birth_date: text,
    gender: text,
  }),
  order,
  search: object({ query: longText }),
  destinations: (value) =>
    Array.isArray(value) && value.length <= BOUNDS.destinations && value.every(upTo(BOUNDS.destination)),
  environment: () => true,
  // Consent is read elsewhere and never refuses an event.
  consent: () => true,
})
