/** A plan of a lift test: all that was settled before it began, under one hash. What is in it is not changed afterwards. */
import { sha256Hex } from '../../hashing/sha256.ts'
import { canonicalJson } from '../../policy/digest.ts'
import { daysBetween, isDay } from './days.ts'
import { done, fault, type Result } from './faults.ts'
import type { Metric } from './outcomes.ts'

/** Another one where the same input would give other numbers. */
export const LIFT_ENGINE = 'lift/1'

interface PlanBase {
  readonly kind: 'tidegate_lift_plan'
  readonly engine: string
  /** The day on which the assignment was drawn. */
  readonly drawn_on: string
  /** Of the draw; with it anybody draws the same. */
  readonly seed: number
  readonly alpha: number
  /** First and last day. */
  readonly start: string
  readonly end: string
  /** The least p that this design can give. */
  readonly smallest_p: number
  /** SHA-256 of all the rest, keys in order. */
  readonly plan_hash: string
}

export interface History {
  readonly from: string
  readonly to: string
  readonly days: number
  readonly hash: string
}

/** What the design would have done in days that are over, in which nothing was tested. */
export interface WindowReport {
  readonly from: string
  readonly to: string
  /** Share of the tries that would have been called an effect, at each effect put in: at 0 it is the false alarms. */
  readonly power: readonly { readonly effect: number; readonly power: number }[]
  readonly false_alarms: number
  /** The least effect that four of five tries find; null: none up to 50 %. */
  readonly mde: number | null
  /** The same for the verdict, which asks for the second opinion, too. */
  readonly mde_verdict?: number | null
}

interface Measured {
  readonly metric: Metric
  /** ISO 4217, where the metric is revenue. */
  readonly currency?: string
  readonly history: History
  readonly windows: readonly WindowReport[]
  /** Of the worst window; null: no effect up to 50 % is found four times of five. */
  readonly mde_worst: number | null
  readonly mde_verdict_worst?: number | null
  /** Mean over the windows. */
  readonly false_alarm_rate: number
}

export interface GeoPlan extends PlanBase, Measured {
  readonly design: 'geo'
  readonly method: 'synthetic_control' | 'enumerated_did'
  /** With their share of all orders (or revenue) in the history. */
  readonly regions: readonly { readonly name: string; readonly share: number }[]
  readonly rules: GeoRules
  /** Assignments that could have been drawn; the list's hash. */
  readonly candidates: { readonly count: number; readonly hash: string }
  readonly treated: readonly string[]
  /** First days of the test that are not counted. */
  readonly wash_out_days: number
}

export interface GeoRules {
  readonly treated: number
  readonly share_min: number
  readonly share_max: number
  /** Names of regions that are treated together or not at all. */
  readonly together: readonly (readonly string[])[]
  readonly never: readonly string[]
}

export interface OnOffPlan extends PlanBase, Measured {
  readonly design: 'onoff'
  readonly pairs: number
  readonly block_days: number
  readonly wash_out_days: number
  /** By block: is it on? */
  readonly blocks_on: readonly boolean[]
}

export interface HoldoutPlan extends PlanBase {
  readonly design: 'holdout'
  /** Of the people, so many do not see it. */
  readonly holdout_share: number
  readonly salt: string
  readonly people: number
  readonly base_share: number
  /** In shares of people: 0.004 is 0.4 points. Null: none. */
  readonly mde: number | null
}

export type LiftPlan = GeoPlan | OnOffPlan | HoldoutPlan
type Unsealed<T> = T extends LiftPlan ? Omit<T, 'plan_hash' | 'kind' | 'engine'> : never

export function sealed(plan: Unsealed<LiftPlan>): LiftPlan {
  const whole = { kind: 'tidegate_lift_plan', engine: LIFT_ENGINE, ...plan } as const
  return { ...whole, plan_hash: hashOf(whole) }
}

export function hashOf(value: object): string {
  return sha256Hex(canonicalJson({ ...value, plan_hash: undefined }))
}

/** Of a file or of the record: is it a plan, is it as it was sealed, was it drawn before it began? */
export function readPlan(value: unknown): Result<LiftPlan> {
  if (!isPlan(value)) return fault('plan_not_read')
  if (hashOf(value) !== value.plan_hash) return fault('plan_changed')
  if (value.engine !== LIFT_ENGINE) return fault('plan_of_other_engine', { engine: value.engine })
  const late = datesFault(value)
  return late ?? done(value)
}

const DESIGNS: readonly unknown[] = ['geo', 'onoff', 'holdout'] satisfies LiftPlan['design'][]

/** Its shape is not looked at further: only a plan of ours has a hash that holds. */
function isPlan(value: unknown): value is LiftPlan {
  if (typeof value !== 'object' || value === null) return false
  const has = (key: string, type: string): boolean => typeof Reflect.get(value, key) === type
  return (
    Reflect.get(value, 'kind') === 'tidegate_lift_plan' &&
    DESIGNS.includes(Reflect.get(value, 'design')) &&
    ['plan_hash', 'engine', 'drawn_on', 'start', 'end'].every((key) => has(key, 'string')) &&
    ['alpha', 'seed', 'smallest_p'].every((key) => has(key, 'number'))
  )
}

export interface Dates {
  readonly drawn_on: string
  readonly start: string
  readonly end: string
}

/** Drawn the day before at the latest: whoever draws afterwards has seen. */
export function datesFault({ drawn_on: drawn, start, end }: Dates) {
  if (![drawn, start, end].every(isDay)) return fault('bad_setting', { setting: 'start, end' })
  if (daysBetween(drawn, start) < 1) return fault('start_not_after_draw', { start, drawn })
  if (daysBetween(start, end) < 0) return fault('end_before_start', { start, end })
  return undefined
}

export function alphaFault(alpha: number, seed: number) {
  if (!(alpha >= 0.001 && alpha <= 0.5)) return fault('bad_setting', { setting: 'alpha' })
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xff_ff_ff_ff) return fault('bad_setting', { setting: 'seed' })
  return undefined
}
