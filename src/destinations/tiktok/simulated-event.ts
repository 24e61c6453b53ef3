/**
 * What TikTok refuses in one event. Unknown keys are taken: TikTok's own tag template sends some. Paths are put together
 * only once something is wrong, so that a batch of 1,000 good events costs little more than its JSON.
 */
import { isObject } from '../json.ts'
import { isFiniteNumber, isHashOrHashes, isListOfStrings, isNonEmptyString } from '../simulated-check.ts'
import { isTikTokCurrency } from './currency.ts'

export interface Problem {
  readonly code: number
  readonly message: string
}

/** `path` is inside the event; undefined where TikTok's message names none. */
interface Finding extends Problem {
  readonly path: string | undefined
}

/** The first problem of the event at `index`, or undefined. */
export function problemOfEvent(event: unknown, index: number, nowMs: number): Problem | undefined {
  const found = isObject(event) ? findIn(event, nowMs) : bad('', 'Not a valid object')
  if (found?.path === undefined) return found
  const path = found.path === '' ? '' : `.${found.path}`
  return { code: found.code, message: `Batch.${index}${path}: ${found.message}` }
}

function findIn(event: Readonly<Record<string, unknown>>, nowMs: number): Finding | undefined {
  return (
    findInHead(event, nowMs) ??
    findInUser(event['user']) ??
    findInProperties(event['properties']) ??
    findInPage(event['page'])
  )
}

function bad(path: string, message: string): Finding {
  return { code: 40002, path, message }
}

/** Event times may be wrong by some minutes, not more; this also catches milliseconds. */
const MAX_FUTURE_SECONDS = 600
const EVENT_ID: Finding = { code: 40002, path: undefined, message: 'Invalid value for event_id: not a valid string.' }

function findInHead(event: Readonly<Record<string, unknown>>, nowMs: number): Finding | undefined {
  const { event: name, event_time: time, event_id: id, limited_data_use: limited } = event
  if (!isNonEmptyString(name)) return bad('event', 'Not a valid string')
  if (!isFiniteNumber(time) || !Number.isSafeInteger(time) || time <= 0) return bad('event_time', 'Not a valid integer')
  if (time > nowMs / 1000 + MAX_FUTURE_SECONDS) return bad('event_time', 'In the future')
  if (id !== undefined && typeof id !== 'string') return EVENT_ID
  if (limited !== undefined && typeof limited !== 'boolean') return bad('limited_data_use', 'Not a valid boolean')
  return undefined
}

const HASHED = ['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'] as const
const READABLE = ['ttclid', 'ttp', 'ip', 'user_agent', 'locale', 'city', 'state', 'country'] as const

function findInUser(user: unknown): Finding | undefined {
  if (user === undefined) return undefined
  if (!isObject(user)) return bad('user', 'Not a valid object')
  for (const key of HASHED) {
    const value = user[key]
    if (value !== undefined && !isHashOrHashes(value)) {
      return { code: 40062, path: `user.${key}`, message: 'PII is not hashed' }
    }
  }
  return findNoString(user, READABLE, 'user')
}

function findNoString(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  path: string,
): Finding | undefined {
  for (const key of keys) {
    const value = object[key]
    if (value !== undefined && typeof value !== 'string') return bad(`${path}.${key}`, 'Not a valid string')
  }
  return undefined
}

const PROPERTY_STRINGS = [
  'currency',
  'content_type',
  'order_id',
  'shop_id',
  'search_string',
  'query',
  'description',
] as const
const CONTENT_TYPES: ReadonlySet<unknown> = new Set([undefined, 'product', 'product_group'])

function findInProperties(properties: unknown): Finding | undefined {
  if (properties === undefined) return undefined
  if (!isObject(properties)) return bad('properties', 'Not a valid object')
  const { value, currency, content_type, num_items, content_ids, contents } = properties
  const noString = findNoString(properties, PROPERTY_STRINGS, 'properties')
  if (noString !== undefined) return noString
  if (value !== undefined && !isFiniteNumber(value)) return bad('properties.value', 'Not a valid number')
  if (typeof currency === 'string' && !isTikTokCurrency(currency)) {
    return bad('properties.currency', 'Not a supported currency')
  }
  if (!CONTENT_TYPES.has(content_type)) return bad('properties.content_type', 'Not a valid choice')
  if (num_items !== undefined && !Number.isSafeInteger(num_items))
    return bad('properties.num_items', 'Not a valid integer')
  if (content_ids !== undefined && !isListOfStrings(content_ids)) {
    return bad('properties.content_ids', 'Not a valid list of strings')
  }
  return contents === undefined ? undefined : findInContents(contents)
}

function findInContents(contents: unknown): Finding | undefined {
  if (!Array.isArray(contents)) return bad('properties.contents', 'Not a valid list')
  for (let i = 0; i < contents.length; i++) {
    const found = findInContent(contents[i])
    if (found?.path !== undefined) return { ...found, path: `properties.contents.${i}${found.path}` }
    if (found !== undefined) return found
  }
  return undefined
}

const CONTENT_STRINGS = ['content_id', 'content_name', 'content_category', 'brand'] as const
const PRICE: Finding = { code: 40000, path: undefined, message: 'Invalid Price Field' }

/** Paths begin with a dot here, or are empty for the content itself. */
function findInContent(content: unknown): Finding | undefined {
  if (!isObject(content)) return bad('', 'Not a valid object')
  const { price, quantity } = content
  if (price !== undefined && !isFiniteNumber(price)) return PRICE
  if (quantity !== undefined && !Number.isSafeInteger(quantity)) return bad('.quantity', 'Not a valid integer')
  return findNoString(content, CONTENT_STRINGS, '')
}

function findInPage(page: unknown): Finding | undefined {
  if (page === undefined) return undefined
  return isObject(page) ? findNoString(page, ['url', 'referrer'], 'page') : bad('page', 'Not a valid object')
}
