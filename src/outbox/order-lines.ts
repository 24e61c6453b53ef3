/**
 * What became of the events of orders: lines out of what waits and out of the receipts. Rows that speak of no order are passed
 * over by SQLite, without being taken apart: a million receipts of page views cost little. Not on the hot path.
 */
import type { OrderLine } from '../reconciliation/wire.ts'
import type { LinesAnswer, LinesAsk, LinesCursor } from './ledger-asks.ts'
import { firstSince } from './receipt-book.ts'
import type { Sheet } from './state.ts'
import type { PendingSheet, ReceiptRow } from './store.ts'
import type { Sql } from './tables.ts'
import type { Entry, OrderTrace } from './types.ts'

type StateOf = (destination: string) => 'waiting' | 'retrying' | 'parked' | 'dead'

/** How an entry of an order stands in the JSON of a sheet. Within a text the quotes would be escaped. */
const OF_AN_ORDER = '"r":{"o":"'
const PAGE_LINES = 2_000
/** Rows looked at for one page, whatever is found in them. */
const SCAN_ROWS = 20_000
const SCAN_CHARACTERS = 16 * 1024 * 1024
/** A clock that is set back writes receipts of before behind those of after. */
const SET_BACK_MS = 15 * 60_000
/** Before every parcel. */
const FIRST: LinesCursor = { destination: ' ', afterId: 0 }

/** What waits is looked at first: what ends meanwhile is then found twice, and never missed. */
export function orderLines(sql: Sql, ask: LinesAsk, stateOf: StateOf): LinesAnswer {
  const cursor = ask.cursor ?? FIRST
  return cursor.destination === '' ? endedLines(sql, ask, cursor.afterId) : waitingLines(sql, ask, cursor, stateOf)
}

function waitingLines(sql: Sql, { fromMs, toMs }: LinesAsk, cursor: LinesCursor, stateOf: StateOf): LinesAnswer {
  const rows = sql.each<PendingSheet>(
    `SELECT destination, id, accepted_at_ms, sheet FROM pending
     WHERE id > ? AND instr(sheet, '${OF_AN_ORDER}') > 0 ORDER BY id`,
    cursor.afterId,
  )
  const found = gather(
    rows,
    ({ sheet }) => sheet.length,
    (row) => {
      if (row.accepted_at_ms < fromMs || row.accepted_at_ms >= toMs) return []
      const at = iso(row.accepted_at_ms)
      const { list } = JSON.parse(row.sheet) as Sheet
      return tracesIn(list).map(([entry, trace]) =>
        lineOf(entry, trace, { destination: row.destination, outcome: stateOf(row.destination), at }),
      )
    },
  )
  const { last } = found
  const next =
    last === undefined ? { destination: '', afterId: 0 } : { destination: last.destination, afterId: last.id }
  return { lines: found.lines, next }
}

function endedLines(sql: Sql, { fromMs, toMs }: LinesAsk, afterId: number): LinesAnswer {
  const from = Math.max(afterId, firstSince(sql, fromMs - SET_BACK_MS) - 1)
  const until = firstSince(sql, toMs + SET_BACK_MS) - 1
  const to = Math.min(until, from + SCAN_ROWS)
  const rows = sql.each<ReceiptRow>(
    `SELECT id, at_ms, destination, outcome, code, sheets FROM receipts
     WHERE id > ? AND id <= ? AND instr(sheets, '${OF_AN_ORDER}') > 0 ORDER BY id`,
    from,
    to,
  )
  const found = gather(
    rows,
    ({ sheets }) => sheets.length,
    (row) => (row.at_ms < fromMs || row.at_ms >= toMs ? [] : linesOfReceipt(row)),
  )
  const seen = found.last?.id ?? to
  return { lines: found.lines, next: seen >= until ? null : { destination: '', afterId: seen } }
}

/** That it waits again says the row that it waits in, or a later end. */
function linesOfReceipt({ at_ms: atMs, destination, outcome, code, sheets }: ReceiptRow): OrderLine[] {
  if (outcome === 'redriven') return []
  const at = iso(atMs)
  return (JSON.parse(sheets) as readonly Sheet[]).flatMap(({ list }) =>
    tracesIn(list).flatMap(([entry, trace]) =>
      entry.no === undefined
        ? [lineOf(entry, trace, { destination, outcome, at, ...(code !== '' && { code }) })]
        : Object.entries(entry.no).map(([to, reason]) =>
            lineOf(entry, trace, { destination: to, outcome: 'refused', code: reason, at }),
          ),
    ),
  )
}

function tracesIn(list: readonly Entry[]): (readonly [Entry, OrderTrace])[] {
  return list.flatMap((entry) => (entry.r === undefined ? [] : [[entry, entry.r] as const]))
}

function lineOf(
  entry: Entry,
  { o, v, c, w, u }: OrderTrace,
  told: Pick<OrderLine, 'destination' | 'outcome' | 'at' | 'code'>,
): OrderLine {
  return {
    link: o,
    event: entry.ev,
    event_id: entry.id,
    occurred_at: iso(entry.t),
    ...told,
    ...(v !== undefined && { value: v }),
    ...(c !== undefined && { currency: c }),
    via: w,
    ...(u !== undefined && { page: u }),
  }
}

/** Rows until there are none or it is enough for a page; `last` is undefined where there are none left. */
function gather<Row>(rows: Iterable<Row>, sizeOf: (row: Row) => number, read: (row: Row) => readonly OrderLine[]) {
  const lines: OrderLine[] = []
  let characters = 0
  for (const row of rows) {
    lines.push(...read(row))
    characters += sizeOf(row)
    if (lines.length >= PAGE_LINES || characters >= SCAN_CHARACTERS) return { lines, last: row }
  }
  return { lines, last: undefined }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
