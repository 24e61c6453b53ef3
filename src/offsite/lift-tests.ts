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

/** Those whose days lie in the span and in which something was drawn: before and after is no lift. The test that ended last comes first. */
export function measuredLift(
  tests: readonly KeptTest[],
  { from, to }: Pick<TableQuestion, 'from' | 'to'>,
  currency: string,
): readonly MeasuredLift[] {
  const newest = liftTests(tests).toSorted((one, other) => (other.plan.end < one.plan.end ? -1 : 1))
  return newest.flatMap(({ id, reading }) => {
    if (reading?.spend === undefined || reading.metric === 'share' || reading.verdict === 'before_after') return []
    const { incremental: point, incremental_low: low, incremental_high: high } = reading.estimate
    const isHere = reading.from >= from && reading.to <= to && reading.currency === currency
    if (!isHere || low === undefined || high === undefined) return []
    const measured = { point, low, high }
    return [
      {
        test: id,
        spendDifferenceMinor: reading.spend.spend,
        ...(reading.metric === 'revenue' ? { valueMinor: measured } : { orders: measured }),
      },
    ]
  })
}

/** A plan that comes after its start may have been drawn when somebody had seen. Its first day is let through: days begin at other hours elsewhere. */
export function hasBegun(plan: unknown, today: string): boolean {
  return isOf<LiftPlan>(plan, 'tidegate_lift_plan') && plan.start < today
}

function isOf<Kind extends { readonly kind: string }>(value: unknown, kind: Kind['kind']): value is Kind {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
