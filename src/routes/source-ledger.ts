/** What the routes of sources ask the ledger, a page at a time. */
import type { LedgerOrder } from '../event/ledger-order.ts'
import type { OrderKnown, ParkAsk, RefundsAsk } from '../outbox/ledger-asks.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { NOTHING_KNOWN, type Known, type KnownOrder } from '../sources/outcome.ts'
import { logDefect } from '../telemetry/log.ts'
import { askLedger } from './ask-ledger.ts'
import type { RouteContext } from './events.ts'
import type { SourcePlan } from './source-door.ts'

/** At most so many are asked for or written at once. */
const PAGE = 500

export async function knownOrders(route: RouteContext, plan: SourcePlan, ids: readonly string[]): Promise<Known> {
  if (ids.length === 0) return NOTHING_KNOWN
  const orders: Record<string, KnownOrder> = {}
  for (const order_ids of pagesOf(ids)) {
    const answer = await askLedger(route, plan, { kind: 'known', order_ids })
    for (const [id, order] of Object.entries(answer.orders)) orders[id] = knownOf(order, plan.site.orders)
  }
  return { orders }
}

/** The order that is called so; undefined where there is none, or more than one. */
export async function orderCalled(route: RouteContext, plan: SourcePlan, name: string): Promise<string | undefined> {
  return (await askLedger(route, plan, { kind: 'called', name })).order_id
}

/**
 * Lines are written after their events: of an order that the shop itself said to be sold, the sale has been taken. Where a file or
 * the sweep spoke last nobody knows, and the outbox tells the copies apart. What was kept out by a tag may have lost it since.
 */
function knownOf({ heard, ...order }: OrderKnown, { purchaseWhen }: CompiledOrders): KnownOrder {
  return { ...order, sold: heard === true && isSale(order, purchaseWhen) }
}

/** By what is known of it, whoever said so. */
export function isSale({ payment, excluded }: KnownOrder, when: CompiledOrders['purchaseWhen']): boolean {
  return excluded !== true && (when === 'created' || payment === 'paid')
}

export async function writeOrders(
  route: RouteContext,
  plan: SourcePlan,
  orders: readonly LedgerOrder[],
  refunds: RefundsAsk['refunds'] = [],
): Promise<void> {
  for (const page of pagesOf(orders)) await askLedger(route, plan, { kind: 'upsert', orders: page })
  for (const page of pagesOf(refunds)) await askLedger(route, plan, { kind: 'refunds', refunds: page })
}

/** False where there is no room: the sender shall come again. */
export async function park(route: RouteContext, plan: SourcePlan, parked: Omit<ParkAsk, 'kind'>): Promise<boolean> {
  return !('full' in (await askLedger(route, plan, { kind: 'park', ...parked })))
}

/** It is no part of the answer: where it cannot be written, the request was refused all the same. */
export async function noteAtDoor(route: RouteContext, plan: SourcePlan, code: string, order: string): Promise<void> {
  if (route.services.doorNotes.take(plan.id, Date.now()) > 0) return
  try {
    await askLedger(route, plan, { kind: 'door', code, order })
  } catch (error) {
    logDefect('source', error)
  }
}

function* pagesOf<One>(all: readonly One[]): Generator<readonly One[]> {
  for (let at = 0; at < all.length; at += PAGE) yield all.slice(at, at + PAGE)
}
