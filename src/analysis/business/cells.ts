/** The numbers of the Business page, one cell each, with the guard and the interval that belong to it. Too few is said, never 0 or infinity. */
import type { AnalysisCell } from '../table.ts'
import { isOneClaim, type MediaSum } from '../attribution/media.ts'
import { NOT_HERE, NOT_SAID, TOO_FEW } from '../attribution/credit-table.ts'
import type { SpendCells } from '../lift/spend-cells.ts'
import { poissonInterval, type Bounds } from './intervals.ts'
import { LEAST_FOR_A_POINT, LEVEL, type MeasuredLift } from './reading.ts'

/** Spend by credited orders. The fewer orders, the wider: bounds of the count turned over. */
export function costCell(spendMinor: number | undefined, credits: number, opens?: string): AnalysisCell {
  if (spendMinor === undefined) return NOT_SAID
  const n = rounded(credits)
  if (credits < LEAST_FOR_A_POINT) return { ...TOO_FEW, n }
  const { low, high } = poissonInterval(credits, LEVEL)
  return {
    value: spendMinor / credits,
    n,
    low: spendMinor / high,
    high: spendMinor / low,
    ...(opens !== undefined && { opens }),
  }
}

interface Returned {
  readonly spendMinor: number | undefined
  readonly value: number
  /** Orders that it is made of. */
  readonly credited: number
  readonly bounds: Bounds | undefined
}

export function returnCell({ spendMinor, value, credited, bounds }: Returned, opens?: string): AnalysisCell {
  if (spendMinor === undefined) return NOT_SAID
  if (spendMinor <= 0) return NOT_HERE
  if (credited < LEAST_FOR_A_POINT) return { ...TOO_FEW, n: rounded(credited) }
  return {
    value: value / spendMinor,
    n: rounded(credited),
    ...(bounds !== undefined && { low: bounds.low / spendMinor, high: bounds.high / spendMinor }),
    ...(opens !== undefined && { opens }),
  }
}

/** What one platform says of itself, in one window, by what was spent there. */
export function claimedReturnCell(media: MediaSum): AnalysisCell {
  const { claimedValueMinor: value, claimingSpendMinor: spend } = media
  if (value === undefined || spend === undefined) return NOT_SAID
  return !isOneClaim(media) || spend <= 0 ? NOT_HERE : { value: value / spend }
}

/** Of the newest test that can say it; else why the newest cannot. */
export function incrementalCell(lift: readonly MeasuredLift[], of: keyof SpendCells): AnalysisCell {
  const test = testOf(lift, of)
  return test === undefined ? NOT_SAID : { ...test[of], opens: `lift_tests?id=${encodeURIComponent(test.test)}` }
}

export function testOf(lift: readonly MeasuredLift[], of: keyof SpendCells): MeasuredLift | undefined {
  return lift.find(({ [of]: cell }) => cell.low !== undefined || cell.high !== undefined) ?? lift[0]
}

export function shareCell(part: number, whole: number): AnalysisCell {
  return whole > 0 ? { value: part / whole, n: whole } : NOT_HERE
}

/** Credits are fractions; n is said as a whole number, never more than there is. */
function rounded(credits: number): number {
  return Math.floor(credits + 1e-9)
}
