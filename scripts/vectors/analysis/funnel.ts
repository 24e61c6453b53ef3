/** Event studies around a Live (`live_hourly.csv` and `live_event_study_expected.json`), and durations with their curves (survival.ts). */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { STUDY_SETTINGS, studyLives, type LiveStudy } from '../../../src/analysis/delay/event-study.ts'
import { nearly, same, type AnalysisResult } from './result.ts'
import { checkSurvival, readDurations } from './survival.ts'

const TOLERANCE = 1e-6

interface ExpectedWindow {
  readonly window: string
  readonly observed: number
  readonly expected: number
  readonly incremental: number
}

interface ExpectedStudy {
  readonly live_start_hour: number
  readonly other_live_start_hour?: number | readonly number[]
  readonly window_hours?: number
  readonly observed?: number
  readonly expected?: number
  readonly incremental?: number
  readonly relative?: number
  readonly by_subwindow?: readonly ExpectedWindow[]
  readonly placebo?: {
    readonly step_hours?: number
    readonly n?: number
    readonly starts?: readonly number[]
    readonly effects?: readonly number[]
    readonly relative?: readonly number[]
    readonly sd_effect?: number
  }
  readonly p_rank_two_sided?: number
}

/** `<prefix>live_hourly<suffix>.csv` goes with `<prefix>live_event_study<suffix>_expected.json` (or the suffix after `expected`). */
const COUNTS = /^(.*)live_hourly(.*)\.csv$/u
const EXPECTED = /^(.*)live_event_study(.*?)_expected(.*)\.json$/u

export function run(folder: string): readonly AnalysisResult[] {
  const files = readdirSync(folder).toSorted()
  const used = new Set<string>()
  const results: AnalysisResult[] = []
  for (const file of files) {
    const [, before = '', middle = '', after = ''] = EXPECTED.exec(file) ?? []
    if (!EXPECTED.test(file)) continue
    const counts = `${before}live_hourly${middle}${after}.csv`
    used.add(file).add(counts)
    results.push(
      ...(existsSync(join(folder, counts))
        ? checkStudy(file, join(folder, counts), join(folder, file))
        : [{ name: file, error: `there is no ${counts} beside it` }]),
    )
  }
  for (const { csv, json, checked } of survivalFiles(
    folder,
    files.filter((file) => !used.has(file)),
  )) {
    used.add(csv).add(json)
    results.push(...checked)
  }
  const unknown = files.filter((file) => !used.has(file) && !file.startsWith('README') && !file.startsWith('LICENSE'))
  return [
    ...results,
    ...unknown.map((file) => ({
      name: file,
      error: COUNTS.test(file) ? 'no expected numbers beside it' : 'no reader for this file',
    })),
  ]
}

/** A CSV of durations goes with the JSON that begins as it does, or else with the only one that is left. */
function survivalFiles(
  folder: string,
  files: readonly string[],
): readonly { readonly csv: string; readonly json: string; readonly checked: readonly AnalysisResult[] }[] {
  const jsons = files.filter((file) => file.endsWith('.json'))
  return files.flatMap((csv) => {
    const stem = csv.replace(/\.csv$/u, '')
    const json = jsons.find((file) => file.startsWith(stem)) ?? (jsons.length === 1 ? jsons[0] : undefined)
    if (!csv.endsWith('.csv') || json === undefined) return []
    const expected: unknown = JSON.parse(readFileSync(join(folder, json), 'utf8'))
    const table = readDurations(readFileSync(join(folder, csv), 'utf8'), expected)
    if (table === undefined) return []
    return [{ csv, json, checked: checkSurvival(json, table, expected) }]
  })
}

function checkStudy(name: string, countsPath: string, expectedPath: string): readonly AnalysisResult[] {
  const expected = JSON.parse(readFileSync(expectedPath, 'utf8')) as ExpectedStudy
  const starts = [expected.live_start_hour, ...[expected.other_live_start_hour ?? []].flat()]
  const settings = {
    ...STUDY_SETTINGS,
    windowHours: expected.window_hours ?? STUDY_SETTINGS.windowHours,
    placeboStepHours: expected.placebo?.step_hours ?? STUDY_SETTINGS.placeboStepHours,
    subWindows: expected.by_subwindow?.map(hoursOf) ?? STUDY_SETTINGS.subWindows,
  }
  const found = studyLives(readCounts(countsPath), starts, settings).find(({ group }) =>
    group.starts.includes(expected.live_start_hour),
  )
  if (found === undefined || 'why' in found) return [{ name, error: `no study: ${found?.why ?? 'Live not found'}` }]
  return [
    ...(['observed', 'expected', 'incremental', 'relative'] as const).flatMap((key) =>
      wanted(`${name} ${key}`, found[key], expected[key]),
    ),
    ...(expected.by_subwindow ?? []).flatMap((window) => checkSubWindow(name, found, window)),
    ...checkPlacebos(name, found, expected.placebo),
    ...wanted(`${name} p_rank_two_sided`, found.p, expected.p_rank_two_sided),
  ]
}

/** A key that the file does not have is not checked, and passes nothing. */
function wanted(name: string, got: number | undefined, expected: number | undefined): readonly AnalysisResult[] {
  return expected === undefined ? [] : [nearly(name, got, expected, TOLERANCE)]
}

/** Windows are named `0-6 h`: hours from the start of the Live. */
function hoursOf({ window }: ExpectedWindow): readonly [number, number] {
  const [from = Number.NaN, to = Number.NaN] = (window.match(/\d+/gu) ?? []).map(Number)
  return [from, to]
}

function checkSubWindow(name: string, found: LiveStudy, expected: ExpectedWindow): readonly AnalysisResult[] {
  const [from, to] = hoursOf(expected)
  const start = found.group.from
  const window = found.subWindows.find((one) => one.from === start + from && one.to === start + to)
  return (['observed', 'expected', 'incremental'] as const).map((key) =>
    nearly(`${name} by_subwindow ${expected.window} ${key}`, window?.[key], expected[key], TOLERANCE),
  )
}

function checkPlacebos(
  name: string,
  { placebos }: LiveStudy,
  expected: NonNullable<ExpectedStudy['placebo']> = {},
): readonly AnalysisResult[] {
  const lists = (['effects', 'relative'] as const).map((key) =>
    nearly(`${name} placebo.${key}`, farthest(placebos[key], expected[key] ?? placebos[key]), 0, TOLERANCE),
  )
  return [
    ...wanted(`${name} placebo.n`, placebos.starts.length, expected.n),
    same(`${name} placebo.starts`, placebos.starts, expected.starts ?? placebos.starts),
    ...lists,
    ...(expected.sd_effect === undefined
      ? []
      : [nearly(`${name} placebo.sd_effect`, placebos.deviation, expected.sd_effect, TOLERANCE)]),
  ]
}

function farthest(got: readonly number[], expected: readonly number[]): number | undefined {
  if (got.length !== expected.length) return undefined
  return got.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? Number.NaN))), 0)
}

/** Lines of `hour,visits`, in any order of columns and hours; an hour that is not there had no visit. */
function readCounts(path: string): Float64Array {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/u)
  const columns = head.split(',').map((column) => column.trim().replaceAll('"', '').toLowerCase())
  const hourAt = columns.indexOf('hour')
  const named = columns.indexOf('visits')
  const visitsAt = named < 0 ? columns.findIndex((column) => column !== 'hour') : named
  const rows = lines
    .map((line) => line.split(',').map(Number))
    .map((row) => ({ hour: row[hourAt] ?? Number.NaN, visits: row[visitsAt] ?? Number.NaN }))
  const counts = new Float64Array(1 + Math.max(-1, ...rows.map(({ hour }) => hour)))
  for (const { hour, visits } of rows) counts[hour] = visits
  return counts
}
