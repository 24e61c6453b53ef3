/**
 * The creatives of a page as numbers: each one that a touch, an import or a post names, and for the counts of journeys the groups in
 * which those with too few are put together.
 */
import type { CreativeFacts, CreativeMetric } from '../steps.ts'
import { groupsOf, learningBlocks } from './blocks.ts'
import type { FoldedGroups } from './fold-groups.ts'
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

export interface CreativeGroups extends FoldedGroups {
  readonly creatives: readonly Creative[]
}

/** What the platform says of a creative that no journey met needs no guard: it is a group of its own. */
export function groupCreatives(input: LearningInput): CreativeGroups {
  const creatives = namedCreatives(input)
  const numbers = new Map(creatives.map(({ id }, index) => [id, index]))
  const creativeOfChannel = Int32Array.from(input.journeys.channels, ({ creative }) =>
    creative === undefined ? -1 : (numbers.get(creative) ?? -1),
  )
  return { creatives, ...groupsOf(learningBlocks(input), creativeOfChannel, creatives.length) }
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
