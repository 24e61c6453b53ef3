/**
 * May this vendor use this purpose, and on what basis? Pure; a vendor that the list does not know may nothing.
 * Source: IAB Tech Lab, "TCF Implementation Guidelines", how to determine the legal bases, read 2026-11-21.
 */
import type { TcString } from './decode.ts'
import { type Gvl, type GvlVendor, findVendor } from './gvl.ts'
import { hasPurpose, LAST_PURPOSE } from './purposes.ts'
import type { TcfValidity } from './validity.ts'

export type Basis = 'consent' | 'li'

export interface VendorBases {
  /** Whether the person was shown the vendor; null where the string has no DisclosedVendors segment. */
  readonly disclosed: boolean | null
  /** By purpose id, 1 to 11: null = not allowed. */
  readonly bases: Readonly<Record<number, Basis | null>>
}

/** Bit p of each is purpose p. */
interface Restricted {
  forbidden: number
  consentRequired: number
  legitimateInterestRequired: number
}

/** `validity` is that of `tc`: only a valid string allows anything. */
export function vendorBases(tc: TcString, validity: TcfValidity, vendorId: number, gvl: Gvl): VendorBases {
  const disclosed = tc.disclosedVendors === null ? null : tc.disclosedVendors.has(vendorId)
  const vendor = validity === 'valid' && disclosed !== false ? findVendor(gvl, vendorId) : undefined
  return { disclosed, bases: vendor === undefined ? NO_BASES : basesOf(tc, vendor) }
}

const NO_BASES: Readonly<Record<number, null>> = Object.freeze(
  Object.fromEntries(Array.from({ length: LAST_PURPOSE }, (_, index) => [index + 1, null])),
)

function basesOf(tc: TcString, vendor: GvlVendor): Readonly<Record<number, Basis | null>> {
  const restricted = restrictionsOn(tc, vendor.id)
  const bases: Record<number, Basis | null> = {}
  for (let purposeId = 1; purposeId <= LAST_PURPOSE; purposeId++) {
    const basis = requiredBasis(vendor, purposeId, restricted)
    bases[purposeId] = basis !== null && isGiven(tc, vendor.id, purposeId, basis) ? basis : null
  }
  return bases
}

function restrictionsOn(tc: TcString, vendorId: number): Restricted {
  const restricted: Restricted = { forbidden: 0, consentRequired: 0, legitimateInterestRequired: 0 }
  for (const { purposeId, type, vendors } of tc.publisherRestrictions) {
    if (purposeId > LAST_PURPOSE || !vendors.has(vendorId)) continue
    const bit = 1 << purposeId
    if (type === 1) restricted.consentRequired |= bit
    else if (type === 2) restricted.legitimateInterestRequired |= bit
    // 0 is "not allowed"; 3 has no meaning, and what has no meaning allows nothing.
    else restricted.forbidden |= bit
  }
  return restricted
}

/** What the vendor needs for the purpose: as it has declared, changed by the publisher where it said that it is flexible. */
function requiredBasis(vendor: GvlVendor, purposeId: number, restricted: Restricted): Basis | null {
  const declared = declaredBasis(vendor, purposeId)
  const bit = 1 << purposeId
  if (declared === null || (restricted.forbidden & bit) !== 0) return null
  const required = publisherBasis(bit, restricted)
  if (required === 'both') return null
  const basis = required ?? declared
  if (basis !== declared && !isFlexible(vendor, purposeId)) return null
  return basis === 'li' && !mayBeLegitimateInterest(purposeId) ? null : basis
}

function declaredBasis(vendor: GvlVendor, purposeId: number): Basis | null {
  if (vendor.purposes.includes(purposeId)) return 'consent'
  return vendor.legIntPurposes.includes(purposeId) ? 'li' : null
}

/** Undefined = the publisher leaves it. Both at once cannot be fulfilled, whatever order they come in. */
function publisherBasis(bit: number, restricted: Restricted): Basis | 'both' | undefined {
  const consent = (restricted.consentRequired & bit) !== 0
  const legitimateInterest = (restricted.legitimateInterestRequired & bit) !== 0
  if (consent && legitimateInterest) return 'both'
  if (consent) return 'consent'
  return legitimateInterest ? 'li' : undefined
}

/** Purpose 1 (store and access) is never flexible. */
function isFlexible(vendor: GvlVendor, purposeId: number): boolean {
  return purposeId !== 1 && vendor.flexiblePurposes.includes(purposeId)
}

/** Purpose 1 needs consent by the ePrivacy Directive; 3 to 6 (profiles) need it since TCF 2.2. */
function mayBeLegitimateInterest(purposeId: number): boolean {
  return purposeId !== 1 && (purposeId < 3 || purposeId > 6)
}

/** The purpose's bit and the vendor's bit, both for that basis. A consent bit does not help what needs the other. */
function isGiven(tc: TcString, vendorId: number, purposeId: number, basis: Basis): boolean {
  // Where purpose 1 was not put to the person, a bit for it is no answer of theirs.
  if (purposeId === 1 && tc.purposeOneTreatment) return false
  if (basis === 'consent') return hasPurpose(tc.purposeConsents, purposeId) && tc.vendorConsents.has(vendorId)
  return hasPurpose(tc.purposeLegitimateInterests, purposeId) && tc.vendorLegitimateInterests.has(vendorId)
}
