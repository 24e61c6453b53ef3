import { describe, expect, it } from 'vitest'
import { decodeTcf, type TcString } from './decode.ts'
import { idsIn } from './purposes.ts'
import { number, only, type TcParts, textOf, writeTc } from '../../../../test/support/tc/tc-writer.ts'
import type { VendorList } from './vendor-list.ts'

/** The sample of the format's own text. */
const SPEC_SAMPLE = 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA'

function decoded(text: string): TcString {
  const tc = decodeTcf(text)
  if (!tc.ok) throw new Error(tc.reason)
  return tc
}

function idsOf(list: VendorList | null, upTo = 3_000): readonly number[] {
  return Array.from({ length: upTo }, (_, id) => id).filter((id) => list?.has(id))
}

function reasonOf(text: unknown): string {
  const tc = decodeTcf(text)
  return tc.ok ? 'read' : tc.reason
}

const faultOf = (parts: TcParts): string => reasonOf(writeTc(parts))

describe('the sample of the format', () => {
  const tc = decoded(SPEC_SAMPLE)

  it('gives the documented times, consent tool, list and country', () => {
    expect(new Date(tc.createdMs).toISOString()).toBe('2025-06-03T00:00:00.000Z')
    expect(tc.lastUpdatedMs).toBe(tc.createdMs)
    expect(tc).toMatchObject({ cmpId: 880, cmpVersion: 0, consentScreen: 0, consentLanguage: 'EN', publisherCC: 'DE' })
    expect(tc).toMatchObject({ vendorListVersion: 48, policyVersion: 2, isServiceSpecific: true })
  })

  it('gives the documented vendors of a bit field and of ranges', () => {
    expect(idsOf(tc.vendorConsents)).toEqual([1, 2, 3, 4])
    expect(idsOf(tc.vendorLegitimateInterests)).toEqual([])
    expect(idsOf(tc.disclosedVendors)).toEqual([1, 2, 3, 4, 5, 100, 404])
    expect(tc.segments).toEqual(['core', 'disclosedVendors', 'publisherTC'])
  })
})

describe('a string written by hand after the format', () => {
  it('gives every field of the core', () => {
    const tc = decoded(
      writeTc({
        createdMs: Date.UTC(2026, 0, 10),
        lastUpdatedMs: Date.UTC(2026, 8, 1, 12, 30, 0, 900),
        cmpId: 4_095,
        cmpVersion: 300,
        consentScreen: 63,
        consentLanguage: 'NL',
        vendorListVersion: 178,
        useNonStandardTexts: true,
        specialFeatures: [1, 12],
        purposeConsents: [1, 11, 24],
        purposeLegitimateInterests: [2, 7],
        purposeOneTreatment: true,
        publisherCC: 'BE',
      }),
    )
    expect(new Date(tc.createdMs).toISOString()).toBe('2026-01-10T00:00:00.000Z')
    expect(new Date(tc.lastUpdatedMs).toISOString()).toBe('2026-09-01T12:30:00.900Z')
    expect(tc).toMatchObject({ cmpId: 4_095, cmpVersion: 300, consentScreen: 63, consentLanguage: 'NL' })
    expect(tc).toMatchObject({ vendorListVersion: 178, useNonStandardTexts: true, purposeOneTreatment: true })
    expect(tc).toMatchObject({ policyVersion: 5, publisherCC: 'BE', disclosedVendors: null, publisherTC: null })
    expect(idsIn(tc.specialFeatureOptIns, 12)).toEqual([1, 12])
    expect(idsIn(tc.purposeConsents)).toEqual([1, 11, 24])
    expect(idsIn(tc.purposeLegitimateInterests)).toEqual([2, 7])
  })

  it('finds a vendor at either end of a range, and nobody beside it', () => {
    const list = decoded(
      writeTc({ vendorConsents: { maxVendorId: 65_535, entries: [755, [900, 1_126], 2_000, 65_535] } }),
    ).vendorConsents
    expect([755, 900, 1_000, 1_126, 2_000, 65_535].filter((id) => list.has(id))).toHaveLength(6)
    expect([0, 1, 754, 756, 899, 1_127, 1_999, 2_001, 65_534, 65_536].filter((id) => list.has(id))).toEqual([])
  })

  it('finds nobody outside a bit field, though bits follow it', () => {
    const list = decoded(
      writeTc({ vendorConsents: only(3), vendorLegitimateInterests: only(1, 2, 3, 4, 5) }),
    ).vendorConsents
    expect(idsOf(list)).toEqual([3])
    expect(list.has(-1)).toBe(false)
  })

  it('gives the restrictions in their order, also one of the undefined type', () => {
    const restrictions = [
      { purposeId: 7, type: 1, entries: [[755, 800] as const, 986] },
      { purposeId: 4, type: 3, entries: [[1, 65_535] as const] },
    ]
    const read = decoded(writeTc({ restrictions })).publisherRestrictions
    expect(read.map(({ purposeId, type, vendors }) => [purposeId, type, vendors.ranges])).toEqual([
      [
        7,
        1,
        [
          [755, 800],
          [986, 986],
        ],
      ],
      [4, 3, [[1, 65_535]]],
    ])
  })

  it("gives the publisher's own and made-up purposes", () => {
    const publisherTC = { consents: [1, 24], li: [2], custom: 63, customConsents: [1, 63], customLI: [62] }
    expect(decoded(writeTc({ publisherTC })).publisherTC).toEqual({
      consents: [1, 24],
      legitimateInterests: [2],
      numCustomPurposes: 63,
      customConsents: [1, 63],
      customLegitimateInterests: [62],
    })
  })

  it('tells an empty list of disclosed vendors from none', () => {
    expect(decoded(writeTc({})).disclosedVendors).toBeNull()
    expect(decoded(writeTc({ disclosedVendors: only() })).disclosedVendors?.maxVendorId).toBe(0)
  })

  it('passes over segments that it does not know, and over the retired one, whatever is in them', () => {
    const core = writeTc({})
    const retired = textOf(`${number(2, 3)}1`)
    expect(decoded(`${core}.gAAA.${retired}.4`).segments).toEqual(['core', 'unknown_4', 'allowedVendors', 'unknown_7'])
  })
})

describe('what is refused, and why', () => {
  const core = writeTc({})
  const disclosed = textOf(number(1, 3) + number(0, 17))

  it.each([
    [undefined, 'not_text'],
    [{ tcString: core }, 'not_text'],
    ['', 'empty_segment'],
    [`${core}.`, 'empty_segment'],
    [`${core}..${disclosed}`, 'empty_segment'],
    [`${core}==`, 'bad_char'],
    [`${core}.I+AA`, 'bad_char'],
    [`${core} `, 'bad_char'],
    [core.replace('F', '\u0000'), 'bad_char'],
    [core.replace('F', 'é'), 'bad_char'],
    [`DBABMA~${core}`, 'gpp_string'],
    ['DBAA', 'gpp_string'],
    ['BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA', 'unsupported_version'],
    [writeTc({ version: 3 }), 'unsupported_version'],
    [`${disclosed}.${core}`, 'unsupported_version'],
    [`${core}.${disclosed}.${disclosed}`, 'duplicate_segment'],
    [`${core}.${core}`, 'duplicate_segment'],
    [`${core}${'.gAAA'.repeat(9)}`, 'duplicate_segment'],
    [`${core}.IAAA.QAAA.YAAAAAAAAAAA.gAAA.oAAA.wAAA.4AAA.IAAA`, 'duplicate_segment'],
    [`C${'A'.repeat(8_192)}`, 'too_long'],
  ])('%j is %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason)
  })

  it('a string is cut anywhere before the end of its core', () => {
    const whole = writeTc({
      vendorConsents: only(755),
      vendorLegitimateInterests: { maxVendorId: 9, entries: [[2, 9]] },
    })
    for (let length = 1; length < whole.length; length++) expect(reasonOf(whole.slice(0, length))).toBe('truncated')
    expect(reasonOf(whole)).toBe('read')
  })

  it('a later segment is cut', () => {
    const { publisherTC } = { publisherTC: { consents: [], li: [], custom: 9, customConsents: [], customLI: [] } }
    expect(reasonOf(writeTc({ disclosedVendors: only(755) }).slice(0, -1))).toBe('truncated')
    expect(reasonOf(writeTc({ publisherTC }).slice(0, -1))).toBe('truncated')
    expect(reasonOf(`${core}.I`)).toBe('truncated')
  })

  it.each([
    ['ends before it starts', [[900, 800] as const]],
    ['starts at 0', [[0, 8] as const]],
    ['goes beyond the maximum of its list', [[900, 1_001] as const]],
    ['is a single id beyond the maximum', [1_001]],
  ])('a range %s', (_, entries) => {
    expect(faultOf({ vendorConsents: { maxVendorId: 1_000, entries } })).toBe('bad_range')
    expect(faultOf({ disclosedVendors: { maxVendorId: 1_000, entries } })).toBe('bad_range')
  })

  it.each([
    ['are the same', [[1, 65_535] as const, [1, 65_535] as const]],
    ['share one id', [[1, 9] as const, [9, 12] as const]],
    ['descend', [986, 755]],
  ])('two ranges %s', (_, entries) => {
    expect(faultOf({ vendorLegitimateInterests: { maxVendorId: 65_535, entries } })).toBe('overlapping_ranges')
    expect(faultOf({ restrictions: [{ purposeId: 7, type: 0, entries }] })).toBe('overlapping_ranges')
  })

  it('more than 1,500 entries in all lists together', () => {
    const singles = (count: number) => Array.from({ length: count }, (_, index) => 2 * index + 1)
    const parts = (count: number): TcParts => ({
      vendorConsents: { maxVendorId: 9_000, entries: singles(700) },
      restrictions: [{ purposeId: 7, type: 1, entries: singles(700) }],
      disclosedVendors: { maxVendorId: 9_000, entries: singles(count) },
    })
    expect(faultOf(parts(100))).toBe('read')
    expect(faultOf(parts(101))).toBe('too_many_entries')
  })

  it('a claim of entries or restrictions that no real string has, before anything of it is read', () => {
    expect(faultOf({ vendorConsents: { maxVendorId: 9_000, entries: [], count: 1_501 } })).toBe('too_many_entries')
    expect(faultOf({ restrictionCount: 257 })).toBe('too_many_entries')
    expect(faultOf({ restrictionCount: 256 })).toBe('truncated')
  })
})
