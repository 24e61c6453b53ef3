/**
 * Time to conversion with people who have not bought yet: S(t) = Π(1 − d_i/n_i) over the times of conversions, Greenwood's variance and
 * the log-log interval, as R's `survival` prints them with `conf.type = "log-log"`. At a time that has both, conversions come before
 * censored journeys, so a journey that is censored at t is still at risk at t.
 */
import { normalQuantile } from '../numbers/distributions.ts'

/** Times from the origin, sorted from the least to the greatest, in one unit for all (hours in this project). */
export interface Durations {
  /** Of the journeys that converted. */
  readonly converted: Float64Array
  /** Of those that had not when they were last seen: consent withdrawn, window over, or the data's end. */
  readonly censored: Float64Array
}

/** One step of the curve, at the time of one or more conversions. */
export interface CurveStep {
  readonly time: number
  /** Journeys that had neither converted nor been censored before this time. */
  readonly atRisk: number
  readonly conversions: number
  readonly survival: number
  /** Σ d/(n(n − d)) up to here; infinite where the last journey at risk converted. */
  readonly greenwood: number
}

export interface Curve {
  readonly durations: Durations
  readonly steps: readonly CurveStep[]
}

/** F(t): the share of all journeys that have converted by a time. */
export interface ConversionBy {
  readonly time: number
  readonly atRisk: number
  /** Conversions up to the time. */
  readonly conversions: number
  readonly share: number
  readonly standardError: number
  readonly low: number
  readonly high: number
}

export function sortedDurations(converted: Iterable<number>, censored: Iterable<number>): Durations {
  return { converted: Float64Array.from(converted).toSorted(), censored: Float64Array.from(censored).toSorted() }
}

export function kaplanMeier(durations: Durations): Curve {
  const { converted, censored } = durations
  const steps: CurveStep[] = []
  let survival = 1
  let greenwood = 0
  let leftEarlier = 0
  for (let first = 0; first < converted.length;) {
    const time = converted[first] as number
    while (leftEarlier < censored.length && (censored[leftEarlier] as number) < time) leftEarlier++
    const next = afterTies(converted, first)
    const conversions = next - first
    const atRisk = converted.length - first + censored.length - leftEarlier
    survival *= 1 - conversions / atRisk
    greenwood += conversions / (atRisk * (atRisk - conversions))
    steps.push({ time, atRisk, conversions, survival, greenwood })
    first = next
  }
  return { durations, steps }
}

/** F(t) with Greenwood's standard error and the log-log interval; undefined where fewer than `fewest` are still at risk at t. */
export function conversionBy(curve: Curve, time: number, level: number, fewest: number): ConversionBy | undefined {
  const { converted, censored } = curve.durations
  const before = countBelow(converted, time)
  const atRisk = converted.length - before + censored.length - countBelow(censored, time)
  if (atRisk < fewest || atRisk === 0) return undefined
  const conversions = countUpTo(converted, time)
  const step = lastStepUpTo(curve.steps, time)
  if (step === undefined) return { time, atRisk, conversions: 0, standardError: 0, ...noneYet(atRisk, level) }
  const share = 1 - step.survival
  const standardError = step.survival * Math.sqrt(step.greenwood)
  return { time, atRisk, conversions, share, standardError, ...logLogInterval(step, level) }
}

/** The interval of F: one minus that of S, which is S^exp(±z·√greenwood / |log S|). */
function logLogInterval(step: Pick<CurveStep, 'survival' | 'greenwood'>, level: number): { low: number; high: number } {
  if (step.survival <= 0) return { low: 0, high: 1 }
  const spread = (normalQuantile((1 + level) / 2) * Math.sqrt(step.greenwood)) / Math.abs(Math.log(step.survival))
  return { low: 1 - step.survival ** Math.exp(-spread), high: 1 - step.survival ** Math.exp(spread) }
}

/** The log-log interval has no width where nobody converted: Clopper and Pearson's bound for 0 of n stands in its place. */
function noneYet(atRisk: number, level: number): { share: number; low: number; high: number } {
  return { share: 0, low: 0, high: 1 - ((1 - level) / 2) ** (1 / atRisk) }
}

function lastStepUpTo(steps: readonly CurveStep[], time: number): CurveStep | undefined {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps[middle] as CurveStep).time <= time) low = middle + 1
    else high = middle
  }
  return steps[low - 1]
}

function afterTies(sorted: Float64Array, first: number): number {
  let next = first + 1
  while (next < sorted.length && sorted[next] === sorted[first]) next++
  return next
}

/** How many of a sorted list are less than a value. */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of a sorted list are at most a value. */
export function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low
}
