/** What one answer holds of a table: a page that draws tens of thousands of rows stands still, and an answer has an end. Pure. */
import { SPECIAL } from './attribution/channel-tree.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from './table.ts'

export const MAX_TABLE_ROWS = 10_000
/** Of all rows, as CSV or Parquet takes them: as JSON they are below what one object may tell another (32 MiB). */
export const MAX_TABLE_CELLS = 600_000

/** What adds up over rows; journeys do not, for one may stand in two. */
const ADDITIVE: readonly string[] = ['orders', 'credits', 'credited_value', 'value', 'spend']

/** The first rows and those that make the sum close; where there is such a sum, the others stand in one row. */
export function boundedTable(table: AnalysisTable, most = MAX_TABLE_ROWS): AnalysisTable {
  const { rows, notes } = table
  if (rows.length <= most) return table
  const closing = closingOf(rows)
  const all = rows.slice(0, rows.length - closing.length)
  const room = Math.max(0, most - closing.length - (closing.length > 0 ? 1 : 0))
  const [shown, others] = [all.slice(0, room), all.slice(room)]
  return {
    ...table,
    rows: [...shown, ...(closing.length > 0 ? [restOf(table, others)] : []), ...closing],
    notes: [...notes, { code: 'more_rows', figures: { rows: others.length, most } }],
  }
}

/** What stands after the rows, down to the total. */
function closingOf(rows: readonly AnalysisRow[]): readonly AnalysisRow[] {
  if (rows.at(-1)?.kind !== 'total') return []
  const last = rows.findLastIndex(({ kind, cells }) => kind === 'row' && cells[0]?.value !== SPECIAL.otherDays)
  return rows.slice(last + 1)
}

function restOf({ columns }: AnalysisTable, others: readonly AnalysisRow[]): AnalysisRow {
  const cells = columns.map(({ key, kind, claim }, at): AnalysisCell => {
    if (kind === 'name' || kind === 'date') return { value: at === 0 ? SPECIAL.rest : '' }
    const numbers = others.flatMap(({ cells: own }) => {
      const value = own[at]?.value
      return typeof value === 'number' ? [value] : []
    })
    const adds = claim === undefined && ADDITIVE.includes(key) && numbers.length > 0
    return adds ? { value: numbers.reduce((sum, value) => sum + value, 0) } : { value: null, why: 'does_not_apply' }
  })
  return { kind: 'row', cells }
}
