import { describe, expect, it } from 'vitest'
import { decodeTcf } from './decode.ts'
import { vendorBases, type VendorBases } from './decision.ts'
import { type Gvl, KNOWN_VENDORS } from './gvl.ts'
import { readTcf } from './read.ts'
import { only, type TcParts, writeTc } from '../../../../test/support/tc/tc-writer.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const EVERY = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]

/** 10 asks consent and may change 2, 3 and 7; 20 claims legitimate interest, wrongly also for 1 and 3; 30 is gone. */
const LIST: Gvl = {
  lastUpdated: '2026-09-24T16:00:00Z',
  vendors: {
    10: { id: 10, name: 'Asks', purposes: [1, 2, 3, 7, 9], legIntPurposes: [], flexiblePurposes: [1, 2, 3, 7] },
    20: { id: 20, name: 'Claims', purposes: [], legIntPurposes: [1, 2, 3, 7, 9], flexiblePurposes: [1, 3, 7] },
    30: { ...gone('2026-09-24T16:00:00Z'), id: 30 },
    31: { ...gone('2026-09-24T16:00:01Z'), id: 31 },
    32: { ...gone('soon'), id: 32 },
  },
}

function gone(deletedDate: string) {
  return { name: 'Gone', purposes: [1, 2], legIntPurposes: [], flexiblePurposes: [], deletedDate }
}

/** The person agreed to everything, for everybody: each test takes something away. */
const ALL: TcParts = {
  purposeConsents: EVERY,
  purposeLegitimateInterests: EVERY,
  vendorConsents: only(10, 20, 30, 31, 32, 40),
  vendorLegitimateInterests: only(10, 20, 30, 31, 32, 40),
  disclosedVendors: only(10, 20, 30, 31, 32, 40),
}

function read(parts: TcParts, vendorId: number, gvl = LIST): VendorBases {
  const tc = readTcf(writeTc(parts), { nowMs: NOW, maxAgeDays: 395, gvl })
  if (!tc.ok) throw new Error(tc.reason)
  return tc.vendor(vendorId)
}

/** Purposes that the vendor may use: `1c` by consent, `2l` by legitimate interest. */
function may(parts: TcParts, vendorId: number): string {
  return Object.entries(read(parts, vendorId).bases)
    .filter(([, basis]) => basis !== null)
    .map(([purposeId, basis]) => `${purposeId}${basis?.at(0)}`)
    .join(' ')
}

const forbid = (
  purposeId: number,
  type: number,
  ...entries: readonly (number | readonly [number, number])[]
): TcParts => ({
  ...ALL,
  restrictions: [{ purposeId, type, entries }],
})

describe('on what basis a vendor may use a purpose', () => {
  it('is the one that it declared', () => {
    expect(may(ALL, 10)).toBe('1c 2c 3c 7c 9c')
  })

  it('is never legitimate interest for storage or for profiles', () => {
    expect(may(ALL, 20)).toBe('2l 7l 9l')
  })

  it('needs both the bit of the purpose and the bit of the vendor', () => {
    expect(may({ ...ALL, vendorConsents: only(20) }, 10)).toBe('')
    expect(may({ ...ALL, purposeConsents: [1, 7] }, 10)).toBe('1c 7c')
    expect(may({ ...ALL, vendorLegitimateInterests: only(10) }, 20)).toBe('')
    expect(may({ ...ALL, purposeLegitimateInterests: [7] }, 20)).toBe('7l')
  })

  it('is not helped by consent where legitimate interest was declared, nor the other way round', () => {
    expect(may({ ...ALL, purposeLegitimateInterests: [] }, 20)).toBe('')
    expect(may({ ...ALL, purposeConsents: [] }, 10)).toBe('')
  })

  it('is none where storage was not put to the person', () => {
    expect(may({ ...ALL, purposeOneTreatment: true }, 10)).toBe('2c 3c 7c 9c')
  })
})

describe('the publisher', () => {
  it('forbids a purpose, to whom it names', () => {
    expect(may(forbid(7, 0, [1, 15]), 10)).toBe('1c 2c 3c 9c')
    expect(may(forbid(7, 0, [1, 15]), 20)).toBe('2l 7l 9l')
    expect(may(forbid(7, 0, [11, 65_535]), 20)).toBe('2l 9l')
  })

  it('forbids with a restriction that has no meaning', () => {
    expect(may(forbid(7, 3, 10), 10)).toBe('1c 2c 3c 9c')
  })

  it('requires consent where the vendor is flexible; where it is not, nothing is left', () => {
    expect(may(forbid(7, 1, 20), 20)).toBe('2l 7c 9l')
    expect(may(forbid(9, 1, 20), 20)).toBe('2l 7l')
    expect(may(forbid(3, 1, 20), 20)).toBe('2l 3c 7l 9l')
    expect(may({ ...forbid(7, 1, 20), vendorConsents: only(10) }, 20)).toBe('2l 9l')
  })

  it('changes nothing by requiring what is declared anyway', () => {
    expect(may(forbid(9, 1, 10), 10)).toBe('1c 2c 3c 7c 9c')
    expect(may(forbid(9, 2, 20), 20)).toBe('2l 7l 9l')
  })

  it('requires legitimate interest where the vendor is flexible, but never for storage or profiles', () => {
    expect(may(forbid(7, 2, 10), 10)).toBe('1c 2c 3c 7l 9c')
    expect(may(forbid(9, 2, 10), 10)).toBe('1c 2c 3c 7c')
    expect(may(forbid(3, 2, 10), 10)).toBe('1c 2c 7c 9c')
    expect(may(forbid(1, 2, 10), 10)).toBe('2c 3c 7c 9c')
  })

  it('cannot make a wrong claim on storage good', () => {
    expect(may(forbid(1, 1, 20), 20)).toBe('2l 7l 9l')
  })

  it('that requires both at once leaves nothing, in either order', () => {
    const both = [
      { purposeId: 7, type: 1, entries: [10] },
      { purposeId: 7, type: 2, entries: [10] },
    ]
    expect(may({ ...ALL, restrictions: both }, 10)).toBe('1c 2c 3c 9c')
    expect(may({ ...ALL, restrictions: both.toReversed() }, 10)).toBe('1c 2c 3c 9c')
  })

  it('that forbids is obeyed whatever else it requires', () => {
    const mixed = [
      { purposeId: 7, type: 0, entries: [20] },
      { purposeId: 7, type: 1, entries: [20] },
    ]
    expect(may({ ...ALL, restrictions: mixed }, 20)).toBe('2l 9l')
  })

  it('may name purposes that nobody knows', () => {
    expect(may(forbid(0, 0, 10), 10)).toBe('1c 2c 3c 7c 9c')
    expect(may(forbid(63, 0, 10), 10)).toBe('1c 2c 3c 7c 9c')
    expect(may(forbid(39, 0, 10), 10)).toBe('1c 2c 3c 7c 9c')
  })
})

describe('a vendor that may nothing', () => {
  it('was not shown to the person', () => {
    expect(read({ ...ALL, disclosedVendors: only(20) }, 10)).toMatchObject({
      disclosed: false,
      bases: { 1: null, 7: null },
    })
    expect(may({ ...ALL, disclosedVendors: only() }, 20)).toBe('')
  })

  it('is not known to the list', () => {
    expect(may(ALL, 40)).toBe('')
    expect(may(ALL, Number.NaN)).toBe('')
  })

  it('was deleted from the list by its date, or at a time that cannot be read', () => {
    expect(may(ALL, 30)).toBe('')
    expect(may(ALL, 31)).toBe('1c 2c')
    expect(may(ALL, 32)).toBe('')
  })

  it('stands in a string that does not count', () => {
    expect(may({ ...ALL, policyVersion: 3 }, 10)).toBe('')
    expect(read({ ...ALL, policyVersion: 3 }, 10).disclosed).toBe(true)
    const tc = decodeTcf(writeTc(ALL))
    expect(tc.ok && vendorBases(tc, 'future', 10, LIST).bases[1]).toBeNull()
  })
})

describe('a string without disclosed vendors from before they were required', () => {
  it('counts, and says that it does not know who was shown', () => {
    const { disclosedVendors: _, ...before } = { ...ALL, createdMs: Date.UTC(2026, 1, 1) }
    expect(read(before, 10).disclosed).toBeNull()
    expect(may(before, 10)).toBe('1c 2c 3c 7c 9c')
  })
})

describe('the built-in list', () => {
  it('knows no vendor for TikTok or Meta, and every entry under its own id', () => {
    const names = Object.values(KNOWN_VENDORS.vendors).map(({ name }) => name)
    expect(names.filter((name) => /tiktok|meta|facebook/i.test(name))).toEqual([])
    for (const [key, vendor] of Object.entries(KNOWN_VENDORS.vendors)) expect(key).toBe(String(vendor.id))
  })

  it('lets Google measure by legitimate interest only, and Microsoft by consent only', () => {
    const parts = {
      ...ALL,
      vendorConsents: only(755, 1_126),
      vendorLegitimateInterests: only(),
      disclosedVendors: only(755, 1_126),
    }
    expect(read(parts, 755, KNOWN_VENDORS).bases).toMatchObject({ 1: 'consent', 3: 'consent', 7: null })
    expect(read(parts, 1_126, KNOWN_VENDORS).bases).toMatchObject({ 1: 'consent', 7: 'consent', 9: 'consent' })
  })
})
