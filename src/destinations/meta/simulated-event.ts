/**
 * What Meta refuses in one event. Paths are put together only once something is wrong, so that a batch of 1,000 good
 * events costs little more than its JSON.
 */
import { isObject } from '../json.ts'
import { isFiniteNumber, isHashOrHashes, isListOfStrings, isNonEmptyString } from '../simulated-check.ts'
import { isTooWide } from './refuses.ts'

export interface Problem {
  readonly status?: number
  readonly code: number
  readonly subcode?: number
  readonly title?: string
  readonly message: string
}

/** The first problem of the event at 'index', or undefined. */
export function problemOfEvent(event: unknown, index: number, nowMs: number): Problem | undefined {
  const found = isObject(event) ? findIn(event, nowMs) : bad('event', 'must be an object')
  return found === undefined ? undefined : { ...found, message: `Invalid parameter: data[${index}].${found.message}` }
}

/** Messages begin with the path inside the event. */
function findIn(event: Readonly<Record<string, unknown>>, nowMs: number): Problem | undefined {
  return (
    problemOfHead(event, nowMs) ?? problemOfOptions(event) ?? problemOfUserData(event) ?? problemOfCustomData(event)
  )
}

function bad(path: string, what: string): Problem {
  return { code: 100, message: `${path} ${what}` }
}

const ACTION_SOURCES: ReadonlySet<unknown> = new Set([
  'email',
  'website',
  'app',
  'phone_call',
  'chat',
  'physical_store',
  'system_generated',
  'business_messaging',
  'other',
])

/** Source: RudderStack, validation of its Meta integration ("up to one minute in the future"), read 2026-11-23. */
const MAX_FUTURE_SECONDS = 60
const DAY_SECONDS = 86_400

function problemOfHead(event: Readonly<Record<string, unknown>>, nowMs: number): Problem | undefined {
  const { event_name, event_time, event_id, action_source, event_source_url, referrer_url } = event
  if (!isNonEmptyString(event_name)) return bad('event_name', 'is required')
  if (!ACTION_SOURCES.has(action_source)) return bad('action_source', 'is not one of the known sources')
  if (event_id !== undefined && typeof event_id !== 'string') return bad('event_id', 'must be a string')
  if (referrer_url !== undefined && typeof referrer_url !== 'string') return bad('referrer_url', 'must be a string')
  if (action_source === 'website' && !isNonEmptyString(event_source_url)) return bad('event_source_url', 'is required')
  return problemOfTime(event_time, action_source === 'physical_store' ? 62 : 7, nowMs)
}

function problemOfTime(time: unknown, maxDays: number, nowMs: number): Problem | undefined {
  if (typeof time !== 'number' || !Number.isSafeInteger(time)) return bad('event_time', 'must be an integer')
  const nowSeconds = nowMs / 1000
  if (time > nowSeconds + MAX_FUTURE_SECONDS) return bad('event_time', 'is in the future')
  if (time >= nowSeconds - maxDays * DAY_SECONDS) return undefined
  return {
    code: 100,
    subcode: 2804003,
    title: 'Event Timestamp Too Old',
    message: `event_time is too far in the past: it must be within ${maxDays} days`,
  }
}

function problemOfOptions(event: Readonly<Record<string, unknown>>): Problem | undefined {
  const {
    data_processing_options: options,
    data_processing_options_country: country,
    data_processing_options_state: state,
  } = event
  if (options === undefined) return undefined
  if (!Array.isArray(options) || !options.every((option) => option === 'LDU'))
    return bad('data_processing_options', 'must be [] or ["LDU"]')
  if (country !== undefined && country !== 0 && country !== 1)
    return bad('data_processing_options_country', 'must be 0 or 1')
  if (state !== undefined && !Number.isSafeInteger(state))
    return bad('data_processing_options_state', 'must be an integer')
  return undefined
}

const HASHED = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country'] as const
const READABLE = ['client_ip_address', 'client_user_agent', 'fbc', 'fbp'] as const

function problemOfUserData(event: Readonly<Record<string, unknown>>): Problem | undefined {
  const { user_data: user, action_source } = event
  if (!isObject(user)) return bad('user_data', 'is required')
  for (const key of HASHED) {
    const value = user[key]
    if (value !== undefined && !isHashOrHashes(value))
      return bad(`user_data.${key}`, 'must be hashed with SHA-256, lower-case hex')
  }
  for (const key of READABLE) {
    const value = user[key]
    if (value !== undefined && typeof value !== 'string') return bad(`user_data.${key}`, 'must be a string')
  }
  const clickProblem = problemOfBrowserIds(user)
  if (clickProblem !== undefined) return clickProblem
  if (action_source === 'website' && !isNonEmptyString(user['client_user_agent']))
    return bad('user_data.client_user_agent', 'is required')
  return isTooWide(Object.keys(user)) ? INSUFFICIENT : undefined
}

const INSUFFICIENT: Problem = {
  code: 100,
  subcode: 2804050,
  title: 'Insufficient Customer Information',
  message: 'user_data has too few customer information parameters to find a person by',
}

const FBC = /^fb\.\d\.\d{13}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?$/
const FBP = /^fb\.\d\.\d{13}\.\d+(?:\.[A-Za-z0-9_-]+)?$/

function problemOfBrowserIds(user: Readonly<Record<string, unknown>>): Problem | undefined {
  const { fbc, fbp } = user
  if (typeof fbc === 'string' && !FBC.test(fbc)) {
    return {
      code: 100,
      subcode: 2804001,
      title: 'Click ID Incorrectly Formatted',
      message: `user_data.fbc must be fb.<index>.<ms>.<fbclid>`,
    }
  }
  return typeof fbp === 'string' && !FBP.test(fbp)
    ? bad('user_data.fbp', 'must be fb.<index>.<ms>.<number>')
    : undefined
}

const CUSTOM_STRINGS = [
  'currency',
  'content_type',
  'content_name',
  'content_category',
  'order_id',
  'search_string',
] as const

function problemOfCustomData(event: Readonly<Record<string, unknown>>): Problem | undefined {
  const { custom_data: custom = {}, event_name } = event
  if (!isObject(custom)) return bad('custom_data', 'must be an object')
  const { value, currency, num_items, content_ids, contents } = custom
  for (const key of CUSTOM_STRINGS) {
    if (custom[key] !== undefined && typeof custom[key] !== 'string')
      return bad(`custom_data.${key}`, 'must be a string')
  }
  if (value !== undefined && !isFiniteNumber(value)) return bad('custom_data.value', 'must be a number')
  if (typeof currency === 'string' && !/^[A-Za-z]{3}$/.test(currency))
    return bad('custom_data.currency', 'must be an ISO 4217 code')
  if (event_name === 'Purchase' && (value === undefined || currency === undefined)) return MISSING_VALUE
  if (num_items !== undefined && !Number.isSafeInteger(num_items))
    return bad('custom_data.num_items', 'must be an integer')
  if (content_ids !== undefined && !isListOfStrings(content_ids))
    return bad('custom_data.content_ids', 'must be a list of strings')
  return contents === undefined ? undefined : problemOfContents(contents)
}

const MISSING_VALUE: Problem = {
  code: 100,
  subcode: 2804009,
  title: 'Missing Value for Purchase Event',
  message: 'custom_data of a Purchase must have a value and a currency',
}

function problemOfContents(contents: unknown): Problem | undefined {
  if (!Array.isArray(contents)) return bad('custom_data.contents', 'must be a list')
  for (let i = 0; i < contents.length; i++) {
    const wrong = wrongInContent(contents[i])
    if (wrong !== undefined) return bad(`custom_data.contents[${i}]`, wrong)
  }
  return undefined
}

function wrongInContent(content: unknown): string | undefined {
  if (!isObject(content)) return 'must be an object'
  const { id, quantity, item_price } = content
  if (id !== undefined && typeof id !== 'string') return 'must have a string as id'
  if (quantity !== undefined && !isFiniteNumber(quantity)) return 'must have a number as quantity'
  if (item_price !== undefined && !isFiniteNumber(item_price)) return 'must have a number as item_price'
  return undefined
}
