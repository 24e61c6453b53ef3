/**
 * `GET /v1/lake`: rows for the event lake as NDJSON, of a range of time, for `tidegate lake export`. A page at a time, as
 * receipts are exported.
 */
import type { LakePage } from '../outbox/lake-desk.ts'
import { logDefect } from '../telemetry/log.ts'
import { askerOf } from './caller.ts'
import type { RouteContext } from './events.ts'
import { shardsEverOf } from './every-shard.ts'
import { rangeCursorText, readExportQuestion } from './export-question.ts'
import { problem } from './problems.ts'
import { ndjson, nextOf, stubOf } from './receipts.ts'

export async function getLake(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  try {
    // Those that the site no longer has are exported, too.
    const shards = await shardsEverOf(route, plan)
    const question = readExportQuestion(route.request, Date.now(), shards)
    if (question.kind === 'wrong') return problem('wrong_query', { detail: question.detail })
    if (question.kind === 'find')
      return problem('wrong_query', { detail: 'ask for a range of time: the lake has no persons' })
    const { shard, place, fromMs, toMs } = question
    const page: LakePage = await stubOf(route, plan, shard).exportLake({ fromMs, toMs, place })
    const next = nextOf(page, shard, shards)
    const response = ndjson(page.text, next === undefined ? undefined : rangeCursorText({ ...question, ...next }))
    // A day without any row has a place in the lake, too: it takes that of rows that are no longer there.
    response.headers.set('tidegate-site', plan.id)
    return response
  } catch (error) {
    logDefect('lake', error)
    return problem('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}
