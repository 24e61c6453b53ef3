/** `GET /healthz`: is it well? */
import { FILLING_FROM } from '../outbox/fill.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { Probe } from '../outbox/types.ts'
import { logDefect } from '../telemetry/log.ts'
import { shardsEverOf } from './every-shard.ts'
import type { RouteContext } from './events.ts'

/** Tells the truth: every shard has just written a row and has room, or this is a 503 that says which has not. */
export async function getHealth(route: RouteContext): Promise<Response> {
  const { config, gate } = route.services
  const shards = await Promise.all(
    (await shardsOf(route)).map(async ({ name, site, stub }) => ({ name, ...healthOf(await probed(stub, site)) })),
  )
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
    return await stub.probe(site)
  } catch (error) {
    logDefect('healthz', error)
    return undefined
  }
}

interface NamedShard {
  readonly name: string
  readonly site: string
  readonly stub: DurableObjectStub<Outbox>
}

/** Of every site. Where the first cannot even say how many there were, those of the policy are asked. */
export async function shardsOf(route: RouteContext): Promise<readonly NamedShard[]> {
  const { config } = route.services
  const lists = [...config.sites.values()].map(async (plan) => {
    const shards = await shardsEverOf(route, plan).catch(() => plan.site.shards)
    return Array.from({ length: shards }, (_, shard) => ({
      name: `${plan.id}/${shard}`,
      site: plan.id,
      stub: shardStub(config, route.env, plan.id, shard),
    }))
  })
  return (await Promise.all(lists)).flat()
}
