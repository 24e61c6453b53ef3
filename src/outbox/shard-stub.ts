/** Where a shard is: by the site's id and its number. Shards ask each other, and the Worker asks them. */
import type { Config, Env } from '../config.ts'
import type { Outbox } from './outbox.ts'

export function shardStub(
  config: Pick<Config, 'jurisdiction'>,
  env: Pick<Env, 'OUTBOX'>,
  site: string,
  shard: number,
): DurableObjectStub<Outbox> {
  const namespace = config.jurisdiction === undefined ? env.OUTBOX : env.OUTBOX.jurisdiction(config.jurisdiction)
  return namespace.get(shardId(namespace, `${site}/${shard}`))
}

/** Ids are plain values: one is worked out once per isolate, not once per request. As many as the policy has shards. */
const IDS = new Map<string, DurableObjectId>()

function shardId(namespace: DurableObjectNamespace<Outbox>, name: string): DurableObjectId {
  const known = IDS.get(name)
  if (known !== undefined) return known
  const id = namespace.idFromName(name)
  IDS.set(name, id)
  return id
}

/** The number in `<site>/<shard>`. */
export function shardNumber(name: string | undefined): number | undefined {
  const number = /\/(\d+)$/.exec(name ?? '')?.[1]
  return number === undefined ? undefined : Number(number)
}
