/**
 * Regions in which nothing was done, by a recipe that another program has too (aa_recipe.json): sizes from 60 orders a day upwards, weekdays, a swing that
 * all share and one of each region's own, both remembering the day before. One stream of chance: the shared swing, each region's, then the draws.
 */
import { draw, mulberry32, normal, type Uniform } from '../numbers/prng.ts'
import { differenceInDifferences, type DidReading } from './did.ts'

const WEEKDAYS = [0.92, 0.95, 0.98, 1, 1.06, 1.15, 0.94]
const SHARED = { memory: 0.6, deviation: 0.02 }
const OWN = { memory: 0.5, deviation: 0.05 }

export interface Sizes {
  readonly regions: number
  readonly days: number
}

export interface AaPanel {
  readonly rows: readonly Float64Array[]
  /** What comes after the panel in the same stream. */
  readonly uniform: Uniform
}

export function aaPanel(seed: number, { regions, days }: Sizes): AaPanel {
  const uniform = mulberry32(seed)
  const shared = swing(days, SHARED, uniform)
  const rows = Array.from({ length: regions }, (_, region) => {
    const own = swing(days, OWN, uniform)
    return own.map((value, day) => (60 + 25 * region) * (WEEKDAYS[day % 7] ?? 1) * Math.exp((shared[day] ?? 0) + value))
  })
  return { rows, uniform }
}

function swing(days: number, { memory, deviation }: typeof OWN, uniform: Uniform): Float64Array {
  let state = 0
  return new Float64Array(days).map(() => {
    state = memory * state + normal(uniform)
    return deviation * state
  })
}

export interface AaDesign extends Sizes {
  readonly start: number
  readonly treated: number
  readonly permutations: number
}

/** One experiment without effect, or with the factor 1 + `effect` on the treated regions' tested days. */
export function aaRun(
  seed: number,
  design: AaDesign,
  effect = 0,
): DidReading & { readonly treated: readonly number[] } {
  const { rows, uniform } = aaPanel(seed, design)
  const treated = draw(design.treated, design.regions, uniform)
  const others = Array.from({ length: design.permutations }, () => draw(design.treated, design.regions, uniform))
  for (const region of treated) for (let day = design.start; day < design.days; day++) raise(rows[region], day, effect)
  const window = { first: 0, start: design.start, end: design.days }
  const reading = differenceInDifferences({ rows, window, treated, assignments: [treated, ...others], scale: 'log' })
  if (reading === undefined) throw new Error('a panel without zeros has logarithms')
  return { ...reading, treated }
}

function raise(row: Float64Array | undefined, day: number, effect: number): void {
  if (row !== undefined) row[day] = (row[day] ?? 0) * (1 + effect)
}
