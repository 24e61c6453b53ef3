/** Dead letters: which there are and why, one by one, and sending again, tried first and confirmed. */
import { el, section } from '../diagnostics/elements.js'
import { number, when } from '../console/words.js'
import { button, confirmation, field, note, plainTable, simplePage, t, waiting } from './parts.js'

export const lead = () => t('dead_lead')

const PATH = '/v1/dead-letters'
const FILTERS = ['destination', 'reason', 'event', 'event_id', 'since']
const PAGE = 50
/** A redrive goes on page by page; more pages than this are another run's. */
const MAX_PAGES = 10_000

export function mount(host, { ask, problemText }) {
  let filter = Object.fromEntries(FILTERS.map((name) => [name, '']))
  let summary
  let letters = []
  let next = null
  let said = null

  const query = (more) =>
    new URLSearchParams({
      ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')),
      ...more,
    }).toString()

  async function load() {
    letters = []
    const told = await ask(`${PATH}?${query({ limit: PAGE })}`)
    if (told.failed !== undefined) return wrongText(told)
    summary = told.body
    add(told.body)
    return undefined
  }

  function add({ dead_letters: list = [], next_cursor: cursor }) {
    letters.push(...list)
    next = cursor ?? null
  }

  async function more(page) {
    const told = await ask(`${PATH}?${query({ limit: PAGE, cursor: next })}`)
    if (told.failed !== undefined) return page.say(note(wrongText(told)))
    add(told.body)
    page.draw()
  }

  function wrongText({ failed, problem }) {
    return failed === 'wrong_query' ? (problem.detail ?? failed) : problemText(failed)
  }

  /** Page after page until there is no more; what one page stopped at the next run goes on with. */
  async function run(page, dryRun) {
    const sum = { redriven: 0, withdrawn: 0, stayed: 0 }
    let cursor
    for (let count = 0; count < MAX_PAGES; count++) {
      page.say(waiting(t('loading')))
      const all = FILTERS.every((name) => filter[name] === '') ? { all: '1' } : {}
      const told = await ask(
        `${PATH}/redrive?${query({ ...all, ...(dryRun && { dry_run: '1' }), ...(cursor !== undefined && { cursor }) })}`,
        { method: 'POST' },
      )
      if (told.failed !== undefined) {
        page.say(note(wrongText(told)))
        return undefined
      }
      sum.redriven += told.body.redriven
      sum.withdrawn += told.body.withdrawn
      sum.stayed += Object.values(told.body.stayed).reduce((all2, one) => all2 + one, 0)
      if (told.body.next_cursor === null) break
      cursor = told.body.next_cursor
    }
    page.say()
    return sum
  }

  async function tryOut(page) {
    const sum = await run(page, true)
    if (sum === undefined) return
    const again = button(
      t('dead_redrive'),
      async () => {
        if (!(await confirmation(t('dead_sure', { n: number(sum.redriven) }), t('dead_yes'), t('dead_no')))) return
        const done = await run(page, false)
        if (done === undefined) return
        said = el('p', { class: 'note fine' }, t('dead_done', shown(done)))
        await load()
        page.draw()
      },
      { class: 'main' },
    )
    said = el(
      'div',
      { class: 'note' },
      el('p', {}, t('dead_trial', shown(sum))),
      sum.redriven > 0 || sum.withdrawn > 0 ? el('div', { class: 'actions' }, again) : null,
    )
    page.draw()
  }

  const shown = (sum) => Object.fromEntries(Object.entries(sum).map(([key, value]) => [key, number(value)]))

  function form(page) {
    const inputs = FILTERS.map((name) => {
      const input = el('input', {
        id: `dead-${name}`,
        type: name === 'since' ? 'date' : 'text',
        autocomplete: 'off',
        maxlength: 256,
        value: filter[name],
      })
      input.addEventListener('input', () => {
        filter = { ...filter, [name]: input.value.trim() }
      })
      return field(input, t(`dead_${name}`))
    })
    const made = el(
      'form',
      { id: 'filter' },
      el(
        'div',
        { class: 'fields' },
        inputs,
        el('p', {}, el('button', { type: 'submit', class: 'main' }, t('dead_filter'))),
      ),
    )
    made.addEventListener('submit', (event) => {
      event.preventDefault()
      said = null
      void page.start()
    })
    return made
  }

  return simplePage(host, {
    load,
    draw(page) {
      if (summary === undefined) return [form(page)]
      const groups = summary.summary ?? []
      const lost = summary.not_kept?.deliveries ?? 0
      return [
        form(page),
        lost > 0 ? note(t('dead_not_kept', { n: number(lost) })) : null,
        groups.length === 0
          ? el('div', { class: 'empty' }, t('dead_none'))
          : section(
              'summary',
              t('dead_summary'),
              groupTable(groups),
              el(
                'div',
                { class: 'actions' },
                button(t('dead_try'), () => tryOut(page)),
                el('span', { class: 'muted small' }, t('dead_all')),
              ),
            ),
        el('div', { role: 'status' }, said),
        letters.length === 0
          ? null
          : section(
              'letters',
              t('dead_one_by_one'),
              letterTable(),
              next === null ? null : button(t('dead_more'), () => more(page)),
            ),
      ]
    },
  })

  function groupTable(groups) {
    const rows = groups.map(({ destination, event, code, deliveries, first_at: first, last_at: last }) => [
      `${destination} · ${event} · ${code}`,
      number(deliveries),
      when(first),
      when(last),
    ])
    return plainTable(
      t('dead_summary'),
      [
        `${t('dead_destination')} · ${t('dead_event')} · ${t('dead_reason')}`,
        t('dead_count'),
        t('dead_from'),
        t('dead_to'),
      ],
      rows,
    )
  }

  function letterTable() {
    const rows = letters.map((letter) => [
      letter.event_id,
      `${letter.destination} · ${letter.event}`,
      el('code', {}, letter.code),
      when(letter.refused_at),
      when(letter.kept_until),
      details(letter),
    ])
    return plainTable(
      t('dead_one_by_one'),
      ['event_id', 'event', 'reason', 'when', 'until', 'details'].map((name) => t(`dead_${name}`)),
      rows,
    )
  }

  /** With what is in it, masked, and what a redrive would do: asked for when it is opened. */
  function details({ event_id: id, destination }) {
    const inside = el('div', {})
    const made = el('details', {}, el('summary', {}, t('dead_details')), inside)
    made.addEventListener('toggle', async () => {
      if (!made.open || inside.hasChildNodes()) return
      inside.replaceChildren(waiting(t('loading')))
      const told = await ask(`${PATH}?${new URLSearchParams({ event_id: id, destination, limit: '1' }).toString()}`)
      const [letter] = told.body?.dead_letters ?? []
      inside.replaceChildren(letter === undefined ? note(problemText(told.failed ?? 'not_found')) : whole(letter))
    })
    return made
  }
}

function whole({ redrive, content = [], fields }) {
  const lines =
    content.length > 0
      ? content.map(({ field: name, value }) => [name, String(value)])
      : fields.map((name) => [name, ''])
  return el(
    'div',
    {},
    redrive === undefined
      ? null
      : el('p', {}, t('dead_would', { redrive: redrive === 'goes' ? t('dead_goes') : redrive })),
    el('p', { class: 'muted small' }, t('dead_content')),
    el(
      'ul',
      {},
      lines.map(([name, value]) => el('li', {}, el('code', {}, name), value === '' ? '' : `: ${value}`)),
    ),
  )
}
