/** What the routes share: made once per isolate from the bindings, handed to each route as an argument. */
import { originCheck, type OriginCheck } from '../auth/origin.ts'
import { tokenVerifier, type TokenVerifier } from '../auth/token.ts'
import type { Config, Env } from '../config.ts'
import { Gather } from '../outbox/gather.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { AcceptCall } from '../outbox/types.ts'
import type { StoreVerdicts } from '../pipeline/accept.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { Counters } from '../telemetry/counters.ts'
import { Recent } from './recent.ts'

export interface Services {
  readonly config: Config
  readonly tokens: TokenVerifier
  readonly origins: OriginCheck
  readonly counters: Counters
  readonly gather: Gather
  /** The last decisions, for the developer's live page; undefined unless it is switched on. */
  readonly recent: Recent | undefined
}

export function createServices(config: Config): Services {
  return {
    config,
    tokens: tokenVerifier(config.tokenSecret, [...config.sites.keys()], config.production),
    origins: originCheck(config.sites, config.production),
    counters: new Counters(),
    gather: new Gather(),
    recent: config.liveView ? new Recent() : undefined,
  }
}

export function shardStub(config: Config, env: Env, site: string, shard: number): DurableObjectStub<Outbox> {
  const namespace = config.jurisdiction === undefined ? env.OUTBOX : env.OUTBOX.jurisdiction(config.jurisdiction as DurableObjectJurisdiction)
  return namespace.get(namespace.idFromName(`${site}/${shard}`))
}

/** The outbox as the pipeline sees it: a shard's answer, or "come back later" when it could not be reached or store. */
export function storeFor(services: Services, env: Env, plan: SitePlan, receivedAtMs: number, waitUntil: (promise: Promise<unknown>) => void): StoreVerdicts {
  return async (shard, events) => {
    const call: AcceptCall = { site: plan.id, digest: plan.digest, receivedAtMs, events }
    const accept = (shared: AcceptCall) => shardStub(services.config, env, plan.id, shard).accept(shared)
    try {
      return await services.gather.accept(`${plan.id}/${shard}`, call, { accept, waitUntil })
    } catch {
      return { ok: false, retryAfterSeconds: 5 }
    }
  }
}
