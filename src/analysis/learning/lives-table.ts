/** What each Live did to the whole shop: its visits, product pages, baskets and orders by the hour, and beside it the few who clicked. */
import {
  groupLives,
  hoursAround,
  STUDY_SETTINGS,
  studyLives,
  type LiveGroup,
  type LiveStudy,
  type NoStudy,
  type WindowCount,
} from '../delay/event-study.ts'
import { binsOf, isSaidOfHours, type StudyBin } from '../delay/hour-bins.ts'
import { SMALL } from '../guards/threshold.ts'
import { HOURLY_OUTCOMES, type HourlyCounts, type HourlyOutcome } from '../steps.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable, NoValue } from '../table.ts'
import { learningBlocks, type LearningBlocks } from './blocks.ts'
import { columns, isSaid, none, text } from './cells.ts'
import type { LearningInput, Live } from './input.ts'

const HOUR_MS = 3_600_000
/** Fewer expected: a share of it is noise. */
const FEWEST_EXPECTED = 10
/** Hours drawn before and after the window. */
const MARGIN_HOURS = 24

export interface LivePoints {
  readonly live: string
  readonly outcome: HourlyOutcome
  /** Of visitors: hours together until they are ten. */
  readonly hours: readonly (StudyBin & { readonly atMs: number })[]
  /** The shaded window. */
  readonly fromMs: number
  readonly toMs: number
}

type Study = ReturnType<typeof studyLives>[number]

export function livesTable(input: LearningInput): {
  readonly table: AnalysisTable
  readonly points: readonly LivePoints[]
} {
  const { hourly } = input
  const answers = hourly === undefined ? [] : studiesOf(input, hourly)
  const blocks = answers.length === 0 ? undefined : learningBlocks(input)
  return {
    table: {
      id: 'live_study',
      level: input.level,
      columns: columns(
        ['live', 'name'],
        ['outcome', 'name'],
        ['window', 'name'],
        ['clicked_sessions', 'count'],
        ['observed', 'count'],
        ['expected', 'count'],
        ['incremental', 'count'],
        ['relative', 'share'],
        ['p', 'p'],
        ['smallest_p', 'p'],
        ['placebos', 'count'],
      ),
      rows: answers.flatMap(({ study, outcome }) =>
        studyRows(study, outcome, nameOf(input, hourly, study.group), clickedCell(input, study.group, blocks)),
      ),
      notes: [
        { code: 'live_is_before_after_with_placebos' },
        { code: 'lift_of_a_live_is_not_credited_to_orders' },
        ...(hourly === undefined ? [{ code: 'hours_not_measured' }] : []),
        ...(input.hourlyVisitsAreConsented === true ? [{ code: 'visits_by_hour_are_consented' }] : []),
      ],
    },
    points: answers.flatMap(({ study, outcome, counts, starts }) =>
      hourly === undefined || 'why' in study
        ? []
        : [
            {
              live: nameOf(input, hourly, study.group),
              outcome,
              fromMs: atMs(hourly, study.group.from),
              toMs: atMs(hourly, study.group.to),
              hours: drawnHours({ study, outcome, counts, starts }).map((point) => ({
                ...point,
                atMs: atMs(hourly, point.hour),
              })),
            },
          ],
    ),
  }
}

interface Answer {
  readonly study: Study
  readonly outcome: HourlyOutcome
  readonly counts: ArrayLike<number>
  readonly starts: readonly number[]
}

/** All Lives cast their shadows; those that began in the days asked for are answered. */
function studiesOf(input: LearningInput, hourly: HourlyCounts): readonly Answer[] {
  const starts = input.lives.map(({ startMs }) => hourOf(hourly, startMs))
  return HOURLY_OUTCOMES.flatMap((outcome) => {
    const counts = hourly.counts[outcome]
    if (counts === undefined) return []
    return studyLives(counts, starts, { ...STUDY_SETTINGS, level: input.level }).flatMap((study) => {
      const startMs = atMs(hourly, study.group.from)
      return startMs + HOUR_MS > input.fromMs && startMs < input.toMs ? [{ study, outcome, counts, starts }] : []
    })
  }).toSorted((a, b) => a.study.group.from - b.study.group.from)
}

/** Orders are everybody's, as the back office has them by the minute; visitors are said as the table says them, ten and more together. */
function isOfVisitors(outcome: HourlyOutcome): boolean {
  return outcome !== 'orders'
}

function drawnHours({ study, outcome, counts, starts }: Answer & { readonly study: LiveStudy }): readonly StudyBin[] {
  const [first, end] = [study.group.from - MARGIN_HOURS, study.group.to + MARGIN_HOURS]
  if (!isOfVisitors(outcome))
    return hoursAround(counts, starts, study.group, MARGIN_HOURS).map((hour) => ({ ...hour, hours: 1 }))
  const windows = groupLives(starts)
  const edges = windows.flatMap(({ from, to }) => [
    from,
    ...STUDY_SETTINGS.subWindows.flatMap(([, until]) => (from + until < to ? [from + until] : [])),
    to,
  ])
  const held = heldWindows(study)
  return binsOf(hoursAround(counts, starts, study.group, counts.length), windows, edges)
    .filter(({ hour, hours }) => hour >= first && hour + hours <= end)
    .filter(({ hour }) => !held.some(({ from, to }) => hour >= from && hour < to))
}

/** Parts of the window that are too few to be said, and with a single one the next smallest: the whole less the others would be the one. */
function heldWindows({ observed, expected, subWindows }: LiveStudy): readonly WindowCount[] {
  if (!isSaidOfHours({ observed, expected })) return subWindows
  const small = subWindows.filter((window) => !isSaidOfHours(window))
  const rest = subWindows.filter((window) => isSaidOfHours(window)).toSorted((a, b) => a.observed - b.observed)
  const held = [...small]
  for (const window of rest) {
    const sum = held.reduce((all, one) => all + one.observed, 0)
    if (held.length === 0 || (held.length > 1 && sum >= SMALL)) break
    held.push(window)
  }
  return held
}

function studyRows(study: Study, outcome: HourlyOutcome, live: string, clicked: AnalysisCell): readonly AnalysisRow[] {
  if ('why' in study) return [row(live, outcome, 'whole', none('not_measured'), noAnswer(study.why))]
  const held = isOfVisitors(outcome) ? heldWindows(study) : []
  const isHeld = isOfVisitors(outcome) && !isSaidOfHours(study)
  return [
    row(live, outcome, 'whole', clicked, isHeld ? noCells('too_few') : wholeCells(study)),
    ...study.subWindows.map((window) =>
      row(
        live,
        outcome,
        hoursName(study, window),
        none('does_not_apply'),
        held.includes(window) ? noCells(isSaidOfHours(window) ? 'suppressed' : 'too_few') : windowCells(window),
      ),
    ),
  ]
}

function row(
  live: string,
  outcome: HourlyOutcome,
  window: string,
  clicked: AnalysisCell,
  cells: readonly AnalysisCell[],
): AnalysisRow {
  return { kind: 'row', cells: [text(live), text(outcome), text(window), clicked, ...cells] }
}

function noAnswer(why: NoStudy): readonly AnalysisCell[] {
  return noCells(why === 'window_not_over' ? 'incomplete' : 'not_measured')
}

function noCells(why: NoValue): readonly AnalysisCell[] {
  return Array.from({ length: 7 }, () => none(why))
}

function wholeCells(study: LiveStudy): readonly AnalysisCell[] {
  const { observed, expected, incremental, relative, interval, placebos } = study
  const tooFew = expected < FEWEST_EXPECTED
  const bounds = (scale: number): Partial<AnalysisCell> =>
    interval === undefined ? {} : { low: interval.low * scale, high: interval.high * scale }
  return [
    { value: observed },
    { value: expected },
    tooFew ? none('too_few') : { value: incremental, n: observed, ...bounds(expected) },
    tooFew ? none('too_few') : { value: relative, n: observed, ...bounds(1) },
    tooFew ? none('too_few') : { value: study.p, n: placebos.starts.length },
    { value: study.smallestP },
    { value: placebos.starts.length },
  ]
}

/** A part of the window has no p of its own: three tests beside the one would find something by chance. */
function windowCells({ observed, expected, incremental }: WindowCount): readonly AnalysisCell[] {
  const rest = none('does_not_apply')
  const tooFew = expected < FEWEST_EXPECTED
  return [
    { value: observed },
    { value: expected },
    tooFew ? none('too_few') : { value: incremental, n: observed },
    tooFew ? none('too_few') : { value: incremental / expected, n: observed },
    rest,
    rest,
    rest,
  ]
}

function hoursName({ group }: LiveStudy, { from, to }: WindowCount): string {
  return `${from - group.from}-${to - group.from} h`
}

/**
 * Sessions that named one of the Lives as their creative within its window. Not said where the rest of these creatives' people would be few: they
 * are what another table says of the creative less this; nor of a creative that stands with others there.
 */
function clickedCell(input: LearningInput, group: LiveGroup, blocks: LearningBlocks | undefined): AnalysisCell {
  const { hourly, journeys } = input
  if (hourly === undefined || blocks === undefined) return none('not_measured')
  const ids = new Set(livesOf(input, hourly, group).map(({ id }) => id))
  const isOfLive = journeys.channels.map(({ creative }) => creative !== undefined && ids.has(creative))
  const [fromMs, toMs] = [atMs(hourly, group.from), atMs(hourly, group.to)]
  let sessions = 0
  let people = 0
  let others = 0
  for (let journey = 0; journey < journeys.count; journey++) {
    const before = sessions
    let isElsewhere = false
    for (
      let touch = journeys.firstTouch[journey] as number;
      touch < (journeys.firstTouch[journey + 1] as number);
      touch++
    ) {
      if (isOfLive[journeys.touchChannel[touch] as number] !== true) continue
      const ms = journeys.touchAtMs[touch] as number
      if (ms >= fromMs && ms < toMs) sessions++
      else isElsewhere ||= ms >= input.fromMs && ms < input.toMs
    }
    if (sessions > before) people++
    if (isElsewhere) others++
  }
  if (!isSaid(people)) return none('too_few')
  const stands = isSaid(others) && isOfWholeBlocks(isOfLive, blocks)
  return stands || sessions === 0 ? { value: sessions, n: people } : none('suppressed')
}

function isOfWholeBlocks(isIn: readonly boolean[], { blockOfChannel }: LearningBlocks): boolean {
  const own = new Set(blockOfChannel.filter((block, channel) => block >= 0 && isIn[channel] === true))
  return blockOfChannel.every((block, channel) => isIn[channel] === true || !own.has(block))
}

function nameOf(input: LearningInput, hourly: HourlyCounts | undefined, group: LiveGroup): string {
  if (hourly === undefined) return ''
  return livesOf(input, hourly, group)
    .map(({ id, name }) => name ?? id)
    .join(' + ')
}

function livesOf(input: LearningInput, hourly: HourlyCounts, group: LiveGroup): readonly Live[] {
  return input.lives.filter(({ startMs }) => group.starts.includes(hourOf(hourly, startMs)))
}

function hourOf({ firstHourMs }: HourlyCounts, ms: number): number {
  return Math.floor((ms - firstHourMs) / HOUR_MS)
}

function atMs({ firstHourMs }: HourlyCounts, hour: number): number {
  return firstHourMs + hour * HOUR_MS
}
