import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeUsp, readUsp } from './usp.ts'

/** Examples of the IAB's "US Privacy String". */
describe('decodeUsp', () => {
  it.each([
    ['1YNN', { ok: true, applies: true, notice: 'Y', optOutSale: false, lspa: 'N' }],
    ['1NYN', { ok: true, applies: true, notice: 'N', optOutSale: true, lspa: 'N' }],
    ['1-Y-', { ok: true, applies: true, notice: '-', optOutSale: true, lspa: '-' }],
    ['1---', { ok: true, applies: false, notice: '-', optOutSale: null, lspa: '-' }],
    ['1N--', { ok: true, applies: true, notice: 'N', optOutSale: null, lspa: '-' }],
    ['1yyn', { ok: true, applies: true, notice: 'Y', optOutSale: true, lspa: 'N' }],
  ])('reads %s', (text, usp) => {
    expect(decodeUsp(text)).toEqual(usp)
  })

  it.each([
    ['', 'empty'],
    ['1YN', 'length'],
    ['1YNN ', 'length'],
    ['2YNN', 'enum'],
    ['1AAA', 'enum'],
    ['1YN\u212A', 'enum'],
    [undefined, 'enum'],
    [1111, 'enum'],
  ])('refuses %j: %s', (text, error) => {
    expect(decodeUsp(text)).toEqual({ ok: false, error })
  })

  it('reads no other text than the 27 of the specification, in any case', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 6 }),
          fc.string({ unit: fc.constantFrom(...'12YNyn-'.split('')), maxLength: 5 }),
        ),
        (text) => {
          expect(decodeUsp(text).ok).toBe(/^1[YN-]{3}$/.test(text.toUpperCase()) && text.length === 4)
        },
      ),
    )
  })
})

describe('readUsp', () => {
  it('finds an opt-out in a Y only, and a consent in nothing', () => {
    expect(readUsp('1nyn')).toEqual({ signal: 'usprivacy', validity: 'valid', answers: {}, optOut: true })
    for (const text of ['1YNN', '1---', '1N--']) expect(readUsp(text)).toMatchObject({ answers: {}, optOut: null })
    expect(readUsp('1YN')).toEqual({ signal: 'usprivacy', validity: 'invalid', answers: {}, optOut: null })
  })
})
