/** Pairs of cities in which nothing was done: each one's fit and p values, and how often each test is wrong. */
import { join } from 'node:path'
import { blockConformal, conformalWindow } from '../../../src/analysis/lift/block-conformal.ts'
import { randomisationP, withEffect } from '../../../src/analysis/lift/placebo.ts'
import { fit, othersThan, prepare } from '../../../src/analysis/lift/synthetic-control.ts'
import { csvRows, readJson, readPanel, type CsvPanel } from './geolift-csv.ts'
import { nearly, type AnalysisResult } from './result.ts'

interface Pair {
  readonly lastPre: string
  readonly lastPost: number
  readonly cities: readonly string[]
  readonly expected: Readonly<Partial<Record<string, string>>>
}

interface Fitted extends Pair {
  readonly att: number
  readonly rel: number
  readonly rmspePre: number
  readonly conformal: number
}

interface AaExpected {
  readonly alpha: number
  readonly rejection_rate: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>
  readonly mde80?: Readonly<
    Record<string, { readonly alpha: number; readonly power: Readonly<Record<string, number>> }>
  >
}

export function aaResults(folder: string): readonly AnalysisResult[] {
  const panel = readPanel(join(folder, 'geolift_pretest.csv'))
  const expected = readJson(join(folder, 'aa_expected.json')) as AaExpected
  const windows = Map.groupBy(csvRows(join(folder, 'aa_pairs.csv')).map(pairOf), ({ lastPre }) => lastPre)
  return [...windows].flatMap(([window, pairs]) => {
    const fitted = fitAll(panel, pairs)
    return [...fitted.flatMap((one) => pairResults(one, fitted)), ...rateResults(window, fitted, expected)]
  })
}

function pairOf(row: Readonly<Partial<Record<string, string>>>): Pair {
  return {
    lastPre: row['last_pre_day'] ?? '',
    lastPost: Number(row['last_post_day']),
    cities: [row['geo_a'] ?? '', row['geo_b'] ?? ''],
    expected: row,
  }
}

function fitAll(panel: CsvPanel, pairs: readonly Pair[]): readonly Fitted[] {
  const [first] = pairs
  if (first === undefined) return []
  const window = { first: 0, start: Number(first.lastPre), end: first.lastPost }
  const prepared = prepare(panel.rows, window)
  const shared = conformalWindow(panel.rows, window)
  return pairs.map((pair) => {
    const treated = pair.cities.map((name) => panel.names.indexOf(name)).toSorted((a, b) => a - b)
    const donors = othersThan(treated, panel.names.length)
    return { ...pair, ...fit(prepared, treated, donors), conformal: blockConformal(shared, treated, donors).p }
  })
}

/** Against the listed pairs that share no city with it. */
function spaceP(one: Fitted, fitted: readonly Fitted[], effect = 0): number {
  const apart = fitted.filter(({ cities }) => !cities.some((city) => one.cities.includes(city)))
  return randomisationP(
    withEffect(one.rel, effect),
    apart.map(({ rel }) => rel),
  )
}

function pairResults(one: Fitted, fitted: readonly Fitted[]): readonly AnalysisResult[] {
  const check = (key: string, got: number, tolerance: number): AnalysisResult =>
    nearly(`aa_pairs.csv ${one.lastPre} ${one.cities.join(' + ')} ${key}`, got, Number(one.expected[key]), tolerance)
  return [
    check('att', one.att, 1e-3),
    check('rel', one.rel, 1e-6),
    check('rmspe_pre', one.rmspePre, 1e-3),
    check('p_block_conformal', one.conformal, 1e-6),
    check('p_randomisation_rel', spaceP(one, fitted), 1e-6),
  ]
}

/** The rates are printed with three digits. */
const PRINTED = 0.000_51

function rateResults(window: string, fitted: readonly Fitted[], expected: AaExpected): readonly AnalysisResult[] {
  const share = (holds: (one: Fitted) => boolean): number => fitted.filter(holds).length / fitted.length
  const rates = Object.entries(expected.rejection_rate[window] ?? {}).map(([effect, rate]) =>
    nearly(
      `aa_expected.json rejection_rate ${window} ${effect} randomisation_rel`,
      share((one) => spaceP(one, fitted, Number(effect)) <= expected.alpha),
      rate['randomisation_rel'] ?? Number.NaN,
      PRINTED,
    ),
  )
  const none = expected.rejection_rate[window]?.['0']?.['block_conformal']
  const conformal =
    none === undefined
      ? []
      : [
          nearly(
            `aa_expected.json rejection_rate ${window} 0 block_conformal`,
            share(({ conformal: p }) => p <= expected.alpha),
            none,
            PRINTED,
          ),
        ]
  const power = Object.entries(expected.mde80?.[window]?.power ?? {}).map(([effect, value]) =>
    nearly(
      `aa_expected.json mde80 ${window} power ${effect}`,
      share((one) => spaceP(one, fitted, Number(effect)) <= expected.alpha),
      value,
      1e-9,
    ),
  )
  return [...rates, ...conformal, ...power]
}
