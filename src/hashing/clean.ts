/** What every identifier goes through first, and the pieces of text handling that more than one kind of identifier needs. */
import { once } from '../event/once.ts'
import { isPlaceholder } from '../event/placeholder.ts'
import { omit, type NormalizedText, type Omitted } from './normalized.ts'

/** Characters (UTF-16 units). An e-mail is at most 254 (RFC 5321, section 4.5.3.1.3), with room for spaces around it. */
export const MAX_LENGTH = 512

/**
 * Characters that cannot be seen and come along when text is copied: soft hyphen, zero-width space, word joiner, byte order mark,
 * direction marks, what chooses an emoji's form, and fillers, which are letters to Unicode and a blank name to whoever types one. They
 * are removed everywhere; joiners that spelling needs (U+200C, U+200D) only at the ends.
 */
const invisible = once(() => /(?![\u200C\u200D])\p{Default_Ignorable_Code_Point}/gu)
const invisibleEnds = once(() => /^[\p{White_Space}\p{Cc}\u200C\u200D]+|[\p{White_Space}\p{Cc}\u200C\u200D]+$/gu)
const ASCII_WITH_SPACES = /^[\x20-\x7E]*$/
const PRINTABLE_ASCII = /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/

/** The text without what cannot be seen around and in it, in NFC; or why there is nothing to use. */
export function clean(input: string): NormalizedText | Omitted {
  if (input.length > MAX_LENGTH) return omit('too_long')
  const plain = PRINTABLE_ASCII.test(input)
  const value = plain ? input : trimmed(input)
  if (value === '') return omit('empty')
  if (isPlaceholder(value)) return omit('placeholder')
  return plain || isWhole(value) ? { kind: 'text', value } : omit('not_unicode')
}

/** Neither half of a surrogate pair nor a byte that was no UTF-8 when it was read: what was typed is lost. */
function isWhole(value: string): boolean {
  return value.isWellFormed() && !value.includes('\uFFFD')
}

function trimmed(input: string): string {
  // Of plain ASCII only spaces can be at the ends, and nothing in it is invisible or has another way to be written.
  if (ASCII_WITH_SPACES.test(input)) return input.trim()
  return input.replace(invisible(), '').normalize('NFC').replace(invisibleEnds(), '')
}

const ASCII_LETTERS_AND_DIGITS = /^[A-Za-z0-9]+$/
/** With the two apostrophes that Unicode counts as letters: `Oʼ Brien`, `Hawaiʻi`. */
const notLetterOrDigit = once(() => /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\u02BB\u02BC]+/gu)

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
