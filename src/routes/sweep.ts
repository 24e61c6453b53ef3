/**
 * The sweep of the shops' own APIs: `POST /v1/ledger/sweep`, and once a day by the Worker's cron trigger. What it finds goes the way
 * of a webhook: events that were never heard are taken, and the ledger has a line with the source `sweep:<shop>`.
 */
import type { Env } from '../config.ts'
import { isNotYet } from '../event/ledger-order.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { outcomeOf, type Known, type KnownOrder } from '../sources/outcome.ts'
import { shopApis } from '../sources/shop-apis.ts'
import type { ShopApi } from '../sources/shop-api.ts'
import { sweepShop, type SweepEnd, type SweepTaken } from '../sources/sweep.ts'
import type { SourceReading } from '../sources/source.ts'
import { logDefect, logShopRefused } from '../telemetry/log.ts'
import { policyName } from '../telemetry/log-values.ts'
import { askLedger } from './ask-ledger.ts'
import { refused, type RouteContext } from './events.ts'
import { json, queryOf, withLedger } from './ledger.ts'
import type { Services } from './services.ts'
import { accessOf, askShop, sleep } from './shop-access.ts'
import { isSourcePlan, type SourcePlan } from './source-door.ts'
import { takeSourceEvents } from './source-events.ts'
import { isSale, knownOrders, writeOrders } from './source-ledger.ts'

const DAY_MS = 86_400_000
/** Two days may fail before the third finds all. */
const USUAL_DAYS = 3
/** Further back than that is an import. */
const MAX_DAYS = 90
/** Each of up to 1,000 orders. */
const MAX_ROUNDS = 5

export function postLedgerSweep(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const nowMs = Date.now()
    const { shop, sinceMs } = questionOf(queryOf(route), nowMs)
    if (sinceMs === undefined)
      return refused(route, 'wrong_query', { detail: `since: an ISO 8601 time of the last ${MAX_DAYS} days` })
    if (shop !== undefined && !shopApis.some(({ id }) => id === shop))
      return refused(route, 'wrong_query', { detail: `shop: ${shopApis.map(({ id }) => id).join(', ')}` })
    const shops = await sweepSite(route, plan, { shop, sinceMs })
    return json({ shops: shops.map(({ id, end }) => ({ shop: id, ...wireOf(end) })) })
  })
}

function questionOf(query: URLSearchParams, nowMs: number) {
  const since = query.get('since')
  const written = since === null ? nowMs - USUAL_DAYS * DAY_MS : Date.parse(since)
  const readable = written >= nowMs - MAX_DAYS * DAY_MS && written <= nowMs
  return { shop: query.get('shop') ?? undefined, sinceMs: readable ? written : undefined }
}

function wireOf({ reachedMs, retryAfterSeconds, ...end }: SweepEnd) {
  return {
    ...end,
    reached: new Date(reachedMs).toISOString(),
    ...(retryAfterSeconds !== undefined && { retry_after_seconds: retryAfterSeconds }),
  }
}

/** By the cron trigger: every site, one after the other. One shop that fails is no reason to leave out the next. */
export async function sweepDaily(services: Services, env: Env): Promise<void> {
  const closed = await services.gate.closedAt(Date.now())
  if (closed !== undefined) return
  const route: RouteContext = { services, env, request: new Request('https://tidegate.invalid/') }
  for (const plan of services.config.sites.values()) {
    try {
      await sweepToEnd(route, plan)
    } catch (error) {
      logDefect('ledger', error)
    }
  }
}

async function sweepToEnd(route: RouteContext, plan: SitePlan): Promise<void> {
  for (const { id } of shopApis) {
    let sinceMs = Date.now() - USUAL_DAYS * DAY_MS
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const [swept] = await sweepSite(route, plan, { shop: id, sinceMs })
      if (swept?.end.problem !== 'more_orders' || swept.end.reachedMs <= sinceMs) break
      sinceMs = swept.end.reachedMs
    }
  }
}

interface Scope {
  readonly shop?: string | undefined
  readonly sinceMs: number
}

/** Shops that the policy names no API of are not among them. */
async function sweepSite(route: RouteContext, plan: SitePlan, { shop, sinceMs }: Scope) {
  const swept: { readonly id: ShopApi['id']; readonly end: SweepEnd }[] = []
  if (!isSourcePlan(plan)) return swept
  for (const api of shopApis) {
    const access = shop === undefined || shop === api.id ? accessOf(route, plan, api) : undefined
    if (access === undefined) continue
    const take = (readings: readonly SourceReading[]) => takeReadings(route, plan, api.id, readings)
    const end = await sweepShop(access, sinceMs, { ask: askShop, take, sleep })
    await noteRefusal(route, plan, api.id, end)
    swept.push({ id: api.id, end })
  }
  return swept
}

/** Somebody has to renew a token, and at night nobody reads the answer. */
async function noteRefusal(
  route: RouteContext,
  plan: SourcePlan,
  shop: ShopApi['id'],
  { problem, status = 0 }: SweepEnd,
) {
  if (problem !== 'refused' || !OF_CREDENTIALS.has(status)) return
  logShopRefused({ site: policyName(plan), shop, httpStatus: status })
  await askLedger(route, plan, { kind: 'shop_refused', shop })
}

const OF_CREDENTIALS: ReadonlySet<number> = new Set([401, 403])

/** Events first, then the lines: what is stored between the two is found again, and known, by the next sweep. */
async function takeReadings(
  route: RouteContext,
  plan: SourcePlan,
  via: ShopApi['id'],
  readings: readonly SourceReading[],
): Promise<SweepTaken> {
  const nowMs = Date.now()
  const read = readings.flatMap((reading) =>
    reading.kind === 'read' && !reading.ledger.some((order) => isNotYet(order, nowMs)) ? [reading] : [],
  )
  const known = await knownOrders(route, plan, [...new Set(read.flatMap(idsIn))])
  const outcomes = read.map((reading) => outcomeOf(reading, sweptAreSold(known, plan)))
  const events = outcomes.flatMap((outcome) => (outcome.kind === 'events' ? outcome.events : []))
  const found = events.length === 0 ? 0 : await takeEvents(route, { plan, via }, events)
  await writeOrders(
    route,
    plan,
    outcomes.flatMap((outcome) => ('ledger' in outcome ? outcome.ledger : [])),
  )
  return { found, unreadable: readings.length - read.length }
}

/** What an earlier sweep took is not judged anew each night: a refusal stays the one that it is. */
function sweptAreSold({ orders }: Known, { site }: SourcePlan): Known {
  const asSold = Object.entries(orders).map(([id, order]): [string, KnownOrder] => {
    const sold = order.swept === true && isSale(order, site.orders.purchaseWhen)
    return [id, sold ? { ...order, sold } : order]
  })
  return { orders: Object.fromEntries(asSold) }
}

function idsIn({ ledger, events }: Extract<SourceReading, { kind: 'read' }>): readonly string[] {
  return [...ledger.map(({ order_id }) => order_id), ...events.flatMap(({ identity }) => identity?.order_key ?? [])]
}

/** How many were new. Those that the gateway refuses one by one are in its receipts. */
async function takeEvents(
  route: RouteContext,
  { plan, via }: { readonly plan: SourcePlan; readonly via: ShopApi['id'] },
  events: Parameters<typeof takeSourceEvents>[2],
): Promise<number> {
  const taken = await takeSourceEvents(route, { plan, via, fromPage: false, receivedAtMs: Date.now() }, events)
  if (taken.ok) return taken.results.filter(({ status }) => status !== 'duplicate').length
  if (taken.kind === 'malformed') return 0
  throw new Error('nothing could be stored')
}
