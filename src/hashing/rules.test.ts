/** Each rule by its own words. Expected values: the platforms' texts and the examples in their official libraries' tests. */
import { describe, expect, test } from 'vitest'
import { normalizeIdentifier, type Identifier, type IdentifierContext } from './identifier.ts'

function say(identifier: Identifier, input: string, context: IdentifierContext = {}): string {
  const normalized = normalizeIdentifier(identifier, input, context)
  return normalized.kind === 'omitted' ? `omitted: ${normalized.reason}` : normalized.value
}

const meta = (field: Extract<Identifier, { platform: 'meta' }>['field']): Identifier => ({ platform: 'meta', field })
const google = (field: Extract<Identifier, { platform: 'google' }>['field']): Identifier => ({
  platform: 'google',
  field,
})

describe('e-mail', () => {
  test.each([
    ['     John_Smith@gmail.com    ', 'john_smith@gmail.com'],
    ['\tTEST@EXAMPLE.COM\n', 'test@example.com'],
    ["test'name@example.com", "test'name@example.com"],
    ['mailto:Jane@x.fr', 'jane@x.fr'],
    ['ja\u200Bne@x.fr\uFEFF', 'jane@x.fr'],
    ['x@y.co', 'x@y.co'],
    ['test@1a2b3c.net', 'test@1a2b3c.net'],
    ['jose\u0301@x.es', 'josé@x.es'],
  ])('%j is %s', (input, expected) => {
    expect(say(meta('em'), input)).toBe(expected)
  })

  test.each([
    'invalid-email',
    '@example.com',
    'test@',
    'test..test@example.com',
    '.test@example.com',
    'test.@example.com',
    'test@example',
    'test@example.',
    'test@.example.com',
    'test@example-.com',
    'test@example..com',
    'test@@example.com',
    'test name@example.com',
    'test@exam ple.com',
    'a@b.fr, c@d.fr',
    'Jane <jane@x.fr>',
    'test@example[.com',
    'jane@192.168.0.1',
    '+33612345678',
  ])('%j is not an e-mail', (input) => {
    expect(say(meta('em'), input)).toBe('omitted: not_an_email')
  })

  test('Google takes dots and suffixes off gmail only; Reddit and Microsoft off every domain', () => {
    expect(say(google('email'), 'j.e.f..ferson@Gmail.com')).toBe('jefferson@gmail.com')
    expect(say(google('email'), 'a.b+c@gmail.com.evil.org')).toBe('a.b+c@gmail.com.evil.org')
    expect(say(google('email'), 'a.b@gmailx.org')).toBe('a.b@gmailx.org')
    expect(say({ platform: 'reddit', field: 'email' }, 'a.b+c+d@x.fr')).toBe('ab@x.fr')
    expect(say({ platform: 'microsoft_uet', field: 'em' }, 'a.b+c@x.fr')).toBe('ab@x.fr')
    expect(say(google('email'), '+spam@gmail.com')).toBe('omitted: not_an_email')
    expect(say({ platform: 'reddit', field: 'email' }, '...@x.fr')).toBe('omitted: not_an_email')
    // A combining accent behind the dot: without the dot it makes one letter with the one before.
    expect(say({ platform: 'microsoft_uet', field: 'em' }, 'mr.\u0301@x.fr')).toBe('m\u0155@x.fr')
  })
})

describe('phone', () => {
  const FR = { defaultCountry: 'FR' }
  test.each([
    ['01(650)123-4567', {}, '16501234567'],
    // Meta's own example, at a shop in France.
    ['1 (650) 555-1212', FR, '16505551212'],
    ['+1 (616) 954-78 88', {}, '16169547888'],
    ['4792813113', {}, '4792813113'],
    ['3227352263', {}, '3227352263'],
    ['00 33 6 12 34 56 78', {}, '33612345678'],
    ['06 12 34 56 78 poste 12', FR, '33612345678'],
    ['+33612345678;ext=5', {}, '33612345678'],
    ['０６１２３４５６７８', FR, '33612345678'],
    ['۰۶۱۲۳۴۵۶۷۸', FR, '33612345678'],
    ['०६१२३४५६७८', FR, '33612345678'],
    ['＋33 6 12 34 56 78', {}, '33612345678'],
    ['33612345678', FR, '33612345678'],
    ['+44 (0) 7911 123456', FR, '447911123456'],
    ['0612345678', { country: 'Belgique', defaultCountry: 'FR' }, '33612345678'],
    ['0470 12 34 56', { country: 'BE', defaultCountry: 'FR' }, '32470123456'],
    ['8 912 345 67 89', { country: 'RU' }, '79123456789'],
    ['tél. 06 12 34 56 78', FR, '33612345678'],
    ['06 12 34 56 78', { country: 'N/A', defaultCountry: 'FR' }, '33612345678'],
    ['Mobile : +33 6 12 34 56 78 (soir)', {}, '33612345678'],
    ['0011 33 6 12 34 56 78', { country: 'AU' }, '33612345678'],
    // Belgium and Norway from Australia: with the 1 dropped, ten digits of North America are left.
    ['0011 32 2 123 45 67', { country: 'AU' }, '3221234567'],
    ['0011 47 21 23 45 67', { defaultCountry: 'AU' }, '4721234567'],
    ['0011 1 650 253 0000', { country: 'AU' }, '16502530000'],
    ['001 650 253 0000', { country: 'AU' }, '16502530000'],
    // 001 is what one dials in Singapore, 0021 by way of a Brazilian carrier; what comes out by 00 is nobody's number there.
    ['001 65 6123 4567', { country: 'SG' }, '6561234567'],
    ['001 44 7400 123456', { defaultCountry: 'SG' }, '447400123456'],
    ['001 650 253 0000', { country: 'SG' }, '16502530000'],
    ['0021 1 650 253 0000', { country: 'BR' }, '16502530000'],
    // Of two that exist, the one of their own country.
    ['0057 300 1234567', { country: 'CO' }, '573001234567'],
    // By Thailand's 006 it would be a telephone of Chachoengsao, which nobody there dials abroad for.
    ['0066 63 300 8662', { country: 'TH' }, '66633008662'],
    // Chengdu, and not by Indonesia's 008 a mobile of Indonesia.
    ['0086 28 6557 8630', { country: 'ID' }, '862865578630'],
    ['0033 06 12 34 56 78', { country: 'US' }, '33612345678'],
    // In Albania it would be a number of Korça.
    ['045 212 345', { country: 'XK', defaultCountry: 'AL' }, '38345212345'],
    ['045 212 345', { country: 'Kosovo' }, '38345212345'],
    // The French plan dials these without leaving it; E.164 has another country code for them.
    ['0692 12 34 56', FR, '262692123456'],
    ['0262 12 34 56', FR, '262262123456'],
    ['+33 6 39 12 34 56', {}, '262639123456'],
    ['0690 12 34 56', FR, '590690123456'],
    ['0590 12 34 56', FR, '590590123456'],
    ['0694 12 34 56', FR, '594694123456'],
    ['0697 12 34 56', FR, '596697123456'],
    ['0695 12 34 56', FR, '33695123456'],
    ['06 39 98 12 34', FR, '33639981234'],
  ] as const)('%j %j is %s', (input, context, expected) => {
    expect(say(meta('ph'), input, context)).toBe(expected)
    expect(say({ platform: 'tiktok', field: 'phone' }, input, context)).toBe(`+${expected}`)
  })

  test.each([
    // France by 00, or Hungary by Singapore's 003: both numbers exist.
    ['0033 6 12 34 56 78', { country: 'SG' }, 'not_a_phone'],
    // A carrier's prefix, and no number of a plan that has room for so many digits.
    ['001 010 33 612345678', { country: 'JP' }, 'not_a_phone'],
    ['001 33 612345678', { country: 'ID' }, 'not_a_phone'],
    ['0612345678', {}, 'no_country'],
    ['650-555-1212', {}, 'no_country'],
    ['0612345678', { country: 'Atlantis' }, 'no_country'],
    ['12345', FR, 'not_a_phone'],
    ['call me', FR, 'not_a_phone'],
    ['+', FR, 'not_a_phone'],
    ['0000000000', FR, 'not_a_phone'],
    ['+33 00 00 00 00 00', {}, 'not_a_phone'],
    ['+33 6 12 34 56', FR, 'not_a_phone'],
    ['+336123456789', {}, 'not_a_phone'],
    // Of a length that the plan has, and no number: what is left of a mobile.
    ['+43 664 12', { country: 'AT' }, 'not_a_phone'],
    ['+61 412 345 67', {}, 'not_a_phone'],
    ['+31 6 123 45', { defaultCountry: 'NL' }, 'not_a_phone'],
    ['+1 650 555 121', {}, 'not_a_phone'],
    ['06 12 34 56 78 / 07 12 34 56 78', FR, 'not_a_phone'],
    ['0612345678@x.fr', FR, 'not_a_phone'],
    ['111-111-1111', { country: 'US' }, 'not_a_phone'],
    ['123-456-7890', { country: 'US' }, 'not_a_phone'],
  ] as const)('%j %j is left out: %s', (input, context, reason) => {
    expect(say(meta('ph'), input, context)).toBe(`omitted: ${reason}`)
  })
})

describe('names', () => {
  test.each([
    ["    Na'than-Boile    ", 'nathanboile'],
    ['Valéry', 'valéry'],
    ['정', '정'],
    ['Anna  Lena', 'annalena'],
    ['Oʼ Brien', 'obrien'],
    ['Νίκος', 'νίκος'],
    ['Jane \u2764\uFE0F', 'jane'],
    ['Ja\u034Fne\u3164', 'jane'],
  ])('Meta and TikTok: %j is %s', (input, expected) => {
    expect(say(meta('fn'), input)).toBe(expected)
    expect(say({ platform: 'tiktok', field: 'first_name' }, input)).toBe(expected)
  })

  test('Snap and Pinterest: lower-case and no more', () => {
    expect(say({ platform: 'snap', field: 'ln' }, " O'Connor ")).toBe("o'connor")
  })

  test.each([
    ['given_name', 'Dr. Marie-Claire', 'marie-claire'],
    ['given_name', 'Mrt. Alex', 'mrt. alex'],
    ['given_name', 'Mr.', 'omitted: empty'],
    ['family_name', 'Quinn, Jr., PhD', 'quinn'],
    ['family_name', 'de la Cruz III', 'de la cruz'],
    ['family_name', 'Iv', 'iv'],
  ] as const)('Google %s: %j is %s', (field, input, expected) => {
    expect(say(google(field), input)).toBe(expected)
  })

  test('a name of punctuation alone is left out', () => {
    expect(say(meta('ln'), '---')).toBe('omitted: empty')
  })
})

describe('places', () => {
  test.each([
    ['ct', '    Menlo-Park  ', {}, 'menlopark'],
    ['ct', 'São Paulo', {}, 'sãopaulo'],
    ['ct', 'Sa\u0303o Paulo', {}, 'sãopaulo'],
    ['ct', '東京', {}, '東京'],
    ['ct', "Villeneuve-d'Ascq", {}, 'villeneuvedascq'],
    ['st', '    California.   ', {}, 'ca'],
    ['st', '    C/a/lifo,rnia.  ', {}, 'ca'],
    ['st', 'CA', {}, 'ca'],
    ['st', 'N.Y.', {}, 'ny'],
    ['st', 'US-CA', {}, 'ca'],
    ['st', 'West Virginia', {}, 'wv'],
    ['st', 'Québec', { country: 'CA' }, 'qc'],
    ['st', 'Île-de-France', { country: 'FR' }, 'îledefrance'],
    ['st', 'Île-de-France', {}, 'îledefrance'],
    ['st', 'FR-IDF', { country: 'FR' }, 'idf'],
    ['st', 'Kalifornya', { country: 'US' }, 'omitted: not_a_state'],
    // ISO 3166-2 has the Emirates' own regions as AE-…, and Puerto Rico also as the US's. Albania is AL.
    ['st', 'Al-Ain', { country: 'AE' }, 'alain'],
    ['st', 'AE-AZ', { country: 'AE' }, 'az'],
    ['st', 'US-PR', { country: 'PR' }, 'pr'],
    ['st', 'Guam', { country: 'US' }, 'gu'],
    ['st', 'Newfoundland & Labrador', { country: 'CA' }, 'nl'],
    ['zp', 'SW1A 1AA', {}, 'sw1a1aa'],
    ['zp', '37221-3312', {}, '37221'],
    ['zp', '37221–3312', {}, '37221'],
    ['zp', '37221–3312', { country: 'US' }, '37221'],
    ['zp', '372213312', {}, '372213312'],
    ['zp', '372213312', { country: 'US' }, '37221'],
    ['zp', '37221.3312', { country: 'US' }, '37221'],
    ['zp', '37221--3312', { country: 'US' }, '37221'],
    ['zp', '37221-33', { country: 'US' }, '37221'],
    ['zp', '37221 3312', { country: 'US' }, '37221'],
    ['zp', '372213', { country: 'US' }, '372213'],
    ['zp', '１２３-４５６７', { country: 'JP' }, '1234567'],
    ['st', 'Hawaiʻi', { country: 'US' }, 'hi'],
    ['country', 'Côte dʼIvoire', {}, 'ci'],
    ['country', 'CZE', {}, 'cz'],
    ['zp', '1229-076', { country: 'PT' }, '1229076'],
    ['zp', '00-950', { country: 'PL' }, '00950'],
    ['zp', '00118', {}, '00118'],
    ['zp', ' 1 ', {}, 'omitted: not_a_zip'],
    ['country', 'FR', {}, 'fr'],
    ['country', 'France', {}, 'fr'],
    ['country', "Côte d'Ivoire", {}, 'ci'],
    ['country', 'Côte d’Ivoire', {}, 'ci'],
    ['country', 'CI', {}, 'ci'],
    ['country', 'USA', {}, 'us'],
    ['country', 'UK', {}, 'gb'],
    ['country', 'Deutschland', {}, 'de'],
    ['country', 'The Netherlands', {}, 'nl'],
    ['country', 'Guyane', {}, 'gf'],
    ['country', 'Sverige', {}, 'se'],
    ['country', 'Česká republika', {}, 'cz'],
    ['country', 'Vereinigte Staaten von Amerika', {}, 'us'],
    ['country', 'Bosnia and Herzegovina', {}, 'ba'],
    ['country', 'Atlantis', {}, 'omitted: not_a_country'],
    ['country', 'ZZ', {}, 'omitted: not_a_country'],
  ] as const)('Meta %s: %j %j is %s', (field, input, context, expected) => {
    expect(say(meta(field), input, context)).toBe(expected)
  })

  test.each([
    ['94035-1234', { country: 'US' }, '940351234'],
    ['94035-1234', {}, '940351234'],
    ['94035', { country: 'US' }, '94035'],
    ['SW1A 1AA', { country: 'GB' }, 'sw1a1aa'],
    ['75 001', { country: 'FR' }, '75001'],
    ['１５０-０００２', { country: 'JP' }, '1500002'],
    ['-', {}, 'omitted: not_a_zip'],
  ] as const)('TikTok zip_code: %j %j is %s: no spaces, no dash, and no more', (input, context, expected) => {
    expect(say({ platform: 'tiktok', field: 'zip_code' }, input, context)).toBe(expected)
  })

  test('Google takes region and postal code readable', () => {
    expect(say(google('region_code'), 'france')).toBe('FR')
    expect(say(google('postal_code'), ' SW1A 1AA ')).toBe('SW1A 1AA')
  })

  test('Pinterest takes digits of a zip only, and leaves one without digits out', () => {
    expect(say({ platform: 'pinterest', field: 'zp' }, '75 001')).toBe('75001')
    expect(say({ platform: 'pinterest', field: 'zp' }, 'ABC')).toBe('omitted: not_a_zip')
  })
})

describe('date of birth', () => {
  test.each([
    ['1997-02-16', '19970216'],
    ['1997-02-16T00:00:00Z', '19970216'],
    ['1990.12-31', '19901231'],
    ['1990|12|31', '19901231'],
    ['19901231', '19901231'],
    ['12/25/1985', '19851225'],
    ['25/12/1985', '19851225'],
    ['16–2–1997 (dd-mm-yyyy)', '19970216'],
    ['03/05/1995 (mm/dd/yyyy)', '19950305'],
    ['03/05/1995 (dd/mm/yyyy)', '19950503'],
    ['05/05/1995', '19950505'],
    ['02-29-2000', '20000229'],
    ['1997-16-02', '19970216'],
    ['1997/16/2', '19970216'],
  ])('%s is %s', (input, expected) => {
    expect(say(meta('db'), input)).toBe(expected)
  })

  test.each([
    '03/05/1995',
    '29/02/2001',
    '13-15-1990',
    '00-15-1990',
    '1990-13-15',
    '19901512',
    '32-01-1990',
    '01-01-1799',
    '1/2/97',
    '12-31',
    'born',
  ])('%s is left out', (input) => {
    expect(say(meta('db'), input)).toBe('omitted: not_a_birth_date')
  })
})

describe('gender', () => {
  test.each([
    ['        Woman         ', 'f'],
    ["ma'am", 'f'],
    ['Boy', 'm'],
    ['Femme', 'f'],
    ['Mlle', 'f'],
    ['FEMININ', 'f'],
    ['Féminin', 'f'],
    ['garcon', 'm'],
    ['Weiblich', 'f'],
    ['Frau', 'f'],
    ['MÄNNLICH', 'm'],
    ['Herr', 'm'],
    ['mujer', 'f'],
    ['uomo', 'm'],
    ['vrouw', 'f'],
    ['divers', 'omitted: not_a_gender'],
    ['m/f', 'omitted: not_a_gender'],
    ['non-binary', 'omitted: not_a_gender'],
    ['x', 'omitted: not_a_gender'],
    ['male1', 'omitted: not_a_gender'],
  ])('Meta: %j is %s', (input, expected) => {
    expect(say(meta('ge'), input)).toBe(expected)
  })

  test('Pinterest also has n', () => {
    expect(say({ platform: 'pinterest', field: 'ge' }, 'Non binary')).toBe('n')
    expect(say({ platform: 'pinterest', field: 'ge' }, 'FEMALE')).toBe('f')
  })
})

test('external ids: case kept for TikTok, lower-case without spaces for Meta', () => {
  expect(say({ platform: 'tiktok', field: 'external_id' }, ' User_ABC ')).toBe('User_ABC')
  expect(say(meta('external_id'), ' User-ABC 1 ')).toBe('user-abc1')
})

test('an accent that loses the space before it is composed with its letter', () => {
  const value = 'a \u0301'
  expect(normalizeIdentifier({ platform: 'meta', field: 'external_id' }, value, {})).toEqual({
    kind: 'text',
    value: '\u00e1',
  })
})
