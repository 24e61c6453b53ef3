/** The route table: who may call what, in one column. */
import { isRole, type Role } from './auth/roles.ts'
import { ANALYSIS_ROUTES } from './routes/analysis.ts'
import { ConfigError, parseConfig, type Env } from './config.ts'
import { PlanError } from './pipeline/plan.ts'
import { eventCode, hasEventCode } from './event-code.ts'
import { later, type Later } from './later.ts'
import type { Closed } from './policy-gate.ts'
import { deletePerson, postConsent } from './routes/consent.ts'
import { postBrowserEvents, postServerEvents, preflight, type RouteContext } from './routes/events.ts'
import { laterHandler } from './routes/later-handler.ts'
import { LINK_ROUTES } from './routes/link-routes.ts'
import { withAnswerHeaders } from './routes/answer-headers.ts'
import { getHealth } from './routes/health.ts'
import { getPixel, pixel } from './routes/pixel.ts'
import { problem } from './routes/problems.ts'
import { getRegime } from './routes/regime.ts'
import { createServices, type Services } from './routes/services.ts'
import { SOURCE_ROUTES } from './routes/source-routes.ts'
import { getTag, getTagFile } from './routes/tag.ts'
import { logDefect } from './telemetry/log.ts'

type Handler = (route: RouteContext) => Response | Promise<Response>
type Method = 'GET' | 'POST' | 'DELETE' | 'OPTIONS'

export interface Route {
  readonly method: Method
  readonly path: string
  /** After a semicolon: the people at the console who may ask it too (routes/caller.ts). Where none is named, none may. */
  readonly who: string
  readonly handler: Handler
  /** The answer even where nothing is served: whoever asks must not learn that. */
  readonly always?: () => Response
  /** It needs nothing that an event needs: whoever starts the gateway asks it first, and what events need is loaded behind its answer. */
  readonly atStart?: true
}

/** What an event needs is not there yet when this table is made (event-code.ts): its functions are named in functions. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/events', who: 'a token', handler: (route) => postServerEvents(route) },
  { method: 'POST', path: '/e', who: 'the origins of the site', handler: (route) => postBrowserEvents(route) },
  { method: 'OPTIONS', path: '/e', who: 'the origins of the site', handler: (route) => preflight(route) },
  {
    method: 'GET',
    path: '/p.gif',
    who: 'the origins of the site',
    handler: (route) => getPixel(route),
    always: () => pixel(),
  },
  { method: 'GET', path: '/t.js', who: 'anyone', handler: getTag },
  { method: 'GET', path: '/t/:file', who: 'anyone', handler: getTagFile },
  {
    method: 'POST',
    path: '/v1/consent',
    who: 'a token or the origins of the site',
    handler: (route) => postConsent(route),
  },
  { method: 'OPTIONS', path: '/v1/consent', who: 'the origins of the site', handler: (route) => preflight(route) },
  { method: 'GET', path: '/v1/regime', who: 'the origins of the site', handler: (route) => getRegime(route) },
  { method: 'DELETE', path: '/v1/persons/:key', who: 'a token', handler: (route) => deletePerson(route) },
  { method: 'GET', path: '/v1/receipts', who: 'a token; legal, operator', handler: laterHandler('getReceipts') },
  {
    method: 'GET',
    path: '/v1/receipts/export',
    who: 'a token; legal, operator',
    handler: laterHandler('getReceiptsExport'),
  },
  { method: 'GET', path: '/v1/dead-letters', who: 'a token; operator', handler: laterHandler('getDeadLetters') },
  { method: 'POST', path: '/v1/dead-letters/redrive', who: 'a token; operator', handler: laterHandler('postRedrive') },
  { method: 'GET', path: '/v1/lake', who: 'a token; operator', handler: laterHandler('getLake') },
  {
    method: 'GET',
    path: '/v1/ledger/orders',
    who: 'a token; finance, operator',
    handler: laterHandler('getLedgerOrders'),
  },
  { method: 'POST', path: '/v1/ledger/orders', who: 'a token', handler: laterHandler('postLedgerOrders') },
  {
    method: 'GET',
    path: '/v1/ledger/lines',
    who: 'a token; finance, operator',
    handler: laterHandler('getLedgerLines'),
  },
  {
    method: 'GET',
    path: '/v1/ledger/platform',
    who: 'a token; finance, operator',
    handler: laterHandler('getLedgerPlatform'),
  },
  {
    method: 'POST',
    path: '/v1/ledger/platform',
    who: 'a token; finance, operator',
    handler: laterHandler('postLedgerPlatform'),
  },
  {
    method: 'GET',
    path: '/v1/ledger/settings',
    who: 'a token; finance, operator',
    handler: laterHandler('getLedgerSettings'),
  },
  { method: 'POST', path: '/v1/ledger/sweep', who: 'a token; operator', handler: laterHandler('postLedgerSweep') },
  { method: 'GET', path: '/v1/parked', who: 'a token; operator', handler: laterHandler('getParked') },
  { method: 'DELETE', path: '/v1/parked', who: 'a token; operator', handler: laterHandler('deleteParked') },
  { method: 'POST', path: '/v1/parked/redrive', who: 'a token; operator', handler: laterHandler('postParkedRedrive') },
  {
    method: 'GET',
    path: '/v1/session',
    who: 'a token; marketing, legal, finance, developer, operator',
    handler: laterHandler('getSession'),
  },
  {
    method: 'GET',
    path: '/v1/policy/review',
    who: 'a token; marketing, legal, finance, developer, operator',
    handler: laterHandler('getPolicyReview'),
  },
  {
    method: 'GET',
    path: '/v1/diagnostics',
    who: 'a token; marketing, developer, operator',
    handler: laterHandler('getDiagnostics'),
  },
  { method: 'GET', path: '/diagnostics', who: 'anyone: the page alone', handler: laterHandler('getConsolePage') },
  { method: 'GET', path: '/reconciliation', who: 'anyone: the page alone', handler: laterHandler('getConsolePage') },
  { method: 'GET', path: '/console', who: 'anyone: the page alone', handler: laterHandler('getConsolePage') },
  { method: 'GET', path: '/console/:page', who: 'anyone: the page alone', handler: laterHandler('getConsolePage') },
  { method: 'GET', path: '/console/f/:file', who: 'anyone', handler: laterHandler('getConsoleFile') },
  { method: 'GET', path: '/healthz', who: 'anyone', handler: getHealth, atStart: true },
  {
    method: 'GET',
    path: '/metrics',
    who: 'a token in production; developer, operator',
    handler: laterHandler('getMetrics'),
  },
  { method: 'GET', path: '/v1/openapi.json', who: 'anyone', handler: laterHandler('getOpenApi') },
  { method: 'GET', path: '/dev/decisions', who: 'anyone; not in production', handler: laterHandler('getDecisions') },
  ...ANALYSIS_ROUTES,
  ...LINK_ROUTES,
  { method: 'POST', path: '/dev/facts', who: 'anyone; not in production', handler: laterHandler('postDevFacts') },
  ...SOURCE_ROUTES,
]

/**
 * The Worker. An address that is written as it stands in the table needs no router, which would cost a lone event more than
 * its authentication; every other request is the router's, which is loaded with the first of them (router.ts).
 */
export function createWorker(): {
  readonly fetch: (request: Request, env: Env, ctx?: Background) => Response | Promise<Response>
  readonly scheduled: (event: ScheduledController, env: Env) => Promise<void>
} {
  const services = servicesOnce()
  let router: ReturnType<Later['createApp']> | undefined
  const routed = async (request: Request, env: Env): Promise<Response> =>
    (router ??= (await later()).createApp(services)).fetch(request, env)
  const known = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, route]))
  return {
    fetch(request, env, ctx) {
      const route = known.get(`${request.method} ${pathOf(request.url)}`)
      if (route === undefined) return routed(request, env)
      const answered = answer(route, services, env, request)
      if (route.atStart === true && !hasEventCode()) ctx?.waitUntil(answered.then(loadWhenSent))
      return answered
    },
    async scheduled(_event, env) {
      const ready = services(env)
      if (ready instanceof Error) logDefect('ledger', ready)
      else await (await later()).sweepDaily(ready, env)
    },
  }
}

type Background = Pick<ExecutionContext, 'waitUntil'>

/** Behind the answer, which is sent as soon as nothing else runs: the first event finds it there. */
async function loadWhenSent(): Promise<void> {
  await scheduler.wait(0)
  await eventCode()
}

/** As it is written, without the query. A path with parameters in the table is a pattern, and equals no address. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}

/** Worked out when a route is first asked: the table does not change. */
const ROLES_OF = new Map<Route, readonly Role[]>()

function rolesOf(route: Route): readonly Role[] {
  const known = ROLES_OF.get(route)
  if (known !== undefined) return known
  const words = route.who.split(';')[1]?.split(',') ?? []
  const roles = words.map((word) => word.trim()).filter(isRole)
  ROLES_OF.set(route, roles)
  return roles
}

export async function answer(route: Route, services: ServicesOf, env: Env, request: Request): Promise<Response> {
  const { handler, always, atStart } = route
  try {
    if (atStart !== true && !hasEventCode()) await eventCode()
    const ready = services(env)
    if (ready instanceof Error)
      return always?.() ?? problem('misconfigured', { detail: ready.message, retryAfterSeconds: 60 })
    const closed = ready.gate.closedAt(Date.now())
    const refusal = closed instanceof Promise ? await closed : closed
    if (refusal !== undefined) return always?.() ?? notServed(refusal, ready)
    return withAnswerHeaders(await handler({ services: ready, env, request, roles: rolesOf(route) }))
  } catch (error) {
    logDefect('app', error)
    return always?.() ?? problem('defect', { retryAfterSeconds: 5 })
  }
}

/** Whoever looks must see which policy is meant, also at /healthz. */
function notServed({ code, detail }: Closed, { config, gate }: Services): Response {
  const members = { policy_digest: config.policyDigest, policy_approval: gate.statusAt(Date.now()) }
  return problem(code, { detail, retryAfterSeconds: 60, members })
}

export type ServicesOf = (env: Env) => Services | Error

/** Bindings do not change while an isolate lives; a wrong setting is told to every caller until it is mended. */
export function servicesOnce(): ServicesOf {
  let made: Services | Error | undefined
  return (env) => (made ??= tryCreate(env))
}

function tryCreate(env: Env): Services | Error {
  try {
    return createServices(parseConfig(env))
  } catch (error) {
    if (error instanceof ConfigError || error instanceof PlanError) return error
    throw error
  }
}
