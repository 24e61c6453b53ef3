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

interface Counted {
  readonly journeys: Uint32Array
  /** Of each branch the first journeys, up to the threshold. */
  readonly small: readonly (readonly number[])[]
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
  const { counted, all } = countJourneys(journeys, span, levels, threshold)
  const children = childrenAt({ levels, counted, journeys }, 0, [...journeys.channels.keys()])
  return { key: '', journeys: all, children, members: children.flatMap(({ members }) => members) }
}

/** As deep as the others, so that it is found at every depth. */
function deepened(node: GuardNode, more: number): GuardNode {
  return more === 0 ? node : { ...node, children: [deepened({ ...node, key: SPECIAL.none }, more - 1)] }
}

interface Growing {
  readonly levels: readonly Branches[]
  readonly counted: readonly Counted[]
  readonly journeys: JourneyColumns
}

function childrenAt(tree: Growing, level: number, members: readonly number[]): readonly GuardNode[] {
  const branches = tree.levels[level]
  const counts = tree.counted[level]
  if (branches === undefined || counts === undefined) return []
  const byBranch = new Map<number, number[]>()
  for (const member of members) {
    const branch = branches.branchOf[member] ?? 0
    if ((counts.journeys[branch] ?? 0) === 0) continue
    const same = byBranch.get(branch)
    if (same === undefined) byBranch.set(branch, [member])
    else same.push(member)
  }
  return Array.from(byBranch, ([branch, own]) => ({
    key: branches.keys[branch]?.[level] ?? SPECIAL.none,
    journeys: counts.journeys[branch] ?? 0,
    small: counts.small[branch] ?? [],
    members: own,
    children: childrenAt(tree, level + 1, own),
  }))
}

function countJourneys(
  { count, firstTouch, touchAtMs, touchChannel, channels }: JourneyColumns,
  { fromMs, toMs }: Span,
  levels: readonly Branches[],
  threshold: number,
): { readonly counted: readonly Counted[]; readonly all: number } {
  const lastOfChannel = new Int32Array(channels.length).fill(-1)
  const counters = levels.map(({ branchOf, keys }) => ({
    branchOf,
    journeys: new Uint32Array(keys.length),
    last: new Int32Array(keys.length).fill(-1),
    small: keys.map((): number[] => []),
  }))
  let all = 0
  for (let journey = 0; journey < count; journey++) {
    let isIn = false
    const end = firstTouch[journey + 1] ?? 0
    for (let touch = firstTouch[journey] ?? 0; touch < end; touch++) {
      const atMs = touchAtMs[touch] ?? NaN
      if (!(atMs >= fromMs && atMs < toMs)) continue
      isIn = true
      const channel = touchChannel[touch] ?? 0
      if (lastOfChannel[channel] === journey) continue
      lastOfChannel[channel] = journey
      for (const { branchOf, journeys, last, small } of counters) {
        const branch = branchOf[channel] ?? 0
        if (last[branch] === journey) continue
        last[branch] = journey
        const seen = journeys[branch] ?? 0
        if (seen < threshold) small[branch]?.push(journey)
        journeys[branch] = seen + 1
      }
    }
    if (isIn) all++
  }
  return { counted: counters, all }
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
