/** Files of lift as others may write them: other lags, one treated region, no interval. Numbers by numpy 2.4 and by hand. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from './lift.ts'

const GIVEN = new URL('../../../test/vectors/analysis/lift/', import.meta.url).pathname
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lift-vectors-'))
  cpSync(GIVEN, folder, { recursive: true })
  // Four hundred panels have a test of their own (calibration.test.ts).
  rmSync(join(folder, 'aa_recipe.json'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function faults(): readonly string[] {
  return run(folder).flatMap(({ name, error }) => (error === undefined || name === 'aa_recipe.json' ? [] : [name]))
}

function change(file: string, to: (was: Record<string, unknown>) => object): void {
  const was = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>
  writeFileSync(join(folder, file), JSON.stringify(to(was)))
}

it('takes the lag of Newey and West from the file', () => {
  const terms = ['(Intercept)', 't', 'dow1', 'dow2', 'dow3', 'dow4', 'dow5', 'dow6', 'on']
  const plain = [
    1.882910978, 0.025373717, 1.488735181, 1.350445537, 1.475057452, 1.428553802, 1.729472753, 1.391155756, 1.94868013,
  ]
  const freed = Math.sqrt(126 / 117)
  const errors = (times: number) => Object.fromEntries(terms.map((term, at) => [term, (plain[at] ?? 0) * times]))
  change(
    'its_expected.json',
    ({ se_newey_west_lag7_adjusted: _one, se_newey_west_lag7_unadjusted: _other, ...was }) => ({
      ...was,
      se_newey_west_lag4_adjusted: errors(freed),
      se_newey_west_lag4_unadjusted: errors(1),
      nw_t: 5.822447173666,
      nw_p_normal: 5.799213305e-9,
      nw_p_t: 5.185106722e-8,
    }),
  )
  expect(faults()).toEqual([])
})

it('ends the window with the last day that was on, where off days follow', () => {
  const csv = join(folder, 'its_series.csv')
  writeFileSync(csv, `${readFileSync(csv, 'utf8').trim()}\n127,0,0,120\n128,1,0,125\n`)
  const wrong = faults()
  // The regression over all days has two more; what is carried forward from the days before has not changed.
  expect(wrong).toContain('its_expected.json n')
  expect(wrong).not.toContain('its_expected.json n_on')
  expect(wrong.filter((name) => /forecast|placebo/.test(name))).toEqual([])
})

it('asks for no variance of one treated region, and no other file pays for one that cannot be read', () => {
  const weeks = (geo: string, treated: number, orders: readonly number[]) =>
    orders.map((count, at) => `${geo},${at + 1},${treated},${count}\n`).join('')
  // Differences 6 against 1, 2 and 3: 4 more, in two weeks.
  const panel = [
    weeks('a', 1, [10, 10, 16, 16]),
    weeks('b', 0, [20, 20, 21, 21]),
    weeks('c', 0, [5, 5, 7, 7]),
    weeks('d', 0, [9, 9, 12, 12]),
  ]
  writeFileSync(join(folder, 'did_panel.csv'), `geo,week,treated,orders\n${panel.join('')}`)
  change('did_expected.json', () => ({
    estimate_att_per_geo_week: 4,
    n_treated_geo_weeks: 2,
    incremental: 8,
    counterfactual_mean: 12,
    lift_pct: 100 / 3,
    geo_diffs: { a: 6, b: 1, c: 2, d: 3 },
    perm_n: 4,
    perm_p_two_sided: 0.25,
    perm_p_one_sided: 0.25,
    perm_stats: [-8 / 3, -4 / 3, 0, 4],
    // 4 ÷ √(1 · (1 + ⅓)) = 3.4641 on 2 degrees: p 0.0742, t₀.₉₇₅ 4.302653.
    pooled_t: 4 / Math.sqrt(4 / 3),
    pooled_t_df: 2,
    pooled_t_p: 0.0741799,
    pooled_ci95: [4 - 4.3026527297 * Math.sqrt(4 / 3), 4 + 4.3026527297 * Math.sqrt(4 / 3)],
  }))
  change('its_expected.json', () => ({}))
  change('switchback_expected.json', (was) => ({ ...was, ci95_sign_flip: null }))
  expect(faults()).toEqual(['its_expected.json', 'switchback_expected.json ci95_sign_flip'])
})
