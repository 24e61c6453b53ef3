/** Kept tests of lift as the tables want them: what a test measured stands on top of the Business page. Pure. */
import type { MeasuredLift } from '../analysis/business/reading.ts'
import type { LiftPlan } from '../analysis/lift/plan.ts'
import type { LiftReading } from '../analysis/lift/reading.ts'
import type { LiftTest } from '../analysis/lift/tables.ts'
import type { KeptTest, TableQuestion } from './asks.ts'

/** With the newest reading of each; what is no plan of ours has no row. */
export function liftTests(tests: readonly KeptTest[]): readonly LiftTest[] {
  return tests.flatMap(({ id, plan, readings }) => {
    if (!isOf<LiftPlan>(plan, 'tidegate_lift_plan')) return []
    const reading = readings.findLast((one) => isOf<LiftReading>(one, 'tidegate_lift_reading'))
    return [{ id, plan, ...(isOf<LiftReading>(reading, 'tidegate_lift_reading') && { reading }) }]
  })
}

/** Those whose days lie in the span, that counted orders, and in which something was drawn: before and after is no lift. */
export function measuredLift(
  tests: readonly KeptTest[],
  { from, to }: Pick<TableQuestion, 'from' | 'to'>,
  currency: string,
): readonly MeasuredLift[] {
  return liftTests(tests).flatMap(({ id, reading }) => {
    if (reading?.spend === undefined || reading.metric !== 'orders' || reading.verdict === 'before_after') return []
    const { incremental, incremental_low: low, incremental_high: high } = reading.estimate
    const isHere = reading.from >= from && reading.to <= to && reading.currency === currency
    if (!isHere || low === undefined || high === undefined) return []
    return [{ test: id, spendDifferenceMinor: reading.spend.spend, orders: { point: incremental, low, high } }]
  })
}

function isOf<Kind extends { readonly kind: string }>(value: unknown, kind: Kind['kind']): value is Kind {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
