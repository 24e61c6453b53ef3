/** The page's language: `?lang=`, else what the browser asked the gateway for, else what the person has chosen here. */
import { TEXTS } from './texts.js'

const LOCALES = { fr: 'fr-FR', en: 'en-GB' }

let chosen = chooseLanguage()

function chooseLanguage() {
  const asked = new URLSearchParams(location.search).get('lang')
  return Object.hasOwn(TEXTS, asked ?? '') ? asked : document.documentElement.lang
}

export function language() {
  return chosen
}

export function setLanguage(wanted) {
  chosen = wanted
}

export function t(key, values = {}) {
  const texts = TEXTS[chosen]
  const text = Object.hasOwn(texts, key) ? texts[key] : key
  const whole = text.replace(/\{([a-z_]+)\}/g, (all, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : all,
  )
  // French puts a space before some signs, and a line must not break there.
  return chosen === 'fr' ? whole.replaceAll(/ (?=[:;!?»%])/g, '\u00A0').replaceAll('« ', '«\u00A0') : whole
}

/** `count` and `count_one`. */
export function plural(key, n) {
  return n === 1 ? t(`${key}_one`) : t(key, { n: number(n) })
}

export function number(n) {
  return n.toLocaleString(LOCALES[chosen])
}

/** Never 0 % of what is there, nor 100 % of what is not all. */
export function percent(share) {
  const rounded = share > 0 && share < 0.01 ? 0.01 : share < 1 && share > 0.99 ? 0.99 : share
  return rounded.toLocaleString(LOCALES[chosen], { style: 'percent', maximumFractionDigits: 0 })
}

export function when(iso) {
  return new Date(iso).toLocaleString(LOCALES[chosen], {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}
