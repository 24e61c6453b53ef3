/** Words of the consent engine. Source: Google consent mode v2 names, which the contracts use on the wire. */

export const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const
/** ad_storage: read/write on the device; ad_user_data: send a person's data to the platform; ad_personalization: profile. */
export type Purpose = (typeof PURPOSES)[number]

/** The law where the person is. */
export type Regime = 'opt-in' | 'opt-out' | 'none'

/** What one signal says about one purpose. Absence is `unset`; it is never a grant. */
export type Answer = 'granted' | 'denied' | 'unset'

export type Answers = Readonly<Partial<Record<Purpose, Answer>>>

/** One reader's finding. Readers are pure, bounded and never throw. Plain data: a snapshot stores findings as JSON. */
export interface Finding {
  /** What was read: `state`, `gcd`, `gcs`, `gpc`, `usprivacy`, `tcf`, `gpp`, `cmp:didomi` … */
  readonly signal: string
  /** `invalid` findings grant nothing and are counted. */
  readonly validity: 'valid' | 'invalid' | 'expired'
  /** What it says about every destination. */
  readonly answers: Answers
  /** What it says about single destinations, by id: a vendor of a consent tool, a vendor of the TCF. */
  readonly destinations?: Readonly<Record<string, Answers>>
  /** False: nobody was asked yet; what it says is a default, which refuses and never grants. */
  readonly choiceMade?: boolean
  /** An opt-out of sale or sharing (US laws): true, or null where the signal does not speak of it. */
  readonly optOut: boolean | null
  /** The opt-out is Global Privacy Control: it counts only inside `ConsentRules.gpcScope`. */
  readonly viaGpc?: true
  /** The person is known to be a child without the consent that the law asks for. */
  readonly knownChild?: true
  /** When the person answered, epoch milliseconds, where the signal carries it. */
  readonly atMs?: number
  /** When the tool itself lets the answer lapse, epoch milliseconds, where it says so. */
  readonly expiresAtMs?: number
  /** The consent tool's or format's own version, for the record. */
  readonly version?: string
}

/** How other standards and consent tools call a destination: set in the policy, with the usual names built in. */
export interface DestinationNames {
  /** Consent tool → keys (small letters) that must all be allowed; a final `*` stands for any ending. */
  readonly tools: Readonly<Record<string, readonly string[]>>
  /** Id on the IAB's Global Vendor List, for the few platforms that are on it. */
  readonly tcfVendor?: number
  /** Id of Google's list of ad technology providers, for the AC string. */
  readonly acProvider?: number
}

/** What a site's policy says about consent. */
export interface ConsentRules {
  /** An answer older than this is expired. */
  readonly maxAgeDays: number
  /** Changes to the built-in regimes: `US` or `US-CA` → regime. */
  readonly regimes: Readonly<Record<string, Regime>>
  /** Where Global Privacy Control counts as an opt-out. */
  readonly gpcScope: 'mandated_states' | 'all_us' | 'worldwide'
  /** Destination id → how signals call it. */
  readonly destinations: Readonly<Record<string, DestinationNames>>
  /** Cookies that the site has renamed: name of the cookie → consent tool. */
  readonly cookieNames: Readonly<Record<string, string>>
}

export interface ConsentState {
  readonly regime: Regime
  /** Merged over what was said about every destination. */
  readonly answers: Readonly<Record<Purpose, Answer>>
  /** Merged with what was said about one destination; only those of which something was said. */
  readonly destinations: Readonly<Record<string, Readonly<Record<Purpose, Answer>>>>
  readonly optOut: boolean
  readonly knownChild: boolean
  /** A finding that was unreadable or too old: it made the answer stricter or left it unset. */
  readonly problem?: 'malformed' | 'expired'
  readonly findings: readonly Finding[]
}

/** Why nothing leaves for one destination. Stable codes: they are in answers, receipts, metrics and docs/errors.md. */
export type ConsentRefusal =
  | 'consent_unknown'
  | 'consent_denied'
  | 'consent_withdrawn'
  | 'consent_expired'
  | 'consent_malformed'
  | 'opted_out'
  | 'known_child'
