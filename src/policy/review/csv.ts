/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8, and no cell that a spreadsheet would compute. */
import { visible } from './visible.ts'

const BYTE_ORDER_MARK = '\uFEFF'
/** What makes a spreadsheet take a cell for a formula; full-width signs do so in some languages. OWASP, "CSV Injection". */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u

export function csv(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(raw: string): string {
  const text = raw.split('\n').map(visible).join('\n')
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
