/** Rows of the lake as one Parquet file. Site and day are in its path (Hive partitions) and not in it. */
import { parquetWriteBuffer } from 'hyparquet-writer'
import { COLUMNS, type Column, type LakeRow } from '../../lake/row.ts'

/** Money is DECIMAL(18, 4), never a binary fraction. */
const VALUE = { precision: 18, scale: 4 } as const

const IN_PATH: ReadonlySet<string> = new Set(['site', 'date'])
const IN_FILE = COLUMNS.filter(({ name }) => !IN_PATH.has(name))

export function parquetOf(rows: readonly LakeRow[]): Uint8Array {
  const columnData = IN_FILE.map((column) => ({ name: column.name, data: rows.map((row) => cellOf(row, column)) }))
  const schema = [{ name: 'lake', num_children: IN_FILE.length }, ...IN_FILE.map(elementOf)]
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, createdBy: 'tidegate' }))
}

function elementOf({ name, type, nullable }: Column) {
  const common = { name, repetition_type: nullable ? ('OPTIONAL' as const) : ('REQUIRED' as const) }
  switch (type) {
    case 'text':
      return { ...common, type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
    case 'boolean':
      return { ...common, type: 'BOOLEAN' as const }
    case 'timestamp':
      return { ...common, type: 'INT64' as const, converted_type: 'TIMESTAMP_MILLIS' as const }
    case 'ten_thousandths':
      return { ...common, ...VALUE, type: 'INT64' as const, converted_type: 'DECIMAL' as const }
  }
}

function cellOf(row: LakeRow, { name, type }: Column): unknown {
  const value = row[name]
  if (value === null) return null
  if (type === 'timestamp') return new Date(String(value))
  // A bigint is written as it is: a number would be multiplied by 10,000, in binary fractions.
  return type === 'ten_thousandths' ? BigInt(value) : value
}
