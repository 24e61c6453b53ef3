/** How long after the first touch the order comes, source by source: the curve of all who came, and beside it the delay of those who bought. */
import { conversionBy, countUpTo, kaplanMeier, type Curve } from '../delay/kaplan-meier.ts'
import { logRank } from '../delay/log-rank.ts'
import { delaysByGroup, type DelayGroup } from '../delay/time-to-conversion.ts'
import { wilson } from '../numbers/wilson.ts'
import { SMALL } from '../guards/threshold.ts'
import { purchases } from '../moments.ts'
import type { AnalysisCell, AnalysisNote, AnalysisTable } from '../table.ts'
import { APART, followedBlocks, groupsOf, learningBlocks, namesBy, type DelayBy } from './blocks.ts'
import { columns, curveShare, isSaid, journeyCount, journeyShare, none, text } from './cells.ts'
import type { LearningInput } from './input.ts'

/** D0 is the same sitting. The others are whole days after the touch, to the hour, not calendar days. */
export const DELAY_MARKS = [
  ['d0', 1],
  ['d1', 24],
  ['d2', 48],
  ['d7', 168],
] as const

/** A curve at one hour: by then this share has converted. */
export interface CurvePoint {
  readonly hours: number
  readonly share: number
  readonly low: number
  readonly high: number
  readonly atRisk: number
}

export interface CurvePoints {
  readonly key: string
  readonly points: readonly CurvePoint[]
}

/** Hours at which a curve is drawn: the moments at which single people bought are nobody's business. */
const DRAWN_HOURS = [
  ...Array.from({ length: 73 }, (_, hour) => hour),
  ...Array.from({ length: 164 }, (_, index) => 76 + 4 * index),
]

export function delayTable(
  input: LearningInput,
  dimension: DelayBy = 'source',
  origin: 'first' | 'last' = 'first',
): { readonly table: AnalysisTable; readonly points: readonly CurvePoints[] } {
  const { keys, groups, folded, delays } = delaysBy(input, dimension, origin)
  const curves = delays.map(({ durations }) => kaplanMeier(durations))
  const drawn = mostFollowed(delays)
  return {
    table: {
      id: 'time_to_order',
      frame_id: input.frameId,
      level: input.level,
      columns: [
        ...columns(
          ...HEADS[dimension].map((head) => [head, 'name'] as const),
          ['journeys', 'count'],
          ['orders', 'count'],
        ),
        ...columns(...DELAY_MARKS.map(([mark]) => [`by_${mark}`, 'share'] as const)),
        ...columns(['buyers', 'count'], ['buyers_median', 'days'], ['buyers_within_d2', 'share']),
      ],
      rows: delays.flatMap((delay, index) =>
        delay.journeys === 0
          ? []
          : [
              {
                kind: index === folded ? ('folded' as const) : ('row' as const),
                cells: [
                  ...(index === folded
                    ? foldedNames(HEADS[dimension])
                    : namesOf(keys, groups[index] ?? [], HEADS[dimension])),
                  journeyCount(delay.journeys),
                  journeyCount(delay.durations.converted.length),
                  ...DELAY_MARKS.map(([, hours]) => by(curves[index], hours, input.level)),
                  ...buyerCells(delay, input.level),
                ],
              },
            ],
      ),
      notes: [
        { code: origin === 'first' ? 'from_first_touch' : 'from_last_touch' },
        { code: 'window_days', figures: { days: input.windowMs / 86_400_000 } },
        ...logRankNote(delays),
        ...(drawn.leftOut > 0 ? [{ code: 'curves_left_out', figures: { curves: drawn.leftOut } }] : []),
        { code: 'journeys_stand_with_each_source' },
      ],
    },
    points: curves.flatMap((curve, index) =>
      !drawn.groups.has(index)
        ? []
        : [
            {
              key: index === folded ? 'folded' : keyOf(keys, groups[index] ?? []).replace(APART, ' '),
              points: pointsOf(curve, input.level, input.windowMs / 3_600_000),
            },
          ],
    ),
  }
}

interface Delays {
  readonly keys: readonly string[]
  readonly groups: readonly (readonly number[])[]
  readonly folded: number | undefined
  readonly delays: readonly DelayGroup[]
}

function delaysBy(input: LearningInput, dimension: DelayBy, origin: 'first' | 'last'): Delays {
  const names = input.journeys.channels.map(namesBy(input, dimension))
  const keys = [...new Set(names.flatMap((name) => name ?? []))].toSorted()
  const numbers = new Map(keys.map((key, index) => [key, index]))
  const keyOfChannel = Int32Array.from(names, (name) => (name === undefined ? -1 : (numbers.get(name) ?? -1)))
  const blocks = followedBlocks(input, learningBlocks(input), origin)
  const { groupOfChannel, members, folded } = groupsOf(blocks, keyOfChannel, keys.length)
  const orders = purchases(input.journeys.count, input.orders, input.countsAsOrder)
  const delays = delaysByGroup(input.journeys, orders, groupOfChannel, members.length, { ...input, origin })
  return { keys, groups: members, folded, delays }
}

const HEADS: Readonly<Record<DelayBy, readonly string[]>> = {
  source: ['source', 'kind'],
  campaign: ['campaign'],
  creative: ['creative'],
  role: ['role'],
}

function namesOf(keys: readonly string[], group: readonly number[], heads: readonly string[]): readonly AnalysisCell[] {
  const names = keyOf(keys, group).split(APART)
  return heads.map((_, index) => text(names[index] ?? ''))
}

function foldedNames(heads: readonly string[]): readonly AnalysisCell[] {
  return heads.map((_, index) => (index === 0 ? text('folded') : none('does_not_apply')))
}

function keyOf(keys: readonly string[], group: readonly number[]): string {
  return keys[group[0] ?? -1] ?? ''
}

function by(curve: Curve | undefined, hours: number, level: number): AnalysisCell {
  return curve === undefined ? none('too_few') : curveShare(conversionBy(curve, hours, level, SMALL))
}

/** Of those who bought and had the whole window to do it. */
function buyerCells({ buyersHours }: DelayGroup, level: number): readonly AnalysisCell[] {
  const buyers = buyersHours.length
  if (buyers < SMALL) return [journeyCount(buyers), none('too_few', 0), none('too_few')]
  const within = countUpTo(buyersHours, 48)
  return [
    journeyCount(buyers),
    { value: medianOf(buyersHours) / 24, n: buyers },
    journeyShare(wilson(within, buyers, level), SMALL),
  ]
}

function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2
}

/** Each order is held against each pair of curves. Of more of them, that some differ is no news. */
const MOST_COMPARED = 20

function logRankNote(delays: readonly DelayGroup[]): readonly AnalysisNote[] {
  const said = delays.filter(({ journeys }) => journeys >= SMALL).map(({ durations }) => durations)
  if (said.length > MOST_COMPARED) return []
  const found = logRank(said)
  if (found === undefined) return []
  return [{ code: 'log_rank', figures: { chi_square: found.chiSquare, degrees: found.degrees, p: found.p } }]
}

/** A drawing of more lines shows nothing, and each has some two hundred points. */
const MOST_DRAWN = 50

/** The groups with the most journeys, of those that may have a curve at all. */
function mostFollowed(delays: readonly DelayGroup[]): {
  readonly groups: ReadonlySet<number>
  readonly leftOut: number
} {
  const journeysOf = (group: number): number => delays[group]?.journeys ?? 0
  const said = [...delays.keys()].filter((group) => journeysOf(group) >= SMALL)
  const groups = said.toSorted((one, other) => journeysOf(other) - journeysOf(one)).slice(0, MOST_DRAWN)
  return { groups: new Set(groups), leftOut: said.length - groups.length }
}

/**
 * Up to the end of the window, where the guards let it be said, and at the hours of the table and those by which ten more have bought: an hour in
 * between would say when a single one of them did, by rising there or by not rising until there.
 */
function pointsOf(curve: Curve, level: number, windowHours: number): readonly CurvePoint[] {
  const drawn = DRAWN_HOURS.filter((hours) => hours <= windowHours).flatMap((hours) => {
    const by = conversionBy(curve, hours, level, SMALL)
    return by === undefined || curveShare(by).value === null ? [] : [by]
  })
  const isKept = (time: number): boolean => time === 0 || DELAY_MARKS.some(([, hours]) => hours === time)
  let before = 0
  return drawn.flatMap((by, index): readonly CurvePoint[] => {
    const next = drawn.slice(index + 1).find(({ time }) => isKept(time)) ?? drawn.at(-1)
    const isStep = by.conversions - before >= SMALL && isSaid((next ?? by).conversions - by.conversions)
    if (!isKept(by.time) && !isStep) return []
    // Nought is said of the beginning alone where somebody bought: where the noughts end the first of them did.
    if (by.conversions === 0 && by.time > 0 && curve.steps.length > 0) return []
    before = by.conversions
    return [{ hours: by.time, share: by.share, low: by.low, high: by.high, atRisk: by.atRisk }]
  })
}
