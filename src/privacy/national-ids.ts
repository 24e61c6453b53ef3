/**
 * Numbers by which states know people, beside the French one (nir.ts). What has a check strong enough, or is written as
 * nothing else is, counts wherever it stands; what an order number could be too counts next to a word that says what it is.
 * Sources: the issuing authorities' descriptions, row by row in docs/guard.md.
 */
import { passesLuhn } from './card.ts'
import { digitAt, isDayOfYear, passesEan, passesMod11Of10, passesVerhoeff, weighted } from './check-digits.ts'
import type { TextShape } from './kinds.ts'
import type { NumberRun } from './number-runs.ts'

interface NumberRule {
  /** How many digits. */
  readonly digits: number
  readonly isValid: (digits: string) => boolean
  /** Valid says little: only its own words will do. */
  readonly isWeak?: true
  /** Words that go with it, where it needs any. */
  readonly words: RegExp
  /** In a text it counts without a word: however it is written (`true`), or grouped in this way, with hyphens or with anything. */
  readonly alone: boolean | string
}

/** What any of them may be called, where it has a check. */
const ANY_WORD =
  /(?:^|[^a-z])(?:national[ _-]?id|id[ _-]?(?:card|number|no)|identi(?:ty|t[ée]|dad|tà)|ausweis|tax[ _-]?(?:id|number)|social[ _-]?(?:security|insurance)|s[ée]curit[ée][ _-]sociale)/i

const RULES: readonly NumberRule[] = [
  // Belgium: birth date, serial, 97 − (first nine mod 97); from 2000 on with a 2 before them.
  { digits: 11, isValid: isBelgian, words: /rijksregister|registre national|niss|insz|\brrn/i, alone: true },
  // Switzerland: 756 (ISO 3166), check digit as in an EAN; no article has this prefix.
  {
    digits: 13,
    isValid: isSwiss,
    words: /ahv|avs|n[aà]vs/i,
    alone: true,
  },
  { digits: 9, isValid: isDutch, words: /bsn|burgerservice|sofi/i, alone: false },
  { digits: 11, isValid: isGerman, words: /steuer|idnr|\btin\b/i, alone: '2,3,3,3' },
  { digits: 11, isValid: isPolish, words: /pesel/i, alone: false },
  { digits: 9, isValid: isPortuguese, words: /\bnif|contribuinte|fiscal/i, alone: false },
  { digits: 10, isValid: isSwedish, words: /person(?:al)?[ -]?(?:nummer|number|id)|samordning/i, alone: '6-4' },
  {
    digits: 12,
    isValid: (number) => /^(?:19|20)/.test(number) && isSwedish(number.slice(2)),
    words: /person(?:al)?[ -]?(?:nummer|number|id)|samordning/i,
    alone: '8-4',
  },
  { digits: 10, isValid: isBritishHealth, words: /\bnhs/i, alone: '3,3,4' },
  { digits: 9, isValid: isAmerican, isWeak: true, words: /ssn|social security/i, alone: '3-2-4' },
  { digits: 9, isValid: passesLuhn, words: /\bsin\b|social insurance|assurance sociale|\bnas\b/i, alone: false },
  { digits: 9, isValid: isAustralian, words: /\btfn|tax file/i, alone: false },
  {
    digits: 12,
    isValid: (number) => /^[2-9]/.test(number) && passesVerhoeff(number),
    words: /aadha?ar|uidai/i,
    alone: false,
  },
  { digits: 11, isValid: isTurkish, words: /kimlik|tckn/i, alone: false },
  { digits: 13, isValid: isSouthAfrican, words: /south african|\brsa\b|\bid\b/i, alone: false },
  { digits: 13, isValid: isThai, words: /thai|บัตรประชาชน/i, alone: '1-4-5-2-1' },
  { digits: 13, isValid: isKorean, isWeak: true, words: /\brrn|주민|resident/i, alone: '6-7' },
  { digits: 11, isValid: () => true, isWeak: true, words: /(?:^|[^a-z])nin(?![a-z])|national identi/i, alone: false },
  { digits: 12, isValid: () => true, isWeak: true, words: /\bcrn\b|umid|philsys/i, alone: false },
]

const MAX_DIGITS = 13
const RULES_BY_LENGTH: readonly (readonly NumberRule[])[] = Array.from({ length: MAX_DIGITS + 1 }, (_, digits) =>
  RULES.filter((rule) => rule.digits === digits),
)
/** Any rule's word, or one for all of them: hardly a number has one, and then nothing else need be asked. */
const SOME_WORD = new RegExp([ANY_WORD, ...RULES.map(({ words }) => words)].map(({ source }) => source).join('|'), 'i')
/** BSN. */
const MIN_WORD = 3
const WORD = /\p{L}{3}/u
/** How far before a number its word may stand. */
const WORD_REACH = 40

/** In one number of the text, or in a few of its groups that follow each other. */
export function isNationalNumber(text: string, run: NumberRun, shape: TextShape): boolean {
  if (standsAlone(run, shape)) return true
  return run.start >= MIN_WORD && hasWord(run, text.slice(Math.max(0, run.start - WORD_REACH), run.start))
}

/** Plain digits by themselves, or groups that are the whole of their number; not a part of a word. */
function standsAlone(run: NumberRun, shape: TextShape): boolean {
  const last = run.groups.length - 1
  for (let i = 0; i <= last; i++) {
    const isPartOfWord = (i === 0 && run.letterBefore) || (i === last && run.letterAfter)
    if (!isPartOfWord && isValidAlone(run.groups[i] ?? '', shape)) return true
  }
  if (last === 0 || last >= MAX_DIGITS || run.letterBefore || run.letterAfter) return false
  const digits = run.groups.join('')
  if (isValidAlone(digits, shape)) return true
  return shape === 'text' && groupingsOf(run).some((grouping) => isValidGrouped(digits, grouping))
}

function isValidAlone(digits: string, shape: TextShape): boolean {
  if (shape !== 'text') return isSwiss(digits)
  return rulesFor(digits).some((rule) => rule.alone === true && rule.isValid(digits))
}

function isValidGrouped(digits: string, grouping: string): boolean {
  return rulesFor(digits).some((rule) => rule.alone === grouping && rule.isValid(digits))
}

function rulesFor(digits: string): readonly NumberRule[] {
  return RULES_BY_LENGTH[digits.length] ?? []
}

/** `3,2,4`; with hyphens alone between the groups `3-2-4` too. */
function groupingsOf({ groups, separators }: NumberRun): readonly string[] {
  const grouping = groups.map((group) => group.length).join()
  const isHyphenated = separators.every((separator) => separator === '-')
  return isHyphenated ? [grouping, grouping.replaceAll(',', '-')] : [grouping]
}

/** In any few groups that follow each other. */
function hasWord(run: NumberRun, before: string): boolean {
  if (!WORD.test(before) || !SOME_WORD.test(before)) return false
  for (let first = 0; first < run.groups.length; first++) {
    let digits = ''
    for (let last = first; last < run.groups.length && digits.length < MAX_DIGITS; last++) {
      digits += run.groups[last] ?? ''
      if (rulesFor(digits).some((rule) => rule.isValid(digits) && isWordFor(rule, before))) return true
    }
  }
  return false
}

function isWordFor(rule: NumberRule, before: string): boolean {
  return rule.words.test(before) || (rule.isWeak !== true && ANY_WORD.test(before))
}

function isBelgian(number: string): boolean {
  const month = Number(number.slice(2, 4)) % 20
  // Month and day are 00 for who does not know them; +20 and +40 for who only stays for a while.
  if (month > 12 || Number(number.slice(4, 6)) > 31 || number.startsWith('000000')) return false
  const body = Number(number.slice(0, 9))
  const key = Number(number.slice(9))
  return key === 97 - (body % 97) || key === 97 - ((2_000_000_000 + body) % 97)
}

function isSwiss(number: string): boolean {
  return number.length === 13 && number.startsWith('756') && passesEan(number)
}

/** The "eleven test", the last digit with −1. */
function isDutch(number: string): boolean {
  return number !== '000000000' && weighted(number, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
}

/** Of the first ten digits one stands there twice or three times, and at most one more does not fit: BZSt's own rule. */
function isGerman(number: string): boolean {
  if (number.startsWith('0') || !passesMod11Of10(number)) return false
  const different = new Set(number.slice(0, 10)).size
  return different === 9 || different === 8
}

function isPolish(number: string): boolean {
  const isDate = isDayOfYear(Number(number.slice(4, 6)), Number(number.slice(2, 4)) % 20)
  return isDate && weighted(number, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
}

function isPortuguese(number: string): boolean {
  const check = 11 - (weighted(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return /^[1-35689]/.test(number) && (check > 9 ? 0 : check) === digitAt(number, 8)
}

/** Day + 60 for a co-ordination number. */
function isSwedish(number: string): boolean {
  const day = Number(number.slice(4, 6))
  return isDayOfYear(day > 60 ? day - 60 : day, Number(number.slice(2, 4))) && passesLuhn(number)
}

function isBritishHealth(number: string): boolean {
  const check = 11 - (weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return (check === 11 ? 0 : check) === digitAt(number, 9)
}

/** No check digit; areas 000, 666 and 9xx, group 00 and serial 0000 are never given out. */
function isAmerican(number: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(number)
}

function isAustralian(number: string): boolean {
  return weighted(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
}

function isTurkish(number: string): boolean {
  if (number.startsWith('0')) return false
  const odd = weighted(number, [1, 0, 1, 0, 1, 0, 1, 0, 1])
  const even = weighted(number, [0, 1, 0, 1, 0, 1, 0, 1])
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  const all = weighted(number, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  return tenth === digitAt(number, 9) && all % 10 === digitAt(number, 10)
}

function isSouthAfrican(number: string): boolean {
  const isDate = isDayOfYear(Number(number.slice(4, 6)), Number(number.slice(2, 4)))
  return isDate && /^[01]$/.test(number.charAt(10)) && passesLuhn(number)
}

function isThai(number: string): boolean {
  const check = 11 - (weighted(number, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)
  return !number.startsWith('0') && check % 10 === digitAt(number, 12)
}

/** Since October 2020 the last digits are random: the date and the shape are all there is. */
function isKorean(number: string): boolean {
  return isDayOfYear(Number(number.slice(4, 6)), Number(number.slice(2, 4))) && /^[0-9]$/.test(number.charAt(6))
}
