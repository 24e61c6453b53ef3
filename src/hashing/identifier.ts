/**
 * From what a person typed to what a platform matches on: normalise by the platform's own rule, then SHA-256.
 * Pure and total: any string gives a value, never an exception.
 */
import { keepAlive } from '../event/kept-alive.ts'
import { once } from '../event/once.ts'
import { NOBODY, PLACEHOLDERS } from '../event/placeholder.ts'
import { clean } from './clean.ts'
import { omit, type NormalizedIdentifier, type OmitReason } from './normalized.ts'
import type { PhoneMemo } from './phone.ts'
import { SCHEMES, type HashLabel, type Scheme } from './schemes.ts'
import { readSha256Hex, sha256Hex, type Sha256Hex } from './sha256.ts'

export type { NormalizedIdentifier, OmitReason } from './normalized.ts'

type Schemes = typeof SCHEMES

export type Platform = keyof Schemes

/** A platform and one of its own field names: `{ platform: 'meta', field: 'em' }`. */
export type Identifier = {
  [P in Platform]: { readonly platform: P; readonly field: keyof Schemes[P] & string }
}[Platform]

export type TikTokField = keyof Schemes['tiktok']
export type MetaField = keyof Schemes['meta']

export interface IdentifierContext {
  /** The person's country, name or code: for phones before `defaultCountry`, and for the rules of zip and state. */
  readonly country?: string | undefined
  /** The site's country, for national phone numbers. */
  readonly defaultCountry?: string
  /**
   * How a value that arrives hashed was normalised. An e-mail or phone hash that the platform's scheme did not make is
   * left out. Absent: a hash is taken to be in the platform's own scheme already.
   */
  readonly hashedAs?: HashLabel | undefined
  /** Phone numbers already read in this context: parsing one is the dearest thing that is done to an event. */
  readonly phones?: PhoneMemo
}

export type HashedIdentifier =
  /**
   * `normalized` is the text that was hashed: personal data, never to be stored. Absent where the value arrived hashed
   * or its hash was remembered.
   */
  { readonly sha256: Sha256Hex; readonly normalized?: string } | { readonly omitted: OmitReason }

/** The pair as an `Identifier`, where there is such a field; for pairs that come from outside. */
export function findIdentifier(platform: string, field: string): Identifier | undefined {
  const identifier = { platform, field }
  return isIdentifier(identifier) ? identifier : undefined
}

function isIdentifier(pair: { readonly platform: string; readonly field: string }): pair is Identifier {
  return schemeNamed(pair.platform, pair.field) !== undefined
}

/** The text that the platform's scheme makes of `input`; or the hash that it already is; or why it is left out. */
export function normalizeIdentifier(
  identifier: Identifier,
  input: string,
  context: IdentifierContext,
): NormalizedIdentifier {
  const scheme = schemeOf(identifier)
  return scheme === undefined ? omit('empty') : normalizeBy(scheme, input, context)
}

/** For those who ask for the same field of one event after the other. */
export function schemeOf({ platform, field }: Identifier): Scheme | undefined {
  return schemeNamed(platform, field)
}

function normalizeBy(scheme: Scheme, input: string, context: IdentifierContext): NormalizedIdentifier {
  const cleaned = clean(input)
  if (cleaned.kind === 'omitted') return cleaned
  return readHash(cleaned.value, scheme, context.hashedAs) ?? bounded(scheme.normalize(cleaned.value, context))
}

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
export class HashMemo {
  readonly #readings: Reading[] = []

  /** Schemes that read a value in the same way, in one context, read it once. */
  read(scheme: Scheme, input: string, context: IdentifierContext): Reading {
    for (const known of this.#readings) {
      if (known.input === input && known.context === context && readsAlike(known.scheme, scheme)) return known
    }
    const made: Reading = { scheme, input, context, answer: normalizeBy(scheme, input, context), sha256: undefined }
    this.#readings.push(made)
    return made
  }

  hash(reading: Reading, text: string): Sha256Hex {
    reading.sha256 ??= this.#hashOf(text) ?? sha256Hex(text)
    return reading.sha256
  }

  #hashOf(text: string): Sha256Hex | undefined {
    for (const { answer, sha256 } of this.#readings) {
      if (sha256 !== undefined && answer.kind === 'text' && answer.value === text) return sha256
    }
    return undefined
  }
}

keepAlive(new HashMemo())

function readsAlike(one: Scheme, other: Scheme): boolean {
  return one === other || (one.normalize === other.normalize && one.label === other.label && one.goes === other.goes)
}

/**
 * `normalizeIdentifier`, then SHA-256. It does not ask whether the platform takes the field hashed: the caller's mapping
 * says which way a field goes, and `goesReadable` checks it.
 */
export function hashIdentifier(
  identifier: Identifier,
  input: string,
  context: IdentifierContext,
  memo: HashMemo = new HashMemo(),
): HashedIdentifier {
  const scheme = schemeOf(identifier)
  return scheme === undefined ? { omitted: 'empty' } : hashBy(scheme, input, context, memo)
}

export function hashBy(scheme: Scheme, input: string, context: IdentifierContext, memo: HashMemo): HashedIdentifier {
  const reading = memo.read(scheme, input, context)
  const { answer } = reading
  if (answer.kind === 'omitted') return { omitted: answer.reason }
  if (answer.kind === 'hash') return { sha256: answer.value }
  return { sha256: memo.hash(reading, answer.value), normalized: answer.value }
}

/** The platform takes this field unhashed: city, state and country for TikTok, region and postal code for Google … */
export function goesReadable(identifier: Identifier): boolean {
  return schemeNamed(identifier.platform, identifier.field)?.goes === 'readable'
}

const SCHEME_BY_NAME: ReadonlyMap<string, ReadonlyMap<string, Scheme>> = new Map(
  Object.entries(SCHEMES).map(([platform, fields]) => [platform, new Map<string, Scheme>(Object.entries(fields))]),
)

function schemeNamed(platform: string, field: string): Scheme | undefined {
  return SCHEME_BY_NAME.get(platform)?.get(field)
}

const MAX_NORMALIZED_LENGTH = 256

/** Lower-casing can make a text longer, so the length is looked at again. */
function bounded(normalized: NormalizedIdentifier): NormalizedIdentifier {
  return normalized.kind === 'text' && normalized.value.length > MAX_NORMALIZED_LENGTH ? omit('too_long') : normalized
}

/** What is hashed where a program has the wrong thing in its hand: an object, a promise of the value, a number without its digits. */
const BY_MISTAKE = ['[object Object]', '[object Promise]', '+']

/** The SHA-256 of nothing, and of what programs write for nothing: hashed by a caller who did not look. */
const hashesOfNothing = once(
  (): ReadonlyMap<string, OmitReason> =>
    new Map([
      [sha256Hex(''), 'empty'],
      [sha256Hex(' '), 'empty'],
      ...[...PLACEHOLDERS, ...BY_MISTAKE].map((word): [string, OmitReason] => [sha256Hex(word), 'placeholder']),
    ]),
)

/** As they are, and with a capital: Python writes `None`. Of an e-mail, a phone or an id they are nobody's; `None` is a family name. */
const hashesOfNobody = once(
  (): ReadonlySet<string> =>
    new Set(NOBODY.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1)]).map(sha256Hex)),
)

/** What to do with a value that is a hash already; undefined where it is not one. */
function readHash(value: string, scheme: Scheme, label: HashLabel | undefined): NormalizedIdentifier | undefined {
  const bare = withoutAppendix(value)
  const hash = readSha256Hex(bare)
  if (hash === undefined) return refuseOtherHash(value, scheme)
  const nothing = hashesOfNothing().get(hash)
  if (nothing !== undefined) return omit(nothing)
  if ((scheme.label !== undefined || scheme.hexIsText === true) && hashesOfNobody().has(hash))
    return omit('placeholder')
  const usable = (bare === value ? isMadeBy(scheme, label) : isMadeByMeta(scheme)) && !HEX_TEXT.test(hash)
  return usable && scheme.goes === 'hashed' ? { kind: 'hash', value: hash } : omit('hash_not_convertible')
}

function isMadeBy(scheme: Scheme, label: HashLabel | undefined): boolean {
  return label === undefined || scheme.label === undefined || scheme.label === label
}

/** The appendix says who made the hash, whatever else is said of it: a phone number in digits alone. */
function isMadeByMeta({ label }: Scheme): boolean {
  return label !== 'e164' && label !== 'none'
}

/** 32 letters in hexadecimal, an e-mail address for instance: one hash in 40 million million looks like that. */
const HEX_TEXT = /^(?:[2-7].)+$/

const APPENDIX = /^[0-9a-fA-F]{64}\.(?:[\w-]{2}|[\w-]{8})$/

/** Meta's parameter builder appends `.AQ` or `.<8 characters>` to its hashes. facebook/capi-param-builder, read 2026-11-21. */
function withoutAppendix(value: string): string {
  return value.length > 64 && APPENDIX.test(value) ? value.slice(0, 64) : value
}

const MD5_DIGITS = 32
/** A hash with a word around it, of another length or not even whole (`sha256:…`); no address: those may be made of such digits. */
const WITH_HASH = /^[^@]*[0-9a-f]{32}[^@]*$/i
/** MD5, SHA-1, SHA-256 and SHA-512 in base64, with `=` at the end or without. */
const BASE64_HASH = /^(?:[\w+/-]{22}==|[\w+/-]{27}=|[\w+/-]{43}=?|[\w+/-]{86}(?:==)?)$/

function refuseOtherHash(value: string, scheme: Scheme): NormalizedIdentifier | undefined {
  if (scheme.hexIsText === true || value.length < 24) return undefined
  if (WITH_HASH.test(value)) return omit(value.length === MD5_DIGITS ? 'md5_hash' : 'hash_not_convertible')
  return BASE64_HASH.test(value) ? omit('hash_not_convertible') : undefined
}
