/**
 * Writes down what was counted for the diagnostics, seldom: a row for each hour, at most a few times a minute, and with an
 * alarm that rings anyway where one does. What a crash takes are the counts of the last minute; no event.
 */
import { Counts, type PlainCounts } from '../diagnostics/counts.ts'
import type { ShardReport } from '../diagnostics/report.ts'
import type { Watch } from '../diagnostics/watch.ts'
import { firstHour, MAX_DAYS } from '../diagnostics/window.ts'
import { logDefect } from '../telemetry/log.ts'
import type { Sql } from './tables.ts'

/** Younger counts wait for the next alarm that rings anyway … */
const YOUNG_MS = 15_000
/** … and none waits longer than this. */
const OLD_MS = 60_000

interface HourRow extends Record<string, SqlStorageValue> {
  hour: number
  counts: string
}

export class DiagnosticsDesk {
  readonly #sql: Sql
  readonly #watch: Watch
  readonly #transaction: (work: () => void) => void

  constructor(sql: Sql, watch: Watch, transaction: (work: () => void) => void) {
    this.#sql = sql
    this.#watch = watch
    this.#transaction = transaction
  }

  /** When an alarm must ring for it at the latest; undefined where all is written down. */
  dueMs(): number | undefined {
    const { sinceMs } = this.#watch
    return sinceMs === undefined ? undefined : sinceMs + OLD_MS
  }

  /** Never keeps a delivery up: what cannot be written is counted on, and tried again. */
  saveWhenDue(nowMs: number): void {
    const watch = this.#watch
    if (watch.sinceMs === undefined || nowMs - watch.sinceMs < YOUNG_MS) return
    try {
      this.#transaction(() => this.#save(nowMs))
      watch.taken()
    } catch (error) {
      watch.sinceMs = nowMs
      logDefect('diagnostics', error)
    }
  }

  #save(nowMs: number): void {
    const [sql, watch] = [this.#sql, this.#watch]
    for (const [hour, fresh] of watch.untaken()) {
      const counts = new Counts()
      const known = sql.rows<HourRow>('SELECT hour, counts FROM diagnostics WHERE hour = ?', hour)[0]
      if (known !== undefined) counts.merge(JSON.parse(known.counts) as PlainCounts)
      counts.merge(fresh)
      const text = JSON.stringify(counts.plain())
      sql.rows('INSERT OR REPLACE INTO diagnostics (hour, counts) VALUES (?, ?)', hour, text)
    }
    sql.rows('DELETE FROM diagnostics WHERE hour < ?', firstHour(nowMs, MAX_DAYS))
  }

  /** What is written down of the window, and what is not yet. */
  read(nowMs: number, days: number): Omit<ShardReport, 'states'> {
    const [sql, watch] = [this.#sql, this.#watch]
    const from = firstHour(nowMs, days)
    const counts = new Counts()
    const hours: [number, Record<string, number>][] = []
    const add = (hour: number, plain: PlainCounts) => {
      if (hour < from) return
      counts.merge(plain)
      hours.push([hour, arrivedIn(plain)])
    }
    const written = sql.each<HourRow>('SELECT hour, counts FROM diagnostics WHERE hour >= ? ORDER BY hour', from)
    for (const row of written) add(row.hour, JSON.parse(row.counts) as PlainCounts)
    for (const [hour, plain] of watch.untaken()) add(hour, plain)
    return { counts: counts.plain(), hours }
  }
}

function arrivedIn({ arrived = [] }: PlainCounts): Record<string, number> {
  const events: Record<string, number> = {}
  for (const [event, , , count] of arrived) events[event] = (events[event] ?? 0) + count
  return events
}
