/**
 * Orders that somebody spoke of who was not believed: reconciliation can say then why an order was never heard of. The body was
 * not believed either, so there is a keyed hash of the name and nothing else of it, and no more than so many a day. The SQL of
 * `door_refusals`.
 */
import type { Sql } from './tables.ts'

const DAY_MS = 86_400_000
const MAX_A_DAY = 1_000
const KEPT_DAYS = 90
const CODE = /^[a-z][a-z0-9_]{0,63}$/

export class DoorBook {
  readonly #sql: Sql
  #today = { day: -1, noted: 0 }

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Once for each order and reason, however often it is tried. */
  note(link: string, code: string, nowMs: number): void {
    if (!CODE.test(code)) return
    const day = Math.floor(nowMs / DAY_MS)
    if (this.#notedOn(day) >= MAX_A_DAY) return
    const query = 'INSERT OR IGNORE INTO door_refusals (link, code, day) VALUES (?, ?, ?) RETURNING 1 AS noted'
    this.#today.noted += this.#sql.rows(query, link, code, day).length
  }

  #notedOn(day: number): number {
    if (this.#today.day !== day) {
      const query = 'SELECT count(*) AS noted FROM door_refusals WHERE day = ?'
      this.#today = { day, noted: this.#sql.rows<{ noted: number }>(query, day)[0]?.noted ?? 0 }
    }
    return this.#today.noted
  }

  /** link → code */
  among(links: readonly string[]): ReadonlyMap<string, string> {
    const query = 'SELECT link, code FROM door_refusals WHERE link IN (SELECT value FROM json_each(?))'
    const rows = this.#sql.rows<{ link: string; code: string }>(query, JSON.stringify(links))
    return new Map(rows.map(({ link, code }) => [link, code]))
  }

  /** True when there may be more. */
  sweep(nowMs: number, limit: number): boolean {
    const beforeDay = Math.floor(nowMs / DAY_MS) - KEPT_DAYS
    const gone = this.#sql.rows(
      `DELETE FROM door_refusals WHERE (link, code) IN
       (SELECT link, code FROM door_refusals WHERE day < ? LIMIT ?) RETURNING 1 AS gone`,
      beforeDay,
      limit,
    )
    return gone.length === limit
  }
}
