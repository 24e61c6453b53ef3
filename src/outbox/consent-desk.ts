/**
 * Heeds what people answer: takes back what waits for those who said no, and lets go what was waiting for those who said
 * yes. One per shard; every shard is told the same. Sales that wait for other copies of themselves wait here, too.
 */
import { ANALYSIS } from '../pipeline/analysis-need.ts'
import { fullOf, type ConsentRecord } from '../pipeline/consent-record.ts'
import { mayBeAnswered, type Verdict } from '../pipeline/judge.ts'
import { withCopy, type Copy } from '../pipeline/order-copies.ts'
import { logDefect } from '../telemetry/log.ts'
import type { ConsentBook, HeldRow } from './consent-book.ts'
import { seal, unseal } from './sealed.ts'
import type { Waiter } from './types.ts'

export interface ConsentOutcome {
  /** The most shards that this site ever had, as far as this one knows: the others may still hold something. */
  readonly shardsEver: number
  /** Deliveries that were waiting and are no more. */
  readonly removed: number
  /** Orders that had waited for this answer and were judged by it. */
  readonly released: number
  /** Destinations that the answer would let in, and that an earlier no keeps closed: nothing says that the answer is newer. */
  readonly closed: readonly string[]
}

export interface DeskDeps {
  readonly book: ConsentBook
  readonly sealKey: () => Promise<CryptoKey>
  readonly transaction: (work: () => void) => void
  /** Ends what waits for these keys at these destinations; returns how many deliveries. */
  readonly takeBack: (destinations: readonly string[], keys: readonly string[], atMs: number, level?: 'full') => number
  readonly shardsEver: () => number
  /** Writes the answer down as a receipt, where this shard keeps them: once for the site, not once for each shard. */
  readonly record: (record: ConsentRecord) => void
  /** Judges a sale that has waited, by what is known now. `mayWait`: for its buyer's answer. */
  readonly judge: (copies: readonly Copy[], mayWait: boolean) => Verdict
  /** How long a sale waits for its buyer's answer. */
  readonly consentMs: () => number
  /** Stores a verdict as if the event had come now. */
  readonly store: (verdict: Verdict) => void
  /** Tells the off-site record to let go of all that lies under these keys. */
  readonly forget: (keys: readonly string[]) => void
  readonly now: () => number
}

/** Held events looked at in one go; the alarm comes back for the rest. */
const OVERDUE_AT_ONCE = 200
const SETTLED_AT_ONCE = 20
/** After a defect: of this version, or of a policy that knows the site no more. */
const TRIED_AGAIN_MS = 600_000

export class ConsentDesk {
  readonly #deps: DeskDeps
  /** What is held is opened, changed and sealed again one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(deps: DeskDeps) {
    this.#deps = deps
  }

  async heed(record: ConsentRecord): Promise<ConsentOutcome> {
    let removed = 0
    this.#deps.transaction(() => {
      removed = this.#writeDown(record)
    })
    const closed = this.#closedTo(record)
    const released = await this.#inTurn(() => this.#release(record))
    return { removed, released, closed, shardsEver: this.#deps.shardsEver() }
  }

  #closedTo({ keys, decisions, followed }: ConsentRecord): readonly string[] {
    const { book } = this.#deps
    const isNo = (reach: string) => book.withdrawnAtMs(() => keys, reach) !== undefined
    const full = Object.keys(decisions).filter((id) => decisions[id] === 'full')
    const asked = followed === undefined ? full : [...new Set([...full, ANALYSIS])]
    return asked.filter((id) => isNo(id) || isNo(fullOf(id)))
  }

  #writeDown(record: ConsentRecord): number {
    const { book, takeBack, now, record: keep } = this.#deps
    keep(record)
    const { keys, atMs, withdrawn, limited, granted, grantedAtMs, snapshot, lookupKeys } = record
    const reached = [...withdrawn, ...limited.map(fullOf)]
    if (reached.length > 0) book.withdraw(keys, reached, atMs, now())
    if (withdrawn.includes(ANALYSIS)) this.#deps.forget([...keys, ...(record.orders ?? [])])
    if (granted.length > 0) book.reopen(keys, [...granted, ...granted.map(fullOf)], grantedAtMs)
    if (snapshot !== undefined) book.keep(lookupKeys, snapshot)
    return takeBack(withdrawn, keys, atMs) + takeBack(limited, keys, atMs, 'full')
  }

  /** Writes it down encrypted, with the copies that wait already. The caller is answered after this. */
  hold(waiter: Waiter): Promise<void> {
    return this.#inTurn(() => this.#hold(waiter))
  }

  async #hold({ copy, verdict, receivedAtMs, untilMs }: Waiter): Promise<void> {
    const { book, sealKey, transaction } = this.#deps
    const id = verdict.dedupeKey
    const rows = [id, ...(verdict.absorbs ?? [])].flatMap((key) => book.heldRow(key) ?? [])
    const opened = await Promise.all(rows.map((row) => this.#copiesIn(row)))
    const copies = [...opened.flatMap((known) => known ?? []), copy].reduce<readonly Copy[]>(withCopy, [])
    const sealed = await seal(await sealKey(), id, JSON.stringify(copies))
    transaction(() => {
      for (const row of rows) if (row.id !== id) book.release(row.id)
      const row = {
        id,
        until_ms: untilMs,
        received_at_ms: receivedAtMs,
        entry: JSON.stringify(entryOf(verdict)),
        sealed,
      }
      book.hold({ ...row, keys: JSON.stringify(verdict.settles !== undefined ? [] : (verdict.awaits ?? [])) })
    })
  }

  /** Undefined where it was sealed with another secret. */
  async #copiesIn(row: HeldRow): Promise<readonly Copy[] | undefined> {
    const text = await unseal(await this.#deps.sealKey(), row.id, row.sealed)
    return text === undefined ? undefined : (JSON.parse(text) as readonly Copy[])
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Ends what has waited for an answer in vain, and judges what has waited for other copies long enough. */
  settleOverdue(): Promise<void> {
    return this.#inTurn(async () => {
      const { book, transaction, now } = this.#deps
      for (const due of book.overdue(now(), OVERDUE_AT_ONCE)) {
        try {
          if (isSettling(due)) await this.#settle(due)
          else transaction(() => this.#end(due, 'consent_never_came'))
        } catch (error) {
          // One that nobody can judge must not stop the others, nor what the alarm does after this.
          logDefect('outbox', error)
          book.awaitAnswer(due.id, JSON.parse(due.keys) as readonly string[], due.entry, now() + TRIED_AGAIN_MS)
        }
      }
    })
  }

  async #settle(due: HeldRow): Promise<void> {
    const { book, judge, store, transaction, consentMs, now } = this.#deps
    const copies = await this.#copiesIn(due)
    transaction(() => {
      if (copies === undefined) return this.#end(due, 'consent_never_came')
      const verdict = judge(copies, true)
      const untilMs = due.received_at_ms + consentMs()
      if (verdict.awaits !== undefined && untilMs > now())
        return book.awaitAnswer(due.id, verdict.awaits, JSON.stringify(entryOf(verdict)), untilMs)
      store(verdict.awaits === undefined ? verdict : judge(copies, false))
      book.release(due.id)
    })
  }

  /** Lets go whatever an answer that is known settles: it may have come before this shard had the order, or all that it needs. */
  settleAll(): Promise<void> {
    return this.#inTurn(() => this.#settleAll())
  }

  async #settleAll(): Promise<void> {
    const { book } = this.#deps
    let rows = book.heldAfter('', SETTLED_AT_ONCE)
    for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
      for (const row of rows) {
        if (book.snapshotFor(JSON.parse(row.keys) as readonly string[]) !== undefined) await this.#judgeAgain(row)
      }
      rows = book.heldAfter(last.id, SETTLED_AT_ONCE)
    }
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

  /** False where all of it goes on waiting. What is settled is stored; the rest waits on. */
  async #judgeAgain(row: HeldRow): Promise<boolean> {
    const { judge, book, transaction } = this.#deps
    const copies = await this.#copiesIn(row)
    let settled = false
    transaction(() => {
      // Another answer may have let it go while it was being decrypted.
      if (!book.isHeld(row.id)) return
      if (copies === undefined) return this.#end(row, 'consent_never_came')
      settled = this.#storeSettled(row, judge(copies, false))
    })
    return settled
  }

  #storeSettled(row: HeldRow, verdict: Verdict): boolean {
    const { store, book } = this.#deps
    const open = Object.keys(verdict.refused).filter((id) => mayBeAnswered(verdict.refused[id]))
    if (awaitedIn(row).every((id) => open.includes(id))) return false
    const refused = Object.fromEntries(Object.entries(verdict.refused).filter(([id]) => !open.includes(id)))
    store({ ...verdict, refused })
    if (open.length === 0) book.release(row.id)
    else
      book.goOnWaiting(
        row.id,
        JSON.stringify({ ...verdict, deliveries: undefined, noes: undefined, refused: awaited(open) }),
      )
    return true
  }

  /** A receipt for every destination that was waiting, and the row is gone. */
  #end(row: HeldRow, reason: string): void {
    const { settles: _settles, noes: _noes, ...entry } = JSON.parse(row.entry) as Omit<Verdict, 'deliveries'>
    const refused = Object.fromEntries(
      Object.entries(entry.refused).map(([id, why]) => [id, why === 'consent_awaited' ? reason : why]),
    )
    this.#deps.store({ ...entry, refused, deliveries: [] })
    this.#deps.book.release(row.id)
  }
}

/** The receipt's line, should nothing come. What would have gone waits, too; a no is written down elsewhere. */
function entryOf(whole: Verdict): Omit<Verdict, 'deliveries'> {
  const { deliveries, awaits: _awaits, absorbs: _absorbs, noes: _noes, ...verdict } = whole
  return { ...verdict, refused: { ...verdict.refused, ...awaited(deliveries.map(({ destination }) => destination)) } }
}

function isSettling({ entry }: HeldRow): boolean {
  return (JSON.parse(entry) as Omit<Verdict, 'deliveries'>).settles !== undefined
}

/** Whether all that the event still waits for has been refused. */
function isForAll(row: HeldRow, withdrawn: readonly string[]): boolean {
  const waits = awaitedIn(row)
  return waits.length > 0 && waits.every((id) => withdrawn.includes(id))
}

/** The destinations whose answer has not come yet. */
function awaitedIn(row: HeldRow): readonly string[] {
  const { refused } = JSON.parse(row.entry) as Omit<Verdict, 'deliveries'>
  return Object.keys(refused).filter((id) => refused[id] === 'consent_awaited')
}

function awaited(destinations: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(destinations.map((id) => [id, 'consent_awaited']))
}
