/**
 * Values that must never be seen behind the gateway, and every dress in which they are sent to it. None is anybody's:
 * example.com, a phone number kept for fiction, the IBAN of the standard's own examples, a card number for tests.
 */

const EMAIL = 'serin.canari@example.com'
const CARD = '4111111111111111'
const IBAN = 'FR1420041010050500013M02606'

/** What a value may hide behind. */
function dresses(value: string): string[] {
  const percent = encodeURIComponent(value)
  return [
    value,
    percent,
    encodeURIComponent(percent),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
  ]
}

/** National numbers: found in text; in an order number or another id they may be just that, so there they are let be. */
export const NATIONAL_PHONES: readonly string[] = ['06 39 98 42 17', '0639984217', ...dresses('06.39.98.42.17')]

/** Found by their shape wherever they are put. */
export const DETECTABLE: readonly string[] = [
  ...dresses(EMAIL),
  EMAIL.toUpperCase(),
  ...dresses('+33639984217'),
  '+33 6 39 98 42 17',
  '0033639984217',
  ...dresses(IBAN),
  'FR14 2004 1010 0505 0001 3M02 606',
  ...dresses(CARD),
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
]

/** Words that nobody can tell from others: they must stay out of sight by where they are put. */
export const NAMES = {
  first: 'Zéphirine',
  last: 'Quintefeuille',
  street: 'ruelle-des-Sansonnets',
  customer: 'client-88417-canari',
} as const

const WORDS = [...Object.values(NAMES), ...Object.values(NAMES).map((name) => name.toLowerCase())]
const RAW: readonly string[] = [EMAIL, 'serin.canari', 'serincanari', '639984217', '39984217', IBAN, CARD, ...WORDS]

/** What is looked for: as it is, grouped, percent-encoded, in base64, in JSON's escapes. */
const FORBIDDEN: readonly string[] = [
  ...new Set([
    ...DETECTABLE,
    ...NATIONAL_PHONES,
    ...RAW,
    ...RAW.map((text) => encodeURIComponent(text)),
    ...RAW.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '')),
    '39 98 42 17',
    '2004 1010 0505',
  ]),
]

/** One character a byte, and no difference between capitals and small letters. */
function comparable(bytes: Buffer): string {
  return bytes.toString('latin1').toLowerCase()
}

const LOOKED_FOR: readonly (readonly [canary: string, bytes: string])[] = FORBIDDEN.map((canary) => [
  canary,
  comparable(Buffer.from(canary)),
])

/** The forbidden values that occur in it, in capitals or not. */
export function canariesIn(seen: Uint8Array | string): string[] {
  const bytes = comparable(Buffer.from(seen))
  return LOOKED_FOR.filter(([, looked]) => bytes.includes(looked)).map(([canary]) => canary)
}

export const PERSON = {
  email: ` ${EMAIL.toUpperCase()} `,
  phone: '06 39 98 42 17',
  external_id: NAMES.customer,
  visitor_id: NAMES.customer,
  first_name: NAMES.first,
  last_name: NAMES.last,
  zip: '29900',
  country: 'FR',
} as const
