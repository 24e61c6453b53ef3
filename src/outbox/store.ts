/** What waits, what was counted and what ended: the SQL of `pending` and most of `meta`. Other tables have a file each; what is counted lies in key-book.ts. */
import type { Verdict } from '../pipeline/judge.ts'
import { Claims, idsIn, RECORD } from './claims.ts'
import { FactsQueue } from './facts-queue.ts'
import { mergeDedupe, type DedupeRow } from './hand-over.ts'
import { KeyBook } from './key-book.ts'
import { Lanes } from './lanes.ts'
import { OrderNameBook } from './order-name-book.ts'
import { refusedAmong } from './order-no-book.ts'
import { ParcelCache } from './parcel-cache.ts'
import { ReceiptBook } from './receipt-book.ts'
import type { BatchLimits, Contents, Held, OpenParcel, Parcel, ParcelSize, PendingRow } from './state.ts'
import type { ConsentRecord } from '../pipeline/consent-record.ts'
import { answerSheet, fitParcels, parcelsOf, refusalSheet, remainderOf } from './state.ts'
import { parted, type Sql } from './tables.ts'
import type { AcceptCall, FinalOutcome, RecordedOutcome } from './types.ts'

/** What one receipt row says. */
export interface Recorded {
  readonly outcome: RecordedOutcome
  readonly code: string
  readonly sheets: readonly string[]
}

/** Deliveries that ended together: one receipt row. */
export interface Ended extends Recorded {
  readonly outcome: FinalOutcome
  /** The deliveries themselves, where some of them may be kept as dead letters. */
  readonly parts?: readonly Held[]
}

export type EndedParcels = readonly { readonly parcel: OpenParcel; readonly lines: ReadonlySet<number> }[]

export type Stored = Pick<ReturnType<Store['accept']>, 'duplicates' | 'events'>

/** Told of everything that ends, inside the transaction: the dead letters. */
export type OnEnd = (destination: string, atMs: number, parcels: EndedParcels, ended: Ended) => void

export interface ReceiptRow extends Record<string, SqlStorageValue> {
  id: number
  at_ms: number
  destination: string
  outcome: string
  code: string
  sheets: string
}

export interface PendingSheet extends Record<string, SqlStorageValue> {
  id: number
  destination: string
  accepted_at_ms: number
  sheet: string
}

/** Rows looked at to fill a batch: with it, what a batch reads is bounded. */
const PARCELS_PER_BATCH = 256
const PROBE_BYTES = 128 * 1024

export class Store {
  /** Who has had which event. */
  readonly keys: KeyBook
  /** What the off-site record has yet to be told. */
  readonly facts: FactsQueue
  readonly #sql: Sql
  readonly #receipts: ReceiptBook
  readonly #names: OrderNameBook
  readonly #written = new ParcelCache()
  /** Destinations to which two copies of one order had gone before anybody said that they are one; taken by `takeTwice`. */
  #twice: string[] = []
  readonly #onEnd: OnEnd | undefined
  readonly #lanes: Lanes

  /** `newKeys`: so many are gathered in lists (key-book.ts); 0: none. */
  constructor(sql: Sql, onEnd?: OnEnd, newKeys = 0) {
    this.#sql = sql
    this.#onEnd = onEnd
    this.#receipts = new ReceiptBook(sql)
    this.keys = new KeyBook(sql, newKeys)
    this.#names = new OrderNameBook(sql, this.keys)
    this.facts = new FactsQueue(sql)
    this.#lanes = new Lanes(sql)
  }

  /** What this storage is called, from its first day to its last: `name` where it has none yet. */
  bornAs(name: string): string {
    const known = this.#sql.kept('born')
    if (known !== undefined) return known
    this.#sql.keep('born', name)
    return name
  }

  /** The site that this storage belongs to: `name` where it has been told none yet. */
  siteAs(name: string): string {
    const known = this.site()
    if (known !== undefined) return known
    this.#sql.keep('site', name)
    return name
  }

  /** The most shards that the site ever had: `now` where that is more than was known. */
  shardsEver(now: number): number {
    const known = Number(this.#sql.kept('shards') ?? 0)
    if (now <= known) return known
    this.#sql.keep('shards', String(now))
    return now
  }

  site(): string | undefined {
    return this.#sql.kept('site')
  }

  /** Bytes that wait, of all destinations: the sizes are in the rows' heads, the texts are not read. */
  waitingBytes(): number {
    const query = 'SELECT coalesce(sum(octet_length(bodies) + octet_length(sheet)), 0) AS bytes FROM pending'
    return (this.#sql.rows<{ bytes: number }>(query)[0]?.bytes ?? 0) + this.facts.bytes
  }

  /** Events waiting, by destination. */
  waiting(): Map<string, number> {
    const query = 'SELECT coalesce(sum(events), 0) AS events FROM pending WHERE id > ? AND id < ?'
    const counts = [...this.#lanes.all].map(
      ([id, { from, to }]) => [id, this.#sql.rows<{ events: number }>(query, from, to)[0]?.events ?? 0] as const,
    )
    return new Map(counts.filter(([, events]) => events > 0))
  }

  /** When the first parcel in line was taken, by destination: one row read for each. */
  oldestAtMs(destinations: Iterable<string>): Record<string, number> {
    const query = 'SELECT accepted_at_ms AS at FROM pending WHERE id > ? AND id < ? ORDER BY id LIMIT 1'
    const found = [...destinations].flatMap((id) => {
      const { from, to } = this.#lanes.of(id)
      return this.#sql.rows<{ at: number }>(query, from, to).map(({ at }) => [id, at])
    })
    return Object.fromEntries(found)
  }

  /**
   * Dedupe keys and deliveries of one call; the caller runs it inside one transaction.
   * Returns, per event, the destinations that had it before, the events with the keys of their orders and without what their
   * buyers have refused in another copy, and what was put into `pending`. `isTurn`: the object ends where the transaction does not hold.
   */
  accept(
    received: AcceptCall,
    isTurn = false,
  ): { duplicates: readonly string[][]; events: readonly Verdict[]; parcels: Parcel[] } {
    try {
      const resolved = this.#names.resolve(received.events, (...same) => this.#unite(...same))
      const { events, stored, served } = this.#claim(resolved, isTurn)
      const call = { ...received, events: stored }
      const duplicates = served.map((takers) => takers.filter((taker) => taker !== RECORD))
      const parcels = parcelsOf(call, (index, destination) => duplicates[index]?.includes(destination) !== true)
      for (const parcel of parcels) this.#insertPending(parcel)
      this.#recordRefusals(call)
      this.facts.write(
        call.events.filter((_, index) => served[index]?.includes(RECORD) !== true),
        call.receivedAtMs,
      )
      return { duplicates, events, parcels }
    } catch (error) {
      // The transaction takes these parcels back: they would only take up room.
      this.#written.forgetAll()
      this.#twice = []
      this.facts.count()
      throw error
    }
  }

  /** Of these deliveries those whose buyer has said no since, in another copy of the order. */
  refusedSince(parts: readonly Held[], destination: string): readonly Held[] {
    return refusedAmong(this.#sql, parts, destination)
  }

  /** What was sent or refused under the other key was so under this one. */
  #unite(key: string, other: string, isNew: boolean): void {
    this.keys.lay([key, other])
    const query = 'SELECT key, destinations, until_day, noes FROM dedupe WHERE key IN (?, ?)'
    const rows = this.#sql.rows<DedupeRow>(query, key, other)
    const rowsOf = (one: string) => rows.filter((row) => row.key === one)
    const sentAs = (one: string) => rowsOf(one).flatMap(({ destinations }) => idsIn(destinations))
    const had = sentAs(key)
    const same = rowsOf(other).map((row) => ({ ...row, key }))
    mergeDedupe(this.#sql, same)
    if (!isNew) return
    this.#twice.push(...sentAs(other).filter((id) => had.includes(id)))
    for (const row of same) this.#names.write([{ name: other, key, firm: false }], row.until_day)
  }

  /** Once for each order and destination, since this was asked last. */
  takeTwice(): readonly string[] {
    if (this.#twice.length === 0) return this.#twice
    const twice = this.#twice
    this.#twice = []
    return twice
  }

  /**
   * Claims each event's key for those that take it, unless its buyer has said no. Nearly always all keys are new: one look at the
   * table's index for each, and one row. Where some lay there already, all are claimed once more knowing those rows.
   */
  #claim(events: readonly Verdict[], isTurn: boolean): Claimed {
    const asked = this.keys.known(events.filter(isAskedFirst).map(({ dedupeKey }) => dedupeKey))
    const asIfNew = new Claims(asked)
    const claimed = claimAll(events, asIfNew)
    const known = [...asIfNew.fresh()].flatMap((fresh) => this.keys.insert(fresh, isTurn))
    const claims = known.length === 0 ? asIfNew : new Claims([...asked, ...known])
    const settled = known.length === 0 ? claimed : claimAll(events, claims)
    for (const row of claims.changed()) this.keys.change(row)
    return settled
  }

  #insertPending({ destination, acceptedAtMs, events, bodies, sheet, unwritten }: Parcel): void {
    const row = { id: this.#lanes.nextId(destination), accepted_at_ms: acceptedAtMs, events, bodies, sheet }
    this.#sql.rows(
      'INSERT INTO pending (destination, id, accepted_at_ms, events, bodies, sheet) VALUES (?, ?, ?, ?, ?, ?)',
      destination,
      row.id,
      row.accepted_at_ms,
      row.events,
      row.bodies,
      row.sheet,
    )
    this.#written.add(destination, row, unwritten)
  }

  #recordRefusals(call: AcceptCall): void {
    for (const events of parted(call.events)) {
      const sheet = refusalSheet({ ...call, events })
      if (sheet !== undefined)
        this.#insertReceipt(call.receivedAtMs, '', { outcome: 'refused', code: '', sheets: [JSON.stringify(sheet)] })
    }
  }

  /** The oldest parcels of a destination after that one, as many as fit into one request. Of the others only the sizes are read. */
  nextBatch(destination: string, limits: BatchLimits, afterId = 0): OpenParcel[] {
    const { from, to } = this.#lanes.of(destination)
    const sizes = this.#sql.rows<ParcelSize>(
      'SELECT id, events, octet_length(bodies) AS bytes FROM pending WHERE id > ? AND id < ? ORDER BY id LIMIT ?',
      Math.max(afterId, from),
      to,
      PARCELS_PER_BATCH,
    )
    const chosen = fitParcels(sizes, limits).map(({ id }) => id)
    return this.#written.open(destination, chosen, (missing) =>
      this.#sql.rows<PendingRow>(
        `SELECT id, accepted_at_ms, events, bodies, sheet FROM pending
         WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(missing),
      ),
    )
  }

  /** Of a destination's parcels none that was ever put in has a larger id. */
  lastId(destination: string): number {
    return this.#lanes.lastId(destination)
  }

  /** Parcels accepted before then, the oldest first, from the one after `afterId` on. */
  acceptedBefore(destination: string, beforeMs: number, afterId: number, limit: number): PendingRow[] {
    const { from, to } = this.#lanes.of(destination)
    return this.#sql.rows<PendingRow>(
      `SELECT id, accepted_at_ms, events, bodies, sheet FROM pending
       WHERE id > ? AND id < ? AND accepted_at_ms < ? ORDER BY id LIMIT ?`,
      Math.max(afterId, from),
      to,
      beforeMs,
      limit,
    )
  }

  /** The parcels of a destination that hold a delivery for any of these keys; a person has few. */
  parcelsFor(destination: string, keys: readonly string[]): PendingRow[] {
    const { from, to } = this.#lanes.of(destination)
    return this.#sql.rows<PendingRow>(
      `SELECT id, accepted_at_ms, events, bodies, sheet FROM pending WHERE id > ? AND id < ?
       AND EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE instr(pending.sheet, wanted.value) > 0) ORDER BY id`,
      from,
      to,
      JSON.stringify(keys),
    )
  }

  /** Ends the given lines of the given parcels and writes their receipts; the caller runs it in one transaction. */
  end(destination: string, atMs: number, parcels: EndedParcels, ended: Ended): void {
    for (const { parcel, lines } of parcels) this.#shrink(destination, parcel, lines)
    this.#insertReceipt(atMs, destination, ended)
    this.#onEnd?.(destination, atMs, parcels, ended)
  }

  /** A receipt about deliveries that are no longer pending; the caller runs it in its transaction. */
  record(destination: string, atMs: number, recorded: Recorded): void {
    this.#insertReceipt(atMs, destination, recorded)
  }

  /** Deliveries that wait again; the caller runs it in its transaction. */
  putBack(parcels: readonly Parcel[]): void {
    for (const parcel of parcels) this.#insertPending(parcel)
  }

  #shrink(destination: string, parcel: OpenParcel, ended: ReadonlySet<number>): void {
    this.#written.forget(destination, parcel.row.id)
    const rest = remainderOf(parcel, ended)
    if (rest === undefined) {
      this.#sql.rows('DELETE FROM pending WHERE id = ?', parcel.row.id)
      return
    }
    this.replace(destination, parcel.row.id, rest)
  }

  /** What a parcel holds from now on. */
  replace(destination: string, id: number, { events, bodies, sheet }: Contents): void {
    this.#written.forget(destination, id)
    this.#sql.rows('UPDATE pending SET events = ?, bodies = ?, sheet = ? WHERE id = ?', events, bodies, sheet, id)
  }

  #insertReceipt(atMs: number, destination: string, { outcome, code, sheets }: Recorded): void {
    this.#receipts.append(atMs, destination, outcome, code, `[${sheets.join(',')}]`)
  }

  /** What a person answered, as a receipt: it stays when a later answer takes its place in the book. */
  recordAnswer(site: string, digest: string, record: ConsentRecord, atMs: number): void {
    const ended = {
      outcome: 'answered',
      code: '',
      sheets: [JSON.stringify(answerSheet(site, digest, record))],
    } as const
    this.#insertReceipt(atMs, '', ended)
  }

  /** Newest first. */
  receipts(): Iterable<ReceiptRow> {
    return this.#sql.each<ReceiptRow>('SELECT * FROM receipts ORDER BY id DESC')
  }

  /** What waits, by destination, the newest first: in the order in which the rows lie. */
  pendingSheets(): Iterable<PendingSheet>[] {
    return [...this.#lanes.all.values()].map(({ from, to }) =>
      this.#sql.each<PendingSheet>(
        'SELECT id, destination, accepted_at_ms, sheet FROM pending WHERE id > ? AND id < ? ORDER BY id DESC',
        from,
        to,
      ),
    )
  }

  /**
   * Writes what a busy call would write and takes it away again: the only honest answer to "can you store?". A small row
   * would still fit into a file that cannot grow any more.
   */
  probe(): void {
    this.#sql.keep('probe', '0'.repeat(PROBE_BYTES))
    this.#sql.drop('probe')
  }

  /** The day, counted since 1970, on which all that was over had been forgotten; 0 where it never was. */
  sweptDay(): number {
    return Number(this.#sql.kept('swept') ?? 0)
  }

  sweptOn(day: number): void {
    this.#sql.keep('swept', String(day))
  }

  /** Forgets dedupe keys and receipts whose time is over, at most `limit` of each. True when there may be more. */
  sweep(todayDay: number, receiptsBeforeMs: number, limit: number): boolean {
    const keys = this.#sql.rows(
      'DELETE FROM dedupe WHERE key IN (SELECT key FROM dedupe WHERE until_day < ? LIMIT ?) RETURNING 1 AS gone',
      todayDay,
      limit,
    )
    const moreNames = this.#names.sweep(todayDay, limit)
    const moreReceipts = this.#receipts.prune(receiptsBeforeMs, limit)
    return keys.length === limit || moreNames || moreReceipts
  }
}

/** Of a sale that waits for other copies nothing is stored but where it waits, nor told to the off-site record. */
function storedNow(event: Verdict): Verdict {
  if (event.settles === undefined) return event
  const { fact: _fact, ...rest } = event
  return { ...rest, deliveries: [], refused: {} }
}

interface Claimed {
  /** Without what their buyers have refused in another copy. */
  readonly events: readonly Verdict[]
  /** What of them is stored now. */
  readonly stored: readonly Verdict[]
  /** Per event, those that had it before. */
  readonly served: readonly string[][]
}

function claimAll(received: readonly Verdict[], claims: Claims): Claimed {
  const events = received.map((event) => claims.heed(event))
  const stored = events.map(storedNow)
  return { events, stored, served: stored.map((event) => claims.claim(event)) }
}

/** What writes no key would not come upon the row of its order. */
function isAskedFirst({ noes, settles, fact, order, deliveries }: Verdict): boolean {
  if (noes !== undefined) return false
  return settles !== undefined || (fact !== undefined && order !== undefined && deliveries.length === 0)
}
