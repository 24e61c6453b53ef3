/** How routes ask the off-site record of a site. */
import type { OffsiteAsk } from '../offsite/asks.ts'
import { offsiteStub } from '../offsite/offsite-stub.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { askerOf } from './caller.ts'
import { refused, type RouteContext } from './events.ts'

/** Throws where the record could not answer: then nothing was stored, and the caller says 503. */
export async function askOffsite<Answer>(
  { services, env }: Pick<RouteContext, 'services' | 'env'>,
  plan: SitePlan,
  ask: OffsiteAsk,
): Promise<Answer> {
  const stub = offsiteStub(services.config, env, plan.id)
  return JSON.parse(await stub.ask(plan.id, JSON.stringify(ask))) as Answer
}

/** For whom the route is, at a site that keeps an off-site record. */
export async function withRecord(route: RouteContext, work: (plan: SitePlan) => Promise<Response>): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  if (plan.site.analysis === undefined)
    return refused(route, 'no_analysis', { detail: `write analysis: under sites.${plan.id}` })
  try {
    return await work(plan)
  } catch (error) {
    logDefect('off-site record', error)
    return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  }
}
