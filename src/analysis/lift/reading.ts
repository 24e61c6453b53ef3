/** A reading of a lift test: what came out, in numbers and in the one word that they allow. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { canonicalJson } from '../../policy/digest.ts'
import type { AnalysisNote } from '../table.ts'
import { done, fault, type Result } from './faults.ts'
import type { Metric } from './outcomes.ts'
import { LIFT_ENGINE, type LiftPlan } from './plan.ts'
import type { Interval } from './placebo.ts'

/**
 * `lift`, `loss`: every test of the design says so. `not_conclusive`: one of them does not; it does not say that there is no effect. `before_after`: nothing
 * was drawn, so that no cause can be named.
 */
export type Verdict = 'lift' | 'loss' | 'not_conclusive' | 'before_after'
/** `within_chance`: none of the tests sees an effect. `tests_disagree`: one does, the other does not. */
export type VerdictWhy = 'all_tests' | 'tests_disagree' | 'within_chance' | 'not_randomised'

/** Each p value by what it is compared with. */
export interface PValues {
  /** Other assignments of regions, or of signs, or of people. */
  readonly space?: number
  /** Other days. */
  readonly time?: number
  /** The noise about a line through the days before. */
  readonly trend?: number
}

export interface Estimate extends Partial<Interval> {
  /** Effect over what would have been: 0.08 is 8 % more. */
  readonly rel: number
  /** More orders (or minor units of revenue) over the whole test. */
  readonly incremental: number
  readonly incremental_low?: number
  readonly incremental_high?: number
}

/** Bounds only: a point of a ratio reads as if it were known. A bound that does not exist is absent. */
export interface SpendReading {
  /** Minor units, more than was spent without the test. */
  readonly spend: number
  /** Incremental revenue over spend. */
  readonly iroas?: Partial<Interval>
  /** Minor units for each incremental order. */
  readonly icpa?: Partial<Interval>
}

export interface ByDay {
  readonly day: string
  readonly observed: number
  /** Without the test, as the design has it. */
  readonly expected: number
  readonly tested: boolean
}

export interface LiftReading {
  readonly kind: 'tidegate_lift_reading'
  readonly engine: string
  readonly design: LiftPlan['design'] | 'pause'
  readonly plan_hash?: string
  /** Of the outcomes that were read. */
  readonly input_hash: string
  readonly metric: Metric | 'share'
  /** ISO 4217, of revenue and spend. */
  readonly currency?: string
  readonly from: string
  readonly to: string
  readonly alpha: number
  readonly estimate: Estimate
  readonly p: PValues
  readonly smallest_p: number
  readonly verdict: Verdict
  readonly why: VerdictWhy
  readonly spend?: SpendReading
  readonly by_day: readonly ByDay[]
  /** What to say beside it, most important first: words.ts has the sentences. */
  readonly notes: readonly AnalysisNote[]
  readonly reading_hash: string
}

export function sealedReading(reading: Omit<LiftReading, 'kind' | 'engine' | 'reading_hash'>): LiftReading {
  const whole = { kind: 'tidegate_lift_reading', engine: LIFT_ENGINE, ...reading } as const
  return { ...whole, reading_hash: sha256Hex(canonicalJson(whole)) }
}

/** Of a file or of the record: is it a reading of that plan, as it was sealed? */
export function readReading(value: unknown, { plan_hash: planHash }: Pick<LiftPlan, 'plan_hash'>): Result<LiftReading> {
  if (!isReading(value)) return fault('reading_not_read')
  if (sha256Hex(canonicalJson({ ...value, reading_hash: undefined })) !== value.reading_hash)
    return fault('reading_changed')
  return value.plan_hash === planHash ? done(value) : fault('reading_of_other_plan')
}

/** Its shape is not looked at further: only a reading of ours has a hash that holds. */
function isReading(value: unknown): value is LiftReading {
  if (typeof value !== 'object' || value === null) return false
  return (
    Reflect.get(value, 'kind') === 'tidegate_lift_reading' &&
    typeof Reflect.get(value, 'estimate') === 'object' &&
    ['reading_hash', 'from', 'to', 'verdict'].every((key) => typeof Reflect.get(value, key) === 'string')
  )
}

/** Both at or under alpha, or no word of lift. */
export function verdictOf(
  rel: number,
  p: PValues,
  alpha: number,
): { readonly verdict: Verdict; readonly why: VerdictWhy } {
  const says = [p.space, p.time, p.trend].filter((one) => one !== undefined).map((one) => one <= alpha + 1e-12)
  if (says.every(Boolean)) return { verdict: rel > 0 ? 'lift' : 'loss', why: 'all_tests' }
  return { verdict: 'not_conclusive', why: says.some(Boolean) ? 'tests_disagree' : 'within_chance' }
}

/** Of what was seen in all: an effect of the factor 1 + e makes e ÷ (1 + e) of it. */
export function estimateOf(rel: number, observed: number, interval: Interval | undefined): Estimate {
  const part = (effect: number): number => (observed * effect) / (1 + effect)
  return {
    rel,
    incremental: part(rel),
    ...(interval !== undefined && {
      ...interval,
      incremental_low: part(interval.low),
      incremental_high: part(interval.high),
    }),
  }
}

/** What the test cost more than no test would have. */
export interface Spend {
  /** Minor units. */
  readonly amount: number
  readonly currency: string
}

/** The members of a reading that money adds; none where there are no bounds, or nothing was spent. */
export function bought(
  spend: Spend | undefined,
  { metric, currency }: { readonly metric: Metric; readonly currency?: string },
  { incremental_low: low, incremental_high: high }: Estimate,
): Pick<LiftReading, 'spend' | 'currency'> {
  const own = currency === undefined ? {} : { currency }
  if (spend === undefined || !(spend.amount > 0) || low === undefined || high === undefined) return own
  const { amount } = spend
  if (metric === 'revenue')
    return { ...own, spend: { spend: amount, iroas: { low: low / amount, high: high / amount } } }
  // Of no more orders, or fewer, no price exists: then there is a least price, or none at all.
  const icpa = { ...(high > 0 && { low: amount / high }), ...(low > 0 && { high: amount / low }) }
  return { currency: spend.currency, spend: { spend: amount, icpa } }
}
