/** What a caller is told of a body that was judged and stored, and what is counted of it. */
import { resultsOf, type Judged } from '../pipeline/accept.ts'
import { cookiesOfEvents } from '../pipeline/cookies.ts'
import type { JudgeContext, Verdict } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { ShardMemory } from './shard-memory.ts'
import type { TakeAnswer, TakeRequest } from './types.ts'
import { waitersOf } from './waiters.ts'

export interface StoredBody {
  readonly request: TakeRequest
  readonly judged: Judged
  /** For each of its events, in their order: the destinations that have it already. */
  readonly duplicates: readonly (readonly string[])[]
  readonly events: readonly Verdict[]
}

export interface StoredUnder {
  readonly plan: SitePlan
  readonly context: JudgeContext
  readonly shard: string | undefined
}

export function answerTo(
  { request, judged, duplicates, events }: StoredBody,
  { plan, context, shard }: StoredUnder,
  memory: ShardMemory,
): TakeAnswer {
  if (!judged.ok) return { kind: 'malformed', code: judged.code, errors: judged.errors }
  const results = resultsOf(judged, duplicates)
  memory.tally.record(judged, results, { plan, shard, ...request })
  memory.recent?.add(judged.parsed, results, plan, context, request.source)
  const waiters = waitersOf(judged, events, plan, request)
  return {
    kind: 'taken',
    results: JSON.stringify(results),
    allDuplicates: results.every(({ status }) => status === 'duplicate'),
    ...(waiters.length > 0 && { waiters }),
    ...(request.facts !== undefined && {
      cookies: cookiesOfEvents(judged, plan, request.facts, request.receivedAtMs),
    }),
  }
}
