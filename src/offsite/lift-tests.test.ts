import { describe, expect, it } from 'vitest'
import { liftTestsTable, readingTables } from '../analysis/lift/tables.ts'
import type { AnalysisTable } from '../analysis/table.ts'
import { hasBegun, liftTests, measuredLift } from './lift-tests.ts'

const SPAN = { from: '2026-10-01', to: '2026-10-31' }

/** A test that ended on that day, as the record keeps it: only what is asked of it. */
function kept(id: string, end: string, reading: object) {
  const regions = ['a', 'b', 'c'].map((name) => ({ name }))
  const plan = { kind: 'tidegate_lift_plan', design: 'geo', start: '2026-10-05', end, treated: ['a'], regions }
  const own = {
    kind: 'tidegate_lift_reading',
    verdict: 'lift',
    from: '2026-10-05',
    to: end,
    currency: 'EUR',
    alpha: 0.1,
  }
  return { id, plan, readings: [{ ...own, p: {}, by_day: [], notes: [], ...reading }] }
}

const estimate = { rel: 0.2, incremental: 250_000, incremental_low: 150_000, incremental_high: 400_000 }
/** 1,000.00 for between 1,500.00 and 4,000.00 more. */
const spend = { spend: 100_000, iroas: { low: 1.5, high: 4 } }

function cell({ columns, rows }: AnalysisTable, key: string) {
  return rows[0]?.cells[columns.findIndex((column) => column.key === key)]
}

describe('what tests have measured', () => {
  it('is said alike by the tile of the Business page and by the table of the Lift page, with its days', () => {
    const tests = [kept('money', '2026-10-20', { metric: 'revenue', spend, estimate })]
    const [measured] = measuredLift(tests, SPAN, 'EUR')
    // From the 5th to the 20th are 16 days.
    const iroas = { value: null, why: 'interval_only', low: 1.5, high: 4, n: 16 }
    const icpa = { value: null, why: 'test_of_revenue', n: 16 }
    expect(measured).toEqual({ test: 'money', iroas, icpa, level: 0.9, days: 16, regions: { treated: 1, all: 3 } })
    const [{ reading } = {}] = liftTests(tests)
    const [table] = reading === undefined ? [] : readingTables(reading)
    if (table === undefined) throw new Error('no table')
    expect([cell(table, 'iroas'), cell(table, 'icpa')]).toEqual([iroas, icpa])
    expect(cell(table, 'incremental')?.n).toBe(16)
    expect(cell(liftTestsTable(liftTests(tests)), 'effect')?.n).toBe(16)
    expect(measuredLift(tests, SPAN, 'USD')).toEqual([])
  })

  it('says why where there is no price: no spend was told, or there were no more orders', () => {
    const of = (reading: object) => measuredLift([kept('t', '2026-10-20', { estimate, ...reading })], SPAN, 'EUR')[0]
    expect(of({ metric: 'orders', currency: undefined })).toMatchObject({
      icpa: { why: 'no_spend' },
      iroas: { why: 'no_spend' },
    })
    expect(of({ metric: 'orders', spend: { spend: 100_000, icpa: {} } })).toMatchObject({
      icpa: { value: null, why: 'no_more_orders' },
      iroas: { why: 'test_of_orders' },
    })
    expect(of({ metric: 'orders', spend: { spend: 100_000, icpa: { low: 2_000 } } })?.icpa).toMatchObject({
      low: 2_000,
    })
  })

  it('has the test that ended last before the others, whatever their names', () => {
    const tests = [
      kept('a-first', '2026-10-12', { metric: 'orders', spend, estimate }),
      kept('b-second', '2026-10-20', { metric: 'orders', spend, estimate }),
    ]
    expect(measuredLift(tests, SPAN, 'EUR').map(({ test }) => test)).toEqual(['b-second', 'a-first'])
  })
})

it('a plan is late from the day after its start on', () => {
  const plan = { kind: 'tidegate_lift_plan', design: 'geo', start: '2026-10-05', end: '2026-10-20' }
  expect(hasBegun(plan, '2026-10-05')).toBe(false)
  expect(hasBegun(plan, '2026-10-06')).toBe(true)
})
