/**
 * The consent question. Accept and Refuse weigh the same; Later keeps nothing, so the question comes back. The answer is
 * stored with its time, and for six months, only once it is given. (CNIL recommends to keep a choice for six months.)
 */
import { el } from '../dom.js'
import { locale } from '../language.js'
import { isOwnBanner } from './banner-choice.js'

const STORED = 'rivage.consent'
const KEPT_MS = 182 * 24 * 60 * 60 * 1000

/**
 * Of another banner the shop knows nothing: the tag hears it.
 * @returns {{answer: 'granted' | 'denied', at: string} | undefined}
 */
export function readConsent() {
  if (!isOwnBanner) return undefined
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? 'null')
    const known = stored !== null && (stored.answer === 'granted' || stored.answer === 'denied')
    const ageMs = known ? Date.now() - Date.parse(stored.at) : Number.NaN
    return ageMs >= 0 && ageMs < KEPT_MS ? { answer: stored.answer, at: stored.at } : undefined
  } catch {
    return undefined
  }
}

function storeConsent(answer) {
  try {
    localStorage.setItem(STORED, JSON.stringify({ answer, at: new Date().toISOString() }))
  } catch {
    // A browser that stores nothing will be asked again: no answer is no consent.
  }
}

/** The banner, hidden when there is an answer; `open()` brings it back to change one's mind. `onAnswer` hears each answer. */
export function consentBanner(t, announce, onAnswer) {
  const current = el('p', { class: 'small' })
  const sentAnyway = el('p', { class: 'small muted' }, t('consent.demo'))
  const later = choice('consent.later', 'button quiet', () => answer(undefined))
  const heading = el('h2', { id: 'consent-heading', tabindex: '-1' }, t('consent.heading'))
  const banner = el(
    'section',
    { class: 'consent', 'aria-labelledby': 'consent-heading', hidden: true },
    el(
      'div',
      { class: 'consent-inner' },
      heading,
      el('p', {}, t('consent.text')),
      sentAnyway,
      current,
      el(
        'div',
        { class: 'actions' },
        choice('consent.accept', 'button', () => answer('granted')),
        choice('consent.refuse', 'button', () => answer('denied')),
        later,
      ),
    ),
  )

  function choice(key, className, onClick) {
    return el('button', { type: 'button', class: className, on: { click: onClick } }, t(key))
  }

  function answer(given) {
    if (given !== undefined) {
      storeConsent(given)
      onAnswer()
    }
    hide()
    announce(t(`consent.said_${given ?? (readConsent() === undefined ? 'later' : 'keep')}`))
  }

  function hide() {
    const hadFocus = banner.contains(document.activeElement)
    banner.hidden = true
    document.body.classList.remove('asking')
    // Whoever answered by keyboard goes on with the page, not from the top of the document.
    if (hadFocus) document.getElementById('main')?.focus()
  }

  function show() {
    const stored = readConsent()
    current.hidden = stored === undefined
    sentAnyway.hidden = stored !== undefined
    later.textContent = t(stored === undefined ? 'consent.later' : 'consent.keep')
    current.textContent = stored === undefined ? '' : t(`consent.current_${stored.answer}`, { at: day(stored.at) })
    banner.hidden = false
    document.body.classList.add('asking')
  }

  if (readConsent() === undefined) show()
  return {
    banner,
    open: () => {
      show()
      heading.focus()
    },
  }
}

function day(iso) {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' })
}
