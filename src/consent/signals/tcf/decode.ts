/**
 * IAB TCF 2 TC string → what it says. Strict, and bounded by the length of the text: nothing is allocated or looped over
 * by what a string claims. Whether what it says still counts is validity.ts; who may do what is decision.ts.
 *
 * Stricter than the official library, on purpose: the core comes first, a segment comes once, ranges ascend without
 * overlap and stay below their maximum, and a string has at most MAX_RANGE_ENTRIES of them.
 * Source: IAB Tech Lab, "Consent string and vendor list formats v2" (TCF 2.2 and 2.3), read 2026-11-21.
 */
import { Bits } from '../bits.ts'
import type { TcfFault } from './fault.ts'
import { type PublisherTc, readPublisherTc } from './publisher-tc.ts'
import { PURPOSE_BITS, type PurposeMask } from './purposes.ts'
import { type PublisherRestriction, readRestrictions } from './restrictions.ts'
import { EntryBudget, readVendorList, type VendorList } from './vendor-list.ts'

export interface TcString extends Segments {
  readonly ok: true
  /** Epoch ms. When the string was first made, and when the person last answered. */
  readonly createdMs: number
  readonly lastUpdatedMs: number
  readonly cmpId: number
  readonly cmpVersion: number
  readonly consentScreen: number
  /** Two capitals; other characters where the string holds none. */
  readonly consentLanguage: string
  readonly vendorListVersion: number
  readonly policyVersion: number
  readonly isServiceSpecific: boolean
  readonly useNonStandardTexts: boolean
  /** 12 bits; special feature f is bit 12 − f. */
  readonly specialFeatureOptIns: number
  readonly purposeConsents: PurposeMask
  readonly purposeLegitimateInterests: PurposeMask
  /** True: purpose 1 was not put to the person, by the law of the publisher's country. */
  readonly purposeOneTreatment: boolean
  readonly publisherCC: string
  readonly vendorConsents: VendorList
  readonly vendorLegitimateInterests: VendorList
  readonly publisherRestrictions: readonly PublisherRestriction[]
}

interface Segments {
  /** `core`, `disclosedVendors`, `allowedVendors`, `publisherTC`, `unknown_<type>`, in the order they came. */
  readonly segments: readonly string[]
  /** Null: the segment is not there, which is not the same as an empty one. */
  readonly disclosedVendors: VendorList | null
  readonly publisherTC: PublisherTc | null
}

type Core = Omit<TcString, keyof Segments>

export type DecodedTcf = TcString | { readonly ok: false; readonly reason: TcfFault }

/** About what MAX_RANGE_ENTRIES entries of 33 bits take; real strings stay below 2,500. */
const MAX_CHARACTERS = 8_192
export const SPECIAL_FEATURE_BITS = 12

/** One class, no backtracking: the engine's own scan costs a tenth of a loop while the isolate is cold. */
const BASE64URL = /^[A-Za-z0-9_-]+$/
const VERSION = 2
const SEGMENT_TYPE_BITS = 3
/** As many as there are types: each comes once. */
const MAX_SEGMENTS = 2 ** SEGMENT_TYPE_BITS
const DISCLOSED_VENDORS = 1
const ALLOWED_VENDORS = 2
const PUBLISHER_TC = 3

/** Never throws, whatever comes. */
export function decodeTcf(text: unknown): DecodedTcf {
  if (typeof text !== 'string') return { ok: false, reason: 'not_text' }
  const parts = splitSegments(text)
  if (typeof parts === 'string') return { ok: false, reason: parts }
  const budget = new EntryBudget()
  const core = readCore(new Bits(parts[0] ?? ''), budget)
  if (typeof core === 'string') return { ok: false, reason: core }
  const segments = readSegments(parts, budget)
  if (typeof segments === 'string') return { ok: false, reason: segments }
  return { ...core, ...segments }
}

/** At least one segment, each of the right alphabet and not empty. */
function splitSegments(text: string): readonly string[] | TcfFault {
  if (text.length > MAX_CHARACTERS) return 'too_long'
  if (isGpp(text)) return 'gpp_string'
  // One more than there are types: two of these are of one type, and refused, whatever would follow.
  const parts = text.split('.', MAX_SEGMENTS + 1)
  for (const part of parts) {
    if (part === '') return 'empty_segment'
    if (!BASE64URL.test(part)) return 'bad_char'
  }
  return parts
}

/** A GPP header is type 3, version 1 ("DB"); its sections are joined by "~", which no TC string has. */
function isGpp(text: string): boolean {
  return text.startsWith('DB') || (text.startsWith('D') && text.includes('~'))
}

function readCore(bits: Bits, budget: EntryBudget): Core | TcfFault {
  if (bits.read(6) !== VERSION) return 'unsupported_version'
  // Where the head is cut off already, so is the first list, which says so.
  const head = readHead(bits)
  const vendorConsents = readVendorList(bits, budget)
  if (typeof vendorConsents === 'string') return vendorConsents
  const vendorLegitimateInterests = readVendorList(bits, budget)
  if (typeof vendorLegitimateInterests === 'string') return vendorLegitimateInterests
  const publisherRestrictions = readRestrictions(bits, budget)
  if (typeof publisherRestrictions === 'string') return publisherRestrictions
  return { ok: true, ...head, vendorConsents, vendorLegitimateInterests, publisherRestrictions }
}

/** The fields of fixed width, in the order of the format. */
function readHead(bits: Bits) {
  return {
    createdMs: readDeciseconds(bits),
    lastUpdatedMs: readDeciseconds(bits),
    cmpId: bits.read(12),
    cmpVersion: bits.read(12),
    consentScreen: bits.read(6),
    consentLanguage: readLetters(bits),
    vendorListVersion: bits.read(12),
    policyVersion: bits.read(6),
    isServiceSpecific: bits.readFlag(),
    useNonStandardTexts: bits.readFlag(),
    specialFeatureOptIns: bits.read(SPECIAL_FEATURE_BITS),
    purposeConsents: bits.read(PURPOSE_BITS),
    purposeLegitimateInterests: bits.read(PURPOSE_BITS),
    purposeOneTreatment: bits.readFlag(),
    publisherCC: readLetters(bits),
  }
}

function readDeciseconds(bits: Bits): number {
  return bits.read(36) * 100
}

/** Two letters, A = 0. */
function readLetters(bits: Bits): string {
  const first = bits.read(6)
  return String.fromCharCode(65 + first, 65 + bits.read(6))
}

/** The segments after the core; of a type that is not known only the type is read. */
function readSegments(parts: readonly string[], budget: EntryBudget): Segments | TcfFault {
  const segments = ['core']
  let disclosedVendors: VendorList | null = null
  let publisherTC: PublisherTc | null = null
  for (const part of parts.slice(1)) {
    const bits = new Bits(part)
    const type = bits.read(SEGMENT_TYPE_BITS)
    const name = segmentName(type)
    if (segments.includes(name)) return 'duplicate_segment'
    segments.push(name)
    if (type === DISCLOSED_VENDORS) {
      const vendors = readVendorList(bits, budget)
      if (typeof vendors === 'string') return vendors
      disclosedVendors = vendors
    } else if (type === PUBLISHER_TC) {
      const publisher = readPublisherTc(bits)
      if (typeof publisher === 'string') return publisher
      publisherTC = publisher
    }
  }
  return { segments, disclosedVendors, publisherTC }
}

function segmentName(type: number): string {
  switch (type) {
    // A core begins with its version, and version 2 in 6 bits begins with 000.
    case 0:
      return 'core'
    case DISCLOSED_VENDORS:
      return 'disclosedVendors'
    // Retired with the global scope: what it says grants nothing, so it is not read.
    case ALLOWED_VENDORS:
      return 'allowedVendors'
    case PUBLISHER_TC:
      return 'publisherTC'
    default:
      return `unknown_${type}`
  }
}
