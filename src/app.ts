/** The route table: who may call what, in one column. */
import { Hono } from 'hono'
import { ConfigError, parseConfig, type Env } from './config.ts'
import { PlanError } from './pipeline/plan.ts'
import { postBrowserEvents, postServerEvents, preflight, type RouteContext } from './routes/events.ts'
import { getDecisions, getHealth, getMetrics, getOpenApi, getReceipts } from './routes/operations.ts'
import { problem } from './routes/problems.ts'
import { createServices, type Services } from './routes/services.ts'
import { logDefect } from './telemetry/log.ts'

type Handler = (route: RouteContext) => Response | Promise<Response>
type Method = 'GET' | 'POST' | 'OPTIONS'

const ROUTES: readonly {
  readonly method: Method
  readonly path: string
  readonly who: string
  readonly handler: Handler
}[] = [
  { method: 'POST', path: '/v1/events', who: 'a token of the site', handler: postServerEvents },
  { method: 'POST', path: '/e', who: 'the origins of the site', handler: postBrowserEvents },
  { method: 'OPTIONS', path: '/e', who: 'the origins of the site', handler: preflight },
  { method: 'GET', path: '/v1/receipts', who: 'a token of the site', handler: getReceipts },
  { method: 'GET', path: '/healthz', who: 'anyone', handler: getHealth },
  { method: 'GET', path: '/metrics', who: 'anyone; a token in production', handler: getMetrics },
  { method: 'GET', path: '/v1/openapi.json', who: 'anyone', handler: getOpenApi },
  { method: 'GET', path: '/dev/decisions', who: 'anyone; not in production', handler: getDecisions },
]

export function createApp(): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>()
  const services = servicesOnce()
  for (const { method, path, handler } of ROUTES) {
    app.on(method, path, (c) => {
      const ready = services(c.env)
      if (ready instanceof Error) return problem('misconfigured', { detail: ready.message, retryAfterSeconds: 60 })
      return handler({ services: ready, env: c.env, request: c.req.raw })
    })
  }
  for (const [path, methods] of Map.groupBy(ROUTES, (route) => route.path)) {
    app.all(path, () => problem('method_not_allowed', { allow: methods.map(({ method }) => method) }))
  }
  app.notFound(() => problem('not_found'))
  app.onError((error) => {
    logDefect('app', error)
    return problem('defect', { retryAfterSeconds: 5 })
  })
  return app
}

/** Bindings do not change while an isolate lives; a wrong setting is told to every caller until it is mended. */
function servicesOnce(): (env: Env) => Services | Error {
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
