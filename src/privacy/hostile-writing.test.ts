/** Writings that were made to get past the guard. Cards are the schemes' own test numbers; none of the others is anybody's. */
import { describe, expect, it } from 'vitest'
import { detectPersonalData, MAX_DETECT_LENGTH } from './detect.ts'
import { cleanUrl, DEFAULT_URL_PARAMETERS } from './url.ts'

const text = (value: string) => detectPersonalData(value, 'text')
const base64 = (value: string) => Buffer.from(value).toString('base64')
const KEEP = new Set(DEFAULT_URL_PARAMETERS)
const HOST = 'https://www.atelier-rivage.example'

describe('a card in any grouping', () => {
  it.each([
    '4111 - 1111 - 1111 - 1111',
    '4111  1111  1111  1111',
    '4111 1111-1111 1111',
    '41111111 11111111',
    '411111 1111111111',
    '41 11 11 11 11 11 11 11',
    '4111 1111 11111111',
    '3782 8224 6310 005',
    'carte 4111 11 1111111111',
    'carte4111111111111111',
    '4111111111111111EUR',
  ])('is found: %s', (value) => {
    expect(text(value)).toContain('card')
  })

  // The first fails Luhn, the others begin with no issuer's prefix, are sizes, or are too far apart.
  it.each([
    '4111 - 1111 - 1111 - 1112',
    '9111 1111 1111 1110',
    'Tailles 40 42 44 46 48 50 52 54',
    '4111     1111     1111     1111',
  ])('is none: %s', (value) => {
    expect(text(value)).not.toContain('card')
  })
})

describe('letter by letter', () => {
  it.each([
    ['/p/4%201%201%201%201%201%201%201%201%201%201%201%201%201%201%201/x', 'card'],
    ['4+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1', 'card'],
    ['0+6+3+9+9+8+4+2+1+7', 'phone'],
    ['s+e+r+i+n+%40+e+x+.+c+o+m', 'email'],
    [base64('0 6 3 9 9 8 4 2 1 7'), 'phone'],
    [base64('06+39+98+42+17'), 'phone'],
    [base64('０６３９９８４２１７'), 'phone'],
    ['note=0 6 3 9 9 8 4 2 1 7;', 'phone'],
  ])('is found: %s', (value, kind) => {
    expect(text(value)).toContain(kind)
  })

  it('leaves neither a path nor a parameter', () => {
    const card = Array.from('4111111111111111')
    expect(cleanUrl(`${HOST}/p/${card.join('%20')}/x`, KEEP)?.url).toBe(`${HOST}/p/_/x`)
    expect(cleanUrl(`${HOST}/p?utm_source=${card.join('+')}`, KEEP)?.url).toBe(`${HOST}/p`)
  })
})

it('a token behind a name that is repeated a thousand times is found', () => {
  expect(text(`${'sid='.repeat(200)}Zm9vYmFyYmF6cXV4MTIzNDU2`)).toContain('session_token')
})

it('a signed token behind beginnings of others is found', () => {
  const jws = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZXJpbi5jYW5hcmkifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  expect(text(`ey-ew.${'ey-.'.repeat(MAX_DETECT_LENGTH / 8)} ${jws}`)).toContain('jwt')
})
