/** How many requests a caller may make: a bucket of tokens each, that fills again at an even pace. In memory, bounded. Pure. */

const PERIOD_MS = 10_000
/**
 * The one that was not seen for longest gives way: whoever comes from more networks than this at once is stopped by no count of
 * networks, and memory must not pay for it.
 */
const MAX_CALLERS = 10_000

/** A request's worth. Levels are counted in whole numbers: each millisecond fills in `rate` of them. */
const REQUEST = PERIOD_MS

interface Bucket {
  readonly level: number
  readonly atMs: number
}

export class TokenBuckets {
  readonly #rate: number
  readonly #maxCallers: number
  /** The one that was seen last is last. */
  readonly #buckets = new Map<string, Bucket>()

  /** `rate`: requests in ten seconds, which is also how many may come at once. */
  constructor(rate: number, maxCallers = MAX_CALLERS) {
    this.#rate = rate
    this.#maxCallers = maxCallers
  }

  /** 0 where the caller may pass; else in how many seconds it may. */
  take(caller: string, nowMs: number): number {
    const level = this.#levelOf(caller, nowMs)
    const passes = level >= REQUEST
    this.#keep(caller, { level: passes ? level - REQUEST : level, atMs: nowMs })
    return passes ? 0 : Math.ceil((REQUEST - level) / this.#rate / 1_000)
  }

  /** A clock that was set back fills nothing. */
  #levelOf(caller: string, nowMs: number): number {
    const full = this.#rate * REQUEST
    const known = this.#buckets.get(caller)
    if (known === undefined) return full
    return Math.min(full, known.level + Math.max(0, nowMs - known.atMs) * this.#rate)
  }

  #keep(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller)
    const [oldest] = this.#buckets.size >= this.#maxCallers ? this.#buckets.keys() : []
    if (oldest !== undefined) this.#buckets.delete(oldest)
    this.#buckets.set(caller, bucket)
  }
}
