/** The console's language: `?lang=`, else what the person has chosen before, else what the browser asked the gateway for. */
import { spaced } from '../../reconciliation/words/words.ts'

const LOCALES = { fr: 'fr-FR', en: 'en-GB' }
const KEPT = 'tidegate-language'

let chosen = firstLanguage()

function firstLanguage() {
  const wanted = [new URLSearchParams(location.search).get('lang'), kept(), document.documentElement.lang]
  return wanted.find((one) => Object.hasOwn(LOCALES, one ?? '')) ?? 'en'
}

/** A browser may refuse a page its storage: then the choice lasts as long as the page. */
function kept() {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

export function language() {
  return chosen
}

export function setLanguage(wanted) {
  chosen = wanted
  try {
    localStorage.setItem(KEPT, wanted)
  } catch {
    // As above.
  }
}

/** `{fr: {key: text}, en: {key: text}}` → the text in the language of the moment, with its values. */
export function textsOf(texts) {
  function t(key, values = {}) {
    const text = Object.hasOwn(texts[chosen], key) ? texts[chosen][key] : key
    return typeset(
      text.replace(/\{([a-z_\d]+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all)),
    )
  }
  /** `count` and `count_one`. */
  const plural = (key, n, values = {}) => (n === 1 ? t(`${key}_one`, values) : t(key, { n: number(n), ...values }))
  return { t, plural, has: (key) => Object.hasOwn(texts[chosen], key) }
}

/** French puts a space before some signs, and a line must not break there. */
export function typeset(text) {
  return chosen === 'fr' ? spaced(text) : text
}

export function number(n, digits = 3) {
  return n.toLocaleString(LOCALES[chosen], { maximumFractionDigits: digits })
}

/** Never 0 % of what is there, nor 100 % of what is not all. */
export function percent(share) {
  const rounded = share > 0 && share < 0.01 ? 0.01 : share < 1 && share > 0.99 ? 0.99 : share
  return rounded.toLocaleString(LOCALES[chosen], { style: 'percent', maximumFractionDigits: 0 })
}

/** With one decimal where the whole number would hide a difference. */
export function rate(share) {
  const digits = Math.abs(share) < 0.1 ? 1 : 0
  return share.toLocaleString(LOCALES[chosen], { style: 'percent', maximumFractionDigits: digits })
}

/** The decimal text of an amount as people write it; Intl takes the text itself, so that no digit is lost. */
export function money(amount, currency, digits) {
  const whole = digits === undefined ? {} : { maximumFractionDigits: digits, minimumFractionDigits: digits }
  try {
    return new Intl.NumberFormat(LOCALES[chosen], { style: 'currency', currency, ...whole }).format(amount)
  } catch {
    return `${amount} ${currency}`
  }
}

/** Decimal places of a currency, for amounts in its minor unit. */
export function minorDigits(currency) {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
  } catch {
    return 2
  }
}

export function date(day, options = { day: 'numeric', month: 'short', year: 'numeric' }) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(LOCALES[chosen], { timeZone: 'UTC', ...options })
}

export function when(iso, timeZone) {
  return new Date(iso).toLocaleString(LOCALES[chosen], {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}

/** With the zone, so that nobody has to guess whose clock it is. */
export function instant(iso, timeZone) {
  const words = new Date(iso).toLocaleString(LOCALES[chosen], { timeZone, dateStyle: 'long', timeStyle: 'short' })
  return `${words} (${timeZone})`
}
