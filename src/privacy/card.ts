/**
 * Payment card numbers: issuer prefix, its length, Luhn (ISO/IEC 7812-1, read 2026-11-21). A shop's 13-digit order
 * numbers, epoch milliseconds and 14-digit variant ids are no cards: in an id only 15 and 16 digits count, and 13 and 14
 * plain digits never count but for a Visa-like number in free text.
 */
import type { TextShape } from './kinds.ts'
import type { NumberRun } from './number-runs.ts'

/** How cards are printed; one plain group is always looked at. */
const GROUPINGS: ReadonlySet<string> = new Set([
  '4,4,4,4',
  '4,6,5',
  '4,6,4',
  '4,4,4,4,3',
  '4,4,5',
  '4,3,3,3',
  '4,4,4,1',
])

export function isCard(run: NumberRun, shape: TextShape): boolean {
  for (let first = 0; first < run.groups.length; first++) {
    if (first === 0 && run.letterBefore) continue
    if (isPlainCard(run, first, shape) || isGroupedCard(run, first)) return true
  }
  return false
}

function isPlainCard(run: NumberRun, index: number, shape: TextShape): boolean {
  const digits = run.groups[index] ?? ''
  if (digits.length < 13 || digits.length > 19) return false
  if (index === run.groups.length - 1 && run.letterAfter) return false
  const longEnough = shape === 'id' ? digits.length === 15 || digits.length === 16 : digits.length !== 14
  return longEnough && isIssued(digits) && passesLuhn(digits)
}

function isGroupedCard(run: NumberRun, first: number): boolean {
  const second = run.groups[first + 1]?.length ?? 0
  if (run.groups[first]?.length !== 4 || second < 3 || second > 6) return false
  for (let count = 3; count <= 5 && first + count <= run.groups.length; count++) {
    const groups = run.groups.slice(first, first + count)
    if (!GROUPINGS.has(groups.map((group) => group.length).join())) continue
    const separators = run.separators.slice(first, first + count - 1)
    if (!separators.every((separator) => separator === separators[0] && separator.length === 1)) continue
    const digits = groups.join('')
    if (isIssued(digits) && passesLuhn(digits)) return true
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
      return /^(?:4|5[0-8]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|6|35)/.test(digits)
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
