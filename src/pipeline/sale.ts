/**
 * What a receipt keeps of a sale for the event lake (decision 0024): only what left in this delivery, and of the order's id
 * nothing but a keyed hash. Made only where the site's operator has set a secret for it.
 */
import type { Destination } from '../destinations/destination.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { hmacSha256Half } from '../hashing/sha256.ts'
import { asWritten } from './dedupe.ts'

/** Short names, as in the rest of a receipt's line. */
export interface Sale {
  /** The order's value, in units of its currency. */
  readonly v?: number
  /** ISO 4217. */
  readonly c?: string
  /** The order's key. */
  readonly o?: string
}

/** An order under a name that only the holder of the lake's secret can make: 32 hex digits. */
export type OrderKeyMaker = (site: string, orderId: string) => string

/** The first half of HMAC-SHA-256 over the site, a line feed and the id: any tool can make it again. */
export function orderKeyMaker(secret: string): OrderKeyMaker {
  const mac = hmacSha256Half(secret)
  return (site, orderId) => mac(`${site}\n`, asWritten(orderId))
}

/** `fields`: the names of what is in the delivery, in the platform's words. Undefined where nothing of an order left. */
export function saleOf(
  { order }: CanonicalEvent,
  { rows }: Pick<Destination, 'rows'>,
  fields: readonly string[],
  keyOf: (orderId: string) => string,
): Sale | undefined {
  if (order === undefined) return undefined
  const left = sourcesOf(rows, fields)
  const sale: Sale = {
    ...(order.value !== undefined && left.has('order.value') && { v: order.value }),
    ...(order.currency !== undefined && left.has('order.currency') && { c: order.currency }),
    ...(order.id !== undefined && left.has('order.id') && { o: keyOf(order.id) }),
  }
  return orNone(sale)
}

/** What is left of it where fewer fields leave than before. */
export function saleWithin(
  { v, c, o }: Sale,
  { rows }: Pick<Destination, 'rows'>,
  fields: readonly string[],
): Sale | undefined {
  const left = sourcesOf(rows, fields)
  return orNone({
    ...(v !== undefined && left.has('order.value') && { v }),
    ...(c !== undefined && left.has('order.currency') && { c }),
    ...(o !== undefined && left.has('order.id') && { o }),
  })
}

/** The event's own fields, of which these are the platform's names. */
function sourcesOf(rows: Destination['rows'], fields: readonly string[]): ReadonlySet<string> {
  return new Set(rows.filter(({ to }) => fields.includes(to)).map(({ from }) => from))
}

function orNone(sale: Sale): Sale | undefined {
  return Object.keys(sale).length === 0 ? undefined : sale
}
