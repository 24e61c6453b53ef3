/**
 * What the analysis counts from: columns instead of objects, for a million touches are a million numbers in one block. Texts are
 * numbers into a list that stands beside. Nothing here names a person: a journey is its place in the column.
 */
import type { ResolvedTouch } from './touch.ts'

/** What the touches that are alike have in common. */
export type TouchChannel = Pick<ResolvedTouch, 'source' | 'kind' | 'campaign' | 'group' | 'creative' | 'link'>

/** Journeys of consenting visitors, and their touches: those of one lie together, sorted by time and then by event. */
export interface JourneyColumns {
  readonly count: number
  /** The touches of journey j are rows `firstTouch[j]` to `firstTouch[j + 1] - 1`: one entry more than there are journeys. */
  readonly firstTouch: Uint32Array
  /** Of each touch. */
  readonly touchAtMs: Float64Array
  /** Of each touch: index into `channels`. */
  readonly touchChannel: Uint32Array
  /** At most MAX_CHANNELS, each once. */
  readonly channels: readonly TouchChannel[]
  /** Of each journey: when its consent was taken back or its record ended, Infinity where it goes on. Absent: all go on. */
  readonly endMs?: Float64Array
}

export const MAX_CHANNELS = 65_536

/** In place of a journey: the order came without consent to follow it. */
export const NO_CONSENT = -1
/** In place of a journey: nobody refused, and the order is joined to no visitor (a sale by phone, an event that never arrived). */
export const NOT_JOINED = -2

/** Why an order is or is not a conversion; the frame says which of them count. */
export const ORDER_STATUSES = [
  'paid',
  'awaiting',
  'failed',
  'cancelled',
  /** Everything was given back. */
  'refunded',
  'test',
  /** Staff, bots, draft orders, tills, renewals: what the site's own rules keep out. */
  'excluded',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** Whether an order is its buyer's first, as the back office says it. */
export const FIRST_TIME = { no: 0, yes: 1, notSaid: 2 } as const

/** Orders of the back office, each once (by its order id), in any order; row i is one order. */
export interface OrderColumns {
  readonly count: number
  readonly atMs: Float64Array
  /** The number of its journey, or NO_CONSENT, or NOT_JOINED. */
  readonly journey: Int32Array
  /** Index into ORDER_STATUSES. */
  readonly status: Uint8Array
  /** By the frame's value basis and in its currency, in minor units, before refunds. NaN: in another currency, or not said. */
  readonly valueMinor: Float64Array
  /** The same without tax, whatever the frame's basis; NaN: nobody said the tax. Absent: nobody said it of any order. */
  readonly netMinor?: Float64Array
  /** Given back until the frame's `refunds_as_of`, in the same units. */
  readonly refundedMinor: Float64Array
  /** Of FIRST_TIME. */
  readonly firstTime: Uint8Array
  /** Index into `declaredSources`, or -1. A promo code or an answer: said by somebody, not measured. */
  readonly declared: Int32Array
  readonly declaredSources: readonly string[]
}
