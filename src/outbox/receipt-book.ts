/** Writes receipts as a chain, deletes the oldest, and keeps the signed heads. The SQL of `receipt_heads` is here. */
import { BEGINNING, chainAfter, GENESIS, linkOf, type Link, type ReceiptCells } from './receipt-chain.ts'
import type { Sql } from './tables.ts'

/** A signed head as it lies in the table. */
export interface HeadRow extends Record<string, SqlStorageValue> {
  /** The receipt that it speaks of. */
  id: number
  /** When it was signed, epoch milliseconds. */
  at_ms: number
  chain: string
  /** Compact JWS. */
  jws: string
}

interface LinkRow extends Record<string, SqlStorageValue> {
  id: number
  chain: string
}

/** A state folder from before the chain: its rows keep an empty chain value, and what was deleted of them is over. */
export function addChainColumn(sql: Sql): void {
  const has = sql.rows("SELECT 1 AS has FROM pragma_table_info('receipts') WHERE name = 'chain'").length > 0
  if (has) return
  sql.rows("ALTER TABLE receipts ADD COLUMN chain TEXT NOT NULL DEFAULT ''")
  const oldest = oldestId(sql)
  if (oldest !== undefined && oldest > 1) keepAnchor(sql, { id: oldest - 1, chain: GENESIS })
}

export class ReceiptBook {
  readonly #sql: Sql
  #last: Link

  constructor(sql: Sql) {
    this.#sql = sql
    this.#last = lastLink(sql)
  }

  /** One row, one hash. The caller runs it inside its transaction. */
  append(atMs: number, destination: string, outcome: string, code: string, sheets: string): void {
    // SQLite stores UTF-8: half a surrogate pair would come back as another text than the one that was hashed.
    const row = { at_ms: atMs, destination, outcome, code: code.toWellFormed(), sheets: sheets.toWellFormed() }
    if (this.#insert(row)) return
    // A transaction that failed took our last row back with it.
    this.#last = lastLink(this.#sql)
    if (!this.#insert(row)) throw new Error('two writers of receipts')
  }

  /** False where the last row of the table is not the one that we know. */
  #insert(row: Omit<ReceiptCells, 'id'>): boolean {
    const cells = { id: this.#last.id + 1, ...row }
    const chain = chainAfter(this.#last.chain, cells)
    const kept = this.#sql.rows(
      `INSERT INTO receipts (id, at_ms, destination, outcome, code, sheets, chain)
       SELECT ?, ?, ?, ?, ?, ?, ? WHERE ? = coalesce(
         (SELECT max(id) FROM receipts), (SELECT value ->> 'id' FROM meta WHERE name = 'receipt_anchor'), 0)
       RETURNING 1 AS kept`,
      cells.id,
      cells.at_ms,
      cells.destination,
      cells.outcome,
      cells.code,
      cells.sheets,
      chain,
      this.#last.id,
    )
    if (kept.length === 0) return false
    this.#last = { id: cells.id, chain }
    return true
  }

  /**
   * Deletes the oldest receipts that ended before `beforeMs`, at most `limit`, and remembers the last of them: the chain goes
   * on from there. The caller runs it inside its transaction. True when there may be more.
   */
  prune(beforeMs: number, limit: number): boolean {
    const oldest = oldestId(this.#sql)
    if (oldest === undefined) return false
    const over = firstSince(this.#sql, beforeMs) - 1
    const gone = linkAt(this.#sql, Math.min(over, oldest + limit - 1))
    if (gone.id < oldest) return false
    keepAnchor(this.#sql, gone)
    this.#sql.rows('DELETE FROM receipts WHERE id <= ?', gone.id)
    this.#sql.rows('DELETE FROM receipt_heads WHERE id < ?', gone.id)
    return gone.id < over
  }
}

/** The first head of a receipt is kept: what was said earlier proves more. */
export function keepHead(sql: Sql, head: HeadRow): void {
  sql.rows(
    'INSERT OR IGNORE INTO receipt_heads (id, at_ms, chain, jws) VALUES (?, ?, ?, ?)',
    head.id,
    head.at_ms,
    head.chain,
    head.jws,
  )
}

export function lastHead(sql: Sql): HeadRow | undefined {
  return sql.rows<HeadRow>('SELECT * FROM receipt_heads ORDER BY id DESC LIMIT 1')[0]
}

/** Where the chain stands now. */
export function lastLink(sql: Sql): Link {
  return linkAt(sql, Number.MAX_SAFE_INTEGER)
}

/** The last receipt up to `id`; where there is none, the last one that retention deleted; else the beginning. */
export function linkAt(sql: Sql, id: number): Link {
  const row = sql.rows<LinkRow>('SELECT id, chain FROM receipts WHERE id <= ? ORDER BY id DESC LIMIT 1', id)[0]
  return row === undefined ? anchorOf(sql) : linkOf(row)
}

function oldestId(sql: Sql): number | undefined {
  return sql.rows<{ id: number }>('SELECT id FROM receipts ORDER BY id LIMIT 1')[0]?.id
}

function keepAnchor(sql: Sql, gone: Link): void {
  sql.keep('receipt_anchor', JSON.stringify(gone))
}

/** What retention deleted last. */
export function anchorOf(sql: Sql): Link {
  const text = sql.kept('receipt_anchor')
  return text === undefined ? BEGINNING : (JSON.parse(text) as Link)
}

/**
 * The id of the first receipt that ended at `atMs` or later; one more than the last where there is none. Halves the ids
 * instead of reading every row: they have no gaps, and time goes on with them but for a clock that was set back.
 */
export function firstSince(sql: Sql, atMs: number): number {
  let high = lastLink(sql).id + 1
  let low = oldestId(sql) ?? high
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = sql.rows<{ at_ms: number }>('SELECT at_ms FROM receipts WHERE id >= ? ORDER BY id LIMIT 1', middle)[0]
    if (row === undefined || row.at_ms >= atMs) high = middle
    else low = middle + 1
  }
  return low
}
