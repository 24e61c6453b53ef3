/**
 * What a shard knows of people's answers: withdrawals, snapshots of consent given in the browser, and orders that wait for
 * one. Each shard has all of it, so that judging an event asks nobody else. The SQL of these three tables is here.
 */
import { behindUnreadable, type Snapshot } from '../pipeline/consent-record.ts'
import type { KeyRange } from '../pipeline/parting.ts'
import type { Sql } from './tables.ts'
import { WithdrawnKeys } from './withdrawn-keys.ts'

/** An order that waits, encrypted: a server's for the consent of its browser, any for other copies of it. */
export interface HeldRow extends Record<string, SqlStorageValue> {
  /** The event's dedupe key: sent again, it takes its own place. */
  id: string
  until_ms: number
  received_at_ms: number
  /** JSON list: what a snapshot or a withdrawal finds it by. */
  keys: string
  /** JSON: the receipt's line, should the snapshot never come. No value of a person is in it. */
  entry: string
  /** Its copies, AES-GCM: see sealed.ts. */
  sealed: ArrayBuffer
}

/** More than a busy shard gets in half an hour; past it an order without consent is refused at once. */
export const MAX_HELD = 5_000

export class ConsentBook {
  readonly #sql: Sql
  /** Held orders with other keys belong to another shard, which has yet to fetch them: nothing is done with them here. */
  holdOnly: KeyRange = { from: '', to: 'g' }
  /** When this shard last heard of a withdrawal, epoch ms: what was accepted later has been judged by it. */
  lastHeededMs: number
  #withdrawals: number
  readonly #withdrawn: WithdrawnKeys
  #snapshots: number
  #held: number

  constructor(sql: Sql, nowMs: number) {
    this.#sql = sql
    this.#withdrawals = this.#count('withdrawals')
    this.#withdrawn = new WithdrawnKeys(this.#withdrawnKeys())
    this.#snapshots = this.#count('snapshots')
    this.#held = this.#count('held')
    this.lastHeededMs = this.#withdrawals === 0 ? Number.NEGATIVE_INFINITY : nowMs
  }

  /** Rows have been written past this book: these are the withdrawals among them. */
  addWithdrawn(keys: readonly string[], nowMs: number): void {
    this.#withdrawn.add(keys)
    this.#withdrawals = this.#count('withdrawals')
    this.#snapshots = this.#count('snapshots')
    this.#held = this.#count('held')
    if (this.#withdrawals > 0) this.lastHeededMs = nowMs
  }

  get held(): number {
    return this.#held
  }

  /** Sets down a refusal or withdrawal; the newest stands. */
  withdraw(keys: readonly string[], destinations: readonly string[], atMs: number, nowMs: number): void {
    this.lastHeededMs = nowMs
    this.#withdrawn.add(keys)
    for (const key of keys) {
      for (const destination of destinations) {
        this.#sql.rows(
          `INSERT INTO withdrawals (key, destination, at_ms, heard_ms) VALUES (?, ?, ?, ?)
           ON CONFLICT (key, destination) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms), heard_ms = excluded.heard_ms`,
          key,
          destination,
          atMs,
          nowMs,
        )
      }
    }
    this.#withdrawals = this.#count('withdrawals')
  }

  /** An answer that let them in again: refusals that are older no longer stand. */
  reopen(keys: readonly string[], destinations: readonly string[], atMs: number): void {
    if (this.#withdrawals === 0) return
    this.#sql.rows(
      `DELETE FROM withdrawals WHERE at_ms < ? AND key IN (SELECT value FROM json_each(?))
       AND destination IN (SELECT value FROM json_each(?))`,
      atMs,
      JSON.stringify(keys),
      JSON.stringify(destinations),
    )
    this.#withdrawals = this.#count('withdrawals')
  }

  /** When the person last said no to this destination, epoch ms. Costs next to nothing for those who never did. */
  withdrawnAtMs(keys: () => readonly string[], destination: string): number | undefined {
    if (this.#withdrawals === 0 || !this.#withdrawn.mayHave(keys())) return undefined
    const rows = this.#sql.rows<{ at: number | null }>(
      `SELECT max(at_ms) AS at FROM withdrawals
       WHERE destination = ? AND key IN (SELECT value FROM json_each(?))`,
      destination,
      JSON.stringify(keys()),
    )
    return rows[0]?.at ?? undefined
  }

  /** Of these persons, those who said no to this destination, and when. */
  withdrawalsAmong(keys: readonly string[], destination: string): ReadonlyMap<string, number> {
    if (this.#withdrawals === 0 || keys.length === 0) return new Map()
    const rows = this.#sql.rows<{ key: string; at_ms: number }>(
      'SELECT key, at_ms FROM withdrawals WHERE destination = ? AND key IN (SELECT value FROM json_each(?))',
      destination,
      JSON.stringify(keys),
    )
    return new Map(rows.map(({ key, at_ms }) => [key, at_ms]))
  }

  /** Keeps a snapshot under each of its keys; an older one gives way, but for its refusals where the newer cannot be read. */
  keep(keys: readonly string[], snapshot: Snapshot): void {
    for (const key of keys) {
      const known = snapshot.unreadable === true ? this.snapshotFor([key]) : undefined
      this.#sql.rows(
        `INSERT INTO snapshots (key, at_ms, snapshot) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms, snapshot = excluded.snapshot
         WHERE excluded.at_ms >= at_ms`,
        key,
        // Older than any answer.
        snapshot.silent === true ? 0 : snapshot.at,
        JSON.stringify(known === undefined ? snapshot : behindUnreadable(known, snapshot)),
      )
    }
    this.#snapshots = this.#count('snapshots')
  }

  /** The newest snapshot under any of the keys. */
  snapshotFor(keys: readonly string[]): Snapshot | undefined {
    if (this.#snapshots === 0 || keys.length === 0) return undefined
    const rows = this.#sql.rows<{ snapshot: string }>(
      'SELECT snapshot FROM snapshots WHERE key IN (SELECT value FROM json_each(?)) ORDER BY at_ms DESC LIMIT 1',
      JSON.stringify(keys),
    )
    const text = rows[0]?.snapshot
    return text === undefined ? undefined : (JSON.parse(text) as Snapshot)
  }

  hold(row: HeldRow): void {
    // A copy of the same order does not start the wait anew.
    this.#sql.rows(
      `INSERT INTO held (id, until_ms, received_at_ms, keys, entry, sealed) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET keys = excluded.keys, entry = excluded.entry, sealed = excluded.sealed,
         until_ms = min(until_ms, excluded.until_ms)`,
      row.id,
      row.until_ms,
      row.received_at_ms,
      row.keys,
      row.entry,
      row.sealed,
    )
    this.#held = this.#count('held')
  }

  /** What waits under any of the keys; the table is small, so it is read through. */
  heldUnder(keys: readonly string[]): HeldRow[] {
    if (this.#held === 0) return []
    return this.#sql.rows<HeldRow>(
      `SELECT * FROM held WHERE id >= ? AND id < ? AND EXISTS (
         SELECT 1 FROM json_each(held.keys) AS own JOIN json_each(?) AS wanted ON own.value = wanted.value)`,
      this.holdOnly.from,
      this.holdOnly.to,
      JSON.stringify(keys),
    )
  }

  /** What waits, in the order of its ids, from the one after `afterId` on. */
  heldAfter(afterId: string, limit: number): HeldRow[] {
    const { from, to } = this.holdOnly
    return this.#sql.rows<HeldRow>(
      'SELECT * FROM held WHERE id >= ? AND id > ? AND id < ? ORDER BY id LIMIT ?',
      from,
      afterId,
      to,
      limit,
    )
  }

  heldRow(id: string): HeldRow | undefined {
    return this.#held === 0 ? undefined : this.#sql.rows<HeldRow>('SELECT * FROM held WHERE id = ?', id)[0]
  }

  /** What waited for other copies waits for its buyer's answer from now on. */
  awaitAnswer(id: string, keys: readonly string[], entry: string, untilMs: number): void {
    const update = 'UPDATE held SET keys = ?, entry = ?, until_ms = ? WHERE id = ?'
    this.#sql.rows(update, JSON.stringify(keys), entry, untilMs, id)
  }

  isHeld(id: string): boolean {
    return this.#sql.rows('SELECT 1 AS held FROM held WHERE id = ?', id).length > 0
  }

  /** What has waited long enough, oldest first. */
  overdue(nowMs: number, limit: number): HeldRow[] {
    if (this.#held === 0) return []
    const { from, to } = this.holdOnly
    return this.#sql.rows<HeldRow>(
      'SELECT * FROM held WHERE until_ms <= ? AND id >= ? AND id < ? ORDER BY until_ms LIMIT ?',
      nowMs,
      from,
      to,
      limit,
    )
  }

  nextOverdueMs(): number | undefined {
    if (this.#held === 0) return undefined
    const { from, to } = this.holdOnly
    const query = 'SELECT min(until_ms) AS next FROM held WHERE id >= ? AND id < ?'
    return this.#sql.rows<{ next: number | null }>(query, from, to)[0]?.next ?? undefined
  }

  /** Part of it has been settled: what is said of the rest, should its answer never come. */
  goOnWaiting(id: string, entry: string): void {
    this.#sql.rows('UPDATE held SET entry = ? WHERE id = ?', entry, id)
  }

  release(id: string): void {
    this.#sql.rows('DELETE FROM held WHERE id = ?', id)
    this.#held = this.#count('held')
  }

  /** Forgets what was heard before `beforeMs`, at most `limit` rows of each table. True when there may be more. */
  sweep(beforeMs: number, limit: number): boolean {
    const withdrawals = this.#sql.rows(
      `DELETE FROM withdrawals WHERE (key, destination) IN
         (SELECT key, destination FROM withdrawals WHERE heard_ms < ? LIMIT ?) RETURNING 1 AS gone`,
      beforeMs,
      limit,
    )
    const snapshots = this.#sql.rows(
      'DELETE FROM snapshots WHERE key IN (SELECT key FROM snapshots WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone',
      beforeMs,
      limit,
    )
    this.#withdrawals = this.#count('withdrawals')
    this.#snapshots = this.#count('snapshots')
    return withdrawals.length === limit || snapshots.length === limit
  }

  /** Row by row: where there are too many, the rest is not read. */
  *#withdrawnKeys(): Iterable<string> {
    if (this.#withdrawals === 0) return
    for (const { key } of this.#sql.each<{ key: string }>('SELECT DISTINCT key FROM withdrawals')) yield key
  }

  /** 0 or 1: whether there is any is all that the hot path asks. `held` is small enough to be counted. */
  #count(table: 'withdrawals' | 'snapshots' | 'held'): number {
    const query = table === 'held' ? 'SELECT count(*) AS n FROM held' : `SELECT EXISTS (SELECT 1 FROM ${table}) AS n`
    return this.#sql.rows<{ n: number }>(query)[0]?.n ?? 0
  }
}
