/** What the routes of sources ask the ledger, which lies in the first shard of the site. */
import type { LedgerOrder } from '../event/ledger-order.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { NOTHING_KNOWN, type Known, type KnownOrder } from '../sources/outcome.ts'
import { logDefect } from '../telemetry/log.ts'
import type { RouteContext } from './events.ts'

/** As a source sent it: what is needed to read it again. */
export interface ParkedRequest {
  readonly source: string
  readonly at: string
  readonly method: string
  readonly url: string
  /** Only those that the source reads. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface ParkAsk extends ParkedRequest {
  readonly code: string
  readonly paths?: readonly string[]
  readonly order_id?: string
}

/** At most so many are asked for or written at once. */
const PAGE = 500

export async function knownOrders(route: RouteContext, plan: SitePlan, ids: readonly string[]): Promise<Known> {
  if (ids.length === 0) return NOTHING_KNOWN
  const orders: Record<string, KnownOrder> = {}
  for (const order_ids of pagesOf(ids)) {
    const answer = await ask<{ readonly orders: Readonly<Record<string, KnownOrder>> }>(route, plan, {
      kind: 'known',
      order_ids,
    })
    Object.assign(orders, answer.orders)
  }
  return { orders }
}

export async function writeOrders(route: RouteContext, plan: SitePlan, orders: readonly LedgerOrder[]): Promise<void> {
  for (const page of pagesOf(orders)) await ask(route, plan, { kind: 'upsert', orders: page })
}

/** False where there is no room: the sender shall come again. */
export async function park(route: RouteContext, plan: SitePlan, parked: ParkAsk): Promise<boolean> {
  return !('full' in (await ask<object>(route, plan, { kind: 'park', ...parked })))
}

/** It is no part of the answer: where it cannot be written, the request was refused all the same. */
export async function noteAtDoor(route: RouteContext, plan: SitePlan, code: string, order: string): Promise<void> {
  try {
    await ask(route, plan, { kind: 'door', code, order })
  } catch (error) {
    logDefect('source', error)
  }
}

interface LedgerStub {
  readonly ledger: (site: string, ask: string) => Promise<string>
}

async function ask<Answer>({ services, env }: RouteContext, plan: SitePlan, question: object): Promise<Answer> {
  const stub: unknown = shardStub(services.config, env, plan.id, 0)
  return JSON.parse(await (stub as LedgerStub).ledger(plan.id, JSON.stringify(question))) as Answer
}

function* pagesOf<One>(all: readonly One[]): Generator<readonly One[]> {
  for (let at = 0; at < all.length; at += PAGE) yield all.slice(at, at + PAGE)
}
