/** A cell as a reader of the language reads it, with its interval; a cell without a number says why. */
import { minorUnits } from '../../event/currency.ts'
import type { AnalysisCell, AnalysisColumn, ColumnKind } from '../table.ts'
import type { Language } from './language.ts'
import { nameText, whyText, windowText } from './said.ts'

export function cellText(
  cell: AnalysisCell | undefined,
  { key, kind }: AnalysisColumn,
  language: Language,
  currency?: string,
): string {
  if (cell === undefined) return ''
  const { value, called, why, low, high } = cell
  const bounds = boundsText(low, high, kind, language, currency)
  if (value === null) {
    if (bounds !== '') return bounds
    return why === undefined || why === 'does_not_apply' ? '–' : whyText(why, language)
  }
  if (called !== undefined) return `${called} (${value})`
  if (typeof value === 'string') return key === 'claim_window' ? windowText(value, language) : nameText(value, language)
  const text = numberText(value, kind, language, currency)
  return bounds === '' ? text : `${text} ${bounds}`
}

function boundsText(
  low: number | undefined,
  high: number | undefined,
  kind: ColumnKind,
  language: Language,
  currency: string | undefined,
): string {
  if (low === undefined && high === undefined) return ''
  const text = (bound: number | undefined) =>
    bound === undefined || !Number.isFinite(bound) ? '∞' : numberText(bound, kind, language, currency)
  return `[${low === undefined ? '…' : text(low)} – ${text(high)}]`
}

const DIGITS: Readonly<Record<ColumnKind, number>> = {
  name: 0,
  count: 0,
  credit: 1,
  money: 2,
  share: 1,
  ratio: 2,
  days: 1,
  date: 0,
  p: 3,
}

export function numberText(value: number, kind: ColumnKind, language: Language, currency = 'EUR'): string {
  const digits = DIGITS[kind]
  if (kind === 'money') {
    const units = 10 ** (minorUnits(currency) ?? 2)
    return (value / units).toLocaleString(language, { style: 'currency', currency })
  }
  return value.toLocaleString(language, {
    ...(kind === 'share' && { style: 'percent' }),
    minimumFractionDigits: kind === 'count' ? 0 : digits,
    maximumFractionDigits: digits,
  })
}
