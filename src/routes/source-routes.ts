/** For the route table: the addresses that sources are sent to. What reads them is loaded with the first of them. */
import { later } from '../later.ts'
import { preflight, type RouteContext } from './events.ts'
import { SOURCE_PATHS } from './source-paths.ts'

const WHO = 'whom the policy lists: by signature, key or public id'

export const SOURCE_ROUTES = SOURCE_PATHS.flatMap((at) =>
  at.paths.flatMap((path) => [
    ...at.methods.map((method) => ({
      method,
      path,
      who: WHO,
      handler: async (route: RouteContext) => (await later()).receive(route, at),
    })),
    { method: 'OPTIONS' as const, path, who: 'the origins of the site', handler: sourcePreflight },
  ]),
)

/** As at `/e`; kits of other tools show their key in a header. */
function sourcePreflight(route: RouteContext): Response {
  const response = preflight(route)
  if (response.status === 204) response.headers.set('access-control-allow-headers', 'content-type, authorization')
  return response
}
