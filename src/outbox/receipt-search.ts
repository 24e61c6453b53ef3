/** Finds the receipts of one person or order, for an access request: every row is read, page by page. Not on the hot path. */
import { PAGE_CHARACTERS, PAGE_ROWS } from './receipt-export.ts'
import { readReceipts } from './receipts.ts'
import type { Sheet } from './state.ts'
import type { PendingSheet, ReceiptRow } from './store.ts'
import type { Sql } from './tables.ts'
import type { Receipt } from './types.ts'

/** What the Worker asks a shard for. Plain data. */
export interface FindAsk {
  readonly shard: number
  /** Person keys: 32 hex digits each. */
  readonly keys: readonly string[]
  /** Where the last page ended; null for the first page of this shard. */
  readonly place: FindPlace | null
}

/** What waits is looked at first: what ends meanwhile is then found twice, and never missed. */
export interface FindPlace {
  /** The destination whose parcels were looked at last; `_dead` for dead letters; empty when it is the turn of the receipts. */
  readonly destination: string
  readonly afterId: number
}

export interface FindPage {
  /** NDJSON: `receipt` lines of receipt-lines.ts, each with its end. */
  readonly text: string
  /** Null after the last page of this shard. */
  readonly next: FindPlace | null
}

type StateOf = (destination: string) => 'waiting' | 'retrying' | 'parked' | 'dead'
type Chained = ReceiptRow & { readonly chain: string }

const SCAN_CHARACTERS = 16 * 1024 * 1024
/** No destination is called so. */
const DEAD = '_dead'
const FIRST: FindPlace = { destination: ' ', afterId: 0 }

export function findReceipts(sql: Sql, ask: FindAsk, stateOf: StateOf): FindPage {
  const place = ask.place ?? FIRST
  if (place.destination === '') return findEnded(sql, ask, place)
  return place.destination === DEAD ? findDead(sql, ask, place) : findWaiting(sql, ask, place, stateOf)
}

/** What was refused and is kept: its receipt comes too, with that of the other ends. */
function findDead(sql: Sql, ask: FindAsk, place: FindPlace): FindPage {
  const rows = sql.each<PendingSheet>(
    'SELECT destination, id, accepted_at_ms, sheet FROM dead_letters WHERE id > ? ORDER BY id LIMIT ?',
    place.afterId,
    PAGE_ROWS,
  )
  const found = scanSheets(rows, ask, () => 'dead')
  return { text: found.text, next: { destination: found.last === undefined ? '' : DEAD, afterId: found.last?.id ?? 0 } }
}

function findWaiting(sql: Sql, ask: FindAsk, place: FindPlace, stateOf: StateOf): FindPage {
  const rows = sql.each<PendingSheet>(
    `SELECT destination, id, accepted_at_ms, sheet FROM pending
     WHERE id > ? ORDER BY id LIMIT ?`,
    place.afterId,
    PAGE_ROWS,
  )
  const found = scanSheets(rows, ask, stateOf)
  const { last } = found
  return { text: found.text, next: last === undefined ? { destination: DEAD, afterId: 0 } : placeOf(last) }
}

function scanSheets(rows: Iterable<PendingSheet>, ask: FindAsk, stateOf: StateOf) {
  const read = (row: PendingSheet) => {
    const [sheet] = sheetsWith(`[${row.sheet}]`, ask.keys)
    if (sheet === undefined) return []
    const mine = { ...row, sheet: JSON.stringify(sheet) }
    return readReceipts({ receipts: () => [], pendingSheets: () => [[mine]] }, PAGE_ROWS, stateOf)
  }
  return scan(
    rows,
    (row) => row.sheet,
    read,
    (receipt) => lineOf(ask.shard, null, null, receipt),
  )
}

function placeOf(row: PendingSheet): FindPlace {
  return { destination: row.destination, afterId: row.id }
}

function findEnded(sql: Sql, ask: FindAsk, place: FindPlace): FindPage {
  const rows = sql.each<Chained>(
    `SELECT id, at_ms, destination, outcome, code, sheets, chain FROM receipts WHERE id > ? ORDER BY id LIMIT ?`,
    place.afterId,
    PAGE_ROWS,
  )
  const read = (row: Chained) => {
    const sheets = sheetsWith(row.sheets, ask.keys)
    if (sheets.length === 0) return []
    const mine = { ...row, sheets: JSON.stringify(sheets) }
    return readReceipts({ receipts: () => [mine], pendingSheets: () => [] }, PAGE_ROWS, () => 'waiting')
  }
  const found = scan(
    rows,
    (row) => row.sheets,
    read,
    (receipt, row) => lineOf(ask.shard, row.id, row.chain, receipt),
  )
  const { last } = found
  return { text: found.text, next: last === undefined ? null : { destination: '', afterId: last.id } }
}

/** Reads rows until there are none or it is enough for one page; `last` is undefined where there are none left. */
function scan<Row>(
  rows: Iterable<Row>,
  sheetOf: (row: Row) => string,
  read: (row: Row) => readonly Receipt[],
  write: (receipt: Receipt, row: Row) => string,
): { readonly text: string; readonly last: Row | undefined } {
  let text = ''
  let scanned = 0
  let last: Row | undefined
  for (const row of rows) {
    last = row
    scanned += sheetOf(row).length
    for (const receipt of read(row)) text += write(receipt, row)
    if (scanned >= SCAN_CHARACTERS || text.length >= PAGE_CHARACTERS) break
  }
  return { text, last }
}

/** The sheets with only those lines that bear one of the keys: the other lines are other people's. */
function sheetsWith(text: string, keys: readonly string[]): Sheet[] {
  // Nearly every row is of other people only: it is not taken apart for them.
  if (!keys.some((key) => text.includes(key))) return []
  return (JSON.parse(text) as Sheet[])
    .map((sheet) => ({ ...sheet, list: sheet.list.filter(({ p: own }) => own?.some((key) => keys.includes(key))) }))
    .filter(({ list }) => list.length > 0)
}

function lineOf(shard: number, id: number | null, chain: string | null, receipt: Receipt): string {
  return `${JSON.stringify({ kind: 'receipt', shard, id, chain, ...receipt })}\n`
}
