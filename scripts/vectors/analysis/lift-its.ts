/** its_series.csv against R's lm, sandwich and lmtest. */
import { join } from 'node:path'
import { forecast, LAG, placeboRank, placeboWindows, stepModel } from '../../../src/analysis/lift/interrupted.ts'
import { csvRows, readJson } from './geolift-csv.ts'
import { nearly, same, type AnalysisResult } from './result.ts'

type Terms = Readonly<Record<string, number>>

interface ItsExpected {
  readonly n: number
  readonly n_on: number
  readonly coef: Terms
  readonly se_ols: Terms
  /** `se_newey_west_lag7_adjusted`, `se_newey_west_lag7_unadjusted`: the lag stands in the key. */
  readonly [errors: `se_newey_west_lag${number}_${'adjusted' | 'unadjusted'}`]: Terms
  readonly level_shift: number
  readonly nw_t: number
  readonly nw_p_normal: number
  readonly nw_p_t: number
  readonly df: number
  readonly incremental_segmented: number
  readonly durbin_watson: number
  readonly forecast: {
    readonly pre_fit_coef: Terms
    readonly sigma: number
    readonly df: number
    readonly predicted: readonly number[]
    readonly total_effect: number
    readonly se_total: number
    readonly ci95: readonly [number, number]
    readonly p: number
    readonly lift_pct: number
  }
  readonly placebo: {
    readonly starts: readonly number[]
    readonly effects: readonly number[]
    readonly rel: readonly number[]
    readonly p_rank_two_sided: number
  }
}

const NEAR = 1e-6
const FILE = 'its_expected.json'
/** In the order of the model's columns. */
const TERMS = ['(Intercept)', 't', 'dow1', 'dow2', 'dow3', 'dow4', 'dow5', 'dow6', 'on']

export function itsResults(folder: string): readonly AnalysisResult[] {
  const expected = readJson(join(folder, FILE)) as ItsExpected
  const days = csvRows(join(folder, 'its_series.csv')).map((row) => ({
    weekday: Number(row['dow']),
    on: row['on'] === '1',
    value: Number(row['orders']),
  }))
  const lag = Number(/_lag(\d+)_/.exec(Object.keys(expected).find((key) => key.includes('_lag')) ?? '')?.[1] ?? LAG)
  const step = stepModel(days, lag)
  const start = days.findIndex(({ on }) => on)
  const end = 1 + days.findLastIndex(({ on }) => on)
  const ahead = forecast(days, start, end)
  if (step === undefined || ahead === undefined) return [{ name: FILE, error: 'no reading' }]
  const placebos = placeboWindows(days, start, end - start)
  const { forecast: future, placebo } = expected
  const column = (key: string, got: readonly number[], terms: Terms): readonly AnalysisResult[] =>
    TERMS.slice(0, got.length).map((term, at) =>
      nearly(`${FILE} ${key}.${term}`, got[at], terms[term] ?? Number.NaN, NEAR),
    )
  const list = (key: string, got: readonly number[], values: readonly number[]): readonly AnalysisResult[] =>
    values.map((value, at) => nearly(`${FILE} ${key}[${at}]`, got[at], value, NEAR))
  return [
    same(`${FILE} n`, days.length, expected.n),
    same(`${FILE} n_on`, end - start, expected.n_on),
    ...column('coef', step.coefficients, expected.coef),
    ...column('se_ols', step.plainErrors, expected.se_ols),
    ...(['adjusted', 'unadjusted'] as const).flatMap((kind) =>
      column(
        `se_newey_west_lag${lag}_${kind}`,
        kind === 'adjusted' ? step.neweyWestAdjusted : step.neweyWest,
        expected[`se_newey_west_lag${lag}_${kind}`] ?? {},
      ),
    ),
    nearly(`${FILE} level_shift`, step.shift, expected.level_shift, NEAR),
    nearly(`${FILE} nw_t`, step.t, expected.nw_t, NEAR),
    nearly(`${FILE} nw_p_normal`, step.pNormal, expected.nw_p_normal, NEAR),
    nearly(`${FILE} nw_p_t`, step.p, expected.nw_p_t, NEAR),
    same(`${FILE} df`, step.df, expected.df),
    nearly(`${FILE} incremental_segmented`, step.incremental, expected.incremental_segmented, NEAR),
    nearly(`${FILE} durbin_watson`, step.durbinWatson, expected.durbin_watson, NEAR),
    ...column('forecast.pre_fit_coef', ahead.coefficients, future.pre_fit_coef),
    nearly(`${FILE} forecast.sigma`, ahead.sigma, future.sigma, NEAR),
    same(`${FILE} forecast.df`, ahead.df, future.df),
    ...list('forecast.predicted', ahead.predicted, future.predicted),
    nearly(`${FILE} forecast.total_effect`, ahead.effect, future.total_effect, NEAR),
    nearly(`${FILE} forecast.se_total`, ahead.error, future.se_total, NEAR),
    ...list('forecast.ci95', [ahead.low, ahead.high], future.ci95),
    nearly(`${FILE} forecast.p`, ahead.p, future.p, NEAR),
    nearly(`${FILE} forecast.lift_pct`, ahead.rel * 100, future.lift_pct, NEAR),
    same(
      `${FILE} placebo.starts`,
      placebos.map(({ start: day }) => day),
      placebo.starts,
    ),
    ...list(
      'placebo.effects',
      placebos.map(({ effect }) => effect),
      placebo.effects,
    ),
    ...list(
      'placebo.rel',
      placebos.map(({ rel }) => rel),
      placebo.rel,
    ),
    nearly(`${FILE} placebo.p_rank_two_sided`, placeboRank(ahead.rel, placebos), placebo.p_rank_two_sided, NEAR),
  ]
}
