/**
 * On and off by turns, randomised: pairs of blocks of equal length, which of the two is on drawn for each pair. Under no effect each pair's difference could
 * as well have had the other sign: the p value counts signs, and the interval is every effect that this count does not reject.
 */
import { mean } from './series.ts'

/** One day: `block` absent before the test. */
export interface SwitchDay {
  readonly weekday: number
  readonly block?: number
  readonly on: boolean
  readonly value: number
}

export interface SwitchbackReading {
  /** Of Sunday to Saturday (or however the days are numbered): its mean over the mean of all untouched days. */
  readonly factors: readonly number[]
  readonly blockMeans: readonly number[]
  /** On less off, of each pair. */
  readonly differences: readonly number[]
  /** Per day. */
  readonly estimate: number
  readonly offMean: number
  readonly rel: number
  /** Over all days that were on, wash-out included. */
  readonly incremental: number
  readonly p: number
  readonly pPositive: number
  readonly smallestP: number
}

export type SwitchbackFault =
  /** A weekday of the test that the days before it do not have. */
  | { readonly code: 'weekday_unknown'; readonly weekday: number }
  /** Blocks are not in pairs of one on and one off. */
  | { readonly code: 'pair_broken'; readonly block: number }
  /** Nothing is left of a block after its wash-out. */
  | { readonly code: 'block_empty'; readonly block: number }

/** Every sign vector is counted: more pairs would take a million of them and more. */
export const MAX_PAIRS = 20

export function smallestSwitchbackP(pairs: number): number {
  return Math.min(1, 2 / 2 ** pairs)
}

/** `washOut`: days at the head of each block that are left out. */
export function switchback(days: readonly SwitchDay[], washOut: number): SwitchbackReading | SwitchbackFault {
  const factors = weekdayFactors(days.filter(({ block }) => block === undefined))
  const tested = days.filter(({ block }) => block !== undefined)
  const strange = tested.find(({ weekday }) => factors[weekday] === undefined)
  if (strange !== undefined) return { code: 'weekday_unknown', weekday: strange.weekday }
  const blocks = blocksOf(tested, factors, washOut)
  const broken = faultOf(blocks)
  if (broken !== undefined) return broken
  const differences = pairDifferences(blocks)
  const estimate = mean(differences)
  const offMean = mean(blocks.filter(({ on }) => !on).map(({ value }) => value))
  return {
    factors: factors.map((factor) => factor ?? 0),
    blockMeans: blocks.map(({ value }) => value),
    differences,
    estimate,
    offMean,
    rel: estimate / offMean,
    incremental: estimate * tested.filter(({ on }) => on).length,
    ...signFlip(differences),
    smallestP: smallestSwitchbackP(differences.length),
  }
}

const WEEKDAYS = 7

function weekdayFactors(untouched: readonly SwitchDay[]): readonly (number | undefined)[] {
  const all = mean(untouched.map(({ value }) => value))
  return Array.from({ length: WEEKDAYS }, (_, weekday) => {
    const own = untouched.filter((day) => day.weekday === weekday)
    const factor = mean(own.map(({ value }) => value)) / all
    return own.length > 0 && factor > 0 && Number.isFinite(factor) ? factor : undefined
  })
}

interface Block {
  readonly on: boolean
  readonly mixed: boolean
  readonly days: number
  readonly value: number
}

function blocksOf(
  tested: readonly SwitchDay[],
  factors: readonly (number | undefined)[],
  washOut: number,
): readonly Block[] {
  const last = Math.max(-1, ...tested.map(({ block }) => block ?? -1))
  return Array.from({ length: last + 1 }, (_, block) => {
    const all = tested.filter((day) => day.block === block)
    const kept = all.slice(washOut)
    return {
      on: all[0]?.on === true,
      mixed: new Set(all.map(({ on }) => on)).size > 1,
      days: kept.length,
      value: mean(kept.map(({ value, weekday }) => value / (factors[weekday] ?? 1))),
    }
  })
}

function faultOf(blocks: readonly Block[]): SwitchbackFault | undefined {
  for (const [block, { days, mixed, on }] of blocks.entries()) {
    if (mixed) return { code: 'pair_broken', block }
    if (days === 0) return { code: 'block_empty', block }
    const other = blocks[block ^ 1]
    if (other === undefined || other.on === on) return { code: 'pair_broken', block }
  }
  return blocks.length === 0 || blocks.length > 2 * MAX_PAIRS
    ? { code: 'pair_broken', block: blocks.length }
    : undefined
}

function pairDifferences(blocks: readonly Block[]): readonly number[] {
  return Array.from({ length: blocks.length / 2 }, (_, pair) => {
    const [first, second] = [blocks[2 * pair], blocks[2 * pair + 1]]
    const difference = (first?.value ?? 0) - (second?.value ?? 0)
    return first?.on === true ? difference : -difference
  })
}

/** Of all sign vectors, the share whose sum is as extreme. */
export function signFlip(differences: readonly number[]): { readonly p: number; readonly pPositive: number } {
  const observed = differences.reduce((sum, one) => sum + one, 0)
  const slack = 1e-9 * Math.max(1, Math.abs(observed))
  const vectors = 2 ** differences.length
  let [either, above] = [0, 0]
  const flipped = subsetSums(differences)
  for (const part of flipped) {
    const statistic = observed - 2 * part
    if (Math.abs(statistic) >= Math.abs(observed) - slack) either++
    if (statistic >= observed - slack) above++
  }
  return { p: either / vectors, pPositive: above / vectors }
}

/**
 * Inverted: an effect below the estimate is rejected when too few subsets of pairs have a mean difference at or under it. So the bounds are
 * order statistics of the subsets' means, exact. Undefined where no effect, however large, could be rejected at `alpha`.
 */
export function signFlipInterval(
  differences: readonly number[],
  alpha: number,
): { readonly low: number; readonly high: number } | undefined {
  const sums = subsetSums(differences)
  const means = new Float64Array(sums.length - 1)
  for (let subset = 1; subset < sums.length; subset++) means[subset - 1] = (sums[subset] ?? 0) / bits(subset)
  means.sort()
  // The least k with 2 (1 + k) ÷ 2^m above alpha: from the k-th mean on, effects are not rejected.
  const k = Math.floor((alpha * sums.length) / 2 + 1e-9)
  const [low, high] = [means[k - 1], means[means.length - k]]
  return low === undefined || high === undefined ? undefined : { low, high }
}

/** By the subset's bits: the sum of its differences. */
function subsetSums(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length)
  for (const [pair, difference] of differences.entries()) {
    const half = 2 ** pair
    for (let subset = 0; subset < half; subset++) sums[half + subset] = (sums[subset] ?? 0) + difference
  }
  return sums
}

function bits(subset: number): number {
  let [left, found] = [subset, 0]
  for (; left > 0; left &= left - 1) found++
  return found
}
