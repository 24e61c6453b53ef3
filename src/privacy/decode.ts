/** The disguises that a text may wear: compatibility characters, percent-encoding, "+" for space, base64. Never throws. */
import { isAlnum } from './survey.ts'

const UTF8 = new TextDecoder()
/** Shortest plain text in base64 that can be an e-mail address or a phone number. */
const MIN_HIDDEN = 8
const AT = 64
const PERCENT = 37

/** Full-width and other compatibility forms to plain ones, native digits to ASCII, invisible characters away. */
export function foldCharacters(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u3002\u00B7\u2022]/g, '.')
    .replace(/[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
}

/** Unicode's decimal digits come in rows of ten that begin at a code ending in 0 or in 6 (hexadecimal). */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const rowStart = code - (code & 15)
  return String((code & 15) - (/\p{Nd}/u.test(String.fromCodePoint(rowStart)) ? 0 : 6))
}

/** One layer of percent-encoding. Broken sequences stay as they are; bytes that are no UTF-8 become U+FFFD. */
export function percentDecode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (sequence) => UTF8.decode(hexBytes(sequence)))
}

/** "+" between two letters or digits read as the space that a form made of it. */
export function plusToSpace(text: string): string {
  return text.replace(/\+/g, ' ')
}

/**
 * Plain texts hidden as base64 or base64url anywhere in `text` where something starts (after a character that is no
 * letter or digit). Only those with an "@", a "%" or eight digits are returned. Linear: each of the four alignments is read once.
 */
export function base64Texts(text: string): readonly string[] {
  const found: string[] = []
  const readUntil = [0, 0, 0, 0]
  for (let start = 0; start + MIN_HIDDEN <= text.length; start++) {
    if (sextet(text.charCodeAt(start)) < 0 || (start > 0 && isAlnum(text.charCodeAt(start - 1)))) continue
    if (start < (readUntil[start & 3] ?? 0)) continue
    const end = runEnd(text, start)
    readUntil[start & 3] = end
    if (end - start >= MIN_HIDDEN && holdsSomething(text, start, end)) found.push(...readable(text, start, end))
  }
  return found
}

/** Cheap pass without building anything: is there an "@", a "%" or a handful of digits among the bytes? */
function holdsSomething(text: string, start: number, end: number): boolean {
  let digits = 0
  let pending = 0
  let bits = 0
  for (let i = start; i < end; i++) {
    pending = ((pending << 6) | sextet(text.charCodeAt(i))) & 0x3fff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const byte = (pending >> bits) & 255
    if (byte === AT || byte === PERCENT) return true
    if (byte >= 48 && byte <= 57 && ++digits >= 8) return true
  }
  return false
}

/**
 * The readable parts of the decoded bytes. Random ids decode to noise: a stretch of eight printable characters around the
 * find keeps an accidental "x@y.zz" in a click id to less than one in a million.
 */
function readable(text: string, start: number, end: number): readonly string[] {
  const bytes = decodeRun(text, start, end)
  if (bytes.every((byte) => byte >= 32 && byte !== 127)) return [UTF8.decode(bytes)]
  let printable = ''
  for (const byte of bytes) printable += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '\n'
  return printable.split('\n').filter((stretch) => stretch.length >= MIN_HIDDEN && /[@%0-9]/.test(stretch))
}

function decodeRun(text: string, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(byteCount(start, end))
  for (let at = 0; at < bytes.length; at++) bytes[at] = byteAt(text, start, at)
  return bytes
}

/** Whole bytes only: the bits left over at the end are padding. */
function byteCount(start: number, end: number): number {
  return ((end - start) * 6) >> 3
}

/** Byte `at` lies across two characters of its group of four. */
function byteAt(text: string, start: number, at: number): number {
  const bit = at * 8
  const first = start + Math.floor(bit / 6)
  const pair = (sextet(text.charCodeAt(first)) << 6) | sextet(text.charCodeAt(first + 1))
  return (pair >> (4 - (bit % 6))) & 255
}

function runEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && sextet(text.charCodeAt(end)) >= 0) end++
  return end
}

/** Both alphabets at once; -1 for any other character. */
function sextet(code: number): number {
  return code < 128 ? (SEXTETS[code] ?? -1) : -1
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
