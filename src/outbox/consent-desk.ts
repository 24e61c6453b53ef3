/**
 * Heeds what people answer: takes back what waits for those who said no, and lets go what was waiting for those who said
 * yes. One per shard; every shard is told the same.
 */
import type { CanonicalEvent } from '../event/types.ts'
import { fullOf, type ConsentRecord } from '../pipeline/consent-record.ts'
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
  readonly takeBack: (destinations: readonly string[], keys: readonly string[], atMs: number, level?: 'full') => number
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
    let removed = 0
    this.#deps.transaction(() => {
      removed = this.#writeDown(record)
    })
    const released = await this.#release(record)
    return { removed, released }
  }

  #writeDown(record: ConsentRecord): number {
    const { book, takeBack, now } = this.#deps
    const { keys, atMs, withdrawn, limited, granted, grantedAtMs, snapshot, lookupKeys } = record
    const reached = [...withdrawn, ...limited.map(fullOf)]
    if (reached.length > 0) book.withdraw(keys, reached, atMs, now())
    if (granted.length > 0) book.reopen(keys, [...granted, ...granted.map(fullOf)], grantedAtMs)
    if (snapshot !== undefined) book.keep(lookupKeys, snapshot)
    return takeBack(withdrawn, keys, atMs) + takeBack(limited, keys, atMs, 'full')
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

  /** Lets go what had waited for this answer; what it does not settle goes on waiting. */
  async #release(record: ConsentRecord): Promise<number> {
    const { book, transaction } = this.#deps
    let released = 0
    for (const row of book.heldUnder(record.keys)) {
      const keys = JSON.parse(row.keys) as readonly string[]
      if (record.snapshot !== undefined && record.lookupKeys.some((key) => keys.includes(key))) {
        if (await this.#judgeAgain(row)) released++
      } else if (isForAll(row, record.withdrawn)) {
        transaction(() => this.#end(row, 'consent_withdrawn'))
      }
    }
    return released
  }

  /** False where it goes on waiting. */
  async #judgeAgain(row: HeldRow): Promise<boolean> {
    const { sealKey, judge, store, book, transaction } = this.#deps
    const text = await unseal(await sealKey(), row.id, row.sealed)
    let settled = false
    transaction(() => {
      // Another answer may have let it go while it was being decrypted.
      if (!book.isHeld(row.id)) return
      if (text === undefined) return this.#end(row, 'consent_never_came')
      const verdict = judge(JSON.parse(text) as CanonicalEvent)
      if (verdict.deliveries.length === 0 && Object.values(verdict.refused).includes('consent_unknown')) return
      store(verdict)
      book.release(row.id)
      settled = true
    })
    return settled
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

/** Whether all that the event still waits for has been refused. */
function isForAll(row: HeldRow, withdrawn: readonly string[]): boolean {
  const { refused } = JSON.parse(row.entry) as Omit<Verdict, 'deliveries'>
  const awaited = Object.keys(refused).filter((id) => refused[id] === 'consent_awaited')
  return awaited.length > 0 && awaited.every((id) => withdrawn.includes(id))
}
