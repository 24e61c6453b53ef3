/** The "behind the scenes" panel: what this page sent to the gateway, and what the gateway answered. */
import { el } from '../dom.js'
import { lang } from '../language.js'
import { EVENT_TEXTS, REASON_TEXTS, platformName } from '../reasons.js'

const MAX_LINES = 20

export function backstage(t) {
  const list = el('ul', { class: 'plain', 'aria-live': 'polite' })
  const lines = new Map()
  document.addEventListener('shop:event', ({ detail }) => {
    const line = lines.get(detail.event_id) ?? addLine(detail)
    line.className = `sent ${tone(detail)}`
    line.replaceChildren(
      el('strong', {}, EVENT_TEXTS[lang][detail.event] ?? detail.event),
      ' ',
      el('code', {}, detail.event),
      el('span', {}, `${t('colon')}${describe(detail, t)}`),
    )
  })

  function addLine(detail) {
    const line = el('li')
    lines.set(detail.event_id, line)
    list.append(line)
    if (list.childElementCount > MAX_LINES) list.firstElementChild.remove()
    return line
  }

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
  if (detail.state === 'waiting') return t('backstage.waiting')
  if (detail.state === 'unanswered') return t('backstage.beacon')
  if (detail.state === 'failed') return t('backstage.down')
  if (detail.result === undefined)
    return t('backstage.http', { status: detail.status, why: explain(detail.code ?? '') })
  const { status, reason } = detail.result
  if (status === 'duplicate') return t('backstage.duplicate')
  const taken = takers(detail.result)
  if (taken.length > 0) return t('backstage.accepted', { names: taken.map(platformName).join(', ') })
  return t('backstage.nothing_left', { why: explain(reason ?? firstDecision(detail.result) ?? status) })
}

function tone(detail) {
  if (detail.state !== 'answered') return 'waiting'
  if (detail.result?.status === 'duplicate') return 'waiting'
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
