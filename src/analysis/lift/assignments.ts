/**
 * Which regions could be treated together, and which of these groups is. The draw is made before anything is spent, from a list that stands in the
 * plan as a hash: who looks at results first and chooses regions then gets another list.
 */
import { draw, mulberry32, type Uniform } from '../numbers/prng.ts'
import type { Assignment } from './placebo.ts'

/** All groups of `size` of `count` regions, in order. */
export function subsets(size: number, count: number): readonly Assignment[] {
  const found: number[][] = []
  const extend = (group: readonly number[], next: number): void => {
    if (group.length === size) {
      found.push([...group])
      return
    }
    for (let region = next; region <= count - (size - group.length); region++) extend([...group, region], region + 1)
  }
  extend([], 0)
  return found
}

/** As a plain number: large ones are only compared. */
export function subsetCount(size: number, count: number): number {
  let groups = 1
  for (let step = 1; step <= size; step++) groups = (groups * (count - size + step)) / step
  return Math.round(groups)
}

export interface Admissible {
  /** Of all regions' orders before the test, at least and at most so much in the treated ones. */
  readonly shareMin: number
  readonly shareMax: number
  /** Regions that share a market (television, a large city): all of them together or none. */
  readonly together: readonly (readonly number[])[]
  /** Never treated: they serve as comparison only. */
  readonly never: readonly number[]
}

/** More groups than this are not listed: so many as are asked for are drawn in place of it. */
export const MAX_LISTED = 20_000
const TRIES_PER_GROUP = 40

export interface Listing {
  readonly size: number
  /** Of each region, of all orders. */
  readonly shares: readonly number[]
  readonly rules: Admissible
  readonly seed: number
  readonly most: number
}

/** The list that an assignment is drawn from. Whole where it can be listed and is short enough, else `most` different ones drawn by `seed`. */
export function admissibleAssignments({ size, shares, rules, seed, most }: Listing): readonly Assignment[] {
  const eligible = shares.flatMap((_, region) => (rules.never.includes(region) ? [] : [region]))
  const named = (group: readonly number[]): Assignment => group.map((place) => eligible[place] ?? 0)
  const fits = (group: Assignment): boolean => isAdmissible(group, shares, rules)
  const uniform = mulberry32(seed)
  if (size > eligible.length) return []
  if (subsetCount(size, eligible.length) > MAX_LISTED)
    return drawn(() => named(draw(size, eligible.length, uniform)), fits, most)
  const listed = subsets(size, eligible.length).map(named).filter(fits)
  return listed.length <= most ? listed : draw(most, listed.length, uniform).map((place) => listed[place] ?? [])
}

function isAdmissible(group: Assignment, shares: readonly number[], rules: Admissible): boolean {
  const inside = new Set(group)
  const share = group.reduce((sum, region) => sum + (shares[region] ?? 0), 0)
  if (share < rules.shareMin || share > rules.shareMax) return false
  return rules.together.every((market) => {
    const taken = market.filter((region) => inside.has(region)).length
    return taken === 0 || taken === market.length
  })
}

function drawn(one: () => Assignment, fits: (group: Assignment) => boolean, most: number): readonly Assignment[] {
  const found = new Map<string, Assignment>()
  for (let tried = 0; tried < most * TRIES_PER_GROUP && found.size < most; tried++) {
    const group = one()
    if (fits(group)) found.set(group.join(' '), group)
  }
  return [...found.values()]
}

/** Another stream of the same seed: what is drawn from a list does not hang on how the list was made. */
export function drawOne(assignments: readonly Assignment[], seed: number): Assignment | undefined {
  return assignments[draw(1, assignments.length, streamOf(seed))[0] ?? 0]
}

const GOLDEN = 0x9e_37_79_b9

export function streamOf(seed: number): Uniform {
  return mulberry32((seed ^ GOLDEN) >>> 0)
}
