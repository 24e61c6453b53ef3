/** What of a shard is in memory only, and outlives the object that the runtime puts away. */
import type { Config } from '../config.ts'
import type { CourierMemory } from '../delivery/breaker.ts'
import type { AttemptRecord } from '../delivery/courier.ts'
import { Watch } from '../diagnostics/watch.ts'
import type { JourneyFact } from '../offsite/facts.ts'
import { Tally } from '../telemetry/tally.ts'
import { Recent } from './recent.ts'
import { attemptLine } from '../telemetry/attempt-line.ts'
import { logAttempt } from '../telemetry/log.ts'

/**
 * What a shard has counted and last decided. It outlives the object, which the runtime puts away after seconds without
 * work, and ends with the isolate: counters start again there, as Prometheus expects of them.
 */
export interface ShardMemory {
  /** The storage that it is about: another storage under the same id begins anew. */
  readonly born: string
  readonly tally: Tally
  /** Calls of the Worker that brought bodies, one or several: each is a request to the Durable Object. */
  readonly intakes: { calls: number }
  /** What has been noted for the diagnostics and is not written down yet. */
  readonly watch: Watch
  readonly recent: Recent | undefined
  /** Page views of journeys, until a fact is written that takes them along. */
  readonly pages: JourneyFact[]
  readonly ended: Record<string, Record<string, number>>
  readonly attempts: Record<string, Record<string, number>>
  /** destination → how long all its requests took together, ms */
  readonly attemptMs: Record<string, number>
  /** shop → how often its own API did not take our credentials */
  readonly shopRefusals: Record<string, number>
  /** destination → how its courier fares */
  readonly couriers: Record<string, CourierMemory>
}

/** One more of a destination's attempts or ends, or several. */
export function countOutcome(table: ShardMemory['ended'], destination: string, outcome: string, count = 1): void {
  const counts = (table[destination] ??= {})
  counts[outcome] = (counts[outcome] ?? 0) + count
}

/** As many as the policy has shards. */
const MEMORIES = new Map<string, ShardMemory>()

export function memoryOf(shard: string, born: string, config: Config): ShardMemory {
  const known = MEMORIES.get(shard)
  if (known?.born === born) return known
  const recent = config.liveView ? new Recent() : undefined
  const tally = new Tally(config.logLevel)
  const counts = { intakes: { calls: 0 }, ended: {}, attempts: {}, attemptMs: {}, shopRefusals: {}, couriers: {} }
  const memory = { born, tally, watch: new Watch(), recent, pages: [], ...counts }
  MEMORIES.set(shard, memory)
  return memory
}

/** As after a crash. */
export function forgetMemory(shard: string): void {
  MEMORIES.delete(shard)
}

/** A shop's own API did not take our credentials. */
export function noteShopRefusal({ shopRefusals, watch }: ShardMemory, shop: string): void {
  shopRefusals[shop] = (shopRefusals[shop] ?? 0) + 1
  watch.noteShopRefused(shop, Date.now())
}

function countAttempt(memory: ShardMemory, { destination, outcome, durationMs }: AttemptRecord): void {
  const counts = (memory.attempts[destination] ??= {})
  counts[outcome] = (counts[outcome] ?? 0) + 1
  memory.attemptMs[destination] = (memory.attemptMs[destination] ?? 0) + durationMs
}

/** Each attempt is counted, and told in a line of its own. */
export function attemptsInto(memory: ShardMemory, { logLevel }: Config, shard: string | undefined) {
  return (attempt: AttemptRecord): void => {
    countAttempt(memory, attempt)
    logAttempt(logLevel, attemptLine(shard, attempt, Date.now()))
  }
}
