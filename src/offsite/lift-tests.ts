/** Kept tests of lift as the tables want them: what a test measured stands on top of the Business page. Pure. */
import type { MeasuredLift } from '../analysis/business/reading.ts'
import type { LiftPlan } from '../analysis/lift/plan.ts'
import type { LiftReading } from '../analysis/lift/reading.ts'
import { spendCells, testDays } from '../analysis/lift/spend-cells.ts'
import type { LiftTest } from '../analysis/lift/tables.ts'
import type { KeptTest, OtherPlan, TableQuestion, ToldPlan } from './asks.ts'

/** With the newest reading of each; what is no plan of ours has no row. */
export function liftTests(tests: readonly KeptTest[]): readonly LiftTest[] {
  return tests.flatMap(({ id, plan, readings, told, others = [] }) => {
    if (!isPlan(plan)) return []
    const reading = readings.findLast(isReading)
    const unread = others.filter(({ read }) => !read).length
    return [
      {
        id,
        plan,
        ...(reading !== undefined && { reading }),
        ...(told !== undefined && { told: { day: told.at.slice(0, 10), isInTime: told.before_first_day } }),
        ...(others.length > 0 && { others: { plans: others.length, unread } }),
      },
    ]
  })
}

/**
 * Beside each test when its plan was told, and what else was planned of the same design for the same days, or under the same name: who draws
 * until a draw looks nice has left the others there.
 */
export function withRegister(tests: readonly KeptTest[], told: readonly ToldPlan[]): readonly KeptTest[] {
  const read = new Set(
    tests.flatMap(({ plan, readings }) => (isPlan(plan) && readings.length > 0 ? plan.plan_hash : [])),
  )
  return tests.map((test) => {
    const { id, plan } = test
    if (!isPlan(plan)) return test
    const own = told.find((one) => one.test === id && one.hash === plan.plan_hash)
    const others = told.flatMap((one): readonly OtherPlan[] => {
      const isSameDays = one.design === plan.design && one.first <= plan.end && plan.start <= one.last
      if (one.hash === plan.plan_hash || (one.test !== id && !isSameDays)) return []
      return [{ ...one, read: read.has(one.hash) }]
    })
    return { ...test, ...(own !== undefined && { told: own }), ...(others.length > 0 && { others }) }
  })
}

/** Those whose days lie in the span and in which something was drawn: before and after is no lift. The test that ended last comes first. */
export function measuredLift(
  tests: readonly KeptTest[],
  { from, to }: Pick<TableQuestion, 'from' | 'to'>,
  currency: string,
): readonly MeasuredLift[] {
  const newest = liftTests(tests).toSorted((one, other) => (other.plan.end < one.plan.end ? -1 : 1))
  return newest.flatMap(({ id, plan, reading }) => {
    if (reading === undefined || reading.verdict === 'before_after' || !(reading.alpha > 0)) return []
    const isHere = reading.from >= from && reading.to <= to
    // Without spend nothing in it is money of any currency.
    if (!isHere || (reading.spend !== undefined && reading.currency !== currency)) return []
    const days = testDays(reading)
    return [
      {
        test: id,
        ...spendCells(reading),
        level: 1 - reading.alpha,
        ...(days !== undefined && { days }),
        ...(plan.design === 'geo' &&
          Array.isArray(plan.treated) && { regions: { treated: plan.treated.length, all: plan.regions.length } }),
      },
    ]
  })
}

/** A plan that comes after its start may have been drawn when somebody had seen. Its first day is let through: days begin at other hours elsewhere. */
export function hasBegun(plan: unknown, today: string): boolean {
  return isPlan(plan) && plan.start < today
}

/** Kept as it came, for good: one that only says that it is a plan must not take every table with it. */
function isPlan(value: unknown): value is LiftPlan {
  return isOf(value, 'tidegate_lift_plan', ['design', 'start', 'end'])
}

function isReading(value: unknown): value is LiftReading {
  return (
    isOf(value, 'tidegate_lift_reading', ['metric', 'from', 'to', 'verdict']) &&
    isBlock(value['estimate']) &&
    (value['spend'] === undefined || isBlock(value['spend']))
  )
}

function isOf(value: unknown, kind: string, texts: readonly string[]): value is Readonly<Record<string, unknown>> {
  return isBlock(value) && value['kind'] === kind && texts.every((name) => typeof value[name] === 'string')
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
