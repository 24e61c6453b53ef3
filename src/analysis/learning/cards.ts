/** One card per creative: hook → hold → land → progress, and a line by day since publication. No money: a card is to learn from. */
import { conversionBy, kaplanMeier } from '../delay/kaplan-meier.ts'
import { delaysByGroup } from '../delay/time-to-conversion.ts'
import { wilson } from '../numbers/wilson.ts'
import { SMALL } from '../guards/threshold.ts'
import { purchases } from '../moments.ts'
import { STEPS } from '../steps.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { claimed, claimedShare, columns, curveShare, isSaid, journeyCount, journeyShare, none, text } from './cells.ts'
import { claimColumns, sideOf, totalOf } from './claims.ts'
import type { CountedCreatives, CountedGroup } from './counted.ts'
import { journeysOnly, landingCells, leaningCell, nameOf } from './funnel-table.ts'
import type { Creative } from './creatives.ts'
import type { LearningInput } from './input.ts'

const DAY_MS = 86_400_000
const D2_HOURS = 48
/** Days of the line. */
const MOST_DAYS = 60

/** A day of a creative, counted from its publication. Null: too few, or not imported. */
export interface CardDay {
  readonly day: number
  readonly impressions: number | null
  readonly sessions: number | null
}

export interface CardPoints {
  readonly creative: string
  readonly days: readonly CardDay[]
}

export function creativeCards(
  input: LearningInput,
  counted: CountedCreatives,
): { readonly table: AnalysisTable; readonly points: readonly CardPoints[] } {
  const byD2 = convertedByD2(input, counted)
  const sessions = sessionsByDay(input, counted)
  const groups = [...counted.groups.entries()].toSorted(([, a], [, b]) => order(a, b))
  return {
    table: {
      id: 'creative_cards',
      frame_id: input.frameId,
      level: input.level,
      columns: [
        ...columns(
          ['creative', 'name'],
          ['side', 'name'],
          ['campaign', 'name'],
          ['role', 'name'],
          ['seconds', 'ratio'],
        ),
        ...claimColumns(
          counted.groups.flatMap(({ creatives }) => creatives),
          [
            ['impressions', 'count'],
            ['view_rate', 'share'],
            ['rate_2s', 'share'],
            ['rate_6s', 'share'],
            ['hold_25', 'share'],
            ['hold_50', 'share'],
            ['hold_75', 'share'],
            ['hold_100', 'share'],
            ['save_rate', 'share'],
            ['share_rate', 'share'],
            ['comment_rate', 'share'],
            ['clicks', 'count'],
            ['engagement_off_site', 'share'],
          ],
        ),
        ...columns(
          ['sessions', 'count'],
          ['landing_rate', 'ratio'],
          ['landing_reading', 'name'],
          ['engagement_on_site', 'ratio'],
          ['journeys', 'count'],
        ),
        ...columns(...STEPS.map((step) => [`${step}_rate`, 'share'] as const)),
        ...columns(
          ['orders', 'count'],
          ['order_rate', 'share'],
          ['order_rate_leaning', 'share'],
          ['rank', 'count'],
          ['by_d2', 'share'],
        ),
      ],
      rows: groups.map(([index, group]) => cardRow(group, byD2[index] ?? none('too_few'), input.level)),
      notes: [
        { code: 'hold_within_a_band_of_length' },
        { code: 'rank_leans_to_the_campaign' },
        { code: 'no_money_on_cards' },
      ],
    },
    points: groups.map(([index, group]) => ({ creative: nameOf(group), days: daysOf(input, group, sessions[index]) })),
  }
}

/** Ranked ones by rank, all others by name: what may not be compared is in no order that compares. */
function order(a: CountedGroup, b: CountedGroup): number {
  return (a.rank ?? Infinity) - (b.rank ?? Infinity) || (nameOf(a) < nameOf(b) ? -1 : 1)
}

function cardRow(group: CountedGroup, byD2: AnalysisCell, level: number): AnalysisRow {
  const { counts, creatives } = group
  const total = (metric: Parameters<typeof totalOf>[1]): number | undefined => totalOf(creatives, metric)
  const [one] = group.isFolded ? [] : creatives
  const reached = [counts.journeys, ...counts.ordered]
  const orders = counts.anyOrder[STEPS.indexOf('purchase')] ?? 0
  return {
    kind: group.isFolded ? 'folded' : 'row',
    cells: [
      text(nameOf(group)),
      text(sideOf(creatives)),
      one?.facts?.campaign === undefined ? none('does_not_apply') : text(one.facts.campaign),
      one?.facts?.role === undefined ? none('does_not_apply') : text(one.facts.role),
      claimed(one?.facts?.seconds),
      claimed(total('impressions')),
      claimedShare(total('plays'), total('impressions')),
      claimedShare(total('views_2s'), total('impressions')),
      claimedShare(total('views_6s'), total('impressions')),
      claimedShare(total('views_25'), total('plays')),
      claimedShare(total('views_50'), total('plays')),
      claimedShare(total('views_75'), total('plays')),
      claimedShare(total('views_100'), total('plays')),
      claimedShare(total('saves'), total('plays')),
      claimedShare(total('shares'), total('plays')),
      claimedShare(total('comments'), total('plays')),
      claimed(total('clicks')),
      claimedShare(total('engaged_views'), total('impressions')),
      journeysOnly(counts.journeys, counts.sessions),
      ...landingCells(group),
      onSite(group, total('clicks')),
      journeyCount(counts.journeys),
      ...STEPS.map((_, step) => journeyShare(wilson(reached[step + 1] ?? 0, reached[step] ?? 0, level))),
      journeyCount(orders),
      journeyShare(wilson(orders, counts.journeys, level)),
      leaningCell(group),
      group.rank === undefined ? none('too_few') : { value: group.rank },
      byD2,
    ],
  }
}

/** Engaged sessions ÷ destination clicks; never blended with what the platform calls engaged. */
function onSite({ engaged, counts, creatives, isFolded }: CountedGroup, clicks: number | undefined): AnalysisCell {
  if (engaged === undefined || clicks === undefined) return none('not_measured')
  if (isFolded || sideOf(creatives) === 'paid_and_organic' || clicks === 0) return none('does_not_apply')
  if (journeyCount(counts.journeys).value === null || engaged < SMALL) return none('too_few')
  return { value: engaged / clicks, n: clicks }
}

function convertedByD2(input: LearningInput, { grouping }: CountedCreatives): readonly AnalysisCell[] {
  const orders = purchases(input.journeys.count, input.orders, input.countsAsOrder)
  const delays = delaysByGroup(input.journeys, orders, grouping.groupOfChannel, grouping.members.length, {
    ...input,
    origin: 'first',
  })
  return delays.map(({ durations }) => curveShare(conversionBy(kaplanMeier(durations), D2_HOURS, input.level, SMALL)))
}

/**
 * Sessions of a day with fewer than ten journeys are not said: a line is as much a table as a table is. Were that one day alone, it would be
 * the card's sessions less the other days: the next smallest is not said either. The others are said in whole tens, for the weeks of a role
 * would be the sums of exact days, and one less the other a day that is not said.
 */
function daysOf(
  input: LearningInput,
  { creatives, isFolded }: CountedGroup,
  sessions: SessionDays | undefined,
): readonly CardDay[] {
  const [one] = isFolded ? [] : creatives
  const startMs = publishedMs(one)
  if (one === undefined || startMs === undefined) return []
  const impressions = impressionsByDay(input, one.id, sideOf([one]) !== 'organic', startMs)
  const days = Math.min(MOST_DAYS, Math.max(0, Math.ceil((Math.min(input.toMs, input.asOfMs) - startMs) / DAY_MS)))
  const held = heldDays(sessions)
  return Array.from({ length: days }, (_, day) => ({
    day,
    impressions: impressions.get(day) ?? null,
    sessions: held.has(day) ? null : wholeTens(sessions?.get(day)?.count ?? 0),
  }))
}

function wholeTens(count: number): number {
  return Math.floor(count / 10) * 10
}

function heldDays(sessions: SessionDays = new Map()): ReadonlySet<number> {
  const bySize = [...sessions].toSorted(([, one], [, other]) => one.journeys - other.journeys)
  const small = bySize.filter(([, { journeys }]) => !isSaid(journeys)).length
  let [held, journeys] = [0, 0]
  for (const [, day] of bySize) {
    if (held >= small && (small === 0 || (held > 1 && journeys >= SMALL))) break
    held++
    journeys += day.journeys
  }
  return new Set(bySize.slice(0, held).map(([day]) => day))
}

function publishedMs(creative: Creative | undefined): number | undefined {
  const published = creative?.facts?.publishedOn
  return published === undefined ? undefined : Date.parse(`${published}T00:00:00Z`)
}

interface SessionDay {
  count: number
  journeys: number
  last: number
}

/** Days since publication. */
type SessionDays = ReadonlyMap<number, SessionDay>

/** Of each group, in one pass over all touches. */
function sessionsByDay(
  { journeys, fromMs, toMs }: LearningInput,
  { grouping, groups }: CountedCreatives,
): readonly SessionDays[] {
  const starts = groups.map(({ creatives }) => publishedMs(creatives[0]))
  const all = groups.map(() => new Map<number, SessionDay>())
  for (let journey = 0; journey < journeys.count; journey++) {
    for (let row = journeys.firstTouch[journey] as number; row < (journeys.firstTouch[journey + 1] as number); row++) {
      const atMs = journeys.touchAtMs[row] as number
      const group = grouping.groupOfChannel[journeys.touchChannel[row] as number] as number
      const startMs = starts[group]
      if (startMs === undefined || atMs < fromMs || atMs >= toMs) continue
      const number = Math.floor((atMs - startMs) / DAY_MS)
      const day = all[group]?.get(number) ?? { count: 0, journeys: 0, last: -1 }
      all[group]?.set(number, day)
      day.count++
      if (day.last !== journey) day.journeys++
      day.last = journey
    }
  }
  return all
}

function impressionsByDay(
  { media }: LearningInput,
  id: string,
  paid: boolean,
  startMs: number,
): ReadonlyMap<number, number> {
  const days = new Map<number, number>()
  for (const row of media) {
    const { impressions } = row.metrics
    if (row.id !== id || row.paid !== paid || impressions === undefined) continue
    const day = Math.round((Date.parse(`${row.day}T00:00:00Z`) - startMs) / DAY_MS)
    days.set(day, (days.get(day) ?? 0) + impressions)
  }
  return days
}
