/** What the lift engine costs: one fit from raw rows, the placebos of one reading, the second opinion. In this process: it asks nobody anything. */
import { aaPanel } from '../src/analysis/lift/aa-panel.fixture.ts'
import { blockConformal, conformalWindow } from '../src/analysis/lift/block-conformal.ts'
import { placeboFits } from '../src/analysis/lift/placebo.ts'
import { fit, othersThan, prepare } from '../src/analysis/lift/synthetic-control.ts'
import { draw } from '../src/analysis/numbers/prng.ts'
import { median } from './median.ts'
import { progress } from './progress.ts'

export interface LiftCost {
  readonly regions: number
  readonly days: number
  readonly fitMs: number
  /** A thousand of them, of two regions each. */
  readonly placebosMs: number
  readonly conformalMs: number
}

/** The second is what France has: its mainland departments, for a year. */
const SIZES = [
  { regions: 40, days: 105, start: 90 },
  { regions: 96, days: 365, start: 337 },
]
const FITS = 50
const TIMES = 5
const PLACEBOS = 1_000

export function measureLift(): readonly LiftCost[] {
  return SIZES.map(({ regions, days, start }) => {
    progress(`lift: ${regions} regions, ${days} days`)
    const { rows, uniform } = aaPanel(1, { regions, days })
    const window = { first: 0, start, end: days }
    const treated = draw(2, regions, uniform)
    const donors = othersThan(treated, regions)
    const placebos = Array.from({ length: PLACEBOS }, () =>
      draw(2, donors.length, uniform).map((at) => donors[at] ?? 0),
    )
    const prepared = prepare(rows, window)
    return {
      regions,
      days,
      fitMs: timed(FITS, () => fit(prepare(rows, window), treated, donors)),
      placebosMs: timed(TIMES, () => placeboFits(prepared, treated, placebos)),
      conformalMs: timed(TIMES, () => blockConformal(conformalWindow(rows, window), treated, donors)),
    }
  })
}

function timed(times: number, work: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return median(taken)
}
