/** Imports: what has come in, what is missing for the pages to say more, and a place to drop an export. */
import { readMediaFile } from '../../cli/media/media-file.ts'
import { el, section } from '../diagnostics/elements.js'
import { date, language, number, when } from '../console/words.js'
import { windowText as claimWindow } from '../analysis/words.js'
import { importFields } from './import-fields.js'
import { button, dropPlace, note, plainTable, simplePage, t, waiting } from './parts.js'

export const lead = () => t('imports_lead')

const PATH = '/v1/analysis/imports'
const ROWS_A_PART = 500
const MAX_BYTES = 64 * 1024 * 1024
/** Longer than between two keys of a word that is being typed. */
const TYPING_MS = 300
const NEEDED = ['media', 'live', 'post', 'cost', 'survey', 'verification']

export function mount(host, { ask, problemText, may }) {
  let files
  let there = new Map()
  /** The file that was dropped: `{blob, hash, file}`. */
  let dropped
  let said = null
  let typing
  /** What is said of the file that it does not say itself; names as `readMediaFile` has them. */
  const options = {}
  /** Drawn anew alone when a field changes: the fields keep their focus. */
  const droppedPlace = el('div', {})

  async function load() {
    const [told, site] = await Promise.all([ask(PATH), ask('/v1/analysis/state')])
    if (told.failed !== undefined) return problemText(told.failed)
    // A time without a zone is by the site's clock, wherever this browser stands; unknown, it is asked about.
    const zone = site.failed === undefined ? site.body.time_zone : undefined
    if (zone !== undefined) options.timeZone ??= zone
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
    dropped = await readFile(blob)
    page.say()
    page.draw()
  }

  async function readFile(blob) {
    const bytes = new Uint8Array(await blob.slice(0, MAX_BYTES).arrayBuffer())
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return { blob, hash, file: readMediaFile(bytes, { ...options, nowMs: Date.now() }) }
  }

  /** The file that lies there is read as the fields say now; meanwhile nothing of it can be sent. */
  function readAgain(page) {
    if (dropped === undefined) return
    const { blob } = dropped
    droppedPlace.replaceChildren(waiting(t('import_reading')))
    clearTimeout(typing)
    typing = setTimeout(() => void takeAgain(page, blob), TYPING_MS)
  }

  async function takeAgain(page, blob) {
    const read = await readFile(blob)
    if (dropped?.blob !== blob) return
    dropped = read
    showDropped(page)
  }

  async function send(page, dryRun) {
    const {
      blob: { name },
      hash,
      file,
    } = dropped
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
    const {
      blob: { name },
      file,
    } = dropped
    if (!file.ok) return note(`${name}: ${file.why[language()]}`)
    const { problems, doubts, rows, how } = file
    if (problems.length === 0 && rows.length === 0) return note(t('import_nothing', { file: name }))
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

  function showDropped(page) {
    const part = droppedPart(page)
    droppedPlace.replaceChildren(...(part === null ? [] : [part]))
    return droppedPlace
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
                  dropPlace(t('import_drop'), t('import_choose'), (file) => take(page, file)),
                  el('p', { class: 'muted small' }, t('import_or'), ' ', t('import_cli')),
                )
              : null,
            showDropped(page),
            el('div', { role: 'status' }, said),
            may('marketing', 'finance', 'operator')
              ? section(
                  'options',
                  t('import_options'),
                  importFields(options, () => readAgain(page)),
                )
              : null,
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
