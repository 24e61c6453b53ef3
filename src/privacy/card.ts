/**
 * Payment card numbers: issuer prefix, its length, Luhn (ISO/IEC 7812-1, read 2026-11-21). A shop's 13-digit order
 * numbers, epoch milliseconds and 14-digit variant ids are no cards: in an id only 15 and 16 digits count, and 13 and 14
 * plain digits never count but for a Visa-like number in free text.
 */
import { isGtin } from './check-digits.ts'
import type { TextShape } from './kinds.ts'
import { areSizes, type NumberRun } from './number-runs.ts'

/** How cards are printed. In a text any grouping counts. */
const PRINTED: ReadonlySet<string> = new Set(['4,4,4,4', '4,6,5', '4,6,4', '4,4,4,4,3', '4,4,5', '4,3,3,3', '4,4,4,1'])
/** `4111 - 1111`: more between two groups is between two numbers. */
const MAX_GAP = 3
const MIN_DIGITS = 13
const MAX_DIGITS = 19
/** 2: Mastercard, Mir; 3: American Express, Diners, JCB; 4: Visa; 5: Mastercard, Maestro; 6: Discover, UnionPay, Maestro. */
const FIRST_DIGIT = /^[2-6]/
/** Shorter groups are sizes, years and quantities unless they are all that there is. */
const LONG_GROUP = 3

const ARTICLE_DIGITS = 13
/** So many sizes that follow each other are sizes, whatever comes behind them. */
const SIZES = 4

export function isCard(run: NumberRun, shape: TextShape): boolean {
  for (let first = 0; first < run.groups.length; first++) {
    if ((first === 0 && run.letterBefore) || !FIRST_DIGIT.test(run.groups[first] ?? '')) continue
    if (isPlainCard(run, first, shape) || isGroupedCard(run, first, shape)) return true
  }
  return false
}

function isPlainCard(run: NumberRun, index: number, shape: TextShape): boolean {
  const digits = run.groups[index] ?? ''
  if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) return false
  if (index === run.groups.length - 1 && run.letterAfter) return false
  const longEnough = shape === 'text' ? digits.length !== 14 : digits.length === 15 || digits.length === 16
  return longEnough && isIssued(digits) && passesLuhn(digits)
}

function isGroupedCard(run: NumberRun, first: number, shape: TextShape): boolean {
  let digits = run.groups[first] ?? ''
  // `EAN 3605233000635 - 3 pièces`: the number of an article and a quantity.
  if (digits.length === ARTICLE_DIGITS && isGtin(digits)) return false
  let areLong = digits.length >= LONG_GROUP
  for (let last = first + 1; last < run.groups.length; last++) {
    const group = run.groups[last] ?? ''
    digits += group
    if (digits.length > MAX_DIGITS || (run.separators[last - 1] ?? '').length > MAX_GAP) return false
    const isCounted = areLong || (first === 0 && last === run.groups.length - 1)
    areLong &&= group.length >= LONG_GROUP
    if (digits.length < MIN_DIGITS || !isIssued(digits) || !passesLuhn(digits)) continue
    const groups = run.groups.slice(first, last + 1)
    if (PRINTED.has(groups.map(({ length }) => length).join())) return true
    if (shape === 'text' && isCounted && !areSizes(groups.slice(0, SIZES))) return true
  }
  return false
}

function isIssued(digits: string): boolean {
  switch (digits.length) {
    case 13:
      return digits.startsWith('4')
    case 14:
      return /^3(?:0[0-5]|[689])/.test(digits)
    case 15:
      return /^3[47]/.test(digits)
    case 16:
      return /^(?:4|5[0-8]|2(?:20[0-4]|22[1-9]|2[3-9]|[3-6]|7[01]|720)|6|35(?:2[89]|[3-8]))/.test(digits)
    case 18:
    case 19:
      return /^(?:4|5[06-8]|6)/.test(digits)
    default:
      return false
  }
}

export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
