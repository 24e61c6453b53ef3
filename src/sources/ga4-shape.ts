/**
 * GA4's e-commerce parameters as members, which the Measurement Protocol and Stape's Data Client share, and its names.
 * Sources: Google Analytics, "Measure ecommerce", "Recommended events", "Send user-provided data". Read 2026-11-22.
 */
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import { amount, currency, id, isMembers, items, longText, orderOf, quantity, take, text, total } from './parts.ts'
import type { Fields, Members } from './parts.ts'

const NAMES: ReadonlySet<string> = new Set(EVENT_NAMES)

/** Exactly as Google writes them; its other names are no events of ours. */
export function ga4Name(name: unknown): EventName | undefined {
  if (name === 'view_search_results') return 'search'
  return typeof name === 'string' && NAMES.has(name) ? (name as EventName) : undefined
}

export const GA4_ORDER: Fields = {
  id: ['transaction_id', id],
  value: ['value', total],
  tax: ['tax', amount],
  shipping: ['shipping', amount],
  currency: ['currency', currency],
  coupon: ['coupon', text],
}

/** Google's own rule: an item without a quantity is one. */
const one = (value: unknown): unknown => (value === undefined || value === '' ? 1 : quantity(value))

const ITEM: Fields = {
  id: ['item_id', id],
  name: ['item_name', longText],
  brand: ['item_brand', text],
  category: ['item_category', longText],
  variant: ['item_variant', text],
  quantity: ['quantity', one],
  price: ['price', amount],
}

export function ga4Order(from: Members, fields: Fields = GA4_ORDER): Members | undefined {
  return orderOf(take(from, fields), items(from['items'], ITEM))
}

const PERSON: Fields = {
  email: ['email email_address sha256_email_address', first],
  phone: ['phone phone_number sha256_phone_number', first],
}

const ADDRESS: Fields = {
  first_name: ['first_name sha256_first_name', text],
  last_name: ['last_name sha256_last_name', text],
  city: ['city', text],
  state: ['region', text],
  zip: ['postal_code', text],
  country: ['country', text],
}

/** Of several addresses the first. */
function first(value: unknown): string | undefined {
  const chosen: unknown = Array.isArray(value) ? value[0] : value
  return text(chosen)
}

export function ga4Person(userData: unknown): Members {
  if (!isMembers(userData)) return {}
  const address: unknown = Array.isArray(userData['address']) ? userData['address'][0] : userData['address']
  // A number that arrives hashed counts as hashed with its `+`, as Google wants it (docs/decisions/0012).
  return { ...take(userData, PERSON), ...take(address, ADDRESS) }
}
