/** What the routes share: made once per isolate from the bindings, handed to each route as an argument. */
import { originCheck, type OriginCheck } from '../auth/origin.ts'
import { tokenVerifier, type TokenVerifier } from '../auth/token.ts'
import type { Config, Env } from '../config.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { Door } from '../diagnostics/door.ts'
import { policyGate, type PolicyGate } from '../policy-gate.ts'
import { Counters } from '../telemetry/counters.ts'
import { InFlight } from './in-flight.ts'

export interface Services {
  readonly config: Config
  readonly gate: PolicyGate
  readonly tokens: TokenVerifier
  readonly origins: OriginCheck
  readonly counters: Counters
  readonly door: Door
  readonly inFlight: InFlight
}

export function createServices(config: Config): Services {
  return {
    config,
    gate: policyGate(config),
    tokens: tokenVerifier(config.tokenSecret, [...config.sites.keys()], config.production),
    origins: originCheck(config.sites, config.production),
    counters: new Counters(),
    door: new Door(Date.now()),
    inFlight: new InFlight(),
  }
}

export function shardStub(config: Config, env: Env, site: string, shard: number): DurableObjectStub<Outbox> {
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
