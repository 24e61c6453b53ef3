/**
 * Every kind of personal data that the egress guard knows × every way to write it × every place where a caller writes.
 * None is anybody's: domains and addresses for documents (RFC 2606, 5737), a phone number kept for fiction (Arcep), and the
 * specimens that standards and authorities print.
 */
import type { Members } from './events.ts'

interface Planted {
  readonly kind: string
  /** As it is found in any text. */
  readonly text: string
  /** As it is found in an order number or another id, where plain digits are normal. */
  readonly id: string
  /** With blanks in it. */
  readonly blanks?: string
  /** What must not be seen behind the gateway: letters and digits alone, small; `a|b`: neither of both. */
  readonly core: string
}

const JWS = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZXJpbi5jYW5hcmkifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const DIGEST = 'fa747909a8bbee112848038c2c9e614de990832a81193370d072fd3f3e2617ac'

const PLANTED: readonly Planted[] = [
  {
    kind: 'email',
    text: 'serin.canari@example.com',
    id: 'serin.canari@example.com',
    blanks: 'serin.canari @ example . com',
    core: 'serincanari',
  },
  {
    kind: 'phone',
    text: '06 39 98 42 17',
    id: '+33639984217',
    blanks: '0 6 3 9 9 8 4 2 1 7',
    core: '639984217',
  },
  // ISO 13616: the registry's example for France.
  {
    kind: 'iban',
    text: 'FR1420041010050500013M02606',
    id: 'FR1420041010050500013M02606',
    blanks: 'FR14 2004 1010 0505 0001 3M02 606',
    core: '20041010050500013m02606',
  },
  {
    kind: 'card',
    text: '4111111111111111',
    id: '4111111111111111',
    blanks: '4111 1111 1111 1111',
    core: '4111111111111111',
  },
  // INSEE's specimen.
  {
    kind: 'nir',
    text: '269054958815780',
    id: '269054958815780',
    blanks: '2 69 05 49 588 157 80',
    core: '269054958815780',
  },
  // Agenzia delle Entrate; Federal Social Insurance Office; Ministry of the Interior; Rijksregister.
  {
    kind: 'codice fiscale',
    text: 'RSSMRA85T10A562S',
    id: 'RSSMRA85T10A562S',
    blanks: 'RSS MRA 85T10 A562S',
    core: 'rssmra85t10a562s',
  },
  {
    kind: 'AHV',
    text: '756.9217.0769.85',
    id: '7569217076985',
    blanks: '7 5 6 9 2 1 7 0 7 6 9 8 5',
    core: '7569217076985',
  },
  { kind: 'DNI', text: '12345678Z', id: 'dni-12345678Z', blanks: 'DNI 12 345 678 Z', core: '12345678z' },
  {
    kind: 'rijksregister',
    text: '85073003328',
    id: 'insz-85073003328',
    blanks: '85 07 30 033 28',
    core: '85073003328',
  },
  {
    kind: 'birth date',
    text: 'née le 05/06/1987',
    id: 'dob-1987-06-05',
    blanks: 'née le 05 06 1987',
    core: '05061987|19870605',
  },
  { kind: 'ip', text: '198.51.100.23', id: '198.51.100.23', blanks: '198 . 51 . 100 . 23', core: '1985110023' },
  {
    kind: 'digest',
    text: DIGEST,
    id: DIGEST,
    blanks: `${DIGEST.slice(0, 32)} ${DIGEST.slice(32)}`,
    core: DIGEST.slice(40),
  },
  { kind: 'jwt', text: JWS, id: JWS, blanks: `${JWS.slice(0, 50)} ${JWS.slice(50)}`, core: 'eyjhbgcioijiuzi1nij9' },
  {
    kind: 'session',
    text: 'PHPSESSID=r2t5uvjq435r4q7ib3vtdjq120',
    id: 'wc_order_r2t5uvjq435r4',
    core: 'r2t5uvjq435r4',
  },
]

const base64 = (value: string): string => Buffer.from(value).toString('base64')

interface Writing {
  readonly name: string
  readonly write: (planted: Planted, shape: 'text' | 'id') => string | undefined
}

const WRITINGS: readonly Writing[] = [
  { name: 'plain', write: (planted, shape) => planted[shape] },
  { name: 'in a sentence', write: (planted, shape) => (shape === 'id' ? undefined : `pour ${planted.text}, merci`) },
  { name: 'in capitals', write: (planted, shape) => (planted.kind === 'jwt' ? undefined : capitals(planted[shape])) },
  { name: 'percent', write: (planted, shape) => percent(planted[shape]) },
  { name: 'percent twice', write: (planted, shape) => encodeURIComponent(percent(planted[shape])) },
  { name: 'base64', write: (planted, shape) => base64(planted[shape]) },
  { name: 'base64url', write: (planted, shape) => Buffer.from(planted[shape]).toString('base64url') },
  { name: 'base64 in percent', write: (planted, shape) => encodeURIComponent(base64(planted[shape])) },
  { name: 'percent in base64', write: (planted, shape) => base64(percent(planted[shape])) },
  {
    // Longer ones are not looked for: click ids are, and have letters everywhere.
    name: 'base64 behind a letter',
    write: ({ text }, shape) => (shape === 'id' || text.length > 28 ? undefined : `x${base64(text)}`),
  },
  { name: 'in the codes of HTML', write: (planted, shape) => planted[shape].replaceAll(/./gu, htmlCode) },
  { name: 'in the escapes of JavaScript', write: (planted, shape) => planted[shape].replaceAll(/\W/gu, scriptEscape) },
  {
    name: 'with an invisible character',
    write: ({ text }, shape) => (shape === 'id' ? undefined : text.replace(/^.{5}/, '$&\u2063')),
  },
  {
    name: 'with a NUL',
    write: ({ text }, shape) => (shape === 'id' ? undefined : text.replace(/^.{5}/, '$&\0')),
  },
  {
    // White space to JavaScript, and the one invisible character that every editor can put in.
    name: 'with a byte order mark',
    write: ({ text }, shape) => (shape === 'id' ? undefined : text.replace(/^.{5}/, '$&\uFEFF')),
  },
  {
    name: 'with a DEL',
    write: ({ text }, shape) => (shape === 'id' ? undefined : text.replace(/^.{5}/, '$&\u007F')),
  },
  { name: 'base64 twice', write: (planted, shape) => base64(base64(planted[shape])) },
  {
    name: 'the codes of HTML in base64',
    write: (planted, shape) => base64(planted[shape].replaceAll(/\W/gu, htmlCode)),
  },
  {
    name: 'in the escapes of JavaScript inside JavaScript',
    write: (planted, shape) => planted[shape].replaceAll(/\W/gu, (sign) => `\\${scriptEscape(sign)}`),
  },
  {
    name: 'in bytes with colons',
    write: (planted, shape) =>
      Buffer.from(planted[shape])
        .toString('hex')
        .replaceAll(/..(?=.)/g, '$&:'),
  },
  { name: 'in hexadecimal', write: (planted, shape) => Buffer.from(planted[shape]).toString('hex') },
  { name: 'in the bytes of JavaScript', write: (planted, shape) => planted[shape].replaceAll(/[^\w\s]/g, scriptByte) },
  {
    name: 'letter by letter',
    write: ({ text }, shape) => (shape === 'id' || / /.test(text) ? undefined : text.split('').join(' ')),
  },
  { name: 'blanks', write: (planted, shape) => (shape === 'id' ? undefined : planted.blanks) },
]

/** An order's key is known by its small letters. */
function capitals(text: string): string | undefined {
  return text.startsWith('wc_') ? undefined : text.toUpperCase()
}

const htmlCode = (character: string): string => `&#${character.codePointAt(0)};`
const scriptEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const scriptByte = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`

/** Every character, also those that need none. */
function percent(text: string): string {
  return Buffer.from(text).toString('hex').replaceAll(/../g, '%$&')
}

const HOST = 'https://www.atelier-rivage.example'
const item = (changes: Members): Members => ({ id: 'ar-savon', name: 'Savon', quantity: 1, price: 8.5, ...changes })

interface Place {
  readonly name: string
  readonly shape: 'text' | 'id'
  /** The longest text that is taken there. */
  readonly max: number
  /** What the event is with it. `base`: its page, client, click and order. */
  readonly put: (value: string, base: Base) => Members
}

interface Base {
  readonly client: Members
  readonly click: Members
  readonly order: Members
}

const page = (url: string, referrer = HOST): Members => ({ page: { url, referrer } })

export const PLACES: readonly Place[] = [
  { name: 'event_id', shape: 'id', max: 128, put: (value) => ({ event_id: value }) },
  { name: 'order.id', shape: 'id', max: 128, put: (value, { order }) => ({ order: { ...order, id: value } }) },
  {
    name: 'order.items.id',
    shape: 'id',
    max: 128,
    put: (value, { order }) => ({ order: { ...order, items: [item({ id: value }), item({})] } }),
  },
  ...['name', 'brand', 'category'].map((key): Place => ({
    name: `order.items.${key}`,
    shape: 'text',
    max: 256,
    put: (value, { order }) => ({ order: { ...order, items: [item({ [key]: value })] } }),
  })),
  {
    name: 'order.coupon',
    shape: 'text',
    max: 256,
    put: (value, { order }) => ({ order: { ...order, coupon: value } }),
  },
  { name: 'lead.id', shape: 'id', max: 128, put: (value) => ({ lead: { id: value } }) },
  { name: 'lead.type', shape: 'text', max: 256, put: (value) => ({ lead: { type: value } }) },
  { name: 'search.query', shape: 'text', max: 256, put: (value) => ({ search: { query: value } }) },
  {
    name: 'client.user_agent',
    shape: 'id',
    max: 1_000,
    put: (value, { client }) => ({ client: { ...client, user_agent: `Mozilla/5.0 (X11) ${value} Firefox/140.0` } }),
  },
  {
    name: 'client.language',
    shape: 'text',
    max: 60,
    put: (value, { client }) => ({ client: { ...client, language: value } }),
  },
  ...['ttclid', 'ttp', 'fbp'].map((key): Place => ({
    name: `click.${key}`,
    shape: 'id',
    max: 1_000,
    put: (value, { click }) => ({ click: { ...click, [key]: value } }),
  })),
  {
    name: 'click.fbc',
    shape: 'id',
    max: 1_000,
    put: (value, { click }) => ({ click: { ...click, fbc: `fb.1.1795262400000.${value}` } }),
  },
  { name: 'the path', shape: 'text', max: 1_000, put: (value) => page(`${HOST}/compte/${inUrl(value)}/merci`) },
  { name: 'the end of the path', shape: 'text', max: 1_000, put: (value) => page(`${HOST}/${inUrl(value)}`) },
  {
    name: 'a parameter that is kept',
    shape: 'text',
    max: 1_000,
    put: (value) => page(`${HOST}/merci?utm_source=${inUrl(value)}&utm_medium=a-${inUrl(value)}`),
  },
  {
    name: 'a click id in the address',
    shape: 'id',
    max: 1_000,
    put: (value) => page(`${HOST}/merci?ttclid=${inUrl(value)}&fbclid=${inUrl(value)}`),
  },
  { name: 'another parameter', shape: 'text', max: 1_000, put: (value) => page(`${HOST}/merci?note=${inUrl(value)}`) },
  { name: 'the fragment', shape: 'text', max: 1_000, put: (value) => page(`${HOST}/merci#utm_source=${inUrl(value)}`) },
  {
    name: 'the referrer',
    shape: 'text',
    max: 1_000,
    put: (value) => page(HOST, `https://mail.example/${inUrl(value)}?utm_source=${inUrl(value)}#${inUrl(value)}`),
  },
  { name: 'an unknown field', shape: 'text', max: 256, put: (value) => ({ note: value, [value.slice(0, 60)]: 1 }) },
]

/** As a browser writes it in an address: blanks are encoded, and what would end a part of it (a backslash is a slash there). */
function inUrl(value: string): string {
  return value.replaceAll(/[\s?#/&\\]/g, (character) => encodeURIComponent(character))
}

export interface PlantedValue {
  readonly title: string
  readonly put: Place['put']
  readonly value: string
}

/** All combinations that there are; where two writings give the same text, it is planted once. */
export function plantedValues(): readonly PlantedValue[] {
  return PLACES.flatMap((place) => {
    const planted = new Map(PLANTED.flatMap((one) => writtenFor(place, one)).map((one) => [one.value, one]))
    return [...planted.values()]
  })
}

function writtenFor(place: Place, planted: Planted): readonly PlantedValue[] {
  // An event may be named by a digest: docs/guard.md.
  if (place.name === 'event_id' && planted.kind === 'digest') return []
  return WRITINGS.flatMap(({ name, write }) => {
    const value = write(planted, place.shape)
    if (value === undefined || value.length > place.max) return []
    return [{ title: `${planted.kind}, ${name}, in ${place.name}`, put: place.put, value }]
  })
}

/** Names of the planted kinds that can be read in `texts`, whatever they wear; decoded here by Node's own functions. */
export function readablePlanted(texts: readonly string[]): readonly string[] {
  const seen = new Set(texts.flatMap(kindsIn))
  return PLANTED.map(({ kind }) => kind).filter((kind) => seen.has(kind))
}

/** Most texts of an event are those of every other: they are decoded once. */
const decoded = new Map<string, readonly string[]>()
const MOST_DECODED = 10_000

function kindsIn(text: string): readonly string[] {
  const known = decoded.get(text)
  if (known !== undefined) return known
  const layers = layersOf(text, 3).map((layer) => layer.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
  const found = PLANTED.filter(({ core }) => core.split('|').some((one) => layers.some((layer) => layer.includes(one))))
  const kinds = found.map(({ kind }) => kind)
  if (decoded.size >= MOST_DECODED) decoded.clear()
  decoded.set(text, kinds)
  return kinds
}

/** The text, and what it is decoded from percent, from HTML's and JavaScript's codes and from base64, again and again. */
function layersOf(text: string, depth: number): readonly string[] {
  if (depth === 0) return [text]
  const percentless = text
    .replaceAll(/(?:%[0-9a-fA-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replaceAll(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/g, (_, unit?: string, byte?: string) =>
      String.fromCharCode(Number.parseInt(unit ?? byte ?? '', 16)),
    )
    .replaceAll(/(?:[0-9a-f]{2}:){7,}[0-9a-f]{2}/g, (bytes) => Buffer.from(bytes.replaceAll(':', ''), 'hex').toString())
    .replaceAll(/(?:[2-7ac][0-9a-f]){8,}/g, (bytes) => Buffer.from(bytes, 'hex').toString())
  const words = text.match(/[A-Za-z0-9+/_-]{8,}/g) ?? []
  const hidden = words.flatMap((word) =>
    [0, 1, 2, 3].map((from) => Buffer.from(word.slice(from), 'base64').toString('latin1')),
  )
  return [
    text,
    ...(percentless === text ? [] : layersOf(percentless, depth - 1)),
    ...hidden.flatMap((one) => layersOf(one, ENCODED.test(one) ? 1 : 0)),
  ]
}

/** Percent, a code of HTML, or base64 once more. */
const ENCODED = /%|&#|[A-Za-z0-9+/]{12}/

/** Every text of a value, names of members too. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)])
}
