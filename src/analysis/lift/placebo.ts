/**
 * The test in space: how often would regions in which nothing was done show as large a gap in the same days? The statistic is the relative gap
 * (effect over counterfactual). An effect of the factor 1 + e changes it to (1 + e)(1 + rel) − 1 exactly, because the weights know only the
 * days before: so interval and power need no further fit.
 */
import { atLeast, count } from './series.ts'
import { fit, othersThan, type Fit, type Prepared } from './synthetic-control.ts'

/** Regions by number, ascending: those that are treated together. */
export type Assignment = readonly number[]

/** Each placebo's relative gap; neither its own nor the treated regions serve as its donors. */
export function placeboFits(prepared: Prepared, treated: Assignment, placebos: readonly Assignment[]): readonly Fit[] {
  const regions = prepared.means.length
  return placebos.map((placebo) => fit(prepared, placebo, othersThan([...treated, ...placebo], regions)))
}

/** (1 + those at least as extreme) ÷ (1 + all): never 0. */
export function randomisationP(observed: number, placebos: readonly number[]): number {
  const size = Math.abs(observed)
  return (1 + count(placebos, (one) => atLeast(Math.abs(one), size))) / (1 + placebos.length)
}

/** Of fits that differ in quality: the gap against the noise that the same fit had before. */
export function studentised({ rel, rmspePre, levelPre }: Fit): number {
  return Math.abs(rel) / (rmspePre / levelPre)
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Every effect that the test does not reject at `alpha`: closed form, always one interval, always around the estimate. Undefined where there
 * are too few placebos for the level, or where they vary so much that no upper bound exists.
 */
export function relativeInterval(rel: number, placebos: readonly number[], alpha: number): Interval | undefined {
  const place = Math.floor(alpha * (1 + placebos.length))
  const sizes = placebos.map(Math.abs).toSorted((a, b) => b - a)
  const q = sizes[place - 1]
  if (q === undefined || q >= 1) return undefined
  return { low: (1 + rel) / (1 + q) - 1, high: (1 + rel) / (1 - q) - 1 }
}

/** A gap without effect → the gap that an effect of the factor 1 + `effect` would have made of it. */
export function withEffect(rel: number, effect: number): number {
  return (1 + effect) * (1 + rel) - 1
}
