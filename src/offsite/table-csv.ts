/**
 * A table as CSV (RFC 4180), for people and programs: the columns of the table, then for those with an interval its ends, how many it
 * is made of, and why a cell has no number. Money stays in minor units of the currency that a column of its own names. Pure.
 */
import type { AnalysisCell, AnalysisTable } from '../analysis/table.ts'

const SIDES = ['low', 'high', 'n', 'why'] as const

export function tableCsv({ columns, rows, frame_id: frameId, currency }: AnalysisTable): string {
  const sides = columns.map((_, at) =>
    SIDES.filter((side) => rows.some(({ cells }) => cells[at]?.[side] !== undefined)),
  )
  const head = columns.flatMap(({ key }, at) => [key, ...(sides[at] ?? []).map((side) => `${key}_${side}`)])
  const lines = rows.map(({ kind, cells }) => [
    kind,
    ...columns.flatMap((_, at) => {
      const cell: AnalysisCell = cells[at] ?? { value: null }
      return [cell.value, ...(sides[at] ?? []).map((side) => cell[side])]
    }),
    frameId,
    currency,
  ])
  const all = [['row_kind', ...head, 'frame_id', 'currency'], ...lines]
  return all.map((line) => `${line.map(field).join(',')}\r\n`).join('')
}

/** A text that a spreadsheet would take for a formula is made one of text. */
function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
