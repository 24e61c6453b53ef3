/**
 * Numbers by which states know people, beside the French one (nir.ts). What has a check strong enough, or is written as
 * nothing else is, counts wherever it stands; what an order number could be too counts next to a word that says what it is.
 * Sources: the issuing authorities' descriptions, row by row in docs/guard.md.
 */
import { once } from '../event/once.ts'
import { passesLuhn } from './card.ts'
import { digitAt, isDayOfYear, passesEan, passesMod11Of10, passesVerhoeff, weighted } from './check-digits.ts'
import type { TextShape } from './kinds.ts'
import { goesOn, type NumberRun } from './number-runs.ts'

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

/** What any of them may be called, where it has a check. Words are made when a text first asks: a cold start pays for none. */
const anyWord = once(
  () =>
    /(?<!\p{L})(?:national[ _-]?id|(?:identity|id)[ _-]?(?:card|number|no)(?!\p{L})|(?:carte|carta|pi[èe]ce|documento?|num[ée]ro|n[úu]mero|numero|c[ée]dula)[ _-](?:d['’ ]|de |di )?identi(?:t[ée]|dad|tà|dade)|(?:personal)?ausweis|tax[ _-]?(?:id|number)|social[ _-]?(?:security|insurance)|s[ée]curit[ée][ _-]sociale)(?!\p{L})/iu,
)

/** A word by itself: "Sofia" and "International" say nothing. */
function whole(words: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')
}

/** "sin" is Spanish for "without", and a NAS is a box of disks: directly before or after its number, or with a sign. */
const canadian = () =>
  /(?<!\p{L})(?:sin(?:[^\p{L}\d]{0,4}$|\s?[:=#(])|nas\s{0,2}(?:[:=#]|n[°o.])|social insurance|assurance sociale)|^[^\p{L}\d]{0,3}(?:sin|nas)(?!\p{L})/iu

const rules = once((): readonly NumberRule[] => [
  // Belgium: birth date, serial, 97 − (first nine mod 97); from 2000 on with a 2 before them.
  { digits: 11, isValid: isBelgian, words: whole('rijksregister\\w*|registre national|niss|insz|rrn'), alone: true },
  // Switzerland: 756 (ISO 3166), check digit as in an EAN; no article has this prefix.
  {
    digits: 13,
    isValid: isSwiss,
    words: whole('ahv\\w{0,4}|avs|n[aà]vs\\w{0,2}'),
    alone: true,
  },
  { digits: 9, isValid: isDutch, words: whole('bsn|burgerservice\\w*|sofi-?(?:nummer|nr)'), alone: false },
  { digits: 11, isValid: isGerman, words: whole('steuer\\w*|idnr|tin'), alone: '2,3,3,3' },
  { digits: 11, isValid: isPolish, words: whole('pesel'), alone: false },
  { digits: 9, isValid: isPortuguese, words: whole('nif|contribuinte|fiscal'), alone: false },
  {
    digits: 10,
    isValid: isSwedish,
    words: whole('person(?:al)?[ -]?(?:nummer|number|id)|samordning\\w*'),
    alone: '6-4',
  },
  {
    digits: 12,
    isValid: (number) => /^(?:19|20)/.test(number) && isSwedish(number.slice(2)),
    words: whole('person(?:al)?[ -]?(?:nummer|number|id)|samordning\\w*'),
    alone: '8-4',
  },
  { digits: 10, isValid: isBritishHealth, words: whole('nhs'), alone: '3,3,4' },
  { digits: 9, isValid: isAmerican, isWeak: true, words: whole('ssn|social security'), alone: '3-2-4' },
  { digits: 9, isValid: passesLuhn, words: canadian(), alone: false },
  { digits: 9, isValid: isAustralian, words: whole('tfn|tax file'), alone: false },
  {
    digits: 12,
    isValid: (number) => /^[2-9]/.test(number) && passesVerhoeff(number),
    words: whole('aadha?ar|uidai'),
    alone: false,
  },
  { digits: 11, isValid: isTurkish, words: whole('kimlik|tckn'), alone: false },
  { digits: 13, isValid: isSouthAfrican, words: whole('south african|rsa|id'), alone: false },
  { digits: 13, isValid: isThai, words: /(?<!\p{L})thai(?:land)?(?!\p{L})|บัตรประชาชน/iu, alone: '1-4-5-2-1' },
  {
    digits: 13,
    isValid: isKorean,
    isWeak: true,
    words: /(?<!\p{L})(?:rrn|resident (?:registration|number|id))(?!\p{L})|주민/iu,
    alone: '6-7',
  },
  { digits: 11, isValid: () => true, isWeak: true, words: whole('nin|national identi\\w*'), alone: false },
  // France, without the key that nir.ts asks for: sex, year, a true month.
  {
    digits: 13,
    isValid: (number) => /^[12]\d\d(?:0[1-9]|1[0-2])/.test(number),
    isWeak: true,
    words: whole('nir|s[ée]cu|s[ée]curit[ée] sociale|insee'),
    alone: false,
  },
  // Brazil: two check digits.
  { digits: 11, isValid: isBrazilian, words: whole('cpf'), alone: '3,3,3,2' },
  { digits: 12, isValid: () => true, isWeak: true, words: whole('crn|umid|philsys'), alone: false },
])

const MAX_DIGITS = 13
const rulesByLength = once((): readonly (readonly NumberRule[])[] =>
  Array.from({ length: MAX_DIGITS + 1 }, (_, digits) => rules().filter((rule) => rule.digits === digits)),
)
/** Any rule's word, or one for all of them: hardly a number has one, and then nothing else need be asked. */
const someWord = once(
  () => new RegExp([anyWord(), ...rules().map(({ words }) => words)].map(({ source }) => source).join('|'), 'iu'),
)
/** BSN. */
const MIN_WORD = 3
const threeLetters = once(() => /\p{L}{3}/u)
/** How far before a number its word may stand, and how far behind it. */
const WORD_REACH = 40
const WORD_REACH_AFTER = 12
/** `(BSN)`, `, NIF`: the next word only. */
const nextWord = once(() => /^[^\p{L}\d]{0,3}(\p{L}{3,11})(?!\p{L})/u)
const NEXT_WORDS: ReadonlySet<string> = new Set(
  'ahv avs bsn cpf crn idnr insz kimlik nas nhs nif nin niss pesel rrn rsa sin ssn steuer tckn tfn tin'.split(' '),
)

/** In one number of the text, or in a few of its groups that follow each other. */
export function isNationalNumber(text: string, run: NumberRun, shape: TextShape): boolean {
  if (standsAlone(run, shape)) return true
  if (run.start >= MIN_WORD && hasWord(run, text.slice(Math.max(0, run.start - WORD_REACH), run.start))) return true
  if (run.letterAfter || run.end === text.length) return false
  const after = nextWord().exec(text.slice(run.end, run.end + WORD_REACH_AFTER))
  return after !== null && NEXT_WORDS.has((after[1] ?? '').toLowerCase()) && hasWord(run, after[0])
}

/** Plain digits by themselves, groups that are the whole of their number, or a few of them as they are printed. */
function standsAlone(run: NumberRun, shape: TextShape): boolean {
  const last = run.groups.length - 1
  for (let i = 0; i <= last; i++) {
    const isPartOfWord = (i === 0 && run.letterBefore) || (i === last && run.letterAfter)
    if (!isPartOfWord && isValidAlone(run.groups[i] ?? '', shape)) return true
  }
  if (last === 0) return false
  if (hasPrinted(run, shape)) return true
  if (last >= MAX_DIGITS || run.letterBefore || run.letterAfter || hasDate(run)) return false
  return isValidAlone(run.groups.join(''), shape)
}

/** Day, month and year, beside a measure or a quantity. */
function hasDate({ groups }: NumberRun): boolean {
  return /\b(?:2,2,4|4,2,2)\b/.test(groups.map(({ length }) => length).join())
}

/** How those that count alone are printed; with hyphens, where anything else could be something else. */
const printed = once((): readonly (readonly number[])[] => [
  [3, 4, 4, 2],
  [2, 2, 2, 3, 2],
  [6, 3, 2],
  ...rules().flatMap(({ alone }) => (typeof alone === 'string' ? [alone.split(/[,-]/).map(Number)] : [])),
])

/** Another number may stand before and behind: a size, a year, a quantity. */
function hasPrinted(run: NumberRun, shape: TextShape): boolean {
  for (let first = run.letterBefore ? 1 : 0; first < run.groups.length - 1; first++) {
    for (const lengths of printed()) if (isPrintedAt(run, first, lengths, shape)) return true
  }
  return false
}

function isPrintedAt(run: NumberRun, first: number, lengths: readonly number[], shape: TextShape): boolean {
  const last = first + lengths.length - 1
  if (last >= run.groups.length || (last === run.groups.length - 1 && run.letterAfter)) return false
  if (!lengths.every((length, i) => run.groups[first + i]?.length === length) || goesOn(run, first, last)) return false
  const digits = run.groups.slice(first, last + 1).join('')
  if (isValidAlone(digits, shape)) return true
  return shape === 'text' && groupingsOf(run, first, last).some((grouping) => isValidGrouped(digits, grouping))
}

function isValidAlone(digits: string, shape: TextShape): boolean {
  if (shape !== 'text') return isSwiss(digits)
  return rulesFor(digits).some((rule) => rule.alone === true && rule.isValid(digits))
}

function isValidGrouped(digits: string, grouping: string): boolean {
  return rulesFor(digits).some((rule) => rule.alone === grouping && rule.isValid(digits))
}

function rulesFor(digits: string): readonly NumberRule[] {
  return rulesByLength()[digits.length] ?? []
}

/** `3,2,4`; with hyphens alone between the groups `3-2-4` too. */
function groupingsOf({ groups, separators }: NumberRun, first: number, last: number): readonly string[] {
  const grouping = groups.slice(first, last + 1).map((group) => group.length)
  const isHyphenated = separators.slice(first, last).every((separator) => separator === '-')
  return isHyphenated ? [grouping.join(), grouping.join('-')] : [grouping.join()]
}

/** In any few groups that follow each other. */
function hasWord(run: NumberRun, before: string): boolean {
  if (!threeLetters().test(before) || !someWord().test(before)) return false
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
  return rule.words.test(before) || (rule.isWeak !== true && anyWord().test(before))
}

function isBrazilian(number: string): boolean {
  const first = weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2])
  const second = weighted(number, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  if (number === number.charAt(0).repeat(number.length)) return false
  return ((first * 10) % 11) % 10 === digitAt(number, 9) && ((second * 10) % 11) % 10 === digitAt(number, 10)
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
