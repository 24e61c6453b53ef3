/**
 * An AnalysisTable as plain rows under plain heads: what CSV and Parquet hold. Beside a column stand its interval, its n and why it has no
 * number, where one of its cells says so; money is decimal text in the currency's own units.
 */
import { minorUnits } from '../event/currency.ts'
import type { AnalysisCell, AnalysisColumn, AnalysisTable, ColumnKind } from './table.ts'

export type PlainKind = 'text' | 'number' | 'whole' | 'date' | 'money'

export interface PlainColumn {
  readonly name: string
  readonly kind: PlainKind
}

export interface PlainTable {
  readonly columns: readonly PlainColumn[]
  /** Money as decimal text, dates as YYYY-MM-DD, all else as it is. */
  readonly rows: readonly (readonly (number | string | null)[])[]
}

const KINDS: Readonly<Record<ColumnKind, PlainKind>> = {
  name: 'text',
  count: 'number',
  credit: 'number',
  money: 'money',
  share: 'number',
  ratio: 'number',
  days: 'number',
  date: 'date',
  p: 'number',
}

/** One plain column: where it comes from, and what it takes of a cell. */
interface Part extends PlainColumn {
  readonly index: number
  readonly of: (cell: AnalysisCell) => number | string | null
}

/** `whole`: all that could stand beside a column stands there, so that every file of a table has the same columns. */
export function plainTable(table: AnalysisTable, whole = false): PlainTable {
  const parts = table.columns.flatMap((column, index) => partsOf(table, column, index, whole))
  const { currency = null, frame_id: frameId = null } = table
  const rows = table.rows.map(({ kind, cells }) => [
    kind,
    ...parts.map(({ index, of }) => {
      const cell = cells[index]
      return cell === undefined ? null : of(cell)
    }),
    currency,
    frameId,
  ])
  const columns = [
    text('row_kind'),
    ...parts.map(({ name, kind }) => ({ name, kind })),
    text('currency_code'),
    text('frame_id'),
  ]
  return { columns, rows }
}

function text(name: string): PlainColumn {
  return { name, kind: 'text' }
}

function partsOf(
  { rows, currency }: AnalysisTable,
  { key, kind }: AnalysisColumn,
  index: number,
  whole: boolean,
): readonly Part[] {
  const plain = KINDS[kind]
  const isName = kind === 'name' || kind === 'date'
  const said = (member: keyof AnalysisCell) =>
    (whole && !isName) || rows.some(({ cells }) => cells[index]?.[member] !== undefined)
  const write = (value: number | string | null | undefined) => written(value, plain, currency)
  const part = (end: string, of: Part['of'], own: PlainKind = plain): Part => ({
    name: `${key}${end}`,
    kind: own,
    index,
    of,
  })
  return [
    part('', ({ value }) => write(value)),
    ...(said('low') ? [part('_low', ({ low }) => write(low))] : []),
    ...(said('high') ? [part('_high', ({ high }) => write(high))] : []),
    ...(said('n') ? [part('_n', ({ n }) => n ?? null, 'whole')] : []),
    ...(said('why') ? [part('_why', ({ why }) => why ?? null, 'text')] : []),
  ]
}

function written(
  value: number | string | null | undefined,
  kind: PlainKind,
  currency: string | undefined,
): number | string | null {
  if (value === null || value === undefined) return null
  if (kind === 'text' || kind === 'date') return String(value)
  // A bound that goes on for ever is none.
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return kind === 'money' ? decimalText(value, currency) : value
}

/** A cost per order is no whole number of cents: it is written to the cent. */
function decimalText(minor: number, currency: string | undefined): string {
  const digits = minorUnits(currency ?? '') ?? 2
  const whole = Math.round(Math.abs(minor))
    .toString()
    .padStart(digits + 1, '0')
  const sign = minor < 0 && Number(whole) !== 0 ? '-' : ''
  const cut = whole.length - digits
  return `${sign}${whole.slice(0, cut)}${digits === 0 ? '' : `.${whole.slice(cut)}`}`
}
