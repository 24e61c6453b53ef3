/**
 * Amounts as a file writes them. Whether the comma or the point is the decimal sign is decided once for the whole file, from cells
 * that leave no doubt, and told; where nothing decides it, somebody must say.
 */
import { decimalOf, microsOf, type Micros } from '../../event/money.ts'

export type DecimalSign = 'point' | 'comma'

/** `undecided`: only cells such as 1.234, which is one thousand or one and a bit. `both`: they contradict each other. */
export function decimalSignOf(cells: Iterable<string>): DecimalSign | 'undecided' | 'both' {
  const seen = new Set<DecimalSign>()
  let doubtful = false
  for (const cell of cells) {
    const said = signIn(bareAmount(cell))
    if (said === 'doubtful') doubtful = true
    else if (said !== undefined) seen.add(said)
  }
  if (seen.size === 2) return 'both'
  const [only] = seen
  return only ?? (doubtful ? 'undecided' : 'point')
}

function signIn(text: string): DecimalSign | 'doubtful' | undefined {
  const signs = text.match(/[.,]/g) ?? []
  const last = signs.at(-1)
  if (last === undefined) return undefined
  const lastIs: DecimalSign = last === ',' ? 'comma' : 'point'
  const other: DecimalSign = lastIs === 'comma' ? 'point' : 'comma'
  if (new Set(signs).size === 2) return lastIs
  if (signs.length > 1) return other
  return /[.,]\d{3}$/.test(text) && !/^-?0[.,]/.test(text) ? 'doubtful' : lastIs
}

/** `1E+03` and `12€50`: something between digits; `47,4O`: a letter that looks like one. Without it they would be other amounts. */
const MISTYPED = /\d\s*[^\d\s.,'\u2019-]+\s*-?\s*\d|[\d.,][OoIl]|[OoIl][\d.,]/u

/** Undefined where it is no amount written so. */
export function amountIn(cell: string, sign: DecimalSign): Micros | undefined {
  if (MISTYPED.test(cell)) return undefined
  const text = bareAmount(cell)
  const [decimal, thousands] = sign === 'comma' ? [',', '.'] : ['.', ',']
  const [whole = '', fraction, more] = text.split(decimal)
  if (more !== undefined || fraction?.includes(thousands)) return undefined
  const groups = whole.replace(/^-/, '').split(thousands)
  if (groups.length > 1 && !groups.every((group, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group)))
    return undefined
  const minus = whole.startsWith('-') ? '-' : ''
  return microsOf(`${minus}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`)
}

export function decimalText(micros: Micros): string {
  return decimalOf(micros)
}

/** Symbols that stand for one currency alone: $ and kr do not. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  zł: 'PLN',
  '₫': 'VND',
  '฿': 'THB',
  '₱': 'PHP',
}

/** As it is written beside the amount: `12,50 €`, `EUR 12.50`. */
export function currencyBeside(cell: string): string | undefined {
  const words = cell.replaceAll(/[\d\s.,\u2019'+-]/gu, '')
  return /^[A-Z]{3}$/.test(words) ? words : SYMBOLS[words]
}

/** Spaces, also those that do not break, and apostrophes part thousands; currencies stand beside. */
function bareAmount(cell: string): string {
  return cell
    .replaceAll(/[\s\u2019']/gu, '')
    .replaceAll(/[^\d.,-]/gu, '')
    .replace(/^[.,]+|[.,]+$/g, '')
}
