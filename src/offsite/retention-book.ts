/**
 * How long the record keeps what: as the policy says. What it said last is written down, so that retention goes on where the site is
 * in no policy any more; when nothing of it may be kept then, all goes.
 */
import type { Sql } from '../outbox/tables.ts'
import type { CompiledSite } from '../policy/types.ts'

/** Before these moments nothing is kept; epoch ms. */
export interface Cutoffs {
  readonly journeysMs: number
  readonly recordMs: number
  readonly forgottenMs: number
}

interface Days {
  readonly journeys: number
  readonly record: number
  readonly consent: number
}

const DAY_MS = 86_400_000
/** Of a record that had no time to write down what its policy said: what a policy says that names no days. */
const USUAL: Days = { journeys: 395, record: 760, consent: 395 }

export class RetentionBook {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  cutoffs(site: CompiledSite | undefined, nowMs: number): Cutoffs {
    const days = this.#days(site)
    const before = (count: number): number => nowMs - count * DAY_MS
    return { journeysMs: before(days.journeys), recordMs: before(days.record), forgottenMs: before(days.consent) }
  }

  #days(site: CompiledSite | undefined): Days {
    const kept = this.#sql.kept('retention')
    if (site === undefined) return kept === undefined ? USUAL : (JSON.parse(kept) as Days)
    const { analysis, retention } = site
    // A site that keeps journeys no more: nothing of them, and of what was counted.
    if (analysis === undefined) return { journeys: 0, record: 0, consent: retention.consentDays }
    const days = { journeys: analysis.journeyDays, record: analysis.recordDays, consent: retention.consentDays }
    const text = JSON.stringify(days)
    if (text !== kept) this.#sql.keep('retention', text)
    return days
  }

  /** True where the site has been in no policy for as long as anything of it may be kept. */
  isOver(site: CompiledSite | undefined, nowMs: number): boolean {
    const missed = this.#sql.kept('missed')
    if (site !== undefined) {
      if (missed !== undefined) this.#sql.drop('missed')
      return false
    }
    if (missed === undefined) this.#sql.keep('missed', String(nowMs))
    return missed !== undefined && Number(missed) < this.cutoffs(site, nowMs).recordMs
  }
}
