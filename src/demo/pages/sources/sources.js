/** The page of sources: presses go to the demo's server, which signs and sends; what the gateway answered is said in plain words. */
import { approvalNotice, askApproval } from '../approval/notice.js'
import { el } from '../dom.js'
import { applyTexts, lang, languageSwitch, translator } from '../language.js'
import { verdictOf } from './answers.js'
import { SOURCE_TEXTS } from './texts.js'

const TIMEOUT_MS = 12_000
const t = translator(SOURCE_TEXTS)
const at = (id) => document.getElementById(id)

/** Source → the order that it was last pressed for. */
const orders = new Map()
let lastNumber = 0

function nextOrder() {
  // Digits of the clock, so that a page that is opened again makes other orders.
  lastNumber = Math.max(lastNumber + 1, Math.floor(Date.now() / 100) % 1_000_000_000)
  return { number: String(1_000_000_000 + lastNumber), atMs: Date.now() - 1000 }
}

async function ask(source, action, order) {
  try {
    const response = await fetch('/api/source', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source, action, order: order.number, at_ms: order.atMs, agreed: order.agreed }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return response.ok ? await response.json() : {}
  } catch {
    return {}
  }
}

async function press(card, source, action) {
  const known = orders.get(source.id)
  const order = action === 'order' || known === undefined ? { ...nextOrder(), agreed: at('agreed').checked } : known
  card.querySelector('.answers').setAttribute('aria-busy', 'true')
  const tried = await ask(source.id, action === 'again' ? 'order' : action, order)
  if (action === 'order' && tried.answer !== undefined) {
    orders.set(source.id, order)
    for (const button of card.querySelectorAll('button')) button.disabled = false
  }
  show(card, source, action, tried)
}

/** The latest first; five are enough to compare. */
function show(card, source, action, { sent, answer }) {
  const verdict = verdictOf(t, answer)
  const list = card.querySelector('.answers')
  list.setAttribute('aria-busy', 'false')
  list.prepend(
    el(
      'li',
      { class: `answer ${verdict.state}`, 'data-state': verdict.state },
      el('p', {}, el('strong', {}, t(`action.${action}`)), t('sources.colon'), verdict.text),
      verdict.more.length > 0 &&
        el(
          'ul',
          { class: 'small' },
          verdict.more.map((line) => el('li', {}, line)),
        ),
      sent !== undefined && details(sent, answer),
    ),
  )
  while (list.children.length > 5) list.lastElementChild.remove()
  at('said').textContent = `${name(source)}, ${t(`action.${action}`)}${t('sources.colon')}${verdict.text}`
}

function details(sent, answer) {
  const answered = answer === undefined ? '' : `${answer.status}\n${pretty(answer.body)}`
  return el(
    'details',
    { class: 'small' },
    el('summary', {}, t('sources.details')),
    el(
      'pre',
      { tabindex: 0, 'aria-label': t('sources.sent') },
      `${sent.method} ${sent.path}\n\n${prettyText(sent.body)}`,
    ),
    el('pre', { tabindex: 0, 'aria-label': t('sources.answered') }, answered),
  )
}

function prettyText(text) {
  try {
    return pretty(JSON.parse(text))
  } catch {
    return text
  }
}

function pretty(value) {
  return value === null ? '' : JSON.stringify(value, null, 2)
}

function name({ id }) {
  return t(`source.${id}`)
}

function card(source) {
  const heading = `source-${source.id.replace('.', '-')}`
  const made = el(
    'article',
    { class: 'source', 'aria-labelledby': heading, 'data-source': source.id },
    el('h3', { id: heading }, name(source)),
    el('p', { class: 'small muted' }, t(`about.${source.id}`)),
    el('p', { class: 'actions' }, actionsOf(source).map(button)),
    el('ol', { class: 'answers plain' }),
  )
  function button(action) {
    return el(
      'button',
      {
        type: 'button',
        class: action === 'order' ? 'button' : 'button quiet',
        'data-action': action,
        'aria-label': `${t(`action.${action}`)}, ${name(source)}`,
        disabled: action === 'again' || action === 'refund',
        on: { click: () => void press(made, source, action) },
      },
      t(`action.${action}`),
    )
  }
  return made
}

function actionsOf({ refund }) {
  return ['order', 'again', ...(refund ? ['refund'] : []), 'tampered']
}

function group(kind, sources) {
  const heading = `group-${kind}`
  return el(
    'section',
    { 'aria-labelledby': heading },
    el('h2', { id: heading }, t(`kind.${kind}`)),
    el('div', { class: 'sources' }, sources.filter((source) => source.kind === kind).map(card)),
  )
}

function frame() {
  applyTexts(t)
  document.body.prepend(
    el('a', { class: 'skip', href: '#main' }, t('skip')),
    el('p', { class: 'demo-notice' }, el('strong', { class: 'badge' }, t('demo_badge')), ' ', t('demo_notice')),
    approvalNotice(),
    el(
      'header',
      { class: 'site' },
      el(
        'p',
        { class: 'brand' },
        el('img', { src: '/pictures/mark.svg', alt: '', width: 36, height: 36 }),
        el('span', {}, el('span', { class: 'name' }, 'Tidegate'), el('span', { class: 'small muted' }, t('tagline'))),
      ),
      el(
        'nav',
        { 'aria-label': t('nav') },
        el('a', { href: `/?lang=${lang}` }, t('nav_shop')),
        el('a', { href: `/live?lang=${lang}` }, t('nav_live')),
      ),
      languageSwitch(t('languages')),
    ),
  )
}

async function start() {
  frame()
  void askApproval()
  try {
    const { sources } = await (await fetch('/api/sources', { signal: AbortSignal.timeout(TIMEOUT_MS) })).json()
    at('groups').append(...['shop', 'tool', 'pixel'].map((kind) => group(kind, sources)))
  } catch {
    at('groups').append(el('p', { class: 'note problem' }, t('sources.no_demo')))
  }
}

void start()
