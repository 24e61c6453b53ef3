/** How sure a number of orders is: Poisson's interval for a count, and for a value the same orders drawn again. */
import { chiSquareQuantile, normalQuantile } from '../numbers/distributions.ts'
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

const DRAWS = 1_000
/**
 * Of more orders nothing is drawn: the sum of so many is as good as normal, and how widely drawing would scatter it is known exactly.
 * That takes one pass, where drawing would take a thousand.
 */
const MOST_DRAWN = 5_000

export interface SumIntervals {
  readonly intervals: readonly Bounds[]
  /** 0: worked out instead of drawn. */
  readonly draws: number
}

/** Intervals of each row's sum if as many orders as there are were drawn from them with replacement (Efron's bootstrap, percentiles). */
export function bootstrapSums(entries: OrderEntries, rows: number, level: number, uniform: Uniform): SumIntervals {
  const orders = Math.max(0, entries.first.length - 1)
  if (orders > MOST_DRAWN) return { intervals: limitOf(entries, rows, orders, level), draws: 0 }
  const sums = Array.from({ length: rows }, () => new Float64Array(DRAWS))
  for (let draw = 0; draw < DRAWS; draw++) {
    const sum = drawnSums(entries, rows, orders, uniform)
    for (let at = 0; at < rows; at++) {
      const drawn = sums[at]
      if (drawn !== undefined) drawn[draw] = sum[at] ?? 0
    }
  }
  return { intervals: sums.map((drawn) => percentiles(drawn, level)), draws: DRAWS }
}

function drawnSums({ first, row, worth }: OrderEntries, rows: number, orders: number, uniform: Uniform): Float64Array {
  const sum = new Float64Array(rows)
  for (let one = 0; one < orders; one++) {
    const order = Math.floor(uniform() * orders)
    const end = first[order + 1] ?? 0
    for (let entry = first[order] ?? 0; entry < end; entry++) {
      const at = row[entry] ?? -1
      if (at >= 0) sum[at] = (sum[at] ?? 0) + (worth[entry] ?? 0)
    }
  }
  return sum
}

/** The variance of a drawn sum is Σ worth² − (Σ worth)² ÷ orders. */
function limitOf({ row, worth }: OrderEntries, rows: number, orders: number, level: number): readonly Bounds[] {
  const [sums, squares] = [new Float64Array(rows), new Float64Array(rows)]
  for (let entry = 0; entry < row.length; entry++) {
    const [at, one] = [row[entry] ?? 0, worth[entry] ?? 0]
    sums[at] = (sums[at] ?? 0) + one
    squares[at] = (squares[at] ?? 0) + one * one
  }
  const wide = normalQuantile(1 - (1 - level) / 2)
  return Array.from(sums, (sum, at) => {
    const half = wide * Math.sqrt(Math.max(0, (squares[at] ?? 0) - (sum * sum) / orders))
    return { low: sum - half, high: sum + half }
  })
}

function percentiles(drawn: Float64Array, level: number): Bounds {
  const sorted = drawn.toSorted()
  const tail = (1 - level) / 2
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? NaN
  return { low: at(tail), high: at(1 - tail) }
}
