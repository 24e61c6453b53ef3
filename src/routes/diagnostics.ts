/** `GET /v1/diagnostics`: what a marketer reads before raising a budget. */
import { reportOf, type ShardReport } from '../diagnostics/report.ts'
import { MAX_DAYS } from '../diagnostics/window.ts'
import { logDefect } from '../telemetry/log.ts'
import { askerOf } from './caller.ts'
import type { RouteContext } from './events.ts'
import { everyShardOf } from './every-shard.ts'
import { problem } from './problems.ts'

export async function getDiagnostics(route: RouteContext): Promise<Response> {
  const nowMs = Date.now()
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  const days = daysOf(route.request)
  if (days === undefined) return problem('wrong_query', { detail: `days: a whole number from 1 to ${MAX_DAYS}` })
  try {
    const stubs = await everyShardOf(route, plan)
    const texts = await Promise.all(stubs.map((stub) => stub.diagnostics(days)))
    const shards = texts.map((text) => JSON.parse(text) as ShardReport)
    const door = route.services.door.reportFor(plan.id)
    return Response.json(reportOf(shards, door, plan, nowMs, days), { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    logDefect('diagnostics', error)
    return problem('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

function daysOf(request: Request): number | undefined {
  const text = new URL(request.url).searchParams.get('days')
  if (text === null) return MAX_DAYS
  const days = /^\d$/.test(text) ? Number(text) : 0
  return days >= 1 && days <= MAX_DAYS ? days : undefined
}
