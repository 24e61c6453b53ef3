/** The disguises that a text may wear: compatibility characters, percent-encoding, "+" for space, base64. Never throws. */
import { codeAt } from '../event/code-at.ts'
import { once } from '../event/once.ts'
import { isAlnum } from './survey.ts'

const UTF8 = new TextDecoder()
/** Shortest plain text in base64 that can be an e-mail address or a phone number. */
const MIN_HIDDEN = 8
/** Behind a letter only what is no longer: click ids are, and have letters everywhere. */
const MAX_GLUED = 40
/** One "@" or "%", or four digits: a birth date and an address of a device have no fewer. */
const ENOUGH = 4
/** So much in a row that can be read comes about by chance in one id of some hundreds: it may be encoded once more. */
const READABLE = 12
const AT = 64
const PERCENT = 37

/** Control and format characters, Braille's empty cell, bytes that were no UTF-8, half surrogate pairs. */
const invisible = once(() => /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/gu)
/** `0️⃣6️⃣` is 06. */
const markedDigit = once(() => /(\d)\p{M}+/gu)
const foreignDigit = once(() => /(?![0-9])\p{Nd}/gu)
const anyDigit = once(() => /\p{Nd}/u)

/** Full-width and other compatibility forms to plain ones, native digits to ASCII and without marks, every blank to a space. */
export function foldForms(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/[\u3002\u00B7\u2022\u2027\u2219\u22C5\u30FB]/g, '.')
      // The byte order mark is white space to JavaScript, and nobody sees it.
      .replace(/[^\S\uFEFF]/g, ' ')
      .replace(foreignDigit(), asciiDigit)
      .replace(markedDigit(), '$1')
  )
}

/** The same text where there is none. */
export function withoutInvisible(text: string, instead: '' | ' '): string {
  return text.replace(invisible(), instead)
}

/** Unicode's decimal digits come in rows of ten that begin at a code ending in 0 or in 6 (hexadecimal). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const rowStart = code - (code & 15)
  return String((code & 15) - (anyDigit().test(String.fromCodePoint(rowStart)) ? 0 : 6))
}

/** One layer of percent-encoding. Broken sequences stay as they are; bytes that are no UTF-8 become U+FFFD. */
export function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (sequence) => UTF8.decode(hexBytes(sequence)))
}

/** `&#64;`, `&commat;`, `%u0040`, `\u0040`, `\u{40}` and `\x40` as what they stand for: one layer, as a page or a script writes a text. */
export function unescaped(text: string): string {
  return text.replace(
    ESCAPED,
    (_, decimal?: string, hex?: string, name?: string, unit?: string, point?: string, byte?: string) =>
      name === undefined
        ? characterOf(Number(decimal ?? `0x${hex ?? unit ?? point ?? byte}`))
        : (NAMED.get(name.toLowerCase()) ?? ' '),
  )
}

/** A script inside a script has each backslash twice. */
const ESCAPED =
  /&(?:#0*(\d{1,7})|#x0*([\da-f]{1,6})|(amp|commat|plus|nbsp|period|[a-z]{2,31}(?=;)));?|(?:\\{1,4}|%)u([\da-f]{4})|\\{1,4}u\{0*([\da-f]{1,6})\}|\\{1,4}x([\da-f]{2})/gi
/** Any other is a sign that no value of ours has, or a blank. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', commat: '@', plus: '+', period: '.', shy: '', zwj: '', zwnj: '', zerowidthspace: '' }),
)
const LAST_CODE_POINT = 0x10ffff

function characterOf(code: number): string {
  return code > LAST_CODE_POINT ? '' : String.fromCodePoint(code)
}

/** "+" read as the space that a form made of it; where a word begins it is what stands before a calling code. */
export function plusToSpace(text: string): string {
  return text.replace(/(?<![\s=&,;:]|^)\+/g, ' ')
}

/** Bytes that can be read, in UTF-8; a random id has six characters of those in a row once in hundreds, and then says nothing. */
const HEX_TEXT = /(?:[2-7][\da-f]|[cd][\da-f][89ab][\da-f]|e[\da-f](?:[89ab][\da-f]){2}){6,}/gi

/** The same with a sign between the bytes. */
const HEX_BYTES = /(?:(?:0x)?[2-7c-e89ab][\da-f][ :,-]{1,2}){7,}(?:0x)?[\da-f]{2}(?![\da-z])/gi

/** What is written in hexadecimal in `text`. */
export function hexTexts(text: string): readonly string[] {
  return text.match(HEX_TEXT)?.map(hexDecode) ?? NONE
}

export function spacedHexTexts(text: string): readonly string[] {
  return (
    text
      .match(HEX_BYTES)
      ?.filter(mayBeBytes)
      .map((bytes) => hexDecode(bytes.replace(/0x|[^\da-f]/gi, ''))) ?? NONE
  )
}

/** `30 31 32 34 36 38 40 42` are sizes: they rise, but for a second and a third series behind the first. */
const MOST_SERIES = 3

function mayBeBytes(bytes: string): boolean {
  if (/[a-f]/i.test(bytes)) return true
  const numbers = bytes.match(/\d\d/g) ?? NONE
  return numbers.filter((number, i) => number <= (numbers[i - 1] ?? '')).length >= MOST_SERIES
}

function hexDecode(digits: string): string {
  return UTF8.decode(hexBytes(digits.replaceAll(/../g, '%$&')))
}

/**
 * Plain texts hidden as base64 or base64url in `text`: `words`: where something starts (after a character that is no
 * letter or digit); `anywhere`: also behind a letter. Only those with an "@", a "%" or a few digits are returned. Linear: each of the four alignments is read once.
 */
export function base64Texts(text: string, from: 'words' | 'anywhere'): readonly string[] {
  const { length } = text
  const sextets = sextetsOf(text)
  let found: string[] | undefined
  for (let start = 0; start + MIN_HIDDEN <= length; start++) {
    if ((sextets[start] as number) < 0) continue
    const end = runEnd(sextets, start, length)
    if (end - start >= MIN_HIDDEN)
      found = readRun(text, sextets, start, end, end - start > MAX_GLUED ? 'words' : from, found)
    start = end
  }
  return found ?? NONE
}

const NONE: readonly string[] = []

/** Each alignment once, from the first place where something starts. */
function readRun(
  text: string,
  sextets: Int8Array,
  runStart: number,
  end: number,
  from: 'words' | 'anywhere',
  before: string[] | undefined,
): string[] | undefined {
  let found = before
  let alignmentsRead = 0
  for (let start = runStart; start + MIN_HIDDEN <= end && alignmentsRead !== 0b1111; start++) {
    const alignment = 1 << (start & 3)
    if ((alignmentsRead & alignment) !== 0) continue
    if (from === 'words' && start > 0 && isAlnum(text.charCodeAt(start - 1))) continue
    alignmentsRead |= alignment
    if (mayHide(sextets, start, end)) (found ??= []).push(...readable(sextets, start, end))
  }
  return found
}

/** Work space: filled and read within one synchronous call. */
const shortText = new Int8Array(4_096)

/** What each character stands for; -1 for none. */
function sextetsOf(text: string): Int8Array {
  const { length } = text
  const sextets = length <= shortText.length ? shortText : new Int8Array(length)
  for (let i = 0; i < length; i++) sextets[i] = sextet(codeAt(text, i))
  return sextets
}

/**
 * Cheap pass without building anything: is there an "@", a "%" or a handful of digits among the bytes, and anything that
 * can be read? Most ids have the first by chance, hardly any the second.
 */
function mayHide(sextets: Int8Array, start: number, end: number): boolean {
  let telling = 0
  let tellingInStretch = 0
  let stretch = 0
  let allText = true
  let pending = 0
  let bits = 0
  for (let i = start; i < end; i++) {
    pending = ((pending << 6) | (sextets[i] as number)) & 0x3fff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const kind = BYTES[(pending >> bits) & 255] as number
    const weight = kind & WEIGHT
    telling += weight
    if ((kind & PRINTABLE) === 0) {
      stretch = tellingInStretch = 0
      allText &&= (kind & TEXT) !== 0
      continue
    }
    tellingInStretch += weight
    if (++stretch >= MIN_HIDDEN && (tellingInStretch >= ENOUGH || stretch >= READABLE)) return true
  }
  return allText && telling >= ENOUGH
}

/** How much a byte tells, in the lowest bits. */
const WEIGHT = 7
const PRINTABLE = 8
/** No control character: it may be part of UTF-8. */
const TEXT = 16

/** First byte in UTF-8 of other scripts' digits: Arabic, Persian, those of India and South-East Asia, full-width. */
const DIGIT_LEADS = [0xd9, 0xdb, 0xe0, 0xef]

const BYTES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const isPlain = byte >= 32 && byte < 127
  return weightOf(byte) | (isPlain ? PRINTABLE : 0) | (byte >= 32 && byte !== 127 ? TEXT : 0)
})

function weightOf(byte: number): number {
  if (byte === AT || byte === PERCENT) return ENOUGH
  return (byte >= 48 && byte <= 57) || DIGIT_LEADS.includes(byte) ? 1 : 0
}

function isText(byte: number): boolean {
  return ((BYTES[byte] as number) & TEXT) !== 0
}

/**
 * The readable parts of the decoded bytes. Random ids decode to noise: a stretch of eight readable characters around the
 * find keeps an accidental "x@y.zz" in a click id to less than one in a million.
 */
function readable(sextets: Int8Array, start: number, end: number): readonly string[] {
  const bytes = decodeRun(sextets, start, end)
  const text = UTF8.decode(bytes)
  if (bytes.every(isText)) return [text.replace(NO_UTF8, ' ')]
  return text.split(NOISE).filter(isWorthReading)
}

const NO_UTF8 = /\uFFFD+/g
const NOISE = /[\p{Cc}\uFFFD]+/u

function isWorthReading(stretch: string): boolean {
  return stretch.length >= READABLE || (stretch.length >= MIN_HIDDEN && /[@%0-9]/.test(stretch))
}

function decodeRun(sextets: Int8Array, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(byteCount(start, end))
  for (let at = 0; at < bytes.length; at++) bytes[at] = byteAt(sextets, start, at)
  return bytes
}

/** Whole bytes only: the bits left over at the end are padding. */
function byteCount(start: number, end: number): number {
  return ((end - start) * 6) >> 3
}

/** Byte `at` lies across two characters of its group of four. */
function byteAt(sextets: Int8Array, start: number, at: number): number {
  const bit = at * 8
  const first = start + Math.floor(bit / 6)
  const pair = ((sextets[first] as number) << 6) | (sextets[first + 1] as number)
  return (pair >> (4 - (bit % 6))) & 255
}

function runEnd(sextets: Int8Array, start: number, length: number): number {
  let end = start
  while (end < length && (sextets[end] as number) >= 0) end++
  return end
}

/** Both alphabets at once; -1 for any other character. */
function sextet(code: number): number {
  return code < 128 ? (SEXTETS[code] as number) : -1
}

const SEXTETS: Int8Array = sextetTable()

function sextetTable(): Int8Array {
  const table = new Int8Array(128).fill(-1)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value
  table['-'.charCodeAt(0)] = 62
  table['_'.charCodeAt(0)] = 63
  return table
}

function hexBytes(sequence: string): Uint8Array {
  const bytes = new Uint8Array(sequence.length / 3)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(sequence.slice(i * 3 + 1, i * 3 + 3), 16)
  return bytes
}
