/** What every page of the shop has around its content: header, consent question, "behind the scenes", footer. */
import { el } from '../dom.js'
import { approvalNotice, askApproval } from '../approval/notice.js'
import { applyTexts, lang, languageSwitch, locale, translator } from '../language.js'
import { consentAnswered } from '../shop-events.js'
import { backstage } from './backstage.js'
import { bannerChooser, chosenBanner, isOwnBanner } from './banner-choice.js'
import { consentBanner } from './consent.js'
import { readBasket } from './session.js'
import { SHOP_TEXTS } from './texts.js'

export { lang }
export const t = translator(SHOP_TEXTS)

/** Carried from page to page in the shop's own links, so that a click id needs no storage on the device. */
const CARRIED = ['lang', 'ttclid', 'fbclid', 'utm_source']

const basketLink = el('a', {})
const announcer = el('p', { class: 'hidden', role: 'status' })

/** A link inside the shop. */
export function shopUrl(path, parameters = {}) {
  const here = new URLSearchParams(location.search)
  const next = new URLSearchParams(parameters)
  for (const name of CARRIED) {
    const value = here.get(name)
    if (value !== null && !next.has(name)) next.set(name, value)
  }
  return next.size > 0 ? `${path}?${next}` : path
}

export function money(euros) {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(euros)
}

/** Says something to screen readers that sighted people see elsewhere. */
export function announce(text) {
  announcer.textContent = text
}

export function showBasketCount() {
  const count = readBasket().reduce((sum, line) => sum + line.quantity, 0)
  basketLink.textContent = t('nav_basket', { n: count })
}

/**
 * Builds the frame and tells the tag what the visitor has answered. Call it first: the page's own events come after.
 * `onAnswer` hears each answer that is given on this page.
 * The question comes before the header, so that it is the first thing a keyboard or a screen reader meets.
 */
export function startPage(onAnswer = () => {}) {
  applyTexts(t)
  for (const link of document.querySelectorAll('[data-href]')) link.href = shopUrl(link.dataset.href)
  const behind = backstage(t)
  behind.panel.append(bannerChooser(t))
  const consent = isOwnBanner ? consentBanner(t, announce, heard) : chosenBanner()
  function heard() {
    consentAnswered()
    behind.show()
    onAnswer()
  }
  document.body.prepend(
    el('a', { class: 'skip', href: '#main' }, t('skip')),
    consent.banner,
    demoNotice(),
    approvalNotice(),
    header(),
  )
  document.body.append(behind.panel, footer(consent.open), announcer)
  showBasketCount()
  consentAnswered()
  void askApproval()
}

/** What to show where there is nothing to show: what is missing (unless a heading has said it), and where to go on. */
export function emptyState(what, next) {
  return el(
    'div',
    { class: 'empty' },
    what !== '' && el('p', { class: 'lead' }, what),
    el('p', {}, next),
    el('p', {}, el('a', { class: 'button', href: shopUrl('/') }, t('basket.see_products'))),
  )
}

export function liveLink(className) {
  return el(
    'a',
    { class: className, href: `/live?lang=${lang}`, target: '_blank', rel: 'noopener' },
    t('nav_live'),
    ' ',
    el('span', { 'aria-hidden': 'true' }, '↗'),
    el('span', { class: 'hidden' }, ` ${t('new_tab')}`),
  )
}

function demoNotice() {
  return el('p', { class: 'demo-notice' }, el('strong', { class: 'badge' }, t('demo_badge')), ' ', t('demo_notice'))
}

function header() {
  basketLink.href = shopUrl('/basket')
  return el(
    'header',
    { class: 'site' },
    el(
      'a',
      { class: 'brand', href: shopUrl('/') },
      el('img', { src: '/pictures/mark.svg', alt: '', width: 36, height: 36 }),
      el(
        'span',
        {},
        el('span', { class: 'name' }, 'Atelier Rivage'),
        el('span', { class: 'small muted' }, t('tagline')),
      ),
    ),
    el(
      'nav',
      { 'aria-label': t('nav') },
      el('a', { href: shopUrl('/') }, t('nav_home')),
      basketLink,
      liveLink('live-link'),
    ),
    languageSwitch(t('languages')),
  )
}

function footer(openConsent) {
  return el(
    'footer',
    { class: 'site small' },
    el('p', {}, el('button', { type: 'button', class: 'link', on: { click: openConsent } }, t('footer_choices'))),
    el('p', { class: 'muted' }, t('footer_storage')),
    el('p', { class: 'muted' }, t('footer_demo')),
  )
}
