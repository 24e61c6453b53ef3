/** A table as CSV (RFC 4180), in English heads that SQL reads: columns by key, commas, decimal points, also where the reader is French. */
import { plainTable } from './table-rows.ts'
import type { AnalysisTable } from './table.ts'

export function tableCsv(table: AnalysisTable): string {
  const { columns, rows } = plainTable(table)
  return [columns.map(({ name }) => name), ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

/** A spreadsheet takes what begins with these signs for a formula, and a campaign's name may; a number below zero is none. */
function quoted(cell: number | string | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const isFormula = /^[\s]*[=+\-@\t\r]/.test(cell) && !/^-\d+(?:\.\d+)?$/.test(cell)
  const safe = isFormula ? `'${cell}` : cell
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
