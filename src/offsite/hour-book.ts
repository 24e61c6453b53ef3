/**
 * Visits and steps by the hour, of all consenting visitors together: the SQL of `hours`. No journey is in it, so that nothing of it
 * names anybody; what was counted stays when a journey is forgotten. Its callers make the transactions.
 */
import type { Sql } from '../outbox/tables.ts'

/** Beside visits. */
export const HOURLY_STEPS = ['view_item', 'add_to_cart'] as const
export type HourlyStep = (typeof HOURLY_STEPS)[number]

export interface HourRow extends Record<string, SqlStorageValue> {
  hour_ms: number
  visits: number
  view_item: number
  add_to_cart: number
}

const HOUR_MS = 3_600_000

/** What happened, one by one, added up until it is written: a row for each hour. */
export class HourCounts {
  readonly rows = new Map<number, HourRow>()

  add(atMs: number, what: 'visits' | HourlyStep, count = 1): void {
    const hour = Math.floor(atMs / HOUR_MS) * HOUR_MS
    const row = this.rows.get(hour) ?? { hour_ms: hour, visits: 0, view_item: 0, add_to_cart: 0 }
    row[what] += count
    this.rows.set(hour, row)
  }

  addAll(row: HourRow): void {
    for (const what of ['visits', ...HOURLY_STEPS] as const) this.add(row.hour_ms, what, row[what])
  }
}

export class HourBook {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /**
   * `open`: the hour that its shard is in, as the last batch left it; what it is now. It lies in the shard's row of `taken`, which is written
   * with each batch anyhow: an hour costs a row of its own when it is over, or comes late.
   */
  take(counts: HourCounts, open: string): string {
    if (counts.rows.size === 0) return open
    if (open !== '') counts.addAll(JSON.parse(open) as HourRow)
    const rows = [...counts.rows.values()].toSorted((one, other) => one.hour_ms - other.hour_ms)
    const newest = rows.pop()
    if (rows.length > 0) this.#write(rows)
    return newest === undefined ? '' : JSON.stringify(newest)
  }

  #write(rows: readonly HourRow[]): void {
    this.#sql.rows(
      `INSERT INTO hours (hour_ms, visits, view_item, add_to_cart)
       SELECT value ->> 'hour_ms', value ->> 'visits', value ->> 'view_item', value ->> 'add_to_cart' FROM json_each(?) WHERE true
       ON CONFLICT (hour_ms) DO UPDATE SET visits = visits + excluded.visits,
         view_item = view_item + excluded.view_item, add_to_cart = add_to_cart + excluded.add_to_cart`,
      JSON.stringify(rows),
    )
  }

  /** Undefined where nobody has counted yet. */
  firstMs(): number | undefined {
    const query = 'SELECT hour_ms FROM hours ORDER BY hour_ms LIMIT 1'
    const known = [...this.#sql.rows<{ hour_ms: number }>(query), ...this.#open()]
    return known.length === 0 ? undefined : Math.min(...known.map((row) => row.hour_ms))
  }

  between(fromMs: number, toMs: number): readonly HourRow[] {
    const counts = new HourCounts()
    const query = 'SELECT * FROM hours WHERE hour_ms >= ? AND hour_ms < ?'
    const open = this.#open().filter(({ hour_ms: ms }) => ms >= fromMs && ms < toMs)
    for (const row of [...this.#sql.rows<HourRow>(query, fromMs, toMs), ...open]) counts.addAll(row)
    return [...counts.rows.values()]
  }

  /** One of each shard. */
  #open(): readonly HourRow[] {
    const rows = this.#sql.rows<{ open: string }>("SELECT open FROM taken WHERE open <> ''")
    return rows.map(({ open }) => JSON.parse(open) as HourRow)
  }

  /** Forgets hours before then: there are 24 of them a day. */
  sweep(beforeMs: number): void {
    this.#sql.rows('DELETE FROM hours WHERE hour_ms < ?', beforeMs)
    this.#sql.rows("UPDATE taken SET open = '' WHERE open <> '' AND open ->> 'hour_ms' < ?", beforeMs)
  }
}
