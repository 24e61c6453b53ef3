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
