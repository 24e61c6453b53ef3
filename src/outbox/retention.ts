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
  /** Runs its argument in one transaction. */
  readonly transaction: (work: () => boolean) => boolean
  /** Lays the dedupe keys of lists into their places, without those whose time was over before that day (key-book.ts). */
  readonly layKeys: (fromDay: number) => void
}

export class Retention {
  readonly #deps: RetentionDeps
  #sweptDay: number

  constructor(deps: RetentionDeps) {
    this.#deps = deps
    this.#sweptDay = deps.store.sweptDay()
  }

  isDue(nowMs: number): boolean {
    return dayOf(nowMs) !== this.#sweptDay
  }

  /** True when there is more to forget: whoever asks comes back soon. */
  sweep(retention: CompiledSite['retention'], ledger: Pick<LedgerDesk, 'sweep'>, nowMs: number): boolean {
    const more = this.#deps.transaction(() => this.#sweepAll(retention, ledger, nowMs))
    if (!more) this.#sweptDay = dayOf(nowMs)
    // After what is over has made room for them; where that is not enough, the day counts as swept all the same.
    this.#deps.layKeys(dayOf(nowMs))
    return more
  }

  #sweepAll(
    { receiptsDays, consentDays }: CompiledSite['retention'],
    ledger: Pick<LedgerDesk, 'sweep'>,
    nowMs: number,
  ): boolean {
    const day = dayOf(nowMs)
    const moreReceipts = this.#deps.store.sweep(day, nowMs - receiptsDays * DAY_MS, SWEEP_ROWS)
    const moreOrders = ledger.sweep(nowMs, SWEEP_ROWS)
    const more = this.#deps.book.sweep(nowMs - consentDays * DAY_MS, SWEEP_ROWS) || moreReceipts || moreOrders
    if (!more) this.#deps.store.sweptOn(day)
    return more
  }
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS)
}
