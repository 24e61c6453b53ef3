/** Tables of the analysis, written down by hand: rows as lists, columns as words. */
import type { AnalysisCell, AnalysisColumn, AnalysisRow, AnalysisTable } from '../../src/analysis/table.ts'

export const FRAME_ID = '5e1f0c7a9b24d1e83f6a0b57c9d2e4418a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d'

export type Cell = AnalysisCell | string | number

export const cell = (one: Cell): AnalysisCell => (typeof one === 'object' ? one : { value: one })
export const row = (...cells: readonly Cell[]): AnalysisRow => ({ kind: 'row', cells: cells.map(cell) })
export const closing = (kind: AnalysisRow['kind'], ...cells: readonly Cell[]): AnalysisRow => ({
  ...row(...cells),
  kind,
})
export const none = (why: AnalysisCell['why']): AnalysisCell => ({ value: null, ...(why !== undefined && { why }) })
export const within = (value: number, low: number, high: number, n: number): AnalysisCell => ({ value, low, high, n })
export const columns = (text: string): readonly AnalysisColumn[] =>
  text.split(' ').map((part) => {
    const [key = '', kind = 'count', by, window] = part.split(':')
    const claim = by === undefined ? {} : { claim: { by, ...(window !== undefined && { window }) } }
    return { key, kind: kind as AnalysisColumn['kind'], ...claim }
  })
export const table = (id: string, head: string, rows: readonly AnalysisRow[], notes: AnalysisTable['notes'] = []) => ({
  id,
  frame_id: FRAME_ID,
  currency: 'EUR',
  level: 0.9,
  columns: columns(head),
  rows,
  notes,
})

export const NA = none('does_not_apply')
