/** What was imported: the SQL of `imports` and `import_files`. A row of the same day and name takes the place of the one before it. */
import { isTooLong, type Sql } from '../outbox/tables.ts'
import type { OffsiteAsk } from './asks.ts'
import { MAX_FILES, MAX_IMPORT_ROWS, MAX_SHOWN_ROWS } from './record-bounds.ts'
import { importKey } from './row-key.ts'
import type { ImportFile, ImportRow } from './rows.ts'

/** `known`: the same file had been taken before, so nothing was written. */
export interface ImportAnswer {
  readonly result: 'taken' | 'known' | 'full'
  /** Rows that were not there before, that took another's place, and that said what was known. */
  readonly added: number
  readonly changed: number
  readonly same: number
}

export interface KeptFile {
  readonly file: string
  readonly name: string
  readonly imported_at: string
  readonly rows: number
}

interface KeptRow extends Record<string, SqlStorageValue> {
  kind: string
  day: string
  key: string
  row: string
}

export class ImportBook {
  readonly #sql: Sql
  /** Never fewer than there are: to count them reads all of them, and a file comes in thousands of parts. */
  #rows: number | undefined

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** A file comes in parts of some hundred rows, each under the same name: the part's own rows say whether it is known. */
  take({ file, name, rows }: ImportFile, dryRun: boolean, nowMs: number): ImportAnswer {
    const known = this.#sql.rows<{ rows: number }>('SELECT rows FROM import_files WHERE file = ?', file)[0]
    const counts = { added: 0, changed: 0, same: 0 }
    if (!this.#hasRoom(known === undefined, rows.length)) return { result: 'full', ...counts }
    for (const row of rows) counts[this.#keep(row, file, dryRun)]++
    if (!dryRun) this.#rows = (this.#rows ?? 0) + counts.added
    const isKnown = known !== undefined && counts.added + counts.changed === 0
    if (!dryRun && !isKnown) {
      const query = 'INSERT OR REPLACE INTO import_files (file, name, at_ms, rows) VALUES (?, ?, ?, ?)'
      this.#sql.rows(query, file, name, nowMs, (known?.rows ?? 0) + counts.added + counts.changed + counts.same)
    }
    return { result: isKnown ? 'known' : 'taken', ...counts }
  }

  #keep(row: ImportRow, file: string, dryRun: boolean): 'added' | 'changed' | 'same' {
    const [day, key, text] = [dayOf(row), importKey(row), JSON.stringify(row)]
    const before = this.#sql.rows<{ row: string }>(
      'SELECT row FROM imports WHERE kind = ? AND day = ? AND key = ?',
      row.kind,
      day,
      key,
    )[0]
    if (before?.row === text) return 'same'
    if (!dryRun) {
      const query = 'INSERT OR REPLACE INTO imports (kind, day, key, file, row) VALUES (?, ?, ?, ?, ?)'
      this.#sql.rows(query, row.kind, day, key, file, text)
    }
    return before === undefined ? 'added' : 'changed'
  }

  /** Also for the further parts of a file that is known: its name alone is no leave to go on for ever. */
  #hasRoom(isNewFile: boolean, rows: number): boolean {
    if ((this.#rows ??= this.#count('imports')) + rows > MAX_IMPORT_ROWS) {
      // Some may have gone since they were counted.
      this.#rows = this.#count('imports')
      if (this.#rows + rows > MAX_IMPORT_ROWS) return false
    }
    return !isNewFile || this.#count('import_files') < MAX_FILES || this.#dropReplaced() > 0
  }

  #count(table: 'imports' | 'import_files'): number {
    return this.#sql.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0
  }

  /** Files of which no row is left, for later ones have taken their place: they say nothing any more. How many there were. */
  #dropReplaced(): number {
    const query = 'DELETE FROM import_files WHERE file NOT IN (SELECT file FROM imports) RETURNING 1 AS gone'
    return this.#sql.rows(query).length
  }

  show({ rows: what, from = '', to = '9999' }: Extract<OffsiteAsk, { kind: 'imported' }>): object {
    if (what === 'files') return { files: this.#files() }
    if (what === 'survey') return { rows: this.#answers() }
    return { rows: this.#first(what, from, to, MAX_SHOWN_ROWS) }
  }

  /** Without the order: who may read imports may not all read who bought. */
  #answers(): readonly Omit<Extract<ImportRow, { kind: 'survey' }>, 'order_id'>[] {
    return this.#first('survey', '', '', MAX_SHOWN_ROWS).map(({ kind, source, at }) => ({
      kind,
      source,
      at: at.slice(0, 10),
    }))
  }

  /** By their day, of one day the newest file's last; those of costs by the day that they begin on. */
  rows<Kind extends ImportRow['kind']>(kind: Kind, from: string, to: string): Extract<ImportRow, { kind: Kind }>[] {
    const texts = this.#days(kind, from, to)
    if (texts === 'too_long') return this.#first(kind, from, to, MAX_IMPORT_ROWS)
    return texts.flatMap(({ rows }) => JSON.parse(`[${rows}]`) as Extract<ImportRow, { kind: Kind }>[])
  }

  /** Each day is one text: a page reads ten thousand rows, and a row of its own would cost as much as what is in it. */
  #days(kind: ImportRow['kind'], from: string, to: string): readonly { readonly rows: string }[] | 'too_long' {
    const query = `SELECT group_concat(row, ',' ORDER BY at_ms, key) AS rows FROM imports LEFT JOIN import_files USING (file)
      WHERE kind = ? AND day >= ? AND day <= ? GROUP BY day ORDER BY day`
    try {
      return this.#sql.rows<{ rows: string }>(query, kind, from, `${to}~`)
    } catch (error) {
      if (isTooLong(error)) return 'too_long'
      throw error
    }
  }

  #first<Kind extends ImportRow['kind']>(
    kind: Kind,
    from: string,
    to: string,
    most: number,
  ): Extract<ImportRow, { kind: Kind }>[] {
    const query = `SELECT row FROM imports LEFT JOIN import_files USING (file)
      WHERE kind = ? AND day >= ? AND day <= ? ORDER BY day, at_ms, key LIMIT ?`
    const found = this.#sql.rows<KeptRow>(query, kind, from, `${to}~`, most)
    return found.map(({ row }) => JSON.parse(row) as Extract<ImportRow, { kind: Kind }>)
  }

  /** What the buyers answered of orders that a file calls so: name → source, in the order of the names. */
  answersOf(orderNames: readonly string[]): ReadonlyMap<string, string> {
    const keys = orderNames.map((name) => importKey({ kind: 'survey', order_id: name, source: '', at: '' }))
    const query = `SELECT row ->> 'order_id' AS name, row ->> 'source' AS source
      FROM json_each(?) AS wanted JOIN imports ON kind = 'survey' AND day = '' AND imports.key = wanted.value ORDER BY wanted.key`
    const rows = this.#sql.rows<{ name: string; source: string }>(query, JSON.stringify(keys))
    return new Map(rows.map(({ name, source }) => [name, source]))
  }

  /** Answers that belong to such an order go. All are looked at: people seldom ask, and an index would cost a row for every answer. */
  forgetAnswers(isTheirs: (orderId: string) => boolean): void {
    const query = "SELECT key, row ->> 'order_id' AS order_id FROM imports WHERE kind = 'survey' AND day = ''"
    const gone: string[] = []
    for (const { key, order_id: orderId } of this.#sql.each<{ key: string; order_id: string }>(query))
      if (isTheirs(orderId)) gone.push(key)
    for (const key of gone) this.#sql.rows("DELETE FROM imports WHERE kind = 'survey' AND day = '' AND key = ?", key)
  }

  #files(): readonly KeptFile[] {
    const query = 'SELECT * FROM import_files ORDER BY at_ms DESC, file LIMIT ?'
    const rows = this.#sql.rows<{ file: string; name: string; at_ms: number; rows: number }>(query, MAX_FILES)
    return rows.map(({ file, name, at_ms: atMs, rows: count }) => ({
      file,
      name,
      imported_at: new Date(atMs).toISOString(),
      rows: count,
    }))
  }

  /** Forgets days before then; a line of cost is in force until the next one, and stays. True when there may be more. */
  sweep(beforeMs: number, limit: number): boolean {
    const day = new Date(beforeMs).toISOString().slice(0, 10)
    const gone = this.#sql.rows(
      `DELETE FROM imports WHERE (kind, day, key) IN
       (SELECT kind, day, key FROM imports WHERE CASE kind WHEN 'survey' THEN row ->> 'at' ELSE day END < ? AND kind <> 'cost' LIMIT ?) RETURNING 1 AS gone`,
      day,
      limit,
    )
    this.#sql.rows('DELETE FROM import_files WHERE at_ms < ?', beforeMs)
    return gone.length === limit
  }
}

function dayOf(row: ImportRow): string {
  switch (row.kind) {
    case 'media':
    case 'verification':
      return row.day
    case 'live':
      return row.starts_at.slice(0, 10)
    case 'post':
      return row.published_at.slice(0, 10)
    case 'cost':
      return row.from
    case 'survey':
      // Found by its order, whatever the day.
      return ''
  }
}
