/**
 * The test in time, as a second opinion: were the treated regions' days in the test odder than any other run of days of the same length? The
 * synthetic control is fitted again on all days under the hypothesis that there was no effect; then the gaps are shifted in a circle. (Chernozhukov,
 * Wüthrich, Zhu 2021, moving blocks.)
 */
import { simplexWeights } from '../numbers/simplex-fit.ts'
import { atLeast, mean } from './series.ts'
import { gramOf, type Rows, type TestWindow } from './synthetic-control.ts'

/** What every test of one window shares. */
export interface ConformalWindow {
  readonly rows: Rows
  readonly window: TestWindow
  /** Each region about its own mean over all days. */
  readonly deviations: Rows
  readonly gram: Float64Array
}

export function conformalWindow(rows: Rows, window: TestWindow): ConformalWindow {
  const deviations = rows.map((row) => centred(row.slice(window.first, window.end)))
  return { rows, window, deviations, gram: gramOf(deviations) }
}

/** What a treated day's value is changed to before the test: to test another effect than none, or to try one that was not there. */
export type Change = (value: number) => number
const NO_EFFECT: Change = (value) => value

export interface ConformalResult {
  /** Any difference. */
  readonly p: number
  /** More only. */
  readonly pPositive: number
  /** Mean gap of the tested days in the fit on all days. */
  readonly refitted: number
}

export function blockConformal(
  shared: ConformalWindow,
  treated: readonly number[],
  donors: readonly number[],
  change: Change = NO_EFFECT,
): ConformalResult {
  const { rows, window } = shared
  const all = window.end - window.first
  const tested = window.end - window.start
  const own = new Float64Array(all)
  for (let day = 0; day < all; day++) {
    const value = mean(treated.map((region) => rows[region]?.[window.first + day] ?? 0))
    own[day] = day < all - tested ? value : change(value)
  }
  const gaps = gapsOnAllDays(shared, centred(own), donors)
  const positive = shiftedSums(gaps, tested)
  const sizes = shiftedSums(gaps.map(Math.abs), tested)
  return { p: shareAtLeast(sizes), pPositive: shareAtLeast(positive), refitted: (positive[0] ?? 0) / tested }
}

function gapsOnAllDays(
  { deviations, gram }: ConformalWindow,
  own: Float64Array,
  donors: readonly number[],
): Float64Array {
  const [all, size] = [deviations.length, donors.length]
  const inner = new Float64Array(size * size)
  const linear = new Float64Array(size)
  for (const [row, donor] of donors.entries()) {
    for (const [column, other] of donors.entries()) inner[row * size + column] = gram[donor * all + other] ?? 0
    const moved = deviations[donor] ?? own
    for (let day = 0; day < own.length; day++) linear[row] = (linear[row] ?? 0) + (own[day] ?? 0) * (moved[day] ?? 0)
  }
  const weights = simplexWeights({ gram: inner, linear, size })
  const gaps = own.slice()
  for (const [place, donor] of donors.entries()) {
    const weight = weights[place] ?? 0
    if (weight === 0) continue
    const moved = deviations[donor] ?? own
    for (let day = 0; day < gaps.length; day++) gaps[day] = (gaps[day] ?? 0) - weight * (moved[day] ?? 0)
  }
  return gaps
}

/** The sum over the last `length` days, and over every other run of days in the circle: the tested days first. */
function shiftedSums(gaps: Float64Array, length: number): number[] {
  const days = gaps.length
  let running = 0
  for (let day = days - length; day < days; day++) running += gaps[day] ?? 0
  const sums = [running]
  for (let shift = 1; shift < days; shift++) {
    running += (gaps[shift - 1] ?? 0) - (gaps[(days - length + shift - 1) % days] ?? 0)
    sums.push(running)
  }
  return sums
}

function shareAtLeast(sums: readonly number[]): number {
  const observed = sums[0] ?? 0
  return sums.filter((one) => atLeast(one, observed)).length / sums.length
}

function centred(values: Float64Array): Float64Array {
  const middle = mean(values)
  return values.map((value) => value - middle)
}
