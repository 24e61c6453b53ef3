/** Two tables side by side, of one column: only under one frame, for numbers of two frames do not compare. Pure. */
import { compareFrames, frameId, type Frame } from './attribution/frame.ts'
import type { AnalysisCell, AnalysisColumn, AnalysisRow, AnalysisTable } from './table.ts'

export interface FramedTable {
  readonly table: AnalysisTable
  readonly frame?: Frame
}

export type TablesCompared =
  | { readonly ok: true; readonly table: AnalysisTable }
  /** What is not the same in the two frames. */
  | { readonly ok: false; readonly code: 'frames_differ'; readonly differs: readonly string[] }
  /** Two kinds of table, or one without a frame, or whose frame is not the one that it names. */
  | { readonly ok: false; readonly code: 'not_comparable' }
  | { readonly ok: false; readonly code: 'no_such_column'; readonly columns: readonly string[] }

const NUMBERS: ReadonlySet<AnalysisColumn['kind']> = new Set([
  'count',
  'credit',
  'money',
  'share',
  'ratio',
  'days',
  'p',
])

/** Without `column`: the first that has numbers. */
export function compareTables(one: FramedTable, other: FramedTable, column?: string): TablesCompared {
  const [frame, second] = [one.frame, other.frame]
  if (frame === undefined || second === undefined || one.table.id !== other.table.id)
    return { ok: false, code: 'not_comparable' }
  if (frameId(frame) !== one.table.frame_id || frameId(second) !== other.table.frame_id)
    return { ok: false, code: 'not_comparable' }
  const frames = compareFrames(frame, second)
  if (!frames.ok) return frames
  const numbers = one.table.columns.filter(({ kind }) => NUMBERS.has(kind))
  const wanted = column === undefined ? numbers[0] : numbers.find(({ key }) => key === column)
  if (wanted === undefined) return { ok: false, code: 'no_such_column', columns: numbers.map(({ key }) => key) }
  return { ok: true, table: sideBySide(one.table, other.table, wanted) }
}

function sideBySide(one: AnalysisTable, other: AnalysisTable, { key, kind }: AnalysisColumn): AnalysisTable {
  const [left, right] = [one, other].map((table) => cellsOf(table, key))
  const names = leading(one)
  const rows = new Map([...(left ?? []), ...(right ?? [])].map(([id, { row }]) => [id, row]))
  return {
    id: one.id,
    ...(one.frame_id !== undefined && { frame_id: one.frame_id }),
    ...(one.currency !== undefined && { currency: one.currency }),
    columns: [
      ...one.columns.slice(0, names),
      { key: 'first', kind },
      { key: 'second', kind },
      { key: 'difference', kind },
    ],
    rows: [...rows].map(([id, row]): AnalysisRow => {
      const [first = NOT_THERE, second = NOT_THERE] = [left?.get(id)?.cell, right?.get(id)?.cell]
      return { kind: row.kind, cells: [...row.cells.slice(0, names), first, second, differenceOf(first, second)] }
    }),
    notes: [],
  }
}

const NOT_THERE: AnalysisCell = { value: null, why: 'does_not_apply' }

function differenceOf(first: AnalysisCell, second: AnalysisCell): AnalysisCell {
  if (typeof first.value !== 'number' || typeof second.value !== 'number') return NOT_THERE
  return { value: second.value - first.value }
}

interface Named {
  readonly row: AnalysisRow
  readonly cell: AnalysisCell | undefined
}

/** By the names that a row begins with. */
function cellsOf(table: AnalysisTable, key: string): ReadonlyMap<string, Named> {
  const at = table.columns.findIndex((column) => column.key === key)
  const names = leading(table)
  return new Map(
    table.rows.map((row) => [
      JSON.stringify([row.kind, ...row.cells.slice(0, names).map(({ value }) => value)]),
      { row, cell: row.cells[at] },
    ]),
  )
}

function leading({ columns }: AnalysisTable): number {
  const first = columns.findIndex(({ kind }) => kind !== 'name' && kind !== 'date')
  return first === -1 ? columns.length : first
}
