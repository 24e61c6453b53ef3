/** Small parts that these pages share: a labelled field, a plain table, a status line, a question before what cannot be undone. */
import { el } from '../diagnostics/elements.js'
import { textsOf } from '../console/words.js'
import { TEXTS } from './texts.js'

export const { t, plural } = textsOf(TEXTS)

/** `hint`: a sentence below, read with the field. */
export function field(input, label, hint) {
  const hintId = `${input.id}-hint`
  if (hint !== undefined) input.setAttribute('aria-describedby', hintId)
  return el(
    'p',
    {},
    el('label', { for: input.id }, label),
    input,
    hint === undefined ? null : el('span', { id: hintId, class: 'muted small' }, hint),
  )
}

export function plainTable(caption, heads, rows) {
  return el(
    'div',
    { class: 'scroll', role: 'group', tabindex: 0, 'aria-label': caption },
    el(
      'table',
      { class: 'analysis' },
      el('caption', {}, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          heads.map((head) => el('th', { scope: 'col' }, head)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((cells) =>
          el(
            'tr',
            {},
            cells.map((cell, place) => (place === 0 ? el('th', { scope: 'row' }, cell) : el('td', {}, cell))),
          ),
        ),
      ),
    ),
  )
}

export function button(text, onClick, attributes = {}) {
  const made = el('button', { type: 'button', ...attributes }, text)
  made.addEventListener('click', () => void onClick(made))
  return made
}

export function waiting(text, share) {
  return el(
    'p',
    {},
    text,
    ' ',
    el('progress', { 'aria-label': text, ...(share !== undefined && { max: 1, value: share }) }),
  )
}

export function note(text) {
  return el('p', { class: 'note' }, text)
}

/** Asks in the page itself, beside the button that was pressed. */
export function confirmation(question, yes, no) {
  return new Promise((resolve) => {
    const dialog = el('dialog', { class: 'sure', 'aria-label': question }, el('p', {}, question))
    const answer = (is) => {
      dialog.close()
      dialog.remove()
      resolve(is)
    }
    dialog.append(
      el(
        'div',
        { class: 'actions' },
        button(yes, () => answer(true), { class: 'main' }),
        button(no, () => answer(false), { autofocus: true }),
      ),
    )
    dialog.addEventListener('cancel', () => answer(false))
    document.body.append(dialog)
    dialog.showModal()
  })
}

/** A place for files: dropped or chosen. */
export function dropPlace(text, choose, onFile) {
  const input = el('input', {
    type: 'file',
    id: 'file',
    class: 'hidden',
    // The button beside it is what is reached by keyboard.
    tabindex: -1,
    'aria-label': choose,
    accept: '.csv,.json,text/csv,application/json',
  })
  input.addEventListener('change', () => {
    const [file] = input.files
    if (file !== undefined) void onFile(file)
    input.value = ''
  })
  const place = el(
    'div',
    { class: 'drop' },
    el('p', {}, text),
    el(
      'p',
      {},
      button(choose, () => input.click(), { class: 'main' }),
      input,
    ),
  )
  for (const kind of ['dragover', 'dragleave', 'drop'])
    place.addEventListener(kind, (event) => {
      event.preventDefault()
      place.classList.toggle('over', kind === 'dragover')
      const file = kind === 'drop' ? event.dataTransfer.files[0] : undefined
      if (file !== undefined) void onFile(file)
    })
  return place
}

/** A page that is drawn anew as a whole from what it knows: for pages without half-typed forms. */
export function simplePage(host, { load, draw }) {
  const status = el('div', { id: 'status', role: 'status' })
  const place = el('div', { id: 'report' })
  host.replaceChildren(status, place)
  const page = {
    say: (element) => status.replaceChildren(...(element === undefined ? [] : [element])),
    async start() {
      page.say(waiting(t('loading')))
      const problem = await load(page)
      page.say(problem === undefined ? el('p', { class: 'hidden' }, t('done')) : note(problem))
      page.draw()
    },
    draw: () => place.replaceChildren(...draw(page).filter((part) => part !== null)),
    clear: () => place.replaceChildren(),
  }
  return page
}
