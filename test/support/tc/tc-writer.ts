/**
 * For tests only: writes TC strings bit by bit after the text of the format, also wrong ones. A gateway must not make TC
 * strings: only a registered consent tool may, and what comes in goes on unchanged.
 */

/** A bit for each of 1 to maxVendorId. */
interface Bitfield {
  readonly maxVendorId: number
  readonly ids: readonly number[]
}

/** A single id or first and last, exactly as given. */
type Entry = number | readonly [first: number, last: number]

interface Ranges {
  readonly maxVendorId: number
  readonly entries: readonly Entry[]
  /** What NumEntries claims; what is there by default. */
  readonly count?: number
}

export type Vendors = Bitfield | Ranges

export interface TcParts {
  readonly version?: number
  readonly createdMs?: number
  readonly lastUpdatedMs?: number
  readonly cmpId?: number
  readonly cmpVersion?: number
  readonly consentScreen?: number
  readonly consentLanguage?: string
  readonly vendorListVersion?: number
  readonly policyVersion?: number
  readonly isServiceSpecific?: boolean
  readonly useNonStandardTexts?: boolean
  readonly specialFeatures?: readonly number[]
  readonly purposeConsents?: readonly number[]
  readonly purposeLegitimateInterests?: readonly number[]
  readonly purposeOneTreatment?: boolean
  readonly publisherCC?: string
  readonly vendorConsents?: Vendors
  readonly vendorLegitimateInterests?: Vendors
  readonly restrictions?: readonly { purposeId: number; type: number; entries: readonly Entry[] }[]
  /** What NumPubRestrictions claims; what is there by default. */
  readonly restrictionCount?: number
  readonly disclosedVendors?: Vendors
  readonly publisherTC?: {
    readonly consents: readonly number[]
    readonly li: readonly number[]
    readonly custom: number
    readonly customConsents: readonly number[]
    readonly customLI: readonly number[]
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NOBODY: Vendors = { maxVendorId: 0, ids: [] }
const DAY = Date.UTC(2026, 9, 1)

/** A bit field of exactly these vendors. */
export function only(...ids: readonly number[]): Vendors {
  return { maxVendorId: Math.max(0, ...ids), ids }
}

/** Policy version 5, service specific, made on 2026-10-01, nobody consented: unless `parts` say otherwise. */
export function writeTc(parts: TcParts): string {
  const segments = [textOf(coreBits(parts))]
  if (parts.disclosedVendors !== undefined) segments.push(textOf(number(1, 3) + vendorBits(parts.disclosedVendors)))
  if (parts.publisherTC !== undefined) segments.push(textOf(number(3, 3) + publisherBits(parts.publisherTC)))
  return segments.join('.')
}

/** Base64url of bits ("0101…"), filled up with 0 to a whole character. */
export function textOf(bits: string): string {
  const text: string[] = []
  for (let i = 0; i < bits.length; i += 6)
    text.push(ALPHABET.charAt(Number.parseInt(bits.slice(i, i + 6).padEnd(6, '0'), 2)))
  return text.join('')
}

export function number(value: number, width: number): string {
  return value.toString(2).padStart(width, '0')
}

function coreBits(parts: TcParts): string {
  return [
    number(parts.version ?? 2, 6),
    number((parts.createdMs ?? DAY) / 100, 36),
    number((parts.lastUpdatedMs ?? parts.createdMs ?? DAY) / 100, 36),
    number(parts.cmpId ?? 7, 12),
    number(parts.cmpVersion ?? 1, 12),
    number(parts.consentScreen ?? 1, 6),
    letters(parts.consentLanguage ?? 'FR'),
    number(parts.vendorListVersion ?? 143, 12),
    number(parts.policyVersion ?? 5, 6),
    flag(parts.isServiceSpecific ?? true),
    flag(parts.useNonStandardTexts ?? false),
    flags(parts.specialFeatures ?? [], 12),
    flags(parts.purposeConsents ?? [], 24),
    flags(parts.purposeLegitimateInterests ?? [], 24),
    flag(parts.purposeOneTreatment ?? false),
    letters(parts.publisherCC ?? 'FR'),
    vendorBits(parts.vendorConsents ?? NOBODY),
    vendorBits(parts.vendorLegitimateInterests ?? NOBODY),
    restrictionBits(parts),
  ].join('')
}

function vendorBits(vendors: Vendors): string {
  if ('ids' in vendors) return number(vendors.maxVendorId, 16) + flag(false) + flags(vendors.ids, vendors.maxVendorId)
  return number(vendors.maxVendorId, 16) + flag(true) + entryBits(vendors.entries, vendors.count)
}

function entryBits(entries: readonly Entry[], count = entries.length): string {
  return number(count, 12) + entries.map(oneEntry).join('')
}

function oneEntry(entry: Entry): string {
  return typeof entry === 'number'
    ? flag(false) + number(entry, 16)
    : flag(true) + number(entry[0], 16) + number(entry[1], 16)
}

function restrictionBits({ restrictions = [], restrictionCount = restrictions.length }: TcParts): string {
  const each = restrictions.map(
    ({ purposeId, type, entries }) => number(purposeId, 6) + number(type, 2) + entryBits(entries),
  )
  return number(restrictionCount, 12) + each.join('')
}

function publisherBits({
  consents,
  li,
  custom,
  customConsents,
  customLI,
}: NonNullable<TcParts['publisherTC']>): string {
  return (
    flags(consents, 24) + flags(li, 24) + number(custom, 6) + flags(customConsents, custom) + flags(customLI, custom)
  )
}

function letters(two: string): string {
  return number(two.charCodeAt(0) - 65, 6) + number(two.charCodeAt(1) - 65, 6)
}

function flag(value: boolean): string {
  return value ? '1' : '0'
}

function flags(ids: readonly number[], width: number): string {
  const wanted = new Set(ids)
  return Array.from({ length: width }, (_, index) => flag(wanted.has(index + 1))).join('')
}
