/**
 * Refunds that came before their orders: they wait for the order's line, under a keyed hash of its number. Their events have gone
 * out already; what waits is the ledger's knowledge of them. The SQL of `early_refunds`.
 */
import type { LedgerRefund } from '../event/ledger-order.ts'
import { parseLedgerRefund } from '../event/ledger-schema.ts'
import type { Sql } from './tables.ts'

const DAY_MS = 86_400_000
/** As long as a refund's event is known. */
const KEPT_DAYS = 90
/** No shop has so many at once; an order that nobody ever tells of must not fill the shard. */
const MAX_WAITING = 10_000

export class EarlyRefunds {
  readonly #sql: Sql
  #waiting: number | undefined

  constructor(sql: Sql) {
    this.#sql = sql
  }

  keep(link: string, heard: unknown, nowMs: number): void {
    const refund = parseLedgerRefund(heard)
    if (refund === undefined || this.#count() >= MAX_WAITING) return
    const query = `INSERT OR IGNORE INTO early_refunds (link, refund_id, at_ms, refund) VALUES (?, ?, ?, ?) RETURNING 1 AS kept`
    this.#waiting = this.#count() + this.#sql.rows(query, link, refund.id, nowMs, JSON.stringify(refund)).length
  }

  /** Of most shops none ever waits: nobody looks then. */
  of(link: string): readonly LedgerRefund[] {
    if (this.#count() === 0) return []
    const rows = this.#sql.rows<{ refund: string }>('SELECT refund FROM early_refunds WHERE link = ?', link)
    return rows.map(({ refund }) => JSON.parse(refund) as LedgerRefund)
  }

  forget(link: string): void {
    this.#sql.rows('DELETE FROM early_refunds WHERE link = ?', link)
    this.#waiting = undefined
  }

  /** True when there may be more. */
  sweep(nowMs: number, limit: number): boolean {
    const gone = this.#sql.rows(
      `DELETE FROM early_refunds WHERE (link, refund_id) IN
       (SELECT link, refund_id FROM early_refunds WHERE at_ms < ? LIMIT ?) RETURNING 1 AS gone`,
      nowMs - KEPT_DAYS * DAY_MS,
      limit,
    )
    this.#waiting = undefined
    return gone.length === limit
  }

  #count(): number {
    return (this.#waiting ??= this.#sql.rows<{ n: number }>('SELECT count(*) AS n FROM early_refunds')[0]?.n ?? 0)
  }
}
