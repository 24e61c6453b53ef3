/** What somebody breaks or makes up is refused with a reason, or read as IAB's own library reads it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_POINT } from '../../../../test/support/code-points.ts'
import { decodeTcf } from './decode.ts'
import { KNOWN_VENDORS } from './gvl.ts'
import { officialGivesUp, officialView, ourView } from '../../../../test/support/tc/official-view.ts'
import { readTcf } from './read.ts'
import { base64url, tcParts } from '../../../../test/support/tc/tc-arbitraries.ts'
import { type TcParts, writeTc } from '../../../../test/support/tc/tc-writer.ts'

/** Where we refuse and the official library may read on: the strictness that decode.ts names. */
const STRICTER: readonly string[] = [
  'too_long',
  'gpp_string',
  'unsupported_version',
  'duplicate_segment',
  'bad_range',
  'overlapping_ranges',
  'too_many_entries',
]

/** Mostly of the alphabet: what is not is refused by both at once. */
const WRONG = ['A', 'C', 'I', 'Q', 'Y', 'g', 'w', '4', '_', '-', 'B', 'D', '.', '~', '=', ' ', 'é']

describe('strings that somebody has broken', () => {
  it('are read the same or refused by both, but for what is known', () => {
    const seen = { read: 0, refused: 0, tolerated: 0 }
    fc.assert(
      fc.property(broken(), (text) => {
        const tc = decodeTcf(text)
        if (!tc.ok) {
          seen.refused++
          if (!STRICTER.includes(tc.reason)) expect(() => officialView(text)).toThrow()
        } else if (officialGivesUp(tc)) {
          seen.tolerated++
        } else {
          seen.read++
          expect(ourView(tc)).toEqual(officialView(text))
        }
      }),
      { numRuns: 600 },
    )
    // The law would say nothing of what never came.
    expect(Math.min(seen.read, seen.refused, seen.tolerated)).toBeGreaterThan(20)
  })
})

describe('anything at all', () => {
  const context = { nowMs: Date.UTC(2026, 10, 21), maxAgeDays: 395, gvl: KNOWN_VENDORS }

  it('never throws, neither when read nor when asked for a vendor', () => {
    const long = fc.tuple(base64url(300), fc.nat(300)).map(([piece, times]) => `CQ${piece.repeat(times)}`)
    const anything = fc.oneof(fc.anything(), fc.string({ maxLength: 300, unit: CODE_POINT }), base64url(3_000), long)
    const vendorId = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(755, 65_535))
    fc.assert(
      fc.property(anything, vendorId, (value, id) => {
        const reading = readTcf(value, context)
        if (reading.ok) reading.vendor(id)
      }),
      { numRuns: 300 },
    )
  })

  it('holds no more than its text, whatever it claims', () => {
    const everybody = { maxVendorId: 65_535, entries: [[1, 65_535] as const] }
    const all = Array.from({ length: 256 }, (_, index) => ({ purposeId: index % 64, type: index % 4, ...everybody }))
    const text = writeTc({ vendorConsents: everybody, disclosedVendors: everybody, restrictions: all })
    const tc = decodeTcf(text)
    expect(tc.ok && JSON.stringify(tc).length).toBeLessThan(20 * text.length)
    expect(tc.ok && tc.publisherRestrictions.every(({ vendors }) => vendors.ranges.length === 1)).toBe(true)
  })
})

/** Cut, flipped, joined anew, or with fields out of all bounds. */
function broken(): fc.Arbitrary<string> {
  const text = tcParts().map(writeTc)
  const cut = fc.tuple(text, fc.nat(300)).map(([whole, length]) => whole.slice(0, length))
  const flips = fc.array(fc.tuple(fc.nat(400), fc.constantFrom(...WRONG)), { minLength: 1, maxLength: 3 })
  const flipped = fc.tuple(text, flips).map(([whole, all]) => all.reduce(replaceAt, whole))
  const joined = fc.tuple(text, base64url(120)).map(([whole, more]) => `${whole}.${more}`)
  const wild = fc.tuple(tcParts(), wildParts()).map(([parts, wrong]) => writeTc({ ...parts, ...wrong }))
  return fc.oneof(
    cut,
    flipped,
    joined,
    wild,
    base64url(900).map((more) => `CQ${more}`),
  )
}

function replaceAt(text: string, [position, character]: readonly [number, string]): string {
  const at = position % Math.max(1, text.length)
  return text.slice(0, at) + character + text.slice(at + 1)
}

function wildParts(): fc.Arbitrary<TcParts> {
  const id = fc.oneof(fc.nat(40), fc.nat(1_000))
  const entries = fc.array(fc.oneof(id, fc.tuple(id, id)), { maxLength: 4 })
  return fc.record(
    {
      version: fc.nat(3),
      cmpId: fc.nat(2),
      publisherCC: fc.constantFrom('A{', '|~', 'FR'),
      restrictions: fc.array(fc.record({ purposeId: fc.nat(63), type: fc.nat(3), entries }), { maxLength: 3 }),
      vendorConsents: fc.record({ maxVendorId: fc.nat(1_100), entries }),
    },
    { requiredKeys: [] },
  )
}
