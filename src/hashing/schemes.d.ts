import type { NormalizedText, Omitted } from './normalized.ts'
import { type PhoneMemo } from './phone.ts'
export interface SchemeContext {
  readonly country?: string
  readonly defaultCountry?: string
  readonly phones?: PhoneMemo
}
/** How an e-mail or phone was normalised before it was hashed elsewhere. */
export type HashLabel = 'lower' | 'e164' | 'digits'
export interface Scheme {
  /** `value` has been through `clean`. */
  readonly normalize: (value: string, context: SchemeContext) => NormalizedText | Omitted
  /** `readable`: the platform wants it unhashed. */
  readonly goes: 'hashed' | 'readable'
  /** The label of a hash that this scheme can use; `none`: no label fits; absent: labels do not apply to this field. */
  readonly label?: HashLabel | 'none'
  /** 32 hex digits may be an id as good as any other (a UUID without dashes), not an MD5. */
  readonly hexIsText?: true
}
export declare const SCHEMES: {
  readonly tiktok: {
    readonly email: Scheme
    readonly phone: Scheme
    readonly external_id: Scheme
    readonly first_name: Scheme
    readonly last_name: Scheme
    readonly zip_code: Scheme
    readonly city: Scheme
    readonly state: Scheme
    readonly country: Scheme
    readonly idfa: Scheme
    readonly gaid: Scheme
  }
  readonly meta: {
    readonly em: Scheme
    readonly ph: Scheme
    readonly fn: Scheme
    readonly ln: Scheme
    readonly ct: Scheme
    readonly st: Scheme
    readonly zp: Scheme
    readonly country: Scheme
    readonly ge: Scheme
    readonly db: Scheme
    readonly external_id: Scheme
  }
  readonly google: {
    readonly email: Scheme
    readonly phone: Scheme
    readonly given_name: Scheme
    readonly family_name: Scheme
    readonly region_code: Scheme
    readonly postal_code: Scheme
  }
  readonly snap: {
    readonly em: Scheme
    readonly ph: Scheme
    readonly fn: Scheme
    readonly ln: Scheme
    readonly ct: Scheme
    readonly st: Scheme
    readonly zp: Scheme
    readonly country: Scheme
    readonly ge: Scheme
    readonly db: Scheme
    readonly external_id: Scheme
  }
  readonly pinterest: {
    readonly em: Scheme
    readonly ph: Scheme
    readonly fn: Scheme
    readonly ln: Scheme
    readonly ct: Scheme
    readonly st: Scheme
    readonly zp: Scheme
    readonly country: Scheme
    readonly ge: Scheme
    readonly db: Scheme
    readonly external_id: Scheme
  }
  readonly reddit: {
    readonly email: Scheme
    readonly phone_number: Scheme
    readonly external_id: Scheme
  }
  readonly linkedin: {
    readonly SHA256_EMAIL: Scheme
  }
  readonly microsoft_uet: {
    readonly em: Scheme
    readonly ph: Scheme
    readonly externalId: Scheme
  }
}
