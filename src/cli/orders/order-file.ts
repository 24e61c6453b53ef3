/** A shop's export → lines for the ledger, and what is wrong with it, line by line. Pure. Nothing in it throws. */
import type { LedgerOrder } from '../../event/ledger-order.ts'
import type { Bilingual } from '../command.ts'
import { decimalSignOf, type DecimalSign } from './amounts.ts'
import { readCsv, type CsvRow, type CsvTable } from './csv-table.ts'
import {
  columnsOf,
  formatOf,
  type Columns,
  type FormatId,
  type OrderField,
  type OrderFormat,
  type OrderState,
} from './format.ts'
import { orderFormat, ORDER_FORMATS } from './formats.ts'
import { ledgerOrderOf } from './order-rows.ts'
import { WORDS } from './order-words.ts'
import { dayOrderOf, isSlashed, type DayOrder } from './shop-times.ts'

export interface ReadOptions {
  readonly format?: FormatId
  readonly decimal?: DecimalSign
  readonly dates?: DayOrder
  /** For files that do not say it. */
  readonly currency?: string
  /** The shop's: times without a zone are read by its clock. */
  readonly timeZone: string
  /** Nothing was sold after it. Absent: any time is taken. */
  readonly nowMs?: number
  /** States that the shop has named itself: plainWord → what it means. */
  readonly states: ReadonlyMap<string, OrderState>
  /** Tags of the shop that keep an order out, in small letters. */
  readonly excludedTags: ReadonlySet<string>
}

export interface LineProblem {
  /** 0: the file as a whole. */
  readonly line: number
  readonly why: Bilingual
}

/** How it was understood: told before anything is sent. */
export interface HowRead {
  readonly format: FormatId
  readonly separator: CsvTable['separator']
  readonly encoding: CsvTable['encoding']
  readonly decimal: DecimalSign
  /** Absent where dates leave no choice. */
  readonly dates?: DayOrder
  readonly rows: number
}

export type OrderFile =
  | { readonly ok: false; readonly why: Bilingual }
  | {
      readonly ok: true
      readonly how: HowRead
      readonly orders: readonly LedgerOrder[]
      readonly problems: readonly LineProblem[]
    }

const AMOUNTS: readonly OrderField[] = [
  'total',
  'tax',
  'shipping',
  'shippingTax',
  'discount',
  'refunded',
  'platformDiscount',
  'paymentDiscount',
]
const TIMES: readonly OrderField[] = ['created', 'paid', 'updated', 'cancelled', 'closed', 'refundAt']

export function readOrderFile(bytes: Uint8Array, options: ReadOptions): OrderFile {
  const read = readCsv(bytes)
  if (!read.ok) return read
  const { table } = read
  const format = options.format === undefined ? formatOf(ORDER_FORMATS, table.header) : orderFormat(options.format)
  if (format === undefined) return { ok: false, why: isNetReport(table) ? WORDS.netReport : WORDS.unknownFormat }
  const columns = columnsOf(format, table.header)
  const missing = format.needs.filter((field) => columns[field] === undefined)
  if (missing.length > 0) return { ok: false, why: WORDS.missingColumns(missing.map((field) => nameOf(format, field))) }
  return readRows(table, format, columns, options)
}

function readRows(table: CsvTable, format: OrderFormat, columns: Columns, options: ReadOptions): OrderFile {
  const rows = withoutExplanation(table.rows, format, columns)
  const decimal = options.decimal ?? decimalSignOf(cellsOf(rows, columns, AMOUNTS))
  if (decimal === 'both') return { ok: false, why: WORDS.decimalsBoth }
  if (decimal === 'undecided') return { ok: false, why: WORDS.decimalsUndecided }
  const dates = options.dates ?? daysIn(rows, columns, format)
  if (dates === 'both') return { ok: false, why: WORDS.daysBoth }
  if (dates === 'undecided') return { ok: false, why: WORDS.daysUndecided }
  const cut = cutNumber(rows, columns)
  if (cut !== undefined) return { ok: false, why: cut }
  const orders: LedgerOrder[] = []
  const problems: LineProblem[] = []
  const context = { format, columns, header: table.header, decimal, dates: dates ?? 'day-month', options } as const
  for (const group of groupsOf(rows, columns, problems)) {
    const shifted = group.flatMap((row) => tooManyCells(row, table.header.length))
    const one = shifted.length > 0 ? { ok: false as const, problems: shifted } : ledgerOrderOf(group, context)
    if (one.ok) orders.push(one.order)
    else problems.push(...one.problems)
  }
  const { separator, encoding } = table
  const how = {
    format: format.id,
    separator,
    encoding,
    decimal,
    rows: rows.length,
    ...(dates !== undefined && { dates }),
  }
  return { ok: true, how, orders, problems: problems.toSorted((one, other) => one.line - other.line) }
}

/** Under its header TikTok Shop writes what each column means. */
function withoutExplanation(
  rows: readonly CsvRow[],
  { explained }: OrderFormat,
  { id = 0 }: Columns,
): readonly CsvRow[] {
  const [first] = rows
  return explained && first !== undefined && !/\d{6}/.test(first.cells[id] ?? '') ? rows.slice(1) : rows
}

function daysIn(
  rows: readonly CsvRow[],
  columns: Columns,
  format: OrderFormat,
): DayOrder | 'both' | 'undecided' | undefined {
  const cells = [...cellsOf(rows, columns, TIMES)]
  if (!cells.some(isSlashed)) return undefined
  if (format.dayFirst) return 'day-month'
  return dayOrderOf(cells) ?? 'undecided'
}

function* cellsOf(rows: readonly CsvRow[], columns: Columns, fields: readonly OrderField[]): Generator<string> {
  const places = fields.flatMap((field) => columns[field] ?? [])
  for (const { cells } of rows)
    for (const place of places) {
      const cell = cells[place] ?? ''
      if (cell !== '') yield cell
    }
}

/** `5.67890E+12`: what a spreadsheet makes of a long number. Different orders have the same then. */
function cutNumber(rows: readonly CsvRow[], { id, name }: Columns): Bilingual | undefined {
  for (const { line, cells } of rows)
    for (const place of [id, name]) {
      const cell = place === undefined ? '' : (cells[place] ?? '')
      if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(cell)) return WORDS.cutNumber(line, cell)
    }
  return undefined
}

/** Cells are in the wrong columns then. Fewer are none: what is missing is told by its column. */
function tooManyCells({ line, cells }: CsvRow, width: number): readonly LineProblem[] {
  const isWide = cells.slice(width).some((cell) => cell !== '')
  return isWide ? [{ line, why: WORDS.tooManyCells(width, cells.length) }] : []
}

/** The rows of one order, also where others lie between them. */
function groupsOf(
  rows: readonly CsvRow[],
  { id, name }: Columns,
  problems: LineProblem[],
): Iterable<readonly CsvRow[]> {
  const groups = new Map<string, CsvRow[]>()
  const byName = new Map<string, string>()
  for (const row of rows) {
    const idCell = id === undefined ? '' : (row.cells[id] ?? '')
    const nameCell = name === undefined ? '' : (row.cells[name] ?? '')
    // Further rows of an order may have its name alone.
    const key = idCell === '' ? (byName.get(nameCell) ?? nameCell) : idCell
    if (key === '') {
      problems.push({ line: row.line, why: WORDS.noId })
      continue
    }
    if (idCell !== '' && nameCell !== '' && !byName.has(nameCell)) byName.set(nameCell, idCell)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups.values()
}

function isNetReport({ header }: CsvTable): boolean {
  return header.some((name) => /^n\. revenue/i.test(name.trim()))
}

function nameOf(format: OrderFormat, field: OrderField): string {
  return format.columns[field]?.[0] ?? field
}
