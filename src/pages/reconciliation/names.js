/** What findings are called, in the page's language. */
import { FRAME } from '../../reconciliation/words/frame.ts'
import { spaced, WORDS } from '../../reconciliation/words/words.ts'
import { el } from '../diagnostics/elements.js'
import { language, money, t } from './words.js'

export const words = () => WORDS[language()]

/** One of the words around the figures, with the spaces of its language. */
export function framed(key) {
  const text = FRAME[language()][key]
  return language() === 'fr' ? spaced(text) : text
}

export function valueText({ order, expected, sent }) {
  const name = order.name ?? order.order_id
  if (sent === undefined || expected === undefined) return name
  return `${name} (${t('waits_for', { expected: money(expected, order.money.currency), sent: money(sent.value, sent.currency) })})`
}

export function surplusName({ kind }) {
  const { surpluses, unknown, fires } = words()
  if (kind.unknown) return `${surpluses[kind.surplus].title} – ${unknown.title}`
  const parts = [surpluses[kind.surplus].title, kind.page, kind.fire === undefined ? undefined : fires[kind.fire]]
  return parts.filter((part) => part !== undefined).join(' · ')
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What is written between backticks is what is typed: a word of the policy. */
export function coded(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? el('code', {}, part) : part))
}
