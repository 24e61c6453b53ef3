/**
 * From a reading to its end, for a request that has just come and for one that was parked: what is new goes the ordinary path, then
 * the ledger learns what the back office says. Every step may be done again.
 */
import { isNotYet, type LedgerOrder } from '../event/ledger-order.ts'
import { eventNameOf } from '../event/names.ts'
import type { EventResult } from '../pipeline/accept.ts'
import { outcomeOf, NOTHING_KNOWN, type Known, type SourceOutcome } from '../sources/outcome.ts'
import type { Source, SourceCommand, SourceEvent, SourceReading } from '../sources/source.ts'
import type { RouteContext } from './events.ts'
import { obey } from './source-commands.ts'
import type { SourcePlan } from './source-door.ts'
import { takeSourceEvents } from './source-events.ts'
import { fetchReading } from './source-fetch.ts'
import { knownOrders, orderCalled, writeOrders } from './source-ledger.ts'

export interface Settling {
  readonly route: RouteContext
  readonly source: Source
  readonly plan: SourcePlan
  readonly fromPage: boolean
  readonly receivedAtMs: number
  /** Of a trial nothing is written: the sale itself is yet to come. */
  readonly trial: boolean
}

export type End =
  | { readonly kind: 'taken'; readonly results: readonly EventResult[] }
  | { readonly kind: 'duplicate'; readonly of: string }
  | Extract<SourceOutcome, { kind: 'ignored' | 'ledger' | 'malformed' }>
  | { readonly kind: 'obeyed'; readonly command: SourceCommand }
  /** To be kept. `command`: for the operator; what else is parked waits until its cause is mended. */
  | {
      readonly kind: 'parked'
      readonly code: string
      readonly paths?: readonly string[]
      readonly order_id?: string
      readonly command?: SourceCommand
    }
  | { readonly kind: 'unavailable' | 'defect'; readonly retryAfterSeconds: number }

const UNAVAILABLE: End = { kind: 'unavailable', retryAfterSeconds: 5 }

/** Throws where the ledger could not be asked. */
export async function settle(settling: Settling, read: SourceReading): Promise<End> {
  const reading = await wholeReading(settling, read)
  const early = earlyOrder(reading, settling.receivedAtMs)
  if (early !== undefined) return datedAhead(settling, early)
  const outcome = outcomeOf(reading, await knownOf(settling, reading))
  switch (outcome.kind) {
    case 'events':
      return takeEvents(settling, outcome)
    case 'duplicate':
    case 'ignored':
    case 'ledger':
      await write(settling, outcome)
      return outcome
    case 'fetch':
      return { kind: 'parked', code: 'shop_api_unavailable', order_id: outcome.order_id }
    case 'command':
      return obeyed(settling, outcome.command)
    case 'parked':
    case 'malformed':
      return outcome
  }
}

/** With what has to be asked for first, of the shop or of the ledger. */
function wholeReading(settling: Settling, read: SourceReading): SourceReading | Promise<SourceReading> {
  if (read.kind === 'fetch') return fetchReading(settling, read)
  return read.kind === 'named' ? namedReading(settling, read) : withKnownNames(settling, read)
}

type Named = Extract<SourceReading, { kind: 'named' }>

async function namedReading({ route, plan }: Settling, named: Named): Promise<SourceReading> {
  const orderId = await orderCalled(route, plan, named.name)
  return orderId === undefined ? named : named.read(orderId)
}

function earlyOrder(reading: SourceReading, nowMs: number): LedgerOrder | undefined {
  return reading.kind === 'read' ? reading.ledger.find((order) => isNotYet(order, nowMs)) : undefined
}

/** A wrong clock or a wrong unit: nobody would ever compare the day of that order. */
function datedAhead({ source }: Settling, { order_id }: LedgerOrder): End {
  if (source.entrance.by !== 'signature') return { kind: 'malformed', paths: ['timestamp'] }
  return { kind: 'parked', code: 'dated_in_future', paths: ['at'], order_id }
}

/** A page's pixel tells of more than the contract has names for (`view_cart`): that is no mistake of its sender. */
function withKnownNames({ source }: Settling, reading: SourceReading): SourceReading {
  if (source.entrance.by !== 'browser' || reading.kind !== 'read') return reading
  const events = reading.events.filter(({ event }) => eventNameOf(String(event['event'])) !== undefined)
  if (events.length === reading.events.length) return reading
  return { ...reading, events, ...(events.length === 0 && { ignored: 'not_an_event' }) }
}

/** Only of what speaks for the shop; the outbox itself tells copies of all others apart. */
async function knownOf({ route, plan, source }: Settling, reading: SourceReading): Promise<Known> {
  if (reading.kind !== 'read') return NOTHING_KNOWN
  if (source.entrance.by !== 'signature' && reading.ledger.length === 0) return NOTHING_KNOWN
  const named = reading.events.flatMap(({ identity }) => identity?.order_key ?? [])
  const ids = new Set([...reading.ledger.map(({ order_id }) => order_id), ...named])
  return knownOrders(route, plan, [...ids])
}

type Lines = Partial<Pick<Extract<SourceOutcome, { kind: 'events' }>, 'ledger' | 'refunds'>>

async function write({ route, plan, trial }: Settling, { ledger = [], refunds = [] }: Lines): Promise<void> {
  if (!trial) await writeOrders(route, plan, ledger, refunds)
}

async function takeEvents(settling: Settling, outcome: Extract<SourceOutcome, { kind: 'events' }>): Promise<End> {
  const { route, source } = settling
  const { events } = outcome
  const taken = await takeSourceEvents(route, { ...settling, via: source.id }, events)
  if (!taken.ok) return taken.kind === 'malformed' ? refusedBy(taken.errors, source, events[0]) : taken
  const refused = refusedOf(events, taken.results)
  await write(settling, withoutOrders(outcome, refused.orders))
  if (refused.errors.length > 0 && source.entrance.by === 'signature')
    return refusedBy(refused.errors, source, refused.first)
  const last = events.at(-1)
  if (taken.allDuplicates && last !== undefined) return { kind: 'duplicate', of: String(last.event['event_id']) }
  return { kind: 'taken', results: taken.results }
}

/** Of several events some may be what the contract has not: what is wrong with them, and whose orders they are. */
function refusedOf(events: readonly SourceEvent[], results: readonly EventResult[]) {
  const refused = results.flatMap(({ errors = [] }, index) => (errors.length > 0 ? [{ errors, at: index }] : []))
  return {
    errors: refused.flatMap(({ errors }) => errors),
    orders: new Set(refused.map(({ at }) => events[at]?.identity?.order_key)),
    first: refused.map(({ at }) => events[at])[0],
  }
}

/** A line says that its sale has been taken: of a sale that was not, it is written when the request is read again. */
function withoutOrders({ ledger = [], refunds = [] }: Lines, orders: ReadonlySet<string | undefined>): Lines {
  return {
    ledger: ledger.filter(({ order_id }) => !orders.has(order_id)),
    refunds: refunds.filter(({ order_id }) => !orders.has(order_id)),
  }
}

/** More paths than these say nothing more. */
const MAX_PATHS = 20

/** What an adapter made is not what the contract has: a shop cannot mend that, a kit's user can. */
function refusedBy(
  errors: readonly { readonly path: string }[],
  { entrance }: Source,
  event: SourceEvent | undefined,
): End {
  const paths = errors.slice(0, MAX_PATHS).map(({ path }) => path)
  if (entrance.by !== 'signature') return { kind: 'malformed', paths }
  const order = event?.identity?.order_key
  return { kind: 'parked', code: 'malformed', paths, ...(order !== undefined && { order_id: order }) }
}

async function obeyed({ route, plan }: Settling, command: SourceCommand): Promise<End> {
  const end = await obey(route, plan, command)
  if (end === 'unavailable') return UNAVAILABLE
  return end === 'done' ? { kind: 'obeyed', command } : { kind: 'parked', code: end.kept, command }
}
