/** Generated strings through this reader and through IAB's own library: field by field the same. */
import {
  GVL,
  PurposeRestriction,
  RestrictionType,
  TCModel,
  TCString,
  type VendorList as OfficialVendorList,
} from '@iabtechlabtcf/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTcf, type TcString } from './decode.ts'
import { officialView, ourView } from '../../../../test/support/tc/official-view.ts'
import { publisherTc, purposes, tcParts } from '../../../../test/support/tc/tc-arbitraries.ts'
import { writeTc } from '../../../../test/support/tc/tc-writer.ts'

const TYPES = [RestrictionType.NOT_ALLOWED, RestrictionType.REQUIRE_CONSENT, RestrictionType.REQUIRE_LI]
const VENDOR_IDS = Array.from({ length: 40 }, (_, index) => index * 8 + 1 + (index % 3))

describe('strings that the official library writes', () => {
  it('are read field by field as it reads them', () => {
    const forms = { bits: 0, ranges: 0, restricted: 0 }
    fc.assert(
      fc.property(models(), (parts) => {
        const text = TCString.encode(modelOf(parts))
        const tc = readable(text)
        if (tc.publisherRestrictions.length > 0) forms.restricted++
        if (tc.vendorConsents.maxVendorId > 0) forms['ranges' in tc.vendorConsents ? 'ranges' : 'bits']++
        expect(ourView(tc)).toEqual(officialView(text))
      }),
      { numRuns: 250 },
    )
    // It chooses the form itself: the law says nothing of a form that it never wrote.
    expect(Math.min(forms.bits, forms.ranges, forms.restricted)).toBeGreaterThan(10)
  })
})

describe('strings written by hand after the format', () => {
  it('are read field by field as the official library reads them', () => {
    fc.assert(
      fc.property(tcParts(), (parts) => {
        const text = writeTc(parts)
        expect(ourView(readable(text))).toEqual(officialView(text))
      }),
      { numRuns: 300 },
    )
  })
})

function readable(text: string): TcString {
  const tc = decodeTcf(text)
  if (!tc.ok) throw new Error(`${tc.reason}: ${text}`)
  return tc
}

/** One, some or all: the official encoder then chooses bits or ranges. */
function someVendors(): fc.Arbitrary<number[]> {
  return fc.oneof(fc.subarray(VENDOR_IDS, { maxLength: 3 }), fc.subarray(VENDOR_IDS), fc.constant(VENDOR_IDS))
}

/** Neighbours, so that the official encoder writes ranges of more than one. */
function neighbours(): fc.Arbitrary<number[]> {
  const run = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.nat(100))
  return run.map(([first, length]) => Array.from({ length: length + 1 }, (_, index) => first + index))
}

function models() {
  const restriction = fc.tuple(
    fc.integer({ min: 1, max: 10 }),
    fc.constantFrom(...TYPES),
    fc.subarray(VENDOR_IDS, { maxLength: 12 }),
  )
  return fc.record({
    createdMs: fc.nat(20_000).map((days) => days * 86_400_000),
    cmpId: fc.integer({ min: 2, max: 4_095 }),
    country: fc.constantFrom('AA', 'FR', 'GB', 'ZZ'),
    flags: fc.tuple(fc.boolean(), fc.boolean()),
    purposeConsents: purposes(),
    purposeLegitimateInterests: purposes(),
    specialFeatures: fc.subarray([1, 2, 12]),
    vendors: fc.tuple(someVendors(), someVendors(), fc.oneof(someVendors(), neighbours())),
    restrictions: fc.array(restriction, { maxLength: 4 }),
    publisher: publisherTc(),
  })
}

type Model = ReturnType<typeof models> extends fc.Arbitrary<infer Parts> ? Parts : never

function modelOf(parts: Model): TCModel {
  const model = new TCModel(OFFICIAL_LIST)
  model.created = new Date(parts.createdMs)
  model.lastUpdated = new Date(parts.createdMs + 86_400_000)
  model.cmpId = parts.cmpId
  model.publisherCountryCode = parts.country
  model.isServiceSpecific = true
  model.useNonStandardTexts = parts.flags[0]
  model.purposeOneTreatment = parts.flags[1]
  model.purposeConsents.set([...parts.purposeConsents])
  model.purposeLegitimateInterests.set([...parts.purposeLegitimateInterests])
  model.specialFeatureOptins.set(parts.specialFeatures)
  model.vendorConsents.set(parts.vendors[0])
  model.vendorLegitimateInterests.set(parts.vendors[1])
  model.vendorsDisclosed.set(parts.vendors[2])
  for (const [purposeId, type, ids] of parts.restrictions) {
    for (const id of ids) model.publisherRestrictions.add(id, new PurposeRestriction(purposeId, type))
  }
  setPublisher(model, parts.publisher)
  return model
}

function setPublisher(model: TCModel, { consents, li, custom, customConsents, customLI }: Model['publisher']): void {
  model.publisherConsents.set([...consents])
  model.publisherLegitimateInterests.set([...li])
  model.publisherCustomConsents.set([...customConsents])
  model.publisherCustomLegitimateInterests.set([...customLI])
  model.numCustomPurposes = custom
}

/** Every vendor declares something on either basis, so that the encoder keeps what we set. */
const OFFICIAL_LIST = new GVL({
  gvlSpecificationVersion: 3,
  vendorListVersion: 178,
  tcfPolicyVersion: 5,
  lastUpdated: '2026-09-24T16:00:00Z',
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [String(index + 1), { id: index + 1 }])),
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  stacks: {},
  vendors: Object.fromEntries(VENDOR_IDS.map((id) => [String(id), officialVendor(id)])),
} as unknown as OfficialVendorList)

function officialVendor(id: number) {
  const bases = { purposes: [1, 3, 4, 9], legIntPurposes: [2, 7, 10], flexiblePurposes: [2, 7, 9] }
  return { id, name: `Vendor ${id}`, ...bases, specialPurposes: [], features: [], specialFeatures: [] }
}
