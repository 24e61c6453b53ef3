/** What is imported into the off-site record: what platforms and people say, never what we measured. Plain JSON. */

/** What one ad, post, Live or creator did on one day (of the report's own time zone), as the platform says it. */
export interface MediaDay {
  readonly kind: 'media'
  /** `tiktok`, `meta` …, as in a touch. */
  readonly source: string
  readonly level: 'ad' | 'post' | 'live' | 'creator'
  /** YYYY-MM-DD. */
  readonly day: string
  readonly account?: string
  readonly campaign_id?: string
  readonly campaign?: string
  readonly group_id?: string
  readonly group?: string
  /** Of the ad, post, Live or creator: what joins a touch's `creative`. */
  readonly id: string
  readonly name?: string
  /** The post that an ad runs (Spark): its engagement stands with the post. */
  readonly post_id?: string
  /** A creator's handle, as the platform shows it in public. */
  readonly creator?: string
  /** ISO 4217 of `spend` and `claimed_value`; both in minor units. */
  readonly currency?: string
  readonly spend?: number
  /** Key → count: the closed list MEDIA_METRICS. Absent: not said (never 0). */
  readonly metrics: Readonly<Partial<Record<MediaMetric, number>>>
  /** What it claims to have caused; always with its window. */
  readonly claimed_orders?: number
  readonly claimed_value?: number
  /** As the platform names it: `7d_click_1d_view`. Of every number in the row. */
  readonly window?: string
  /** Whether claims are dated by the ad's impression or by the conversion. */
  readonly date_basis?: 'impression' | 'conversion'
  /** Paid and organic views are never added up. */
  readonly paid: boolean
}

export const MEDIA_METRICS = [
  'impressions',
  'reach',
  'clicks',
  'all_clicks',
  'plays',
  'views_2s',
  'views_6s',
  'views_25',
  'views_50',
  'views_75',
  'views_100',
  'engaged_views',
  'likes',
  'comments',
  'shares',
  'saves',
  'follows',
  'profile_visits',
  'live_views',
  'live_unique_views',
  'product_clicks',
] as const
export type MediaMetric = (typeof MEDIA_METRICS)[number]

/** Start and end of a Live: all that its event study needs. */
export interface LiveRow {
  readonly kind: 'live'
  readonly source: string
  readonly id: string
  readonly name?: string
  /** ISO 8601, UTC. */
  readonly starts_at: string
  readonly ends_at: string
  readonly creator?: string
}

/** A post and what it is for: `role` says its place in a sequence (educational → spark → retargeting → offer). */
export interface PostRow {
  readonly kind: 'post'
  readonly source: string
  readonly id: string
  readonly name?: string
  readonly published_at: string
  readonly role?: string
  readonly creator?: string
  readonly seconds?: number
}

/** Viewability and brand safety, by the vendor's file. Counts, so that the rates are worked out one way. */
export interface VerificationDay {
  readonly kind: 'verification'
  readonly source: string
  readonly vendor: string
  readonly day: string
  readonly campaign_id?: string
  readonly id?: string
  readonly monitored?: number
  readonly measured?: number
  readonly viewable?: number
  readonly classified?: number
  readonly safe?: number
  readonly invalid?: number
}

/** A line of cost per order or per revenue, from a day on: without it margin says what is missing. */
export interface CostRow {
  readonly kind: 'cost'
  readonly line: 'goods' | 'shipping' | 'fees' | 'other'
  /** YYYY-MM-DD, inclusive, until the next row of the same line. */
  readonly from: string
  /** Of net revenue, 0 to 1. */
  readonly share?: number
  /** Minor units per order. */
  readonly per_order?: number
  readonly currency?: string
}

/** Answers to "how did you hear of us": declared, never merged into what is measured. */
export interface SurveyRow {
  readonly kind: 'survey'
  readonly order_id: string
  readonly source: string
  readonly at: string
}

export type ImportRow = MediaDay | LiveRow | PostRow | VerificationDay | CostRow | SurveyRow

export interface ImportFile {
  /** SHA-256 hex of the file's bytes, or of a pull's question and day: a repeat is harmless. */
  readonly file: string
  readonly name: string
  readonly rows: readonly ImportRow[]
}
