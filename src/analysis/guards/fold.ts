/**
 * Rows of one kind of breakdown (source, in it kind, in it campaign …) with too few journeys are put together, within what they are part
 * of. Every table of the frame, however deep, is made of the same blocks, each of them whole: a sum of published cells is a sum of
 * whole blocks, so no row inside a block can be worked out from any of them. Screens, files and the API all get the blocks and never
 * the rows.
 */

/** One row of the breakdown, with what it is broken down into. */
export interface GuardNode {
  readonly key: string
  /** Distinct journeys. */
  readonly journeys: number
  /** Which ones (any numbers), where they are fewer than the threshold: two small rows may be the same people. */
  readonly small?: readonly number[]
  readonly children: readonly GuardNode[]
  /** The finest rows that it is made of, as the caller numbers them. */
  readonly members: readonly number[]
}

export interface Block {
  /** The way to it; of a folded one, to what its rows are part of. */
  readonly keys: readonly string[]
  /** Several rows together, none of which is said alone. */
  readonly folded: boolean
  readonly members: readonly number[]
}

/** The blocks at this depth (1: the root's children); undefined where all of it is too few to say anything. */
export function foldedBlocks(root: GuardNode, depth: number, threshold: number): readonly Block[] | undefined {
  if (root.journeys < threshold) return undefined
  return blocksOf(root, [], depth, threshold)
}

function blocksOf(node: GuardNode, keys: readonly string[], depth: number, threshold: number): readonly Block[] {
  if (depth === 0) return [{ keys, folded: false, members: node.members }]
  const { alone, together } = parted(node.children, threshold)
  const below = alone.flatMap((child) => blocksOf(child, [...keys, child.key], depth - 1, threshold))
  if (together.length === 0) return below
  return [...below, { keys, folded: true, members: together.flatMap(({ members }) => members) }]
}

interface Parted {
  readonly alone: readonly GuardNode[]
  /** None, or at least two with at least as many journeys as the threshold, or all there are. */
  readonly together: readonly GuardNode[]
}

/** One small row alone would be the whole less the others: the next smallest goes with it, until the block is large enough. */
function parted(children: readonly GuardNode[], threshold: number): Parted {
  const bySize = children.toSorted((one, other) => one.journeys - other.journeys)
  let count = bySize.filter(({ journeys }) => journeys < threshold).length
  if (count === 0) return { alone: children, together: [] }
  while (count < bySize.length && !isEnough(bySize.slice(0, count), threshold)) count++
  const together = new Set(bySize.slice(0, count))
  return { alone: children.filter((child) => !together.has(child)), together: bySize.slice(0, count) }
}

function isEnough(nodes: readonly GuardNode[], threshold: number): boolean {
  if (nodes.some(({ journeys }) => journeys >= threshold)) return true
  return new Set(nodes.flatMap(({ small = [] }) => small)).size >= threshold
}

/** Rows without a breakdown below them. */
export function flatNode(rows: readonly Omit<GuardNode, 'children' | 'members'>[], journeys: number): GuardNode {
  return {
    key: '',
    journeys,
    members: rows.map((_, index) => index),
    children: rows.map((row, index) => ({ ...row, children: [], members: [index] })),
  }
}
