/** How routes ask the off-site record of a site. */
import type { KeptTest, OffsiteAsk, OwnLink, PersonsJourney, RecordState, TableAnswer } from '../offsite/asks.ts'
import type { ImportAnswer } from '../offsite/import-book.ts'
import type { KeepTestResult } from '../offsite/test-book.ts'
import { offsiteStub } from '../offsite/offsite-stub.ts'
import type { CompiledAnalysis } from '../policy/types.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { askerOf, type Asker } from './caller.ts'
import { refused, type RouteContext } from './events.ts'

/** Throws where the record could not: then nothing was stored, and the caller says 503. */
export async function askOffsite<Ask extends keyof Answers>(
  { services, env }: Pick<RouteContext, 'services' | 'env'>,
  plan: SitePlan,
  ask: Extract<OffsiteAsk, { kind: Ask }>,
): Promise<Answers[Ask]> {
  const stub = offsiteStub(services.config, env, plan.id)
  return JSON.parse(await stub.ask(plan.id, JSON.stringify(ask), Date.now())) as Answers[Ask]
}

interface Answers {
  readonly link: { readonly link: OwnLink | null }
  readonly links: { readonly links: readonly OwnLink[] }
  readonly keep_link: { readonly result: 'kept' | 'same' | 'taken' | 'full' }
  readonly drop_link: { readonly dropped: boolean }
  readonly import: ImportAnswer
  readonly imported: object
  readonly person: { readonly journeys: readonly PersonsJourney[] }
  readonly state: RecordState
  readonly empty: RecordState
  readonly table: TableAnswer
  readonly tests: { readonly tests: readonly KeptTest[] }
  readonly keep_test: { readonly result: KeepTestResult }
}

/** For whom the route is, at a site that keeps an off-site record. */
export async function withAnalysis(
  route: RouteContext,
  work: (plan: SitePlan, analysis: CompiledAnalysis, asker: Asker) => Promise<Response>,
): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  const { analysis } = plan.site
  if (analysis === undefined) return refused(route, 'no_analysis', { detail: `write analysis: under sites.${plan.id}` })
  try {
    return await work(plan, analysis, asker)
  } catch (error) {
    logDefect('off-site record', error)
    return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  }
}
