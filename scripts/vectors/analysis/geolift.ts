/** Synthetic control, placebos and block conformal against GeoLift, augsynth and an exact solver. Which cities, which days: the files say. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { blockConformal, conformalWindow } from '../../../src/analysis/lift/block-conformal.ts'
import { placeboFits, randomisationP, relativeInterval, studentised } from '../../../src/analysis/lift/placebo.ts'
import { mean, sum } from '../../../src/analysis/lift/series.ts'
import {
  fit,
  gapsByDay,
  othersThan,
  prepare,
  type Fit,
  type Prepared,
} from '../../../src/analysis/lift/synthetic-control.ts'
import { aaResults } from './geolift-aa.ts'
import { readJson, readPanel, type CsvPanel } from './geolift-csv.ts'
import { nearly, type AnalysisResult } from './result.ts'

const FILES: readonly string[] = [
  'aa_expected.json',
  'aa_pairs.csv',
  'chicago_placebo_augsynth.json',
  'expected.json',
  'geolift_pretest.csv',
  'geolift_test.csv',
]
const LICENCE = /^LICEN[CS]E/

export function run(folder: string): readonly AnalysisResult[] {
  const unknown = readdirSync(folder).filter(
    (name) => !FILES.includes(name) && name !== 'README.md' && !LICENCE.test(name),
  )
  const missing = FILES.filter((name) => !existsSync(join(folder, name)))
  return [
    ...unknown.map((name) => ({ name, error: 'no reader for a file of this name' })),
    ...missing.map((name) => ({ name, error: 'is missing' })),
    ...(missing.length === 0 ? checked(folder) : []),
  ]
}

function checked(folder: string): readonly AnalysisResult[] {
  const panel = readPanel(join(folder, 'geolift_test.csv'))
  return [
    ...testResults(panel, readJson(join(folder, 'expected.json')) as Expected),
    ...eachInTurn(panel, readJson(join(folder, 'chicago_placebo_augsynth.json')) as EachInTurn),
    ...aaResults(folder),
  ]
}

interface Expected {
  /** `chicago + portland treated, t=91..105 of 105, …` */
  readonly call: string
  readonly exact: {
    readonly att: number
    readonly incremental: number
    readonly lift_pct: number
    readonly l2_imbalance: number
    readonly scaled_l2_imbalance: number
    readonly weights: Readonly<Partial<Record<string, number>>>
    readonly att_by_period: readonly number[]
    readonly block_p_total_value: number
    readonly block_p_positive_value: number
    readonly h0_curve: readonly H0[]
  }
  readonly recommended_randomisation_inference?: Randomisation
}

interface H0 {
  readonly h0: number
  readonly p_total: number
  readonly p_positive: number
  readonly refit_att: number
}

interface Randomisation {
  readonly observed_rel: number
  readonly placebo_pairs: number
  readonly p_two_sided: number
  readonly ci90: { readonly lo: number; readonly hi: number }
  readonly ci80: { readonly lo: number; readonly hi: number }
  readonly volume_matched_pool?: { readonly n: number; readonly p: number }
  readonly by_pool?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

interface Case {
  readonly panel: CsvPanel
  readonly prepared: Prepared
  readonly treated: readonly number[]
  readonly donors: readonly number[]
  readonly fitted: Fit
}

function testResults(panel: CsvPanel, expected: Expected): readonly AnalysisResult[] {
  const found = caseOf(panel, expected.call)
  if (found === undefined) return [{ name: 'expected.json call', error: `not understood: ${expected.call}` }]
  return [...estimates(found, expected), ...conformal(found, expected), ...inSpace(found, expected)]
}

function caseOf(panel: CsvPanel, call: string): Case | undefined {
  const [, places, start, end] = /^(.+?) treated, t=(\d+)\.\.(\d+)/.exec(call) ?? []
  const treated = (places ?? '')
    .split(' + ')
    .map((name) => panel.names.indexOf(name))
    .toSorted((a, b) => a - b)
  if (start === undefined || end === undefined || treated.includes(-1)) return undefined
  const prepared = prepare(panel.rows, { first: 0, start: Number(start) - 1, end: Number(end) })
  const donors = othersThan(treated, panel.names.length)
  return { panel, prepared, treated, donors, fitted: fit(prepared, treated, donors) }
}

function estimates({ panel, prepared, treated, donors, fitted }: Case, { exact }: Expected): readonly AnalysisResult[] {
  const { start, end } = prepared.window
  const { gaps } = gapsByDay(prepared, treated, donors, fitted.weights)
  const even = gapsByDay(prepared, treated, donors, new Float64Array(donors.length).fill(1 / donors.length)).gaps
  const norm = (values: Float64Array): number => Math.hypot(...values.subarray(0, start))
  const weight = (name: string): number => fitted.weights[donors.indexOf(panel.names.indexOf(name))] ?? Number.NaN
  const others = donors.filter((donor) => exact.weights[panel.names[donor] ?? ''] === undefined)
  return [
    nearly('expected.json att', fitted.att, exact.att, 0.001),
    nearly('expected.json incremental', fitted.att * (end - start) * treated.length, exact.incremental, 0.05),
    nearly('expected.json lift_pct', fitted.rel * 100, exact.lift_pct, 0.001),
    nearly('expected.json l2_imbalance', norm(gaps), exact.l2_imbalance, 0.01),
    nearly('expected.json scaled_l2_imbalance', norm(gaps) / norm(even), exact.scaled_l2_imbalance, 1e-5),
    ...Object.entries(exact.weights).map(([name, value]) =>
      nearly(`expected.json weights.${name}`, weight(name), value ?? Number.NaN, 1e-4),
    ),
    nearly('expected.json weights not named', sum(others.map((one) => weight(panel.names[one] ?? ''))), 0, 1e-4),
    allNear('expected.json att_by_period', gaps, exact.att_by_period, 0.01),
  ]
}

function conformal({ panel, prepared, treated, donors }: Case, { exact }: Expected): readonly AnalysisResult[] {
  const shared = conformalWindow(panel.rows, prepared.window)
  const none = blockConformal(shared, treated, donors)
  return [
    nearly('expected.json block_p_total', none.p, exact.block_p_total_value, 1e-9),
    nearly('expected.json block_p_positive', none.pPositive, exact.block_p_positive_value, 1e-9),
    ...exact.h0_curve.flatMap(({ h0, ...curve }) => {
      const at = blockConformal(shared, treated, donors, (value) => value - h0)
      return [
        nearly(`expected.json h0_curve ${h0} p_total`, at.p, curve.p_total, 1e-9),
        nearly(`expected.json h0_curve ${h0} p_positive`, at.pPositive, curve.p_positive, 1e-9),
        nearly(`expected.json h0_curve ${h0} refit_att`, at.refitted, curve.refit_att, 0.001),
      ]
    }),
  ]
}

function inSpace(found: Case, { recommended_randomisation_inference: expected }: Expected): readonly AnalysisResult[] {
  if (expected === undefined) return []
  const { prepared, treated, donors, fitted } = found
  const pairs = donors.flatMap((a) => donors.filter((b) => a < b).map((b) => [a, b]))
  const placebos = placeboFits(prepared, treated, pairs)
  const rels = placebos.map(({ rel }) => rel)
  const interval = (alpha: number) => relativeInterval(fitted.rel, rels, alpha)
  const name = (key: string): string => `expected.json recommended_randomisation_inference.${key}`
  return [
    nearly(name('observed_rel'), fitted.rel, expected.observed_rel, 1e-7),
    nearly(name('placebo_pairs'), pairs.length, expected.placebo_pairs, 0),
    nearly(name('p_two_sided'), randomisationP(fitted.rel, rels), expected.p_two_sided, 1e-9),
    nearly(name('ci90.lo'), interval(0.1)?.low, expected.ci90.lo, 1e-6),
    nearly(name('ci90.hi'), interval(0.1)?.high, expected.ci90.hi, 1e-6),
    nearly(name('ci80.lo'), interval(0.2)?.low, expected.ci80.lo, 1e-6),
    nearly(name('ci80.hi'), interval(0.2)?.high, expected.ci80.hi, 1e-6),
    ...volumeMatched(found, placebos, expected),
    ...poolOfAll(found, placebos, expected),
  ]
}

function volumeMatched({ fitted }: Case, placebos: readonly Fit[], expected: Randomisation): readonly AnalysisResult[] {
  const pool = expected.volume_matched_pool
  if (pool === undefined) return []
  const near = placebos.filter(({ levelPre }) => levelPre <= 2 * fitted.levelPre && levelPre >= fitted.levelPre / 2)
  const p = randomisationP(
    fitted.rel,
    near.map(({ rel }) => rel),
  )
  return [
    nearly('expected.json volume_matched_pool.n', near.length, pool.n, 0),
    nearly('expected.json volume_matched_pool.p', p, pool.p, 1e-9),
  ]
}

/** Of the pools listed, the one of all placebos: the others are chosen by fit, which this engine does not do. */
function poolOfAll({ fitted }: Case, placebos: readonly Fit[], expected: Randomisation): readonly AnalysisResult[] {
  const [key, pool] = Object.entries(expected.by_pool ?? {}).find(([name]) => name.startsWith('all')) ?? []
  if (key === undefined || pool === undefined) return []
  const name = (what: string): string => `expected.json by_pool ${key} ${what}`
  const p = (of: (one: Fit) => number): number => randomisationP(of(fitted), placebos.map(of))
  const check = (what: string, got: number): readonly AnalysisResult[] =>
    pool[what] === undefined ? [] : [nearly(name(what), got, pool[what], 1e-3)]
  return [
    ...check(
      '|rel|',
      p(({ rel }) => rel),
    ),
    ...check('|rel|/rmspe_rel (studentised)', p(studentised)),
    ...check(
      '|att|',
      p(({ att }) => att),
    ),
    ...check('mean rel', mean(placebos.map(({ rel }) => rel))),
  ]
}

interface EachInTurn {
  /** `…treated from t=91…` */
  readonly note: string
  readonly att: number
  readonly rel: number
  readonly placebo_units: readonly {
    readonly location: string
    readonly avg_gap: number
    readonly rel_gap: number
    readonly rmspe_pre: number
    readonly rmspe_post: number
  }[]
}

/** By augsynth, whose solver stops at about four digits. */
function eachInTurn(panel: CsvPanel, expected: EachInTurn): readonly AnalysisResult[] {
  const start = Number(/t=(\d+)/.exec(expected.note)?.[1]) - 1
  const end = panel.rows[0]?.length ?? 0
  const prepared = prepare(panel.rows, { first: 0, start, end })
  return expected.placebo_units.flatMap(({ location, ...unit }) => {
    const treated = [panel.names.indexOf(location)]
    const donors = othersThan(treated, panel.names.length)
    const fitted = fit(prepared, treated, donors)
    const { gaps } = gapsByDay(prepared, treated, donors, fitted.weights)
    const post = Math.hypot(...gaps.subarray(start)) / Math.sqrt(end - start)
    const name = (what: string): string => `chicago_placebo_augsynth.json ${location} ${what}`
    return [
      nearly(name('avg_gap'), fitted.att, unit.avg_gap, 0.05),
      nearly(name('rel_gap'), fitted.rel, unit.rel_gap, 2e-5),
      nearly(name('rmspe_pre'), fitted.rmspePre, unit.rmspe_pre, 0.05),
      nearly(name('rmspe_post'), post, unit.rmspe_post, 0.05),
    ]
  })
}

function allNear(name: string, got: ArrayLike<number>, expected: readonly number[], tolerance: number): AnalysisResult {
  const wrong = expected.findIndex((value, index) => !(Math.abs((got[index] ?? Number.NaN) - value) <= tolerance))
  return wrong === -1 ? { name } : nearly(`${name}[${wrong}]`, got[wrong], expected[wrong] ?? Number.NaN, tolerance)
}
