/**
 * Heeds what people answer: takes back what waits for those who said no, and lets go what was waiting for those who said
 * yes. One per shard; every shard is told the same.
 */
import type { CanonicalEvent } from '../event/types.ts'
import type { ConsentRecord } from '../pipeline/consent-record.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { ConsentBook, HeldRow } from './consent-book.ts'
import { seal, unseal } from './sealed.ts'
import type { Waiter } from './types.ts'

export interface ConsentOutcome {
  /** Deliveries that were waiting and are no more. */
  readonly removed: number
  /** Orders that had waited for this answer and were judged by it. */
  readonly released: number
}

export interface DeskDeps {
  readonly book: ConsentBook
  readonly sealKey: () => Promise<CryptoKey>
  readonly transaction: (work: () => void) => void
  /** Ends what waits for these keys at these destinations; returns how many deliveries. */
  readonly takeBack: (keys: readonly string[], destinations: readonly string[], atMs: number) => number
  /** Judges an event that has waited, by what is known now. */
  readonly judge: (event: CanonicalEvent) => Verdict
  /** Stores a verdict as if the event had come now. */
  readonly store: (verdict: Verdict) => void
  readonly now: () => number
}

/** Held events looked at in one go; the alarm comes back for the rest. */
const OVERDUE_AT_ONCE = 200

export class ConsentDesk {
  readonly #deps: DeskDeps

  constructor(deps: DeskDeps) {
    this.#deps = deps
  }

  async heed(record: ConsentRecord): Promise<ConsentOutcome> {
    const { book, transaction, takeBack, now } = this.#deps
    let removed = 0
    transaction(() => {
      if (record.withdrawn.length > 0) {
        book.withdraw(record.keys, record.withdrawn, record.atMs, now())
        removed = takeBack(record.keys, record.withdrawn, record.atMs)
      }
      if (record.snapshot !== undefined) book.keep(record.lookupKeys, record.snapshot)
    })
    const released = await this.#release(record)
    return { removed, released }
  }

  /** Writes it down encrypted. The caller is answered after this. */
  async hold({ event, verdict, receivedAtMs, untilMs }: Waiter): Promise<void> {
    const { deliveries: _deliveries, awaits, ...entry } = verdict
    const sealed = await seal(await this.#deps.sealKey(), verdict.dedupeKey, JSON.stringify(event))
    this.#deps.book.hold({
      id: verdict.dedupeKey,
      until_ms: untilMs,
      received_at_ms: receivedAtMs,
      keys: JSON.stringify(awaits ?? []),
      entry: JSON.stringify(entry),
      sealed,
    })
  }

  /** Ends what has waited in vain. */
  dropOverdue(): void {
    const { book, transaction, now } = this.#deps
    transaction(() => {
      for (const row of book.overdue(now(), OVERDUE_AT_ONCE)) this.#end(row, 'consent_never_came')
    })
  }

  async #release(record: ConsentRecord): Promise<number> {
    const { book } = this.#deps
    const rows = book.heldUnder(record.keys)
    for (const row of rows) {
      // A withdrawal by key brings no answer to judge by: what waited for one is over.
      if (record.snapshot === undefined) this.#deps.transaction(() => this.#end(row, 'consent_withdrawn'))
      else await this.#judgeAgain(row)
    }
    return record.snapshot === undefined ? 0 : rows.length
  }

  async #judgeAgain(row: HeldRow): Promise<void> {
    const { sealKey, judge, store, book, transaction } = this.#deps
    const text = await unseal(await sealKey(), row.id, row.sealed)
    transaction(() => {
      // Another answer may have let it go while it was being decrypted.
      if (!book.isHeld(row.id)) return
      if (text === undefined) return this.#end(row, 'consent_never_came')
      store(judge(JSON.parse(text) as CanonicalEvent))
      book.release(row.id)
    })
  }

  /** A receipt for every destination that was waiting, and the row is gone. */
  #end(row: HeldRow, reason: string): void {
    const entry = JSON.parse(row.entry) as Omit<Verdict, 'deliveries'>
    const refused = Object.fromEntries(
      Object.entries(entry.refused).map(([id, why]) => [id, why === 'consent_awaited' ? reason : why]),
    )
    this.#deps.store({ ...entry, refused, deliveries: [] })
    this.#deps.book.release(row.id)
  }
}
