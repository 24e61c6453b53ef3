/** What every identifier goes through first, and the pieces of text handling that more than one kind of identifier needs. */
import { once } from '../event/once.ts'
import { omit, type NormalizedText, type Omitted } from './normalized.ts'

/** Characters (UTF-16 units). An e-mail is at most 254 (RFC 5321, section 4.5.3.1.3), with room for spaces around it. */
export const MAX_LENGTH = 512

/**
 * Characters that cannot be seen and come along when text is copied: soft hyphen, zero-width space, word joiner, byte
 * order mark, direction marks. They are removed everywhere; joiners that spelling needs (U+200C, U+200D) only at the ends.
 */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g
const invisibleEnds = once(() => /^[\p{White_Space}\p{Cc}\u200C\u200D]+|[\p{White_Space}\p{Cc}\u200C\u200D]+$/gu)
const ASCII_WITH_SPACES = /^[\x20-\x7E]*$/
const PRINTABLE_ASCII = /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/

/**
 * What programs write for "no value". Compared with care for case: Null and None are family names, Nan a city and a first name. A list: to
 * look a value up in a Set makes the engine copy it to where it outlives the event.
 */
export const PLACEHOLDERS = ['null', 'NULL', 'undefined', 'NaN', 'N/A', 'n/a']
/** In any case; and what a template was to fill in: `{{email}}`, `*|EMAIL|*`, `[object Object]`, `(not set)`. */
const UNFILLED = /^(?:undefined|#?n\/a|\(\D*\)|[{$]\{.*\}|[%<[].*[%>\]]|\*\|.*\|\*)$/is

/** The text without what cannot be seen around and in it, in NFC; or why there is nothing to use. */
export function clean(input: string): NormalizedText | Omitted {
  if (input.length > MAX_LENGTH) return omit('too_long')
  const plain = PRINTABLE_ASCII.test(input)
  const value = plain ? input : trimmed(input)
  if (value === '') return omit('empty')
  if (isPlaceholder(value)) return omit('placeholder')
  return plain || value.isWellFormed() ? { kind: 'text', value } : omit('not_unicode')
}

function trimmed(input: string): string {
  // Of plain ASCII only spaces can be at the ends, and nothing in it is invisible or has another way to be written.
  if (ASCII_WITH_SPACES.test(input)) return input.trim()
  return input.replace(INVISIBLE, '').normalize('NFC').replace(invisibleEnds(), '')
}

function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.includes(value) || UNFILLED.test(value)
}

const ASCII_LETTERS_AND_DIGITS = /^[A-Za-z0-9]+$/
const notLetterOrDigit = once(() => /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]+/gu)

/** Lower-case, without punctuation, symbols and spaces; accents and other scripts kept; NFC. */
export function lettersAndDigits(value: string): string {
  if (ASCII_LETTERS_AND_DIGITS.test(value)) return value.toLowerCase()
  return lower(value.replace(notLetterOrDigit(), ''))
}

/** Lower-case, in NFC. */
export function lower(value: string): string {
  const small = value.toLowerCase()
  return ASCII_WITH_SPACES.test(small) ? small : small.normalize('NFC')
}

const accents = once(() => /\p{M}+/gu)

/** For looking a name up in a table: letters and digits only, lower-case, without accents. Never sent. */
export function lookupKey(value: string): string {
  return value.replace(notLetterOrDigit(), '').toLowerCase().normalize('NFD').replace(accents(), '')
}
