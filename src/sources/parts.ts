/**
 * What a page wrote into a platform's call → parts of a canonical event, on the wire. Shared by the readers beside it: what
 * cannot be taken is left out, because one odd field must not cost the event; nothing is invented, and no currency is assumed.
 */
import { isMembers } from '../event/members.ts'
import { isNobody } from '../event/placeholder.ts'

export { isMembers }

export interface EventParts {
  readonly order?: Members
  readonly person?: Members
  readonly search?: { readonly query: string }
  readonly lead?: Members
}

export type Members = Readonly<Record<string, unknown>>

/** Undefined: left out. */
type Reader = (value: unknown) => unknown
/** Our name → the names it has there, separated by blanks, the first that can be read; and how. */
export type Fields = Readonly<Record<string, readonly [names: string, read: Reader]>>

// The bounds of src/event/schema.ts: what is beyond them would be refused with the event around it.
const MAX_ITEMS = 200
const MAX_AMOUNT = 1e12
const MAX_QUANTITY = 1e6
const MAX_ID = 128
const MAX_LONG_TEXT = 1024
const MAX_TEXT = 256

const DECIMAL = /^\d{1,13}(\.\d+)?$/

/** Text with something in it; a number as its digits. Ids and names are never cut: shortened they would be others. */
export function text(value: unknown, max = MAX_TEXT): string | undefined {
  const written = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
  return typeof written === 'string' && written.trim() !== '' && written.length <= max ? written : undefined
}

export const longText: Reader = (value) => text(value, MAX_LONG_TEXT)

/** An id as text. A number beyond what JavaScript holds exactly has lost its last digits: it is no id any more. */
export function id(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return undefined
  return text(value, MAX_ID)
}

/** Of an event, a refund or an order, that tells it from all others: what stands where there is none would make one of them all. */
export function uniqueId(value: unknown): string | undefined {
  const written = id(value)
  return written === undefined || isNobody(written.trim()) ? undefined : written
}

/** NaN of what is neither a number nor a text: JSON can hold objects of which `Number` throws. */
export function numberIn(value: unknown): number {
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
}

/** "47.40" is a number written as text; "1,234.50" and "12 €" could be read in two ways, so they are not read. */
export function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && number >= 0 && number <= MAX_AMOUNT ? number : undefined
}

/** Of the whole. Below nought it is no sale, and the gateway is to say so: left out, a refund would pass for a sale. */
export const total: Reader = (value) => {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && number < 0 ? Math.max(number, -MAX_AMOUNT) : amount(value)
}

export const quantity: Reader = (value) => {
  const number = amount(value)
  return Number.isInteger(number) && Number(number) <= MAX_QUANTITY ? number : undefined
}

export const currency: Reader = (value) => {
  const code = text(value)?.trim()
  return code?.length === 3 ? code : undefined
}

/** Undefined where nothing could be read. */
export function take(from: unknown, fields: Fields): Members | undefined {
  if (!isMembers(from)) return undefined
  const taken: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const [names, read] = fields[name] as Fields[string]
    for (const there of names.split(' ')) taken[name] ??= read(from[there])
    if (taken[name] === undefined) delete taken[name]
  }
  return Object.keys(taken).length > 0 ? taken : undefined
}

/** A list of items, those without an id left out; undefined where none is left. */
export function items(list: unknown, fields: Fields): readonly Members[] | undefined {
  if (!Array.isArray(list)) return undefined
  const taken = list.slice(0, MAX_ITEMS).flatMap((one: unknown) => {
    const item = take(one, fields)
    return item?.['id'] === undefined ? [] : [item]
  })
  return taken.length > 0 ? taken : undefined
}

/** Ids alone, as TikTok and Meta take them in `content_ids`. */
export function itemsOfIds(list: unknown): readonly Members[] | undefined {
  const ids: unknown = Array.isArray(list) ? list.map((one: unknown) => ({ id: one })) : undefined
  return items(ids, { id: ['id', id] })
}

/** An amount without its currency says nothing, and would cost the event at the gateway. */
export function orderOf(facts: Members | undefined, ordered: readonly Members[] | undefined): Members | undefined {
  const { value, ...rest } = facts ?? {}
  const order = {
    ...rest,
    ...(value !== undefined && rest['currency'] !== undefined && { value }),
    ...(ordered !== undefined && { items: ordered }),
  }
  return Object.keys(order).length > 0 ? order : undefined
}

export function searchOf(query: unknown): EventParts['search'] {
  const searched = text(query, MAX_LONG_TEXT)
  return searched === undefined ? undefined : { query: searched }
}

/** Only the parts that there are. */
export function partsOf(parts: { readonly [K in keyof EventParts]: EventParts[K] | undefined }): EventParts {
  return present(parts)
}

export function present(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
