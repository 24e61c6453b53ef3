/**
 * When the gateway was told of each plan of a lift test, and by whom: the SQL of `told_plans`. A plan's date of drawing is the word of whoever
 * made it; that it was told of before its first day, with its seed, is the record's. A plan that nobody ever read stays in it as well.
 */
import type { LiftPlan } from '../analysis/lift/plan.ts'
import type { Sql } from '../outbox/tables.ts'
import type { ToldPlan } from './asks.ts'
import { MAX_TOLD_PLANS } from './record-bounds.ts'

interface ToldRow extends Record<string, SqlStorageValue> {
  test: string
  hash: string
  seed: number
  design: string
  first_day: string
  last_day: string
  told_ms: number
  told_by: string
}

export class PlanRegister {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Told twice counts from the first time. */
  tell(test: string, plan: LiftPlan, by: string, nowMs: number): void {
    const count = this.#sql.rows<{ n: number }>('SELECT count(*) AS n FROM told_plans')[0]?.n ?? 0
    if (count >= MAX_TOLD_PLANS) return
    const { plan_hash: hash, seed, design, start, end } = plan
    this.#sql.rows(
      `INSERT OR IGNORE INTO told_plans (test, hash, seed, design, first_day, last_day, told_ms, told_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      test,
      hash,
      seed,
      design,
      start,
      end,
      nowMs,
      by,
    )
  }

  all(): readonly ToldPlan[] {
    const rows = this.#sql.rows<ToldRow>('SELECT * FROM told_plans ORDER BY told_ms, test, hash')
    return rows.map(({ test, hash, seed, design, first_day: first, last_day: last, told_ms: ms, told_by: by }) => {
      const at = new Date(ms).toISOString()
      return { test, hash, seed, design, first, last, at, by, before_first_day: at.slice(0, 10) < first }
    })
  }
}
