/** Journeys of vectors as the engine's columns, and the frame that a file states. */
import { NO_CONSENT, ORDER_STATUSES, type JourneyColumns, type OrderColumns } from '../../../src/analysis/columns.ts'
import { eligibleTouches, type EligibleTouches } from '../../../src/analysis/attribution/eligible.ts'
import type { DirectRule, Frame } from '../../../src/analysis/attribution/frame.ts'
import { TOUCH_KINDS } from '../../../src/analysis/touch.ts'

const HOUR_MS = 3_600_000

export interface VectorTouch {
  readonly t_hours: number
  readonly channel: string
  readonly creative?: string | null
}

export interface VectorJourney {
  readonly touches: readonly VectorTouch[]
  readonly conversions: readonly { readonly t_hours: number; readonly order_id: string; readonly value: number }[]
}

export interface Columns {
  readonly journeys: JourneyColumns
  readonly orders: OrderColumns
  readonly orderIds: readonly string[]
}

/** Of equal times the file's order is the order. */
export function columnsOf(given: readonly VectorJourney[]): Columns {
  const sorted = given.map(({ touches }) => touches.toSorted((one, other) => one.t_hours - other.t_hours))
  const touches = sorted.flat()
  const names = [...new Set(touches.map(channelKey))]
  const firstTouch = [0]
  for (const list of sorted) firstTouch.push((firstTouch.at(-1) ?? 0) + list.length)
  const conversions = given.flatMap((journey, index) => journey.conversions.map((one) => ({ ...one, journey: index })))
  return {
    journeys: {
      count: given.length,
      firstTouch: Uint32Array.from(firstTouch),
      touchAtMs: Float64Array.from(touches, ({ t_hours: hours }) => msOf(hours)),
      touchChannel: Uint32Array.from(touches, (touch) => names.indexOf(channelKey(touch))),
      channels: names.map((name) => {
        const [source = '', creative] = name.split('\n')
        return { source, kind: source === 'direct' ? 'direct' : 'ad', ...(creative !== undefined && { creative }) }
      }),
    },
    orders: {
      count: conversions.length,
      atMs: Float64Array.from(conversions, ({ t_hours: hours }) => msOf(hours)),
      journey: Int32Array.from(conversions, ({ journey }) => journey ?? NO_CONSENT),
      status: new Uint8Array(conversions.length).fill(ORDER_STATUSES.indexOf('paid')),
      valueMinor: Float64Array.from(conversions, ({ value }) => value),
      refundedMinor: new Float64Array(conversions.length),
      firstTime: new Uint8Array(conversions.length),
      declared: new Int32Array(conversions.length).fill(-1),
      declaredSources: [],
    },
    orderIds: conversions.map(({ order_id: id }) => id),
  }
}

/** Without its creative a channel is its name alone. */
function channelKey({ channel, creative }: VectorTouch): string {
  return creative === undefined || creative === null ? channel : `${channel}\n${creative}`
}

/** Whole milliseconds: nine and a half hours are no sum of halves that are off by a bit. */
function msOf(hours: number): number {
  return Math.round(hours * HOUR_MS)
}

export function eligibleOf({ journeys, orders }: Columns, windowHours: number, direct: DirectRule): EligibleTouches {
  const frame: Frame = {
    conversion: { event: 'purchase', statuses: ['paid'] },
    dedupe: 'order.id',
    window: { hours: windowHours, boundary: 'included' },
    touch_kinds: TOUCH_KINDS,
    direct,
    identity: 'browser',
    value: { basis: 'gross', currency: 'EUR', refunds_as_of: null },
    date_basis: 'order',
    time_zone: 'UTC',
    as_of: '2026-01-01T00:00:00Z',
  }
  return eligibleTouches(journeys, orders, frame, { fromMs: -Infinity, toMs: Infinity })
}
