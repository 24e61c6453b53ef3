/**
 * Phone numbers. International forms anywhere; national European and North American forms only in free text, but for five pairs with
 * blanks between, because plain digits in an id are far more often an order number. Plain national digits need the leading 0.
 * Sources: ITU-T E.164 (at most 15 digits) and the national numbering plans, read 2026-11-21.
 */
import { isGtin } from './check-digits.ts'
import { once } from '../event/once.ts'
import type { TextShape } from './kinds.ts'
import { areSizes, goesOn, type NumberRun } from './number-runs.ts'

const MIN_DIGITS = 9
const MAX_NATIONAL = 12
const MAX_INTERNATIONAL = 15
const MAX_GROUPS = 8
/** 06 12 34 56 78 */
const IN_PAIRS = '2,2,2,2,2'

/** Calling code → digits after it, for `00…` where no "+" vouches for the shape. */
const afterCallingCode = once(
  (): ReadonlyMap<string, readonly [number, number]> =>
    new Map(
      (
        '1:10-10 7:10-10 20:9-10 27:9-9 30:10-10 31:9-9 32:8-9 33:9-10 34:9-9 36:8-9 39:8-11 40:9-9 41:9-9 43:8-12 ' +
        '44:9-11 45:8-8 46:7-10 47:8-8 48:9-9 49:8-12 51:8-9 52:10-10 53:8-8 54:10-11 55:10-11 56:9-9 57:10-10 58:10-10 ' +
        '60:8-10 61:9-9 62:8-12 63:8-10 64:8-10 65:8-8 66:8-9 81:9-10 82:8-10 84:9-10 86:11-11 90:10-10 91:10-10 92:9-10 ' +
        '93:9-9 94:9-9 95:8-10 98:10-10 211:9-9 212:9-9 213:8-9 216:8-8 218:9-9 220:7-7 221:9-9 222:8-8 223:8-8 224:9-9 ' +
        '225:10-10 226:8-8 227:8-8 228:8-8 229:8-10 230:7-8 231:7-9 232:8-8 233:9-9 234:8-10 235:8-8 236:8-8 237:9-9 ' +
        '238:7-7 239:7-7 240:9-9 241:7-8 242:9-9 243:9-9 244:9-9 245:7-9 248:7-7 249:9-9 250:9-9 251:9-9 252:8-9 253:8-8 ' +
        '254:9-9 255:9-9 256:9-9 257:8-8 258:8-9 260:9-9 261:9-9 262:9-9 263:9-9 264:8-9 265:9-9 266:8-8 267:7-8 268:8-8 ' +
        '269:7-7 291:7-7 297:7-7 298:6-6 299:6-6 350:8-8 351:9-9 352:8-9 353:8-9 354:7-7 355:8-9 356:8-8 357:8-8 ' +
        '358:8-10 359:8-9 370:8-8 371:8-8 372:7-8 373:8-8 374:8-8 375:9-9 376:6-9 377:8-9 378:10-10 380:9-9 381:8-9 ' +
        '382:8-8 383:8-8 385:8-9 386:8-8 387:8-8 389:8-8 420:9-9 421:9-9 423:7-7 501:7-7 502:8-8 503:8-8 504:8-8 505:8-8 ' +
        '506:8-8 507:7-8 508:6-9 509:8-8 590:9-9 591:8-8 592:7-7 593:8-9 594:9-9 595:9-9 596:9-9 597:6-7 598:8-8 670:7-8 ' +
        '673:7-7 675:7-8 679:7-7 687:6-6 689:8-8 852:8-8 853:8-8 855:8-9 856:8-10 880:8-10 886:8-9 960:7-7 961:7-8 ' +
        '962:8-9 963:8-9 964:8-10 965:7-8 966:9-9 967:7-9 968:7-8 970:8-9 971:8-9 972:8-9 973:8-8 974:7-8 975:7-8 ' +
        '976:7-8 977:8-10 992:9-9 993:8-8 994:9-9 995:9-9 996:9-9 998:9-9'
      )
        .split(' ')
        .map((entry): [string, readonly [number, number]] => {
          const [code = '', lengths = ''] = entry.split(':')
          const [min = '', max = ''] = lengths.split('-')
          return [code, [Number(min), Number(max)]]
        }),
    ),
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
  return shape === 'text' && (group.length === 3 || group === '1' || group.startsWith('33') || group.startsWith('44'))
}

function isPhoneFrom(run: NumberRun, first: number, shape: TextShape): boolean {
  let digits = ''
  for (let last = first; last < Math.min(run.groups.length, first + MAX_GROUPS); last++) {
    digits += run.groups[last] ?? ''
    if (digits.length > MAX_INTERNATIONAL + 2) return false
    if (digits.length < MIN_DIGITS || (last === run.groups.length - 1 && run.letterAfter)) continue
    if (run.plus && first === 0 && digits.length <= MAX_INTERNATIONAL) return true
    if (isDialledInternational(digits) && !isArticleNumber(digits, run, first, last, shape)) return true
    if (shape !== 'text' && !isBlankBetweenPairs(run, first, last)) continue
    if (digits.length <= MAX_NATIONAL && isNational(digits, run, first, last)) return true
  }
  return false
}

/** `0033…`; zero-padded ids such as `0012345678` have no calling code with so few digits after it. */
function isDialledInternational(digits: string): boolean {
  if (!digits.startsWith('00') || digits.length < 10) return false
  for (let length = 1; length <= 3; length++) {
    const range = afterCallingCode().get(digits.slice(2, 2 + length))
    const rest = digits.length - 2 - length
    if (range !== undefined && rest >= range[0] && rest <= range[1]) return true
  }
  return false
}

const FRENCH_MOBILE = /^0033[67]/
/** As labels print article numbers. */
const IN_FOURS = '4,4,4'

/** `0036000291452`, a UPC in an EAN's 13 digits: GS1's check digit and no grouping say that it is an article. */
function isArticleNumber(digits: string, run: NumberRun, first: number, last: number, shape: TextShape): boolean {
  if (last > first) return lengthsOf(run, first, last).join() === IN_FOURS
  if (shape === 'text' && FRENCH_MOBILE.test(digits)) return false
  return isGtin(digits)
}

function lengthsOf(run: NumberRun, first: number, last: number): readonly number[] {
  return run.groups.slice(first, last + 1).map((group) => group.length)
}

/** No shop writes an order number so. */
function isBlankBetweenPairs(run: NumberRun, first: number, last: number): boolean {
  return (
    lengthsOf(run, first, last).join() === IN_PAIRS && run.separators.slice(first, last).every((sign) => sign === ' ')
  )
}

function isNational(digits: string, run: NumberRun, first: number, last: number): boolean {
  const lengths = lengthsOf(run, first, last)
  const separators = run.separators.slice(first, last)
  if (lengths.length === 1) return isPlainNational(digits)
  if (/^0[1-9]/.test(digits) && lengths.join() === IN_PAIRS)
    return isInPairs(run.groups.slice(first, last + 1), separators)
  if (!isOneNumber(separators) || isDate(lengths) || goesOn(run, first, last)) return false
  return isWithTrunkZero(digits, lengths) || isWithoutTrunkZero(digits, lengths) || isMobileWithoutPlus(digits)
}

/** Not sizes; and where the signs between are mixed, no date and time. */
function isInPairs(pairs: readonly string[], separators: readonly string[]): boolean {
  return !areSizes(pairs) && (isOneNumber(separators) || Number(pairs[1]) > MAX_DAY)
}
const MAX_DAY = 31

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

/** North America 3-3-4, also with its 1 before; Spain, Portugal and Poland in nine digits from 6, 7 or 9; Italian mobiles 3-3-4 from 3. */
function isWithoutTrunkZero(digits: string, lengths: readonly number[]): boolean {
  const grouping = lengths.join()
  if (grouping === '1,3,3,4') return /^1[2-9]\d\d[2-9]/.test(digits)
  if (grouping === '3,3,4') return /^(?:[2-9]\d\d[2-9]|3[2-9])/.test(digits)
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
