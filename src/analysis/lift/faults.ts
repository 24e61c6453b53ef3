/** Why a plan is not made, a reading not given. A value with a code and its figures; words.ts says it in two languages. */

export const LIFT_FAULTS = [
  'no_rows',
  'too_many_rows',
  'cell_twice',
  'cell_missing',
  'day_missing',
  'revenue_missing',
  'region_without_orders',
  'too_few_regions',
  'too_many_treated',
  'unknown_region',
  'region_new',
  'region_gone',
  'history_too_short',
  'history_reaches_start',
  'history_stale',
  'start_not_after_draw',
  'end_before_start',
  'too_short',
  'no_assignment',
  'cannot_reach_alpha',
  'too_many_pairs',
  'wash_out_too_long',
  'bad_setting',
  'plan_not_read',
  'plan_changed',
  'plan_of_other_engine',
  'kept_after_start',
  'reading_not_read',
  'reading_changed',
  'reading_of_other_plan',
  'test_not_over',
  'pre_weeks_too_few',
  'something_else_happened',
  'sample_ratio',
  'groups_empty',
  'not_computable',
] as const
export type LiftFaultCode = (typeof LIFT_FAULTS)[number]

export interface LiftFault {
  readonly ok: false
  readonly code: LiftFaultCode
  readonly figures: Figures
}

export type Figures = Readonly<Record<string, number | string>>

export function fault(code: LiftFaultCode, figures: Figures = {}): LiftFault {
  return { ok: false, code, figures }
}

export type Result<T> = { readonly ok: true; readonly value: T } | LiftFault

export function done<T>(value: T): Result<T> {
  return { ok: true, value }
}
