/** Each design against R, or against what was enumerated: which regions, days and groups, the files say. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { differenceInDifferences } from '../../../src/analysis/lift/did.ts'
import { compareGroups, holdoutMde, sampleRatio, type Bounds } from '../../../src/analysis/lift/holdout.ts'
import { deviation, mean, sum } from '../../../src/analysis/lift/series.ts'
import { signFlipInterval, switchback } from '../../../src/analysis/lift/switchback.ts'
import { subsets } from '../../../src/analysis/lift/assignments.ts'
import { tQuantile, tTwoSided } from '../../../src/analysis/numbers/distributions.ts'
import { csvRows, readJson } from './geolift-csv.ts'
import { recipeResults } from './lift-aa.ts'
import { itsResults } from './lift-its.ts'
import { nearly, same, type AnalysisResult } from './result.ts'

/** By the file that says what is expected; undefined: no number of this engine's is in it. */
const READERS: Readonly<Record<string, ((folder: string) => readonly AnalysisResult[]) | undefined>> = {
  'aa_recipe.json': recipeResults,
  // CausalImpact is not offered: three programs give three intervals for these (decision 0039).
  'causalimpact_disagreement.json': undefined,
  'did_expected.json': didResults,
  'holdout_expected.json': holdoutResults,
  'its_expected.json': itsResults,
  'switchback_expected.json': switchbackResults,
}
const INPUTS = ['causalimpact_example.csv', 'did_panel.csv', 'its_series.csv', 'switchback.csv', 'README.md']
const NEAR = 1e-6

export function run(folder: string): readonly AnalysisResult[] {
  const names = Object.keys(READERS)
  const unknown = readdirSync(folder).filter((name) => !names.includes(name) && !INPUTS.includes(name))
  return [
    ...unknown.map((name) => ({ name, error: 'no reader for a file of this name' })),
    ...names.filter((name) => !existsSync(join(folder, name))).map((name) => ({ name, error: 'is missing' })),
    ...names.filter((name) => existsSync(join(folder, name))).flatMap((name) => readOne(folder, name)),
  ]
}

/** What one file lacks costs no other its numbers. */
function readOne(folder: string, name: string): readonly AnalysisResult[] {
  try {
    return READERS[name]?.(folder) ?? []
  } catch (error) {
    return [{ name, error: `threw ${String(error)}` }]
  }
}

interface DidExpected extends Readonly<Record<string, unknown>> {
  readonly estimate_att_per_geo_week: number
  readonly n_treated_geo_weeks: number
  readonly incremental: number
  readonly counterfactual_mean: number
  readonly lift_pct: number
  readonly geo_diffs: Readonly<Record<string, number>>
  readonly perm_n: number
  readonly perm_p_two_sided: number
  readonly perm_p_one_sided: number
  readonly perm_stats: readonly number[]
  readonly pooled_t: number
  readonly pooled_t_df: number
  readonly pooled_t_p: number
  readonly pooled_ci95: readonly [number, number]
  /** Of one treated region no variance is known: R says none. */
  readonly welch_t_p?: number
  readonly welch_df?: number
  readonly welch_ci95?: readonly [number, number]
}

function didResults(folder: string): readonly AnalysisResult[] {
  const expected = readJson(join(folder, 'did_expected.json')) as DidExpected
  const regions = Map.groupBy(csvRows(join(folder, 'did_panel.csv')), ({ geo = '' }) => geo)
  const names = [...regions.keys()]
  const rows = [...regions.values()].map((weeks) =>
    Float64Array.from(
      weeks.toSorted((a, b) => Number(a['week']) - Number(b['week'])),
      ({ orders }) => Number(orders),
    ),
  )
  const treated = [...regions.values()].flatMap((weeks, region) => (weeks[0]?.['treated'] === '1' ? [region] : []))
  const weeks = rows[0]?.length ?? 0
  const start = weeks - expected.n_treated_geo_weeks / treated.length
  const assignments = subsets(treated.length, rows.length)
  const window = { first: 0, start, end: weeks }
  const got = differenceInDifferences({ rows, window, treated, assignments, scale: 'level' })
  if (got === undefined) return [{ name: 'did_expected.json', error: 'no reading' }]
  const name = (key: string): string => `did_expected.json ${key}`
  return [
    nearly(name('estimate_att_per_geo_week'), got.estimate, expected.estimate_att_per_geo_week, NEAR),
    nearly(name('incremental'), got.incremental, expected.incremental, NEAR),
    nearly(name('counterfactual_mean'), got.counterfactual, expected.counterfactual_mean, NEAR),
    nearly(name('lift_pct'), got.rel * 100, expected.lift_pct, NEAR),
    ...Object.entries(expected.geo_diffs).map(([geo, value]) =>
      nearly(name(`geo_diffs.${geo}`), got.differences[names.indexOf(geo)], value, NEAR),
    ),
    same(name('perm_n'), got.statistics.length, expected.perm_n),
    nearly(name('perm_p_two_sided'), got.p, expected.perm_p_two_sided, NEAR),
    nearly(name('perm_p_one_sided'), got.pPositive, expected.perm_p_one_sided, NEAR),
    ...allNear(name('perm_stats'), got.statistics, expected.perm_stats),
    ...tails(expected, got.differences, treated),
  ]
}

/** The t tests that this engine does not offer still say whether its tails are right. */
function tails(
  expected: DidExpected,
  differences: readonly number[],
  treated: readonly number[],
): readonly AnalysisResult[] {
  const name = (key: string): string => `did_expected.json ${key}`
  const estimate = expected.estimate_att_per_geo_week
  const { pooled_t: t, pooled_t_df: df } = expected
  const bounds = (error: number, freedom: number): Bounds => {
    const reach = tQuantile(0.975, freedom) * error
    return { low: estimate - reach, high: estimate + reach }
  }
  return [
    nearly(name('pooled_t_p'), tTwoSided(t, df), expected.pooled_t_p, NEAR),
    ...boundsNear(name('pooled_ci95'), bounds(estimate / t, df), expected.pooled_ci95),
    ...welch(),
  ]

  function welch(): readonly AnalysisResult[] {
    const { welch_t_p: p, welch_df: freedom, welch_ci95: interval } = expected
    if (p === undefined || freedom === undefined || interval === undefined) return []
    const groups = [true, false].map((side) => differences.filter((_, region) => treated.includes(region) === side))
    const error = Math.sqrt(sum(groups.map((group) => deviation(group) ** 2 / group.length)))
    return [
      nearly(name('welch_t_p'), tTwoSided(estimate / error, freedom), p, NEAR),
      ...boundsNear(name('welch_ci95'), bounds(error, freedom), interval),
    ]
  }
}

interface SwitchbackExpected {
  readonly dow_factors: readonly number[]
  readonly block_means_adjusted: readonly number[]
  readonly pair_differences_on_minus_off: readonly number[]
  readonly estimate_per_day: number
  readonly off_mean: number
  readonly lift_pct: number
  readonly incremental_over_on_days: number
  readonly n_assignments: number
  readonly p_two_sided: number
  readonly p_one_sided: number
  readonly ci90_sign_flip: readonly [number, number] | null
  readonly ci95_sign_flip: readonly [number, number] | null
  readonly paired_t?: { readonly t: number; readonly df: number; readonly p: number }
  readonly smallest_possible_p_two_sided: number
}

/** The first day of each block is dropped: the file says so in words. */
const WASH_OUT = 1

function switchbackResults(folder: string): readonly AnalysisResult[] {
  const expected = readJson(join(folder, 'switchback_expected.json')) as SwitchbackExpected
  const days = csvRows(join(folder, 'switchback.csv')).map((row) => ({
    weekday: Number(row['dow']),
    ...(row['block'] !== '' && { block: Number(row['block']) }),
    on: row['on'] === '1',
    value: Number(row['orders']),
  }))
  const got = switchback(days, WASH_OUT)
  const name = (key: string): string => `switchback_expected.json ${key}`
  if ('code' in got) return [{ name: name('reading'), error: got.code }]
  return [
    ...allNear(name('dow_factors'), got.factors, expected.dow_factors),
    ...allNear(name('block_means_adjusted'), got.blockMeans, expected.block_means_adjusted),
    ...allNear(name('pair_differences'), got.differences, expected.pair_differences_on_minus_off),
    nearly(name('estimate_per_day'), got.estimate, expected.estimate_per_day, NEAR),
    nearly(name('off_mean'), got.offMean, expected.off_mean, NEAR),
    nearly(name('lift_pct'), got.rel * 100, expected.lift_pct, NEAR),
    nearly(name('incremental_over_on_days'), got.incremental, expected.incremental_over_on_days, NEAR),
    same(name('n_assignments'), 2 ** got.differences.length, expected.n_assignments),
    nearly(name('p_two_sided'), got.p, expected.p_two_sided, NEAR),
    nearly(name('p_one_sided'), got.pPositive, expected.p_one_sided, NEAR),
    ...boundsNear(name('ci90_sign_flip'), signFlipInterval(got.differences, 0.1), expected.ci90_sign_flip),
    ...boundsNear(name('ci95_sign_flip'), signFlipInterval(got.differences, 0.05), expected.ci95_sign_flip),
    nearly(name('smallest_possible_p_two_sided'), got.smallestP, expected.smallest_possible_p_two_sided, NEAR),
    ...pairedT(got.differences, expected),
  ]
}

function pairedT(
  differences: readonly number[],
  { paired_t: expected }: SwitchbackExpected,
): readonly AnalysisResult[] {
  if (expected === undefined) return []
  const t = mean(differences) / (deviation(differences) / Math.sqrt(differences.length))
  return [
    nearly('switchback_expected.json paired_t.t', t, expected.t, NEAR),
    nearly('switchback_expected.json paired_t.p', tTwoSided(t, expected.df), expected.p, NEAR),
  ]
}

interface HoldoutExpected {
  readonly exposed: { readonly n: number; readonly conv: number }
  readonly holdout: { readonly n: number; readonly conv: number }
  readonly p: readonly [number, number]
  readonly diff: number
  readonly rel_lift_pct: number
  readonly z: number
  readonly p_value: number
  readonly wald_ci95: readonly [number, number]
  readonly newcombe_ci95: readonly [number, number]
  readonly wilson_exposed: readonly [number, number]
  readonly wilson_holdout: readonly [number, number]
  readonly fisher_p: number
  readonly incremental_conversions: number
  readonly srm_example?: { readonly counts: readonly number[]; readonly chisq: number; readonly p: number }
  readonly power_example?: { readonly n: number; readonly p1: number; readonly mde_abs: number }
}

/** R's power.prop.test stops searching within .Machine$double.eps^0.25. */
const R_SEARCH = 1.3e-4

function holdoutResults(folder: string): readonly AnalysisResult[] {
  const expected = readJson(join(folder, 'holdout_expected.json')) as HoldoutExpected
  const groups = [expected.exposed, expected.holdout].map(({ n, conv }) => ({ people: n, converted: conv }))
  const [exposed = { people: 0, converted: 0 }, holdout = exposed] = groups
  const got = compareGroups(exposed, holdout, 0.95)
  const name = (key: string): string => `holdout_expected.json ${key}`
  const { srm_example: ratio, power_example: power } = expected
  const checked =
    ratio === undefined
      ? undefined
      : sampleRatio(
          ratio.counts,
          ratio.counts.map(() => 1),
        )
  return [
    ...allNear(name('p'), got.shares, expected.p),
    nearly(name('diff'), got.difference, expected.diff, NEAR),
    nearly(name('rel_lift_pct'), got.rel * 100, expected.rel_lift_pct, NEAR),
    nearly(name('z'), got.z, expected.z, NEAR),
    nearly(name('p_value'), got.p, expected.p_value, NEAR),
    ...boundsNear(name('wald_ci95'), got.wald, expected.wald_ci95),
    ...boundsNear(name('newcombe_ci95'), got.newcombe, expected.newcombe_ci95),
    ...boundsNear(name('wilson_exposed'), got.wilson[0], expected.wilson_exposed),
    ...boundsNear(name('wilson_holdout'), got.wilson[1], expected.wilson_holdout),
    nearly(name('fisher_p'), got.fisherP, expected.fisher_p, NEAR),
    nearly(name('incremental_conversions'), got.incremental, expected.incremental_conversions, NEAR),
    ...(ratio === undefined ? [] : [nearly(name('srm_example.chisq'), checked?.chiSquare, ratio.chisq, NEAR)]),
    ...(ratio === undefined ? [] : [nearly(name('srm_example.p'), checked?.p, ratio.p, NEAR)]),
    ...(power === undefined
      ? []
      : [
          nearly(
            name('power_example.mde_abs'),
            holdoutMde(power.p1, [power.n, power.n], 0.05, 0.8),
            power.mde_abs,
            R_SEARCH,
          ),
        ]),
  ]
}

function allNear(name: string, got: readonly number[], expected: readonly number[]): readonly AnalysisResult[] {
  return [
    same(`${name} length`, got.length, expected.length),
    ...expected.map((value, at) => nearly(`${name}[${at}]`, got[at], value, NEAR)),
  ]
}

/** Null: so few pairs or regions that no effect could be rejected. */
function boundsNear(
  name: string,
  got: Bounds | undefined,
  expected: readonly [number, number] | null,
): readonly AnalysisResult[] {
  if (expected === null) return [same(name, got ?? null, null)]
  const [low, high] = expected
  return [nearly(`${name} low`, got?.low, low, NEAR), nearly(`${name} high`, got?.high, high, NEAR)]
}
