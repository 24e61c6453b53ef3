/** A table of the analysis as one Parquet file. Money is DECIMAL(18, 4), a day a DATE; every column may be NULL. */
import { parquetWriteBuffer } from 'hyparquet-writer'
import { plainTable, type PlainColumn, type PlainKind } from '../../analysis/table-rows.ts'
import type { AnalysisTable } from '../../analysis/table.ts'

const MONEY = { precision: 18, scale: 4 } as const
const DAY_MS = 86_400_000

/** What holds for every row of a file. */
export interface TableSpan {
  /** First and last day. */
  readonly from: string
  readonly to: string
  /** ISO 8601: when it was worked out. */
  readonly as_of: string
}

export function tableParquet(table: AnalysisTable, span: TableSpan): Uint8Array {
  const { columns, rows } = plainTable(table, true)
  const all: readonly (PlainColumn & { readonly cells: readonly (number | string | null)[] })[] = [
    { name: 'span_from', kind: 'date', cells: rows.map(() => span.from) },
    { name: 'span_to', kind: 'date', cells: rows.map(() => span.to) },
    { name: 'as_of', kind: 'text', cells: rows.map(() => span.as_of) },
    ...columns.map((column, index) => ({ ...column, cells: rows.map((cells) => cells[index] ?? null) })),
  ]
  const columnData = all.map(({ name, kind, cells }) => ({ name, data: cells.map((cell) => cellOf(cell, kind)) }))
  const schema = [{ name: table.id, num_children: all.length }, ...all.map(elementOf)]
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, createdBy: 'tidegate' }))
}

function elementOf({ name, kind }: PlainColumn) {
  const common = { name, repetition_type: 'OPTIONAL' as const }
  switch (kind) {
    case 'text':
      return { ...common, type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
    case 'number':
      return { ...common, type: 'DOUBLE' as const }
    case 'whole':
      return { ...common, type: 'INT64' as const }
    case 'date':
      return { ...common, type: 'INT32' as const, converted_type: 'DATE' as const }
    case 'money':
      return { ...common, ...MONEY, type: 'INT64' as const, converted_type: 'DECIMAL' as const }
  }
}

function cellOf(cell: number | string | null, kind: PlainKind): unknown {
  if (cell === null) return null
  switch (kind) {
    case 'text':
      return String(cell)
    case 'number':
      return Number(cell)
    case 'whole':
      return BigInt(Math.round(Number(cell)))
    case 'date':
      return daysOf(String(cell))
    case 'money':
      return tenThousandths(String(cell))
  }
}

/** Days since 1970, as Parquet counts them; null where it is none. */
function daysOf(text: string): number | null {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(ms) ? null : ms / DAY_MS
}

/** "12.34" as 123400: a bigint is written as it is. */
function tenThousandths(text: string): bigint {
  const [units = '0', fraction = ''] = text.split('.')
  const size = BigInt(units.replace('-', '')) * 10_000n + BigInt(fraction.padEnd(4, '0').slice(0, 4))
  return units.startsWith('-') ? -size : size
}
