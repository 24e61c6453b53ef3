/** A cell of an analysis table as people read it: the number in its kind, its interval, of how many it is made; or why there is none. */
import { el } from '../diagnostics/elements.js'
import { date, minorDigits, money, number, rate } from '../console/words.js'
import { nameText, t, whyText, windowText } from './words.js'

/** Text of one value. `digits` of money: whole units where the amounts are large. */
export function valueText(value, kind, currency) {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return kind === 'date' ? dateText(value) : nameText(value)
  switch (kind) {
    case 'money':
      return moneyText(value, currency)
    case 'share':
      return rate(value)
    case 'credit':
      return number(value, 1)
    case 'ratio':
      return number(value, Math.abs(value) < 10 ? 2 : 1)
    case 'days':
      return t('days_value', { n: number(value, 1) })
    case 'p':
      return number(value, value < 0.01 ? 4 : 3)
    default:
      return number(value, 0)
  }
}

function dateText(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : nameText(text)
}

function moneyText(minor, currency = 'EUR') {
  const digits = minorDigits(currency)
  const amount = minor / 10 ** digits
  // Cents of thousands are noise.
  return money(amount, currency, Math.abs(amount) >= 1_000 ? 0 : digits)
}

export function intervalText({ low, high }, kind, currency) {
  return low === undefined || high === undefined
    ? ''
    : t('interval', { low: valueText(low, kind, currency), high: valueText(high, kind, currency) })
}

/** Bounds without a point, also one alone. */
function boundsText({ low, high }, kind, currency) {
  if (low === undefined && high === undefined) return ''
  if (high === undefined) return t('at_least', { low: valueText(low, kind, currency) })
  if (low === undefined) return t('at_most', { high: valueText(high, kind, currency) })
  return intervalText({ low, high }, kind, currency)
}

/** The cell's inside. A number that can be opened is a button. */
export function cellParts(cell, column, currency, open) {
  if (cell === undefined) return []
  const { value, called, why, opens } = cell
  if (called !== undefined) return [called, ' ', el('span', { class: 'of-n' }, value)]
  if (value === null) {
    const bounds = boundsText(cell, column.kind, currency)
    if (bounds === '')
      return [el('span', { class: 'no-value', title: whyText(why) }, whyText(why)), ...nPart(cell, column)]
    return [opens === undefined || open === undefined ? bounds : opener(bounds, opens, open), ...nPart(cell, column)]
  }
  const text = column.key === 'claim_window' ? windowText(value) : valueText(value, column.kind, currency)
  const interval = intervalText(cell, column.kind, currency)
  const shown = opens === undefined || open === undefined ? text : opener(text, opens, open)
  return [shown, interval === '' ? null : el('span', { class: 'interval' }, interval), ...nPart(cell, column)].filter(
    (part) => part !== null,
  )
}

/** A count that says its own n says it once. */
function nPart({ n, value }, { kind }) {
  return n === undefined || (kind === 'count' && n === value)
    ? []
    : [el('span', { class: 'of-n' }, t('of_n', { n: number(n, 0) }))]
}

function opener(text, opens, open) {
  const button = el('button', { type: 'button', class: 'opens', title: t('opens') }, text)
  button.addEventListener('click', () => open(opens, button))
  return button
}
