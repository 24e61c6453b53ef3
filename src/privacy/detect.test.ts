import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import { detectPersonalData } from './detect.ts'
import { detectSensitiveTopics } from './sensitive.ts'

const text = (value: string) => detectPersonalData(value, 'text')
const id = (value: string) => detectPersonalData(value, 'id')
const base64 = (value: string) => Buffer.from(value).toString('base64')

describe('e-mail addresses', () => {
  it.each([
    'jane@x.fr',
    'gift for jane.doe+shop@mail.example.com, thanks',
    'jane%40x.fr',
    'jane%2540x.fr',
    'jane＠x.fr',
    'ｊａｎｅ＠ｘ．ｆｒ',
    'jane@exämple.fr',
    'renée@exemple.fr',
    'jane@xn--exmple-cua.fr',
    'JANE@X.FR',
    base64('jane@x.fr'),
    Buffer.from('{"email":"jane@x.fr"}').toString('base64url'),
    base64('u=jane%40x.fr'),
    `user/${base64('jane@x.fr')}/edit`,
    base64('{"name":"Renée","mail":"renée@exemple.fr"}'),
    'https://user:secret@shop.example/',
    'mailto:jane@x.fr?subject=%',
    'jane&#64;x.fr',
    'jane&#x40;x&#46;fr',
    'jane&commat;x.fr',
    'jane&amp;#064;x.fr',
    String.raw`{"mail":"jane\u0040x.fr"}`,
    'jane%u0040x.fr',
    'jane%26%2364%3Bx.fr',
  ])('finds %s', (value) => {
    expect(text(value)).toContain('email')
    expect(id(value)).toContain('email')
  })

  it.each(['3 pcs @ 5.00', '2@5.00', '@tiktok', 'logo@2x.png', 'jane at x.fr', 'a @ b.fr', '/@48.85,2.35,15z'])(
    '%s is none',
    (value) => {
      expect(text(value)).toEqual([])
    },
  )
})

describe('phone numbers', () => {
  it.each([
    '+33612345678',
    '+33 6 12 34 56 78',
    '+33 (0)6 12 34 56 78',
    '0033612345678',
    '00 33 6 12 34 56 78',
    '%2B33612345678',
    '+1 (415) 555-0123',
    '+49-151-23456789',
  ])('finds the international %s in a text and in an id', (value) => {
    expect(text(value)).toEqual(['phone'])
    expect(id(value)).toEqual(['phone'])
  })

  it.each([
    '0612345678',
    '06 12 34 56 78',
    '06.12.34.56.78',
    '06-12-34-56-78',
    '06/12/34/56/78',
    '06+12+34+56+78',
    '06%2012%2034%2056%2078',
    '06\u00A012\u00A034\u00A056\u00A078',
    '0470/12 34 56',
    '0151 23456789',
    '07911 123456',
    '07911123456',
    '06-12345678',
    '612 345 678',
    '(415) 555-0123',
    '33612345678',
    'call me on 06 12 34 56 78 after 6',
    'order 1001 0612345678',
    base64('0612345678'),
  ])('finds the national %s in a text', (value) => {
    expect(text(value)).toContain('phone')
  })

  it.each(['0612345678', '1234567890', '0012345678', '000000123456', '5123456789012', '33612345678'])(
    '%s may be an order number: no find in an id',
    (value) => {
      expect(id(value)).toEqual([])
    },
  )

  it.each([
    '01.02.25 10.30',
    '01/02/2025 10',
    '01-02-2025-10',
    '2026-11-21',
    '2026-11-21T12:00:00Z',
    '1.234.567,89',
    'EAN 3 600 542 525',
    '1234567890',
    '42.50 EUR',
  ])('%s is none', (value) => {
    expect(text(value)).toEqual([])
  })
})

it.each(['\n', '\t', '\v', '\f', '\u00A0', '\u2028', '\u3000'])('finds a number over %j as over a space', (blank) => {
  expect(text('06 39 98 12 34'.replaceAll(' ', blank))).toEqual(['phone'])
  expect(id('+33 6 39 98 12 34'.replaceAll(' ', blank))).toEqual(['phone'])
  expect(id('4111 1111 1111 1111'.replaceAll(' ', blank))).toEqual(['card'])
  expect(id('FR76 3000 6000 0112 3456 7890 189'.replaceAll(' ', blank))).toEqual(['iban'])
})

describe('IBANs, cards and social security numbers', () => {
  // Specimens of the national banks' and card schemes' own documentation.
  it.each([
    'FR7630006000011234567890189',
    'FR76 3000 6000 0112 3456 7890 189',
    'gb29 nwbk 6016 1331 9268 19',
    'DE89-3704-0044-0532-0130-00',
    'NO9386011117947',
    base64('FR7630006000011234567890189'),
    'FR76\n3000\t6000 0112 3456 7890 189',
  ])('finds the IBAN %s', (value) => {
    expect(text(value)).toContain('iban')
    expect(id(value)).toContain('iban')
  })

  it.each([
    'FR7630006000011234567890188',
    'FR763000600001123456789018',
    'XX7630006000011234567890189',
    'FR76300060000112345678901890',
  ])('%s is no IBAN', (value) => {
    expect(text(value)).not.toContain('iban')
  })

  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '5555555555554444',
    '378282246310005',
    '3782 822463 10005',
    '2223003122003222',
    '6011111111111117',
  ])('finds the card %s', (value) => {
    expect(text(value)).toEqual(['card'])
    expect(id(value)).toEqual(['card'])
  })

  it.each([
    '4111111111111112',
    '4111 1111 1111 1112',
    '1700000000000',
    '5123456789012',
    '7301234567890123456',
    'a4111111111111111',
  ])('%s is no card', (value) => {
    expect(text(value)).not.toContain('card')
  })

  it('takes 13 digits for a card in a text only: shops number orders so', () => {
    expect(text('4222222222222')).toEqual(['card'])
    expect(id('4222222222222')).toEqual([])
  })

  it.each(['269054958815780', '2 69 05 49 588 157 80'])('finds the specimen NIR %s', (value) => {
    expect(text(value)).toEqual(['nir'])
    expect(id(value)).toEqual(['nir'])
  })
})

describe('what is nobody', () => {
  it.each([
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_35.1.0 BytedanceWebview/d8a21c6',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.200 Mobile Safari/537.36 [FBAN/EMA;FBAV/489.0.0.29.85;]',
    'fb.1.1700000000000.1234567890',
    'fb.1.1700000000000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk',
    'E.C.P.CoQBq3JkYmFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6',
    'Cj0KCQiA1-WqBhDQARIsAHH6ZbG3xT2-4k1a',
    '123e4567-e89b-12d3-a456-426614174000',
    'GA1.2.1234567890.1700000000',
    '01JD3Z9K7W6Q4V5X8Y2B0C1D2E',
    '127.0.0.1',
    '12:30:45',
    'a::before',
    'Crème hydratante 50 ml',
    '',
  ])('%s is clean', (value) => {
    expect(text(value)).toEqual([])
    expect(id(value)).toEqual([])
  })

  it('random click ids are clean', () => {
    const clickId = fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')),
      minLength: 30,
      maxLength: 120,
    })
    fc.assert(
      fc.property(clickId, (value) => {
        expect(id(value)).toEqual([])
      }),
      { seed: 7, numRuns: 2000 },
    )
  })

  it('a digest is an identifier in a text, and may name an event', () => {
    const digest = 'b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514'
    expect(text(digest)).toEqual(['sha256'])
    expect(detectPersonalData(digest, 'event_id')).toEqual([])
  })
})

describe('an id', () => {
  // What chance made: a country's letters, its length and mod 97; a card with Luhn; a dialled calling code.
  it.each([
    'ee21db3e-ff55-4386-a739-1b6b8f7ec30f',
    'f01076f5-4454-4964-9459-7e83cf9d619e',
    '00231426-3636-489b-964a-4aff216f5956',
    'B1CD8475-0FDD-471B-8366-003263464410',
  ])('that is a UUID is nobody’s: %s', (id) => {
    expect(detectPersonalData(id, 'id')).toEqual([])
    expect(detectPersonalData(id, 'event_id')).toEqual([])
  })

  it('that opens a checkout opens it as a UUID too', () => {
    expect(text('/checkouts/6f1d1a52-9a3b-4c7d-8e2f-0a1b2c3d4e5f')).toEqual(['session_token'])
  })
})

describe('every text', () => {
  it('is examined whole or reported as oversized', () => {
    expect(text(`${'x '.repeat(2043)}jane@x.fr`)).toEqual(['email'])
    expect(text('x'.repeat(4097))).toEqual(['oversized'])
  })

  it('never throws', () => {
    const hostile = fc.oneof(
      fc.string({ unit: CODE_POINT }),
      fc.string({ unit: fc.constantFrom('%', '4', '0', '@', '+', '=', ' ', 'F', 'R', '.', ':', '\uD800') }),
    )
    fc.assert(
      fc.property(hostile, fc.constantFrom<'text' | 'id'>('text', 'id'), (value, shape) =>
        Array.isArray(detectPersonalData(value, shape)),
      ),
    )
  })
})

describe('sensitive topics', () => {
  it('are found by word beginnings, whatever the accents', () => {
    expect(detectSensitiveTopics('Test de grossesse')).toEqual(['sensitive_health'])
    expect(detectSensitiveTopics('DIABÈTE : lecteur')).toEqual(['sensitive_health'])
    expect(detectSensitiveTopics('Crème hydratante')).toEqual([])
  })
})
