/**
 * Every line that the gateway writes, name by name; docs/logs.md says what each name means. There is no free text among the types:
 * a text is one of a closed set, or made in log-values.ts.
 */
import type { AttemptOutcome } from '../destinations/destination.ts'
import type { EventName } from '../event/types.ts'
import type { ProblemCode } from '../routes/problems.ts'
import type {
  AnswerCode,
  DestinationName,
  ErrorKind,
  EventRef,
  PolicyDigest,
  PolicyName,
  Reason,
  ShardName,
} from './log-values.ts'

export type LogLevel = 'off' | 'attempts' | 'events'

/** What became of one event; `malformed` ones have no name and no reference. */
export interface EventLine {
  readonly site: PolicyName
  readonly shard: ShardName
  readonly source: 'browser' | 'server'
  readonly event?: EventName
  readonly ref?: EventRef
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: Reason
  readonly destinations: Readonly<Partial<Record<DestinationName, Reason>>>
  readonly policy: PolicyDigest
  /** From when it happened until it was received. */
  readonly ageMs?: number
  /** From when it was received until it was judged and written. */
  readonly tookMs: number
}

/** One request to a platform. */
export interface AttemptLine {
  readonly site: PolicyName
  readonly shard: ShardName
  readonly destination: DestinationName
  readonly policy: PolicyDigest
  readonly events: number
  readonly outcome: AttemptOutcome['kind']
  readonly code: AnswerCode
  /** Which this is since the destination last took something: 1 is the first. */
  readonly tries: number
  /** How long the oldest delivery in it has waited. */
  readonly waitedMs: number
  readonly durationMs: number
}

/** A request that was turned away with all that was in it. */
export interface ProblemLine {
  readonly code: ProblemCode
}

/** A shop's own API that did not take our credentials. */
export interface ShopRefusedLine {
  readonly site: PolicyName
  readonly shop: 'shopify' | 'woocommerce' | 'bigcommerce' | 'prestashop' | 'stripe' | 'tiktok_shop'
  readonly httpStatus: number
}

export type Place =
  | 'app'
  | 'consent'
  | 'dead letters'
  | 'ledger'
  | 'deliver'
  | 'diagnostics'
  | 'export'
  | 'facts'
  | 'healthz'
  | 'judge'
  | 'lake'
  | 'lake stream'
  | 'outbox'
  | 'off-site record'
  | 'pixel'
  | 'rate'
  | 'source'
  | 'receipt head'
  | 'shard move'
  | 'take back'

export interface DefectLine {
  readonly where: Place
  readonly kind: ErrorKind
}

export interface StartLine {
  readonly environment: 'production' | 'development'
  readonly policy: PolicyDigest
  readonly pid: number
}

export interface StopLine {
  readonly signal: 'SIGINT' | 'SIGTERM'
  /** Whether all that was begun has been answered. */
  readonly requests: 'finished' | 'cut'
  readonly durationMs: number
}

export interface Lines {
  readonly event: EventLine
  readonly attempt: AttemptLine
  readonly problem: ProblemLine
  readonly defect: DefectLine
  readonly shop_refused: ShopRefusedLine
  readonly start: StartLine
  readonly stop: StopLine
}
