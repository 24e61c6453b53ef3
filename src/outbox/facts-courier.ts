/**
 * Takes facts from a shard to the site's off-site record, the oldest first, and deletes them when it has answered: at least once, and
 * the record counts each once. A record that does not answer holds up nobody: it is asked again later, and what waits is kept.
 */
import type { FactBatch } from '../offsite/facts.ts'
import type { FactsQueue } from './facts-queue.ts'
import { inTime } from './in-time.ts'
import { nextAttemptAt, type RetryPolicy } from './retry.ts'

export interface FactsCourierDeps {
  readonly queue: Pick<FactsQueue, 'waiting' | 'batch' | 'taken' | 'forget'>
  readonly from: () => Pick<FactBatch, 'shard' | 'epoch'>
  /** Rejects where the record could not store it. */
  readonly give: (batch: FactBatch) => Promise<void>
  readonly transaction: (work: () => void) => void
  readonly onFailed: (error: unknown) => void
  readonly wake: (atMs: number) => void
  readonly lingerMs: number
  readonly now: () => number
  readonly random: () => number
}

const BATCH_ROWS = 500
const BATCH_CHARACTERS = 512 * 1024
/** Then others have their turns, and the alarm comes back for the rest. */
const BATCHES_PER_RUN = 16
/** It lies beside us: longer than a minute after it is back nobody waits for it. */
const RETRY: RetryPolicy = { baseMs: 500, capMs: 60_000 }
/** A batch is stored in milliseconds: a record that says nothing for so long has failed. Should it have stored it after all, twice counts once. */
const GIVE_MAX_MS = 20_000
/** Should the object be put away in the middle, somebody looks again. */
const WATCHDOG_MS = 30_000

export class FactsCourier {
  readonly #deps: FactsCourierDeps
  #running: Promise<void> | undefined
  #failures = 0
  #notBeforeMs = 0

  constructor(deps: FactsCourierDeps) {
    this.#deps = deps
    // After a crash no alarm may be left: what waits is picked up by whoever wakes us.
    this.wake()
  }

  /** Rows that the record could not take when it was asked last. */
  get stuck(): number {
    return this.#failures === 0 ? 0 : this.#deps.queue.waiting
  }

  /** To be called when something may have been written. */
  wake(): void {
    const { queue, wake, now, lingerMs } = this.#deps
    if (queue.waiting > 0) wake(Math.max(now() + lingerMs, this.#notBeforeMs))
  }

  /** Runs inside a transaction. */
  forget(keys: readonly string[]): void {
    this.#deps.queue.forget(keys, this.#deps.now())
    this.wake()
  }

  /** At most once at a time; never rejects. */
  run(): Promise<void> {
    const { queue, now, wake } = this.#deps
    if (queue.waiting === 0) return Promise.resolve()
    if (now() < this.#notBeforeMs) {
      wake(this.#notBeforeMs)
      return Promise.resolve()
    }
    wake(now() + WATCHDOG_MS)
    this.#running ??= this.#takeAll().finally(() => (this.#running = undefined))
    return this.#running
  }

  async #takeAll(): Promise<void> {
    const { queue, from, give, transaction, onFailed } = this.#deps
    try {
      for (let batches = 0; batches < BATCHES_PER_RUN; batches++) {
        const batch = queue.batch(BATCH_ROWS, BATCH_CHARACTERS)
        if (batch === undefined) return
        await inTime(give({ ...from(), ...batch }), GIVE_MAX_MS, 'the off-site record is silent')
        transaction(() => queue.taken(batch.upTo))
        this.#failures = 0
      }
      this.wake()
    } catch (error) {
      onFailed(error)
      this.#failures++
      this.#notBeforeMs = nextAttemptAt(this.#deps.now(), this.#failures, RETRY, this.#deps.random())
      this.#deps.wake(this.#notBeforeMs)
    }
  }
}
