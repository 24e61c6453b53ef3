/** What TikTok refuses in one event. Unknown keys are taken: TikTok's own tag template sends some. */
import { isObject } from '../json.ts'
import { isFiniteNumber, isHashOrHashes, isListOfStrings, isNonEmptyString } from '../simulated-check.ts'
import { isTikTokCurrency } from './currency.ts'

export interface Problem {
  readonly code: number
  readonly message: string
}

/** The first problem of the event at `index`, or undefined. */
export function problemOfEvent(event: unknown, index: number, nowMs: number): Problem | undefined {
  const at = `Batch.${index}`
  if (!isObject(event)) return bad(at, 'Not a valid object')
  return (
    problemOfHead(event, at, nowMs) ??
    problemOfUser(event['user'], at) ??
    problemOfProperties(event['properties'], at) ??
    problemOfPage(event['page'], at)
  )
}

function bad(path: string, what: string): Problem {
  return { code: 40002, message: `${path}: ${what}` }
}

/** Event times may be wrong by some minutes, not more; this also catches milliseconds. */
const MAX_FUTURE_SECONDS = 600

function problemOfHead(event: Readonly<Record<string, unknown>>, at: string, nowMs: number): Problem | undefined {
  const { event: name, event_time: time, event_id: id, limited_data_use: limited } = event
  if (!isNonEmptyString(name)) return bad(`${at}.event`, 'Not a valid string')
  if (!isFiniteNumber(time) || !Number.isSafeInteger(time) || time <= 0)
    return bad(`${at}.event_time`, 'Not a valid integer')
  if (time > nowMs / 1000 + MAX_FUTURE_SECONDS) return bad(`${at}.event_time`, 'In the future')
  if (id !== undefined && typeof id !== 'string')
    return { code: 40002, message: 'Invalid value for event_id: not a valid string.' }
  if (limited !== undefined && typeof limited !== 'boolean') return bad(`${at}.limited_data_use`, 'Not a valid boolean')
  return undefined
}

const HASHED = ['email', 'phone', 'external_id', 'first_name', 'last_name', 'zip_code'] as const
const READABLE = ['ttclid', 'ttp', 'ip', 'user_agent', 'locale', 'city', 'state', 'country'] as const

function problemOfUser(user: unknown, at: string): Problem | undefined {
  if (user === undefined) return undefined
  if (!isObject(user)) return bad(`${at}.user`, 'Not a valid object')
  for (const key of HASHED) {
    const value = user[key]
    if (value !== undefined && !isHashOrHashes(value))
      return { code: 40062, message: `${at}.user.${key}: PII is not hashed` }
  }
  return problemOfStrings(user, READABLE, `${at}.user`)
}

function problemOfStrings(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  at: string,
): Problem | undefined {
  for (const key of keys) {
    const value = object[key]
    if (value !== undefined && typeof value !== 'string') return bad(`${at}.${key}`, 'Not a valid string')
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

function problemOfProperties(properties: unknown, at: string): Problem | undefined {
  if (properties === undefined) return undefined
  const path = `${at}.properties`
  if (!isObject(properties)) return bad(path, 'Not a valid object')
  const { value, currency, content_type, num_items, content_ids, contents } = properties
  const strings = problemOfStrings(properties, PROPERTY_STRINGS, path)
  if (strings !== undefined) return strings
  if (value !== undefined && !isFiniteNumber(value)) return bad(`${path}.value`, 'Not a valid number')
  if (typeof currency === 'string' && !isTikTokCurrency(currency))
    return bad(`${path}.currency`, 'Not a supported currency')
  if (!CONTENT_TYPES.has(content_type)) return bad(`${path}.content_type`, 'Not a valid choice')
  if (num_items !== undefined && !Number.isSafeInteger(num_items))
    return bad(`${path}.num_items`, 'Not a valid integer')
  if (content_ids !== undefined && !isListOfStrings(content_ids))
    return bad(`${path}.content_ids`, 'Not a valid list of strings')
  return contents === undefined ? undefined : problemOfContents(contents, `${path}.contents`)
}

function problemOfContents(contents: unknown, at: string): Problem | undefined {
  if (!Array.isArray(contents)) return bad(at, 'Not a valid list')
  for (let i = 0; i < contents.length; i++) {
    const problem = problemOfContent(contents[i], `${at}.${i}`)
    if (problem !== undefined) return problem
  }
  return undefined
}

const CONTENT_STRINGS = ['content_id', 'content_name', 'content_category', 'brand'] as const

function problemOfContent(content: unknown, at: string): Problem | undefined {
  if (!isObject(content)) return bad(at, 'Not a valid object')
  const { price, quantity } = content
  if (price !== undefined && !isFiniteNumber(price)) return { code: 40000, message: 'Invalid Price Field' }
  if (quantity !== undefined && !Number.isSafeInteger(quantity)) return bad(`${at}.quantity`, 'Not a valid integer')
  return problemOfStrings(content, CONTENT_STRINGS, at)
}

function problemOfPage(page: unknown, at: string): Problem | undefined {
  if (page === undefined) return undefined
  return isObject(page)
    ? problemOfStrings(page, ['url', 'referrer'], `${at}.page`)
    : bad(`${at}.page`, 'Not a valid object')
}
