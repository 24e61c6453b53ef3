import { expect, it } from 'vitest'
import { groupLives, studyLives } from './event-study.ts'

const WEEK = 168

/** Ten visits every hour, twenty on the first hour of each week. */
function flat(hours: number): Float64Array {
  return Float64Array.from({ length: hours }, (_, hour) => (hour % WEEK === 0 ? 20 : 10))
}

function only(counts: ArrayLike<number>, starts: readonly number[]) {
  const [study] = studyLives(counts, starts)
  if (study === undefined || 'why' in study) throw new Error(`no study: ${study?.why}`)
  return study
}

it('takes the same hour of the week from clean weeks only, further back where a Live lay in the way', () => {
  const counts = flat(8 * WEEK)
  const start = 6 * WEEK
  // An earlier Live tripled its own days; were its week not left out, 48 hours would be expected to have 20 visits more each.
  for (let hour = 5 * WEEK; hour < 5 * WEEK + 72; hour++) counts[hour] = 3 * (counts[hour] ?? 0)
  for (let hour = start; hour < start + 48; hour++) counts[hour] = 2 * (counts[hour] ?? 0)
  const study = studyLives(counts, [start, 5 * WEEK])[1]
  expect(study).toMatchObject({ expected: 490, observed: 980, incremental: 490, relative: 1 })
})

it('is as unusual as its rank among the windows without a Live, never less likely than one of them all', () => {
  const counts = flat(8 * WEEK)
  counts[6 * WEEK + 3] = 40
  const study = only(counts, [6 * WEEK])
  expect(study.placebos.starts.length).toBeGreaterThan(50)
  expect(study.p).toBe(study.smallestP)
  expect(only(flat(8 * WEEK), [6 * WEEK]).p).toBe(1)
})

it('always puts the estimate inside its interval, and gives none where the placebos are too few for the level', () => {
  const counts = flat(8 * WEEK).map((value, hour) => value + ((hour * 7919) % 5))
  for (let hour = 6 * WEEK; hour < 6 * WEEK + 48; hour++) counts[hour] = 1.5 * (counts[hour] ?? 0)
  const { interval, relative } = only(counts, [6 * WEEK])
  expect(interval?.low).toBeLessThan(relative)
  expect(interval?.high).toBeGreaterThan(relative)
  expect(interval?.low).toBeGreaterThan(0.3)
  expect(only(counts.slice(0, 4 * WEEK + 60), [4 * WEEK]).interval).toBeUndefined()
})

it('answers two Lives within 72 hours as one, and says why another has no answer', () => {
  expect(groupLives([300, 100, 171])).toEqual([
    { starts: [100, 171], from: 100, to: 219 },
    { starts: [300], from: 300, to: 348 },
  ])
  expect(studyLives(flat(5 * WEEK), [10, 5 * WEEK - 47])).toMatchObject([
    { why: 'no_baseline' },
    { why: 'window_not_over' },
  ])
  expect(studyLives(flat(WEEK), [-80])).toMatchObject([{ why: 'no_baseline' }])
})
