/**
 * Which touches an order may share its credit among: those of its own journey, not after it and not older than the window, of the kinds
 * of the frame, by the frame's rule for direct visits. Each order of the span meets exactly one fate, so that sums close.
 */
import { NO_CONSENT, ORDER_STATUSES, type JourneyColumns, type OrderColumns } from '../columns.ts'
import type { Frame } from './frame.ts'

const HOUR_MS = 3_600_000

/** From the first instant to the last, without the last. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export interface EligibleTouches {
  /** Rows of the orders that can be followed and have at least one eligible touch. */
  readonly orders: Uint32Array
  /** The touches of `orders[i]` are `touches[first[i]]` to `touches[first[i + 1] - 1]`, the oldest first. */
  readonly first: Uint32Array
  /** Rows of touches. */
  readonly touches: Uint32Array
  /** Rows of orders that can be followed, to which nothing of the window leads. */
  readonly noTouch: Uint32Array
  /** Rows of orders of people who did not agree to be followed. */
  readonly noConsent: Uint32Array
  /** Rows of orders that are joined to no visitor for another reason. */
  readonly notJoined: Uint32Array
}

/** The kinds of a frame as one number per channel: 0 not in the frame, 1 eligible, 2 direct. */
type ChannelRule = Uint8Array

const LEFT_OUT = 0
const DIRECT = 2

export function eligibleTouches(
  journeys: JourneyColumns,
  orders: OrderColumns,
  frame: Frame,
  span: Span,
): EligibleTouches {
  const rule = channelRule(journeys, frame)
  const windowMs = frame.window.hours * HOUR_MS
  const counted = countedOrders(orders, frame, span)
  const found = new RowList(counted.length * 4)
  const first = new RowList(counted.length + 1)
  const fates = {
    orders: new RowList(counted.length),
    noTouch: new RowList(64),
    noConsent: new RowList(64),
    notJoined: new RowList(64),
  }
  first.push(0)
  for (const order of counted) {
    const journey = orders.journey[order] ?? NO_CONSENT
    if (journey < 0) {
      fates[journey === NO_CONSENT ? 'noConsent' : 'notJoined'].push(order)
      continue
    }
    const orderMs = orders.atMs[order] ?? 0
    const before = found.length
    pushEligible(found, { journeys, rule, journey, fromMs: orderMs - windowMs, orderMs, direct: frame.direct })
    if (found.length === before) {
      fates.noTouch.push(order)
      continue
    }
    fates.orders.push(order)
    first.push(found.length)
  }
  return {
    orders: fates.orders.rows(),
    first: first.rows(),
    touches: found.rows(),
    noTouch: fates.noTouch.rows(),
    noConsent: fates.noConsent.rows(),
    notJoined: fates.notJoined.rows(),
  }
}

/**
 * Of each journey without an order of the span its last path in it: what a chain has to know of those who bought nothing. The window
 * ends with the last touch.
 */
export function pathsToNothing(
  journeys: JourneyColumns,
  orders: OrderColumns,
  frame: Frame,
  span: Span,
): Pick<EligibleTouches, 'first' | 'touches'> {
  const rule = channelRule(journeys, frame)
  const windowMs = frame.window.hours * HOUR_MS
  const hasOrdered = new Uint8Array(journeys.count)
  for (const order of countedOrders(orders, frame, span)) hasOrdered[orders.journey[order] ?? NO_CONSENT] = 1
  const found = new RowList(journeys.touchAtMs.length)
  const first = new RowList(journeys.count + 1)
  first.push(0)
  for (let journey = 0; journey < journeys.count; journey++) {
    if (hasOrdered[journey] === 1) continue
    const [start, end] = [journeys.firstTouch[journey] ?? 0, journeys.firstTouch[journey + 1] ?? 0]
    const after = firstAtOrAfter(journeys.touchAtMs, start, end, span.toMs)
    const lastMs = journeys.touchAtMs[after - 1] ?? NaN
    if (after === start || !(lastMs >= span.fromMs)) continue
    const before = found.length
    pushEligible(found, { journeys, rule, journey, fromMs: lastMs - windowMs, orderMs: lastMs, direct: frame.direct })
    if (found.length > before) first.push(found.length)
  }
  return { first: first.rows(), touches: found.rows() }
}

/** Rows of the orders that count as conversions and lie in the span. */
export function countedOrders(orders: OrderColumns, frame: Frame, { fromMs, toMs }: Span): Uint32Array {
  const counts = ORDER_STATUSES.map((status) => frame.conversion.statuses.includes(status))
  const rows = new RowList(orders.count)
  for (let order = 0; order < orders.count; order++) {
    const atMs = orders.atMs[order] ?? NaN
    if (atMs >= fromMs && atMs < toMs && counts[orders.status[order] ?? -1] === true) rows.push(order)
  }
  return rows.rows()
}

interface Asked {
  readonly journeys: JourneyColumns
  readonly rule: ChannelRule
  readonly journey: number
  readonly fromMs: number
  readonly orderMs: number
  readonly direct: Frame['direct']
}

function pushEligible(found: RowList, { journeys, rule, journey, fromMs, orderMs, direct }: Asked): void {
  const { touchAtMs, touchChannel, firstTouch } = journeys
  const end = firstTouch[journey + 1] ?? 0
  const start = found.length
  let others = 0
  for (let touch = firstAtOrAfter(touchAtMs, firstTouch[journey] ?? 0, end, fromMs); touch < end; touch++) {
    if ((touchAtMs[touch] ?? Infinity) > orderMs) break
    const kind = rule[touchChannel[touch] ?? -1] ?? LEFT_OUT
    if (kind === LEFT_OUT) continue
    if (kind !== DIRECT) others++
    found.push(touch)
  }
  if (direct !== 'last_resort' || others === 0 || others === found.length - start) return
  found.keepFrom(start, (touch) => rule[touchChannel[touch] ?? -1] !== DIRECT)
}

export function channelRule({ channels }: JourneyColumns, frame: Frame): Uint8Array {
  return Uint8Array.from(channels, ({ kind }) => {
    if (!frame.touch_kinds.includes(kind)) return LEFT_OUT
    if (kind !== 'direct') return 1
    return frame.direct === 'left_out' ? LEFT_OUT : DIRECT
  })
}

/** By halving: a journey may have thousands of touches. */
export function firstAtOrAfter(times: Float64Array, from: number, end: number, ms: number): number {
  let low = from
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Infinity) < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Row numbers, as many as come: twice the room whenever it is full. */
export class RowList {
  length = 0
  #rows: Uint32Array<ArrayBuffer>

  constructor(expected: number) {
    this.#rows = new Uint32Array(Math.max(16, expected))
  }

  push(row: number): void {
    if (this.length === this.#rows.length) {
      const larger = new Uint32Array(this.#rows.length * 2)
      larger.set(this.#rows)
      this.#rows = larger
    }
    this.#rows[this.length++] = row
  }

  /** Of those from `start` on, only what is wanted stays, in its order. */
  keepFrom(start: number, isWanted: (row: number) => boolean): void {
    let kept = start
    for (let index = start; index < this.length; index++) {
      const row = this.#rows[index] ?? 0
      if (isWanted(row)) this.#rows[kept++] = row
    }
    this.length = kept
  }

  rows(): Uint32Array {
    return this.#rows.subarray(0, this.length)
  }
}
