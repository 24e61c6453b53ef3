/**
 * iROAS and iCPA of a test, the same wherever they stand: bounds alone, for a point of a ratio reads as if it were known; and where there are
 * none, why.
 */
import type { AnalysisCell, NoValue } from '../table.ts'
import { daysBetween } from './days.ts'
import type { LiftReading } from './reading.ts'

export interface SpendCells {
  readonly iroas: AnalysisCell
  readonly icpa: AnalysisCell
}

export function spendCells(reading: LiftReading): SpendCells {
  const { metric, spend } = reading
  const n = testDays(reading)
  if (spend === undefined) return { iroas: none('no_spend', n), icpa: none('no_spend', n) }
  if (metric === 'revenue') return { iroas: bounded(spend.iroas, n), icpa: none('test_of_revenue', n) }
  return { iroas: none('test_of_orders', n), icpa: bounded(spend.icpa, n) }
}

/** Of how many days its numbers are; a holdout's are of people. */
export function testDays({ metric, from, to }: LiftReading): number | undefined {
  return metric === 'share' ? undefined : daysBetween(from, to) + 1
}

/** Without an upper bound there may have been no effect; without any there is no price of what was not more. */
function bounded(bounds: { readonly low?: number; readonly high?: number } | undefined, n?: number): AnalysisCell {
  const { low, high } = bounds ?? {}
  if (!isNumber(low) && !isNumber(high)) return none('no_more_orders', n)
  return { ...none('interval_only', n), ...(isNumber(low) && { low }), ...(isNumber(high) && { high }) }
}

function none(why: NoValue, n?: number): AnalysisCell {
  return { value: null, why, ...(n !== undefined && { n }) }
}

/** Kept as JSON: what is none stays none. */
function isNumber(bound: number | undefined): bound is number {
  return typeof bound === 'number' && Number.isFinite(bound)
}
