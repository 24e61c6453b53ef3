/**
 * How the credit of one order is shared among its eligible touches. Every model is a rule of arithmetic, none of them says what would
 * have happened otherwise (src/analysis/lift does). For each order the weights sum to 1.
 */
import type { JourneyColumns, OrderColumns } from '../columns.ts'
import type { EligibleTouches } from './eligible.ts'

/** Those that share out order by order; Markov chains look at all paths at once (markov.ts). */
export const ORDER_MODELS = ['last', 'first', 'linear', 'position', 'time_decay', 'equal_split'] as const
export type OrderModel = (typeof ORDER_MODELS)[number]

export const MODELS = [...ORDER_MODELS, 'markov', 'markov_2'] as const
export type Model = (typeof MODELS)[number]

export const DEFAULT_HALF_LIFE_HOURS = 7 * 24

/** Of the position model: what the first and the last touch have each. */
const AT_EACH_END = 0.4

const HOUR_MS = 3_600_000

export interface Weighing {
  readonly model: OrderModel
  readonly journeys: JourneyColumns
  readonly orders: OrderColumns
  readonly eligible: EligibleTouches
  /** Of the time decay. */
  readonly halfLifeHours?: number
  /** Channel → what counts as one channel, for the equal split: each *distinct* one has the same share. */
  readonly groupOf?: ArrayLike<number>
}

/** One weight for each of `eligible.touches`. */
export function weigh(weighing: Weighing): Float64Array {
  const { eligible, orders, journeys } = weighing
  const weights = new Float64Array(eligible.touches.length)
  const share = shareOf(weighing)
  for (let index = 0; index < eligible.orders.length; index++) {
    const from = eligible.first[index] ?? 0
    const to = eligible.first[index + 1] ?? from
    const orderMs = orders.atMs[eligible.orders[index] ?? 0] ?? 0
    share(weights, { from, to, orderMs, touches: eligible.touches, journeys })
  }
  return weights
}

/** The touches of one order are `touches[from]` to `touches[to - 1]`; there is at least one. */
interface OneOrder {
  readonly from: number
  readonly to: number
  readonly orderMs: number
  readonly touches: Uint32Array
  readonly journeys: JourneyColumns
}

type Share = (weights: Float64Array, order: OneOrder) => void

function shareOf({ model, halfLifeHours = DEFAULT_HALF_LIFE_HOURS, groupOf }: Weighing): Share {
  switch (model) {
    case 'last':
      return (weights, { to }) => void (weights[to - 1] = 1)
    case 'first':
      return (weights, { from }) => void (weights[from] = 1)
    case 'linear':
      return (weights, { from, to }) => void weights.fill(1 / (to - from), from, to)
    case 'position':
      return byPosition
    case 'time_decay':
      return byAge(halfLifeHours * HOUR_MS)
    case 'equal_split':
      return byDistinctChannel(groupOf)
  }
}

function byPosition(weights: Float64Array, { from, to }: OneOrder): void {
  const count = to - from
  if (count <= 2) {
    weights.fill(1 / count, from, to)
    return
  }
  weights.fill((1 - 2 * AT_EACH_END) / (count - 2), from, to)
  weights[from] = AT_EACH_END
  weights[to - 1] = AT_EACH_END
}

/** By ages and never by absolute times, and beside the youngest: nothing becomes 0 that should not, however old it is. */
function byAge(halfLifeMs: number): Share {
  return (weights, { from, to, touches, journeys: { touchAtMs } }) => {
    const youngest = touchAtMs[touches[to - 1] ?? 0] ?? 0
    let sum = 0
    for (let index = from; index < to; index++) {
      const weight = 2 ** (((touchAtMs[touches[index] ?? 0] ?? 0) - youngest) / halfLifeMs)
      weights[index] = weight
      sum += weight
    }
    for (let index = from; index < to; index++) weights[index] = (weights[index] ?? 0) / sum
  }
}

/** Each distinct channel has the same share; its touches divide it among them. */
function byDistinctChannel(groupOf: ArrayLike<number> | undefined): Share {
  const touchesOf = new Map<number, number>()
  return (weights, { from, to, touches, journeys: { touchChannel } }) => {
    const groupAt = (index: number): number => {
      const channel = touchChannel[touches[index] ?? 0] ?? 0
      return groupOf?.[channel] ?? channel
    }
    touchesOf.clear()
    for (let index = from; index < to; index++) {
      const group = groupAt(index)
      touchesOf.set(group, (touchesOf.get(group) ?? 0) + 1)
    }
    for (let index = from; index < to; index++) {
      weights[index] = 1 / touchesOf.size / (touchesOf.get(groupAt(index)) ?? 1)
    }
  }
}
