/** One cheap pass over a text that says which detectors are worth running. Most texts need none. */
import { codeAt } from '../event/code-at.ts'

export interface Survey {
  readonly at: boolean
  /** A "%", an "&" or a backslash: something may be written as its code. */
  readonly encoded: boolean
  /** A character that foldForms() or withoutInvisible() may change; plain accented letters are none. */
  readonly foldable: boolean
  /** A "+" between two letters or digits: in a query it may be a space. */
  readonly plusSpace: boolean
  readonly digits: number
  /** Digits of the longest number, with what people put between groups of digits or without. */
  readonly digitsTogether: number
  /** Two letters and two digits in a row, as an IBAN begins. */
  readonly ibanStart: boolean
  readonly dots: number
  /** Dots with a digit before them: three in an address of a device. */
  readonly dotsAfterDigits: number
  /** White space, as far as ASCII has it. */
  readonly blanks: number
  readonly colons: number
  /** Longest run of base64 or base64url characters. */
  readonly longestRun: number
}

/** Characters in a row between two digits of one number. */
export const MAX_SEPARATOR = 4

const BASE64 = 1
const DIGIT = 2
const AT = 4
const CODED = 8
const DOT = 16
const SEPARATOR = 32
const PLUS = 64
const LETTER = 128

/** It may be a letter, and may become another when it is folded or made upper case. */
const BEYOND_ASCII = LETTER
const COLON_CODE = 58
const SPACE_CODE = 32
const DOT_CODE = 46
/** A control character behind all of ASCII's others. */
const DELETE_CODE = 127
/** What people put between groups of digits: white space, parentheses and ordinary punctuation. */
const SEPARATORS = ' \t\n\v\f\r()-./_,:;|*~'

const CLASS_OF: Uint8Array = classTable()

/** The last four characters, two bits each: 1 a letter, 2 a digit, 0 anything else. */
const LETTER_LETTER_DIGIT_DIGIT = 0b01_01_10_10

export function survey(text: string): Survey {
  let seen = 0
  let digits = 0
  let together = 0
  let digitsTogether = 0
  let gap = 0
  let lastFour = 0
  let ibanStart = false
  let dots = 0
  let dotsAfterDigits = 0
  let blanks = 0
  let colons = 0
  let run = 0
  let longestRun = 0
  let foldable = false
  const { length } = text
  for (let i = 0; i < length; i++) {
    const code = codeAt(text, i)
    const kind = code > 127 ? BEYOND_ASCII : (CLASS_OF[code] as number)
    if ((kind & BASE64) !== 0) run++
    else if (run > 0) {
      if (run > longestRun) longestRun = run
      run = 0
    }
    if ((kind & LETTER) !== 0) {
      if (code > 127) foldable ||= isFoldable(code)
      lastFour = (lastFour << 2) | 1
      together = 0
      continue
    }
    seen |= kind
    if ((kind & DIGIT) !== 0) {
      digits++
      gap = 0
      lastFour = ((lastFour << 2) | 2) & 0xff
      if (lastFour === LETTER_LETTER_DIGIT_DIGIT) ibanStart = true
      if (++together > digitsTogether) digitsTogether = together
      continue
    }
    if (code === DOT_CODE && (lastFour & 3) === 2) dotsAfterDigits++
    lastFour <<= 2
    if ((kind & SEPARATOR) === 0 || ++gap > MAX_SEPARATOR) together = 0
    if (code <= SPACE_CODE) {
      blanks++
      foldable ||= code < SPACE_CODE
    } else if (kind === (DOT | SEPARATOR)) dots++
    else if (code === COLON_CODE) colons++
    else if (code === DELETE_CODE) foldable = true
  }
  if (run > longestRun) longestRun = run
  const at = (seen & AT) !== 0
  const plusSpace = (seen & PLUS) !== 0
  const encoded = (seen & CODED) !== 0
  return {
    at,
    encoded,
    foldable,
    plusSpace,
    digits,
    digitsTogether,
    ibanStart,
    dots,
    blanks,
    colons,
    dotsAfterDigits,
    longestRun,
  }
}

/** Latin-1 and Latin Extended-A/B have only control characters, the no-break space, the soft hyphen, the middle dot and three raised digits to fold. */
function isFoldable(code: number): boolean {
  return (
    code >= 0x300 || code <= 0xa0 || code === 0xad || code === 0xb7 || code === 0xb2 || code === 0xb3 || code === 0xb9
  )
}

export function isAlnum(code: number): boolean {
  return code < 128 && ((CLASS_OF[code] as number) & (LETTER | DIGIT)) !== 0
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function classTable(): Uint8Array {
  const table = new Uint8Array(128)
  const mark = (characters: string, kind: number): void => {
    for (const character of characters) {
      const code = character.charCodeAt(0)
      table[code] = (table[code] ?? 0) | kind
    }
  }
  mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', BASE64 | LETTER)
  mark('0123456789', BASE64 | DIGIT)
  mark('+/-_', BASE64)
  mark('@', AT)
  mark('%&\\', CODED)
  mark('.', DOT)
  mark('+', PLUS)
  mark(SEPARATORS, SEPARATOR)
  return table
}

/** Whether it may stand between two groups of digits of one number. */
export function isSeparator(code: number): boolean {
  return code < 128 && ((CLASS_OF[code] as number) & SEPARATOR) !== 0
}
