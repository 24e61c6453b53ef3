/**
 * The creatives of a page as numbers: each one that a touch, an import or a post names, and for the counts of journeys the groups in
 * which those with too few are put together.
 */
import type { JourneyColumns } from '../columns.ts'
import { flatNode, foldedBlocks } from '../guards/fold.ts'
import { SMALL } from '../guards/threshold.ts'
import type { CreativeFacts, CreativeMetric } from '../steps.ts'
import type { LearningInput } from './input.ts'

export interface Creative {
  readonly id: string
  readonly facts: CreativeFacts | undefined
  /** What platforms say of it, paid and organic apart; undefined where nothing was imported. */
  readonly paid: Claims | undefined
  readonly organic: Claims | undefined
}

export interface Claims {
  readonly sources: readonly string[]
  readonly windows: readonly string[]
  readonly totals: Readonly<Partial<Record<CreativeMetric, number>>>
}

export interface CreativeGroups {
  readonly creatives: readonly Creative[]
  /** Which group a channel counts for, −1 for none. */
  readonly groupOfChannel: Int32Array
  /** Each group's creatives: one, or several that are too few alone. */
  readonly members: readonly (readonly number[])[]
  /** The group that is several; undefined where none had to be folded. */
  readonly folded: number | undefined
}

/** A creative that no journey met is a group of its own: what the platform says of it needs no guard. */
export function groupCreatives(input: LearningInput): CreativeGroups {
  const creatives = namedCreatives(input)
  const numbers = new Map(creatives.map(({ id }, index) => [id, index]))
  const creativeOfChannel = Int32Array.from(input.journeys.channels, ({ creative }) =>
    creative === undefined ? -1 : (numbers.get(creative) ?? -1),
  )
  const met = journeysOfGroups(input.journeys, creativeOfChannel, creatives.length, input)
  const unmet = creatives.flatMap((_, index) => ((met[index]?.count ?? 0) === 0 ? [[index]] : []))
  const withJourneys = [...creatives.keys()].filter((index) => (met[index]?.count ?? 0) > 0)
  const rows = withJourneys.map((index) => ({
    key: creatives[index]?.id ?? '',
    journeys: met[index]?.count ?? 0,
    small: met[index]?.first ?? [],
  }))
  const everybody = rows.reduce((sum, { journeys }) => sum + journeys, 0)
  // Where all together are too few they are folded all the same: their one row is then too few to say.
  const blocks = foldedBlocks(flatNode(rows, everybody), 1, SMALL) ?? [
    { keys: [], folded: rows.length > 0, members: [...rows.keys()] },
  ]
  const met2 = blocks.filter(({ members }) => members.length > 0)
  const members = [...met2.map((block) => block.members.map((row) => withJourneys[row] ?? -1)), ...unmet]
  const folded = met2.findIndex((block) => block.folded)
  const groupOf = new Map(members.flatMap((list, group) => list.map((creative) => [creative, group] as const)))
  return {
    creatives,
    groupOfChannel: creativeOfChannel.map((creative) => groupOf.get(creative) ?? -1),
    members,
    folded: folded < 0 ? undefined : folded,
  }
}

function namedCreatives(input: LearningInput): readonly Creative[] {
  const ids = new Set([
    ...input.creatives.map(({ id }) => id),
    ...input.media.map(({ id }) => id),
    ...input.journeys.channels.flatMap(({ creative }) => creative ?? []),
  ])
  const facts = new Map(input.creatives.map((one) => [one.id, one]))
  const paid = claimsById(input, true)
  const organic = claimsById(input, false)
  return [...ids].toSorted().map((id) => ({ id, facts: facts.get(id), paid: paid.get(id), organic: organic.get(id) }))
}

interface Gathering {
  readonly sources: Set<string>
  readonly windows: Set<string>
  readonly totals: Partial<Record<CreativeMetric, number>>
}

function claimsById({ media }: LearningInput, paid: boolean): ReadonlyMap<string, Claims> {
  const all = new Map<string, Gathering>()
  for (const day of media) {
    if (day.paid !== paid) continue
    const claims = all.get(day.id) ?? { sources: new Set(), windows: new Set(), totals: {} }
    all.set(day.id, claims)
    claims.sources.add(day.source)
    if (day.window !== undefined) claims.windows.add(day.window)
    for (const [key, value] of Object.entries(day.metrics)) {
      const metric = key as CreativeMetric
      claims.totals[metric] = (claims.totals[metric] ?? 0) + value
    }
  }
  return new Map(
    [...all].map(([id, { sources, windows, totals }]) => [
      id,
      { sources: [...sources], windows: [...windows], totals },
    ]),
  )
}

/** Distinct journeys of each group in the days asked for, and the first of them by number, as many as a guard asks about. */
export function journeysOfGroups(
  journeys: JourneyColumns,
  groupOfChannel: Int32Array,
  groups: number,
  span: Pick<LearningInput, 'fromMs' | 'toMs'>,
): readonly { readonly count: number; readonly first: readonly number[] }[] {
  const counts = Array.from({ length: groups }, () => ({ count: 0, first: [] as number[] }))
  const lastJourney = new Int32Array(groups).fill(-1)
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = journeys.firstTouch[journey + 1] as number
    for (let touch = journeys.firstTouch[journey] as number; touch < last; touch++) {
      const atMs = journeys.touchAtMs[touch] as number
      const group = groupOfChannel[journeys.touchChannel[touch] as number] as number
      const tally = counts[group]
      if (tally === undefined || lastJourney[group] === journey || atMs < span.fromMs || atMs >= span.toMs) continue
      lastJourney[group] = journey
      tally.count++
      if (tally.first.length < SMALL) tally.first.push(journey)
    }
  }
  return counts
}
