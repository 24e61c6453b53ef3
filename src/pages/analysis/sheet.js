/** What Business and Learning share: the question, the tables asked for one after the other with their progress, the drawer, the CSV. */
import { el } from '../diagnostics/elements.js'
import { drawer } from './drawer.js'
import { questionForm } from './question.js'
import { plural, t } from './words.js'

/**
 * `wanted`: ids of tables, or `{id, more}`. `drawSheet(tables, sheet)`: elements, from the answers by id. A table that could not be
 * worked out is missing there and is named under the others.
 */
export function sheet(host, { ask, problemText }, { fields, wanted, drawSheet }) {
  let answers
  let failed = new Map()
  let asked = 0
  const question = questionForm(fields, () => void load())
  const status = el('div', { id: 'status', role: 'status' })
  const place = el('div', { id: 'report' })
  host.replaceChildren(question.form, status, place)
  const open = drawer((id, filter) => ask(question.address(id, filter === '' ? {} : { filter })), problemOf)
  const own = { open, ask, question, problemOf, csv: (id) => csvButton(id, { ask, question }) }

  async function load() {
    const mine = ++asked
    const list = wanted()
    question.setBusy(true)
    failed = new Map()
    const got = new Map()
    let done = 0
    say(progress(0, list.length))
    // One after the other: they share the record's time, and the first are the ones that are read first.
    for (const { id, more } of list) {
      const told = await ask(question.address(id, more))
      if (mine !== asked) return
      if (told.failed === undefined) got.set(id, told.body)
      else failed.set(id, told)
      say(progress(++done, list.length))
      if (told.failed === '401' || told.failed === 'role_may_not') break
    }
    question.setBusy(false)
    answers = got
    say(el('p', { class: 'hidden' }, t('done')))
    draw()
  }

  function problemOf({ failed: code, problem }) {
    if (code === 'no_analysis') return t('problem_no_analysis')
    if (code === 'frames_differ') return t('problem_frames_differ', { differs: String(problem?.differs ?? '') })
    return problemText(code)
  }

  function say(element) {
    status.replaceChildren(element)
  }

  function draw() {
    question.draw()
    if (answers === undefined) return place.replaceChildren()
    const isEmpty = [...answers.values()].every(
      ({ made_of: made, table }) => made?.journeys === 0 || table.rows.length === 0,
    )
    place.replaceChildren(
      ...(isEmpty ? [emptyRecord(failed)] : drawSheet(answers, own)),
      ...(isEmpty ? [] : [missing(failed, problemOf)]).filter((part) => part !== null),
    )
  }

  return {
    start: load,
    draw,
    clear() {
      asked += 1
      answers = undefined
      say('')
      draw()
    },
  }
}

function progress(done, all) {
  const text = t('reading_of', { done, all })
  return el('p', {}, text, ' ', el('progress', { 'aria-label': text, max: all, value: done }))
}

/** What to do next where there is nothing to see. */
export function emptyRecord(failed) {
  const codes = new Set(Array.from(failed.values(), ({ failed: code }) => code))
  const isMissing = codes.has('not_found') || codes.has('404')
  const needsPolicy = codes.has('no_analysis')
  return el(
    'div',
    { class: 'empty' },
    el('h2', {}, isMissing ? t('not_here') : t('empty_record')),
    el('p', {}, needsPolicy ? t('problem_no_analysis') : t('empty_agreed')),
    el(
      'ol',
      {},
      (needsPolicy ? [1, 2, 3, 4] : [2, 3, 4]).map((step) => el('li', {}, t(`empty_${step}`))),
    ),
    el(
      'p',
      { class: 'actions' },
      el('a', { href: '/console/links' }, t('go_links')),
      el('a', { href: '/console/imports' }, t('go_imports')),
    ),
  )
}

function missing(failed, problemOf) {
  if (failed.size === 0) return null
  return el(
    'div',
    { class: 'note' },
    el('p', {}, plural('partial', failed.size)),
    el(
      'ul',
      {},
      Array.from(failed, ([id, told]) => el('li', {}, el('code', {}, id), ' ', problemOf(told))),
    ),
  )
}

/** The same table as the page shows, as a file. */
function csvButton(id, { ask, question }) {
  const button = el('button', { type: 'button' }, t('csv'))
  button.addEventListener('click', async () => {
    button.disabled = true
    const told = await ask(question.address(id, { format: 'csv' }), { as: 'text' })
    button.disabled = false
    if (told.failed === undefined)
      download(`tidegate-${id}-${question.values().from}-${question.values().to}.csv`, told.body)
  })
  return button
}

export function download(name, text, type = 'text/csv;charset=utf-8') {
  // Spreadsheets take a file without this mark for another alphabet.
  const mark = type.startsWith('text/csv') && !text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const link = el('a', { href: URL.createObjectURL(new Blob([mark, text], { type })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

export function printButton() {
  const button = el('button', { type: 'button' }, t('print'))
  button.addEventListener('click', () => window.print())
  return button
}
