/** The egress guard: the last look at a final value before it can be stored or sent. */
import { once } from '../event/once.ts'
import { detectPersonalData } from './detect.ts'
import type { PersonalDataKind, TextShape } from './kinds.ts'

declare const clean: unique symbol
declare const hidden: unique symbol

/** A text in which the detectors found no personal data. Made by guardText() only. */
export type CleanText = string & { readonly [clean]: true }

/** What stands for an id that holds personal data: a keyed hash of it. Made by hiddenId() only. */
export type HiddenId = string & { readonly [hidden]: true }

export type GuardResult = { readonly clean: CleanText } | { readonly found: readonly PersonalDataKind[] }

/** What stands for a name that may not be printed, in counters and receipts. */
export const UNPRINTABLE = '(unprintable)'

const FIELD_NAME = /^[A-Za-z0-9_.]{1,40}$/
/** Names have few digits (`line2`, `address_2024`); what people are known by has many. */
const MANY_DIGITS = /\d(?:[._]?\d){5}|\d{1,3}(?:[._]\d{1,3}){3}/
const SHOWN_TLD = /^[a-z]{2,6}$/i
const DOTS = '•••'

export function guardText(text: string, shape: TextShape): GuardResult {
  const found = detectPersonalData(text, shape)
  return isClean(text, found) ? { clean: text } : { found }
}

/** The text with `_` for each word that holds personal data; where no word shows it alone, for all of it. */
export function withoutHits(text: string, shape: TextShape): CleanText {
  const cut = text
    .split(' ')
    .map((word) => (detectPersonalData(word, shape).length === 0 ? word : '_'))
    .join(' ')
  const looked = guardText(cut, shape)
  return 'clean' in looked ? looked.clean : NOTHING_LEFT
}

/** One underscore is nobody. */
const NOTHING_LEFT = '_' as CleanText

/** What it begins with. */
export const HIDDEN = 'hidden:'

/** `keyedHash` is hexadecimal, made with a secret of the site: nobody else can tell which id it stands for. */
export function hiddenId(keyedHash: string): HiddenId {
  return `${HIDDEN}${keyedHash}` as HiddenId
}

/** A caller's own name for a field, fit to be counted: at most 40 plain characters, and no personal data itself. */
export function guardFieldName(name: string): string {
  const plain = FIELD_NAME.test(name) && !MANY_DIGITS.test(name)
  return plain && detectPersonalData(name, 'text').length === 0 ? name : UNPRINTABLE
}

/** The shape of a value for screens: `jane@example.fr` → `j•••@e•••.fr (15)`. At most one letter of each part. */
export function mask(text: string): string {
  const at = text.lastIndexOf('@')
  const shape = at > 0 ? `${maskWord(text.slice(0, at))}@${maskDomain(text.slice(at + 1))}` : maskWord(text)
  return `${shape} (${text.length})`
}

function maskDomain(domain: string): string {
  const dot = domain.lastIndexOf('.')
  const tld = domain.slice(dot + 1)
  return dot > 0 && SHOWN_TLD.test(tld) ? `${maskWord(domain.slice(0, dot))}.${tld}` : maskWord(domain)
}

const letter = once(() => /\p{L}/u)

/** Only a letter is shown, and only of a word that it does not give away. */
function maskWord(word: string): string {
  const [first = ''] = word
  return word.length > 2 && letter().test(first) ? `${first}${DOTS}` : DOTS
}

/** The one place where the brand is given. */
function isClean(_text: string, found: readonly PersonalDataKind[]): _text is CleanText {
  return found.length === 0
}
