import { describe, expect, it } from 'vitest'
import { hasBegun, measuredLift } from './lift-tests.ts'

const SPAN = { from: '2026-10-01', to: '2026-10-31' }

/** A test that ended on that day, as the record keeps it: only what is asked of it. */
function kept(id: string, end: string, reading: object) {
  const plan = { kind: 'tidegate_lift_plan', design: 'geo', start: '2026-10-05', end }
  const own = { kind: 'tidegate_lift_reading', verdict: 'lift', from: '2026-10-05', to: end, currency: 'EUR' }
  return { id, plan, readings: [{ ...own, ...reading }] }
}

const spend = { spend: 100_000 }
const estimate = { rel: 0.2, incremental: 250_000, incremental_low: 150_000, incremental_high: 400_000 }

describe('what tests have measured', () => {
  it('is the revenue of a test that added up revenue, so that iROAS has a number', () => {
    const tests = [kept('money', '2026-10-20', { metric: 'revenue', spend, estimate })]
    expect(measuredLift(tests, SPAN, 'EUR')).toEqual([
      {
        test: 'money',
        spendDifferenceMinor: 100_000,
        valueMinor: { point: 250_000, low: 150_000, high: 400_000 },
      },
    ])
    expect(measuredLift(tests, SPAN, 'USD')).toEqual([])
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
