/** Runs of digit groups as people write numbers: `06 12 34 56 78`, `+33 (0)6-12…`, `4111-1111-1111-1111`. */
import { isAlnum, isDigit, isSeparator, MAX_SEPARATOR } from './survey.ts'

export interface NumberRun {
  /** Where its first digit stands. */
  readonly start: number
  /** Just after its last digit. */
  readonly end: number
  /** A "+" directly before the first digit. */
  readonly plus: boolean
  /** A letter touches the first group: part of a word, e.g. a product code, and not a word for what the number is. */
  readonly letterBefore: boolean
  readonly letterAfter: boolean
  readonly groups: readonly string[]
  /** What stands between the groups; one fewer than groups. */
  readonly separators: readonly string[]
}

/** No phone, card or NIR has fewer; dates have eight. */
export const MIN_NUMBER_DIGITS = 9

/** Words that people and programs glue to a number: `tel0639…`, `carte4111…`, `4111…EUR`. */
const LABEL_BEFORE =
  /(?:^|[^a-z0-9])(?:t[ée]l(?:[ée]phone)?|phone|mob(?:ile)?|gsm|portable|fax|whatsapp|call|carte?|card|cb|cc|pan|visa|mastercard|amex|nir|secu|insee|ssn|bsn|nif|ahv|avs|niss|n|no|num(?:ero)?|contact|client|user|at|le|au)$/i
const LABEL_AFTER = /^(?:eur(?:os?)?|usd|gbp|chf|cad|exp|cvv|cvc|visa|mastercard|merci|svp)(?![a-z0-9])/i
const LABEL_REACH = 12

/** Written on in the same way: the groups are a part of an IBAN, a card or an article number. */
export function goesOn({ separators }: NumberRun, first: number, last: number): boolean {
  const inner = separators[last - 1]
  return separators[last] === inner || (first > 0 && separators[first - 1] === inner)
}

const MAX_SIZE_STEP = 4

/** `02 04 06 08 10`, `40 41 42 43`: two digits each, and each a little more than the one before. */
export function areSizes(groups: readonly string[]): boolean {
  return groups.every((group, i) => {
    const step = Number(group) - Number(groups[i - 1] ?? Number(group) - 1)
    return group.length === 2 && step >= 1 && step <= MAX_SIZE_STEP
  })
}

/** Runs with enough digits to matter. Shorter ones cost nothing: nearly every number in an event is one. */
export function numberRuns(text: string): readonly NumberRun[] {
  const runs: NumberRun[] = []
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) continue
    const end = runEnd(text, i)
    if (end - i >= MIN_NUMBER_DIGITS && hasEnoughDigits(text, i, end)) runs.push(splitRun(text, i, end))
    i = end
  }
  return runs
}

/** Just after the run's last digit: separators count only between digits, a few in a row at most. */
function runEnd(text: string, start: number): number {
  let end = start + 1
  for (let at = end; at < text.length && at - end <= MAX_SEPARATOR; at++) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) end = at + 1
    else if (!isSeparator(code)) break
  }
  return end
}

function hasEnoughDigits(text: string, start: number, end: number): boolean {
  let digits = 0
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i)) && ++digits === MIN_NUMBER_DIGITS) return true
  return false
}

function splitRun(text: string, start: number, end: number): NumberRun {
  const groups: string[] = []
  const separators: string[] = []
  let from = start
  for (let at = start + 1; at <= end; at++) {
    const isBorder = at === end || isDigit(text.charCodeAt(at)) !== isDigit(text.charCodeAt(from))
    if (!isBorder) continue
    ;(isDigit(text.charCodeAt(from)) ? groups : separators).push(text.slice(from, at))
    from = at
  }
  const before = start > 0 ? text.charCodeAt(start - 1) : 0
  const isSpelt = groups.length >= MIN_NUMBER_DIGITS && groups.every(({ length }) => length === 1)
  return {
    start,
    plus: before === 43,
    end,
    letterBefore: isAlnum(before) && !LABEL_BEFORE.test(text.slice(Math.max(0, start - LABEL_REACH), start)),
    letterAfter: isAlnum(text.charCodeAt(end)) && !LABEL_AFTER.test(text.slice(end, end + LABEL_REACH)),
    groups: isSpelt ? [groups.join('')] : groups,
    separators: isSpelt ? [] : separators,
  }
}
