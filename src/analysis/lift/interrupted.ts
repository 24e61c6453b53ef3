/**
 * Before and after: an interrupted time series, for what was stopped or begun without any draw. A level, a line, the days of the week and a step:
 * ordinary least squares, with errors that lean on their neighbours (Newey and West 1987). It cannot tell the step's cause from anything else that
 * happened on those days, so it is never called lift.
 */
import { tQuantile, tTwoSided, normalTwoSided } from '../numbers/distributions.ts'
import { dot, leastSquares, type LeastSquares } from '../numbers/linear.ts'
import { atLeast, sum } from './series.ts'

export interface SeriesDay {
  readonly weekday: number
  readonly on: boolean
  readonly value: number
}

export interface Step {
  /** Intercept, slope per day, weekdays 1 to 6 against 0, the step. */
  readonly coefficients: readonly number[]
  readonly plainErrors: readonly number[]
  readonly neweyWest: readonly number[]
  readonly neweyWestAdjusted: readonly number[]
  readonly shift: number
  readonly t: number
  readonly df: number
  readonly p: number
  readonly pNormal: number
  /** The step times its days. */
  readonly incremental: number
  /** Far below 2: neighbours are alike, and plain errors too small. */
  readonly durbinWatson: number
}

export interface Forecast {
  readonly coefficients: readonly number[]
  readonly sigma: number
  readonly df: number
  readonly predicted: readonly number[]
  readonly observed: readonly number[]
  /** Observed less predicted, over all days. */
  readonly effect: number
  readonly error: number
  readonly low: number
  readonly high: number
  readonly p: number
  readonly rel: number
}

export interface PlaceboWindow {
  /** Number of its first day. */
  readonly start: number
  readonly effect: number
  readonly rel: number
}

/** One week: what orders remember. */
export const LAG = 7

/** Undefined where the days cannot tell step, line and weekdays apart. */
export function stepModel(days: readonly SeriesDay[], lag: number = LAG): Step | undefined {
  const design = days.map((day, index) => [...regressors(day, index), day.on ? 1 : 0])
  const fitted = leastSquares(
    design,
    days.map(({ value }) => value),
  )
  if (fitted === undefined) return undefined
  const neweyWest = neweyWestErrors(design, fitted, lag)
  const adjust = Math.sqrt(days.length / fitted.df)
  const shift = fitted.coefficients.at(-1) ?? 0
  const t = shift / ((neweyWest.at(-1) ?? 0) * adjust)
  return {
    coefficients: fitted.coefficients,
    plainErrors: fitted.unscaled.map((row, index) => fitted.sigma * Math.sqrt(row[index] ?? 0)),
    neweyWest,
    neweyWestAdjusted: neweyWest.map((error) => error * adjust),
    shift,
    t,
    df: fitted.df,
    p: tTwoSided(t, fitted.df),
    pNormal: normalTwoSided(t),
    incremental: shift * days.filter(({ on }) => on).length,
    durbinWatson: durbinWatson(fitted.residuals),
  }
}

/** Days are numbered from 1. */
function regressors({ weekday }: SeriesDay, index: number): number[] {
  return [1, index + 1, ...[1, 2, 3, 4, 5, 6].map((day) => (weekday === day ? 1 : 0))]
}

/** Bartlett's weights; (X'X)⁻¹ S (X'X)⁻¹, S the products of scores up to `lag` days apart. */
function neweyWestErrors(design: readonly (readonly number[])[], fitted: LeastSquares, lag: number): readonly number[] {
  // (X'X)⁻¹ x e of each day: the sandwich's variances are then plain sums.
  const pulls = design.map((row, day) =>
    fitted.unscaled.map((inverse) => dot(inverse, row) * (fitted.residuals[day] ?? 0)),
  )
  return fitted.unscaled.map((_, column) => {
    const pull = pulls.map((row) => row[column] ?? 0)
    let variance = dot(pull, pull)
    for (let apart = 1; apart <= lag; apart++)
      variance += 2 * (1 - apart / (lag + 1)) * dot(pull.slice(apart), pull.slice(0, -apart))
    return Math.sqrt(Math.max(0, variance))
  })
}

function durbinWatson(residuals: readonly number[]): number {
  const steps = residuals.slice(1).map((value, index) => value - (residuals[index] ?? 0))
  return dot(steps, steps) / dot(residuals, residuals)
}

/** Line and weekdays of the days before alone, carried forward. `start`, `end`: days counted from 0, `end` not included. */
export function forecast(days: readonly SeriesDay[], start: number, end: number, level = 0.95): Forecast | undefined {
  const design = days.slice(0, end).map(regressors)
  const fitted = leastSquares(
    design.slice(0, start),
    days.slice(0, start).map(({ value }) => value),
  )
  if (fitted === undefined) return undefined
  const predicted = design.slice(start).map((row) => dot(row, fitted.coefficients))
  const observed = days.slice(start, end).map(({ value }) => value)
  const effect = sum(observed) - sum(predicted)
  const error = fitted.sigma * Math.sqrt(observed.length + leverage(design.slice(start), fitted))
  const reach = tQuantile(1 - (1 - level) / 2, fitted.df) * error
  return {
    coefficients: fitted.coefficients,
    sigma: fitted.sigma,
    df: fitted.df,
    predicted,
    observed,
    effect,
    error,
    low: effect - reach,
    high: effect + reach,
    p: tTwoSided(effect / error, fitted.df),
    rel: effect / sum(predicted),
  }
}

/** What the estimated line adds to the noise of a sum of days. */
function leverage(rows: readonly (readonly number[])[], { unscaled }: LeastSquares): number {
  const total = unscaled.map((_, column) => sum(rows.map((row) => row[column] ?? 0)))
  return dot(
    total,
    unscaled.map((row) => dot(row, total)),
  )
}

/** Days that each forecast needs before it. */
const PLACEBO_DAYS_BEFORE = 28

/** The same computation at every earlier day, with windows that end before the real one begins. */
export function placeboWindows(days: readonly SeriesDay[], start: number, length: number): readonly PlaceboWindow[] {
  const found: PlaceboWindow[] = []
  for (let day = PLACEBO_DAYS_BEFORE; day + length <= start; day++) {
    const one = forecast(days, day, day + length)
    if (one !== undefined) found.push({ start: day + 1, effect: one.effect, rel: one.rel })
  }
  return found
}

/** Where the real window stands among the placebos. */
export function placeboRank(rel: number, placebos: readonly PlaceboWindow[]): number {
  const size = Math.abs(rel)
  return (1 + placebos.filter((one) => atLeast(Math.abs(one.rel), size)).length) / (1 + placebos.length)
}
