/** An interval for a share of a count (Wilson 1927): honest for small counts and at 0 and 1, where p ± z·√(p(1−p)/n) is not. */
import { normalQuantile } from './distributions.ts'

export interface Share {
  readonly count: number
  readonly of: number
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Undefined where the count is not a part of the whole (none there, or more than all: two sources that do not speak of the same). */
export function wilson(count: number, of: number, level: number): Share | undefined {
  if (!(of > 0) || count < 0 || count > of) return undefined
  const z = normalQuantile((1 + level) / 2)
  const share = count / of
  const scale = 1 + (z * z) / of
  const middle = (share + (z * z) / (2 * of)) / scale
  const half = (z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))) / scale
  return {
    count,
    of,
    share,
    low: count === 0 ? 0 : middle - half,
    high: count === of ? 1 : middle + half,
  }
}
