/**
 * Forgets what has been kept as long as the policy says: once a day, and again at once while there is more than one go takes.
 * The day is written down: looking reads every dedupe key, and a quiet shard is put away and wakes with each event.
 */
import type { CompiledSite } from '../policy/types.ts'
import type { ConsentBook } from './consent-book.ts'
import type { LedgerDesk } from './ledger-desk.ts'
import type { Store } from './store.ts'

const DAY_MS = 86_400_000
/** Rows of each kind in one transaction. */
const SWEEP_ROWS = 5_000

export interface RetentionDeps {
  readonly store: Pick<Store, 'sweep' | 'sweptDay' | 'sweptOn'>
  readonly book: Pick<ConsentBook, 'sweep'>
  readonly ledger: Pick<LedgerDesk, 'sweep'>
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => boolean) => boolean
}

export class Retention {
  readonly #deps: RetentionDeps
  #sweptDay: number

  constructor(deps: RetentionDeps) {
    this.#deps = deps
    this.#sweptDay = deps.store.sweptDay()
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
    const moreOrders = this.#deps.ledger.sweep(nowMs, SWEEP_ROWS)
    const more = this.#deps.book.sweep(nowMs - consentDays * DAY_MS, SWEEP_ROWS) || moreReceipts || moreOrders
    if (!more) this.#deps.store.sweptOn(day)
    return more
  }
}
