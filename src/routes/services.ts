/** What the routes share: made once per isolate from the bindings, handed to each route as an argument. */
import { accessVerifier, type AccessVerifier } from '../auth/access.ts'
import { originCheck, type OriginCheck } from '../auth/origin.ts'
import { tokenVerifier, type TokenVerifier } from '../auth/token.ts'
import type { Config } from '../config.ts'
import { Door } from '../diagnostics/door.ts'
import { policyGate, type PolicyGate } from '../policy-gate.ts'
import { Counters } from '../telemetry/counters.ts'
import { CallsByShard } from './ask-shard.ts'
import { InFlight } from './in-flight.ts'
import { LinkCache } from './link-cache.ts'
import { TokenBuckets } from './token-buckets.ts'

export interface Services {
  readonly config: Config
  readonly gate: PolicyGate
  readonly tokens: TokenVerifier
  /** Undefined where nobody signs in by Cloudflare Access. */
  readonly access: AccessVerifier | undefined
  readonly origins: OriginCheck
  readonly counters: Counters
  readonly door: Door
  readonly inFlight: InFlight
  readonly calls: CallsByShard
  /** What networks of browsers have sent; undefined where nobody is limited. */
  readonly buckets: TokenBuckets | undefined
  /** Orders that requests spoke of which were not believed, by site: whoever forges many shall not keep the ledger busy. */
  readonly doorNotes: TokenBuckets
  readonly linkCache: LinkCache
}

/** In ten seconds; the ledger itself keeps no more than so many a day. */
const DOOR_NOTES = 20

export function createServices(config: Config): Services {
  return {
    config,
    gate: policyGate(config),
    tokens: tokenVerifier(config.tokenSecret, [...config.sites.keys()], config.production),
    access: config.access === undefined ? undefined : accessVerifier(config.access),
    origins: originCheck(config.sites, config.production),
    counters: new Counters(),
    door: new Door(Date.now()),
    inFlight: new InFlight(config.bodiesMaxBytes),
    calls: new CallsByShard(config.takeTimeoutMs),
    buckets: config.browserRate === 0 ? undefined : new TokenBuckets(config.browserRate),
    doorNotes: new TokenBuckets(DOOR_NOTES),
    linkCache: new LinkCache(),
  }
}
