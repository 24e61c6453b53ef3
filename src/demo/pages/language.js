/**
 * French or English: `?lang=`, else the stored choice, else the browser's language. The choice is stored only when the
 * person uses the switch: remembering a setting that somebody asked for needs no consent (CNIL's exemption for the
 * language of the interface), and nobody's silence stores anything.
 */
import { el } from './dom.js'

const STORED = 'rivage.lang'
const LANGUAGES = { fr: 'Français', en: 'English' }
const LOCALES = { fr: 'fr-FR', en: 'en-GB' }

export const lang = chooseLanguage()
/** For numbers, prices and times. */
export const locale = LOCALES[lang]

function chooseLanguage() {
  const asked = [new URLSearchParams(location.search).get('lang'), readStored(), ...navigator.languages]
  for (const tag of asked) {
    const language = tag?.slice(0, 2).toLowerCase()
    if (language && Object.hasOwn(LANGUAGES, language)) return language
  }
  return 'fr'
}

function readStored() {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

function store(language) {
  try {
    localStorage.setItem(STORED, language)
  } catch {
    // A browser that stores nothing keeps the choice in the address.
  }
}

/** `t('basket.count', { n: 2 })`; a key without a text shows itself, so that the gap is seen. */
export function translator(dictionary) {
  const texts = lang === 'fr' ? spaced(dictionary.fr) : dictionary[lang]
  return (key, values = {}) => {
    const text = Object.hasOwn(texts, key) ? texts[key] : key
    return text.replace(/\{([a-z_]+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole))
  }
}

/** French puts a space before some signs, and a line must not break there. */
function spaced(texts) {
  const entries = Object.entries(texts).map(([key, text]) => [
    key,
    text.replaceAll(/ (?=[:;!?»])/g, '\u00a0').replaceAll('« ', '«\u00a0'),
  ])
  return Object.fromEntries(entries)
}

/** Fills what the page's own markup names: `data-t` texts and the title. */
export function applyTexts(t) {
  document.documentElement.lang = lang
  document.title = t(document.body.dataset.title)
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t)
}

export function languageSwitch(label) {
  const links = Object.entries(LANGUAGES).map(([language, name]) =>
    el(
      'a',
      {
        href: withLanguage(language),
        lang: language,
        hreflang: language,
        'aria-current': language === lang && 'true',
        on: { click: () => store(language) },
      },
      name,
    ),
  )
  return el('nav', { class: 'languages', 'aria-label': label }, links)
}

function withLanguage(language) {
  const url = new URL(location.href)
  url.searchParams.set('lang', language)
  return url.pathname + url.search
}
