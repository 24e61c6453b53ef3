/**
 * Durations with their curve: a CSV of one journey a line (a time, whether it converted, its group) beside a JSON of what R's `survival`
 * says of it. Columns and keys are known by their usual names, in any order, so that tables of `summary(survfit)` and maps by hour are both
 * read; no such file was there to see while this was written. Numbers that no check reads are named at the end, and cost nothing else.
 */
import {
  conversionBy,
  kaplanMeier,
  sortedDurations,
  type Curve,
  type Durations,
} from '../../../src/analysis/delay/kaplan-meier.ts'
import { logRank } from '../../../src/analysis/delay/log-rank.ts'
import type { AnalysisResult } from './result.ts'

const TOLERANCE = 1e-6
const TIME =
  /^(?:t|time|hours?|days?|t_hours?|time_hours?|t_days?|t_h|time_h|delay\w*|duration\w*|time_to_\w+|hours_to_\w+)$/u
const EVENT = /^(?:event|status|converted|conversion|observed|purchased?|ordered|bought|is_event)$/u
const CENSORED = /^(?:censored|is_censored|cens)$/u
const GROUP = /^(?:group|source|channel|kind|arm|segment|strata)$/u

export interface SurvivalTable {
  readonly groups: ReadonlyMap<string, Durations>
}

/** Undefined where the heads name no time or no event. `expected` knows the groups where a column of another name holds them. */
export function readDurations(text: string, expected?: unknown): SurvivalTable | undefined {
  const [head = '', ...lines] = text
    .replace(/^\uFEFF/u, '')
    .trim()
    .split(/\r?\n/u)
  const cellsOf = (line: string) => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1'))
  const columns = cellsOf(head).map((column) => column.toLowerCase())
  const rows = lines.map(cellsOf)
  const [time, event, censored] = [TIME, EVENT, CENSORED].map((names) => columns.findIndex((one) => names.test(one)))
  if (time === undefined || event === undefined || censored === undefined) return undefined
  const state = event < 0 ? censored : event
  if (time < 0 || state < 0) return undefined
  // R's Surv takes 1 and 2 as well: then 2 is the event.
  const isOneTwo = rows.some((cells) => cells[state] === '2') && !rows.some((cells) => cells[state] === '0')
  const group = groupColumn(columns, rows, expected)
  const lists = new Map<string, { readonly converted: number[]; readonly censored: number[] }>()
  for (const cells of rows) {
    const name = group === undefined ? 'all' : (cells[group] ?? '')
    const list = lists.get(name) ?? { converted: [], censored: [] }
    lists.set(name, list)
    const isSet = (isOneTwo ? /^2$/u : /^(?:1(?:\.0+)?|true|yes)$/iu).test(cells[state] ?? '')
    list[isSet === event >= 0 ? 'converted' : 'censored'].push(Number(cells[time]))
  }
  const groups = [...lists].map(([name, list]) => [name, sortedDurations(list.converted, list.censored)] as const)
  return { groups: new Map(groups) }
}

/** By its head, else by what is in it: names under which the expected numbers stand. */
function groupColumn(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  expected: unknown,
): number | undefined {
  const named = columns.findIndex((column) => GROUP.test(column))
  if (named >= 0) return named
  const words = wordsIn(expected)
  const found = columns.findIndex(
    (_, at) => rows.length > 0 && rows.every((cells) => words.has(cells[at] ?? '') && /[a-z]/iu.test(cells[at] ?? '')),
  )
  return found < 0 ? undefined : found
}

function wordsIn(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') return new Set([value])
  if (typeof value !== 'object' || value === null) return new Set()
  return new Set(Object.entries(value).flatMap(([key, one]) => [key, ...wordsIn(one)]))
}

interface Place {
  readonly path: string
  readonly group: string | undefined
  readonly time: number | undefined
}

type Measure = (curve: Curve, time: number, level: number) => readonly (number | undefined)[]

/** Each key's number, in every meaning that it can have. */
const MEASURES: readonly (readonly [RegExp, Measure])[] = [
  [/^(?:surv|survival|s|km)$/iu, (curve, time) => [1 - shareAt(curve, time)]],
  [/^(?:f|cdf|share|f_t|conversion|converted|cumulative)$/iu, (curve, time) => [shareAt(curve, time)]],
  [/^(?:se|std_?\.?err(?:or)?|greenwood_?se|se_\w+)$/iu, (curve, time) => [at(curve, time, 0.95)?.standardError]],
  [/^(?:n[_.]risk|at[_-]?risk|n_at_risk)$/iu, (curve, time) => [at(curve, time, 0.95)?.atRisk]],
  [
    /^(?:n[_.]event|n_events|events|d)$/iu,
    (curve, time) => [curve.steps.find((step) => step.time === time)?.conversions, at(curve, time, 0.95)?.conversions],
  ],
  [
    /^(?:lower|low|ci_low|lo|lower_\w+)$/iu,
    (curve, time, level) => [at(curve, time, level)?.low, not(at(curve, time, level)?.high)],
  ],
  [
    /^(?:upper|high|ci_high|hi|upper_\w+)$/iu,
    (curve, time, level) => [at(curve, time, level)?.high, not(at(curve, time, level)?.low)],
  ],
]

export function checkSurvival(name: string, table: SurvivalTable, expected: unknown): readonly AnalysisResult[] {
  const level = numberOf(expected, ['level', 'conf_level', 'conf', 'conf_int']) ?? 0.95
  const curves = new Map([...table.groups].map(([group, durations]) => [group, kaplanMeier(durations)]))
  const results: AnalysisResult[] = []
  const unread: string[] = []
  const put = (path: string, found: readonly (number | undefined)[], value: number): void => {
    const isNear = found.some(
      (one) => one !== undefined && Math.abs(one - value) <= TOLERANCE * Math.max(1, Math.abs(value)),
    )
    results.push(
      isNear
        ? { name: `${name} ${path}` }
        : { name: `${name} ${path}`, error: `${String(found[0])} where ${value} is expected` },
    )
  }
  const test = logRank([...table.groups.values()])
  walk(expected, {
    path: '',
    group: table.groups.size === 1 ? [...table.groups.keys()][0] : undefined,
    time: undefined,
  })
  if (results.length === 0) return [{ name, error: 'no number of it was understood' }]
  return unread.length === 0 ? results : [...results, { name, unread }]

  function walk(value: unknown, place: Place): void {
    if (typeof value === 'number') return leaf(value, place)
    if (Array.isArray(value))
      return value.forEach((one, index) => walk(one, { ...place, path: `${place.path}[${index}]` }))
    if (typeof value !== 'object' || value === null) return
    const entries = Object.entries(value)
    const said = entries.find(([key, one]) => typeof one === 'string' && (GROUP.test(key) || curves.has(one)))?.[1]
    const group = typeof said === 'string' && curves.has(said) ? said : place.group
    const times = entries.find(([key]) => TIME.test(key))?.[1]
    for (const [key, one] of entries) {
      const path = `${place.path}.${key}`
      const time = typeof times === 'number' ? times : (timeIn(key) ?? place.time)
      const inside = { path, group: curves.has(key) ? key : group, time }
      if (Array.isArray(times) && Array.isArray(one) && one.length === times.length && !TIME.test(key))
        one.forEach((each, index) => walk(each, { ...inside, path: `${path}[${index}]`, time: Number(times[index]) }))
      else if (!TIME.test(key)) walk(one, inside)
    }
  }

  function leaf(value: number, { path, group, time }: Place): void {
    const keys = path.split('.').map((key) => key.replace(/\[\d+\]$/u, ''))
    const key = keys.at(-1) ?? ''
    if (/log_?-?rank|survdiff/iu.test(path) || /^chi/iu.test(key)) {
      if (/chi|statistic/iu.test(key)) return put(path, [test?.chiSquare], value)
      if (/^p(?:$|_)/iu.test(key)) return put(path, [test?.p], value)
      if (/^df$/iu.test(key)) return put(path, [test?.degrees], value)
      unread.push(path)
      return
    }
    const curve = group === undefined ? undefined : curves.get(group)
    const measure = MEASURES.find(([names]) =>
      keys
        .slice(-2)
        .toReversed()
        .some((one) => names.test(one.replace(/_?\d+_?h?$/u, ''))),
    )
    if (curve === undefined || time === undefined || measure === undefined) unread.push(path)
    else put(path, measure[1](curve, time, level), value)
  }
}

function at(curve: Curve, time: number, level: number): ReturnType<typeof conversionBy> {
  return conversionBy(curve, time, level, 1)
}

function shareAt(curve: Curve, time: number): number {
  return 1 - (curve.steps.findLast((step) => step.time <= time)?.survival ?? 1)
}

function not(share: number | undefined): number | undefined {
  return share === undefined ? undefined : 1 - share
}

/** `48`, `48h`, `F_48h`: hours; `D2`, `D+2`: days. */
function timeIn(key: string): number | undefined {
  const days = /^d\+?(\d+)$/iu.exec(key)?.[1]
  if (days !== undefined) return 24 * Number(days)
  const hours = /(?:^|_)(\d+(?:\.\d+)?)_?h?$/u.exec(key)?.[1]
  return hours === undefined ? undefined : Number(hours)
}

function numberOf(value: unknown, keys: readonly string[]): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = Object.entries(value).find(([key, one]) => keys.includes(key) && typeof one === 'number')?.[1]
  return typeof found === 'number' ? found : undefined
}
