/**
 * What shops really send and what is nobody's: product names, article and order numbers, click ids, browsers, campaigns.
 * Names are written by hand (test/vectors/ordinary.json) after the catalogues of ordinary shops; numbers come from a generator that gives the same ones
 * each time, with check digits by GS1 and ISO 2108. A guard that stops one of them costs a shop something for nothing.
 */
import written from '../vectors/ordinary.json' with { type: 'json' }

const {
  names: NAMES,
  brands: BRANDS,
  categories: CATEGORIES,
  campaigns: CAMPAIGNS,
  browsers: BROWSERS,
  paths: PATHS,
} = written

/** The same numbers each time. */
class Numbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** 0 to `below` − 1. */
  next(below: number): number {
    // Numerical Recipes' linear congruential generator; its high bits are good enough for this.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * below)
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.next(10)).join('')
  }

  of(alphabet: string, count: number): string {
    return Array.from({ length: count }, () => alphabet.charAt(this.next(alphabet.length))).join('')
  }
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const BASE62 = `${UPPER}${UPPER.toLowerCase()}0123456789`
const BASE64URL = `${BASE62}-_`
const HEX = '0123456789abcdef'

/** GS1 General Specifications, 7.9: threes and ones from the right. */
function gtin(body: string): string {
  const sum = Array.from(body)
    .toReversed()
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** ISO 2108, before 2007. */
function isbn10(body: string): string {
  const sum = Array.from(body).reduce((total, digit, i) => total + Number(digit) * (10 - i), 0)
  const check = (11 - (sum % 11)) % 11
  return `${body}${check === 10 ? 'X' : check}`
}

type Make = (numbers: Numbers, index: number) => string

function many(seed: number, count: number, makers: readonly Make[]): readonly string[] {
  const numbers = new Numbers(seed)
  return makers.flatMap((make) => Array.from({ length: count }, (_, index) => make(numbers, index)))
}

const ARTICLE_NUMBERS = many(1, 30, [
  // EAN-13 of France, Germany, Italy, Spain, the United Kingdom and China; UPC-A; EAN-8; ISBN.
  (n) => gtin(`3${n.digits(11)}`),
  (n) => gtin(`4${n.digits(11)}`),
  (n) => gtin(`8${n.digits(11)}`),
  (n) => gtin(`50${n.digits(10)}`),
  (n) => gtin(`69${n.digits(10)}`),
  (n) => gtin(`0${n.digits(10)}`),
  (n) => gtin(`3${n.digits(6)}`),
  (n) => gtin(`9782${n.digits(8)}`),
  (n) => isbn10(`2${n.digits(8)}`),
  (n) => `0${n.digits(13)}`,
  // Shopify's variants, and what people make themselves.
  (n) => `4${n.digits(13)}`,
  (n) => `${n.of(UPPER, 3)}-${n.digits(4)}-${n.of(UPPER, 2)}`,
  (n) => `${n.of(UPPER, 2)}${n.digits(6)}`,
  (n) => `${n.digits(6)}${n.of(UPPER, 1)}`,
  (n) => `${n.digits(4)}.${n.digits(3)}.${n.digits(2)}`,
  (n) => `shopify_FR_${6 + n.next(4)}${n.digits(12)}_4${n.digits(13)}`,
  (n) => `gid://shopify/ProductVariant/4${n.digits(13)}`,
  // UPC-A in the thirteen digits of an EAN.
  (n) => gtin(`00${n.digits(10)}`),
  (n) => `B0${n.of(`${UPPER}0123456789`, 8)}`,
])

const ORDER_NUMBERS = many(2, 15, [
  // Shopify, WooCommerce, PrestaShop, Magento; then what people make themselves.
  (n) => `#${1000 + n.next(90_000)}`,
  (n) => `${5 + n.next(2)}${n.digits(12)}`,
  (n) => String(10_000 + n.next(900_000)),
  (n) => n.of(UPPER, 9),
  (n, i) => `${1 + (i % 4)}0000${n.digits(5)}`,
  (n) => `000${n.digits(6)}`,
  (n) => `FR-2026-${n.digits(6)}`,
  (n, i) => `2611${String(10 + i)}-${n.digits(4)}`,
  (n, i) => `202611${String(10 + i)}${n.digits(5)}`,
  (n) => `CMD${n.digits(8)}`,
  (n) => `${n.of(HEX, 8)}-${n.of(HEX, 4)}-4${n.of(HEX, 3)}-a${n.of(HEX, 3)}-${n.of(HEX, 12)}`,
  (n) => `01J${n.of('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 23)}`,
  (n) => `cs-${n.digits(3)}-${n.digits(7)}-${n.digits(7)}`,
  (n) => n.of(HEX, 24),
])

const TTCLIDS = many(3, 25, [(n) => `E.C.P.${n.of(BASE64URL, 80 + n.next(120))}`])
const TTPS = many(4, 25, [(n) => n.of(BASE62, 27)])
const FBCS = many(5, 25, [(n) => `fb.1.17${n.digits(11)}.IwAR${n.of(BASE64URL, 57 + n.next(90))}`])
const FBPS = many(6, 25, [(n) => `fb.1.17${n.digits(11)}.${1 + n.next(9)}${n.digits(8 + n.next(10))}`])
const GCLIDS = many(7, 15, [(n) => `Cj0KCQ${n.of(BASE64URL, 85)}`, (n) => `EAIaIQob${n.of(BASE64URL, 60)}`])

/** Where it is put, and the texts: the words of test/support/planted.ts's places, each in the field that is made for it. */
export interface Ordinary {
  readonly field: string
  readonly texts: readonly string[]
}

export const ORDINARY: readonly Ordinary[] = [
  { field: 'order.items.name', texts: NAMES },
  { field: 'order.items.brand', texts: BRANDS },
  { field: 'order.items.category', texts: CATEGORIES },
  { field: 'order.items.id', texts: ARTICLE_NUMBERS },
  { field: 'order.id', texts: ORDER_NUMBERS },
  { field: 'event_id', texts: ORDER_NUMBERS.map((number) => `purchase-${number}`) },
  // A card's check digit by chance: thirteen, eighteen and nineteen digits.
  { field: 'event_id', texts: ['4222222222222', '411111111111111118', '4111111111111111110'] },
  { field: 'click.ttclid', texts: TTCLIDS },
  { field: 'click.ttp', texts: TTPS },
  { field: 'click.fbc', texts: FBCS },
  { field: 'click.fbp', texts: FBPS },
  { field: 'client.user_agent', texts: BROWSERS },
  { field: 'page.url', texts: PATHS.map((path) => `https://shop.example${path}`) },
  {
    field: 'page.url',
    texts: CAMPAIGNS.map(
      (name) => `https://shop.example/?utm_campaign=${name.replaceAll(/[{}|]/g, encodeURIComponent)}`,
    ),
  },
  { field: 'page.url', texts: GCLIDS.map((id) => `https://shop.example/?utm_id=${id}`) },
  { field: 'search.query', texts: NAMES.slice(0, 40) },
]

/** Random ids of the shapes that no guard can tell from a person's number with certainty, for measuring how often it errs. */
export const RANDOM_SHAPES: Readonly<Record<string, (numbers: Numbers) => string>> = {
  '8 digits': (n) => n.digits(8),
  '9 digits': (n) => n.digits(9),
  '10 digits': (n) => n.digits(10),
  '11 digits': (n) => n.digits(11),
  '12 digits': (n) => n.digits(12),
  '13 digits': (n) => n.digits(13),
  '14 digits': (n) => n.digits(14),
  '15 digits': (n) => n.digits(15),
  '16 digits': (n) => n.digits(16),
  '18 digits': (n) => n.digits(18),
  'UUID v4': (n) => `${n.of(HEX, 8)}-${n.of(HEX, 4)}-4${n.of(HEX, 3)}-a${n.of(HEX, 3)}-${n.of(HEX, 12)}`,
  '24 hex digits': (n) => n.of(HEX, 24),
  '22 characters, base64url': (n) => n.of(BASE64URL, 22),
  '100 characters, base64url': (n) => n.of(BASE64URL, 100),
  '8 digits and a letter': (n) => n.digits(8) + n.of(UPPER, 1),
}

export function numbersFrom(seed: number): Numbers {
  return new Numbers(seed)
}
