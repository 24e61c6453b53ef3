/**
 * What all breakdowns of the Learning page are made of. Sources, campaigns, roles and creatives divide the same visitors in several ways: were each
 * folded for itself, a small row of the one would be the difference of rows of the others. So visitors are parted once, into blocks of ten
 * or more, and every row of every breakdown is a sum of whole blocks. No sum and no difference of such rows is less than a block: whatever
 * has fewer than ten journeys cannot be worked out from any number of them. The blocks are made of those of the credits, so that the
 * two pages do not give each other away either.
 */
import { branchesOf, treeOf } from '../attribution/channel-tree.ts'
import type { TouchChannel } from '../columns.ts'
import { delaysByGroup } from '../delay/time-to-conversion.ts'
import { foldedBlocks } from '../guards/fold.ts'
import { SMALL } from '../guards/threshold.ts'
import { purchases } from '../moments.ts'
import type { FoldedGroups } from './fold-groups.ts'
import type { LearningInput } from './input.ts'

export interface LearningBlocks {
  /** Of each channel; NOT_MET or LEFT_OUT in place of one. */
  readonly blockOfChannel: Int32Array
  readonly count: number
  /** All together are too few: no row has a name. */
  readonly isTooFew: boolean
}

/** No journey came by it in the days asked for. */
export const NOT_MET = -1
/** In no row. */
const LEFT_OUT = -2

/** What has a curve of its own. */
export type DelayBy = 'source' | 'campaign' | 'creative' | 'role'

/** Between the names of a key: in no source, kind or name. */
export const APART = '\u0000'

export function namesBy(
  { creatives }: Pick<LearningInput, 'creatives'>,
  dimension: DelayBy,
): (channel: TouchChannel) => string | undefined {
  const facts = new Map(creatives.map((one) => [one.id, one]))
  return ({ source, kind, campaign, creative }) => {
    const known = creative === undefined ? undefined : facts.get(creative)
    switch (dimension) {
      case 'source':
        return `${source}${APART}${kind}`
      case 'campaign':
        return known?.campaign ?? campaign
      case 'creative':
        return known?.name ?? creative
      case 'role':
        return known?.role
    }
  }
}

/** From the most common to the rarest: rows are put together within what they have in common. */
const LEVELS: readonly DelayBy[] = ['source', 'campaign', 'role', 'creative']

export function learningBlocks(input: LearningInput): LearningBlocks {
  const { journeys } = input
  const ways = waysOf(input)
  const depths = [...Array(LEVELS.length + 1).keys()].map((index) => index + 1)
  const levels = depths.map((depth) => branchesOf(ways.map((way) => way.slice(0, depth))))
  const tree = treeOf(journeys, input, levels, SMALL)
  const folded = foldedBlocks(tree, depths.length, SMALL)
  const blocks = folded ?? [{ members: tree.members }]
  const blockOfChannel = new Int32Array(journeys.channels.length).fill(NOT_MET)
  for (const [block, { members }] of blocks.entries()) for (const member of members) blockOfChannel[member] = block
  return { blockOfChannel, count: blocks.length, isTooFew: folded === undefined }
}

/** Of each channel its keys, and at last its creative's number. What the credits say together has one way: where its keys differ, none. */
function waysOf(input: LearningInput): readonly (readonly string[])[] {
  const { channels } = input.journeys
  const names = [...LEVELS.map((level) => namesBy(input, level)), ({ creative }: TouchChannel) => creative]
  const own = channels.map((channel) => names.map((name) => name(channel) ?? NO_KEY))
  const common = new Map<number, string[]>()
  for (const [channel, way] of own.entries()) {
    const block = input.creditBlocks?.[channel] ?? -1
    if (block < 0) continue
    const known = common.get(block)
    common.set(block, known === undefined ? way : way.map((key, level) => (key === known[level] ? key : SEVERAL)))
  }
  return own.map((way, channel) => common.get(input.creditBlocks?.[channel] ?? -1) ?? way)
}

const NO_KEY = '\u0001none'
const SEVERAL = '\u0001several'

/**
 * The rows of one breakdown: a block whose channels all have one key counts for it, all others stand together. `keyOfChannel`: an index
 * below `keys`, −1 for none.
 */
export function groupsOf(
  { blockOfChannel, count, isTooFew }: LearningBlocks,
  keyOfChannel: Int32Array,
  keys: number,
): FoldedGroups {
  const keyOfBlock = new Int32Array(count).fill(UNKNOWN)
  const mixed = new Set<number>()
  for (const [channel, block] of blockOfChannel.entries()) {
    if (block < 0) continue
    const key = keyOfChannel[channel] as number
    const before = keyOfBlock[block] as number
    keyOfBlock[block] = isTooFew || (before !== UNKNOWN && before !== key) ? SEVERAL_KEYS : key
  }
  for (const [channel, block] of blockOfChannel.entries()) {
    const key = keyOfChannel[channel] as number
    if (block >= 0 && key >= 0 && keyOfBlock[block] === SEVERAL_KEYS) mixed.add(key)
  }
  const alone = [...new Set(keyOfBlock)].filter((key) => key >= 0).toSorted((a, b) => a - b)
  const said = new Set(alone)
  const together = [...mixed].filter((key) => !said.has(key)).toSorted((a, b) => a - b)
  const folded = mixed.size > 0 ? alone.length : undefined
  const notMet = Array.from({ length: keys }, (_, key) => key).filter((key) => !said.has(key) && !mixed.has(key))
  const members = [
    ...alone.map((key) => [key]),
    ...(folded === undefined ? [] : [together]),
    ...notMet.map((key) => [key]),
  ]
  const groupOfKey = new Map(members.flatMap((list, group) => list.map((key) => [key, group] as const)))
  const groupOfChannel = keyOfChannel.map((key, channel) => {
    const block = blockOfChannel[channel] as number
    if (block === LEFT_OUT) return -1
    const common = block < 0 ? key : (keyOfBlock[block] as number)
    return common === SEVERAL_KEYS ? (folded ?? -1) : (groupOfKey.get(common) ?? -1)
  })
  return { groupOfChannel, members, folded }
}

const UNKNOWN = -2
const SEVERAL_KEYS = -3

/**
 * The blocks that a curve can be said of. A curve counts those alone who came for the first time (or the last) in the days asked for: a block in
 * which these are too few is in no curve, of whatever breakdown, for it would be the difference of two of them.
 */
export function followedBlocks(input: LearningInput, blocks: LearningBlocks, origin: 'first' | 'last'): LearningBlocks {
  const orders = purchases(input.journeys.count, input.orders, input.countsAsOrder)
  const delays = delaysByGroup(input.journeys, orders, blocks.blockOfChannel, blocks.count, { ...input, origin })
  const isFew = delays.map(({ journeys }) => journeys > 0 && journeys < SMALL)
  const followed = delays.some(({ journeys }) => journeys >= SMALL)
  // Of nothing but too few there is one row, which is then as many as they are together, or too few to say.
  if (!followed)
    return { ...blocks, blockOfChannel: blocks.blockOfChannel.map((block) => Math.min(block, 0)), isTooFew: true }
  const blockOfChannel = blocks.blockOfChannel.map((block) => (isFew[block] === true ? LEFT_OUT : block))
  return { ...blocks, blockOfChannel }
}
