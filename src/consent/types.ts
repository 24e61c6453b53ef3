/** Words of the consent engine. Source: Google consent mode v2 names, which the contracts use on the wire. */

export const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage'] as const
/** ad_storage: read/write on the device; ad_user_data: send a person's data to the platform; ad_personalization: profile. */
export type Purpose = (typeof PURPOSES)[number]

/** The law where the person is. */
export type Regime = 'opt-in' | 'opt-out' | 'none'

/** What one signal says about one purpose. Absence is `unset`; it is never a grant. */
export type Answer = 'granted' | 'denied' | 'unset'

/** One reader's finding. Readers are pure, bounded and never throw. */
export interface Finding {
  /** e.g. `state`, `gcd`, `gcs`, `gpc` */
  readonly signal: string
  /** `invalid` findings say nothing and are counted. */
  readonly validity: 'valid' | 'invalid' | 'expired'
  readonly answers: Readonly<Partial<Record<Purpose, Answer>>>
  /** An opt-out of sale or sharing (US laws): true, or null where the signal does not speak of it. */
  readonly optOut: boolean | null
  /** The opt-out is Global Privacy Control: it counts only inside `ConsentRules.gpcScope`. */
  readonly viaGpc?: true
  /** When the person answered, epoch milliseconds, where the signal carries it. */
  readonly atMs?: number
}

/** What a site's policy says about consent. */
export interface ConsentRules {
  /** An answer older than this is expired. */
  readonly maxAgeDays: number
  /** Changes to the built-in regimes: `US` or `US-CA` → regime. */
  readonly regimes: Readonly<Record<string, Regime>>
  /** Where Global Privacy Control counts as an opt-out. */
  readonly gpcScope: 'mandated_states' | 'all_us' | 'worldwide'
}

export interface ConsentState {
  readonly regime: Regime
  readonly answers: Readonly<Record<Purpose, Answer>>
  readonly optOut: boolean
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
