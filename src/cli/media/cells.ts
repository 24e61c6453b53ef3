/** What one cell says, in the writing that was found out for its whole file. Nothing here throws. */
import { minorOfMicros } from '../../event/money.ts'
import { amountIn, decimalSignOf, type DecimalSign } from '../orders/amounts.ts'

/**
 * Amounts decide it, and counts too: of `1,234` impressions nobody has seen a part, so the comma parts thousands there.
 */
export function decimalSignOfFile(
  amounts: readonly string[],
  counts: Iterable<string>,
): DecimalSign | 'undecided' | 'both' {
  const said = decimalSignOf(amounts)
  const thousands = thousandsIn(counts)
  if (said === 'both' || thousands === 'both') return 'both'
  if (thousands === undefined) return said
  const byCounts: DecimalSign = thousands === ',' ? 'point' : 'comma'
  const silent = said === 'undecided' || !amounts.some((cell) => /\d[.,]\d/.test(cell))
  return silent || said === byCounts ? byCounts : 'both'
}

function thousandsIn(counts: Iterable<string>): ',' | '.' | 'both' | undefined {
  const seen = new Set<',' | '.'>()
  for (const cell of counts) {
    const sign = /^\d{1,3}([.,])\d{3}(?:\1\d{3})*$/.exec(cell.trim())?.[1]
    if (sign === ',' || sign === '.') seen.add(sign)
  }
  if (seen.size === 2) return 'both'
  const [only] = seen
  return only
}

const UNIT = 1_000_000n

/** Whole; `1 234`, `1,234` and `1234.00` are. */
export function countIn(cell: string, sign: DecimalSign): number | undefined {
  const micros = /[^\d\s.,’']/u.test(cell) ? undefined : amountIn(cell, sign)
  if (micros === undefined || micros < 0n || micros % UNIT !== 0n) return undefined
  const count = Number(micros / UNIT)
  return count <= 1e12 ? count : undefined
}

/** Minor units, halves away from zero: platforms write more decimals than a currency has. */
export function minorIn(cell: string, sign: DecimalSign, currency: string): number | undefined {
  const micros = amountIn(cell, sign)
  return micros === undefined ? undefined : minorOfMicros(micros, currency)
}

/** `0.35` and `35 %`; more than the whole is none. */
export function shareIn(cell: string, sign: DecimalSign): number | undefined {
  const isPercent = /%\s*$/.test(cell)
  const micros = amountIn(cell.replace(/%\s*$/, ''), sign)
  if (micros === undefined || micros < 0n) return undefined
  const share = Number(micros) / 1e6 / (isPercent ? 100 : 1)
  return share <= 1 ? share : undefined
}

/** `1.79E+15`: what a spreadsheet makes of a long number. */
export function isCutNumber(cell: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(cell)
}
