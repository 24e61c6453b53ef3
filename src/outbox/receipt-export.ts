/** Reads a range of receipts out of a shard, page by page, as the lines of an export (receipt-lines.ts). */
import { unverifiedClaims } from '../auth/receipt-signature.ts'
import { firstSince, lastLink, linkAt, type HeadRow } from './receipt-book.ts'
import type { Link, ReceiptCells } from './receipt-chain.ts'
import type { HeadClaims, StartLine } from './receipt-lines.ts'
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
  /** Fixed by the first page: what comes later is not in this export. */
  readonly untilId: number
}

export interface ExportPage {
  /** NDJSON, each line with its end. */
  readonly text: string
  /** Null after the last page of this shard. */
  readonly next: ExportPlace | null
}

interface Span {
  /** The receipt before the first one of the range. */
  readonly start: Link
  readonly untilId: number
}

type ChainedRow = Record<string, SqlStorageValue> & ReceiptCells & { readonly chain: string }

export const PAGE_ROWS = 5_000
/** A page is this long at most, and one row more: a row has up to 2 MB. */
export const PAGE_CHARACTERS = 4 * 1024 * 1024

/**
 * The receipts that ended in the range, and after them those up to the next signed head, so that the end of the range lies
 * before a signature that was made then and not now.
 */
export function spanOf(sql: Sql, fromMs: number, toMs: number): Span {
  const start = linkAt(sql, firstSince(sql, fromMs) - 1)
  const lastId = firstSince(sql, toMs) - 1
  if (lastId <= start.id) return { start, untilId: start.id }
  const head = sql.rows<{ id: number }>('SELECT id FROM receipt_heads WHERE id >= ? ORDER BY id LIMIT 1', lastId)[0]
  return { start, untilId: Math.min(head?.id ?? lastId, lastLink(sql).id) }
}

/** Whether an earlier page can have ended there: it comes back from the caller, who may have made it up. */
export function isPlaceOf(sql: Sql, ask: ExportAsk, place: ExportPlace): boolean {
  const { start } = spanOf(sql, ask.fromMs, ask.toMs)
  // In the last millisecond of a range that ends now, receipts may have come after the first page.
  const leastId = Math.max(start.id, firstSince(sql, ask.toMs - 1) - 1)
  return place.untilId >= leastId && place.untilId <= lastLink(sql).id && place.afterId <= place.untilId
}

export function startLineOf(shard: number, start: Link): string {
  const line: StartLine = { kind: 'start', shard, id: start.id, chain: start.chain }
  return `${JSON.stringify(line)}\n`
}

/** Rows and signed heads after `place.afterId`, in order; the head of the first place too, where `first`. */
export function pageOf(sql: Sql, shard: number, place: ExportPlace, first: boolean): ExportPage {
  const rows = rowLines(sql, shard, place)
  const lastId = rows.at(-1)?.id ?? place.untilId
  const heads = headLines(sql, first ? place.afterId : place.afterId + 1, lastId)
  const text = inOrder(rows, heads).join('')
  return { text, next: lastId >= place.untilId ? null : { afterId: lastId, untilId: place.untilId } }
}

interface NumberedLine {
  readonly id: number
  readonly text: string
}

function rowLines(sql: Sql, shard: number, { afterId, untilId }: ExportPlace): NumberedLine[] {
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
    const text = `${JSON.stringify({ kind: 'row', shard, ...row })}\n`
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

export function closingLineOf(claims: HeadClaims, jws: string | null): string {
  return `${JSON.stringify({ kind: 'head', ...claims, closes: true, jws })}\n`
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
