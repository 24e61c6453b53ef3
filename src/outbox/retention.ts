/** Forgets what has been kept as long as the policy says: once a day, and again at once while there is more than one go takes. */
import type { CompiledSite } from '../policy/types.ts'
import type { ConsentBook } from './consent-book.ts'
import type { Store } from './store.ts'

const DAY_MS = 86_400_000
/** Rows of each kind in one transaction. */
const SWEEP_ROWS = 5_000

export interface RetentionDeps {
  readonly store: Pick<Store, 'sweep'>
  readonly book: Pick<ConsentBook, 'sweep'>
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => boolean) => boolean
}

export class Retention {
  readonly #deps: RetentionDeps
  #sweptDay = 0

  constructor(deps: RetentionDeps) {
    this.#deps = deps
  }

  /** True when there is more to forget: whoever asks comes back soon. */
  sweepDaily(retention: CompiledSite['retention'], nowMs: number): boolean {
    const day = Math.floor(nowMs / DAY_MS)
    if (day === this.#sweptDay) return false
    const more = this.#deps.transaction(() => this.#sweep(retention, day, nowMs))
    if (!more) this.#sweptDay = day
    return more
  }

  #sweep({ receiptsDays, consentDays }: CompiledSite['retention'], day: number, nowMs: number): boolean {
    const moreReceipts = this.#deps.store.sweep(day, nowMs - receiptsDays * DAY_MS, SWEEP_ROWS)
    return this.#deps.book.sweep(nowMs - consentDays * DAY_MS, SWEEP_ROWS) || moreReceipts
  }
}
