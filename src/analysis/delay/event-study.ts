/**
 * What a Live did to the whole shop in the two days after it began: observed hours less expected hours. The expected hour is the mean of
 * the same hour of the week in the last four weeks that lie outside every Live's shadow (the 72 hours after a start). How unusual the
 * difference is, the same sum tells for windows in which no Live was. No visitor is followed: hourly counts of everybody are enough, and
 * the difference is never credited to single orders.
 */
export const HOURS_OF_WEEK = 168
export const WINDOW_HOURS = 48
export const SHADOW_HOURS = 72
const WEEKS = 4
/** A mean of one week is no expectation. */
const FEWEST_WEEKS = 2

export interface StudySettings {
  /** Of the interval. */
  readonly level: number
  readonly windowHours: number
  readonly placeboStepHours: number
  /** From the start of the Live; the last one ends with the window. */
  readonly subWindows: readonly (readonly [number, number])[]
}

export const STUDY_SETTINGS: StudySettings = {
  level: 0.9,
  windowHours: WINDOW_HOURS,
  placeboStepHours: 6,
  subWindows: [
    [0, 6],
    [6, 24],
    [24, WINDOW_HOURS],
  ],
}

/** Starts of Lives that fell within 72 hours of the one before: their windows overlap, so they have one answer. */
export interface LiveGroup {
  readonly starts: readonly number[]
  readonly from: number
  readonly to: number
}

export interface WindowCount {
  readonly from: number
  readonly to: number
  readonly observed: number
  readonly expected: number
  readonly incremental: number
}

export interface Placebos {
  readonly starts: readonly number[]
  readonly effects: readonly number[]
  readonly relative: readonly number[]
  /** Sample standard deviation of the effects; undefined for fewer than two. */
  readonly deviation: number | undefined
}

export interface LiveStudy extends WindowCount {
  readonly group: LiveGroup
  readonly relative: number
  /** Of the relative effect: the placebos' largest of that level, turned round; undefined where they are too few for the level. */
  readonly interval: { readonly level: number; readonly low: number; readonly high: number } | undefined
  readonly subWindows: readonly WindowCount[]
  readonly placebos: Placebos
  /** (1 + placebos at least as far from nought) ÷ (1 + placebos). */
  readonly p: number
  readonly smallestP: number
}

/** Why a Live has no answer (yet). `no_baseline`: fewer than two weeks of clean history, or nothing expected in them. */
export type NoStudy = 'window_not_over' | 'no_baseline'

/** `counts[h]`: what happened in hour h, NaN in those before anybody counted; `starts`: the hours in which Lives began, in any order, also those before the first hour. */
export function studyLives(
  counts: ArrayLike<number>,
  starts: readonly number[],
  settings: StudySettings = STUDY_SETTINGS,
): readonly (LiveStudy | { readonly group: LiveGroup; readonly why: NoStudy })[] {
  const shadow = shadowsOf(counts.length, starts)
  const expected = expectedHours(counts, shadow)
  return groupLives(starts, settings.windowHours).map((group) => studyOne(counts, expected, shadow, group, settings))
}

/** What a chart draws: hours before and after a group's window, observed and expected; expected is null without two clean weeks. */
export interface StudyHour {
  readonly hour: number
  readonly observed: number
  readonly expected: number | null
}

export function hoursAround(
  counts: ArrayLike<number>,
  starts: readonly number[],
  group: LiveGroup,
  margin: number,
): readonly StudyHour[] {
  const expected = expectedHours(counts, shadowsOf(counts.length, starts))
  const from = Math.max(firstCounted(counts), group.from - margin)
  const to = Math.min(counts.length, group.to + margin)
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => {
    const hour = from + index
    const awaited = expected[hour] as number
    return { hour, observed: counts[hour] as number, expected: Number.isNaN(awaited) ? null : awaited }
  })
}

export function groupLives(starts: readonly number[], windowHours: number = WINDOW_HOURS): readonly LiveGroup[] {
  const groups: number[][] = []
  for (const start of starts.toSorted((a, b) => a - b)) {
    const last = groups.at(-1)
    if (last !== undefined && start - (last.at(-1) as number) < SHADOW_HOURS) last.push(start)
    else groups.push([start])
  }
  return groups.map((group) => ({
    starts: group,
    from: group[0] as number,
    to: (group.at(-1) as number) + windowHours,
  }))
}

function studyOne(
  counts: ArrayLike<number>,
  expected: Float64Array,
  shadow: Uint8Array,
  group: LiveGroup,
  settings: StudySettings,
): LiveStudy | { readonly group: LiveGroup; readonly why: NoStudy } {
  if (group.to > counts.length) return { group, why: 'window_not_over' }
  if (group.from < 0) return { group, why: 'no_baseline' }
  const whole = countWindow(counts, expected, group.from, group.to)
  if (!(whole.expected > 0)) return { group, why: 'no_baseline' }
  const relative = whole.incremental / whole.expected
  const placebos = placebosOf(counts, expected, shadow, group.to - group.from, settings.placeboStepHours)
  const asFar = placebos.relative.filter((value) => Math.abs(value) >= Math.abs(relative)).length
  return {
    ...whole,
    group,
    relative,
    interval: intervalOf(relative, placebos.relative, settings.level),
    subWindows: subWindowsOf(group, settings).map(([from, to]) => countWindow(counts, expected, from, to)),
    placebos,
    p: (1 + asFar) / (1 + placebos.starts.length),
    smallestP: 1 / (1 + placebos.starts.length),
  }
}

/** Of a group: counted from its first start, the last one as long as the group. */
function subWindowsOf({ from, to }: LiveGroup, settings: StudySettings): readonly (readonly [number, number])[] {
  return settings.subWindows.map(([start, end], index) => {
    const last = index === settings.subWindows.length - 1 && end === settings.windowHours
    return [from + start, last ? to : from + end] as const
  })
}

function placebosOf(
  counts: ArrayLike<number>,
  expected: Float64Array,
  shadow: Uint8Array,
  length: number,
  stepHours: number,
): Placebos {
  const windows: WindowCount[] = []
  const begin = firstCounted(counts)
  for (let from = begin + WEEKS * HOURS_OF_WEEK; from + length <= counts.length; from += stepHours) {
    if (touchesShadow(shadow, from, from + length)) continue
    const window = countWindow(counts, expected, from, from + length)
    if (window.expected > 0) windows.push(window)
  }
  const effects = windows.map(({ incremental }) => incremental)
  return {
    starts: windows.map(({ from }) => from),
    effects,
    relative: windows.map((window) => window.incremental / window.expected),
    deviation: sampleDeviation(effects),
  }
}

/**
 * A placebo's ratio of observed to expected is how far the expectation itself is off. Were it off by as much as the k-th largest of them,
 * the Live would have multiplied the hours by (1 + relative) ÷ (1 ± q): always an interval, and always around the estimate.
 */
function intervalOf(relative: number, placebos: readonly number[], level: number): LiveStudy['interval'] {
  const rank = Math.floor((1 - level) * (1 + placebos.length) + 1e-9)
  if (rank < 1) return undefined
  const farthest = placebos.map(Math.abs).toSorted((a, b) => b - a)
  const q = farthest[rank - 1] as number
  return q >= 1 ? undefined : { level, low: (1 + relative) / (1 + q) - 1, high: (1 + relative) / (1 - q) - 1 }
}

function countWindow(counts: ArrayLike<number>, expected: Float64Array, from: number, to: number): WindowCount {
  let observed = 0
  let awaited = 0
  for (let hour = from; hour < to; hour++) {
    observed += counts[hour] as number
    awaited += expected[hour] as number
  }
  return { from, to, observed, expected: awaited, incremental: observed - awaited }
}

/** NaN where fewer than two clean weeks are there: whatever is summed with it is no number and is refused above. */
function expectedHours(counts: ArrayLike<number>, shadow: Uint8Array): Float64Array {
  const expected = new Float64Array(counts.length).fill(Number.NaN)
  for (let hour = 0; hour < counts.length; hour++) {
    let sum = 0
    let weeks = 0
    for (let past = hour - HOURS_OF_WEEK; past >= 0 && weeks < WEEKS; past -= HOURS_OF_WEEK) {
      if (shadow[past] === 1 || Number.isNaN(counts[past])) continue
      sum += counts[past] as number
      weeks++
    }
    if (weeks >= FEWEST_WEEKS) expected[hour] = sum / weeks
  }
  return expected
}

/** The first weeks of a count have no expectation; hours of nobody counting are no hours of nothing. */
function firstCounted(counts: ArrayLike<number>): number {
  let hour = 0
  while (hour < counts.length && Number.isNaN(counts[hour])) hour++
  return hour
}

function shadowsOf(hours: number, starts: readonly number[]): Uint8Array {
  const shadow = new Uint8Array(hours)
  for (const start of starts) shadow.fill(1, Math.max(0, start), Math.max(0, start + SHADOW_HOURS))
  return shadow
}

function touchesShadow(shadow: Uint8Array, from: number, to: number): boolean {
  return shadow.subarray(from, to).includes(1)
}

function sampleDeviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}
