/** The live page: asks the demo's server every second, and draws what changed. */
import { el, svg } from '../dom.js'
import { approvalNotice, showApproval } from '../approval/notice.js'
import { applyTexts, lang, languageSwitch, translator } from '../language.js'
import { platformName } from '../reasons.js'
import { card, eventName, verdictText } from './card.js'
import { MAX_EVENTS, askAfter, count, readAttempts, readDecisions } from './data.js'
import { GATEWAY_URL } from '../config.js'
import { LIVE_TEXTS } from './texts.js'

const POLL_MS = 1000
const TIMEOUT_MS = 8000
const t = translator(LIVE_TEXTS)
const at = (id) => document.getElementById(id)

/** Cards on the page by the gateway's number of the decision, with what each was drawn from. */
const drawn = new Map()
let seq = 0
let decisions = []
let paused = false
let first = true

async function poll() {
  if (!paused && !document.hidden) await update()
  setTimeout(() => void poll(), POLL_MS)
}

async function update() {
  const answer = await ask()
  // A request that was under way when somebody pressed Pause must not move the page under them.
  if (paused) return
  if (answer === undefined) return showProblems([t('problem.demo')])
  showProblems(problemsOf(answer))
  if (answer.gateway?.up !== true) return at('empty').replaceChildren()
  const latest = readDecisions(answer.gateway)
  const fresh = latest.decisions.filter((decision) => !drawn.has(decision.seq))
  // A number that went back means that the gateway's memory was emptied: the next question starts from the beginning.
  seq = latest.seq < seq ? 0 : latest.seq
  decisions = latest.decisions
  showEvents(answer.platforms)
  showCounters(answer.platforms)
  showEmpty()
  showApproval(latest.approval)
  at('policy').textContent = latest.digest === '' ? '' : t('live.policy', { digest: latest.digest, max: MAX_EVENTS })
  if (!first) announce(fresh)
  first = false
}

async function ask() {
  try {
    const response = await fetch(`/api/live?after=${askAfter(seq)}`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

function problemsOf({ gateway, platforms = {} }) {
  const problems = []
  if (gateway?.up !== true) problems.push(t('problem.gateway', { problem: problemText(gateway?.problem) }))
  for (const [id, { requests }] of Object.entries(platforms)) {
    if (requests.up !== true)
      problems.push(t('problem.platform', { name: platformName(id), problem: problemText(requests.problem) }))
  }
  return problems
}

function problemText(problem = '?') {
  const text = t(`problem.${problem}`)
  return text === `problem.${problem}` ? problem : text
}

/** Only touched when it changes: it is a live region, and would be read out every second. */
function showProblems(problems) {
  const place = at('problems')
  if (place.dataset.shown === problems.join('\n')) return
  place.dataset.shown = problems.join('\n')
  place.replaceChildren(...problems.map((problem) => el('p', { class: 'note problem' }, problem)))
}

function showEvents(platforms = {}) {
  const attempts = new Map(Object.entries(platforms).map(([id, { requests }]) => [id, readAttempts(requests)]))
  const attemptsOf = (platform, eventId) => attempts.get(platform)?.get(eventId) ?? []
  removeOld()
  // Oldest first, so that each new card can simply go on top.
  for (const decision of decisions.toReversed()) {
    const received = decision.destinations.map(({ id }) => attemptsOf(id, decision.eventId))
    const drawnFrom = JSON.stringify([decision, received])
    const known = drawn.get(decision.seq)
    if (known?.drawnFrom === drawnFrom) continue
    const row = known?.row ?? el('li')
    redraw(row, card(decision, attemptsOf, t))
    row.hidden = at('sales-only').checked && decision.event !== 'purchase'
    row.dataset.event = decision.event
    if (known === undefined) at('events').prepend(row)
    drawn.set(decision.seq, { row, drawnFrom })
  }
}

function removeOld() {
  const kept = new Set(decisions.map((decision) => decision.seq))
  for (const [number, { row }] of drawn) {
    if (kept.has(number)) continue
    row.remove()
    drawn.delete(number)
  }
}

/** Sections that were open stay open, and the focus stays where it was. */
function redraw(row, next) {
  const open = [...row.querySelectorAll('details[open]')].map((details) => details.dataset.part)
  const focused = row.contains(document.activeElement)
    ? document.activeElement.closest('details')?.dataset.part
    : undefined
  row.replaceChildren(next)
  for (const details of row.querySelectorAll('details')) {
    details.open = open.includes(details.dataset.part)
    if (details.dataset.part === focused) details.querySelector('summary').focus({ preventScroll: true })
  }
}

function showCounters(platforms = {}) {
  const counted = count(decisions)
  const counters = Object.entries(counted).map(([name, n]) => counter(name, n, counted.arrived, t(`count.${name}`)))
  const sales = Object.entries(platforms).map(([id, { events }]) => [
    id,
    events.up === true ? events.data.sales : undefined,
  ])
  const salesCounters = sales
    .filter(([, n]) => n !== undefined)
    .map(([id, n]) => counter('sales', n, undefined, t('count.sales', { name: platformName(id) })))
  at('counters').replaceChildren(...counters, ...salesCounters)
}

function counter(name, n, of, label) {
  const width = of > 0 ? (100 * n) / of : 0
  return el(
    'p',
    { class: `counter ${name}` },
    el('strong', {}, String(n)),
    ' ',
    el('span', {}, label),
    of !== undefined &&
      svg(
        'svg',
        { class: 'bar', viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', { class: 'rail', width: 100, height: 6 }),
        svg('rect', { class: 'full', width, height: 6 }),
      ),
  )
}

/** What to do next when there is nothing to see; a bar while the first answer is awaited. */
function showEmpty() {
  const shown = [...drawn.values()].some(({ row }) => !row.hidden)
  const state = shown ? 'events' : at('sales-only').checked && decisions.length > 0 ? 'no_sales' : 'empty'
  if (at('empty').dataset.state === state) return
  at('empty').dataset.state = state
  at('empty').replaceChildren(...(state === 'events' ? [] : [emptyState(state)]))
}

function emptyState(state) {
  return el(
    'div',
    { class: 'empty' },
    el('p', { class: 'lead' }, t(`live.${state}`)),
    el('p', {}, t(`live.${state}_next`)),
    el('p', {}, el('a', { class: 'button', href: `/?lang=${lang}` }, t('live.open_shop'))),
  )
}

function announce(fresh) {
  const [newest] = fresh
  if (newest === undefined) return
  const values = { n: fresh.length, event: eventName(newest.event), verdict: verdictText(newest, t) }
  at('news').textContent = t(fresh.length === 1 ? 'live.one_new' : 'live.many_new', values)
}

function togglePause() {
  paused = !paused
  showPause()
}

function showPause() {
  at('pause').textContent = t(paused ? 'live.resume' : 'live.pause')
}

function filterSales() {
  for (const { row } of drawn.values()) row.hidden = at('sales-only').checked && row.dataset.event !== 'purchase'
  showEmpty()
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
        el('a', { href: `${GATEWAY_URL}/diagnostics?lang=${lang}` }, t('nav_diagnostics')),
      ),
      languageSwitch(t('languages')),
    ),
  )
  at('empty').append(
    el('p', { role: 'status' }, t('live.loading'), ' ', el('progress', { 'aria-label': t('live.loading') })),
  )
  at('pause').addEventListener('click', togglePause)
  at('sales-only').addEventListener('change', filterSales)
  showPause()
}

frame()
void poll()
