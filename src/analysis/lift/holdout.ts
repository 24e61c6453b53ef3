/**
 * A holdout on our own surfaces (a banner, an e-mail, an audience that we upload): those drawn to see it against those drawn not to, as they were drawn,
 * whether they saw it or not. First of all: do the two groups have the sizes that the draw was to give?
 */
import { chiSquareTail, hypergeometric, normalQuantile, normalTail, normalTwoSided } from '../numbers/distributions.ts'
import { wilson } from '../numbers/wilson.ts'

export interface Group {
  readonly people: number
  readonly converted: number
}

export interface RatioCheck {
  readonly chiSquare: number
  readonly p: number
  /** Below this the draw did not work, and no reading is made. */
  readonly holds: boolean
}

export interface HoldoutReading {
  readonly shares: readonly [number, number]
  readonly difference: number
  readonly rel: number
  readonly z: number
  readonly p: number
  readonly fisherP: number
  readonly newcombe: Bounds
  readonly wald: Bounds
  readonly wilson: readonly [Bounds, Bounds]
  /** More conversions than the exposed would have had. */
  readonly incremental: number
}

export interface Bounds {
  readonly low: number
  readonly high: number
}

const RATIO_ALPHA = 0.001

/** `shares`: what the draw was to give, e.g. [0.9, 0.1]. */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): RatioCheck {
  const all = counts.reduce((sum, one) => sum + one, 0)
  const whole = shares.reduce((sum, one) => sum + one, 0)
  const chiSquare = counts.reduce((sum, found, group) => {
    const expected = (all * (shares[group] ?? 0)) / whole
    return sum + (found - expected) ** 2 / expected
  }, 0)
  const p = chiSquareTail(chiSquare, counts.length - 1)
  return { chiSquare, p, holds: p >= RATIO_ALPHA }
}

export function compareGroups(exposed: Group, holdout: Group, level: number): HoldoutReading {
  const [a, b] = [exposed.converted / exposed.people, holdout.converted / holdout.people]
  const difference = a - b
  const z = difference / pooledError(exposed, holdout)
  const reach = normalQuantile(1 - (1 - level) / 2)
  const spread = reach * Math.sqrt((a * (1 - a)) / exposed.people + (b * (1 - b)) / holdout.people)
  const intervals = [wilsonOf(exposed, level), wilsonOf(holdout, level)] as const
  return {
    shares: [a, b],
    difference,
    rel: difference / b,
    z,
    p: normalTwoSided(z),
    fisherP: fisher(exposed, holdout),
    newcombe: newcombe([a, b], intervals),
    wald: { low: difference - spread, high: difference + spread },
    wilson: intervals,
    incremental: exposed.converted - b * exposed.people,
  }
}

function pooledError(exposed: Group, holdout: Group): number {
  const share = (exposed.converted + holdout.converted) / (exposed.people + holdout.people)
  return Math.sqrt(share * (1 - share) * (1 / exposed.people + 1 / holdout.people))
}

/** Of nobody every share is possible. */
function wilsonOf({ people, converted }: Group, level: number): Bounds {
  const { low, high } = wilson(converted, people, level) ?? { low: 0, high: 1 }
  return { low, high }
}

/** Newcombe 1998, method 10: the difference's interval out of the two of Wilson. */
function newcombe([a, b]: readonly [number, number], [own, other]: readonly [Bounds, Bounds]): Bounds {
  return {
    low: a - b - Math.hypot(a - own.low, other.high - b),
    high: a - b + Math.hypot(own.high - a, b - other.low),
  }
}

/** Two-sided: all tables with these sums that are no likelier than this one. */
function fisher(exposed: Group, holdout: Group): number {
  const [total, marked] = [exposed.people + holdout.people, exposed.converted + holdout.converted]
  const chance = (found: number): number => hypergeometric(found, total, marked, exposed.people)
  const limit = chance(exposed.converted) * (1 + 1e-7)
  const [least, most] = [Math.max(0, marked - holdout.people), Math.min(marked, exposed.people)]
  let p = 0
  for (let found = least; found <= most; found++) {
    const one = chance(found)
    if (one <= limit) p += one
  }
  return Math.min(1, p)
}

/** The chance that a two-sided test at `alpha` finds a difference between these shares with so many people in each group. */
export function holdoutPower(
  [a, b]: readonly [number, number],
  [exposed, held]: readonly [number, number],
  alpha: number,
): number {
  const share = (a * exposed + b * held) / (exposed + held)
  const underNone = Math.sqrt(share * (1 - share) * (1 / exposed + 1 / held))
  const underEffect = Math.sqrt((a * (1 - a)) / exposed + (b * (1 - b)) / held)
  const reach = normalQuantile(1 - alpha / 2) * underNone
  return normalTail((reach - Math.abs(a - b)) / underEffect)
}

const HALVINGS = 60

/** The least difference above `base` that is found with the chance `power`; undefined where none below 100 % is. */
export function holdoutMde(
  base: number,
  groups: readonly [number, number],
  alpha: number,
  power: number,
): number | undefined {
  let [low, high] = [0, 1 - base]
  if (!(holdoutPower([1 - 1e-9, base], groups, alpha) >= power)) return undefined
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2
    if (holdoutPower([base + middle, base], groups, alpha) >= power) high = middle
    else low = middle
  }
  return high
}
