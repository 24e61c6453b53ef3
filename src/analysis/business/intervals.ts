/** How sure a number of orders is: Poisson's interval for a count, and for a value the same orders drawn again. */
import { chiSquareQuantile } from '../numbers/distributions.ts'
import type { Uniform } from '../numbers/prng.ts'

export interface Bounds {
  readonly low: number
  readonly high: number
}

/** Garwood's exact interval for the mean of a Poisson count; `count` may be a sum of credits. */
export function poissonInterval(count: number, level: number): Bounds {
  const tail = (1 - level) / 2
  return {
    low: count > 0 ? chiSquareQuantile(tail, 2 * count) / 2 : 0,
    high: chiSquareQuantile(1 - tail, 2 * count + 2) / 2,
  }
}

/** A worth of an order for one row of a table; entries of one order lie together. */
export interface OrderEntries {
  /** The entries of order i are `first[i]` to `first[i + 1] - 1`. */
  readonly first: ArrayLike<number>
  readonly row: Int32Array
  readonly worth: Float64Array
}

const MOST_DRAWS = 1_000
const LEAST_DRAWS = 200
/** Bounds the time on a large shop: fewer draws there, whose intervals are narrow anyway. */
const MOST_STEPS = 15_000_000

/** Percentile intervals of each row's sum, from drawing as many orders as there are, with replacement. */
export function bootstrapSums(
  { first, row, worth }: OrderEntries,
  rows: number,
  level: number,
  uniform: Uniform,
): { readonly intervals: readonly Bounds[]; readonly draws: number } {
  const orders = Math.max(0, first.length - 1)
  const draws = Math.min(MOST_DRAWS, Math.max(LEAST_DRAWS, Math.floor(MOST_STEPS / (orders + worth.length + 1))))
  const sums = Array.from({ length: rows }, () => new Float64Array(draws))
  const sum = new Float64Array(rows)
  for (let draw = 0; draw < draws; draw++) {
    sum.fill(0)
    for (let one = 0; one < orders; one++) {
      const order = Math.floor(uniform() * orders)
      const end = first[order + 1] ?? 0
      for (let entry = first[order] ?? 0; entry < end; entry++) {
        const at = row[entry] ?? -1
        if (at >= 0) sum[at] = (sum[at] ?? 0) + (worth[entry] ?? 0)
      }
    }
    for (let at = 0; at < rows; at++) {
      const drawn = sums[at]
      if (drawn !== undefined) drawn[draw] = sum[at] ?? 0
    }
  }
  return { intervals: sums.map((drawn) => percentiles(drawn, level)), draws }
}

function percentiles(drawn: Float64Array, level: number): Bounds {
  const sorted = drawn.toSorted()
  const tail = (1 - level) / 2
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? NaN
  return { low: at(tail), high: at(1 - tail) }
}
