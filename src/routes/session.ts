/** `GET /v1/session`: who the gateway takes the caller for. The console shows the pages that are theirs. */
import { ROLES } from '../auth/roles.ts'
import { askerOf } from './caller.ts'
import type { RouteContext } from './events.ts'

export async function getSession(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan, roles = ROLES, by, sites, email } = asker
  const body = { site: plan.id, sites, roles, by, ...(email !== undefined && { email }) }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
