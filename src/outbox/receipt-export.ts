/** Reads a range of receipts out of a shard, page by page, as the lines of an export (receipt-lines.ts). */
import { unverifiedClaims } from '../auth/receipt-signature.ts'
import { firstSince, lastLink, linkAt, type HeadRow } from './receipt-book.ts'
import type { Link, ReceiptCells } from './receipt-chain.ts'
import type { HeadClaims, StartLine } from './receipt-lines.ts'
import { outsideOf } from './receipt-range.ts'
import type { Sql } from './tables.ts'

/** What the Worker asks a shard for. Plain data. */
export interface ExportAsk {
  readonly site: string
  readonly shard: number
  readonly shards: number
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  /** Where the last page ended; null for the first page of this shard. */
  readonly place: ExportPlace | null
}

export interface ExportPlace {
  readonly afterId: number
}

export interface ExportPage {
  /** NDJSON, each line with its end. */
  readonly text: string
  /** Null after the last page of this shard. */
  readonly next: ExportPlace | null
}

export interface Span {
  /** The receipt before the first line of the export. */
  readonly start: Link
  readonly untilId: number
  /** No receipt comes after it. */
  readonly toTheEnd: boolean
}

type ChainedRow = Record<string, SqlStorageValue> & ReceiptCells & { readonly chain: string }

export const PAGE_ROWS = 5_000
/** A page is this long at most, and one row more: a row has up to 2 MB. */
export const PAGE_CHARACTERS = 4 * 1024 * 1024
const LAST_ID = Number.MAX_SAFE_INTEGER

/**
 * The receipts that ended in the range, the one before and the one after. These two prove the edges: whoever moves a receipt
 * out of the range by its date alters one of them. Then those up to the next signed head, which was made then and not now.
 */
export function spanOf(sql: Sql, { fromMs, toMs }: ExportAsk): Span {
  const start = linkAt(sql, firstSince(sql, fromMs) - 2)
  const afterId = firstSince(sql, toMs)
  const head = sql.rows<{ id: number }>('SELECT id FROM receipt_heads WHERE id >= ? ORDER BY id LIMIT 1', afterId)[0]
  const lastId = lastLink(sql).id
  const untilId = Math.min(head?.id ?? afterId, lastId)
  return { start, untilId, toTheEnd: untilId === lastId }
}

/** Whether an earlier page can have ended there: it comes back from the caller, who may have made it up. */
export function isPlaceOf({ start, untilId }: Span, { afterId }: ExportPlace): boolean {
  return afterId >= start.id && afterId <= untilId
}

export function startLineOf(shard: number, start: Link): string {
  const line: StartLine = { kind: 'start', shard, id: start.id, chain: start.chain }
  return `${JSON.stringify(line)}\n`
}

/**
 * Rows and signed heads after the place that is asked for, in order; the head of the first place too. After the last row of
 * all come the heads for which there is no row: somebody has taken it out.
 */
export function pageOf(sql: Sql, ask: ExportAsk, { start, untilId, toTheEnd }: Span): ExportPage {
  const afterId = ask.place?.afterId ?? start.id
  const rows = rowLines(sql, ask, afterId, untilId)
  const lastId = rows.at(-1)?.id ?? untilId
  const ends = lastId >= untilId
  const heads = headLines(sql, ask.place === null ? afterId : afterId + 1, ends && toTheEnd ? LAST_ID : lastId)
  const text = inOrder(rows, heads).join('')
  return { text, next: ends ? null : { afterId: lastId } }
}

interface NumberedLine {
  readonly id: number
  readonly text: string
}

function rowLines(sql: Sql, ask: ExportAsk, afterId: number, untilId: number): NumberedLine[] {
  const lines: NumberedLine[] = []
  let characters = 0
  const rows = sql.each<ChainedRow>(
    `SELECT id, at_ms, destination, outcome, code, sheets, chain FROM receipts
     WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
    afterId,
    untilId,
    PAGE_ROWS,
  )
  for (const row of rows) {
    const text = `${JSON.stringify({ kind: 'row', shard: ask.shard, ...row, outside: outsideOf(row.at_ms, ask) })}\n`
    lines.push({ id: row.id, text })
    characters += text.length
    if (characters >= PAGE_CHARACTERS) break
  }
  return lines
}

function headLines(sql: Sql, fromId: number, toId: number): NumberedLine[] {
  const heads = sql.rows<HeadRow>('SELECT * FROM receipt_heads WHERE id >= ? AND id <= ? ORDER BY id', fromId, toId)
  return heads.map((head) => ({ id: head.id, text: storedHeadLine(head) }))
}

function storedHeadLine({ id, chain, jws }: HeadRow): string {
  return `${JSON.stringify({ kind: 'head', ...unverifiedClaims(jws), id, chain, jws })}\n`
}

/** `missingTo`: the row of a signed head that is no longer there; it is then that the line is not signed. */
export function closingLineOf(claims: HeadClaims, jws: string | null, missingTo?: number): string {
  return `${JSON.stringify({ kind: 'head', ...claims, closes: true, missing_to: missingTo, jws })}\n`
}

/** Both lists are in the order of their ids; a head follows its row. */
function inOrder(rows: readonly NumberedLine[], heads: readonly NumberedLine[]): string[] {
  const texts: string[] = []
  let next = 0
  const headsBefore = (id: number) => {
    for (let head = heads[next]; head !== undefined && head.id < id; head = heads[++next]) texts.push(head.text)
  }
  for (const row of rows) {
    headsBefore(row.id)
    texts.push(row.text)
  }
  headsBefore(Number.POSITIVE_INFINITY)
  return texts
}
