/**
 * What the delay and the funnel are counted from, beside the journeys and orders of columns.ts. Columns instead of objects: a million
 * steps are a million numbers in one block. Texts (creatives, pages) are numbers into a list that stands beside.
 */

/** In the order in which a shop sells. A session start is a touch and no step. */
export const STEPS = ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'] as const
export type Step = (typeof STEPS)[number]

/** Steps of the journeys of columns.ts: those of journey j are rows `firstStep[j]` to `firstStep[j + 1] - 1`, sorted by time. */
export interface StepColumns {
  readonly firstStep: Uint32Array
  readonly stepAtMs: Float64Array
  /** Index into STEPS. Orders come in by `withPurchases`, which knows which of them count. */
  readonly step: Uint8Array
}

/** What one session did after it began; row i belongs to touch i of the journeys. Absent where a site does not count it. */
export interface SessionColumns {
  readonly landingPage: Int32Array
  readonly pages: readonly string[]
  /** Pages seen, the landing page included. */
  readonly pagesSeen: Uint16Array
  /** From the first to the last event of the session. */
  readonly seconds: Float32Array
}

/** What can be counted hour by hour of everybody, with no visitor in it. */
export const HOURLY_OUTCOMES = ['visits', 'view_item', 'add_to_cart', 'orders'] as const
export type HourlyOutcome = (typeof HOURLY_OUTCOMES)[number]

/** Hour h began at firstHourMs + h hours. Hours without anything are 0, never left out; NaN those before an outcome was counted. */
export interface HourlyCounts {
  readonly firstHourMs: number
  readonly hours: number
  readonly counts: Readonly<Partial<Record<HourlyOutcome, ArrayLike<number>>>>
}

/** The numbers that a platform says of a creative, named as in an import. Absent is absent: who does not report 2 s has no 0 there. */
export const CREATIVE_METRICS = [
  'impressions',
  'plays',
  'views_2s',
  'views_6s',
  'engaged_views',
  'views_25',
  'views_50',
  'views_75',
  'views_100',
  'clicks',
  'likes',
  'comments',
  'shares',
  'saves',
  'live_views',
  'product_clicks',
] as const
export type CreativeMetric = (typeof CREATIVE_METRICS)[number]

/** One creative's day as imported (offsite/rows.ts, MediaDay); paid and organic numbers of one post are two rows and are never summed. */
export interface CreativeDay {
  /** The ad's, post's or Live's id: what a touch's creative says. */
  readonly id: string
  /** The platform that says it, and with which window. */
  readonly source: string
  readonly window?: string
  /** YYYY-MM-DD in the account's time zone. */
  readonly day: string
  readonly paid: boolean
  readonly metrics: Readonly<Partial<Record<CreativeMetric, number>>>
}

/** What is known of a creative beside its numbers. */
export interface CreativeFacts {
  /** As in touches and imports. */
  readonly id: string
  readonly name?: string
  /** The campaign whose mean its small numbers lean to. */
  readonly campaign: string
  /** Its part in a sequence. */
  readonly role?: SequenceRole
  /** YYYY-MM-DD: day 0 of its sparkline. */
  readonly publishedOn?: string
  /** Compare how long people hold on within one band of length only. */
  readonly seconds?: number
}

export const SEQUENCE_ROLES = ['educational', 'spark', 'retargeting', 'offer'] as const
export type SequenceRole = (typeof SEQUENCE_ROLES)[number]
