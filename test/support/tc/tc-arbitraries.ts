/** For tests only: generators of TC strings that follow the format. Small ids, since the official library is slow. */
import fc from 'fast-check'
import { idsIn } from '../../../src/consent/signals/tcf/purposes.ts'
import { number, type TcParts, textOf, type Vendors } from './tc-writer.ts'

export function purposes(): fc.Arbitrary<readonly number[]> {
  return fc.nat(2 ** 24 - 1).map((mask) => idsIn(mask))
}

export function publisherTc(): fc.Arbitrary<NonNullable<TcParts['publisherTC']>> {
  const some = fc.nat(2 ** 24 - 1)
  return fc.tuple(purposes(), purposes(), fc.nat(63), some, some).map(([consents, li, custom, first, second]) => ({
    consents,
    li,
    custom,
    customConsents: idsIn(first).filter((id) => id <= custom),
    // From the end, so that the last bit counts too.
    customLI: idsIn(second, Math.min(24, custom)).map((id) => custom + 1 - id),
  }))
}

/** Any parts may be absent; those that are there follow the format. */
export function tcParts(): fc.Arbitrary<TcParts> {
  return fc.record(
    {
      createdMs: fc.nat(2 ** 31 - 1).map((seconds) => seconds * 1_000 + 300),
      lastUpdatedMs: fc.nat(2 ** 31 - 1).map((seconds) => seconds * 1_000),
      cmpId: fc.integer({ min: 2, max: 4_095 }),
      cmpVersion: fc.nat(4_095),
      consentScreen: fc.nat(63),
      consentLanguage: fc.constantFrom('EN', 'FR', 'AZ'),
      vendorListVersion: fc.nat(4_095),
      policyVersion: fc.nat(63),
      isServiceSpecific: fc.boolean(),
      useNonStandardTexts: fc.boolean(),
      purposeConsents: purposes(),
      purposeLegitimateInterests: purposes(),
      purposeOneTreatment: fc.boolean(),
      specialFeatures: fc.nat(2 ** 12 - 1).map((mask) => idsIn(mask, 12)),
      publisherCC: fc.constantFrom('AA', 'DE', 'ZZ'),
      vendorConsents: vendors(),
      vendorLegitimateInterests: vendors(),
      disclosedVendors: vendors(),
      restrictions: fc.array(
        fc.record({ purposeId: fc.integer({ min: 1, max: 63 }), type: fc.nat(2), entries: entries() }),
        { maxLength: 3 },
      ),
      publisherTC: publisherTc(),
    },
    { requiredKeys: [] },
  )
}

/** Text of the right alphabet with anything in it. */
export function base64url(maxBits: number): fc.Arbitrary<string> {
  const words = fc.array(fc.nat(2 ** 30 - 1), { maxLength: maxBits / 30 })
  return words.map((all) => textOf(all.map((word) => number(word, 30)).join('')))
}

function vendors(): fc.Arbitrary<Vendors> {
  const gaps = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 15 })
  const bits = gaps.map((each) => {
    const ids = runningSums(each)
    return { maxVendorId: ids.at(-1) ?? 0, ids }
  })
  return fc.oneof(bits, fc.tuple(fc.nat(2_000), entries()).map(withMaximum))
}

/** Ascending without overlap: steps forward, each a single id or a range. */
function entries(): fc.Arbitrary<(number | readonly [number, number])[]> {
  const step = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(30))
  return fc.array(step, { maxLength: 10 }).map((steps) => {
    let last = 0
    return steps.map(([gap, length]) => {
      const first = last + gap
      last = first + length
      return length === 0 ? first : ([first, last] as const)
    })
  })
}

/** The maximum may be the last id or any above it. */
function withMaximum([above, all]: [number, (number | readonly [number, number])[]]): Vendors {
  const last = all.at(-1) ?? 0
  return { maxVendorId: (typeof last === 'number' ? last : last[1]) + above, entries: all }
}

function runningSums(gaps: readonly number[]): readonly number[] {
  let sum = 0
  return gaps.map((gap) => (sum += gap))
}
