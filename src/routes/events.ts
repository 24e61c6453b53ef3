/** `POST /v1/events` (servers, with a token) and `POST /e` (browsers, held to the site's origins). */
import type { Env } from '../config.ts'
import { parseBody, type ParsedBody, type ParsedEvent } from '../event/parse.ts'
import { acceptEvents, type EventResult } from '../pipeline/accept.ts'
import type { JudgeContext } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { guardFieldName } from '../privacy/guard.ts'
import { Counters } from '../telemetry/counters.ts'
import { logEvent } from '../telemetry/log.ts'
import { mediaType, readBody } from './body.ts'
import { withBrowserFacts } from './browser-facts.ts'
import { problem } from './problems.ts'
import { storeFor, type Services } from './services.ts'

export interface RouteContext {
  readonly services: Services
  readonly env: Env
  readonly request: Request
  readonly waitUntil: (promise: Promise<unknown>) => void
}

type Source = 'browser' | 'server'

export async function postServerEvents(route: RouteContext): Promise<Response> {
  if (mediaType(route.request) !== 'application/json') return problem('wrong_content_type', { detail: 'send application/json' })
  const receivedAtMs = Date.now()
  const site = await route.services.tokens.siteOf(route.request.headers.get('authorization'), receivedAtMs)
  const plan = site === undefined ? undefined : route.services.config.sites.get(site)
  if (plan === undefined) return problem('token_missing_or_bad', { detail: 'make one with: tidegate token --site <id>' })
  return takeEvents(route, plan, receivedAtMs, 'server')
}

const BROWSER_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/plain'])

export async function postBrowserEvents(route: RouteContext): Promise<Response> {
  const origin = route.request.headers.get('origin')
  const plan = route.services.origins.siteOf(origin)
  if (plan === undefined || origin === null) return problem('origin_not_allowed', { detail: 'the policy lists the origins of the site' })
  const response = BROWSER_TYPES.has(mediaType(route.request))
    ? await takeEvents(route, plan, Date.now(), 'browser')
    : problem('wrong_content_type', { detail: 'send application/json or text/plain' })
  return withCors(response, origin)
}

/** The preflight that `application/json` from another origin causes; `text/plain` needs none. */
export function preflight(route: RouteContext): Response {
  const origin = route.request.headers.get('origin')
  if (origin === null || route.services.origins.siteOf(origin) === undefined) return problem('origin_not_allowed')
  const headers = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' }
  return withCors(new Response(null, { status: 204, headers }), origin)
}

function withCors(response: Response, origin: string): Response {
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('vary', 'Origin')
  return response
}

async function takeEvents(route: RouteContext, plan: SitePlan, receivedAtMs: number, source: Source): Promise<Response> {
  const text = await readBody(route.request)
  if (text === undefined) return refused(route, problem('body_too_large'), 'body_too_large')
  const body = parseBody(text, receivedAtMs)
  if (!body.ok) return refused(route, problem(body.code, { errors: body.errors }), body.code)
  const parsed = source === 'browser' ? withBrowserFacts(body.events, route.request, route.services.config) : body.events
  if (parsed.every((one) => !one.ok)) return refused(route, problem('wrong_structure', { errors: errorsOf(body) }), 'wrong_structure')
  return answer(route, plan, parsed, receivedAtMs, source)
}

async function answer(route: RouteContext, plan: SitePlan, parsed: readonly ParsedEvent[], receivedAtMs: number, source: Source): Promise<Response> {
  const { services, request, env, waitUntil } = route
  const gpcHeader = source === 'browser' ? request.headers.get('sec-gpc') : null
  const context: JudgeContext = { receivedAtMs, gpcHeader, personKey: services.config.personKey }
  const accepted = await acceptEvents(parsed, plan, context, storeFor(services, env, plan, receivedAtMs, waitUntil))
  if (!accepted.ok) return refused(route, problem('outbox_unavailable', { retryAfterSeconds: accepted.retryAfterSeconds }), 'outbox_unavailable')
  record(services, plan, parsed, accepted.results, source)
  services.recent?.add(parsed, accepted.results, plan, context, source)
  return Response.json({ results: accepted.results }, { status: statusOf(accepted.results) })
}

/** 200 says "you had sent all of these before"; everything else that was taken in is 202. */
function statusOf(results: readonly EventResult[]): number {
  return results.every(({ status }) => status === 'duplicate') ? 200 : 202
}

function errorsOf(body: Extract<ParsedBody, { ok: true }>) {
  return body.events.flatMap((one) => (one.ok ? [] : one.errors)).slice(0, 100)
}

function refused(route: RouteContext, response: Response, code: string): Response {
  Counters.add(route.services.counters.problems, code)
  return response
}

function record(services: Services, plan: SitePlan, parsed: readonly ParsedEvent[], results: readonly EventResult[], source: Source): void {
  const { counters, config } = services
  for (const [index, result] of results.entries()) {
    Counters.add(counters.events, result.status)
    if (result.status !== 'accepted') Counters.add(counters.refusals, result.reason ?? result.status)
    const one = parsed[index]
    if (one?.ok !== true) continue
    for (const name of one.unknown) Counters.add(counters.unknownFields, guardFieldName(name))
    const { status, reason, destinations } = result
    logEvent(config.logLevel, { site: plan.id, source, event: one.event.name, status, ...(reason !== undefined && { reason }), destinations })
  }
}
