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

// Numbers of kinds.test.ts: the issuing authorities' specimens.
describe('a number with another before or behind it', () => {
  it.each([
    'Taille 40 756.9217.0769.85',
    '756.9217.0769.85 / 2',
    'Pack 3, 85 07 30 033 28',
    '/2026/756.9217.0769.85',
    'Gr. 2 219-09-9999',
  ])('is found: %s', (value) => {
    expect(text(value)).toContain('national_id')
  })

  it.each(['1-219-09-9999-3', '85 07 30 033 28 41'])('is not where it is a part of a longer one: %s', (value) => {
    expect(text(value)).toEqual([])
  })

  it.each(['Taille 40 2 69 05 49 588 157 80', 'nir269054958815780'])('is found: %s', (value) => {
    expect(text(value)).toContain('nir')
  })
})

describe('a national number with its word behind it', () => {
  // Brazil, Receita Federal: two check digits, worked out by hand for 111.444.777.
  it.each(['111222333 (BSN)', '123456789 NIF', '046 454 286 (SIN)', '111.444.777-35', 'CPF 11144477735'])(
    'is found: %s',
    (value) => {
      expect(text(value)).toContain('national_id')
    },
  )

  it.each(['111222333 (BSNX)', '111.444.777-36', 'CPF 11111111111', '123456789 pièces'])('is none: %s', (value) => {
    expect(text(value)).toEqual([])
  })
})

describe('invisible characters', () => {
  // A byte order mark is white space to a regular expression, and nothing beside a space that is there.
  it.each(['06 12\uFEFF 34 56 78', '06\uFEFF 12 34 56 78', '06 12 34 56\uFEFF 78'])(
    '%j is a phone number',
    (written) => {
      expect(text(written)).toContain('phone')
    },
  )

  it('hide no card number in an id', () => {
    expect(detectPersonalData('4242\uFEFF424242424242', 'id')).toContain('card')
  })

  // Unicode: Cf and Default_Ignorable_Code_Point.
  it.each(['\u2063', '\u2066', '\u2069', '\u180E', '\u061C', '\u{E0020}', '\uFE0F', '\u034F'])(
    'hide no number: %j',
    (invisible) => {
      expect(text(`0639${invisible}984217`)).toContain('phone')
    },
  )
})

describe('an e-mail address with blanks', () => {
  it.each([
    'serin.canari @ example. info',
    'serin.canari @ example. paris',
    'serin.canari    @    example.com',
    'serin.canari @ example . shop',
  ])('is found: %s', (value) => {
    expect(text(value)).toContain('email')
  })
})

describe('a phone number', () => {
  // ITU-T E.164, list of assigned codes: Singapore, Malaysia, Indonesia, Philippines, Nigeria.
  it.each(['006581234567', '0060123456789', '006281234567890', '00639171234567', '002348012345678'])(
    'is found by its calling code: %s',
    (value) => {
      expect(text(value)).toContain('phone')
    },
  )

  it.each(['06-39.98 42 17', 'tel0639984217', 'tél0639984217', 'gsm:0639984217'])('is found: %s', (value) => {
    expect(text(value)).toContain('phone')
  })
})

it.each([`x${base64('serin.canari@example.com')}`, `xy${base64('serin.canari@example.com')}`])(
  'base64 directly behind a letter is read: %s',
  (value) => {
    expect(text(value)).toContain('email')
  },
)

it.each(['ip198.51.100.23', '198.51.100.23.rev.example', '2001:db8:85a3::8a2e:370:7334', '::ffff:198.51.100.23'])(
  'an address of a device is found: %s',
  (value) => {
    expect(text(value)).toContain('ip')
  },
)

// SHA-256 of serin.canari@example.com (sha256sum).
it.each(['0x', 'sha256', 'sha256:'])('a digest is found behind %s', (before) => {
  expect(text(`${before}fa747909a8bbee112848038c2c9e614de990832a81193370d072fd3f3e2617ac`)).toContain('sha256')
})

describe('a date of birth', () => {
  it.each([
    '05/06/1987 (naissance)',
    'date de naissance du client : 05/06/1987',
    'anniv 05/06/1987',
    'née le 05/06/87',
    'bdate=05/06/1987',
    'd_naiss=1987-06-05',
    'born on the 5th of June 1987',
  ])('is found: %s', (value) => {
    expect(text(value)).toContain('birth_date')
  })
})

it('a value spread over several kept parameters leaves none of them, and the click ids stay', () => {
  const url = `${HOST}/merci?utm_source=serin.canari&utm_medium=%40example.com&fbclid=IwAR2abc`
  expect(cleanUrl(url, KEEP)).toEqual({
    url: `${HOST}/merci?fbclid=IwAR2abc`,
    dropped: ['utm_source', 'utm_medium'],
  })
})

describe('what only looks like a person’s', () => {
  it.each([
    'Tailles 02 04 06 08 10',
    '01 03 05 08 10',
    '05-07-09-11-13',
    'International 111222333',
    'Eugénie 111222333',
    'Robe Sofia 111222333',
    'Synology NAS 123456782',
    'Resident Evil 9710139019902',
    'Bière sin alcohol 046454286',
    '1::2',
    '3::4',
    '1:2:3:4:5:6:7:8',
    'Firmware 12.34.56.78',
    'anniversaire_2026-11-22',
    'birthday_10_11_2026',
    'born-to-run-01-02-2026',
    'Retargeting 7j/14j/30j',
  ])('%s is nobody’s', (value) => {
    expect(text(value)).toEqual([])
  })

  // GS1: UPC-A in thirteen digits, and a label's grouping.
  it.each(['0036000291452', '0012000000126', '0013388560431', '0049-1234-5678'])('%s is an article', (value) => {
    expect(text(value)).toEqual([])
    expect(detectPersonalData(value, 'id')).toEqual([])
  })

  // Luhn holds for each: thirteen, eighteen and nineteen digits are an event's own.
  it.each(['4222222222222', '411111111111111118', '4111111111111111110'])('%s may name an event', (value) => {
    expect(detectPersonalData(value, 'event_id')).toEqual([])
  })
})
