/** The reconciliation page: asks the ledger page by page and works it out here. */
import { csvLines } from '../../reconciliation/csv.ts'
import { dayAfter, isDay, shopClock } from '../../reconciliation/days.ts'
import { gather, settingsFrom } from '../../reconciliation/gather.ts'
import { reconcile } from '../../reconciliation/reconcile.ts'
import { nameText } from '../analysis/words.js'
import { el } from '../diagnostics/elements.js'
import { report } from './report.js'
import { language, number, t } from './words.js'

const MAX_DAYS = 400
const inAddress = new URLSearchParams(location.search)

export const lead = () => t('lead')

export function mount(host, { ask, problemText }) {
  let settings
  let shown
  /** Which question the page waits for: what an earlier one brings is dropped. */
  let asked = 0

  const destination = el('select', { id: 'destination', required: true })
  const from = el('input', { id: 'from', type: 'date', required: true })
  const to = el('input', { id: 'to', type: 'date', required: true })
  const show = el('button', { type: 'submit', class: 'main', id: 'show' })
  const labels = ['destination', 'from', 'to'].map((id) => el('label', { for: id }))
  const hint = el('p', { class: 'muted small' })
  const question = el(
    'form',
    { id: 'question', hidden: true },
    el(
      'div',
      { class: 'fields' },
      [destination, from, to].map((field, index) => el('p', {}, labels[index], field)),
      el('p', {}, show),
    ),
    hint,
  )
  const status = el('div', { id: 'status', role: 'status' })
  const place = el('div', { id: 'report' })
  host.replaceChildren(question, status, place)
  question.addEventListener('submit', (event) => {
    event.preventDefault()
    void load()
  })

  async function get(path) {
    const { body, failed } = await ask(path)
    return failed === undefined ? { body } : { failed }
  }

  async function start() {
    say(waiting('reading_settings'))
    const told = await settingsFrom({ get })
    if (told.failed !== undefined) return fail(told.failed)
    settings = told.settings
    say()
    question.hidden = false
    fillQuestion()
    draw()
    if (inAddress.has('from') && inAddress.has('to')) await load()
    else destination.focus()
  }

  /** The last seven days and today, unless the address says otherwise. */
  function fillQuestion() {
    const { destinations, time_zone: zone } = settings
    const today = shopClock(zone).dayOf(Date.now())
    const wanted = inAddress.get('destination')
    const first = destinations.find(({ id }) => id === wanted) ?? destinations.find(({ purchase }) => purchase)
    destination.replaceChildren(
      ...destinations.map(({ id }) => el('option', { value: id, selected: id === first?.id }, nameText(id))),
    )
    const firstDay = inAddress.get('from') ?? ''
    const lastDay = inAddress.get('to') ?? ''
    from.value = isDay(firstDay) ? firstDay : dayAfter(today, -7)
    to.value = isDay(lastDay) ? lastDay : today
  }

  async function load() {
    const mine = ++asked
    const period = { destination: destination.value, firstDay: from.value, lastDay: to.value }
    if (!isSpan(period)) return fail('days')
    history.replaceState(null, '', addressOf(period))
    show.disabled = true
    const onProgress = (step, count) => {
      if (mine === asked) say(waiting(`reading_${step}`, count))
    }
    const told = await gather(period, { get, onProgress })
    if (mine !== asked) return
    show.disabled = false
    if (!told.ok) return fail(told.failed)
    say(waiting('working'))
    // The line above is drawn before the sums keep the page busy.
    await new Promise((resolve) => setTimeout(resolve, 20))
    shown = { result: reconcile(told.input), asOf: new Date().toISOString() }
    say(el('p', { class: 'hidden' }, t('done')))
    draw()
  }

  function fail(problem) {
    show.disabled = false
    say(el('p', { class: 'note' }, OWN_PROBLEMS.has(problem) ? t(`problem_${problem}`) : problemText(problem)))
  }

  function say(element) {
    status.replaceChildren(...(element === undefined ? [] : [element]))
  }

  function draw() {
    for (const label of labels) label.textContent = t(label.htmlFor)
    show.textContent = t('show')
    hint.textContent = t('days_hint', { zone: settings?.time_zone ?? '' })
    place.replaceChildren(...(shown === undefined ? [] : [actions(shown), ...report(shown.result, shown.asOf)]))
  }

  function clear() {
    asked += 1
    shown = undefined
    question.hidden = true
    say()
    draw()
  }

  return { start, draw, clear }
}

const OWN_PROBLEMS = new Set(['503', 'no_ledger', 'days', 'unknown_destination', 'unknown_time_zone', 'too_many_pages'])

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

function actions(shown) {
  const csv = el('button', { type: 'button' }, t('csv'))
  csv.addEventListener('click', () => downloadCsv(shown))
  const print = el('button', { type: 'button' }, t('print'))
  print.addEventListener('click', () => window.print())
  return el('div', { class: 'row', id: 'toolbar' }, csv, print)
}

function downloadCsv({ result }) {
  // Spreadsheets take a file without this mark for another alphabet.
  const file = new Blob(['\uFEFF', ...csvLines(result, language())], { type: 'text/csv;charset=utf-8' })
  const name = `tidegate-${result.destination}-${result.first_day}-${result.last_day}.csv`
  const link = el('a', { href: URL.createObjectURL(file), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
