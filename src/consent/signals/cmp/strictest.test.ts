import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UNREADABLE, type CmpRecord } from './cmp.ts'
import { strictestRecord } from './strictest.ts'

const answers = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom(true, false, null))
const anyRecord: fc.Arbitrary<CmpRecord> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(UNREADABLE) },
  {
    weight: 9,
    arbitrary: fc.record({
      ok: fc.constant(true as const),
      choiceMade: fc.boolean(),
      choices: answers.map((choices) => new Map(Object.entries(choices))),
      optOut: fc.constantFrom(true, false, null),
    }),
  },
)

describe('several accounts of one tool', () => {
  it('allow nothing that one of them refuses, or that none of them answered', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (records) => {
        const together = strictestRecord(records)
        for (const key of ['a', 'b']) {
          if (!isGranted(together, key)) continue
          expect(records.every((record) => record.ok && record.choices.get(key) !== false)).toBe(true)
          expect(records.some((record) => isGranted(record, key))).toBe(true)
        }
      }),
    )
  })

  it('say the same of every key in any order', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 4 }), (records) => {
        const forth = strictestRecord(records)
        const back = strictestRecord(records.toReversed())
        for (const key of ['a', 'b']) expect(isGranted(back, key)).toBe(isGranted(forth, key))
      }),
    )
  })

  it('lapse with the first, and are Global Privacy Control only where no other opt-out is', () => {
    const base = { ok: true, choiceMade: true, choices: new Map() } as const
    const gpc = { ...base, optOut: true, viaGpc: true, atMs: 5, expiresAtMs: 9 } as const
    expect(strictestRecord([gpc, { ...base, optOut: null, atMs: 3 }])).toEqual({ ...gpc, atMs: 3 })
    expect(strictestRecord([gpc, { ...base, optOut: true }])).not.toHaveProperty('viaGpc')
  })

  it('have no readable time where one of them has none, and refuse everything where one of them does', () => {
    const base = { ok: true, choiceMade: true, choices: new Map(), optOut: null } as const
    const unreadable = { ...base, atMs: Number.NaN, expiresAtMs: Number.NaN, allRefused: true } as const
    const dated = { ...base, atMs: 5, expiresAtMs: 9 }
    expect(strictestRecord([unreadable, dated])).toEqual(unreadable)
    expect(strictestRecord([dated, unreadable])).toEqual(unreadable)
  })

  it('cannot be read where they wrap two strings of one standard', () => {
    const record = (tcf: string) =>
      ({ ok: true, choiceMade: true, choices: new Map(), optOut: null, wrapped: { tcf } }) as const
    expect(strictestRecord([record('C1'), record('C2')])).toEqual({ ok: false })
    expect(strictestRecord([record('C1'), record('C1')])).toMatchObject({ wrapped: { tcf: 'C1' } })
  })
})

function isGranted(record: CmpRecord | undefined, key: string): boolean {
  return record?.ok === true && record.choiceMade && record.choices.get(key) === true
}
