/**
 * Phone numbers. International forms anywhere; national European and North American forms only in free text, because
 * plain digits in an id are far more often an order number. Plain national digits need the leading 0.
 * Sources: ITU-T E.164 (at most 15 digits) and the national numbering plans, read 2026-11-21.
 */
import type { TextShape } from './kinds.ts'
import type { NumberRun } from './number-runs.ts'

const MIN_DIGITS = 9
const MAX_NATIONAL = 12
const MAX_INTERNATIONAL = 15
const MAX_GROUPS = 8
/** 06 12 34 56 78 */
const IN_PAIRS = '2,2,2,2,2'

/** Calling code → digits after it, for `00…` where no "+" vouches for the shape. */
const AFTER_CALLING_CODE: ReadonlyMap<string, readonly [number, number]> = new Map(
  (
    '1:10-10 7:10-10 20:9-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-10 34:9-9 36:8-9 39:8-11 40:9-9 41:9-9 43:8-12 44:9-11 ' +
    '45:8-8 46:7-10 47:8-8 48:9-9 49:8-12 52:10-10 55:10-11 61:9-9 64:8-10 81:9-10 82:8-10 86:11-11 90:10-10 91:10-10 ' +
    '212:9-9 213:8-9 216:8-8 221:9-9 225:10-10 237:9-9 261:9-9 262:9-9 351:9-9 352:8-9 353:8-9 354:7-7 356:8-8 357:8-8 ' +
    '358:8-10 359:8-9 370:8-8 371:8-8 372:7-8 377:8-9 380:9-9 381:8-9 385:8-9 386:8-8 420:9-9 421:9-9 590:9-9 594:9-9 ' +
    '596:9-9 687:6-6 689:8-8 966:9-9 971:8-9 972:8-9'
  )
    .split(' ')
    .map((entry): [string, readonly [number, number]] => {
      const [code = '', lengths = ''] = entry.split(':')
      const [min = '', max = ''] = lengths.split('-')
      return [code, [Number(min), Number(max)]]
    }),
)

export function isPhone(run: NumberRun, shape: TextShape): boolean {
  for (let first = 0; first < run.groups.length; first++) {
    if (mayStart(run, first, shape) && isPhoneFrom(run, first, shape)) return true
  }
  return false
}

/** Cheap look at the first group, before anything is put together. */
function mayStart(run: NumberRun, first: number, shape: TextShape): boolean {
  if (first === 0 && run.plus) return true
  if (first === 0 && run.letterBefore) return false
  const group = run.groups[first] ?? ''
  if (group.startsWith('0')) return true
  return shape === 'text' && (group.length === 3 || group.startsWith('33') || group.startsWith('44'))
}

function isPhoneFrom(run: NumberRun, first: number, shape: TextShape): boolean {
  let digits = ''
  for (let last = first; last < Math.min(run.groups.length, first + MAX_GROUPS); last++) {
    digits += run.groups[last] ?? ''
    if (digits.length > MAX_INTERNATIONAL + 2) return false
    if (digits.length < MIN_DIGITS || (last === run.groups.length - 1 && run.letterAfter)) continue
    if (run.plus && first === 0 && digits.length <= MAX_INTERNATIONAL) return true
    if (isDialledInternational(digits)) return true
    if (shape === 'text' && digits.length <= MAX_NATIONAL && isNational(digits, run, first, last)) return true
  }
  return false
}

/** `0033…`; zero-padded ids such as `0012345678` have no calling code with so few digits after it. */
function isDialledInternational(digits: string): boolean {
  if (!digits.startsWith('00') || digits.length < 10) return false
  for (let length = 1; length <= 3; length++) {
    const range = AFTER_CALLING_CODE.get(digits.slice(2, 2 + length))
    const rest = digits.length - 2 - length
    if (range !== undefined && rest >= range[0] && rest <= range[1]) return true
  }
  return false
}

function isNational(digits: string, run: NumberRun, first: number, last: number): boolean {
  const lengths = run.groups.slice(first, last + 1).map((group) => group.length)
  const separators = run.separators.slice(first, last)
  if (lengths.length === 1) return isPlainNational(digits)
  if (/^0[1-9]/.test(digits) && lengths.join() === IN_PAIRS && isOneNumber(separators)) return true
  if (!isOneNumber(separators) || isDate(lengths) || goesOn(run, first, last)) return false
  return isWithTrunkZero(digits, lengths) || isWithoutTrunkZero(digits, lengths) || isMobileWithoutPlus(digits)
}

/** Written on in the same way: a part of an IBAN, a card or an article number. Numbers in pairs are taken even so. */
function goesOn(run: NumberRun, first: number, last: number): boolean {
  const inner = run.separators[last - 1]
  return run.separators[last] === inner || (first > 0 && run.separators[first - 1] === inner)
}

/** Ten digits from 01 to 09, eleven as in GB and DE, or a FR or GB mobile whose "+" was lost. */
function isPlainNational(digits: string): boolean {
  return /^0[1-9]\d{8}$/.test(digits) || /^0[1237]\d{9}$/.test(digits) || isMobileWithoutPlus(digits)
}

function isMobileWithoutPlus(digits: string): boolean {
  return /^33[67]\d{8}$/.test(digits) || /^447\d{9}$/.test(digits)
}

function isWithTrunkZero(digits: string, lengths: readonly number[]): boolean {
  return /^0[1-9]\d{8,10}$/.test(digits) && lengths.length <= 6
}

/** North America 3-3-4; Spain, Portugal and Poland in nine digits from 6, 7 or 9; Italian mobiles 3-3-4 from 3. */
function isWithoutTrunkZero(digits: string, lengths: readonly number[]): boolean {
  const grouping = lengths.join()
  if (grouping === '3,3,4') return /^[2-9]\d\d[2-9]/.test(digits)
  return (grouping === '3,3,3' || grouping === '3,2,2,2') && /^[679]/.test(digits)
}

/** One way of writing from the second gap on: `01.02.25 10.30` is a date and a time, `06-12 34 56 78` a Dutch number. */
function isOneNumber(separators: readonly string[]): boolean {
  const rest = separators.slice(1)
  return rest.every((separator) => separator === rest[0])
}

function isDate(lengths: readonly number[]): boolean {
  return lengths[0] === 2 && lengths[1] === 2 && lengths[2] === 4
}
