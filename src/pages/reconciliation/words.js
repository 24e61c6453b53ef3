/** The page's language: `?lang=`, else what the browser asked the gateway for, else what the person has chosen here. */
import { spaced } from '../../reconciliation/words/words.ts'
import { TEXTS } from './texts.js'

const LOCALES = { fr: 'fr-FR', en: 'en-GB' }
const asked = new URLSearchParams(location.search).get('lang')

let chosen = Object.hasOwn(TEXTS, asked ?? '') ? asked : document.documentElement.lang

export function language() {
  return chosen
}

export function setLanguage(wanted) {
  chosen = wanted
}

export function t(key, values = {}) {
  const text = Object.hasOwn(TEXTS[chosen], key) ? TEXTS[chosen][key] : key
  const whole = text.replace(/\{([a-z_]+)\}/g, (all, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : all,
  )
  return chosen === 'fr' ? spaced(whole) : whole
}

export function number(n) {
  return n.toLocaleString(LOCALES[chosen])
}

/** The decimal text of an amount as people write it; Intl takes the text itself, so that no digit is lost. */
export function money(amount, currency) {
  try {
    return new Intl.NumberFormat(LOCALES[chosen], { style: 'currency', currency }).format(amount)
  } catch {
    return `${amount} ${currency}`
  }
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
