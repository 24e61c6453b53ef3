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

/** More than this is drawn from at random, with the same seed, in place of being listed whole. */
export const MAX_LISTED = 20_000
const TRIES_PER_GROUP = 40

/** The list that the assignment is drawn from. Whole where it can be listed, else `most` different ones drawn by `seed`. */
export function admissibleAssignments(
  size: number,
  volumes: readonly number[],
  rules: Admissible,
  { seed, most }: { readonly seed: number; readonly most: number },
): readonly Assignment[] {
  const count = volumes.length
  const all = volumes.reduce((sum, volume) => sum + volume, 0)
  const fits = (group: Assignment): boolean => isAdmissible(group, volumes, all, rules)
  if (subsetCount(size, count) <= MAX_LISTED) {
    const listed = subsets(size, count).filter(fits)
    return listed.length <= most ? listed : pick(listed, most, mulberry32(seed))
  }
  return drawn(size, count, fits, { uniform: mulberry32(seed), most })
}

function isAdmissible(group: Assignment, volumes: readonly number[], all: number, rules: Admissible): boolean {
  const inside = new Set(group)
  const share = group.reduce((sum, region) => sum + (volumes[region] ?? 0), 0) / all
  if (share < rules.shareMin || share > rules.shareMax) return false
  if (rules.never.some((region) => inside.has(region))) return false
  return rules.together.every((market) => {
    const taken = market.filter((region) => inside.has(region)).length
    return taken === 0 || taken === market.length
  })
}

function pick(listed: readonly Assignment[], most: number, uniform: Uniform): readonly Assignment[] {
  return draw(most, listed.length, uniform).map((place) => listed[place] ?? [])
}

function drawn(
  size: number,
  count: number,
  fits: (group: Assignment) => boolean,
  { uniform, most }: { readonly uniform: Uniform; readonly most: number },
): readonly Assignment[] {
  const found = new Map<string, Assignment>()
  for (let tried = 0; tried < most * TRIES_PER_GROUP && found.size < most; tried++) {
    const group = draw(size, count, uniform)
    if (fits(group)) found.set(group.join(' '), group)
  }
  return [...found.values()].toSorted(byRegion)
}

function byRegion(a: Assignment, b: Assignment): number {
  for (const [place, region] of a.entries()) {
    const other = b[place] ?? 0
    if (region !== other) return region - other
  }
  return 0
}
