/**
 * French social security numbers (NIR): sex, year, month, department, commune, order, key = 97 − (number mod 97), with
 * 2A as 19 and 2B as 18. Source: INSEE, numéro d'inscription au répertoire, read 2026-11-21.
 */
import type { TextShape } from './kinds.ts'

/** Fixed lengths and at most two separators between parts: nothing to backtrack over. */
const SEPARATED =
  /(?<![0-9A-Za-z])([1-478])[ ._,/-]{0,2}(\d{2})[ ._,/-]{0,2}(\d{2})[ ._,/-]{0,2}(\d{2}|2[ABab])[ ._,/-]{0,2}(\d{3})[ ._,/-]{0,2}(\d{3})[ ._,/-]{0,2}(\d{2})(?![0-9A-Za-z])/g
const ALL_MONTHS = /^(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)$/
const TRUE_MONTHS = /^(?:0[1-9]|1[0-2])$/

/** In an id only a number with a real month and sex counts: one in several thousand 15-digit ids. */
export function hasNir(text: string, shape: TextShape): boolean {
  if (text.search(SEPARATED) === -1) return false
  for (const match of text.matchAll(SEPARATED)) {
    const [, sex = '', year = '', month = '', department = '', commune = '', order = '', key = ''] = match
    const strict = shape === 'id'
    if (!(strict ? TRUE_MONTHS : ALL_MONTHS).test(month) || (strict && sex !== '1' && sex !== '2')) continue
    const numeric = department.toUpperCase().replace('2A', '19').replace('2B', '18')
    const body = Number(`${sex}${year}${month}${numeric}${commune}${order}`)
    if (97 - (body % 97) === Number(key)) return true
  }
  return false
}
