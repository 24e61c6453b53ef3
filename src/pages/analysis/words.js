/** The words of the analysis pages. Codes of tables are said in words; a code that is new is shown as it is, never left out. */
import { language, number, textsOf } from '../console/words.js'
import { COLUMNS, NAMES, NOTES, TABLES, WHY } from './code-words.js'
import { TEXTS } from './texts.js'

export const { t, plural } = textsOf(TEXTS)

const words = {
  columns: textsOf(COLUMNS),
  names: textsOf(NAMES),
  notes: textsOf(NOTES),
  tables: textsOf(TABLES),
  why: textsOf(WHY),
}

const said = (list, code, values) => (list.has(code) ? list.t(code, values) : undefined)

export function columnText(key) {
  return said(words.columns, key) ?? key.replaceAll('_', ' ')
}

export function tableText(id) {
  return said(words.tables, id) ?? id.replaceAll('_', ' ')
}

/** A source, kind, role, outcome … or a name of the customer's own, which stays as it is. */
export function nameText(value) {
  return said(words.names, value) ?? value
}

export function whyText(why) {
  return said(words.why, why) ?? why ?? ''
}

export function noteText({ code, figures = {} }) {
  const values = Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      typeof value === 'number' ? number(value, 3) : nameText(value),
    ]),
  )
  const text = said(words.notes, code, values)
  // Of what this page has no words for, the figures at least.
  return (
    text ??
    `${code.replaceAll('_', ' ')} ${Object.entries(values)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')}`.trim()
  )
}

export function claimText({ by, window }) {
  const who = by === 'platform' || by === 'platforms' ? t('by_platforms') : nameText(by)
  return window === undefined
    ? t('claimed_by', { by: who })
    : t('claimed_by_in', { by: who, window: windowText(window) })
}

/** `7d_click_1d_view` → "7 d click, 1 d view". */
export function windowText(window) {
  const day = language() === 'fr' ? 'j' : 'd'
  return window
    .split('_')
    .reduce(
      (parts, word) =>
        /^\d+d$/.test(word)
          ? [...parts, `${word.slice(0, -1)}\u00A0${day}`]
          : [...parts.slice(0, -1), `${parts.at(-1) ?? ''} ${nameText(word)}`.trim()],
      [],
    )
    .join(', ')
}

export function modelText(model) {
  return t(`model_${model}`)
}
