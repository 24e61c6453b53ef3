/** Groups of channels (creatives, sources) with too few journeys are put together before anything is counted of them. */
import type { JourneyColumns } from '../columns.ts'
import { flatNode, foldedBlocks } from '../guards/fold.ts'
import { SMALL } from '../guards/threshold.ts'
import type { LearningInput } from './input.ts'

export interface FoldedGroups {
  /** Which group a channel counts for, −1 for none. */
  readonly groupOfChannel: Int32Array
  /** Each group's keys: one, or several that are too few alone. A key that no journey met is a group of its own. */
  readonly members: readonly (readonly number[])[]
  /** The group that is several; undefined where none had to be folded. */
  readonly folded: number | undefined
}

/** `keyOfChannel`: an index below `keys`, −1 for none. */
export function foldSmall(
  journeys: JourneyColumns,
  keyOfChannel: Int32Array,
  keys: number,
  span: Pick<LearningInput, 'fromMs' | 'toMs'>,
): FoldedGroups {
  const met = journeysOfKeys(journeys, keyOfChannel, keys, span)
  const [withJourneys, without] = [true, false].map((is) =>
    [...met.keys()].filter((key) => (met[key]?.count ?? 0) > 0 === is),
  ) as [number[], number[]]
  const rows = withJourneys.map((key) => ({
    key: String(key),
    journeys: met[key]?.count ?? 0,
    small: met[key]?.first ?? [],
  }))
  const everybody = rows.reduce((sum, row) => sum + row.journeys, 0)
  // Where all together are too few they are one row all the same, which is then too few to say.
  const blocks = foldedBlocks(flatNode(rows, everybody), 1, SMALL) ?? [
    { keys: [], folded: true, members: [...rows.keys()] },
  ]
  const filled = blocks.filter((block) => block.members.length > 0)
  const members = [
    ...filled.map((block) => block.members.map((row) => withJourneys[row] ?? -1)),
    ...without.map((key) => [key]),
  ]
  const groupOfKey = new Map(members.flatMap((list, group) => list.map((key) => [key, group] as const)))
  const folded = filled.findIndex((block) => block.folded)
  return {
    groupOfChannel: keyOfChannel.map((key) => groupOfKey.get(key) ?? -1),
    members,
    folded: folded < 0 ? undefined : folded,
  }
}

/** Distinct journeys of each key in the days asked for, and the first of them by number, as many as a guard asks about. */
function journeysOfKeys(
  journeys: JourneyColumns,
  keyOfChannel: Int32Array,
  keys: number,
  span: Pick<LearningInput, 'fromMs' | 'toMs'>,
): readonly { readonly count: number; readonly first: readonly number[] }[] {
  const counts = Array.from({ length: keys }, () => ({ count: 0, first: [] as number[] }))
  const lastJourney = new Int32Array(keys).fill(-1)
  for (let journey = 0; journey < journeys.count; journey++) {
    const last = journeys.firstTouch[journey + 1] as number
    for (let touch = journeys.firstTouch[journey] as number; touch < last; touch++) {
      const atMs = journeys.touchAtMs[touch] as number
      const key = keyOfChannel[journeys.touchChannel[touch] as number] as number
      const tally = counts[key]
      if (tally === undefined || lastJourney[key] === journey || atMs < span.fromMs || atMs >= span.toMs) continue
      lastJourney[key] = journey
      tally.count++
      if (tally.first.length < SMALL) tally.first.push(journey)
    }
  }
  return counts
}
