/** What the cards and the funnel have in common: each group of creatives with what platforms say of it and what its journeys did. */
import { countFunnels, type FunnelCount } from '../funnel/ordered.ts'
import { engagedSessions } from '../funnel/engagement.ts'
import { campaignMean, shrink, type Shrunk } from '../funnel/shrinkage.ts'
import { SMALL } from '../guards/threshold.ts'
import { withPurchases } from '../moments.ts'
import { STEPS } from '../steps.ts'
import { groupCreatives, type Claims, type Creative, type CreativeGroups } from './creatives.ts'
import type { LearningInput } from './input.ts'

/** Before creatives are put in an order: this many impressions (plays, where a platform says no impressions) or this many clicks. */
export const FEWEST_IMPRESSIONS = 1000
export const FEWEST_CLICKS = 100

export interface CountedGroup {
  /** One, or those that were folded. */
  readonly creatives: readonly Creative[]
  readonly isFolded: boolean
  readonly counts: FunnelCount
  /** Undefined where the site does not count pages and seconds. */
  readonly engaged: number | undefined
  /** Orders per journey, leaning to its campaign; undefined where its orders are too few to be said. */
  readonly shrunk: Shrunk | undefined
  /** 1 is the best of its campaign's rate of orders; undefined under the guards of a league table. */
  readonly rank: number | undefined
}

export interface CountedCreatives {
  readonly groups: readonly CountedGroup[]
  readonly grouping: CreativeGroups
  /** Distinct journeys of all creatives, and those that bought, are not the sum of the rows. */
  readonly unfinished: number
}

const ORDER = STEPS.indexOf('purchase')

export function countCreatives(input: LearningInput): CountedCreatives {
  const grouping = groupCreatives(input)
  const steps = withPurchases(input.journeys, input.steps, input.orders, input.countsAsOrder)
  const counts = countFunnels(input.journeys, steps, grouping.groupOfChannel, grouping.members.length, input)
  const engaged =
    input.sessions &&
    engagedSessions(input.journeys, input.sessions, grouping.groupOfChannel, grouping.members.length, input)
  const groups = grouping.members.map((members, group) => ({
    creatives: members.flatMap((creative) => grouping.creatives[creative] ?? []),
    isFolded: group === grouping.folded,
    counts: counts[group] as FunnelCount,
    engaged: engaged?.[group],
  }))
  const shrunk = shrunkRates(groups, input.level)
  const ranks = ranksOf(groups, shrunk)
  return {
    groups: groups.map((group, index) => ({ ...group, shrunk: shrunk[index], rank: ranks.get(index) })),
    grouping,
    unfinished: counts.reduce((sum, { unfinished }) => sum + unfinished, 0),
  }
}

type Group = Omit<CountedGroup, 'shrunk' | 'rank'>

/**
 * A campaign's mean is that of the creatives whose orders are said: with all of them in it, the one that is not said could be worked out
 * from the others' shrunk rates.
 */
function shrunkRates(groups: readonly Group[], level: number): readonly (Shrunk | undefined)[] {
  const triedOf = ({ counts }: Group) => ({ count: counts.anyOrder[ORDER] ?? 0, of: counts.journeys })
  const said = groups.filter((group) => !group.isFolded && triedOf(group).count >= SMALL)
  return groups.map((group) => {
    if (!said.includes(group)) return undefined
    const campaign = campaignOf(group)
    const mean = campaignMean(said.filter((other) => campaignOf(other) === campaign).map(triedOf))
    return mean === undefined ? undefined : shrink(triedOf(group), mean, level)
  })
}

/** Creatives of no campaign lean to each other. */
export function campaignOf({ creatives }: Pick<CountedGroup, 'creatives'>): string {
  return creatives[0]?.facts?.campaign ?? ''
}

function ranksOf(groups: readonly Group[], shrunk: readonly (Shrunk | undefined)[]): ReadonlyMap<number, number> {
  const ranked = [...groups.keys()].filter(
    (index) => shrunk[index] !== undefined && mayBeRanked((groups[index] as Group).creatives),
  )
  const byRate = ranked.toSorted((a, b) => (shrunk[b]?.logOdds ?? 0) - (shrunk[a]?.logOdds ?? 0))
  return new Map(byRate.map((index, place) => [index, place + 1]))
}

function mayBeRanked(creatives: readonly Creative[]): boolean {
  const enough = (claims: Claims | undefined): boolean =>
    (claims?.totals.impressions ?? claims?.totals.plays ?? 0) >= FEWEST_IMPRESSIONS ||
    (claims?.totals.clicks ?? 0) >= FEWEST_CLICKS
  return creatives.some(({ paid, organic }) => enough(paid) || enough(organic))
}
