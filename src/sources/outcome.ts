/**
 * What a reading comes to, once it is known what the shop had said before. An adapter gives the sale of a paid order whichever
 * message brings it, and the refunds that the format lists: what is new of that is found here. Pure.
 */
import { isHeard, type LedgerOrder } from '../event/ledger-order.ts'
import { microsOf } from '../event/money.ts'
import type { IgnoredReason, SourceEvent, SourceReading } from './source.ts'

/** What the ledger has of an order. */
export interface KnownOrder {
  readonly updated_at?: string
  /** Who spoke of it last. */
  readonly source?: string
  /** Ids of refunds that it has heard of. */
  readonly refunds?: readonly string[]
  readonly total?: string
  /** After edits. */
  readonly current?: string
  readonly cancelled?: boolean
  /** The site's own rule kept it out. */
  readonly excluded?: boolean
  readonly payment?: LedgerOrder['payment']
  /** The event of its sale has been taken in. Without it the sale is given to the outbox, which counts it once. */
  readonly sold?: boolean
  /** The sweep brought it, with its events: to the next sweep it is known. */
  readonly swept?: boolean
}

export interface Known {
  readonly orders: Readonly<Record<string, KnownOrder>>
  /** `name:1001` → the order that is called so. */
  readonly names?: Readonly<Record<string, string>>
}

export const NOTHING_KNOWN: Known = { orders: {} }

/** No event: the back office has changed something that reconciliation must follow. */
export interface LedgerChange {
  readonly kind: 'order_changed' | 'order_cancelled'
  readonly order_id: string
  readonly value?: number
  readonly currency?: string
  readonly at?: string
}

type Read = Extract<SourceReading, { kind: 'read' }>

export type SourceOutcome =
  | Exclude<SourceReading, Read | { kind: 'named' }>
  /** `ledger`: lines to be written down after the events. */
  | {
      readonly kind: 'events'
      readonly events: readonly SourceEvent[]
      readonly ledger: readonly LedgerOrder[]
      /** Without their orders. */
      readonly refunds?: Read['refunds']
      readonly skipped?: Read['skipped']
    }
  | { readonly kind: 'duplicate'; readonly of: string; readonly ledger: readonly LedgerOrder[] }
  | {
      readonly kind: 'ignored'
      readonly reason: IgnoredReason
      readonly ledger: readonly LedgerOrder[]
      readonly skipped?: Read['skipped']
    }
  | { readonly kind: 'ledger'; readonly change: LedgerChange; readonly ledger: readonly LedgerOrder[] }

export function outcomeOf(reading: SourceReading, known: Known): SourceOutcome {
  if (reading.kind === 'named') return { kind: 'parked', code: 'order_unknown' }
  return reading.kind === 'read' ? ofRead(reading, known) : reading
}

/**
 * What is new goes first, also where it comes late: a retry must not lose the sale to an update that overtook it. Nothing older than
 * what is known is written.
 */
function ofRead(reading: Read, known: Known): SourceOutcome {
  const { events, ignored, skipped, refunds } = reading
  const of = skipped === undefined ? {} : { skipped }
  const ledger = reading.ledger.filter((line) => !isStale(line, known))
  const fresh = events.filter((event) => !isSeen(event, reading.ledger, known))
  if (fresh.length > 0)
    return { kind: 'events', events: fresh, ledger, ...(refunds !== undefined && { refunds }), ...of }
  if (reading.ledger.length > 0 && ledger.length === 0) return { kind: 'ignored', reason: 'stale', ledger }
  const change = firstChange(ledger, known) ?? toldChange(reading, known)
  if (change !== undefined) return { kind: 'ledger', change, ledger }
  const last = events.at(-1)
  if (last !== undefined) return { kind: 'duplicate', of: nameOf(last, known), ledger }
  return { kind: 'ignored', reason: ignored ?? 'not_an_event', ledger, ...of }
}

/** Whether a line about it is in the ledger: of what moved no money the order is there already. */
export function isInLedger({ reason, ledger }: Extract<SourceOutcome, { kind: 'ignored' }>): boolean {
  return ledger.length > 0 || reason === 'no_money_moved'
}

function isStale(line: LedgerOrder, { orders }: Known): boolean {
  const { order_id, updated_at, payment, cancelled_at } = line
  const order = own(orders, order_id) ?? {}
  const { updated_at: held, payment: was } = order
  // A checkout that was given up ends hours after another one has been paid for the same order.
  if (was === 'paid' && payment !== 'paid' && cancelled_at === undefined) return true
  if (isOtherTeller(line, order)) return false
  return held !== undefined && updated_at !== undefined && Date.parse(updated_at) < Date.parse(held)
}

/**
 * The payment service spoke, and now the shop does, or the other way round: it may have names of the order and facts that the first
 * had not. The outbox tells copies apart.
 */
function isOtherTeller(line: LedgerOrder, { source }: KnownOrder): boolean {
  return source !== undefined && isHeard({ source }) && isHeard(line) && line.source !== source
}

function isSeen({ event, identity }: SourceEvent, ledger: readonly LedgerOrder[], known: Known): boolean {
  if (identity === undefined) return false
  const key = keyOf(identity.order_key, known)
  const order = own(known.orders, key)
  if (order === undefined) return false
  const line = ledger.find(({ order_id }) => order_id === key)
  if (event['event'] === 'purchase') return order.sold === true && (line === undefined || !isOtherTeller(line, order))
  if (event['event'] !== 'refund' || identity.refund_key === undefined) return false
  return order.refunds?.includes(identity.refund_key) === true
}

/** Names that are of one order alone. A cart may be of several: a basket that was split. */
const NAMES_OF_ONE = ['name', 'checkout', 'key', 'stripe']

/** The order's own key, where what came is only one of its names. */
function keyOf(key: string, { orders, names = {} }: Known): string {
  if (own(orders, key) !== undefined) return key
  const called = [...NAMES_OF_ONE.map((kind) => `${kind}:${key.replace(/^#/, '')}`), key]
  return called.map((name) => own(names, name)).find((found) => found !== undefined) ?? key
}

/** A copy that knows the order by another name is a duplicate of the sale as the shop calls it. */
function nameOf({ event, identity }: SourceEvent, known: Known): string {
  const id = String(event['event_id'])
  if (identity === undefined || event['event'] !== 'purchase') return id
  const key = keyOf(identity.order_key, known)
  return key === identity.order_key ? id : `o-${key}`
}

/** Said by itself, without a sale, of an order that the ledger has not, or not with its total. */
function toldChange({ events, ignored, ledger: [line] }: Read, known: Known): LedgerChange | undefined {
  if (events.length > 0 || ignored !== undefined || line === undefined) return undefined
  const { order_id, current, cancelled_at: cancelled, updated_at: at } = line
  const { total, current: changed = total } = own(known.orders, order_id) ?? {}
  if (changed !== undefined) return undefined
  if (cancelled !== undefined) return { kind: 'order_cancelled', order_id, at: cancelled }
  if (current === undefined) return undefined
  const { total: value, currency } = current
  return { kind: 'order_changed', order_id, value: Number(value), currency, ...(at !== undefined && { at }) }
}

function firstChange(ledger: readonly LedgerOrder[], known: Known): LedgerChange | undefined {
  for (const line of ledger) {
    const order = own(known.orders, line.order_id)
    const change = order === undefined ? undefined : changeOf(line, order)
    if (change !== undefined) return change
  }
  return undefined
}

function changeOf(line: LedgerOrder, order: KnownOrder): LedgerChange | undefined {
  const { order_id, money, current = money, cancelled_at, updated_at } = line
  if (cancelled_at !== undefined && order.cancelled !== true)
    return { kind: 'order_cancelled', order_id, at: cancelled_at }
  const before = microsOf(order.current ?? order.total ?? money.total)
  if (microsOf(current.total) === before) return undefined
  const at = updated_at === undefined ? {} : { at: updated_at }
  return { kind: 'order_changed', order_id, value: Number(current.total), currency: current.currency, ...at }
}

/** Keys are what strangers wrote: `__proto__` is none of ours. */
function own<Value>(members: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(members, key) ? members[key] : undefined
}
