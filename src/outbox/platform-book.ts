/** What platforms say of themselves, as it was imported: the SQL of `platform_reports`. */
import type { PlatformRow } from '../reconciliation/wire.ts'
import type { PlatformAnswer, PlatformAsk, ReportAnswer, ReportAsk } from './ledger-asks.ts'
import type { Sql } from './tables.ts'

interface PartRow extends Record<string, SqlStorageValue> {
  id: string
  file: string
  imported_ms: number
  rows: string
}

const PAGE_PARTS = 4
const DAY_MS = 86_400_000
/** A report's day is one of its own time zone: from UTC+14 to UTC-12. */
const EARLIEST_MS = 14 * 3_600_000
const LATEST_MS = 12 * 3_600_000

export class PlatformBook {
  readonly #sql: Sql
  readonly #idOf: (text: string) => string

  /** `idOf`: a name for a text, the same for the same. */
  constructor(sql: Sql, idOf: (text: string) => string) {
    this.#sql = sql
    this.#idOf = idOf
  }

  /** The same part of the same file is kept once. */
  keep({ destination, file, rows }: ReportAsk, nowMs: number): ReportAnswer {
    const text = JSON.stringify(rows)
    const spans = rows.map(spanOf)
    const kept = this.#sql.rows(
      `INSERT OR IGNORE INTO platform_reports (id, destination, file, imported_ms, from_ms, to_ms, rows)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING 1 AS kept`,
      this.#idOf(`${destination}\n${file}\n${text}`),
      destination,
      file,
      nowMs,
      Math.min(...spans.map(({ fromMs }) => fromMs)),
      Math.max(...spans.map(({ toMs }) => toMs)),
      text,
    )
    return { result: kept.length === 0 ? 'same' : 'stored' }
  }

  /** Parts in the order in which they were imported, of each the rows that touch the range. */
  page({ destination, fromMs, toMs, cursor }: PlatformAsk): PlatformAnswer {
    const { importedMs, id } = cursor ?? { importedMs: 0, id: '' }
    const rows = this.#sql.rows<PartRow>(
      `SELECT id, file, imported_ms, rows FROM platform_reports
       WHERE destination = ? AND from_ms < ? AND to_ms > ? AND (imported_ms, id) > (?, ?)
       ORDER BY imported_ms, id LIMIT ?`,
      destination,
      toMs,
      fromMs,
      importedMs,
      id,
      PAGE_PARTS + 1,
    )
    const page = rows.slice(0, PAGE_PARTS)
    const last = rows.length > page.length ? page.at(-1) : undefined
    return {
      parts: page.map((part) => ({
        file: part.file,
        importedMs: part.imported_ms,
        rows: (JSON.parse(part.rows) as readonly PlatformRow[]).filter((row) => {
          const span = spanOf(row)
          return span.fromMs < toMs && span.toMs > fromMs
        }),
      })),
      next: last === undefined ? null : { importedMs: last.imported_ms, id: last.id },
    }
  }

  /** True when there may be more. */
  sweep(beforeMs: number, limit: number): boolean {
    const query = `DELETE FROM platform_reports WHERE id IN
      (SELECT id FROM platform_reports WHERE to_ms < ? LIMIT ?) RETURNING 1 AS gone`
    return this.#sql.rows(query, beforeMs, limit).length === limit
  }
}

/** `toMs` is exclusive. */
function spanOf(row: PlatformRow): { readonly fromMs: number; readonly toMs: number } {
  if (row.kind === 'event') return { fromMs: Date.parse(row.at), toMs: Date.parse(row.at) + 1 }
  const dayMs = Date.parse(`${row.day}T00:00:00Z`)
  return { fromMs: dayMs - EARLIEST_MS, toMs: dayMs + DAY_MS + LATEST_MS }
}
