/**
 * Whether a row of figures grows: the slope of Theil and Sen, which single spikes do not move, with the interval that belongs to
 * the test of Mann and Kendall (P. K. Sen, JASA 63 (1968) 1379; no shape of the noise is assumed). Neighbouring windows are
 * alike, which makes a slope look surer than it is: the variance is widened for it (S. Yue and C. Wang, 2004, with lag one).
 */

export interface Trend {
  readonly median: number
  /** Per step. */
  readonly slope: number
  readonly low: number
  readonly high: number
  readonly verdict: 'flat' | 'grows' | 'falls'
}

/** Two-sided 99 %: several figures are looked at, and one in twenty would often be wrong by chance. */
const Z = 2.576
const MIN_VALUES = 8

/** Undefined where there is too little to say anything. */
export function trendOf(values: readonly number[]): Trend | undefined {
  const known = values.filter(Number.isFinite)
  if (known.length < MIN_VALUES) return undefined
  const slopes = slopesOf(known)
  const slope = middle(slopes)
  const spread = Z * Math.sqrt(variance(known.length) * widening(known, slope))
  // R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), 16.5: ranks count from one.
  const low = at(slopes, Math.floor((slopes.length - spread) / 2) - 1)
  const high = at(slopes, Math.ceil((slopes.length + spread) / 2))
  const verdict = low > 0 ? 'grows' : high < 0 ? 'falls' : 'flat'
  return { median: middle(known.toSorted((a, b) => a - b)), slope, low, high, verdict }
}

/** Of every two values, sorted. */
function slopesOf(values: readonly number[]): number[] {
  const slopes: number[] = []
  for (const [i, first] of values.entries()) {
    for (const [j, second] of values.entries()) if (j > i) slopes.push((second - first) / (j - i))
  }
  return slopes.toSorted((a, b) => a - b)
}

/** Of Kendall's S where nothing grows. */
function variance(n: number): number {
  return (n * (n - 1) * (2 * n + 5)) / 18
}

function widening(values: readonly number[], slope: number): number {
  const rest = values.map((value, index) => value - slope * index)
  const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length
  const squares = rest.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const products = rest.slice(1).reduce((sum, value, index) => sum + (value - mean) * ((rest[index] ?? 0) - mean), 0)
  const lagOne = squares === 0 ? 0 : Math.min(0.9, Math.max(0, products / squares))
  return (1 + lagOne) / (1 - lagOne)
}

function middle(sorted: readonly number[]): number {
  return (at(sorted, Math.floor((sorted.length - 1) / 2)) + at(sorted, Math.ceil((sorted.length - 1) / 2))) / 2
}

function at(sorted: readonly number[], index: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN
}
