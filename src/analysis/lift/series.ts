/** Small sums over series of days. */

export function sum(values: ArrayLike<number>): number {
  let total = 0
  for (let index = 0; index < values.length; index++) total += values[index] ?? 0
  return total
}

/** 0 of nothing: whoever asks has looked at the length before. */
export function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? 0 : sum(values) / values.length
}

/** Standard deviation of a sample (n − 1). */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const middle = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1))
}

export function count<T>(values: readonly T[], holds: (value: T) => boolean): number {
  let found = 0
  for (const value of values) if (holds(value)) found++
  return found
}

/**
 * Two statistics that are the same number by algebra can differ in their last digits: a tie counts as "as extreme", which only ever makes
 * a p value larger.
 */
export function atLeast(value: number, observed: number): boolean {
  return value >= observed - 1e-9 * Math.max(1, Math.abs(observed))
}
