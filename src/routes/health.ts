/** `GET /healthz`: is it well? */
import { FILLING_FROM } from '../outbox/fill.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { Probe } from '../outbox/types.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import type { RouteContext } from './events.ts'

/** Tells the truth: every shard has just written a row and has room, or this is a 503 that says which has not. */
export async function getHealth(route: RouteContext): Promise<Response> {
  const { config, gate } = route.services
  const shards = (await Promise.all([...config.sites.values()].map((plan) => healthOfSite(route, plan)))).flat()
  const ok = shards.every(({ state }) => state !== 'cannot_write' && state !== 'full')
  // Events go on: a balancer that took this gateway away would lose them for a table that is late.
  const stuck = shards.filter(({ factsStuck }) => factsStuck > 0)
  const filling = shards.filter(({ waitsFor }) => waitsFor !== undefined)
  const body = {
    status: ok ? 'ok' : 'outbox_unavailable',
    environment: config.production ? 'production' : 'development',
    policy_digest: config.policyDigest,
    policy_approval: gate.statusAt(Date.now()),
    valid_until: config.policyValidUntil,
    shards: Object.fromEntries(shards.map(({ name, state }) => [name, state])),
    ...(filling.length > 0 && { filled_by: Object.fromEntries(filling.map(({ name, waitsFor }) => [name, waitsFor])) }),
    ...(stuck.length > 0 && {
      record_behind: Object.fromEntries(stuck.map(({ name, factsStuck }) => [name, factsStuck])),
    }),
  }
  return Response.json(body, {
    status: ok ? 200 : 503,
    headers: { 'cache-control': 'no-store', ...(!ok && { 'retry-after': '5' }) },
  })
}

interface Health {
  readonly state: 'ok' | 'moving' | 'filling' | 'full' | 'cannot_write'
  /** The destination that most of it waits for, where there is little room left: nobody else should find it out by a 503. */
  readonly waitsFor?: string
  /** Commits that the off-site record does not take. */
  readonly factsStuck: number
}

interface NamedHealth extends Health {
  readonly name: string
}

/** The first shard knows how many there ever were. Where it cannot even say that, those of the policy are asked. */
async function healthOfSite(route: RouteContext, plan: SitePlan): Promise<readonly NamedHealth[]> {
  const { config } = route.services
  const stubOf = (shard: number) => shardStub(config, route.env, plan.id, shard)
  const first = await probed(stubOf(0), plan.id)
  const shards = Math.max(plan.site.shards, first?.shardsEver ?? 0)
  const others = Array.from({ length: shards - 1 }, (_, index) => probed(stubOf(index + 1), plan.id))
  const probes = [first, ...(await Promise.all(others))]
  return probes.map((probe, shard) => ({ name: `${plan.id}/${shard}`, ...healthOf(probe) }))
}

/** One that is moving can write, and takes events as soon as it has what belongs to it: to be started anew would not help it. */
function healthOf(probe: Probe | undefined): Health {
  if (probe === undefined) return { state: 'cannot_write', factsStuck: 0 }
  const { factsStuck } = probe
  if (probe.fill < FILLING_FROM) return { state: probe.moving ? 'moving' : 'ok', factsStuck }
  const [most] = Object.entries(probe.waiting).toSorted(([, one], [, other]) => other - one)
  return { state: probe.fill >= 1 ? 'full' : 'filling', factsStuck, ...(most !== undefined && { waitsFor: most[0] }) }
}

/** Undefined where it cannot write. */
async function probed(stub: DurableObjectStub<Outbox>, site: string): Promise<Probe | undefined> {
  try {
    return await stub.probe(site, Date.now())
  } catch (error) {
    logDefect('healthz', error)
    return undefined
  }
}
