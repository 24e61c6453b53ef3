import { expect, it } from 'vitest'
import { conversionBy, kaplanMeier, sortedDurations } from './kaplan-meier.ts'
import { logRank } from './log-rank.ts'

// The `aml` data of R's package survival, as its documentation prints them; log-log bounds by scipy 1.17.
const MAINTAINED = sortedDurations([9, 13, 18, 23, 31, 34, 48], [13, 28, 45, 161])
const NOT_MAINTAINED = sortedDurations([5, 5, 8, 8, 12, 23, 27, 30, 33, 43, 45], [16])

it('steps down as R prints it, with Greenwood’s standard errors', () => {
  const { steps } = kaplanMeier(MAINTAINED)
  expect(steps.map(({ time, atRisk }) => [time, atRisk])).toEqual([
    [9, 11],
    [13, 10],
    [18, 8],
    [23, 7],
    [31, 5],
    [34, 4],
    [48, 2],
  ])
  const printed = [0.909, 0.818, 0.716, 0.614, 0.491, 0.368, 0.184]
  const errors = [0.0867, 0.1163, 0.1397, 0.1526, 0.1642, 0.1627, 0.1535]
  for (const [index, step] of steps.entries()) {
    expect(step.survival).toBeCloseTo(printed[index] ?? 0, 3)
    expect(step.survival * Math.sqrt(step.greenwood)).toBeCloseTo(errors[index] ?? 0, 4)
  }
})

it('says the share that has converted by a time between two steps, with the log-log interval', () => {
  const by24 = conversionBy(kaplanMeier(MAINTAINED), 24, 0.95, 1)
  expect(by24?.share).toBeCloseTo(1 - 0.613_636_36, 8)
  expect(by24?.low).toBeCloseTo(1 - 0.835_299_24, 7)
  expect(by24?.high).toBeCloseTo(1 - 0.265_752_04, 7)
  expect([by24?.atRisk, by24?.conversions]).toEqual([6, 4])
})

it('says nothing where fewer than asked for are still at risk, and bounds what nobody has done yet', () => {
  const curve = kaplanMeier(
    sortedDurations(
      [50],
      Array.from({ length: 11 }, () => 60),
    ),
  )
  // 0 of 12: the upper bound of Clopper and Pearson at 90 % is 1 − 0.05^(1/12).
  expect(conversionBy(curve, 24, 0.9, 10)).toMatchObject({ share: 0, low: 0, atRisk: 12 })
  expect(conversionBy(curve, 24, 0.9, 10)?.high).toBeCloseTo(0.220_92, 5)
  expect(conversionBy(curve, 60, 0.9, 10)?.atRisk).toBe(11)
  expect(conversionBy(curve, 61, 0.9, 10)).toBeUndefined()
})

it('tells two sources apart as R’s survdiff does', () => {
  const found = logRank([MAINTAINED, NOT_MAINTAINED])
  expect(found?.chiSquare).toBeCloseTo(3.396_388_7, 6)
  expect(found?.p).toBeCloseTo(0.065_339_32, 7)
  expect(found?.groups.map(({ expected }) => Number(expected.toFixed(2)))).toEqual([10.69, 7.31])
})

it('finds no difference between three equal sources, and none to test where one is empty', () => {
  const found = logRank([MAINTAINED, MAINTAINED, MAINTAINED])
  expect(found?.degrees).toBe(2)
  expect(found?.chiSquare).toBeCloseTo(0, 9)
  expect(found?.p).toBeCloseTo(1, 9)
  expect(logRank([MAINTAINED, sortedDurations([], [])])).toBeUndefined()
})
