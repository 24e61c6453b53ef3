/**
 * French social security numbers (NIR): sex, year, month, department, commune, order, key = 97 − (number mod 97), with
 * 2A as 19 and 2B as 18. Source: INSEE, numéro d'inscription au répertoire, read 2026-11-21.
 */
import { isGtin } from './check-digits.ts'
import type { TextShape } from './kinds.ts'
import type { Survey } from './survey.ts'

/** Fixed lengths and at most two separators between parts: nothing to backtrack over. */
const SEPARATED =
  /(?:(?<![0-9A-Za-z])|(?<=(?:nir|secu|insee)))([1-478])[ ._,/-]{0,2}(\d{2})[ ._,/-]{0,2}(\d{2})[ ._,/-]{0,2}(\d{2}|2[AB])[ ._,/-]{0,2}(\d{3})[ ._,/-]{0,2}(\d{3})[ ._,/-]{0,2}(\d{2})(?![0-9A-Za-z])/gi
const ALL_MONTHS = /^(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)$/
const TRUE_MONTHS = /^(?:0[1-9]|1[0-2])$/

const DIGITS = 15
const ARTICLE_DIGITS = 13
/** In Corsica, where the department is 2A or 2B: all of them, and those behind the letter. */
const CORSICAN_DIGITS = 14
const CORSICAN_RUN = 8

/** A cheap look: nearly no text has so many digits in one number. */
export function mayHoldNir(text: string, { digits, digitsTogether }: Survey): boolean {
  if (digitsTogether >= DIGITS) return true
  return digits >= CORSICAN_DIGITS && digitsTogether >= CORSICAN_RUN && /2[AB]/i.test(text)
}

/** In an id only a number with a real month and sex counts: one in several thousand 15-digit ids. */
export function hasNir(text: string, shape: TextShape): boolean {
  SEPARATED.lastIndex = 0
  for (let match = SEPARATED.exec(text); match !== null; match = SEPARATED.exec(text)) {
    if (isNir(match, shape)) return true
    // What looked like a beginning may stand before the true one.
    SEPARATED.lastIndex = match.index + 1
  }
  return false
}

function isNir(match: RegExpExecArray, shape: TextShape): boolean {
  const [whole, sex = '', year = '', month = '', department = '', commune = '', order = '', key = ''] = match
  const strict = shape !== 'text'
  if (!(strict ? TRUE_MONTHS : ALL_MONTHS).test(month) || (strict && sex !== '1' && sex !== '2')) return false
  const numeric = department.toUpperCase().replace('2A', '19').replace('2B', '18')
  // A French article number begins with 3, as the number of who only stays for a while does: `EAN 3241091241577 16 cm`.
  if (sex === '3' && isGtin(whole.slice(0, ARTICLE_DIGITS))) return false
  const body = Number(`${sex}${year}${month}${numeric}${commune}${order}`)
  return 97 - (body % 97) === Number(key)
}
