/** What a session start is resolved to. Words only: the URL, the click id and the person behind it are gone by then. */
/** Where it came from, in words that an analyst reads; closed, so that two tables mean the same. */
export declare const TOUCH_KINDS: readonly [
  'organic_video',
  'live',
  'shop',
  'ad',
  /** A post of the brand or of a creator, run as an ad. */
  'spark',
  'creator',
  'search',
  'mail',
  'social',
  'referral',
  'direct',
  /** Something brought it (a click id, an in-app browser) and no more is known. */
  'unresolved',
]
export type TouchKind = (typeof TOUCH_KINDS)[number]
/** Which fact decided: in this order, the first that says something. */
export declare const RESOLVED_BY: readonly ['link', 'utm_id', 'click_id', 'utm_name', 'referrer', 'in_app', 'none']
export type ResolvedBy = (typeof RESOLVED_BY)[number]
export interface ResolvedTouch {
  /** `tiktok`, `meta`, `google`, `newsletter` …: small letters, at most 40 characters. */
  readonly source: string
  readonly kind: TouchKind
  readonly by: ResolvedBy
  /** The platform's ids where they came, else its names; at most 80 characters each, searched by the egress guard. */
  readonly campaign?: string
  /** TikTok's AID is the ad *group*. */
  readonly group?: string
  /** TikTok's CID is the ad; of an own link the post, Live or creator that it was made for. */
  readonly creative?: string
  /** Code of the own short link. */
  readonly link?: string
  /** A macro came as it was written (`__CID__`): nobody had filled it in. */
  readonly unexpanded?: true
  /** Opened in a platform's own browser, whose cookies no other browser sees. */
  readonly inApp?: true
}
