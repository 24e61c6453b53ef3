import { expect, it } from 'vitest'
import { campaignMean, shrink } from './shrinkage.ts'
import { wilson } from '../numbers/wilson.ts'

// scipy 1.17: binomtest(k, n).proportion_ci(0.9, method='wilson')
it.each([
  [2, 3, 0.253_533_868_281_224_15, 0.921_734_273_666_271_6],
  [0, 12, 0, 0.183_981_194_747_476_93],
  [30, 30, 0.917_275_691_874_900_8, 1],
  [87, 412, 0.180_029_964_810_526_94, 0.246_068_856_975_913_27],
])('gives %i of %i Wilson’s interval', (count, of, low, high) => {
  expect(wilson(count, of, 0.9)?.low).toBeCloseTo(low, 9)
  expect(wilson(count, of, 0.9)?.high).toBeCloseTo(high, 9)
})

it('gives no share of nothing, nor of more than all', () => {
  expect(wilson(0, 0, 0.9)).toBeUndefined()
  expect(wilson(5, 4, 0.9)).toBeUndefined()
})

it('does not let two of three top two hundred of four hundred', () => {
  const all = [
    { count: 2, of: 3 },
    { count: 200, of: 400 },
    { count: 60, of: 597 },
  ]
  const mean = campaignMean(all) ?? 0
  expect(mean).toBeCloseTo(0.262, 9)
  const [two, many] = all.map((tried) => shrink(tried, mean, 0.9))
  // By hand: (2 + 30 · 0.262) ÷ 33 and (200 + 30 · 0.262) ÷ 430.
  expect(two?.share).toBeCloseTo(9.86 / 33, 9)
  expect(many?.share).toBeCloseTo(207.86 / 430, 9)
  expect(two?.logOdds).toBeCloseTo(Math.log(9.86 / 23.14), 9)
  expect(many?.low).toBeGreaterThan(two?.share ?? 1)
  expect(shrink({ count: 1, of: 2 }, 0, 0.9)).toBeUndefined()
})
