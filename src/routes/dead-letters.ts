/**
 * `GET /v1/dead-letters`: what platforms refused and is kept; `POST /v1/dead-letters/redrive`: send it again. Both a page at a
 * time, shard after shard: the member `next_cursor` has the cursor of the next page, null after the last.
 */
import type { DeadAsk, DeadLetterView, ListPage, RedrivePage } from '../outbox/dead-letter-pages.ts'
import type { DeadGroup, NotKept } from '../outbox/dead-letters.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { askerOf } from './caller.ts'
import {
  CURSOR_DETAIL,
  listCursor,
  readListQuestion,
  readRedriveQuestion,
  redriveCursor,
} from './dead-letter-question.ts'
import type { ListQuestion, RedriveQuestion } from './dead-letter-question.ts'
import type { RouteContext } from './events.ts'
import { problem } from './problems.ts'
import { shardStub } from '../outbox/shard-stub.ts'

export async function getDeadLetters(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const question = readListQuestion(new URL(route.request.url).searchParams)
  if (question.kind === 'wrong') return wrongQuery(question.detail)
  return orUnavailable(() => listPage(route, asker.plan, question))
}

export async function postRedrive(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const question = readRedriveQuestion(new URL(route.request.url).searchParams, Date.now())
  if (question.kind === 'wrong') return wrongQuery(question.detail)
  return orUnavailable(() => redrivePage(route, asker.plan, question))
}

function wrongQuery(detail: string): Response {
  return problem('wrong_query', { detail })
}

async function orUnavailable(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    logDefect('dead letters', error)
    return problem('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

async function listPage(route: RouteContext, plan: SitePlan, question: ListQuestion): Promise<Response> {
  const { shard, limit, beforeId, filter } = question
  if (!(await isShard(route, plan, shard))) return wrongQuery(CURSOR_DETAIL)
  const whole = filter.eventId !== undefined
  const ask = { kind: 'list', filter, limit, beforeId, whole } as const
  const page = await tell<ListPage>(route, plan, shard, ask)
  const first = shard === 0 && beforeId === null ? await summaryOf(route, plan, question, page) : {}
  const last = Math.max(plan.site.shards, page.shardsEver) - 1
  const next = page.next !== null ? listCursor(shard, page.next) : shard < last ? listCursor(shard + 1, null) : null
  const letters: readonly DeadLetterView[] = page.letters
  return json({ ...first, dead_letters: letters, next_cursor: next })
}

/** A cursor comes back from the caller, who may have made it up: a shard that never was must not be made by asking it. */
async function isShard(route: RouteContext, plan: SitePlan, shard: number): Promise<boolean> {
  if (shard < plan.site.shards) return true
  const ask = { kind: 'list', filter: {}, limit: 0, beforeId: 0, whole: false } as const
  return shard < (await tell<ListPage>(route, plan, 0, ask)).shardsEver
}

/** Of all shards that there ever were: what left the policy's number of shards keeps its dead letters. */
async function summaryOf(route: RouteContext, plan: SitePlan, { filter }: ListQuestion, first: ListPage) {
  const shards = Math.max(plan.site.shards, first.shardsEver)
  const ask = { kind: 'list', filter, limit: 0, beforeId: null, whole: false } as const
  const others = await Promise.all(
    Array.from({ length: shards - 1 }, (_, index) => tell<ListPage>(route, plan, index + 1, ask)),
  )
  const pages = [first, ...others]
  const notKept = pages.flatMap((page) => page.notKept ?? [])
  return {
    summary: summed(pages.flatMap(({ groups }) => groups)),
    not_kept: notKept.length === 0 ? null : notKeptOf(notKept),
  }
}

function summed(groups: readonly DeadGroup[]): readonly object[] {
  const kinds = Map.groupBy(groups, ({ destination, event, code }) => JSON.stringify([destination, event, code]))
  return Array.from(kinds.values(), (same) => ({
    destination: same[0]?.destination,
    event: same[0]?.event,
    code: same[0]?.code,
    deliveries: same.reduce((sum, { deliveries }) => sum + deliveries, 0),
    first_at: iso(Math.min(...same.map(({ first_ms }) => first_ms))),
    last_at: iso(Math.max(...same.map(({ last_ms }) => last_ms))),
  })).toSorted((one, other) => other.deliveries - one.deliveries)
}

function notKeptOf(all: readonly NotKept[]): object {
  return {
    deliveries: all.reduce((sum, { deliveries }) => sum + deliveries, 0),
    since: iso(Math.min(...all.map(({ sinceMs }) => sinceMs))),
  }
}

async function redrivePage(route: RouteContext, plan: SitePlan, question: RedriveQuestion): Promise<Response> {
  const { shard, afterId, filter, dryRun } = question
  if (!(await isShard(route, plan, shard))) return wrongQuery(CURSOR_DETAIL)
  const page = await tell<RedrivePage>(route, plan, shard, { kind: 'redrive', filter, afterId, dryRun })
  if (page.full) return problem('outbox_unavailable', { retryAfterSeconds: 30 })
  const last = Math.max(plan.site.shards, page.shardsEver) - 1
  const place =
    page.next !== null ? ([shard, page.next] as const) : shard < last ? ([shard + 1, 0] as const) : undefined
  return json({
    looked: page.looked,
    redriven: page.redriven,
    withdrawn: page.withdrawn,
    stayed: page.stayed,
    taken_out: page.takenOut,
    next_cursor: place === undefined ? null : redriveCursor(...place, question),
  })
}

async function tell<Page>(route: RouteContext, plan: SitePlan, shard: number, ask: DeadAsk): Promise<Page> {
  const stub = shardStub(route.services.config, route.env, plan.id, shard)
  return JSON.parse(await stub.deadLetters(plan.id, JSON.stringify(ask))) as Page
}

function json(body: object): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
