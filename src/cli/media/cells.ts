/** What one cell says, in the writing that was found out for its whole file. Nothing here throws. */
import { minorUnits } from '../../event/currency.ts'
import { roundedTo, type Micros } from '../../event/money.ts'
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
  return micros === undefined ? undefined : minorOf(micros, currency)
}

export function minorOf(micros: Micros, currency: string): number | undefined {
  const digits = minorUnits(currency)
  if (digits === undefined) return undefined
  const minor = Number(roundedTo(micros, currency) / 10n ** BigInt(6 - digits))
  return Number.isSafeInteger(minor) && Math.abs(minor) <= 1e13 ? minor : undefined
}

/** `0.35` and `35 %`; more than the whole is none. */
export function shareIn(cell: string, sign: DecimalSign): number | undefined {
  const isPercent = /%\s*$/.test(cell)
  const micros = amountIn(cell.replace(/%\s*$/, ''), sign)
  if (micros === undefined || micros < 0n) return undefined
  const share = Number(micros) / 1e6 / (isPercent ? 100 : 1)
  return share <= 1 ? share : undefined
}

const CLICK = /click|clic/i
const ENGAGED = /engaged|engagée/i
const VIEW = /view|vue/i

/**
 * `7-day click, 1-day engaged-view or 1-day view` and `Clic sous 7 jours ou vue sous 1 jour` as `7d_click_1d_engaged_view_1d_view`:
 * the order is always this one. Undefined where it says no window.
 */
export function windowIn(text: string): string | undefined {
  if (/^(?:lifetime|off)$/.test(text)) return text
  const parts = /^\d+d_/.test(text) ? text.split(/_(?=\d+d_)/) : text.split(/,|;|\+|\/|\bor\b|\band\b|\bou\b|\bet\b/i)
  const found = parts.map(partOf)
  if (found.length === 0 || found.includes(undefined)) return undefined
  const known = found.filter((part) => part !== undefined)
  const ways = new Set(known.map(({ way }) => way))
  if (ways.size !== known.length) return undefined
  return WAYS.flatMap((way) => known.filter((part) => part.way === way))
    .map(({ days, way }) => `${days}d_${way}`)
    .join('_')
}

const WAYS = ['click', 'engaged_view', 'view'] as const

function partOf(text: string): { readonly days: number; readonly way: (typeof WAYS)[number] } | undefined {
  const days = Number(/\d+/.exec(text)?.[0] ?? Number.NaN)
  if (!(days >= 1 && days <= 90)) return undefined
  if (ENGAGED.test(text)) return { days, way: 'engaged_view' }
  if (CLICK.test(text)) return { days, way: 'click' }
  return VIEW.test(text) ? { days, way: 'view' } : undefined
}

/** `1.79E+15`: what a spreadsheet makes of a long number. */
export function isCutNumber(cell: string): boolean {
  return /^\d(?:[.,]\d+)?E\+\d+$/i.test(cell)
}
