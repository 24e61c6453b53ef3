import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPlaceholder } from '../event/placeholder.ts'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { clickIdFromPage, clickIdFromUrl, usableClickId } from './click-id.ts'

it.each([
  ['https://s.example/?ttclid=E.C.P.aBc_-9', 'E.C.P.aBc_-9'],
  ['https://s.example/p?a=1&ttclid=AbC&b=2#x', 'AbC'],
  ['https://s.example/?ttclid=a%2Eb%252E', 'a.b%2E'],
  ['https://s.example/?ttclid=a+b', 'a+b'],
  ['https://s.example/?ttclid=first&ttclid=second', 'first'],
])('finds the click id of %s, decoded once, its case and dots kept', (url, expected) => {
  expect(clickIdFromUrl(url, 'ttclid')).toBe(expected)
})

it.each([
  undefined,
  'https://s.example/',
  'https://s.example/?ttclid=',
  'https://s.example/?ttclid=%zz',
  'https://s.example/?ttclid=__CLICKID__',
  'https://s.example/?ttclid=undefined',
  'https://s.example/?ttclid=a%20b',
  'https://s.example/?ttclid=%E2%82%AC',
  'https://s.example/?xttclid=a',
  'https://s.example/?TTCLID=a',
  'https://s.example/#?ttclid=a',
  'https://s.example/?a=1#&ttclid=a',
  `https://s.example/?ttclid=${'a'.repeat(2049)}`,
])('has no click id for %s', (url) => {
  expect(clickIdFromUrl(url, 'ttclid')).toBeUndefined()
})

it('looks at the page before where it is on the same host', () => {
  const before = 'https://s.example/landing?ttclid=E.C.P'
  const from = (url: string, referrer: string) => clickIdFromPage({ url, referrer }, 'ttclid')
  expect(from('https://s.example/thanks', before)).toBe('E.C.P')
  expect(from('https://s.example/thanks?ttclid=Own', before)).toBe('Own')
  expect(from('https://s.example.evil.example/', before)).toBeUndefined()
  expect(from('https://other.example/', before)).toBeUndefined()
  expect(clickIdFromPage({ referrer: before }, 'ttclid')).toBeUndefined()
})

it('reads what the URL standard reads, for values that need no decoding', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._~-]{1,40}$/)
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 6 }), word, (pairs, value) => {
      fc.pre(!isPlaceholder(value))
      const query = [...pairs, ['fbclid', value]].map((pair) => pair.join('=')).join('&')
      const url = `https://s.example/p?${query}#end`
      expect(clickIdFromUrl(url, 'fbclid')).toBe(new URL(url).searchParams.get('fbclid'))
    }),
  )
})

it('never throws, whatever the address is, and gives only printable ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), (text) => {
      const found = clickIdFromUrl(`?ttclid=${text}`, 'ttclid')
      expect(found === undefined || usableClickId(found) === found).toBe(true)
    }),
  )
})
