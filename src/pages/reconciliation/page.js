/** The reconciliation page: asks the ledger page by page and works it out here. The token stays in this script's memory. */
import { csvLines } from '../../reconciliation/csv.ts'
import { dayAfter, isDay, shopClock } from '../../reconciliation/days.ts'
import { gather, settingsFrom } from '../../reconciliation/gather.ts'
import { reconcile } from '../../reconciliation/reconcile.ts'
import { el } from '../diagnostics/elements.js'
import { report } from './report.js'
import { language, number, setLanguage, t } from './words.js'

const TIMEOUT_MS = 60_000
const MAX_DAYS = 400
const at = (id) => document.getElementById(id)
const isDevelopment = document.documentElement.dataset.mode === 'development'
const inAddress = new URLSearchParams(location.search)

let token = isDevelopment ? 'dev' : ''
let settings
let shown
/** Which question the page waits for: what an earlier one brings is dropped. */
let asked = 0

async function get(path) {
  try {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.ok) return { body: await response.json() }
    const problem = await response.json().catch(() => ({}))
    return { failed: problem.code === 'no_ledger' ? 'no_ledger' : String(response.status) }
  } catch {
    return { failed: 'network' }
  }
}

async function begin() {
  say(waiting('reading_settings'))
  const told = await settingsFrom({ get })
  if (told.failed !== undefined) return fail(told.failed)
  settings = told.settings
  say()
  at('access').hidden = true
  at('question').hidden = false
  fillQuestion()
  draw()
  if (isAsked()) await load()
  else at('destination').focus()
}

/** The last seven days and today, unless the address says otherwise. */
function fillQuestion() {
  const { destinations, time_zone: zone } = settings
  const today = shopClock(zone).dayOf(Date.now())
  const wanted = inAddress.get('destination')
  const first = destinations.find(({ id }) => id === wanted) ?? destinations.find(({ purchase }) => purchase)
  at('destination').replaceChildren(
    ...destinations.map(({ id }) => el('option', { value: id, selected: id === first?.id }, id)),
  )
  const from = inAddress.get('from') ?? ''
  const to = inAddress.get('to') ?? ''
  at('from').value = isDay(from) ? from : dayAfter(today, -7)
  at('to').value = isDay(to) ? to : today
}

const isAsked = () => inAddress.has('from') && inAddress.has('to')

async function load() {
  const mine = ++asked
  const period = { destination: at('destination').value, firstDay: at('from').value, lastDay: at('to').value }
  if (!isSpan(period)) return fail('days')
  history.replaceState(null, '', addressOf(period))
  at('show').disabled = true
  const onProgress = (step, count) => {
    if (mine === asked) say(waiting(`reading_${step}`, count))
  }
  const told = await gather(period, { get, onProgress })
  if (mine !== asked) return
  at('show').disabled = false
  if (!told.ok) return fail(told.failed)
  say(waiting('working'))
  // The line above is drawn before the sums keep the page busy.
  await new Promise((resolve) => setTimeout(resolve, 20))
  shown = { result: reconcile(told.input), asOf: new Date().toISOString() }
  say(el('p', { class: 'hidden' }, t('done')))
  draw()
}

function isSpan({ firstDay, lastDay }) {
  const days = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000
  return isDay(firstDay) && isDay(lastDay) && days >= 0 && days < MAX_DAYS
}

/** So that the page can be sent to a colleague: days and platform, never the token. */
function addressOf({ destination, firstDay, lastDay }) {
  const query = new URLSearchParams({ from: firstDay, to: lastDay, destination, lang: language() })
  return `?${query.toString()}`
}

function waiting(key, count) {
  const text = t(key, { n: number(count ?? 0) })
  return el('p', {}, text, ' ', el('progress', { 'aria-label': text }))
}

const PROBLEMS = new Set(['401', '503', 'network', 'no_ledger', 'days', 'unknown_destination', 'unknown_time_zone'])

function fail(problem) {
  at('show').disabled = false
  const isKnown = PROBLEMS.has(problem) || problem === 'too_many_pages'
  say(el('p', { class: 'note' }, isKnown ? t(`problem_${problem}`) : t('problem', { status: problem })))
  if (problem !== '401') return
  token = ''
  shown = undefined
  draw()
  at('question').hidden = true
  at('access').hidden = false
  at('token').focus()
}

function say(element) {
  at('status').replaceChildren(...(element === undefined ? [] : [element]))
}

function draw() {
  document.documentElement.lang = language()
  document.title = t('title')
  const zone = settings?.time_zone ?? ''
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t, { zone })
  at('languages').setAttribute('aria-label', t('languages'))
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === language()))
  at('site').textContent = settings === undefined ? '' : t('site', { site: settings.site })
  at('report').replaceChildren(...(shown === undefined ? [] : [actions(), ...report(shown.result, shown.asOf)]))
}

function actions() {
  const csv = el('button', { type: 'button' }, t('csv'))
  csv.addEventListener('click', downloadCsv)
  const print = el('button', { type: 'button' }, t('print'))
  print.addEventListener('click', () => window.print())
  return el('div', { class: 'row', id: 'toolbar' }, csv, print)
}

function downloadCsv() {
  const { result } = shown
  // Spreadsheets take a file without this mark for another alphabet.
  const file = new Blob(['\uFEFF', ...csvLines(result, language())], { type: 'text/csv;charset=utf-8' })
  const name = `tidegate-${result.destination}-${result.first_day}-${result.last_day}.csv`
  const link = el('a', { href: URL.createObjectURL(file), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function listen() {
  at('access').addEventListener('submit', (event) => {
    event.preventDefault()
    token = at('token').value.trim()
    at('token').value = ''
    void begin()
  })
  at('question').addEventListener('submit', (event) => {
    event.preventDefault()
    void load()
  })
  for (const button of document.querySelectorAll('[data-lang]'))
    button.addEventListener('click', () => {
      setLanguage(button.dataset.lang)
      draw()
    })
  // On paper nothing can be opened.
  window.addEventListener('beforeprint', () => at('tables')?.setAttribute('open', ''))
}

listen()
draw()
if (isDevelopment) void begin()
else at('access').hidden = false
