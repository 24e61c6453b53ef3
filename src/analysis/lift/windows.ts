/**
 * What a geo design would have done in days that are over, in which nobody tested: how often it would have called nothing an effect, and which effects
 * it would have found. Several windows, because one is luck; the worst is what a plan goes by.
 */
import { draw, type Uniform } from '../numbers/prng.ts'
import { blockConformal, conformalWindow } from './block-conformal.ts'
import { contrast, difference, shareAtLeast } from './did.ts'
import { randomisationP, withEffect, type Assignment } from './placebo.ts'
import { count } from './series.ts'
import { fit, othersThan, prepare, type Rows, type TestWindow } from './synthetic-control.ts'

export interface Power {
  readonly effect: number
  readonly power: number
}

export interface WindowPower {
  readonly power: readonly Power[]
  /** Least effect found four times of five by the test in space; null: none of the grid. */
  readonly mde: number | null
  /** The same for both tests together. */
  readonly mdeVerdict?: number | null
  /** Share of the tries without effect that the verdict calls one. */
  readonly falseAlarms: number
}

export const POWER = 0.8
const STEP = 0.005
const GRID = Array.from({ length: 101 }, (_, at) => Math.round(at * STEP * 1_000) / 1_000)
/** The second opinion is fitted again for each effect: fewer effects, fewer tries. */
const COARSE = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]
const TRIES = 150
const COARSE_TRIES = 60
const FEW_TRIES = 40
/** With four times as many as the least p value needs, the p value is fine enough to be near the level. */
const PLACEBOS_PER_LEVEL = 4
const MOST_PLACEBOS = 200
const WINDOWS = 4

/** Days to fit on before a window: with fewer than twice the tested ones it says nothing of a plan that has more. */
const LEAST_PRE_DAYS = 25

function leastPre(testDays: number): number {
  return Math.max(LEAST_PRE_DAYS, 2 * testDays)
}

/** Two windows at least, a week apart: a plan that knows one only does not know how much they differ. */
export function leastHistory(testDays: number): number {
  return leastPre(testDays) + testDays + 7
}

/** The last days of the history, then earlier ones: as far apart as the history allows, up to a whole test. */
export function pastWindows(days: number, testDays: number): readonly TestWindow[] {
  const spare = days - testDays - leastPre(testDays)
  const apart = Math.max(7, Math.min(testDays, Math.floor(spare / (WINDOWS - 1))))
  const windows: TestWindow[] = []
  for (let end = days; windows.length < WINDOWS && end - testDays >= leastPre(testDays); end -= apart)
    windows.push({ first: 0, start: end - testDays, end })
  return windows
}

interface Try {
  readonly treated: Assignment
  readonly rel: number
  /** Gaps of candidates that share no region with it. */
  readonly apart: readonly number[]
}

interface SyntheticSettings {
  readonly alpha: number
  readonly uniform: Uniform
  /** Groups that could be treated in place of one, without any of its regions: so many at most. */
  readonly placebosOf: (treated: Assignment, most: number) => readonly Assignment[]
}

/** `candidates`: those that a plan draws from; each is tried as if it had been treated. */
export function syntheticPower(
  rows: Rows,
  window: TestWindow,
  candidates: readonly Assignment[],
  { alpha, uniform, placebosOf }: SyntheticSettings,
): WindowPower {
  const prepared = prepare(rows, window)
  const relOf = (treated: Assignment): number => fit(prepared, treated, othersThan(treated, rows.length)).rel
  const tries = triesOf(candidates, relOf, { alpha, uniform, placebosOf })
  const found = (one: Try, effect: number): boolean => randomisationP(withEffect(one.rel, effect), one.apart) <= alpha
  const power = GRID.map((effect) => ({ effect, power: count(tries, (one) => found(one, effect)) / tries.length }))
  const second = verdictPower(rows, window, tries, found, alpha)
  return { power: thinned(power), mde: mdeOf(power), ...second }
}

/** Where many regions are treated, hardly two candidates have none in common: then each try gets placebos of its own, and there are fewer tries. */
function triesOf(
  candidates: readonly Assignment[],
  relOf: (treated: Assignment) => number,
  { alpha, uniform, placebosOf }: SyntheticSettings,
): readonly Try[] {
  const enough = Math.min(MOST_PLACEBOS, Math.ceil(PLACEBOS_PER_LEVEL / alpha))
  const first = candidates[0] ?? []
  const scarce = count(candidates, (one) => isApart(one, first)) < enough
  if (scarce)
    return some(candidates, FEW_TRIES, uniform).map((treated) => ({
      treated,
      rel: relOf(treated),
      apart: placebosOf(treated, enough).map(relOf),
    }))
  const fits = candidates.map((treated) => ({ treated, rel: relOf(treated) }))
  return some(fits, TRIES, uniform).map(({ treated, rel }) => ({
    treated,
    rel,
    apart: fits.flatMap((one) => (isApart(one.treated, treated) ? [one.rel] : [])),
  }))
}

function isApart(one: Assignment, other: Assignment): boolean {
  return !one.some((region) => other.includes(region))
}

function verdictPower(
  rows: Rows,
  window: TestWindow,
  tries: readonly Try[],
  found: (one: Try, effect: number) => boolean,
  alpha: number,
): { readonly mdeVerdict: number | null; readonly falseAlarms: number } {
  const shared = conformalWindow(rows, window)
  const both = (one: Try, effect: number): boolean =>
    found(one, effect) &&
    blockConformal(shared, one.treated, othersThan(one.treated, rows.length), (value) => value * (1 + effect)).p <=
      alpha
  const falseAlarms = count(tries, (one) => both(one, 0)) / tries.length
  const few = tries.slice(0, COARSE_TRIES)
  const mdeVerdict = COARSE.find((effect) => effect > 0 && count(few, (one) => both(one, effect)) / few.length >= POWER)
  return { falseAlarms, mdeVerdict: mdeVerdict ?? null }
}

/** Enumerated differences: an effect moves the treated regions' logarithm, and nothing else. */
export function didPower(
  rows: Rows,
  window: TestWindow,
  candidates: readonly Assignment[],
  { alpha, uniform }: { readonly alpha: number; readonly uniform: Uniform },
): WindowPower {
  const differences = rows.map((row) => difference(row, window, 'ratio'))
  const tries = some(candidates, TRIES, uniform)
  const found = (treated: Assignment, effect: number): boolean => {
    const moved = differences.map((value, region) => (treated.includes(region) ? value + Math.log1p(effect) : value))
    const sizes = candidates.map((one) => Math.abs(contrast(moved, one)))
    return shareAtLeast(sizes, Math.abs(contrast(moved, treated))) <= alpha
  }
  const power: Power[] = []
  for (const effect of GRID.filter((_, at) => at % 2 === 0)) {
    power.push({ effect, power: count(tries, (one) => found(one, effect)) / tries.length })
    if ((power.at(-1)?.power ?? 0) >= 0.99) break
  }
  return { power: thinned(power), mde: mdeOf(power), falseAlarms: power[0]?.power ?? 0 }
}

/** From there on it stays found: a lucky effect below does not count. */
export function mdeOf(power: readonly Power[]): number | null {
  const missed = power.findLastIndex((one) => one.power < POWER)
  return power[missed + 1]?.effect ?? null
}

/** What a table or a curve needs of it. */
export function thinned(power: readonly Power[]): readonly Power[] {
  const last = power.findIndex((one) => one.power >= 0.99)
  return power.filter(({ effect }, at) => Math.round(effect * 1_000) % 20 === 0 && (last === -1 || at <= last + 4))
}

function some<T>(all: readonly T[], most: number, uniform: Uniform): readonly T[] {
  if (all.length <= most) return all
  return draw(most, all.length, uniform).flatMap((at) => all.slice(at, at + 1))
}
