/** Which shard has which dedupe keys: each a stretch of them, in their order (docs/decisions/0023). */
import type { CanonicalEvent } from '../event/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { dedupeOf, storedKey } from './dedupe.ts'
import type { SitePlan } from './plan.ts'

/** Keys from `from` on and before `to`, as text. */
export interface KeyRange {
  readonly from: string
  readonly to: string
}

/** The key is an HMAC, so that its first 32 bits spread evenly; those of sales and refunds are zero (dedupe.ts). */
const DIGITS = 8
const KEYS = 16 ** DIGITS
/** Greater than any hex digit. */
const END = 'g'

export const NO_KEYS: KeyRange = { from: END, to: END }

export function shardOf(dedupeKey: string, shards: number): number {
  return Math.floor((Number.parseInt(dedupeKey.slice(0, DIGITS), 16) * shards) / KEYS)
}

/** A shard that the policy no longer has has no keys. */
export function keysOfShard(shard: number, shards: number): KeyRange {
  return shard < shards ? { from: startOf(shard, shards), to: startOf(shard + 1, shards) } : NO_KEYS
}

function startOf(shard: number, shards: number): string {
  if (shard === shards) return END
  return Math.ceil((shard * KEYS) / shards)
    .toString(16)
    .padStart(DIGITS, '0')
}

export function shardOfEvent(event: CanonicalEvent, plan: SitePlan, personKey: PersonKeyMaker): number {
  return shardOf(storedKey(dedupeOf(event, plan), event.name, personKey), plan.site.shards)
}
