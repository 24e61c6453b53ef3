/** Journeys and orders written as a test reads them best, as columns. */
import {
  FIRST_TIME,
  ORDER_STATUSES,
  type JourneyColumns,
  type OrderColumns,
  type OrderStatus,
  type TouchChannel,
} from '../columns.ts'
import { TOUCH_KINDS } from '../touch.ts'
import { makeFrame, type Frame } from './frame.ts'

export interface GivenTouch {
  readonly hour: number
  readonly channel: TouchChannel
}

export interface GivenOrder {
  readonly hour: number
  /** Place in the list of journeys, or NO_CONSENT, or NOT_JOINED. */
  readonly journey: number
  readonly value?: number
  /** Without tax; absent: nobody said the tax. */
  readonly net?: number
  readonly refunded?: number
  readonly status?: OrderStatus
  readonly firstTime?: boolean
  readonly declared?: string
}

export const START_MS = Date.parse('2026-10-01T00:00:00Z')
export const HOUR_MS = 3_600_000

/** `touches` of each journey in the order of time. */
export function journeyColumns(given: readonly (readonly GivenTouch[])[]): JourneyColumns {
  const touches = given.flat()
  const names = [...new Set(touches.map(({ channel }) => JSON.stringify(channel)))]
  const firstTouch = [0]
  for (const journey of given) firstTouch.push((firstTouch.at(-1) ?? 0) + journey.length)
  return {
    count: given.length,
    firstTouch: Uint32Array.from(firstTouch),
    touchAtMs: Float64Array.from(touches, ({ hour }) => START_MS + hour * HOUR_MS),
    touchChannel: Uint32Array.from(touches, ({ channel }) => names.indexOf(JSON.stringify(channel))),
    channels: names.map((name) => JSON.parse(name) as TouchChannel),
  }
}

export function orderColumns(given: readonly GivenOrder[]): OrderColumns {
  const sources = [...new Set(given.flatMap(({ declared }) => (declared === undefined ? [] : [declared])))]
  return {
    count: given.length,
    atMs: Float64Array.from(given, ({ hour }) => START_MS + hour * HOUR_MS),
    journey: Int32Array.from(given, ({ journey }) => journey),
    status: Uint8Array.from(given, ({ status = 'paid' }) => ORDER_STATUSES.indexOf(status)),
    valueMinor: Float64Array.from(given, ({ value = 0 }) => value),
    netMinor: Float64Array.from(given, ({ net = NaN }) => net),
    refundedMinor: Float64Array.from(given, ({ refunded = 0 }) => refunded),
    firstTime: Uint8Array.from(given, ({ firstTime }) =>
      firstTime === undefined ? FIRST_TIME.notSaid : firstTime ? FIRST_TIME.yes : FIRST_TIME.no,
    ),
    declared: Int32Array.from(given, ({ declared }) => (declared === undefined ? -1 : sources.indexOf(declared))),
    declaredSources: sources,
  }
}

export const FRAME: Frame = {
  conversion: { event: 'purchase', statuses: ['paid'] },
  dedupe: 'order.id',
  window: { hours: 168, boundary: 'included' },
  touch_kinds: TOUCH_KINDS,
  direct: 'last_resort',
  identity: 'browser',
  value: { basis: 'net', currency: 'EUR', refunds_as_of: '2026-11-01T00:00:00.000Z' },
  date_basis: 'order',
  time_zone: 'Europe/Paris',
  as_of: '2026-11-01T00:00:00.000Z',
}

export function frameOf(changes: Partial<Frame>): Frame {
  const made = makeFrame({ ...FRAME, ...changes })
  if (!made.ok) throw new Error(made.members.join(', '))
  return made.frame
}

export const OCTOBER = { fromMs: START_MS, toMs: START_MS + 31 * 24 * HOUR_MS }
