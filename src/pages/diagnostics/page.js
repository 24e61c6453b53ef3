/** The diagnostics page: asks for the report, and draws it. */
import { el } from './elements.js'
import { emptyState, report } from './report.js'
import { t } from './words.js'

export const lead = () => t('lead')

export function mount(host, { ask, problemText }) {
  let days = 7
  let shown
  /** Which question the page waits for: the answer to an earlier one is dropped. */
  let asked = 0

  const windows = [1, 7].map((span) => {
    const button = el('button', { type: 'button', 'data-days': span })
    button.addEventListener('click', () => {
      days = span
      draw()
      void load()
    })
    return button
  })
  const windowGroup = el('div', { id: 'windows', role: 'group' }, windows)
  const again = el('button', { type: 'button', id: 'again' })
  again.addEventListener('click', () => void load())
  const toolbar = el('div', { id: 'toolbar', class: 'row', hidden: true }, windowGroup, again)
  const status = el('div', { id: 'status', role: 'status' })
  const place = el('div', { id: 'report' })
  host.replaceChildren(toolbar, status, place)

  async function load() {
    const mine = ++asked
    status.replaceChildren(el('p', {}, t('loading'), ' ', el('progress', { 'aria-label': t('loading') })))
    again.disabled = true
    const told = await ask(`/v1/diagnostics?days=${days}`)
    if (mine !== asked) return
    again.disabled = false
    if (told.failed !== undefined) {
      const text = told.failed === '503' ? t('problem_503') : problemText(told.failed)
      return status.replaceChildren(el('p', { class: 'note' }, text))
    }
    shown = told.body
    toolbar.hidden = false
    status.replaceChildren(el('p', { class: 'hidden' }, t('done')))
    draw()
  }

  function draw() {
    windowGroup.setAttribute('aria-label', t('windows'))
    for (const button of windows) {
      button.textContent = t(button.dataset.days === '1' ? 'day' : 'week')
      button.setAttribute('aria-pressed', String(Number(button.dataset.days) === days))
    }
    again.textContent = t('again')
    const isEmpty =
      shown !== undefined && shown.events_counted === 0 && shown.findings.every(({ code }) => EMPTY.has(code))
    place.replaceChildren(...(shown === undefined ? [] : isEmpty ? [emptyState()] : report(shown)))
  }

  function clear() {
    asked += 1
    shown = undefined
    toolbar.hidden = true
    status.replaceChildren()
    draw()
  }

  return { start: load, draw, clear }
}

/** What is found where nothing has arrived. */
const EMPTY = new Set(['nothing_arrives', 'destination_parked', 'destination_retrying'])
