/** All shards in which something of a site may lie: those that it has, and those that it had. */
import type { Outbox } from '../outbox/outbox.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import type { RouteContext } from './events.ts'

/** The first shard knows: no other has taken anything before it had asked this one. */
export async function shardsEverOf({ services, env }: RouteContext, plan: SitePlan): Promise<number> {
  const known = await shardStub(services.config, env, plan.id, 0).shardsEver()
  return Math.max(plan.site.shards, known)
}

export async function everyShardOf(route: RouteContext, plan: SitePlan): Promise<readonly DurableObjectStub<Outbox>[]> {
  const shards = await shardsEverOf(route, plan)
  return Array.from({ length: shards }, (_, shard) => shardStub(route.services.config, route.env, plan.id, shard))
}
