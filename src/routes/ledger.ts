/**
 * `/v1/ledger/…`: the back office's orders, what became of their events and what platforms say of themselves, page by page. The
 * figures are worked out where somebody reads them (src/reconciliation/): here are only pages.
 */
import type { SitePlan } from '../pipeline/plan.ts'
import type { LedgerSettings } from '../reconciliation/wire.ts'
import { logDefect } from '../telemetry/log.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { askLedger } from './ask-ledger.ts'
import { BODY_MAX_BYTES, mediaType } from './body.ts'
import { withBody } from './bounded-body.ts'
import { askerOf } from './caller.ts'
import { refused, type RouteContext } from './events.ts'
import { readOrdersBody, readPlatformBody } from './ledger-body.ts'
import { linesCursor, ordersCursor, platformCursor, readLines, readOrders, readPlatform } from './ledger-question.ts'

const DAY_MS = 86_400_000

export function getLedgerOrders(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readOrders(queryOf(route), Date.now())
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { fromMs, toMs, cursor } = question
    const { orders, next } = await askLedger(route, plan, { kind: 'orders', fromMs, toMs, cursor })
    return json({ orders, next_cursor: next === null ? null : ordersCursor(next) })
  })
}

export function getLedgerLines(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readLines(queryOf(route), Date.now())
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { fromMs, toMs, cursor } = question
    const { lines, next } = await askLedger(route, plan, { kind: 'lines', fromMs, toMs, cursor })
    return json({ lines, next_cursor: next === null ? null : linesCursor(next) })
  })
}

export function getLedgerPlatform(route: RouteContext): Promise<Response> {
  return withLedger(route, async (plan) => {
    const question = readPlatform(queryOf(route), Date.now())
    if (!question.ok) return refused(route, 'wrong_query', { detail: question.detail })
    const { fromMs, toMs, cursor, destination } = question
    const { parts, next } = await askLedger(route, plan, { kind: 'platform', destination, fromMs, toMs, cursor })
    const rows = parts.flatMap(({ file, importedMs, rows: of }) => {
      const from = { imported_at: new Date(importedMs).toISOString(), ...(file !== '' && { file }) }
      return of.map((row) => ({ ...row, ...from }))
    })
    return json({ rows, next_cursor: next === null ? null : platformCursor(next) })
  })
}

export function getLedgerSettings(route: RouteContext): Promise<Response> {
  return withLedger(route, (plan, orders) => Promise.resolve(json(settingsOf(plan, orders))))
}

export function postLedgerOrders(route: RouteContext): Promise<Response> {
  return withRows(route, async (plan, text) => {
    const body = readOrdersBody(text, Date.now())
    if (!body.ok) return refused(route, body.code, { errors: body.errors })
    const { orders, dryRun } = body
    const { results } = await askLedger(route, plan, { kind: 'upsert', orders, ...(dryRun && { dryRun }) })
    return json({ results })
  })
}

export function postLedgerPlatform(route: RouteContext): Promise<Response> {
  return withRows(route, async (plan, text) => {
    const body = readPlatformBody(text)
    if (!body.ok) return refused(route, body.code, { errors: body.errors })
    const { destination, file, rows } = body
    if (!plan.destinations.some(({ account }) => account.id === destination))
      return refused(route, 'wrong_rows', { errors: [{ path: 'destination', message: 'is none of the site’s' }] })
    const { result } = await askLedger(route, plan, { kind: 'report', destination, file, rows })
    return json({ result })
  })
}

type Orders = NonNullable<SitePlan['site']['orders']>

/** For whom the route is, at a site that keeps a ledger. */
export async function withLedger(
  route: RouteContext,
  work: (plan: SitePlan, orders: Orders) => Promise<Response>,
): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  const { orders } = plan.site
  if (orders === undefined) return refused(route, 'no_ledger', { detail: `write orders: under sites.${plan.id}` })
  try {
    return await work(plan, orders)
  } catch (error) {
    logDefect('ledger', error)
    return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

function withRows(route: RouteContext, work: (plan: SitePlan, text: string) => Promise<Response>): Promise<Response> {
  return withLedger(route, async (plan) => {
    if (mediaType(route.request) !== 'application/json')
      return refused(route, 'wrong_content_type', { detail: 'send application/json' })
    return withBody(route, {
      source: 'server',
      maxBytes: BODY_MAX_BYTES,
      refuse: (code, details) => refused(route, code, details),
      take: (text) => work(plan, text),
    })
  })
}

function settingsOf({ id, digest, site, destinations }: SitePlan, orders: Orders): LedgerSettings {
  return {
    site: id,
    policy_digest: digest,
    time_zone: orders.timeZone,
    money: orders.money,
    tax: orders.tax,
    shipping: orders.shipping,
    purchase_when: orders.purchaseWhen,
    excluded: [...orders.excluded, ...orders.excludedTags.map((tag) => `tag:${tag}`)],
    destinations: destinations.map(({ account, destination }) => ({
      id: account.id,
      purchase: account.events.purchase !== undefined,
      max_age_days: Math.round(destination.maxAgeMs / DAY_MS),
    })),
    purchase_unique: site.unique.purchase ?? 'event_id',
  }
}

export function queryOf({ request }: RouteContext): URLSearchParams {
  return new URL(request.url).searchParams
}

export function json(body: object): Response {
  return Response.json(body, { headers: { ...ANSWER_HEADERS, 'cache-control': 'no-store' } })
}
