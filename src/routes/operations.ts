/** What operators and tools ask: what has it done. */
import { latest } from '../outbox/asked-receipts.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { newestFirst } from '../outbox/receipts.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import { metricsText } from '../telemetry/metrics.ts'
import { askerOf } from './caller.ts'
import { everyShardOf, shardsEverOf } from './every-shard.ts'
import type { RouteContext } from './events.ts'
import { problem } from './problems.ts'

/** OpenMetrics. In production it asks for a token: the counts are the site's business. */
export async function getMetrics(route: RouteContext): Promise<Response> {
  const asker = route.services.config.production ? await askerOf(route) : undefined
  if (asker instanceof Response) return asker
  const shards = await Promise.all(
    (await shardsOf(route)).map(async ({ name, stub }) => ({
      name,
      gauges: await stub.gauges().catch(() => undefined),
    })),
  )
  const { config, counters } = route.services
  const about = {
    nowMs: Date.now(),
    policyDigest: config.policyDigest,
    policyUntilMs: Date.parse(`${config.policyValidUntil}T00:00:00Z`) + DAY_MS,
  }
  const text = metricsText(counters, shards, about)
  return new Response(text, {
    headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' },
  })
}

const DAY_MS = 86_400_000
const MAX_RECEIPTS = 1_000

export async function getReceipts(route: RouteContext): Promise<Response> {
  const asker = await askerOf(route)
  if (asker instanceof Response) return asker
  const { plan } = asker
  const query = new URL(route.request.url).searchParams
  const limit = Math.min(MAX_RECEIPTS, Math.max(1, Number.parseInt(query.get('limit') ?? '100', 10) || 100))
  const eventId = query.get('event_id') ?? undefined
  const stubs = await everyShardOf(route, plan)
  const found = await Promise.all(stubs.map((stub) => stub.receipts(limit, eventId)))
  const sinceMs = latest(found.map(({ searchedSinceMs }) => searchedSinceMs))
  const body = {
    receipts: newestFirst(found.flatMap(({ receipts }) => receipts)).slice(0, limit),
    // An empty list is an answer only where everything has been read: else this says how far back.
    ...(sinceMs !== null && { searched_since: new Date(sinceMs).toISOString() }),
  }
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}

/** Only where the live view is switched on: what the live page of the demo shows. */
export async function getDecisions(route: RouteContext): Promise<Response> {
  const { config, gate } = route.services
  if (!config.liveView) return problem('not_found')
  const shards = await Promise.all((await shardsOf(route)).map(({ stub }) => stub.decisions()))
  const decisions = shards
    .flatMap((shard) => [...(shard?.decisions ?? [])])
    .toSorted((a, b) => a.at.localeCompare(b.at))
  const seq = shards.reduce((last, shard) => Math.max(last, shard?.seq ?? 0), 0)
  return Response.json(
    { policy_digest: config.policyDigest, policy_approval: gate.statusAt(Date.now()), seq, decisions },
    { headers: { 'cache-control': 'no-store' } },
  )
}

interface NamedShard {
  readonly name: string
  readonly stub: DurableObjectStub<Outbox>
}

/** Of every site. Where the first cannot even say how many there were, those of the policy are asked. */
async function shardsOf(route: RouteContext): Promise<readonly NamedShard[]> {
  const { config } = route.services
  const lists = [...config.sites.values()].map(async (plan) => {
    const shards = await shardsEverOf(route, plan).catch(() => plan.site.shards)
    return Array.from({ length: shards }, (_, shard) => ({
      name: `${plan.id}/${shard}`,
      stub: shardStub(config, route.env, plan.id, shard),
    }))
  })
  return (await Promise.all(lists)).flat()
}
