/** National numbers with letters in them: see national-ids.ts for what counts where. */
import { once } from '../event/once.ts'
import type { TextShape } from './kinds.ts'
import { isAlnum, isDigit, type Survey } from './survey.ts'

interface LetterRule {
  readonly pattern: RegExp
  /** Over the characters alone, in capitals. */
  readonly isValid: (characters: string) => boolean
  readonly words: RegExp
  /** Without a word: in any field, in a text, or nowhere. */
  readonly alone: 'anywhere' | 'text' | 'nowhere'
}

/** Codice fiscale: letters may stand for its digits where two persons would have the same. */
const italian = once((): LetterRule => ({
  pattern:
    /(?<![A-Z0-9])[A-Z]{3}[ ]?[A-Z]{3}[ ]?[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[ ]?[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Z0-9])/gi,
  isValid: isItalian,
  words: /(?<!\p{L})(?:codice|fiscale)(?!\p{L})/iu,
  alone: 'anywhere',
}))

const rules = once((): readonly LetterRule[] => [
  italian(),
  // Spain: DNI, and NIE for foreigners.
  {
    pattern: /(?<![A-Z0-9.])(?:[XYZ][-]?\d{7}|\d{2}\.?\d{3}\.?\d{3})[-]?[A-HJ-NP-TV-Z](?![A-Z0-9])/gi,
    isValid: isSpanish,
    words: /(?<![\p{L}])(?:dni|nie|nif)(?!\p{L})/iu,
    alone: 'text',
  },
  {
    pattern: /(?:[XYZ][ -]\d{7}|\d{8}|\d{2}[. ]\d{3}[. ]\d{3})[ -]?[A-HJ-NP-TV-Z](?![A-Z0-9])/gi,
    isValid: isSpanish,
    words: /(?<![\p{L}])(?:dni|nie|nif)(?!\p{L})/iu,
    alone: 'nowhere',
  },
  // Finland: birth date, sign of the century, serial, check character.
  {
    pattern: /(?<![A-Z0-9])\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?![A-Z0-9])/gi,
    isValid: isFinnish,
    words: /hetu|henkil|personbeteckning/i,
    alone: 'text',
  },
  // United Kingdom, National Insurance: no check, so only as it is printed, in pairs.
  {
    pattern:
      /(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \d\d \d\d \d\d [A-D](?![A-Z0-9])/gi,
    isValid: () => true,
    words: /\b(?:ni|nino)\b/i,
    alone: 'text',
  },
  {
    pattern: /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]-?\d{6}-?[A-D](?![A-Z0-9])/gi,
    isValid: () => true,
    words: /\b(?:national insurance|ni|nino)\b/i,
    alone: 'nowhere',
  },
  // Singapore.
  {
    pattern: /[STFG]\d{7}[A-Z](?![A-Z0-9])/gi,
    isValid: isSingaporean,
    words: /\b(?:nric|fin|singapore)\b/i,
    alone: 'nowhere',
  },
])

/** Each rule's words are among them. */
export const anyWord = once(
  () =>
    /(?<!\p{L})(?:national|(?:identity|id)[ _-]?(?:card|number|no)(?!\p{L})|(?:carte|carta|pi[èe]ce|documento?|num[ée]ro|n[úu]mero|numero|c[ée]dula)[ _-](?:d['’ ]|de |di )?identi(?:t[ée]|dad|tà|dade)|(?:personal)?ausweis|passe?port|codice|fiscale?|fiscaal|dni|nie|nif|nric|fin|singapore|hetu|henkil\p{L}{0,12}|personbeteckning|nino|ni|insurance)(?!\p{L})/iu,
)
/** Letters that each of them has: many times cheaper to make than the words themselves, which a process hardly ever needs. */
export const mayBeWord = once(() => /nat|id|aus|pas|cod|fis|ni|nr|fin|sin|het|hen|per|ins/iu)
const WORD_REACH = 40
/** Shortest of them. */
export const MIN_LETTER_ID_DIGITS = 6

/** All but the Italian rule ask for six digits: the others, and their words, are spared nearly every text. */
export function hasLetterId(text: string, seen: Survey, shape: TextShape): boolean {
  if (seen.digitsTogether >= MIN_LETTER_ID_DIGITS && hasGroupedDigits(text)) return followsRule(text, shape)
  return mayBeItalian(text) && occurs(italian(), text, true)
}

/** Whatever the text: what the looks at it must not keep it from. */
export function followsRule(text: string, shape: TextShape): boolean {
  const hasWord = mayBeWord().test(text) && anyWord().test(text)
  return rules().some((rule) => {
    const counts = rule.alone === 'anywhere' || (rule.alone === 'text' && shape === 'text')
    return (counts || hasWord) && occurs(rule, text, counts)
  })
}

const MIN_GROUP = 2
const DOT = 46

/** Six digits in a row, or in groups with one dot or space between them; a version has groups of one digit. */
function hasGroupedDigits(text: string): boolean {
  let together = 0
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) continue
    const end = digitsEnd(text, i)
    together = end - i < MIN_GROUP ? 0 : together + end - i
    if (together >= MIN_LETTER_ID_DIGITS) return true
    const next = text.charCodeAt(end)
    if ((next !== DOT && next !== SPACE) || !isDigit(text.charCodeAt(end + 1))) together = 0
    i = end
  }
  return false
}

function digitsEnd(text: string, start: number): number {
  let end = start
  while (isDigit(text.charCodeAt(end))) end++
  return end
}

const ITALIAN_LENGTH = 16
const ITALIAN_LETTERS = 6
const SPACE = 32

/** Sixteen letters and digits by themselves, with a space or none where it is printed with one. */
function mayBeItalian(text: string): boolean {
  for (let i = 0; i + ITALIAN_LENGTH <= text.length; i++) {
    if (isAlnum(text.charCodeAt(i)) && !isAlnum(text.charCodeAt(i - 1)) && hasItalianShape(text, i)) return true
  }
  return false
}

function hasItalianShape(text: string, start: number): boolean {
  let at = start
  for (let count = 0; count < ITALIAN_LENGTH; count++, at++) {
    if ((count === 3 || count === 6 || count === 11) && text.charCodeAt(at) === SPACE) at++
    const code = text.charCodeAt(at)
    if (!isAlnum(code) || (count < ITALIAN_LETTERS && isDigit(code))) return false
  }
  return !isAlnum(text.charCodeAt(at))
}

function occurs({ pattern, isValid, words }: LetterRule, text: string, countsAlone: boolean): boolean {
  if (text.search(pattern) === -1) return false
  for (const match of text.matchAll(pattern)) {
    if (!isValid(match[0].toUpperCase().replaceAll(/[ .-]/g, ''))) continue
    if (countsAlone) return true
    const before = text.slice(Math.max(0, match.index - WORD_REACH), match.index)
    if (words.test(before) || anyWord().test(before)) return true
  }
  return false
}

const ODD_VALUES = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Characters at odd places by a table, at even places by their own value, mod 26 as a letter (decree of 23 December 1976). */
function isItalian(code: string): boolean {
  let sum = 0
  for (let i = 0; i < 15; i++) {
    const character = code.charCodeAt(i)
    const value = character < 58 ? character - 48 : character - 65
    sum += i % 2 === 0 ? (ODD_VALUES[value] ?? 0) : value
  }
  return String.fromCharCode(65 + (sum % 26)) === code.charAt(15)
}

const SPANISH_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** The number mod 23 as a letter; X, Y and Z count as 0, 1 and 2. */
function isSpanish(code: string): boolean {
  const number = Number(code.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'))
  return SPANISH_LETTERS.charAt(number % 23) === code.at(-1)
}

const FINNISH_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

/** The nine digits mod 31. */
function isFinnish(code: string): boolean {
  const digits = code.slice(0, -1).replaceAll(/[^0-9]/g, '')
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  if (digits.length !== 9 || day < 1 || day > 31 || month < 1 || month > 12) return false
  return FINNISH_CHARACTERS.charAt(Number(digits) % 31) === code.at(-1)
}

/** Weights 2 7 6 5 4 3 2, four more for T and G, mod 11 as a letter. */
function isSingaporean(code: string): boolean {
  const weights = [2, 7, 6, 5, 4, 3, 2]
  const offset = code.startsWith('T') || code.startsWith('G') ? 4 : 0
  const sum = weights.reduce((total, weight, i) => total + weight * (code.charCodeAt(i + 1) - 48), offset)
  const letters = code.startsWith('S') || code.startsWith('T') ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK'
  return letters.charAt(sum % 11) === code.charAt(8)
}
