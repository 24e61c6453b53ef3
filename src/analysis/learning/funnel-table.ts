/**
 * The funnel of each creative, and its card. To the left of the seam is what platforms say, to the right what the site's own journeys
 * did; nothing is divided across the seam but the landing rate.
 */
import { landingRate } from '../funnel/landing.ts'
import { wilson } from '../numbers/wilson.ts'
import { STEPS, type CreativeMetric } from '../steps.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { columns, claimed, journeyCount, journeyShare, none, text } from './cells.ts'
import { claimColumns, sideOf, totalOf } from './claims.ts'
import type { CountedCreatives, CountedGroup } from './counted.ts'
import type { LearningInput } from './input.ts'

const CLAIMED: readonly CreativeMetric[] = ['impressions', 'plays', 'views_2s', 'views_6s', 'clicks']

/** One bar of a funnel. `by`: `platform` left of the seam, `site` right of it. */
export interface FunnelStage {
  readonly key: string
  readonly by: 'platform' | 'site'
  /** Null: not measured, or too few to say. */
  readonly count: number | null
}

export interface FunnelPoints {
  readonly creative: string
  readonly stages: readonly FunnelStage[]
}

export function funnelTable(
  input: LearningInput,
  counted: CountedCreatives,
): { readonly table: AnalysisTable; readonly points: readonly FunnelPoints[] } {
  const groups = counted.groups.filter(({ counts, creatives }) => counts.journeys > 0 || sideOf(creatives) !== 'none')
  return {
    table: {
      id: 'funnel_by_creative',
      frame_id: input.frameId,
      level: input.level,
      columns: [
        ...columns(['creative', 'name'], ['side', 'name']),
        ...claimColumns(
          groups.flatMap(({ creatives }) => creatives),
          CLAIMED.map((metric) => [metric, 'count'] as const),
        ),
        ...columns(
          ['sessions', 'count'],
          ['journeys', 'count'],
          ['landing_rate', 'ratio'],
          ['landing_reading', 'name'],
        ),
        ...columns(...STEPS.flatMap((step) => [[step, 'count'] as const, [`${step}_rate`, 'share'] as const])),
        ...columns(...STEPS.map((step) => [`${step}_any_order`, 'count'] as const)),
        ...columns(['order_rate_leaning', 'share'], ['rank', 'count']),
      ],
      rows: groups.map((group) => funnelRow(group, input.level)),
      notes: [
        { code: 'journeys_stand_with_each_creative' },
        { code: 'window_days', figures: { days: input.windowMs / 86_400_000 } },
        ...(counted.unfinished > 0
          ? [{ code: 'can_still_go_on', figures: { journeys: atLeastSaid(counted.unfinished) } }]
          : []),
      ],
    },
    points: groups.map((group) => ({ creative: nameOf(group), stages: stagesOf(group) })),
  }
}

export function nameOf({ creatives, isFolded }: CountedGroup): string {
  const [one] = creatives
  return isFolded || one === undefined ? 'folded' : (one.facts?.name ?? one.id)
}

function funnelRow(group: CountedGroup, level: number): AnalysisRow {
  const { counts, creatives } = group
  const ordered = [counts.journeys, ...counts.ordered]
  return {
    kind: group.isFolded ? 'folded' : 'row',
    cells: [
      text(nameOf(group)),
      text(sideOf(creatives)),
      ...CLAIMED.map((metric) => claimed(totalOf(creatives, metric))),
      journeysOnly(counts.journeys, counts.sessions),
      journeyCount(counts.journeys),
      ...landingCells(group),
      ...STEPS.flatMap((_, step) => [
        journeyCount(counts.ordered[step] ?? 0),
        journeyShare(wilson(ordered[step + 1] ?? 0, ordered[step] ?? 0, level)),
      ]),
      ...STEPS.map((_, step) => journeyCount(counts.anyOrder[step] ?? 0)),
      leaningCell(group),
      group.rank === undefined ? none('too_few') : { value: group.rank },
    ],
  }
}

/** Sessions of journeys that are enough to be said. */
export function journeysOnly(journeys: number, count: number): AnalysisCell {
  return journeyCount(journeys).value === null ? none('too_few') : { value: count, n: journeys }
}

/**
 * Where paid and organic numbers lie under one name, sessions of both came under it and the platform's clicks are of one: the rate
 * would say nothing. No more does it of what stands together: visits of other creatives' rare ways are among them, and their clicks are not.
 */
export function landingCells({ counts, creatives, isFolded }: CountedGroup): readonly [AnalysisCell, AnalysisCell] {
  if (isFolded || sideOf(creatives) === 'paid_and_organic') return [none('does_not_apply'), none('does_not_apply')]
  const rate = landingRate(counts.sessions, totalOf(creatives, 'clicks'))
  if (rate === undefined) return [none('not_measured'), none('not_measured')]
  if (rate.reading === 'too_few' || journeyCount(counts.journeys).value === null)
    return [none('too_few', rate.clicks), none('too_few')]
  return [{ value: rate.ratio, n: rate.clicks }, text(rate.reading)]
}

export function leaningCell({ shrunk, counts }: CountedGroup): AnalysisCell {
  if (shrunk === undefined) return none('too_few')
  return { value: shrunk.share, n: counts.journeys, low: shrunk.low, high: shrunk.high }
}

function stagesOf({ counts, creatives }: CountedGroup): readonly FunnelStage[] {
  const said = (count: number): number | null => journeyCount(count).value as number | null
  return [
    ...CLAIMED.map((metric) => ({ key: metric, by: 'platform' as const, count: totalOf(creatives, metric) ?? null })),
    { key: 'journeys', by: 'site', count: said(counts.journeys) },
    ...STEPS.map((step, index) => ({ key: step, by: 'site' as const, count: said(counts.ordered[index] ?? 0) })),
  ]
}

/** Rounded down to tens: the sum of what rows hide must not be worked out from a note. */
function atLeastSaid(count: number): number {
  return Math.floor(count / 10) * 10
}
