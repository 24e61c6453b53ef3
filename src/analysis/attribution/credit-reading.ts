/**
 * Credits of one question, under the guards: blocks that may be said, and beside them the orders that cannot be followed, so that all
 * orders of the back office are there exactly once. Every credit table, the Business page and the exports are made of this.
 */
import { FIRST_TIME, type JourneyColumns, type OrderColumns } from '../columns.ts'
import { foldedBlocks } from '../guards/fold.ts'
import { thresholdOf } from '../guards/threshold.ts'
import {
  branchesAt,
  channelTree,
  CREDIT_LEVELS,
  journeysOfBlocks,
  keysOf,
  SPECIAL,
  type CreditLevel,
} from './channel-tree.ts'
import { creditSums, valueOf, type CreditFailure, type CreditSums } from './credit-sums.ts'
import { eligibleTouches, pathsToNothing, type EligibleTouches, type Span } from './eligible.ts'
import { frameId, type Frame } from './frame.ts'
import type { Model } from './models.ts'

const HOUR_MS = 3_600_000

export interface CreditQuestion {
  readonly journeys: JourneyColumns
  readonly orders: OrderColumns
  readonly frame: Frame
  /** By the frame's date basis: of the orders, or of the touches (then all orders until the frame's as-of are looked at). */
  readonly span: Span
  readonly model: Model
  readonly halfLifeHours?: number
  readonly by: CreditLevel
}

/** Orders and what they are worth, counted whole. */
export interface OrderSum {
  readonly orders: number
  readonly value: number
  readonly firstTime: number
}

export interface CreditBlock {
  /** As many as the level is deep; a folded one ends with `(small)`. */
  readonly keys: readonly string[]
  readonly folded: boolean
  /** Distinct journeys that it is made of, with and without an order. */
  readonly journeys: number
  readonly credits: number
  readonly value: number
  readonly firstTime: number
  /** `no_touch`: orders that nothing led to. `direct`: nothing but direct visits. Both only where they stand alone. */
  readonly is: 'channel' | 'direct' | 'no_touch'
}

export interface CreditReading {
  readonly frame: Frame
  readonly frame_id: string
  readonly model: Model
  readonly by: CreditLevel
  /** Undefined: all together are too few to say. */
  readonly blocks: readonly CreditBlock[] | undefined
  /** The way to a channel (its keys, one a line) → the block that it is in, be it folded. */
  readonly placeOf: ReadonlyMap<string, number>
  readonly lines: CreditLines
  /** For intervals: what each block has of each order. Absent where the model shares all paths at once. */
  readonly perOrder?: PerOrder
}

/** total = all blocks + otherDays + declared + noConsent + notJoined. */
export interface CreditLines {
  readonly otherDays: OrderSum
  /** They cannot be followed, but somebody said where they come from. */
  readonly declared: OrderSum
  readonly noConsent: OrderSum
  readonly notJoined: OrderSum
  readonly total: OrderSum
  /** Of `total`: those with a journey, a touch or none. */
  readonly followed: OrderSum
  readonly direct: OrderSum
  readonly noTouch: OrderSum
  /** Of `total`: in another currency than the frame's, or without a value. */
  readonly withoutValue: number
}

export interface PerOrder {
  readonly eligible: EligibleTouches
  readonly weights: Float64Array
  /** Channel → block, -1 where it is in none. */
  readonly blockOf: Int32Array
}

export type CreditRead = { readonly ok: true; readonly reading: CreditReading } | CreditFailure

export function readCredits(question: CreditQuestion): CreditRead {
  const { journeys, orders, frame, span, model, by } = question
  const orderSpan = orderSpanOf(frame, span)
  const eligible = eligibleTouches(journeys, orders, frame, orderSpan)
  const depth = CREDIT_LEVELS.indexOf(by) + 1
  const credited = creditSums({
    ...question,
    eligible,
    groupOf: branchesAt(journeys, depth).branchOf,
    nullPaths: () => pathsToNothing(journeys, orders, frame, orderSpan),
  })
  if (!credited.ok) return credited
  const lines = linesOf(question, eligible, credited.sums)
  const { blocks, blockOf, placeOf } = blocksOf(question, eligible, credited.sums, lines)
  const reading = { frame, frame_id: frameId(frame), model, by, blocks, placeOf, lines }
  const { weights } = credited
  return {
    ok: true,
    reading: { ...reading, ...(weights !== undefined && { perOrder: { eligible, weights, blockOf } }) },
  }
}

/** Credit of touches goes on coming in until the window is over: by touch day, later orders count too. */
export function orderSpanOf(frame: Frame, span: Span): Span {
  if (frame.date_basis === 'order') return span
  return { fromMs: span.fromMs, toMs: Date.parse(frame.as_of) }
}

/** Where touches lie that can have credit in this span. */
export function touchSpanOf({ window }: Frame, span: Span): Span {
  return { fromMs: span.fromMs - window.hours * HOUR_MS, toMs: span.toMs }
}

interface Blocks {
  readonly blocks: readonly CreditBlock[] | undefined
  readonly blockOf: Int32Array
  readonly placeOf: ReadonlyMap<string, number>
}

/** Channel → its block in the credits by creative, -1 where it is in none: what other tables of the same journeys are made of as well. */
export function blocksByCreative(question: Pick<CreditQuestion, 'journeys' | 'orders' | 'frame' | 'span'>): Int32Array {
  const { journeys, orders, frame, span } = question
  const eligible = eligibleTouches(journeys, orders, frame, orderSpanOf(frame, span))
  return foldedAt(question, eligible, 'creative').blockOf
}

function foldedAt(
  { journeys, orders, frame, span }: Pick<CreditQuestion, 'journeys' | 'orders' | 'frame' | 'span'>,
  eligible: EligibleTouches,
  by: CreditLevel,
) {
  const depth = CREDIT_LEVELS.indexOf(by) + 1
  const threshold = thresholdOf(CREDIT_LEVELS.slice(0, depth))
  const withoutTouch = Array.from(eligible.noTouch, (order) => orders.journey[order] ?? 0)
  const tree = channelTree(journeys, touchSpanOf(frame, span), { threshold, withoutTouch })
  const folded = foldedBlocks(tree, depth, threshold)
  const blockOf = new Int32Array(journeys.channels.length + 1).fill(-1)
  for (const [block, { members }] of (folded ?? []).entries()) for (const member of members) blockOf[member] = block
  return { depth, withoutTouch, folded, blockOf }
}

function blocksOf(question: CreditQuestion, eligible: EligibleTouches, sums: CreditSums, lines: CreditLines): Blocks {
  const { journeys, frame, span, by } = question
  const { depth, withoutTouch, folded, blockOf } = foldedAt(question, eligible, by)
  const seen = touchSpanOf(frame, span)
  if (folded === undefined) return { blocks: undefined, blockOf, placeOf: new Map() }
  const counted = journeysOfBlocks(journeys, seen, blockOf, folded.length)
  const noTouch = journeys.channels.length
  const blocks = folded.map(({ keys, folded: isFolded, members }, block): CreditBlock => {
    const holdsNoTouch = members.includes(noTouch)
    const sumOf = (column: Float64Array) => members.reduce((sum, member) => sum + (column[member] ?? 0), 0)
    const lost = holdsNoTouch ? lines.noTouch : NOTHING
    return {
      keys: isFolded ? [...keys, ...Array.from({ length: depth - keys.length }, () => SPECIAL.small)] : keys,
      folded: isFolded,
      journeys: (counted[block] ?? 0) + (holdsNoTouch ? new Set(withoutTouch).size : 0),
      credits: sumOf(sums.credits) + lost.orders,
      value: sumOf(sums.value) + lost.value,
      firstTime: sumOf(sums.firstTime) + lost.firstTime,
      is: isFolded ? 'channel' : holdsNoTouch ? 'no_touch' : isDirect(journeys, members) ? 'direct' : 'channel',
    }
  })
  return { blocks, blockOf, placeOf: placesOf(journeys, depth, blockOf) }
}

function isDirect({ channels }: JourneyColumns, members: readonly number[]): boolean {
  return members.every((member) => channels[member]?.kind === 'direct')
}

function placesOf({ channels }: JourneyColumns, depth: number, blockOf: Int32Array): ReadonlyMap<string, number> {
  return new Map(
    channels.flatMap((channel, index) => {
      const block = blockOf[index] ?? -1
      return block < 0 ? [] : [[keysOf(channel, depth).join('\n'), block] as const]
    }),
  )
}

const NOTHING: OrderSum = { orders: 0, value: 0, firstTime: 0 }

function linesOf(
  { journeys, orders, frame }: CreditQuestion,
  eligible: EligibleTouches,
  sums: CreditSums,
): CreditLines {
  const sumOf = (rows: ArrayLike<number>) => orderSum(orders, frame, rows)
  const isSilent = (order: number) => (orders.declared[order] ?? -1) < 0
  const noConsent = sumOf(eligible.noConsent.filter(isSilent))
  const notJoined = sumOf(eligible.notJoined.filter(isSilent))
  const unfollowed = added(sumOf(eligible.noConsent), sumOf(eligible.notJoined))
  const declared = less(unfollowed, added(noConsent, notJoined))
  const noTouch = sumOf(eligible.noTouch)
  const followed = added(sumOf(eligible.orders), noTouch)
  const { credits, ...others } = sums.otherDays
  const all = [eligible.noConsent, eligible.notJoined, eligible.orders, eligible.noTouch]
  return {
    otherDays: { orders: credits, ...others },
    declared,
    noConsent,
    notJoined,
    total: added(unfollowed, followed),
    followed,
    direct: sumOf(directOnly(journeys, eligible)),
    noTouch,
    withoutValue: all.reduce((sum, rows) => sum + withoutValue(orders, rows), 0),
  }
}

function added(one: OrderSum, other: OrderSum): OrderSum {
  return {
    orders: one.orders + other.orders,
    value: one.value + other.value,
    firstTime: one.firstTime + other.firstTime,
  }
}

function less(one: OrderSum, other: OrderSum): OrderSum {
  return {
    orders: one.orders - other.orders,
    value: one.value - other.value,
    firstTime: one.firstTime - other.firstTime,
  }
}

function withoutValue({ valueMinor }: OrderColumns, rows: Uint32Array): number {
  let count = 0
  for (let index = 0; index < rows.length; index++) if (Number.isNaN(valueMinor[rows[index] ?? 0])) count++
  return count
}

/** Orders to which nothing but direct visits led. */
function directOnly(
  { channels, touchChannel }: JourneyColumns,
  { orders, first, touches }: EligibleTouches,
): readonly number[] {
  const isDirect = Uint8Array.from(channels, ({ kind }) => (kind === 'direct' ? 1 : 0))
  const found: number[] = []
  for (let index = 0; index < orders.length; index++) {
    const end = first[index + 1] ?? 0
    let place = first[index] ?? 0
    while (place < end && isDirect[touchChannel[touches[place] ?? 0] ?? 0] === 1) place++
    if (place === end) found.push(orders[index] ?? 0)
  }
  return found
}

export function orderSum(orders: OrderColumns, frame: Frame, rows: ArrayLike<number>): OrderSum {
  let [value, firstTime] = [0, 0]
  for (let index = 0; index < rows.length; index++) {
    const order = rows[index] ?? 0
    value += valueOf(orders, order, frame)
    if (orders.firstTime[order] === FIRST_TIME.yes) firstTime++
  }
  return { orders: rows.length, value, firstTime }
}
