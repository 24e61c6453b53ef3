/** Channels as a tree (source, kind, campaign, creative, own link) with the distinct journeys of each branch: what the guards fold. */
import type { JourneyColumns, TouchChannel } from '../columns.ts'
import type { GuardNode } from '../guards/fold.ts'
import type { Span } from './eligible.ts'

/** Each is broken down into the next. */
export const CREDIT_LEVELS = ['source', 'kind', 'campaign', 'creative', 'link'] as const
export type CreditLevel = (typeof CREDIT_LEVELS)[number]

/** What stands in place of a name; a reader puts words. */
export const SPECIAL = {
  small: '(small)',
  none: '(none)',
  noTouch: '(no_touch)',
  noConsent: '(no_consent)',
  notJoined: '(not_joined)',
  declared: '(declared)',
  otherDays: '(other_days)',
  /** Further rows, each large enough, that a table is too short for. */
  rest: '(rest)',
  followed: '(followed)',
  direct: '(direct)',
  total: '(total)',
} as const

export function keysOf(channel: TouchChannel, depth: number): readonly string[] {
  return CREDIT_LEVELS.slice(0, depth).map((level) => channel[level] ?? SPECIAL.none)
}

/** Channel → number of its branch at this depth, and the ways to the branches. */
export interface Branches {
  readonly branchOf: Uint32Array
  readonly keys: readonly (readonly string[])[]
}

export function branchesAt({ channels }: Pick<JourneyColumns, 'channels'>, depth: number): Branches {
  return branchesOf(channels.map((channel) => keysOf(channel, depth)))
}

/** Of each channel the way to it. */
export function branchesOf(ways: readonly (readonly string[])[]): Branches {
  const numbers = new Map<string, number>()
  const keys: (readonly string[])[] = []
  const branchOf = Uint32Array.from(ways, (way) => {
    const name = way.join('\n')
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, keys.length)
    return keys.push(way) - 1
  })
  return { branchOf, keys }
}

/** Branches of all depths under one numbering, those of a depth after the ones above them. */
interface AllBranches {
  readonly levels: readonly Branches[]
  /** Of each depth the number of its first. */
  readonly first: readonly number[]
  /** Of each branch the one that it is part of; -1 at the top. */
  readonly parent: Int32Array
}

interface Counted {
  /** Of each branch. */
  readonly journeys: Uint32Array
  /** Of each branch room for as many journeys as the threshold: the first that were seen. */
  readonly small: Uint32Array
}

/**
 * Members are numbers of channels; orders that nothing led to are one more, after the last. `withoutTouch`: their journeys.
 * Only what was seen in the span is in it.
 */
export function channelTree(
  journeys: JourneyColumns,
  span: Span,
  { threshold, withoutTouch }: { readonly threshold: number; readonly withoutTouch: readonly number[] },
): GuardNode {
  const levels = CREDIT_LEVELS.map((_, index) => branchesAt(journeys, index + 1))
  const { journeys: all, children } = treeOf(journeys, span, levels, threshold)
  const noTouch = [...new Set(withoutTouch)]
  const lost: GuardNode = {
    key: SPECIAL.noTouch,
    journeys: noTouch.length,
    small: noTouch.slice(0, threshold),
    children: [],
    members: [journeys.channels.length],
  }
  return {
    key: '',
    journeys: all + noTouch.length,
    children: noTouch.length > 0 ? [...children, deepened(lost, CREDIT_LEVELS.length - 1)] : children,
    members: [...children.flatMap(({ members }) => members), ...(noTouch.length > 0 ? lost.members : [])],
  }
}

/** Of any breakdown: each of the levels is broken down into the next. */
export function treeOf(
  journeys: JourneyColumns,
  span: Span,
  levels: readonly Branches[],
  threshold: number,
): GuardNode {
  const branches = allBranches(levels)
  const { counted, all } = countJourneys(journeys, span, branches, threshold)
  const children = childrenAt({ branches, counted, threshold }, 0, [...journeys.channels.keys()])
  return { key: '', journeys: all, children, members: children.flatMap(({ members }) => members) }
}

/** As deep as the others, so that it is found at every depth. */
function deepened(node: GuardNode, more: number): GuardNode {
  return more === 0 ? node : { ...node, children: [deepened({ ...node, key: SPECIAL.none }, more - 1)] }
}

function allBranches(levels: readonly Branches[]): AllBranches {
  const first = levels.map((_, level) => levels.slice(0, level).reduce((sum, { keys }) => sum + keys.length, 0))
  const parent = new Int32Array(levels.reduce((sum, { keys }) => sum + keys.length, 0)).fill(-1)
  for (const [level, { branchOf }] of levels.entries()) {
    const above = levels[level - 1]
    if (above === undefined) continue
    for (let channel = 0; channel < branchOf.length; channel++)
      parent[(first[level] ?? 0) + (branchOf[channel] ?? 0)] = (first[level - 1] ?? 0) + (above.branchOf[channel] ?? 0)
  }
  return { levels, first, parent }
}

interface Growing {
  readonly branches: AllBranches
  readonly counted: Counted
  readonly threshold: number
}

function childrenAt(tree: Growing, level: number, members: readonly number[]): readonly GuardNode[] {
  const { branches, counted, threshold } = tree
  const own = branches.levels[level]
  const first = branches.first[level] ?? 0
  if (own === undefined) return []
  const byBranch = new Map<number, number[]>()
  for (const member of members) {
    const branch = own.branchOf[member] ?? 0
    if ((counted.journeys[first + branch] ?? 0) === 0) continue
    const same = byBranch.get(branch)
    if (same === undefined) byBranch.set(branch, [member])
    else same.push(member)
  }
  return Array.from(byBranch, ([branch, alike]) => {
    const journeys = counted.journeys[first + branch] ?? 0
    const start = (first + branch) * threshold
    return {
      key: own.keys[branch]?.[level] ?? SPECIAL.none,
      journeys,
      ...(journeys < threshold && { small: [...counted.small.subarray(start, start + journeys)] }),
      members: alike,
      children: childrenAt(tree, level + 1, alike),
    }
  })
}

/** From the finest branch of a touch upwards, as far as the journey has not been seen: then it has not been missed above either. */
function countJourneys(
  { count, firstTouch, touchAtMs, touchChannel }: JourneyColumns,
  { fromMs, toMs }: Span,
  { levels, first, parent }: AllBranches,
  threshold: number,
): { readonly counted: Counted; readonly all: number } {
  const journeys = new Uint32Array(parent.length)
  const small = new Uint32Array(parent.length * threshold)
  const last = new Int32Array(parent.length).fill(-1)
  const firstOfFinest = first.at(-1) ?? 0
  const finest = levels.at(-1)?.branchOf ?? new Uint32Array(0)
  let all = 0
  for (let journey = 0; journey < count; journey++) {
    let isIn = false
    const end = firstTouch[journey + 1] ?? 0
    for (let touch = firstTouch[journey] ?? 0; touch < end; touch++) {
      const atMs = touchAtMs[touch] ?? NaN
      if (!(atMs >= fromMs && atMs < toMs)) continue
      isIn = true
      let branch = firstOfFinest + (finest[touchChannel[touch] ?? 0] ?? 0)
      while (branch >= 0 && last[branch] !== journey) {
        last[branch] = journey
        const seen = journeys[branch] ?? 0
        if (seen < threshold) small[branch * threshold + seen] = journey
        journeys[branch] = seen + 1
        branch = parent[branch] ?? -1
      }
    }
    if (isIn) all++
  }
  return { counted: { journeys, small }, all }
}

/** Distinct journeys of each block: `blockOf` a channel, -1 where it is in none. */
export function journeysOfBlocks(
  { count, firstTouch, touchAtMs, touchChannel }: JourneyColumns,
  { fromMs, toMs }: Span,
  blockOf: Int32Array,
  blocks: number,
): Uint32Array {
  const found = new Uint32Array(blocks)
  const last = new Int32Array(blocks).fill(-1)
  for (let journey = 0; journey < count; journey++) {
    const end = firstTouch[journey + 1] ?? 0
    for (let touch = firstTouch[journey] ?? 0; touch < end; touch++) {
      const block = blockOf[touchChannel[touch] ?? 0] ?? -1
      if (block < 0 || last[block] === journey) continue
      const atMs = touchAtMs[touch] ?? NaN
      if (!(atMs >= fromMs && atMs < toMs)) continue
      last[block] = journey
      found[block] = (found[block] ?? 0) + 1
    }
  }
  return found
}
