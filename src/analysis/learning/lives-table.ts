/** What each Live did to the whole shop: its visits, product pages, baskets and orders by the hour, and beside it the few who clicked. */
import {
  hoursAround,
  STUDY_SETTINGS,
  studyLives,
  type LiveGroup,
  type LiveStudy,
  type NoStudy,
  type StudyHour,
  type WindowCount,
} from '../delay/event-study.ts'
import { HOURLY_OUTCOMES, type HourlyCounts, type HourlyOutcome } from '../steps.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
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
  readonly hours: readonly (StudyHour & { readonly atMs: number })[]
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
        studyRows(input, study, outcome, nameOf(input, hourly, study.group)),
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
              hours: hoursAround(counts, starts, study.group, MARGIN_HOURS).map((point) => ({
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

function studyRows(input: LearningInput, study: Study, outcome: HourlyOutcome, live: string): readonly AnalysisRow[] {
  if ('why' in study) return [row(live, outcome, 'whole', none('not_measured'), noAnswer(study.why))]
  const clicked = clickedCell(input, study.group)
  return [
    row(live, outcome, 'whole', clicked, wholeCells(study)),
    ...study.subWindows.map((window) =>
      row(live, outcome, hoursName(study, window), none('does_not_apply'), windowCells(window)),
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
  const cell = none(why === 'window_not_over' ? 'incomplete' : 'not_measured')
  return Array.from({ length: 7 }, () => cell)
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

/** Sessions that named one of the Lives as their creative within its window. */
function clickedCell(input: LearningInput, group: LiveGroup): AnalysisCell {
  const { hourly, journeys } = input
  if (hourly === undefined) return none('not_measured')
  const ids = new Set(livesOf(input, hourly, group).map(({ id }) => id))
  const [fromMs, toMs] = [atMs(hourly, group.from), atMs(hourly, group.to)]
  let sessions = 0
  let people = 0
  for (let journey = 0; journey < journeys.count; journey++) {
    const before = sessions
    for (
      let touch = journeys.firstTouch[journey] as number;
      touch < (journeys.firstTouch[journey + 1] as number);
      touch++
    ) {
      const ms = journeys.touchAtMs[touch] as number
      if (ms < fromMs || ms >= toMs) continue
      const creative = journeys.channels[journeys.touchChannel[touch] as number]?.creative
      if (creative !== undefined && ids.has(creative)) sessions++
    }
    if (sessions > before) people++
  }
  return isSaid(people) ? { value: sessions, n: people } : none('too_few')
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
