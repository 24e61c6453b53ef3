import { expect, it } from 'vitest'
import { boundedTable } from './row-bound.ts'
import type { AnalysisRow, AnalysisTable } from './table.ts'

const columns = [
  { key: 'source', kind: 'name' },
  { key: 'credits', kind: 'credit' },
  { key: 'journeys', kind: 'count' },
  { key: 'claimed_orders', kind: 'count', claim: { by: 'platform' } },
] as const

function row(kind: AnalysisRow['kind'], name: string, credits: number | null, claimed = 1): AnalysisRow {
  return { kind, cells: [{ value: name }, { value: credits }, { value: 12 }, { value: claimed }] }
}

const rows = Array.from({ length: 7 }, (_, at) => row('row', `s${at}`, at === 6 ? null : 10))
const table: AnalysisTable = { id: 'credit_by_link', columns, rows, notes: [] }

it('a table that is too long keeps its total, and the rows that are left out stand in one: the sum closes', () => {
  const closing = [row('row', '(other_days)', 3), row('unknown', '(no_consent)', 7), row('total', '(total)', 70)]
  const { rows: shown, notes } = boundedTable({ ...table, rows: [...rows, ...closing] }, 8)
  expect(shown.map(({ cells: [name, credits] }) => [name?.value, credits?.value])).toEqual([
    ['s0', 10],
    ['s1', 10],
    ['s2', 10],
    ['s3', 10],
    // 10 + 10, and one that says nothing.
    ['(rest)', 20],
    ['(other_days)', 3],
    ['(no_consent)', 7],
    ['(total)', 70],
  ])
  // A visitor may be in two rows, and claims are not added up.
  expect(shown[4]?.cells.slice(2)).toEqual([
    { value: null, why: 'does_not_apply' },
    { value: null, why: 'does_not_apply' },
  ])
  expect(notes).toEqual([{ code: 'more_rows', figures: { rows: 3, most: 8 } }])
})

it('a list without a sum is cut and says how much more there is; what fits stays as it is', () => {
  const cut = boundedTable(table, 5)
  expect([cut.rows.length, cut.notes]).toEqual([5, [{ code: 'more_rows', figures: { rows: 2, most: 5 } }]])
  expect(boundedTable(table, 7)).toBe(table)
})
