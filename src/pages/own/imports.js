/** Imports: what has come in, what is missing for the pages to say more, and a place to drop an export. */
import { readMediaFile } from '../../cli/media/media-file.ts'
import { el, section } from '../diagnostics/elements.js'
import { date, language, number, when } from '../console/words.js'
import { windowText as claimWindow } from '../analysis/words.js'
import { button, dropPlace, field, note, plainTable, simplePage, t, waiting } from './parts.js'

export const lead = () => t('imports_lead')

const PATH = '/v1/analysis/imports'
const KINDS = ['auto', 'ads', 'posts', 'lives', 'creators', 'verification', 'costs', 'survey']
const ROWS_A_PART = 500
const MAX_BYTES = 64 * 1024 * 1024
const NEEDED = ['media', 'live', 'post', 'cost', 'survey', 'verification']

export function mount(host, { ask, problemText, may }) {
  let files
  let there = new Map()
  /** The file that was dropped: `{name, hash, file}`. */
  let dropped
  let said = null
  const options = { kind: 'auto', source: '', currency: '', window: '' }

  async function load() {
    const told = await ask(PATH)
    if (told.failed !== undefined) return problemText(told.failed)
    files = told.body.files ?? []
    there = new Map()
    for (const rows of NEEDED) {
      const answer = await ask(`${PATH}?rows=${rows}`)
      if (answer.failed === undefined) there.set(rows, answer.body.rows ?? [])
    }
    return undefined
  }

  async function take(page, blob) {
    page.say(waiting(t('import_reading')))
    said = null
    const bytes = new Uint8Array(await blob.slice(0, MAX_BYTES).arrayBuffer())
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    const { kind, source, currency, window } = options
    const file = readMediaFile(bytes, {
      ...(kind !== 'auto' && { kind }),
      ...(source !== '' && { source }),
      ...(currency !== '' && { currency }),
      ...(window !== '' && { window }),
      nowMs: Date.now(),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    })
    dropped = { name: blob.name, hash, file }
    page.say()
    page.draw()
  }

  async function send(page, dryRun) {
    const { name, hash, file } = dropped
    const sum = { new: 0, changed: 0, same: 0 }
    for (let first = 0; first < file.rows.length; first += ROWS_A_PART) {
      page.say(
        waiting(t('import_sending', { done: number(first), all: number(file.rows.length) }), first / file.rows.length),
      )
      const rows = file.rows.slice(first, first + ROWS_A_PART)
      const told = await ask(`${PATH}${dryRun ? '?dry_run=1' : ''}`, {
        method: 'POST',
        body: { file: hash, name, rows },
      })
      const wrong = told.failed ?? told.body.errors[0]?.path
      if (wrong !== undefined) {
        page.say(note(t('import_failed', { why: told.failed === undefined ? wrong : problemText(wrong) })))
        return
      }
      for (const key of Object.keys(sum)) sum[key] += told.body[key]
    }
    page.say()
    said = el('p', { class: 'note fine' }, t(dryRun ? 'import_trial_done' : 'import_done', sum))
    if (!dryRun) {
      dropped = undefined
      await load()
    }
    page.draw()
  }

  function fields() {
    const text = (name) => {
      const input = el('input', { id: `import-${name}`, autocomplete: 'off', value: options[name], maxlength: 40 })
      input.addEventListener('input', () => (options[name] = input.value.trim()))
      return input
    }
    const kind = el(
      'select',
      { id: 'import-kind' },
      KINDS.map((one) => el('option', { value: one, selected: one === options.kind }, t(`kind_${one}`))),
    )
    kind.addEventListener('change', () => (options.kind = kind.value))
    return el(
      'div',
      { class: 'fields tall' },
      field(kind, t('import_kind')),
      field(text('source'), t('import_source')),
      field(text('currency'), t('import_currency')),
      field(text('window'), t('import_window')),
    )
  }

  function linesOf(problems) {
    return el(
      'ul',
      {},
      problems
        .slice(0, 20)
        .map(({ line, why }) => el('li', {}, `${t('import_line', { line })}: ${(why ?? {})[language()] ?? ''}`)),
    )
  }

  function droppedPart(page) {
    if (dropped === undefined) return null
    const { name, file } = dropped
    if (!file.ok) return note(`${name}: ${file.why[language()]}`)
    const { problems, doubts, rows, how } = file
    if (problems.length > 0)
      return el(
        'div',
        { class: 'note' },
        el('p', {}, t('import_problems', { n: number(problems.length) })),
        linesOf(problems),
      )
    return el(
      'div',
      { class: 'note fine' },
      el('p', {}, t('import_read', { file: name, rows: number(rows.length), kind: t(`kind_${how.kind}`) })),
      ...(doubts.length === 0 ? [] : [el('p', {}, t('import_doubts', { n: number(doubts.length) })), linesOf(doubts)]),
      el(
        'div',
        { class: 'actions' },
        button(t('import_try'), () => send(page, true)),
        button(t('import_go', { n: number(rows.length) }), () => send(page, false), { class: 'main' }),
      ),
    )
  }

  return simplePage(host, {
    load,
    draw: (page) =>
      files === undefined
        ? []
        : [
            may('marketing', 'finance', 'operator')
              ? el(
                  'div',
                  {},
                  fields(),
                  dropPlace(t('import_drop'), t('import_choose'), (file) => take(page, file)),
                  el('p', { class: 'muted small' }, t('import_or'), ' ', t('import_cli')),
                )
              : null,
            droppedPart(page),
            el('div', { role: 'status' }, said),
            section('missing', t('missing'), needs()),
            section(
              'files',
              t('files'),
              files.length === 0 ? el('div', { class: 'empty' }, t('files_none')) : fileTable(),
            ),
          ],
  })

  function needs() {
    const lines = NEEDED.map((kind) => {
      const rows = there.get(kind) ?? []
      if (rows.length === 0) return el('li', {}, t(`missing_${kind}`))
      const days = rows
        .map((row) => (row.day ?? row.starts_at ?? row.published_at ?? row.at ?? row.from ?? '').slice(0, 10))
        .toSorted()
      const windows = [...new Set(rows.map(({ window }) => window).filter((one) => one !== undefined))]
      return el(
        'li',
        { class: 'fine' },
        el('strong', {}, t(`have_${kind}`)),
        ' ',
        t('there', { n: number(rows.length), from: date(days[0]), to: date(days.at(-1)) }),
        windows.length === 0 ? null : ` · ${windows.map((one) => claimWindow(one)).join(', ')}`,
      )
    })
    return el('ul', { class: 'needs' }, lines)
  }

  function fileTable() {
    const rows = files.map(({ name, imported_at: at, rows: count }) => [name, when(at), number(count)])
    return plainTable(
      t('files'),
      ['file', 'when', 'rows'].map((head) => t(`head_${head}`)),
      rows,
    )
  }
}
