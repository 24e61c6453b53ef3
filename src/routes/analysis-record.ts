/** `DELETE /v1/analysis/record?site=<id>`: all that the site's off-site record keeps, for good. */
import { logDefect } from '../telemetry/log.ts'
import { askOffsite } from './ask-offsite.ts'
import { askerOf } from './caller.ts'
import { refused, type RouteContext } from './events.ts'
import { json, queryOf } from './ledger.ts'

/** The site is named although the token says it: nobody deletes a year by a slip. Also where its policy has no `analysis` any more. */
export async function deleteRecord(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  if (queryOf(route).get('site') !== plan.id)
    return refused(route, 'wrong_query', { detail: `site: ${plan.id}, to say that all that is kept of it shall go` })
  try {
    const deleted = await askOffsite(route, plan, { kind: 'empty' })
    route.services.linkCache.forgetAll()
    return json({ deleted })
  } catch (error) {
    logDefect('off-site record', error)
    return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  }
}
