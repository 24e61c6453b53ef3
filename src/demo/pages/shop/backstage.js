/** The "behind the scenes" panel: what the tag does with each event of this page, and what the gateway answered. */
import { el } from '../dom.js'
import { lang } from '../language.js'
import { EVENT_TEXTS, REASON_TEXTS, platformName } from '../reasons.js'
import { readConsent } from './consent.js'

const MAX_LINES = 20

/** `show()` draws it again: what an event waits for changes with the visitor's answer. */
export function backstage(t) {
  const list = el('ul', { class: 'plain', 'aria-live': 'polite' })
  const lines = new Map()

  function show() {
    if (window.tagNews.absent) return list.replaceChildren(el('li', { class: 'sent waiting' }, t('backstage.absent')))
    for (const detail of [...window.tagNews.heard.values()].slice(-MAX_LINES)) {
      const line = lines.get(detail.event_id) ?? addLine(detail)
      const text = describe(detail, t)
      // Read out when it changes, and only then.
      if (line.dataset.text === text) continue
      line.dataset.text = text
      line.className = `sent ${tone(detail)}`
      line.replaceChildren(
        el('strong', {}, EVENT_TEXTS[lang][detail.event] ?? detail.event),
        ' ',
        el('code', {}, detail.event),
        el('span', {}, `${t('colon')}${text}`),
      )
    }
  }

  function addLine(detail) {
    const line = el('li', { 'data-event': detail.event })
    lines.set(detail.event_id, line)
    list.append(line)
    if (list.childElementCount > MAX_LINES) list.firstElementChild.remove()
    return line
  }

  window.tagNews.onNews = show
  show()
  return { show, panel: panel(t, list) }
}

function panel(t, list) {
  return el(
    'aside',
    { class: 'backstage', 'aria-labelledby': 'backstage-heading' },
    el('h2', { id: 'backstage-heading' }, t('backstage.heading')),
    el('p', { class: 'small muted' }, t('backstage.intro')),
    list,
    el(
      'p',
      {},
      el(
        'a',
        { href: `/live?lang=${lang}`, target: '_blank', rel: 'noopener' },
        t('backstage.live'),
        el('span', { class: 'hidden' }, ` ${t('new_tab')}`),
      ),
    ),
  )
}

/** One sentence for what became of an event. */
function describe(detail, t) {
  if (detail.state === 'held') return whyHeld(t)
  if (detail.state === 'forgotten') return t('backstage.forgotten')
  if (detail.state === 'given_up') return t('backstage.given_up')
  if (detail.state === 'sent') return t('backstage.waiting')
  if (detail.state === 'kept') return t('backstage.kept')
  if (detail.result === undefined)
    return t('backstage.http', { status: detail.status, why: explain(detail.code ?? '') })
  const { status, reason } = detail.result
  if (status === 'duplicate') return t('backstage.duplicate')
  const taken = takers(detail.result)
  if (taken.length > 0) return t('backstage.accepted', { names: taken.map(platformName).join(', ') })
  return t('backstage.nothing_left', { why: explain(reason ?? firstDecision(detail.result) ?? status) })
}

function whyHeld(t) {
  const { silent, asking } = window.tagNews
  if (silent) return t('backstage.silent')
  return asking || readConsent() !== undefined ? t('backstage.asking') : t('backstage.held')
}

function tone(detail) {
  if (detail.state === 'forgotten' || detail.state === 'given_up') return 'kept'
  if (detail.state !== 'answered' || detail.result?.status === 'duplicate') return 'waiting'
  return takers(detail.result ?? {}).length > 0 ? 'left' : 'kept'
}

function takers(result) {
  const destinations = Object.entries(result.destinations ?? {})
  return destinations.filter(([, decision]) => decision === 'full' || decision === 'limited').map(([id]) => id)
}

function firstDecision(result) {
  return Object.values(result.destinations ?? {})[0]
}

function explain(reason) {
  return REASON_TEXTS[lang][reason] ?? reason
}
