/**
 * Synthetic control with a level of its own for each region: what the treated regions would have had is their own mean before the test plus a
 * weighted mean of how the other regions moved about theirs. The weights are at least 0, sum to 1, and come from the days before the test
 * alone, so that no effect can leak into them. (Ben-Michael, Feller, Rothstein 2021, "none" with fixed effects.)
 */
import { simplexWeights } from '../numbers/simplex-fit.ts'
import { mean, sum } from './series.ts'

/** Orders or revenue: a row for each region, a column for each day. */
export type Rows = readonly Float64Array[]

/** Days as columns: fitted on `first` up to `start`, tested from `start` up to `end`, each without its end. */
export interface TestWindow {
  readonly first: number
  readonly start: number
  readonly end: number
}

/** What every fit in one window shares: worked out once, a thousand placebos read it. */
export interface Prepared {
  readonly rows: Rows
  readonly window: TestWindow
  /** Of each region, over the fitted days. */
  readonly means: readonly number[]
  /** Products of the regions' deviations, region × region, over the fitted days. */
  readonly gram: Float64Array
  /** Of each region, its deviations over the tested days, and its plain sum over them. */
  readonly testDeviations: readonly number[]
  readonly testSums: readonly number[]
}

export interface Fit {
  /** As `donors` are. */
  readonly weights: Float64Array
  /** Mean effect per treated region and day. */
  readonly att: number
  /** Effect over the counterfactual. */
  readonly rel: number
  /** Root mean square of the gaps before the test. */
  readonly rmspePre: number
  /** Mean of the treated over the fitted days. */
  readonly levelPre: number
}

export function prepare(rows: Rows, window: TestWindow): Prepared {
  const { first, start, end } = window
  const means = rows.map((row) => mean(row.subarray(first, start)))
  const testSums = rows.map((row) => sum(row.subarray(start, end)))
  const days = end - start
  return {
    rows,
    window,
    means,
    gram: gramOf(rows.map((row, region) => row.subarray(first, start).map((value) => value - (means[region] ?? 0)))),
    testDeviations: testSums.map((total, region) => total - days * (means[region] ?? 0)),
    testSums,
  }
}

export function gramOf(deviations: Rows): Float64Array {
  const size = deviations.length
  const gram = new Float64Array(size * size)
  for (const [row, left] of deviations.entries())
    for (let column = row; column < size; column++) {
      const right = deviations[column] ?? left
      let product = 0
      for (let day = 0; day < left.length; day++) product += (left[day] ?? 0) * (right[day] ?? 0)
      gram[row * size + column] = product
      gram[column * size + row] = product
    }
  return gram
}

/** All regions but these. */
export function othersThan(taken: readonly number[], count: number): number[] {
  const out = new Set(taken)
  return Array.from({ length: count }, (_, region) => region).filter((region) => !out.has(region))
}

/** The numbers of a fit, without its days: all that a placebo needs. */
export function fit(prepared: Prepared, treated: readonly number[], donors: readonly number[]): Fit {
  const { window, means, testDeviations, testSums } = prepared
  const problem = problemOf(prepared, treated, donors)
  const weights = simplexWeights(problem)
  const average = (values: readonly number[]): number => mean(treated.map((region) => values[region] ?? 0))
  const gap =
    average(testDeviations) - sum(donors.map((donor, at) => (weights[at] ?? 0) * (testDeviations[donor] ?? 0)))
  const counterfactual = average(testSums) - gap
  return {
    weights,
    att: gap / (window.end - window.start),
    rel: gap / counterfactual,
    rmspePre: Math.sqrt(squaredGaps(problem, weights) / (window.start - window.first)),
    levelPre: average(means),
  }
}

interface Problem {
  readonly gram: Float64Array
  readonly linear: Float64Array
  readonly size: number
  /** Sum of the treated mean's squared deviations. */
  readonly own: number
}

function problemOf({ gram, means }: Prepared, treated: readonly number[], donors: readonly number[]): Problem {
  const all = means.length
  const size = donors.length
  const inner = new Float64Array(size * size)
  const linear = new Float64Array(size)
  const toTreated = (region: number): number => mean(treated.map((one) => gram[one * all + region] ?? 0))
  for (const [row, donor] of donors.entries()) {
    for (const [column, other] of donors.entries()) inner[row * size + column] = gram[donor * all + other] ?? 0
    linear[row] = toTreated(donor)
  }
  return { gram: inner, linear, size, own: mean(treated.map(toTreated)) }
}

/** own − 2 c'w + w'Gw: never below 0 but by rounding. */
function squaredGaps({ gram, linear, size, own }: Problem, weights: Float64Array): number {
  let squares = own
  for (let row = 0; row < size; row++) {
    const weight = weights[row] ?? 0
    if (weight === 0) continue
    squares -= 2 * weight * (linear[row] ?? 0)
    for (let column = 0; column < size; column++)
      squares += weight * (weights[column] ?? 0) * (gram[row * size + column] ?? 0)
  }
  return Math.max(0, squares)
}

/** Day by day, from the first fitted to the last tested: the treated mean less what it would have been. */
export function gapsByDay(
  { rows, means, window }: Prepared,
  treated: readonly number[],
  donors: readonly number[],
  weights: Float64Array,
): { readonly observed: Float64Array; readonly gaps: Float64Array } {
  const days = window.end - window.first
  const observed = new Float64Array(days)
  const gaps = new Float64Array(days)
  for (let day = 0; day < days; day++) {
    const at = window.first + day
    const value = mean(treated.map((region) => rows[region]?.[at] ?? 0))
    const level = mean(treated.map((region) => means[region] ?? 0))
    let expected = level
    for (const [place, donor] of donors.entries())
      expected += (weights[place] ?? 0) * ((rows[donor]?.[at] ?? 0) - (means[donor] ?? 0))
    observed[day] = value
    gaps[day] = value - expected
  }
  return { observed, gaps }
}
