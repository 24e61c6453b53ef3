import type { Sha256Hex } from './sha256.ts'

/** Why an identifier is left out. Stable codes: they are counted by name in receipts and diagnostics. */
export type OmitReason =
  /** Nothing is left after trimming, or it is the SHA-256 of nothing. Never hashed: all such people would look like one. */
  | 'empty'
  /** Longer than any real value: see MAX_LENGTH in clean.ts. */
  | 'too_long'
  /** Half of a surrogate pair, for which there is no UTF-8, or bytes that were none. */
  | 'not_unicode'
  /** What a program writes where it has no value: `null`, `undefined`, `{{email}}`. */
  | 'placeholder'
  /** 32 hex digits: an MD5 cannot be turned into a SHA-256. */
  | 'md5_hash'
  /** A hash of another kind or encoding (SHA-1, SHA-384, SHA-512, base64), or made by a scheme that this platform does not use. */
  | 'hash_not_convertible'
  | 'not_an_email'
  | 'not_a_phone'
  /** A national phone number, and no country to read it in. */
  | 'no_country'
  | 'not_a_country'
  | 'not_a_state'
  | 'not_a_zip'
  /** Not a date, or one that can be read in two ways. */
  | 'not_a_birth_date'
  | 'not_a_gender'

export interface NormalizedText {
  readonly kind: 'text'
  readonly value: string
}

export interface Omitted {
  readonly kind: 'omitted'
  readonly reason: OmitReason
}

/** `hash` is a value that arrived hashed by the right scheme. */
export type NormalizedIdentifier = NormalizedText | Omitted | { readonly kind: 'hash'; readonly value: Sha256Hex }

export function omit(reason: OmitReason): Omitted {
  return { kind: 'omitted', reason }
}

/** Never an empty text: that is the omission `whenEmpty`. */
export function text(value: string, whenEmpty: OmitReason = 'empty'): NormalizedText | Omitted {
  return value === '' ? omit(whenEmpty) : { kind: 'text', value }
}
