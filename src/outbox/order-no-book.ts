/**
 * What the buyers of orders have refused in any copy of them: the SQL of `order_noes`. Looked at after the names of an order are
 * resolved, in the transaction that stores, so that a no under one name is held against a yes under another.
 */
import type { Verdict } from '../pipeline/judge.ts'
import { heldAgainst, standsAgainst, withNoes, type Noes } from '../pipeline/order-noes.ts'
import type { Held } from './state.ts'
import { NOT_STORED, parted, type Sql } from './tables.ts'

interface ChangedNo {
  readonly key: string
  readonly noes: Noes
  readonly until_day: number
}

type StoredNo = Record<string, SqlStorageValue> & { key: string; noes: string }

export class OrderNoBook {
  readonly #sql: Sql
  /** Whether there is any no at all: where there is none, nobody looks. */
  #any: boolean

  constructor(sql: Sql) {
    this.#sql = sql
    this.#any = this.#hasAny()
  }

  /** The same sales without what a no stands against. One after the other, each knowing of those before it. */
  heed(events: readonly Verdict[]): readonly Verdict[] {
    const isAsked = ({ order, noes }: Verdict) => order !== undefined && (this.#any || noes !== undefined)
    const keys = events.filter(isAsked).map(({ dedupeKey }) => dedupeKey)
    if (keys.length === 0) return events
    const known = this.#noesOf(keys)
    const stored = new Set(known.keys())
    const changed = new Map<string, ChangedNo>()
    const heeded = events.map((event) => {
      if (event.order === undefined) return event
      const before = known.get(event.dedupeKey)
      if (event.noes !== undefined) addNo(event, event.noes, known, changed)
      return before === undefined ? event : heldAgainst(event, before)
    })
    const fresh: ChangedNo[] = []
    for (const one of changed.values()) {
      if (stored.has(one.key)) this.#extend(one)
      else fresh.push(one)
    }
    if (fresh.length > 0) this.#insert(fresh)
    return heeded
  }

  /** Of these deliveries, which wait, those whose buyer has said no in a copy that came later. */
  among(parts: readonly Held[], destination: string): readonly Held[] {
    if (!this.#any) return []
    const keys = parts.flatMap(({ entry }) => entry.k?.o ?? [])
    const known = keys.length === 0 ? undefined : this.#noesOf([...new Set(keys)])
    if (known === undefined || known.size === 0) return []
    return parts.filter(({ entry: { k, lv } }) => {
      const noes = k === undefined ? undefined : known.get(k.o)
      if (k === undefined || noes === undefined) return false
      return standsAgainst(noes, { destination, level: lv }, { atMs: k.a, via: k.w, heardMs: k.h })
    })
  }

  /** What was refused under the other key is refused under this one. */
  unite(key: string, other: string): void {
    const noes = this.#any ? this.#noesOf([other]).get(other) : undefined
    if (noes === undefined) return
    const before = this.#noesOf([key]).get(key)
    this.#sql.rows(
      `INSERT OR REPLACE INTO order_noes (key, noes, until_day)
       SELECT ?, ?, max(until_day) FROM order_noes WHERE key IN (?, ?)`,
      key,
      JSON.stringify(withNoes(before, noes)),
      key,
      other,
    )
  }

  /** Forgets what is over, at most `limit`. True when there may be more. */
  sweep(todayDay: number, limit: number): boolean {
    if (!this.#any) return false
    const gone = this.#sql.rows(
      'DELETE FROM order_noes WHERE key IN (SELECT key FROM order_noes WHERE until_day < ? LIMIT ?) RETURNING 1 AS gone',
      todayDay,
      limit,
    )
    this.#any = this.#hasAny()
    return gone.length === limit
  }

  #noesOf(keys: readonly string[]): Map<string, Noes> {
    if (!this.#any) return new Map()
    const query = 'SELECT key, noes FROM order_noes WHERE key IN (SELECT value FROM json_each(?))'
    const rows = this.#sql.rows<StoredNo>(query, JSON.stringify(keys))
    return new Map(rows.map(({ key, noes }) => [key, JSON.parse(noes) as Noes]))
  }

  /**
   * Nearly always all are new. A statement of several rows that may fail midway keeps a copy of every page that it writes to, as one with
   * JSON functions or an upsert does: they were a third of what writing noes took (decision 0068).
   */
  #insert(fresh: readonly ChangedNo[]): void {
    this.#any = true
    const groups = parted(fresh).flatMap((part) => [...Map.groupBy(part, ({ until_day: day }) => day)])
    for (const [untilDay, ofDay] of groups) {
      const inserted = this.#sql.rows(
        `INSERT OR IGNORE INTO order_noes (key, noes, until_day) SELECT "key", value, ? FROM json_each(?) RETURNING 1`,
        untilDay,
        JSON.stringify(Object.fromEntries(ofDay.map(({ key, noes }) => [key, JSON.stringify(noes)]))),
      )
      if (inserted.length !== ofDay.length) throw new Error(NOT_STORED)
    }
  }

  #extend({ key, noes, until_day: untilDay }: ChangedNo): void {
    const query = 'UPDATE order_noes SET noes = ?, until_day = max(until_day, ?) WHERE key = ?'
    this.#sql.rows(query, JSON.stringify(noes), untilDay, key)
  }

  #hasAny(): boolean {
    return this.#sql.rows<{ n: number }>('SELECT EXISTS (SELECT 1 FROM order_noes) AS n')[0]?.n === 1
  }
}

/** The same no again changes nothing. */
function addNo(
  { dedupeKey: key, dedupeUntilDay }: Verdict,
  more: Noes,
  known: Map<string, Noes>,
  changed: Map<string, ChangedNo>,
): void {
  const before = known.get(key)
  const noes = withNoes(before, more)
  if (noes === before) return
  known.set(key, noes)
  changed.set(key, { key, noes, until_day: Math.max(dedupeUntilDay, changed.get(key)?.until_day ?? 0) })
}
