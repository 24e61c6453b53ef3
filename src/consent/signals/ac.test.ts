import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { acSays, decodeAc } from './ac.ts'

describe('the AC string', () => {
  it.each([
    ['2~1.35.41.101~dv.9.21.81', 2, [1, 35, 41, 101], [9, 21, 81]],
    ['2~~dv.1.2.3.4.10', 2, [], [1, 2, 3, 4, 10]],
    ['2~1.35.41.101~dv.', 2, [1, 35, 41, 101], []],
    ['2~1.35.41.101~dv', 2, [1, 35, 41, 101], []],
    ['2~~dv', 2, [], []],
    ['2~020~dv.046', 2, [20], [46]],
    ['1~1.35.41.101', 1, [1, 35, 41, 101], null],
    ['1~', 1, [], null],
  ])('%s is read', (text, version, consented, disclosed) => {
    expect(decodeAc(text)).toEqual({ ok: true, version, consented, disclosed })
  })

  it.each([
    '',
    '1',
    '2',
    '~',
    '0~1',
    '3~1~dv.',
    '2~1',
    '1~1~dv.',
    '2~1~disclosed.2',
    '2~1~dv2',
    '2~1~DV.2',
    '2~1..2~dv.',
    '2~.1~dv.',
    '2~1.~dv.',
    '2~1~dv.2.',
    '2~1~dv..2',
    '2~1~dv.2~3',
    '2~1 2~dv.',
    ' 2~1~dv.',
    '2~-1~dv.',
    '2~1e3~dv.',
    '2~0x1~dv.',
    '2~١~dv.',
    '2~1~dv.\u0000',
    `1~${'1.'.repeat(2_100)}1`,
  ])('%j is not', (text) => {
    expect(decodeAc(text)).toEqual({ ok: false })
  })

  it.each([undefined, null, 2, ['2~1~dv'], { toString: () => '2~1~dv' }])('%j is no text', (value) => {
    expect(decodeAc(value)).toEqual({ ok: false })
  })

  it('gives back the lists that it was made of', () => {
    const ids = fc.array(fc.nat(20_000), { maxLength: 300 })
    fc.assert(
      fc.property(ids, ids, (consented, disclosed) => {
        const text = `2~${consented.join('.')}~dv.${disclosed.join('.')}`
        expect(decodeAc(text)).toEqual(
          text.length > 4_096 ? { ok: false } : { ok: true, version: 2, consented, disclosed },
        )
      }),
    )
  })

  it('never throws, whatever comes', () => {
    const pieces = fc.array(fc.constantFrom('1', '2', '~', '.', 'dv', '89', '-', '\u0000', 'é'), { maxLength: 40 })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          pieces.map((each) => each.join('')),
        ),
        (value) => void decodeAc(value),
      ),
    )
  })
})

describe('what it says of a provider', () => {
  it('is granted where the person consented', () => {
    expect(acSays(decodeAc('2~89~dv.70'), 89)).toBe('granted')
    expect(acSays(decodeAc('1~70.89'), 89)).toBe('granted')
  })

  it('is granted though the tool lists it as disclosed too', () => {
    expect(acSays(decodeAc('2~89~dv.89'), 89)).toBe('granted')
  })

  it('is denied where the person was shown it and did not consent', () => {
    expect(acSays(decodeAc('2~70~dv.89'), 89)).toBe('denied')
  })

  it('is unset where nobody was asked, or cannot be told', () => {
    expect(acSays(decodeAc('2~70~dv.7'), 89)).toBe('unset')
    expect(acSays(decodeAc('1~70'), 89)).toBe('unset')
    expect(acSays(decodeAc('2~89'), 89)).toBe('unset')
  })

  it('takes no id for a part of another', () => {
    expect(acSays(decodeAc('2~890.189.8.9~dv.899'), 89)).toBe('unset')
  })
})
