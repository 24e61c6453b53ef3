/** For what the table does not hold as it is written: addresses with parameters, other methods, HEAD, addresses that nobody knows. */
import { Hono } from 'hono'
import { answer, ROUTES, servicesOnce, type ServicesOf } from './app.ts'
import type { Env } from './config.ts'
import { problem } from './routes/problems.ts'
import { logDefect } from './telemetry/log.ts'

export function createApp(services: ServicesOf = servicesOnce()): Hono<{ Bindings: Env }> {
  const app = new Hono<{ Bindings: Env }>()
  for (const route of ROUTES) {
    app.on(route.method, route.path, (c) => answer(route, services, c.env, c.req.raw))
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
