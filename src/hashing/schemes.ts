/**
 * Which platform takes which identifier, in which form, and whether hashed. One row each; what is not here is not sent.
 * Sources, all read 2026-11-21: TikTok Events API 2.0 user parameters; Meta Customer Information Parameters; Google Data
 * Manager API and its UserDataFormatter; Snap Conversions API v3 Parameters; Pinterest API specification 5.23.0; Reddit
 * Conversions API; LinkedIn Conversions API; Microsoft UET Conversions API guide.
 */
import { birthDate } from './birth-date.ts'
import { emailAsWritten, emailForGoogle, emailWithoutDots } from './email.ts'
import { deviceIdLower, externalIdAsWritten, externalIdLower } from './external-id.ts'
import { gender, genderOrNonBinary } from './gender.ts'
import { familyNameForGoogle, givenNameForGoogle, nameLetters, nameLower } from './name.ts'
import type { NormalizedText, Omitted } from './normalized.ts'
import { phoneDigits, phoneE164, type PhoneMemo } from './phone.ts'
import { city, country, countryUpper, postalCodeAsWritten, state, zip, zipDigits, zipWhole } from './place.ts'

export interface SchemeContext {
  readonly country?: string | undefined
  readonly defaultCountry?: string | undefined
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

const hashed = (normalize: Scheme['normalize']): Scheme => ({ normalize, goes: 'hashed' })
const readable = (normalize: Scheme['normalize']): Scheme => ({ normalize, goes: 'readable' })
const hashedId = (normalize: Scheme['normalize']): Scheme => ({ normalize, goes: 'hashed', hexIsText: true })
const labelled = (normalize: Scheme['normalize'], label: HashLabel | 'none'): Scheme => ({
  normalize,
  goes: 'hashed',
  label,
})

const EMAIL = labelled(emailAsWritten, 'lower')
const EMAIL_GOOGLE = labelled(emailForGoogle, 'none')
const EMAIL_WITHOUT_DOTS = labelled(emailWithoutDots, 'none')
const PHONE_E164 = labelled(phoneE164, 'e164')
const PHONE_DIGITS = labelled(phoneDigits, 'digits')

export const SCHEMES = {
  tiktok: {
    email: EMAIL,
    phone: PHONE_E164,
    external_id: hashedId(externalIdAsWritten),
    first_name: hashed(nameLetters),
    last_name: hashed(nameLetters),
    zip_code: hashed(zipWhole),
    city: readable(city),
    state: readable(state),
    country: readable(country),
    idfa: hashedId(deviceIdLower),
    gaid: hashedId(deviceIdLower),
  },
  meta: {
    em: EMAIL,
    ph: PHONE_DIGITS,
    fn: hashed(nameLetters),
    ln: hashed(nameLetters),
    ct: hashed(city),
    st: hashed(state),
    zp: hashed(zip),
    country: hashed(country),
    ge: hashed(gender),
    db: hashed(birthDate),
    external_id: hashedId(externalIdLower),
  },
  google: {
    email: EMAIL_GOOGLE,
    phone: PHONE_E164,
    given_name: hashed(givenNameForGoogle),
    family_name: hashed(familyNameForGoogle),
    region_code: readable(countryUpper),
    postal_code: readable(postalCodeAsWritten),
  },
  snap: {
    em: EMAIL,
    ph: PHONE_DIGITS,
    fn: hashed(nameLower),
    ln: hashed(nameLower),
    ct: hashed(city),
    st: hashed(state),
    zp: hashed(zip),
    country: hashed(country),
    ge: hashed(gender),
    db: hashed(birthDate),
    external_id: hashedId(externalIdAsWritten),
  },
  pinterest: {
    em: EMAIL,
    ph: PHONE_DIGITS,
    fn: hashed(nameLower),
    ln: hashed(nameLower),
    ct: hashed(city),
    st: hashed(state),
    zp: hashed(zipDigits),
    country: hashed(country),
    ge: hashed(genderOrNonBinary),
    db: hashed(birthDate),
    external_id: hashedId(externalIdLower),
  },
  reddit: {
    email: EMAIL_WITHOUT_DOTS,
    phone_number: PHONE_E164,
    external_id: hashedId(externalIdAsWritten),
  },
  linkedin: {
    SHA256_EMAIL: EMAIL,
  },
  microsoft_uet: {
    em: EMAIL_WITHOUT_DOTS,
    ph: PHONE_E164,
    externalId: { ...readable(externalIdAsWritten), hexIsText: true },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Scheme>>>>
