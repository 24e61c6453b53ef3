/** The diagnostics page: asks for the report, and draws it. The token stays in this script's memory and nowhere else. */
import { el } from './elements.js'
import { emptyState, report } from './report.js'
import { language, setLanguage, t } from './words.js'

const TIMEOUT_MS = 20_000
const at = (id) => document.getElementById(id)
const { mode, approval } = document.documentElement.dataset
const isDevelopment = mode === 'development'

let token = isDevelopment ? 'dev' : ''
let days = 7
let shown
/** Which question the page waits for: the answer to an earlier one is dropped. */
let asked = 0

async function load() {
  const mine = ++asked
  say(el('p', {}, t('loading'), ' ', el('progress', { 'aria-label': t('loading') })))
  at('again').disabled = true
  const answer = await ask()
  if (mine !== asked) return
  at('again').disabled = false
  if (answer.problem !== undefined) return fail(answer)
  shown = answer.report
  at('access').hidden = true
  at('toolbar').hidden = false
  say(el('p', { class: 'hidden' }, t('done')))
  draw()
}

async function ask() {
  try {
    const response = await fetch(`/v1/diagnostics?days=${days}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return response.ok ? { report: await response.json() } : { problem: response.status }
  } catch {
    return { problem: 'network' }
  }
}

function fail({ problem }) {
  const text = ['401', '503', 'network'].includes(String(problem))
    ? t(`problem_${problem}`)
    : t('problem', { status: problem })
  say(el('p', { class: 'note' }, text))
  if (problem !== 401) return
  token = ''
  shown = undefined
  draw()
  at('toolbar').hidden = true
  at('access').hidden = false
  at('token').focus()
}

function say(element) {
  at('status').replaceChildren(element)
}

function draw() {
  document.documentElement.lang = language()
  document.title = t('title')
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t)
  at('languages').setAttribute('aria-label', t('languages'))
  at('windows').setAttribute('aria-label', t('windows'))
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === language()))
  for (const button of document.querySelectorAll('[data-days]'))
    button.setAttribute('aria-pressed', String(Number(button.dataset.days) === days))
  at('approval').textContent = approvalText()
  at('site').textContent = shown === undefined ? '' : t('site', { site: shown.site })
  const isEmpty =
    shown !== undefined && shown.events_counted === 0 && shown.findings.every(({ code }) => EMPTY.has(code))
  at('report').replaceChildren(...(shown === undefined ? [] : isEmpty ? [emptyState()] : report(shown)))
}

/** Nothing of a policy that production starts with. */
function approvalText() {
  if (approval === 'approved' || approval === 'narrowed') return ''
  return t(approval === 'expired' ? 'policy_expired' : 'policy_not_approved')
}

/** What is found where nothing has arrived. */
const EMPTY = new Set(['nothing_arrives', 'destination_parked', 'destination_retrying'])

function listen() {
  at('access').addEventListener('submit', (event) => {
    event.preventDefault()
    token = at('token').value.trim()
    at('token').value = ''
    void load()
  })
  at('again').addEventListener('click', () => void load())
  for (const button of document.querySelectorAll('[data-days]'))
    button.addEventListener('click', () => {
      days = Number(button.dataset.days)
      draw()
      void load()
    })
  for (const button of document.querySelectorAll('[data-lang]'))
    button.addEventListener('click', () => {
      setLanguage(button.dataset.lang)
      draw()
    })
}

listen()
draw()
if (isDevelopment) void load()
else at('access').hidden = false
