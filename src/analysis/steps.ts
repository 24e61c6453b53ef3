/**
 * What the delay and the funnel are counted from, beside the journeys and orders of columns.ts. Columns instead of objects: a million
 * steps are a million numbers in one block. Texts (creatives, pages) are numbers into a list that stands beside.
 */

/** In the order in which a shop sells. A session start is a touch and no step. */
export const STEPS = ['view_item', 'add_to_cart', 'begin_checkout', 'purchase'] as const
export type Step = (typeof STEPS)[number]

/** Steps of consenting journeys, sorted by journey and in it by time; row i is one step. */
export interface StepColumns {
  readonly count: number
  /** The number of its journey, as in JourneyColumns. */
  readonly journey: Int32Array
  readonly atMs: Float64Array
  /** Index into STEPS. */
  readonly step: Uint8Array
}

/** What one session did after it began; row i belongs to row i of the touches. Absent where a site does not count it. */
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

/** Hour h began at firstHourMs + h hours. Hours without anything are 0, never left out. */
export interface HourlyCounts {
  readonly firstHourMs: number
  readonly hours: number
  readonly counts: Readonly<Partial<Record<HourlyOutcome, ArrayLike<number>>>>
}

/** The numbers that a platform says of a creative. Absent is absent: a platform that does not report 2 s has no 0 there. */
export const CREATIVE_METRICS = [
  'impressions',
  'plays',
  'watched_2s',
  'watched_6s',
  'engaged_views',
  'views_p25',
  'views_p50',
  'views_p75',
  'views_p100',
  'clicks',
  'likes',
  'comments',
  'shares',
  'saves',
] as const
export type CreativeMetric = (typeof CREATIVE_METRICS)[number]

/** One creative's day as imported; paid and organic numbers of one post are two rows and are never summed. */
export interface CreativeDay {
  /** The name by which touches know it: the ad's id, the post's id or the short link's code. */
  readonly creative: string
  /** YYYY-MM-DD in the account's time zone. */
  readonly day: string
  readonly paid: boolean
  /** Who says so, and its window where it has one. */
  readonly claim: { readonly by: string; readonly window?: string }
  readonly metrics: Readonly<Partial<Record<CreativeMetric, number>>>
}

/** What is known of a creative beside its numbers. */
export interface CreativeFacts {
  readonly creative: string
  readonly name: string
  /** The campaign whose mean its small numbers lean to. */
  readonly campaign: string
  /** Its part in a sequence. */
  readonly role?: SequenceRole
  /** Of one post that ran as an ad: organic and Spark lie under one name. */
  readonly spark?: boolean
  /** YYYY-MM-DD: day 0 of its sparkline. */
  readonly publishedOn?: string
  /** Compare how long people hold on within one band of length only. */
  readonly seconds?: number
}

export const SEQUENCE_ROLES = ['educational', 'spark', 'retargeting', 'offer'] as const
export type SequenceRole = (typeof SEQUENCE_ROLES)[number]
