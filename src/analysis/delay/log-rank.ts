/**
 * Do the curves of several sources differ? The log-rank test: at each time of a conversion, what each source had against what it would
 * have had by its share of those still at risk; χ² of the differences with sources − 1 degrees of freedom (R: `survdiff`, rho = 0).
 */
import { chiSquareTail } from '../numbers/distributions.ts'
import { solve } from '../numbers/linear.ts'
import { countBelow, countUpTo, type Durations } from './kaplan-meier.ts'

export interface LogRank {
  readonly chiSquare: number
  readonly degrees: number
  readonly p: number
  readonly groups: readonly { readonly n: number; readonly observed: number; readonly expected: number }[]
}

/** Undefined where fewer than two groups have anybody, or nobody converted. */
export function logRank(groups: readonly Durations[]): LogRank | undefined {
  const times = distinctTimes(groups)
  const filled = groups.filter((group) => group.converted.length + group.censored.length > 0).length
  if (filled < 2 || times.length === 0) return undefined
  const expected = groups.map(() => 0)
  const covariance = groups.map(() => groups.map(() => 0))
  for (const time of times) addTime(groups, time, expected, covariance)
  const observed = groups.map((group) => group.converted.length)
  const differences = observed.map((count, index) => count - (expected[index] as number))
  const { chiSquare, degrees } = quadraticForm(differences, covariance)
  return {
    chiSquare,
    degrees,
    p: chiSquareTail(chiSquare, degrees),
    groups: groups.map((group, index) => ({
      n: group.converted.length + group.censored.length,
      observed: observed[index] as number,
      expected: expected[index] as number,
    })),
  }
}

function distinctTimes(groups: readonly Durations[]): Float64Array {
  const all = new Float64Array(groups.reduce((sum, group) => sum + group.converted.length, 0))
  let filled = 0
  for (const group of groups) {
    all.set(group.converted, filled)
    filled += group.converted.length
  }
  return all.toSorted().filter((time, index, sorted) => index === 0 || time !== sorted[index - 1])
}

/** Adds one time's expected conversions and their hypergeometric covariance. */
function addTime(groups: readonly Durations[], time: number, expected: number[], covariance: number[][]): void {
  const atRisk = groups.map(
    ({ converted, censored }) =>
      converted.length - countBelow(converted, time) + censored.length - countBelow(censored, time),
  )
  const conversions = groups.reduce(
    (sum, { converted }) => sum + countUpTo(converted, time) - countBelow(converted, time),
    0,
  )
  const all = atRisk.reduce((sum, count) => sum + count, 0)
  const spread = all > 1 ? (conversions * (all - conversions)) / (all - 1) : 0
  for (const [row, mine] of atRisk.entries()) {
    expected[row] = (expected[row] as number) + (conversions * mine) / all
    const line = covariance[row] as number[]
    for (const [column, other] of atRisk.entries()) {
      const own = row === column ? mine / all : 0
      line[column] = (line[column] as number) + spread * (own - (mine * other) / (all * all))
    }
  }
}

/** Differences sum to nought, so one group is left out; so is one that was never at risk beside another (its variance is nought). */
function quadraticForm(
  differences: readonly number[],
  covariance: readonly (readonly number[])[],
): { chiSquare: number; degrees: number } {
  const moving = covariance.flatMap((line, index) => ((line[index] as number) > 0 ? [index] : [])).slice(1)
  const right = moving.map((index) => [differences[index] as number])
  const matrix = moving.map((row) => moving.map((column) => (covariance[row] as readonly number[])[column] as number))
  const solved = solve(matrix, right)
  const chiSquare =
    solved === undefined
      ? 0
      : right.reduce((sum, [value], index) => sum + (value as number) * (solved[index]?.[0] ?? 0), 0)
  return { chiSquare, degrees: moving.length }
}
