import { FibonacciIntegerEncoder, HeaderV1 } from '@iabgpp/cmpapi'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bits } from '../bits.ts'
import { readFibonacci } from './fibonacci.ts'
import { MAX_GPP_CHARACTERS, MAX_SECTIONS, readFrame, sectionText } from './header.ts'
import { readSectionIds } from './sids.ts'

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Type 3 and version 1, 6 bits each. */
const START = '000011000001'

function textOf(bits: string): string {
  const sixes = bits.match(/.{1,6}/g) ?? []
  return sixes.map((six) => BASE64URL[Number.parseInt(six.padEnd(6, '0'), 2)]).join('')
}

/** A header that says how many entries come, and then whatever bits. */
function headerOf(entries: number, bits: string): string {
  return textOf(START + entries.toString(2).padStart(12, '0') + bits)
}

function withSections(header: string, count: number): string {
  return header + '~BVVVVVY'.repeat(count)
}

describe('readFibonacci', () => {
  // "Global Privacy Platform String", Fibonacci encoding: the number 1 is 11, 2 is 011, 6 is 10011, 12 is 101011.
  it.each([
    ['11', 1],
    ['011', 2],
    ['0011', 3],
    ['10011', 6],
    ['101011', 12],
  ])('reads %s as %d', (bits, number) => {
    expect(readFibonacci(new Bits(textOf(bits)))).toBe(number)
  })

  it('reads every number that the official library writes, up to its bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (number) => {
        expect(readFibonacci(new Bits(textOf(FibonacciIntegerEncoder.encode(number))))).toBe(number)
      }),
    )
  })

  it('gives nothing for a number that does not end, or not soon enough', () => {
    expect(readFibonacci(new Bits(''))).toBeUndefined()
    expect(readFibonacci(new Bits('AAAA'))).toBeUndefined()
    expect(readFibonacci(new Bits(`${'A'.repeat(1_000)}__`))).toBeUndefined()
  })
})

describe('readFrame', () => {
  it('lists the sections of the examples in the specification', () => {
    // "Global Privacy Platform String", examples: one section (EU TCF), and two (EU TCF and US Privacy).
    expect(readFrame('DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA')).toEqual({
      ok: true,
      ids: [2],
      texts: ['CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA'],
    })
    expect(readFrame('DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN')).toMatchObject({ ids: [2, 6] })
  })

  it('reads any list of ids that the official library writes, in ranges and alone', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 900 }), { maxLength: MAX_SECTIONS })
    const dense = fc.subarray(Array.from({ length: MAX_SECTIONS }, (_, index) => index + 1))
    fc.assert(
      fc.property(fc.oneof(some, dense), (ids) => {
        const ascending = ids.toSorted((a, b) => a - b)
        const header = new HeaderV1()
        header.setFieldValue('SectionIds', ascending)
        const frame = readFrame(withSections(header.encode(), ids.length))
        expect(frame).toMatchObject({ ok: true, ids: ascending })
      }),
    )
  })

  it('takes an empty string for one that says nothing, and a bare TC string for its one section', () => {
    expect(readFrame('')).toEqual({ ok: true, ids: [], texts: [] })
    expect(readFrame('CPXxRfA')).toEqual({ ok: true, ids: [2], texts: ['CPXxRfA'] })
  })

  it('refuses what is no text, or longer than a cookie', () => {
    for (const value of [undefined, null, 7, {}, ['DBAA']]) {
      expect(readFrame(value)).toEqual({ ok: false, reason: 'not_text' })
    }
    expect(readFrame(`DBAA${'A'.repeat(MAX_GPP_CHARACTERS - 4)}`)).toMatchObject({ ok: true })
    expect(readFrame(`DBAA${'A'.repeat(MAX_GPP_CHARACTERS - 3)}`)).toEqual({ ok: false, reason: 'too_long' })
  })

  it.each([
    'D',
    'DB',
    'DBA',
    'DA AA',
    'DCAA',
    'EBAA',
    'BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA',
    '~',
    ' DBAA',
    'DBAA=',
    'DBAA.A',
  ])('refuses %j as a header', (text) => {
    expect(readFrame(text)).toEqual({ ok: false, reason: 'header' })
  })

  it('refuses a header that lists more or fewer sections than there are', () => {
    expect(readFrame('DBABLA')).toEqual({ ok: false, reason: 'section_count' })
    expect(readFrame('DBABLA~BVVVVVVVVWA~EXTRA')).toEqual({ ok: false, reason: 'section_count' })
    expect(readFrame(`DBAA${'~'.repeat(4_000)}`)).toEqual({ ok: false, reason: 'section_count' })
  })

  it('refuses claims that would fill the memory, at once', () => {
    const huge = `${'0'.repeat(20)}11`
    const endless = '0'.repeat(24_000)
    const hostile = [headerOf(1, `111${huge}`), headerOf(4_095, '011'.repeat(4_095)), headerOf(1, `111${endless}`)]
    for (const header of [...hostile, headerOf(32, `111${huge}`.repeat(32)), headerOf(1, `0${'10'.repeat(60)}`)]) {
      expect(readFrame(withSections(header.slice(0, 4_000), 1)).ok).toBe(false)
    }
  })

  it('takes as many sections as its bound, and not one more', () => {
    const all = (count: number) => `111${FibonacciIntegerEncoder.encode(count - 1)}`
    expect(readFrame(withSections(headerOf(1, all(MAX_SECTIONS)), MAX_SECTIONS)).ok).toBe(true)
    expect(readFrame(withSections(headerOf(1, all(MAX_SECTIONS + 1)), MAX_SECTIONS + 1)).ok).toBe(false)
  })
})

describe('sectionText', () => {
  it('gives the text of a section as it stands, or nothing', () => {
    const frame = readFrame('DBACNYA~CPXxRfA.YAAA~1YNN')
    expect(sectionText(frame, 2)).toBe('CPXxRfA.YAAA')
    expect(sectionText(frame, 6)).toBe('1YNN')
    expect(sectionText(frame, 7)).toBeUndefined()
    expect(sectionText(readFrame('~'), 2)).toBeUndefined()
  })
})

describe('readSectionIds', () => {
  it.each([
    ['7', [7]],
    ['7,8', [7, 8]],
    ['2_6', [2, 6]],
    ['7, 8', [7, 8]],
    ['7,7', [7]],
    ['-1', []],
    ['0', []],
    ['', []],
    ['99', [99]],
  ])('reads %j', (text, ids) => {
    expect(readSectionIds(text)).toEqual(ids)
  })

  it.each(['seven', '7;8', '7,', ',7', '7.5', '1e3', '1234', '[7]', `${'7,'.repeat(70)}7`, 7, null, ['7']])(
    'cannot read %j',
    (text) => {
      expect(readSectionIds(text)).toBeUndefined()
    },
  )
})
