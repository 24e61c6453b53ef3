import { expect, it } from 'vitest'
import type { LiftPlan } from './plan.ts'
import { liftTestsTable } from './tables.ts'

function planOf(design: LiftPlan['design'], start: string, end: string): LiftPlan {
  return { design, start, end, smallest_p: 0.01, mde: null, mde_worst: null } as unknown as LiftPlan
}

it('a note stands under tests that ran in the same days, unless one of them drew people', () => {
  const { notes } = liftTestsTable([
    { id: 'a', plan: planOf('geo', '2026-03-02', '2026-03-15') },
    { id: 'b', plan: planOf('onoff', '2026-03-15', '2026-03-28') },
    { id: 'c', plan: planOf('geo', '2026-03-29', '2026-04-11') },
    { id: 'd', plan: planOf('holdout', '2026-03-02', '2026-04-11') },
  ])
  expect(notes).toEqual([{ code: 'tests_overlap', figures: { one: 'a', other: 'b' } }])
})

it('says when the gateway was told of a plan, and how many others for the same days nobody read', () => {
  const plan = planOf('geo', '2026-03-02', '2026-03-15')
  const told = { day: '2026-03-01', isInTime: true }
  const table = liftTestsTable([
    { id: 'a', plan, told, others: { plans: 2, unread: 2 } },
    { id: 'b', plan: planOf('onoff', '2026-04-01', '2026-04-20') },
  ])
  expect(table.rows.map(({ cells }) => cells.slice(-4).map(({ value }) => value))).toEqual([
    ['2026-03-01', 'before_first_day', 2, 2],
    [null, null, 0, 0],
  ])
  expect(table.notes).toEqual([{ code: 'plans_of_same_days', figures: { test: 'a', plans: 3, unread: 2 } }])
})
