/** What each channel has of the orders: credits, their value, and those of first-time buyers. */
import { FIRST_TIME, type JourneyColumns, type OrderColumns } from '../columns.ts'
import { type EligibleTouches, type Span } from './eligible.ts'
import type { Frame } from './frame.ts'
import { markovPaths, type MarkovOrder, type MarkovPaths, type PathEnds } from './markov.ts'
import { DEFAULT_HALF_LIFE_HOURS, weigh, type Model, type OrderModel } from './models.ts'

export interface CreditSums {
  /** By channel. */
  readonly credits: Float64Array
  readonly value: Float64Array
  readonly firstTime: Float64Array
  /** Credit of touches before or after the days asked for: by touch day only. */
  readonly otherDays: { readonly credits: number; readonly value: number; readonly firstTime: number }
}

export type CreditFailure =
  | {
      readonly ok: false
      readonly code: 'too_many_states'
      readonly figures: { readonly states: number; readonly most: number }
    }
  | { readonly ok: false; readonly code: 'no_conversion' }
  /** All paths together have a share; a single touch has none. */
  | { readonly ok: false; readonly code: 'model_has_no_touch_days' }

export interface Crediting {
  readonly journeys: JourneyColumns
  readonly orders: OrderColumns
  readonly frame: Frame
  readonly span: Span
  readonly eligible: EligibleTouches
  readonly model: Model
  readonly halfLifeHours?: number
  /** Channel → what counts as one channel for the equal split and in a chain. */
  readonly groupOf: Uint32Array
  /** Paths that led to no order, for a chain. */
  readonly nullPaths: () => Pick<EligibleTouches, 'first' | 'touches'>
}

/** What the buyer paid and kept, in the frame's basis; 0 where it is not said in the frame's currency. */
export function valueOf({ valueMinor, refundedMinor }: OrderColumns, order: number, { value }: Frame): number {
  const paid = valueMinor[order] ?? NaN
  if (Number.isNaN(paid)) return 0
  return value.refunds_as_of === null ? paid : paid - (refundedMinor[order] ?? 0)
}

export type Credited = { readonly ok: true; readonly sums: CreditSums; readonly weights?: Float64Array } | CreditFailure

export function creditSums(asked: Crediting): Credited {
  const { model } = asked
  if (model !== 'markov' && model !== 'markov_2') return byOrder(asked, model)
  if (asked.frame.date_basis === 'touch') return { ok: false, code: 'model_has_no_touch_days' }
  return byRemoval(asked, model === 'markov' ? 1 : 2)
}

function byOrder(asked: Crediting, model: OrderModel): Credited {
  const { journeys, orders, frame, span, eligible, halfLifeHours = DEFAULT_HALF_LIFE_HOURS, groupOf } = asked
  const weights = weigh({ model, journeys, orders, eligible, halfLifeHours, groupOf })
  const sums = emptySums(journeys)
  const otherDays = { credits: 0, value: 0, firstTime: 0 }
  const isByTouch = frame.date_basis === 'touch'
  for (let index = 0; index < eligible.orders.length; index++) {
    const order = eligible.orders[index] ?? 0
    const worth = valueOf(orders, order, frame)
    const isFirst = orders.firstTime[order] === FIRST_TIME.yes ? 1 : 0
    const end = eligible.first[index + 1] ?? 0
    for (let place = eligible.first[index] ?? 0; place < end; place++) {
      const weight = weights[place] ?? 0
      if (weight === 0) continue
      const touch = eligible.touches[place] ?? 0
      const atMs = journeys.touchAtMs[touch] ?? 0
      if (isByTouch && !(atMs >= span.fromMs && atMs < span.toMs)) {
        otherDays.credits += weight
        otherDays.value += weight * worth
        otherDays.firstTime += weight * isFirst
        continue
      }
      add(sums, journeys.touchChannel[touch] ?? 0, weight, worth, isFirst)
    }
  }
  return { ok: true, sums: { ...sums, otherDays }, weights }
}

type Sums = Omit<CreditSums, 'otherDays'>

function emptySums({ channels }: JourneyColumns): Sums {
  const column = () => new Float64Array(channels.length + 1)
  return { credits: column(), value: column(), firstTime: column() }
}

function add(
  { credits, value, firstTime }: Sums,
  channel: number,
  weight: number,
  worth: number,
  isFirst: number,
): void {
  credits[channel] = (credits[channel] ?? 0) + weight
  value[channel] = (value[channel] ?? 0) + weight * worth
  firstTime[channel] = (firstTime[channel] ?? 0) + weight * isFirst
}

/** A group's share stands with one of its channels: below the group a chain says nothing. */
function byRemoval(asked: Crediting, order: MarkovOrder): Credited {
  const { journeys, orders, frame, eligible, groupOf, nullPaths } = asked
  const groups = Math.max(0, ...groupOf) + 1
  const paths = markovPaths(groups, order)
  const toNothing = nullPaths()
  const all = { orders: 0, value: 0, firstTime: 0 }
  addPaths(eligible, journeys, groupOf, paths, (index) => {
    const row = eligible.orders[index] ?? 0
    const value = valueOf(orders, row, frame)
    all.orders++
    all.value += value
    all.firstTime += orders.firstTime[row] === FIRST_TIME.yes ? 1 : 0
    return { conversions: 1, value, nulls: 0 }
  })
  addPaths(toNothing, journeys, groupOf, paths, () => TO_NOTHING)
  const result = paths.removal()
  if (!result.ok) {
    if (result.code === 'no_conversion') return { ok: false, code: 'no_conversion' }
    return { ok: false, code: 'too_many_states', figures: { states: result.states, most: result.most } }
  }
  const sums = emptySums(journeys)
  for (const [group, channel] of channelOfGroups([eligible, toNothing], journeys, groupOf)) {
    sums.credits[channel] = (result.removal.share[group] ?? 0) * all.orders
    sums.value[channel] = (result.removal.valueShare[group] ?? 0) * all.value
    sums.firstTime[channel] = (result.removal.share[group] ?? 0) * all.firstTime
  }
  return { ok: true, sums: { ...sums, otherDays: { credits: 0, value: 0, firstTime: 0 } } }
}

const TO_NOTHING: PathEnds = { conversions: 0, value: 0, nulls: 1 }

type Paths = Pick<EligibleTouches, 'first' | 'touches'>

function addPaths(
  { first, touches }: Paths,
  { touchChannel }: JourneyColumns,
  groupOf: Uint32Array,
  paths: MarkovPaths,
  endsOf: (index: number) => PathEnds,
): void {
  const groups = new Uint32Array(touches.length)
  for (let place = 0; place < touches.length; place++)
    groups[place] = groupOf[touchChannel[touches[place] ?? 0] ?? 0] ?? 0
  for (let index = 0; index + 1 < first.length; index++) {
    paths.add(groups, endsOf(index), first[index] ?? 0, first[index + 1] ?? 0)
  }
}

/** Of each group a channel that was seen. On a way to nothing too: a chain joins its beginning to another's end. */
function channelOfGroups(
  seen: readonly Paths[],
  { touchChannel, channels }: JourneyColumns,
  groupOf: Uint32Array,
): ReadonlyMap<number, number> {
  const isSeen = new Uint8Array(channels.length)
  for (const { touches } of seen) for (const touch of touches) isSeen[touchChannel[touch] ?? 0] = 1
  const rows = [...channels.keys()].filter((channel) => isSeen[channel] === 1)
  return new Map(rows.map((channel) => [groupOf[channel] ?? 0, channel]))
}
