import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, digestHolds, policyDigest } from './digest.ts'
import type { CompiledPolicy } from './types.ts'

const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, 3.2.2 and 3.2.3, as the RFC does', () => {
    const value = {
      numbers: [JSON.parse('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts keys by UTF-16 code units, as the RFC’s example has them', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }

    expect([...canonicalJson(value).matchAll(/:(\d)/g)].map((match) => Number(match[1]))).toEqual([2, 4, 6, 7, 1, 5, 3])
  })

  it('is the same whatever the order of keys, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(withKeysReversed(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.stringify(JSON.parse(text))).toHaveLength(JSON.stringify(value).length)
      }),
    )
  })

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow('not a JSON number')
  })
})

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed)
  if (typeof value !== 'object' || value === null) return value
  const reversed = Object.entries(value).toReversed()
  return Object.fromEntries(reversed.map(([key, member]) => [key, withKeysReversed(member)]))
}

describe('digestHolds', () => {
  const content = {
    version: 2,
    approval: { roles: ['legal'], validUntil: '2027-11-30', keys: [] },
    grants: [],
    fieldSets: [],
    sites: [],
  } as const
  const policy: CompiledPolicy = { ...content, digest: policyDigest(content, sha256Hex) }

  it('holds for a policy as it was compiled', () => {
    expect(digestHolds(policy, sha256Hex)).toBe(true)
  })

  it('fails for a policy that was edited afterwards, in its rules or in its words', () => {
    const edited: readonly CompiledPolicy[] = [
      { ...policy, approval: { ...policy.approval, roles: [] } },
      { ...policy, note: { en: 'a', fr: 'b' } },
      { ...policy, fieldSets: [{ 'person.email': 0 }] },
    ]
    for (const one of edited) expect(digestHolds(one, sha256Hex)).toBe(false)
  })
})
