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
}

export class HourBook {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  take({ rows }: HourCounts): void {
    if (rows.size === 0) return
    this.#sql.rows(
      `INSERT INTO hours (hour_ms, visits, view_item, add_to_cart)
       SELECT value ->> 'hour_ms', value ->> 'visits', value ->> 'view_item', value ->> 'add_to_cart' FROM json_each(?) WHERE true
       ON CONFLICT (hour_ms) DO UPDATE SET visits = visits + excluded.visits,
         view_item = view_item + excluded.view_item, add_to_cart = add_to_cart + excluded.add_to_cart`,
      JSON.stringify([...rows.values()]),
    )
  }

  /** Undefined where nobody has counted yet. */
  firstMs(): number | undefined {
    return this.#sql.rows<{ hour_ms: number }>('SELECT hour_ms FROM hours ORDER BY hour_ms LIMIT 1')[0]?.hour_ms
  }

  between(fromMs: number, toMs: number): readonly HourRow[] {
    return this.#sql.rows<HourRow>('SELECT * FROM hours WHERE hour_ms >= ? AND hour_ms < ?', fromMs, toMs)
  }

  /** Forgets hours before then: there are 24 of them a day. */
  sweep(beforeMs: number): void {
    this.#sql.rows('DELETE FROM hours WHERE hour_ms < ?', beforeMs)
  }
}
