/** What the routes share: made once per isolate from the bindings, handed to each route as an argument. */
import { originCheck, type OriginCheck } from '../auth/origin.ts'
import { tokenVerifier, type TokenVerifier } from '../auth/token.ts'
import type { Config, Env } from '../config.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { Counters } from '../telemetry/counters.ts'

export interface Services {
  readonly config: Config
  readonly tokens: TokenVerifier
  readonly origins: OriginCheck
  readonly counters: Counters
}

export function createServices(config: Config): Services {
  return {
    config,
    tokens: tokenVerifier(config.tokenSecret, [...config.sites.keys()], config.production),
    origins: originCheck(config.sites, config.production),
    counters: new Counters(),
  }
}

export function shardStub(config: Config, env: Env, site: string, shard: number): DurableObjectStub<Outbox> {
  const namespace = config.jurisdiction === undefined ? env.OUTBOX : env.OUTBOX.jurisdiction(config.jurisdiction as DurableObjectJurisdiction)
  return namespace.get(namespace.idFromName(`${site}/${shard}`))
}
