import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { personKeyMaker } from './person-key.ts'
import { hmacSha256Half, readSha256Hex, sha256Hex } from './sha256.ts'

test('hashes as FIPS 180-2 says for "abc"', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('gives the same bytes as node:crypto for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
    }),
  )
})

test('reads a hash in any case and nothing that is nearly one', () => {
  const hash = 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'
  expect(readSha256Hex(hash)).toBe(hash.toLowerCase())
  expect(readSha256Hex(hash.slice(1))).toBeUndefined()
  expect(readSha256Hex(`${hash}0`)).toBeUndefined()
  expect(readSha256Hex(`G${hash.slice(1)}`)).toBeUndefined()
})

test('gives the same bytes as node:crypto at every length around a block, and for a long text', () => {
  const lengths = [...Array.from({ length: 140 }, (_, n) => n), 1_023, 1_024, 1_025, 5_000]
  for (const length of lengths) {
    for (const text of ['a'.repeat(length), 'é'.repeat(length), '😀'.repeat(length)]) {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
    }
  }
})

test('the half of an HMAC is that of node:crypto, for any secret and both parts of any text', () => {
  const secrets = fc.string({ maxLength: 150 })
  const texts = fc.oneof(fc.string({ maxLength: 100 }), fc.string({ unit: CODE_POINT, maxLength: 300 }))
  fc.assert(
    fc.property(secrets, texts, texts, (secret, head, text) => {
      const expected = createHmac('sha256', secret)
        .update(head + text, 'utf8')
        .digest('hex')
        .slice(0, 32)
      expect(hmacSha256Half(secret)(head, text)).toBe(expected)
    }),
  )
})

test('a person key is half an HMAC over the kind and the first 40 digits of the hash', () => {
  const hash = sha256Hex('jane.doe@example.com')
  const expected = createHmac('sha256', 'a site secret')
    .update(`email:${hash.slice(0, 40)}`)
    .digest('hex')
    .slice(0, 32)
  expect(personKeyMaker('a site secret')('email', hash)).toBe(expected)
})

test('the same value of another kind, or with another secret, is another key', () => {
  const hash = sha256Hex('+33612345678')
  const key = personKeyMaker('s1')('email', hash)
  expect(personKeyMaker('s1')('phone', hash)).not.toBe(key)
  expect(personKeyMaker('s2')('email', hash)).not.toBe(key)
})
