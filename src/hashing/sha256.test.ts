import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personKeyMaker } from './person-key.ts'
import { readSha256Hex, sha256Hex } from './sha256.ts'

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

test('a person key is the first 16 bytes of an HMAC over kind and value', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }), (secret, value) => {
      const mac = createHmac('sha256', secret).update(`email:${value}`).digest().subarray(0, 16)
      expect(personKeyMaker(secret)('email', value)).toBe(mac.toString('base64url'))
    }),
  )
})

test('the same value of another kind, or with another secret, is another key', () => {
  const key = personKeyMaker('s1')('email', '33612345678')
  expect(personKeyMaker('s1')('phone', '33612345678')).not.toBe(key)
  expect(personKeyMaker('s2')('email', '33612345678')).not.toBe(key)
})
