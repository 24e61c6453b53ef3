/**
 * Difference in differences for few regions, with every assignment that could have been drawn enumerated. With six regions and two of them treated there are
 * fifteen, so that no p below 1/15 exists, whatever a t test says: that least p is known before the test.
 */
import { atLeast, mean } from './series.ts'
import type { Assignment } from './placebo.ts'
import type { Rows, TestWindow } from './synthetic-control.ts'

/**
 * `level`: plain orders. `ratio`: logarithms of each region's mean, so that large and small regions move alike; a day without orders does no
 * harm. `log`: means of each day's logarithm.
 */
export type Scale = 'ratio' | 'log' | 'level'

export interface DidReading {
  /** On the scale: a difference per region and period, or of logarithms. */
  readonly estimate: number
  /** Effect over the counterfactual. */
  readonly rel: number
  /** More than there would have been, over all treated regions and periods. */
  readonly incremental: number
  /** Mean of the treated, per region and period, had nothing been done. */
  readonly counterfactual: number
  /** Of each region: after less before. */
  readonly differences: readonly number[]
  /** One for each assignment that could have been drawn, ascending. */
  readonly statistics: readonly number[]
  readonly p: number
  readonly pPositive: number
}

export interface DidDesign {
  readonly rows: Rows
  readonly window: TestWindow
  readonly treated: Assignment
  /** All that could have been drawn, the drawn one among them. */
  readonly assignments: readonly Assignment[]
  readonly scale: Scale
}

/** Undefined where a logarithm does not exist: a region without any orders before or after. */
export function differenceInDifferences(design: DidDesign): DidReading | undefined {
  const { rows, window, treated, assignments, scale } = design
  const differences = rows.map((row) => difference(row, window, scale))
  if (!differences.every(Number.isFinite)) return undefined
  const estimate = contrast(differences, treated)
  const statistics = assignments.map((one) => contrast(differences, one))
  const observed = mean(treated.map((region) => mean(rows[region]?.subarray(window.start, window.end) ?? [])))
  const counterfactual = scale === 'level' ? observed - estimate : observed / Math.exp(estimate)
  return {
    estimate,
    rel: observed / counterfactual - 1,
    incremental: (observed - counterfactual) * treated.length * (window.end - window.start),
    counterfactual,
    differences,
    statistics: statistics.toSorted((a, b) => a - b),
    p: shareAtLeast(statistics.map(Math.abs), Math.abs(estimate)),
    pPositive: shareAtLeast(statistics, estimate),
  }
}

export function difference(row: Float64Array, { first, start, end }: TestWindow, scale: Scale): number {
  const days = scale === 'log' ? row.map(Math.log) : row
  const [before, after] = [mean(days.subarray(first, start)), mean(days.subarray(start, end))]
  return scale === 'ratio' ? Math.log(after) - Math.log(before) : after - before
}

/** Mean of the treated less mean of the others. */
export function contrast(differences: readonly number[], treated: Assignment): number {
  let [own, all] = [0, 0]
  for (const region of treated) own += differences[region] ?? 0
  for (const difference of differences) all += difference
  return own / treated.length - (all - own) / (differences.length - treated.length)
}

/** The p value of an enumeration: those at least as large. */
export function shareAtLeast(statistics: readonly number[], observed: number): number {
  return statistics.filter((one) => atLeast(one, observed)).length / statistics.length
}

/** The factors e of an effect 1 + e that the enumeration does not reject at `alpha`, on the scale of logarithms; undefined: no bound exists. */
export function didInterval(
  differences: readonly number[],
  design: Pick<DidDesign, 'treated' | 'assignments'>,
  alpha: number,
): { readonly low: number; readonly high: number } | undefined {
  const estimate = contrast(differences, design.treated)
  const rejects = (effect: number): boolean => {
    const without = differences.map((value, region) => (design.treated.includes(region) ? value - effect : value))
    const statistics = design.assignments.map((one) => Math.abs(contrast(without, one)))
    return shareAtLeast(statistics, Math.abs(estimate - effect)) <= alpha
  }
  const low = lastAccepted(estimate, -1, rejects)
  const high = lastAccepted(estimate, 1, rejects)
  return low === undefined || high === undefined ? undefined : { low, high }
}

const DOUBLINGS = 40
const HALVINGS = 60

/** From the estimate outwards: doubling until it is rejected, then halving. */
function lastAccepted(from: number, direction: 1 | -1, rejects: (effect: number) => boolean): number | undefined {
  let step = Math.max(1e-4, Math.abs(from) / 16)
  let doublings = 0
  while (!rejects(from + direction * step)) {
    if (++doublings > DOUBLINGS) return undefined
    step *= 2
  }
  let [inside, outside] = [doublings === 0 ? 0 : step / 2, step]
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2
    if (rejects(from + direction * middle)) outside = middle
    else inside = middle
  }
  return from + direction * inside
}
