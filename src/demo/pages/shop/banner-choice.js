/**
 * Which consent banner the shop shows: its own, or one of three that many sites use, so that the tag can be seen with each.
 * `?banner=klaro` chooses for the visit. The choice is kept in the tab because somebody made it; it is not what is asked.
 */
import { el } from '../dom.js'
import { lang } from '../language.js'

const OWN = 'own'
/** Name in the address → what it is called, and the cookie in which it keeps the answer. */
const BANNERS = {
  klaro: { title: 'Klaro', cookie: 'klaro' },
  tarteaucitron: { title: 'tarteaucitron', cookie: 'tarteaucitron' },
  vanilla: { title: 'vanilla-cookieconsent', cookie: 'cc_cookie' },
}
const STORED = 'rivage.banner'

export const chosen = choose()
export const isOwnBanner = chosen === OWN

function choose() {
  const asked = new URLSearchParams(location.search).get('banner')
  if (asked === OWN || Object.hasOwn(BANNERS, asked ?? '')) {
    remember(asked)
    return asked
  }
  const stored = remembered()
  return Object.hasOwn(BANNERS, stored ?? '') ? stored : OWN
}

function remembered() {
  try {
    return sessionStorage.getItem(STORED)
  } catch {
    return null
  }
}

/** A shop has one banner: what another was told is forgotten with it. */
function remember(name) {
  for (const [other, { cookie }] of Object.entries(BANNERS))
    if (other !== name) document.cookie = `${cookie}=; path=/; max-age=0`
  try {
    sessionStorage.setItem(STORED, name)
  } catch {
    // A browser that stores nothing shows the shop's own on the next page.
  }
}

/** One of the three: it shows itself. `open()` brings it back to change one's mind. */
export function chosenBanner() {
  const starting = import(`/banners/${chosen}.js`).then(({ start }) => start(lang))
  return { banner: '', open: () => void starting.then((open) => open()) }
}

export function bannerChooser(t) {
  const titles = [[OWN, t('banner.own')], ...Object.entries(BANNERS).map(([name, { title }]) => [name, title])]
  return el(
    'nav',
    { class: 'small', 'aria-label': t('banner.heading') },
    el('p', { class: 'muted' }, t('banner.intro')),
    el(
      'ul',
      { class: 'plain' },
      titles.map(([name, title]) =>
        el('li', {}, el('a', { href: withBanner(name), 'aria-current': name === chosen && 'true' }, title)),
      ),
    ),
  )
}

function withBanner(name) {
  const url = new URL(location.href)
  url.searchParams.set('banner', name)
  return url.pathname + url.search
}
