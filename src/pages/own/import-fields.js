/** What is said of a file that it does not say itself: the options of `tidegate media import`, by which its reader asks for them. */
import { el } from '../diagnostics/elements.js'
import { field, t } from './parts.js'

/** Each in the order of how often it is asked for. Those with choices are chosen, the others typed. */
const FIELDS = [
  { id: 'kind', choices: ['ads', 'posts', 'lives', 'creators', 'verification', 'costs', 'survey'] },
  { id: 'source', choices: ['tiktok', 'meta'] },
  { id: 'window' },
  { id: 'currency' },
  { id: 'dates', choices: ['day-month', 'month-day'] },
  { id: 'decimal', choices: ['comma', 'point'] },
  { id: 'timeZone' },
  { id: 'dateBasis', choices: ['impression', 'conversion'] },
  { id: 'vendor', choices: ['doubleverify', 'ias', 'zefr', 'moat'] },
]

/** `options` holds what is chosen, and nothing for what is left to the file. */
export function importFields(options, onChange) {
  return el(
    'div',
    { class: 'fields tall' },
    FIELDS.map(({ id, choices }) => {
      const input = choices === undefined ? typed(id, options) : chosen(id, choices, options)
      input.addEventListener(choices === undefined ? 'input' : 'change', () => {
        const value = input.value.trim()
        if (value === '' || (id === 'timeZone' && !isTimeZone(value))) delete options[id]
        else options[id] = value
        onChange()
      })
      return field(input, t(`import_${id}`), t(`import_${id}_hint`))
    }),
  )
}

function typed(id, options) {
  return el('input', { id: `import-${id}`, autocomplete: 'off', value: options[id] ?? '', maxlength: 40 })
}

function chosen(id, choices, options) {
  const own = options[id] ?? ''
  return el(
    'select',
    { id: `import-${id}` },
    el('option', { value: '', selected: own === '' }, t('import_by_file')),
    choices.map((one) => el('option', { value: one, selected: one === own }, t(`${id}_${one}`))),
  )
}

/** While it is being typed it is none, and times without a zone are asked about. */
function isTimeZone(name) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== undefined
  } catch {
    return false
  }
}
