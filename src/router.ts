/** For what the table does not hold as it is written: addresses with parameters, other methods, HEAD, addresses that nobody knows. */
import { HonoBase } from 'hono/hono-base'
import { TrieRouter } from 'hono/router/trie-router'
import { answer, ROUTES, servicesOnce, type ServicesOf } from './app.ts'
import type { Env } from './config.ts'
import { problem } from './routes/problems.ts'
import { logDefect } from './telemetry/log.ts'

export function createApp(services: ServicesOf = servicesOnce()): HonoBase<{ Bindings: Env }> {
  // Hono's own choice has a second router, whose patterns are made at the first request: 1.7 kB gzip, and no faster among so few addresses.
  const app = new HonoBase<{ Bindings: Env }>({ router: new TrieRouter() })
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
