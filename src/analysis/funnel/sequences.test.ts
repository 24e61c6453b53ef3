import { expect, it } from 'vitest'
import { HOUR, journeysOf, momentsAt } from '../journeys.fixture.ts'
import { followSequences } from './sequences.ts'

// Channels 0 to 2 are educational, Spark and retargeting; 3 is in no sequence.
const ROLES = Int32Array.of(0, 1, 2, -1)
const WEEK = 168

it('puts a journey into the week and role of its first creative, and follows it through the roles that come after', () => {
  const written = [
    { touches: [[1, 3] as const, [2, 0] as const, [20, 1] as const, [30, 2] as const] },
    { touches: [[3, 0] as const, [40, 2] as const, [50, 1] as const] },
    { touches: [[WEEK + 5, 1] as const, [WEEK + 9, 0] as const] },
  ]
  const cohorts = followSequences(
    journeysOf(written, []),
    momentsAt([[26], [], [WEEK + 6]]),
    momentsAt([[50], [], []]),
    {
      roleOfChannel: ROLES,
      roles: 3,
      weekStartsMs: Float64Array.of(0, WEEK * HOUR, 2 * WEEK * HOUR),
      windowMs: 100 * HOUR,
      asOfMs: 1000 * HOUR,
      fromMs: 0,
      toMs: 1000 * HOUR,
    },
  )
  expect(cohorts.map(({ role, week, journeys, wentOn }) => [role, week, journeys, wentOn])).toEqual([
    [0, undefined, 2, [2, 1, 2]],
    [1, undefined, 1, [0, 1, 0]],
    [0, 0, 2, [2, 1, 2]],
    [1, 1, 1, [0, 1, 0]],
  ])
  expect(cohorts.map(({ toCart }) => [...toCart.durations.converted])).toEqual([[24], [1], [24], [1]])
  expect(cohorts.map(({ toOrder }) => [...toOrder.durations.converted])).toEqual([[48], [], [48], []])
})
