/** For tests only: one view of a TC string as we read it, and the same view as IAB's own library reads it. */
import { TCString } from '@iabtechlabtcf/core'
import type { TcString } from '../../../src/consent/signals/tcf/decode.ts'
import { idsIn } from '../../../src/consent/signals/tcf/purposes.ts'
import type { VendorList } from '../../../src/consent/signals/tcf/vendor-list.ts'

export function ourView(tc: TcString) {
  const publisher = tc.publisherTC
  return {
    created: tc.createdMs,
    lastUpdated: tc.lastUpdatedMs,
    numbers: [tc.cmpId, tc.cmpVersion, tc.consentScreen, tc.vendorListVersion, tc.policyVersion],
    flags: [tc.isServiceSpecific, tc.useNonStandardTexts, tc.purposeOneTreatment],
    // The official library writes the country in capitals, also where it is none.
    letters: [tc.consentLanguage, tc.publisherCC.toUpperCase()],
    specialFeatures: idsIn(tc.specialFeatureOptIns, 12),
    purposes: [idsIn(tc.purposeConsents), idsIn(tc.purposeLegitimateInterests)],
    vendors: [tc.vendorConsents, tc.vendorLegitimateInterests, tc.disclosedVendors].map((list) => idsOf(list)),
    restrictions: mergedRestrictions(
      tc.publisherRestrictions.map(({ purposeId, type, vendors }) => [`${purposeId}-${type}`, idsOf(vendors)]),
    ),
    publisher: [publisher?.consents ?? [], publisher?.legitimateInterests ?? []],
    customCount: publisher?.numCustomPurposes ?? 0,
    custom: [publisher?.customConsents ?? [], publisher?.customLegitimateInterests ?? []],
  }
}

/** Throws where the official library does. */
export function officialView(text: string): ReturnType<typeof ourView> {
  const model = TCString.decode(text)
  const restrictions = model.publisherRestrictions
  return {
    created: model.created.getTime(),
    lastUpdated: model.lastUpdated.getTime(),
    numbers: [model.cmpId, model.cmpVersion, model.consentScreen, model.vendorListVersion, model.policyVersion].map(
      asNumber,
    ),
    flags: [model.isServiceSpecific, model.useNonStandardTexts, model.purposeOneTreatment],
    letters: [model.consentLanguage, model.publisherCountryCode],
    specialFeatures: ascending(model.specialFeatureOptins),
    purposes: [ascending(model.purposeConsents), ascending(model.purposeLegitimateInterests)],
    vendors: [model.vendorConsents, model.vendorLegitimateInterests, model.vendorsDisclosed].map(ascending),
    restrictions: mergedRestrictions(
      restrictions.getRestrictions().map((restriction) => [restriction.hash, restrictions.getVendors(restriction)]),
    ),
    publisher: [ascending(model.publisherConsents), ascending(model.publisherLegitimateInterests)],
    customCount: Number(model.numCustomPurposes),
    custom: [ascending(model.publisherCustomConsents), ascending(model.publisherCustomLegitimateInterests)],
  }
}

/**
 * The official library gives up on these and we read on: segments that it does not know or that are retired, restrictions
 * without a meaning, a consent tool or a country that cannot be.
 */
export function officialGivesUp(tc: TcString): boolean {
  const segment = tc.segments.some((name) => name.startsWith('unknown') || name === 'allowedVendors')
  const restriction = tc.publisherRestrictions.some(({ purposeId, type }) => purposeId === 0 || type === 3)
  return segment || restriction || tc.cmpId < 2 || !/^[A-z]{2}$/.test(tc.publisherCC)
}

/** The official library unites restrictions of one purpose and type, and forgets those for nobody. */
function mergedRestrictions(all: readonly (readonly [string, readonly number[]])[]): Record<string, readonly number[]> {
  const merged = new Map<string, Set<number>>()
  for (const [key, ids] of all) {
    if (ids.length > 0) merged.set(key, new Set([...(merged.get(key) ?? []), ...ids]))
  }
  return Object.fromEntries([...merged].map(([key, ids]) => [key, sorted(ids)]))
}

/** The official model types its numbers as numbers or texts. */
function asNumber(value: number | string): number {
  return Number(value)
}

function ascending(vector: { values: () => IterableIterator<number> }): readonly number[] {
  return sorted(vector.values())
}

function sorted(ids: Iterable<number>): readonly number[] {
  return [...ids].toSorted((a, b) => a - b)
}

function idsOf(list: VendorList | null): readonly number[] {
  const ids: number[] = []
  for (let id = 1; id <= (list?.maxVendorId ?? 0); id++) if (list?.has(id) === true) ids.push(id)
  return ids
}
