/** Kinds beyond e-mail, phone and payment: specimens of those who issue the numbers, and what must not be taken for one. */
import { describe, expect, it } from 'vitest'
import { detectPersonalData } from './detect.ts'

const text = (value: string) => detectPersonalData(value, 'text')
const id = (value: string) => detectPersonalData(value, 'id')

describe('a national number', () => {
  it.each([
    // Spain, Ministry of the Interior: the specimen's letter is the number mod 23.
    '12345678Z',
    '12.345.678-Z',
    'X1234567L',
    'DNI 12345678 Z',
    // Italy, Agenzia delle Entrate: decree of 23 December 1976, the usual specimen.
    'RSSMRA85T10A562S',
    'rss mra 85t10 a562s',
    // Belgium, Rijksregister.
    '85.07.30-033.28',
    '85073003328',
    // Switzerland, Federal Social Insurance Office.
    '756.9217.0769.85',
    // Netherlands: eleven test.
    'BSN 111222333',
    // Germany, Bundeszentralamt für Steuern: test numbers of the interface.
    'Steuer-ID 86095742719',
    '86 095 742 719',
    // Poland, PESEL.
    'PESEL: 44051401359',
    // Sweden, Skatteverket: number for tests.
    '811228-9874',
    // Finland, Digital and Population Data Services Agency.
    '131052-308T',
    // United Kingdom: NHS Data Dictionary, and the National Insurance number as HMRC prints it.
    'NHS number 9434765919',
    'AB 12 34 56 C',
    'NI number AB123456C',
    // United States, Social Security Administration: shape only.
    '219-09-9999',
    'SSN 219099999',
    // Canada: the specimen that starts with 0, which is given to nobody.
    'SIN 046 454 286',
    'TFN 123 456 782',
    'Aadhaar 2341 2341 2346',
    'TC kimlik 10000000146',
    'South African ID 8001015009087',
    'NRIC S1234567D',
    '1-2345-45678-78-1',
    '971013-9019902',
    'NIF 123456789',
    'NIN 12345678901',
  ])('%s is found', (value) => {
    expect(text(value)).toContain('national_id')
  })

  it.each([
    '12345678A',
    'X1234567A',
    'RSSMRA85T10A562T',
    '85073003329',
    '756.9217.0769.86',
    'BSN 111222334',
    'Steuer-ID 86095742718',
    'PESEL 44051401358',
    '811228-9875',
    '131052-308U',
    'NHS 9434765918',
    '000-12-3456',
    '666-12-3456',
    'SIN 046 454 287',
    'Aadhaar 2341 2341 2347',
    'TC kimlik 10000000147',
    'NRIC S1234567A',
  ])('%s has a wrong check digit', (value) => {
    expect(text(value)).not.toContain('national_id')
  })

  it.each(['111222333', '44051401359', '811228-9874', '219-09-9999', '12345678Z', 'AB123456C', '8001015009087'])(
    '%s may be an order number: no find in an id',
    (value) => {
      expect(id(value)).toEqual([])
    },
  )

  it.each(['RSSMRA85T10A562S', '756.9217.0769.85', '7569217076985', 'order-dni-12345678Z'])(
    '%s is found in an id too',
    (value) => {
      expect(id(value)).toContain('national_id')
    },
  )
})

describe('a French social security number', () => {
  // INSEE's specimen, and one of Corsica: 97 − (2 55 08 19 168 025 mod 97), with 19 for 2A (worked out by hand).
  it.each(['2-69-05-49-588-157-80', '2 6 9 0 5 4 9 5 8 8 1 5 7 8 0', '2690549588157 80'])('%s is found', (value) => {
    expect(text(value)).toContain('nir')
  })
})

describe('a date of birth', () => {
  it.each([
    'née le 05/06/1987',
    'né(e) : 5 juin 1987',
    'dob=1987-06-05',
    'DOB: 06/05/1987',
    'born on June 5, 1987',
    'date de naissance 05.06.1987',
    'Geburtsdatum: 05.06.1987',
    'geboren am 5. Juni 1987',
    'fecha de nacimiento 05/06/1987',
    'birthday 19870605',
    'dob%3D1987-06-05',
  ])('%s is found', (value) => {
    expect(text(value)).toContain('birth_date')
  })

  it.each([
    '2026-11-22',
    'Soldes du 05/06/2026',
    'Born to Run (1975)',
    'Newborn 2026-11-22',
    'Anniversaire de la marque 1987',
    'Livraison le 05/06/2026',
    'Château Né 2015',
  ])('%s is none', (value) => {
    expect(text(value)).toEqual([])
  })
})

describe('what opens a session', () => {
  // RFC 7515, A.1; RFC 7516, A.1 (header and start).
  const JWS =
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const JWE =
    'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKo.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ'

  it.each([JWS, JWE, `Bearer ${JWS}`, `${JWS.slice(0, 60)} ${JWS.slice(60)}`, Buffer.from(JWS).toString('base64')])(
    'a JSON web token is found: %s',
    (value) => {
      expect(text(value)).toContain('jwt')
      expect(id(value)).toContain('jwt')
    },
  )

  it.each([
    'JSESSIONID=0A1B2C3D4E5F60718293A4B5C6D7E8F9',
    'PHPSESSID=r2t5uvjq435r4q7ib3vtdjq120',
    'wc_order_58d2d042d1d',
    'token=Zm9vYmFyYmF6cXV4MTIzNDU2',
    'session_id: 8f14e45fceea167a',
    'https://shop.example/checkouts/cn/Z2NwLXVzLWNlbnRyYWwxOjAxSkFCQ0RFRjdL/fr',
    '/61234567/orders/5f4dcc3b5aa765d61d8327deb882cf99',
    'phpsessid%3Dr2t5uvjq435r4q7ib3vtdjq120',
  ])('%s is found', (value) => {
    expect(text(value)).toContain('session_token')
  })

  it.each([
    'order=1001',
    'token ring 16 ports',
    '/checkout/order-received/1234',
    '/commande/merci-pour-votre-commande-2026',
    '/orders/ORD-2026-000123456',
    '/collections/5f4dcc3b5aa765d61d8327deb882cf99',
    'session: yoga du matin, 45 min',
    'E.C.P.CoQBq3JkYmFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6',
  ])('%s is none', (value) => {
    expect(text(value)).toEqual([])
  })
})

describe('a value split by blanks', () => {
  it.each([
    ['jane.doe @ example.com', 'email'],
    ['jane.doe@example .com', 'email'],
    ['j a n e @ x . f r', 'email'],
    ['0 6 1 2 3 4 5 6 7 8', 'phone'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', 'card'],
    ['F R 7 6 3 0 0 0 6 0 0 0 0 1 1 2 3 4 5 6 7 8 9 0 1 8 9', 'iban'],
    ['93 . 184 . 216 . 34', 'ip'],
    ['b4c9a289323b21a0 1c3e940f150eb9b8 c542587f1abfd8f0 e1cc1ffc5e475514', 'sha256'],
  ])('%s is found', (value, kind) => {
    expect(text(value)).toContain(kind)
  })
})

it('an address of a device and a digest are found in ids too, but for the one field that is there for each', () => {
  const digest = 'b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514'
  expect(id('order-93.184.216.34')).toEqual(['ip'])
  expect(detectPersonalData('93.184.216.34', 'ip')).toEqual([])
  expect(id(digest)).toEqual(['sha256'])
  expect(detectPersonalData(digest, 'event_id')).toEqual([])
})
