/** `GET /v1/diagnostics`: what a marketer reads before raising a budget; and `GET /diagnostics`, the page that shows it. */
import page from '#diagnostics-page'
import reconciliationPage from '#reconciliation-page'
import { reportOf, type ShardReport } from '../diagnostics/report.ts'
import { MAX_DAYS } from '../diagnostics/window.ts'
import { logDefect } from '../telemetry/log.ts'
import type { RouteContext } from './events.ts'
import { everyShardOf } from './every-shard.ts'
import { problem } from './problems.ts'

export async function getDiagnostics(route: RouteContext): Promise<Response> {
  const nowMs = Date.now()
  const { services } = route
  const { config, tokens } = services
  const site = await tokens.siteOf(route.request.headers.get('authorization'), nowMs)
  const plan = site === undefined ? undefined : config.sites.get(site)
  if (plan === undefined)
    return problem('token_missing_or_bad', { detail: 'make one with: tidegate token --site <id>' })
  const days = daysOf(route.request)
  if (days === undefined) return problem('wrong_query', { detail: `days: a whole number from 1 to ${MAX_DAYS}` })
  try {
    const stubs = await everyShardOf(route, plan)
    const texts = await Promise.all(stubs.map((stub) => stub.diagnostics(days)))
    const shards = texts.map((text) => JSON.parse(text) as ShardReport)
    const door = services.door.reportFor(plan.id)
    return Response.json(reportOf(shards, door, plan, nowMs, days), { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    logDefect('diagnostics', error)
    return problem('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

function daysOf(request: Request): number | undefined {
  const text = new URL(request.url).searchParams.get('days')
  if (text === null) return MAX_DAYS
  const days = /^\d$/.test(text) ? Number(text) : 0
  return days >= 1 && days <= MAX_DAYS ? days : undefined
}

/** The page holds no figure: it asks for them with the token that is typed into it. In development it knows `dev`. */
export function getDiagnosticsPage(route: RouteContext): Response {
  return pageResponse(page.html, route)
}

/** As little as the other page: orders and figures are asked for at /v1/ledger/. */
export function getReconciliationPage(route: RouteContext): Response {
  return pageResponse(reconciliationPage.html, route)
}

function pageResponse(text: string, { services, request }: RouteContext): Response {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
  const html = text
    .replaceAll('{nonce}', nonce)
    .replace('{lang}', prefersFrench(request.headers.get('accept-language')) ? 'fr' : 'en')
    .replace('{mode}', services.config.production ? 'production' : 'development')
    .replace('{approval}', services.gate.statusAt(Date.now()))
  return new Response(html, { headers: pageHeaders(nonce) })
}

/** The first of the two languages that the browser names; it names them in the order of preference. */
function prefersFrench(accepted: string | null): boolean {
  const first = /(?:^|,)\s*(fr|en)\b/i.exec(accepted?.slice(0, 1_000) ?? '')?.[1]
  return first?.toLowerCase() === 'fr'
}

function pageHeaders(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    // The page's icon is an empty address of this kind, so that the browser asks for none.
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    vary: 'accept-language',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}
