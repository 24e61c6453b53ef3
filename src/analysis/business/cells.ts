/** The numbers of the Business page, one cell each, with the guard and the interval that belong to it. Too few is said, never 0 or infinity. */
import type { AnalysisCell } from '../table.ts'
import { isOneClaim, type MediaSum } from '../attribution/media.ts'
import { NOT_HERE, NOT_SAID, TOO_FEW } from '../attribution/credit-table.ts'
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

/** The interval alone: where it holds "none", no point may be read as a finding. */
export function incrementalCostCell(lift: MeasuredLift | undefined): AnalysisCell {
  if (lift?.orders === undefined) return NOT_SAID
  const { orders, spendDifferenceMinor: spend } = lift
  const opens = `lift_tests?id=${encodeURIComponent(lift.test)}`
  if (orders.high <= 0) return { ...NOT_HERE, opens }
  const low = spend / orders.high
  return orders.low > 0
    ? { value: spend / orders.point, low, high: spend / orders.low, opens }
    : { value: null, why: 'too_few', low, opens }
}

export function incrementalReturnCell(lift: MeasuredLift | undefined): AnalysisCell {
  if (lift?.valueMinor === undefined || lift.spendDifferenceMinor <= 0) return NOT_SAID
  const { valueMinor: value, spendDifferenceMinor: spend } = lift
  return {
    value: value.point / spend,
    low: value.low / spend,
    high: value.high / spend,
    opens: `lift_tests?id=${encodeURIComponent(lift.test)}`,
  }
}

export function shareCell(part: number, whole: number): AnalysisCell {
  return whole > 0 ? { value: part / whole, n: whole } : NOT_HERE
}

/** Credits are fractions; n is said as a whole number, never more than there is. */
function rounded(credits: number): number {
  return Math.floor(credits + 1e-9)
}
