/**
 * The gate before the lift engine: where nothing was done it says so as often as it promises, what was put in comes out, and intervals hold what they are to
 * hold. Bands: exact binomial, 99 %, around the level.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aaPanel, aaRun } from '../../../src/analysis/lift/aa-panel.fixture.ts'
import { blockConformal, conformalWindow } from '../../../src/analysis/lift/block-conformal.ts'
import { didInterval } from '../../../src/analysis/lift/did.ts'
import { randomisationP, relativeInterval, withEffect, type Assignment } from '../../../src/analysis/lift/placebo.ts'
import { deviation, mean } from '../../../src/analysis/lift/series.ts'
import { signFlipInterval } from '../../../src/analysis/lift/switchback.ts'
import { fit, othersThan, prepare } from '../../../src/analysis/lift/synthetic-control.ts'
import { binomialQuantile } from '../../../src/analysis/numbers/distributions.ts'
import { draw, mulberry32, normal } from '../../../src/analysis/numbers/prng.ts'
import { csvRows, readPanel } from './geolift-csv.ts'

const folder = join(import.meta.dirname, '../../../test/vectors/analysis/geolift')
const ALPHA = 0.1

describe('regions in which nothing was done (40 cities, 300 pairs)', () => {
  const panel = readPanel(join(folder, 'geolift_pretest.csv'))
  const pairs = csvRows(join(folder, 'aa_pairs.csv'))
  const place = (name: string | undefined): number => panel.names.indexOf(name ?? '')
  const windows = Map.groupBy(pairs, (row) => `${row['last_pre_day']}-${row['last_post_day']}`)

  it.each([...windows.keys()])('%s: each test is wrong about as often as it says, both together more seldom', (key) => {
    const [start = 0, end = 0] = key.split('-').map(Number)
    const window = { first: 0, start, end }
    const [prepared, shared] = [prepare(panel.rows, window), conformalWindow(panel.rows, window)]
    const fits = (windows.get(key) ?? []).map((row) => {
      const treated: Assignment = [place(row['geo_a']), place(row['geo_b'])].toSorted((a, b) => a - b)
      const donors = othersThan(treated, panel.names.length)
      return { treated, ...fit(prepared, treated, donors), time: blockConformal(shared, treated, donors).p }
    })
    const tests = fits.map(({ treated, rel, time }) => {
      const apart = fits.filter((other) => !other.treated.some((region) => treated.includes(region)))
      return {
        space: randomisationP(
          rel,
          apart.map((other) => other.rel),
        ),
        time,
      }
    })
    const share = (holds: (one: (typeof tests)[number]) => boolean): number => tests.filter(holds).length / tests.length
    const [low, high] = band(tests.length, ALPHA)
    for (const p of ['space', 'time'] as const) {
      expect(share((one) => one[p] <= ALPHA)).toBeGreaterThanOrEqual(low)
      expect(share((one) => one[p] <= ALPHA)).toBeLessThanOrEqual(high)
    }
    expect(share(({ space, time }) => Math.max(space, time) <= ALPHA)).toBeLessThanOrEqual(ALPHA)
  })
})

describe('400 simulated experiments', () => {
  const design = { regions: 20, days: 70, start: 56, treated: 5, permutations: 199 }
  const seeds = Array.from({ length: 400 }, (_, index) => index + 1)

  it('without effect: 10 % and 5 % of them are called one, inside the stated bands', () => {
    const ps = seeds.map((seed) => aaRun(seed, design).p)
    const rate = (alpha: number): number => ps.filter((p) => p <= alpha + 1e-12).length / ps.length
    // aa_recipe.json, accept_band_400_runs.
    expect(rate(0.1)).toBeGreaterThanOrEqual(0.0625)
    expect(rate(0.1)).toBeLessThanOrEqual(0.14)
    expect(rate(0.05)).toBeGreaterThanOrEqual(0.025)
    expect(rate(0.05)).toBeLessThanOrEqual(0.08)
  })

  it('five per cent put in come out as five per cent on average, by differences and by synthetic control', () => {
    const few = { ...design, permutations: 0 }
    const byDifferences = seeds.map((seed) => aaRun(seed, few, 0.05).estimate)
    expect(biasInErrors(byDifferences, Math.log(1.05))).toBeLessThan(3)
    const bySynthesis = seeds.slice(0, 120).map((seed) => {
      const { rows, uniform } = aaPanel(seed, design)
      const treated = draw(design.treated, design.regions, uniform)
      for (const region of treated)
        for (let day = design.start; day < design.days; day++) multiply(rows[region], day, 1.05)
      const prepared = prepare(rows, { first: 0, start: design.start, end: design.days })
      return Math.log1p(fit(prepared, treated, othersThan(treated, design.regions)).rel)
    })
    expect(biasInErrors(bySynthesis, Math.log(1.05))).toBeLessThan(3)
  })

  it('an effect changes the relative gap by its own factor, so that power needs no further fit', () => {
    const { rows } = aaPanel(7, design)
    const window = { first: 0, start: design.start, end: design.days }
    const donors = othersThan([2, 9], design.regions)
    const before = fit(prepare(rows, window), [2, 9], donors).rel
    for (const region of [2, 9]) for (let day = design.start; day < design.days; day++) multiply(rows[region], day, 1.2)
    expect(fit(prepare(rows, window), [2, 9], donors).rel).toBeCloseTo(withEffect(before, 0.2), 12)
  })
})

describe('intervals hold the true effect as often as they say', () => {
  it('of a geo split, at 90 %', () => {
    const sizes = { regions: 24, days: 60 }
    const held = Array.from({ length: 150 }, (_, index) => {
      const { rows, uniform } = aaPanel(10_000 + index, sizes)
      const treated = draw(2, sizes.regions, uniform)
      for (const region of treated) for (let day = 46; day < 60; day++) multiply(rows[region], day, 1.08)
      const prepared = prepare(rows, { first: 0, start: 46, end: 60 })
      const donors = othersThan(treated, sizes.regions)
      const placebos = Array.from({ length: 39 }, () => draw(2, donors.length, uniform).map((at) => donors[at] ?? 0))
      const rels = placebos.map(
        (placebo) => fit(prepared, placebo, othersThan([...treated, ...placebo], sizes.regions)).rel,
      )
      const interval = relativeInterval(fit(prepared, treated, donors).rel, rels, ALPHA)
      return interval !== undefined && interval.low <= 0.08 && 0.08 <= interval.high
    })
    expect(share(held)).toBeGreaterThanOrEqual(band(held.length, 1 - ALPHA)[0])
    // With 19 of 20 it would be wide for nothing.
    expect(share(held)).toBeLessThanOrEqual(band(held.length, 1 - ALPHA)[1])
  })

  it('of differences with every assignment enumerated, at 90 %', () => {
    const uniform = mulberry32(5)
    const assignments = Array.from({ length: 20 }, (_, at) => [at % 4, 4 + Math.floor(at / 4)])
    const held = Array.from({ length: 150 }, () => {
      const treated = assignments[Math.floor(uniform() * assignments.length)] ?? []
      const differences = Array.from({ length: 9 }, (_, region) => normal(uniform) + (treated.includes(region) ? 3 : 0))
      const interval = didInterval(differences, { treated, assignments }, ALPHA)
      return interval === undefined || (interval.low <= 3 && 3 <= interval.high)
    })
    expect(share(held)).toBeGreaterThanOrEqual(band(held.length, 1 - ALPHA)[0])
  })

  it('of turns on and off, at 90 %, also where the pairs’ noise is lopsided to neither side but heavy', () => {
    const uniform = mulberry32(11)
    const held = Array.from({ length: 1_000 }, () => {
      const differences = Array.from({ length: 8 }, () => 9 + normal(uniform) * Math.exp(normal(uniform)))
      const interval = signFlipInterval(differences, ALPHA)
      return interval !== undefined && interval.low <= 9 && 9 <= interval.high
    })
    // Eight pairs have 256 sign vectors: the level next to 90 % is 1 − 24/256.
    const [low, high] = band(held.length, 1 - 24 / 256)
    expect(share(held)).toBeGreaterThanOrEqual(low)
    expect(share(held)).toBeLessThanOrEqual(high)
  })
})

function band(trials: number, chance: number): readonly [number, number] {
  return [binomialQuantile(0.005, trials, chance) / trials, binomialQuantile(0.995, trials, chance) / trials]
}

function share(held: readonly boolean[]): number {
  return held.filter(Boolean).length / held.length
}

/** How many of its own standard errors the mean is away from the truth. */
function biasInErrors(estimates: readonly number[], truth: number): number {
  return Math.abs(mean(estimates) - truth) / (deviation(estimates) / Math.sqrt(estimates.length))
}

function multiply(row: Float64Array | undefined, day: number, factor: number): void {
  if (row !== undefined) row[day] = (row[day] ?? 0) * factor
}
