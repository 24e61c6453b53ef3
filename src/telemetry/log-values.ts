/**
 * The texts that a line of the log may hold. Each is made here and nowhere else, from a closed set or by a bounded shape: a
 * value of a person has no way in, and a text that is neither becomes `other`.
 */
import { destinations } from '../destinations/registry.ts'
import { sha256Hex } from '../hashing/sha256.ts'

declare const brand: unique symbol

type Safe<Kind extends string> = string & { readonly [brand]: Kind }

/** The id of a site: from the policy. */
export type PolicyName = Safe<'policy'>
export type ShardName = Safe<'shard'>
export type DestinationName = Safe<'destination'>
/** Why nothing goes to a destination, or how it goes there: the codes of docs/errors.md. */
export type Reason = Safe<'reason'>
/** What a platform answered, or what became of asking it. */
export type AnswerCode = Safe<'answer'>
/** The first 12 digits of the policy's digest. */
export type PolicyDigest = Safe<'digest'>
/** The first 16 digits of the SHA-256 of an event id that is safe to store. */
export type EventRef = Safe<'event'>
/** The name of a class of errors. */
export type ErrorKind = Safe<'error'>

const OTHER = 'other'

export function policyName(from: { readonly id: string }): PolicyName {
  return safe(POLICY_ID.test(from.id) ? from.id : OTHER)
}

const POLICY_ID = /^[a-z\d][a-z\d._-]{0,99}$/

/** The object's own name, `<site>/<number>`. */
export function shardName(name: string | undefined): ShardName {
  return safe(/^[a-z\d][a-z\d._-]{0,99}\/\d{1,5}$/.test(name ?? '') ? (name ?? '') : OTHER)
}

const DESTINATIONS: ReadonlySet<string> = new Set(destinations.map(({ id }) => id))

export function destinationName(id: string): DestinationName {
  return safe(DESTINATIONS.has(id) ? id : OTHER)
}

/** As the codes of docs/errors.md are written: a few short words and no digit, so no address, number or id. */
const REASON = /^[a-z]{2,24}(?:_[a-z]{2,24}){0,4}$/

/** Reasons are written in our code, and none is made of what came. */
export function reason(code: string): Reason {
  return safe(REASON.test(code) ? code : OTHER)
}

const OWN_CODES: ReadonlySet<string> = new Set([
  'timeout',
  'network',
  'unreadable_answer',
  'unreadable_code',
  'events_missing',
  'no_credentials',
])
/** `http_503`, `40105`, `100/2804003`: shorter than any phone number. */
const PLATFORM_CODE = /^(?:http_\d{3}|-?\d{1,6}(?:\/\d{1,7})?)$/

/** A platform chooses its codes, and may echo what was sent: only what looks like a code is one. */
export function answerCode(code: string): AnswerCode {
  return safe(OWN_CODES.has(code) || PLATFORM_CODE.test(code) ? code : OTHER)
}

export function policyDigest(from: { readonly digest: string }): PolicyDigest {
  return safe(/^[\da-f]{64}$/.test(from.digest) ? from.digest.slice(0, 12) : OTHER)
}

/** `verdict.eventId` is the caller's id, or a keyed hash where personal data was found in it. */
export function eventRef(verdict: { readonly eventId: string }): EventRef {
  return safe(sha256Hex(verdict.eventId).slice(0, 16))
}

export function errorKind(error: unknown): ErrorKind {
  const name = error instanceof Error ? error.name : typeof error
  return safe(/^[A-Za-z]{1,40}$/.test(name) ? name : OTHER)
}

function safe<Kind extends string>(text: string): Safe<Kind> {
  return text as Safe<Kind>
}
