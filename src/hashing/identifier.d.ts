import { type NormalizedIdentifier, type OmitReason } from './normalized.ts'
import type { PhoneMemo } from './phone.ts'
import { SCHEMES, type HashLabel, type Scheme } from './schemes.ts'
import { type Sha256Hex } from './sha256.ts'
export type { NormalizedIdentifier, OmitReason } from './normalized.ts'
type Schemes = typeof SCHEMES
export type Platform = keyof Schemes
/** A platform and one of its own field names: `{ platform: 'meta', field: 'em' }`. */
export type Identifier = {
  [P in Platform]: {
    readonly platform: P
    readonly field: keyof Schemes[P] & string
  }
}[Platform]
export type TikTokField = keyof Schemes['tiktok']
export type MetaField = keyof Schemes['meta']
export interface IdentifierContext {
  /** The person's country, name or code: for phones before `defaultCountry`, and for the rules of zip and state. */
  readonly country?: string
  /** The site's country, for national phone numbers. */
  readonly defaultCountry?: string
  /**
   * How a value that arrives hashed was normalised. An e-mail or phone hash that the platform's scheme did not make is
   * left out. Absent: a hash is taken to be in the platform's own scheme already.
   */
  readonly hashedAs?: HashLabel
  /** Phone numbers already read in this context: parsing one is the dearest thing that is done to an event. */
  readonly phones?: PhoneMemo
}
export type HashedIdentifier =
  /**
   * `normalized` is the text that was hashed: personal data, never to be stored. Absent where the value arrived hashed
   * or its hash was remembered.
   */
  | {
      readonly sha256: Sha256Hex
      readonly normalized?: string
    }
  | {
      readonly omitted: OmitReason
    }
/** The pair as an `Identifier`, where there is such a field; for pairs that come from outside. */
export declare function findIdentifier(platform: string, field: string): Identifier | undefined
/** The text that the platform's scheme makes of `input`; or the hash that it already is; or why it is left out. */
export declare function normalizeIdentifier(
  identifier: Identifier,
  input: string,
  context: IdentifierContext,
): NormalizedIdentifier
/** What a value was read as. */
interface Reading {
  readonly scheme: Scheme
  readonly input: string
  readonly context: IdentifierContext
  readonly answer: NormalizedIdentifier
  /** Once it is asked for. */
  sha256: Sha256Hex | undefined
}
/**
 * One event's identifiers and their hashes, so that its destinations share them. Thrown away with the event. A list, because
 * an event has a dozen of them: looking through it costs less than a Map does by being made.
 */
export declare class HashMemo {
  #private
  /** Schemes that read a value in the same way, in one context, read it once. */
  read(scheme: Scheme, input: string, context: IdentifierContext): Reading
  hash(reading: Reading, text: string): Sha256Hex
}
/**
 * `normalizeIdentifier`, then SHA-256. It does not ask whether the platform takes the field hashed: the caller's mapping
 * says which way a field goes, and `goesReadable` checks it.
 */
export declare function hashIdentifier(
  identifier: Identifier,
  input: string,
  context: IdentifierContext,
  memo?: HashMemo,
): HashedIdentifier
/** The platform takes this field unhashed: city, state and country for TikTok, region and postal code for Google … */
export declare function goesReadable(identifier: Identifier): boolean
