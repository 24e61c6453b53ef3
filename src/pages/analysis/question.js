/** What the figures of a page are asked with: days, model, window. It stands in the address, so that a page can be sent to a colleague. */
import { el } from '../diagnostics/elements.js'
import { language } from '../console/words.js'
import { modelText, t } from './words.js'

const DAY_MS = 86_400_000
const MODELS = ['last', 'first', 'linear', 'position', 'time_decay', 'markov', 'markov_2', 'equal_split']
/** Of the policy: what its frame says, and what the command and the files go by as well. */
const POLICY_WINDOW = 'policy'
const WINDOWS = ['1', '7', '14', '28', '30', '90']
const DATE_BASES = ['order', 'touch']
const MAX_DAYS = 400

/** `fields`: which of model, window, date_basis the page has beside the days. */
export function questionForm(fields, onAsk) {
  const inAddress = new URLSearchParams(location.search)
  // Money stands under the frame that was signed; a story is told of the week after the visit.
  const [windows, usualWindow] = fields.includes('model')
    ? [[POLICY_WINDOW, ...WINDOWS], POLICY_WINDOW]
    : [WINDOWS, '7']
  const parts = {
    from: input('from', dayOr(inAddress.get('from'), 28)),
    to: input('to', dayOr(inAddress.get('to'), 0)),
    model: choice('model', MODELS, inAddress.get('model'), 'last'),
    window: choice('window', windows, inAddress.get('window'), usualWindow),
    date_basis: choice('date_basis', DATE_BASES, inAddress.get('date_basis'), 'order'),
  }
  const shown = ['from', 'to', ...fields]
  const labels = shown.map((name) => el('label', { for: `q-${name}` }))
  const submit = el('button', { type: 'submit', class: 'main' })
  const wrong = el('p', { class: 'note', role: 'alert', hidden: true })
  const form = el(
    'form',
    { id: 'question' },
    el(
      'div',
      { class: 'fields' },
      shown.map((name, index) => el('p', {}, labels[index], parts[name])),
      el('p', {}, submit),
    ),
    wrong,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const days = (Date.parse(parts.to.value) - Date.parse(parts.from.value)) / DAY_MS
    const isWrong = !(days >= 0 && days < MAX_DAYS)
    wrong.hidden = !isWrong
    wrong.textContent = isWrong ? t('wrong_days') : ''
    if (isWrong) return
    history.replaceState(null, '', `?${new URLSearchParams({ ...values(), lang: language() }).toString()}`)
    onAsk()
  })

  function values() {
    const all = shown.map((name) => [name, parts[name].value])
    return Object.fromEntries(all.filter(([, value]) => value !== POLICY_WINDOW))
  }

  function draw() {
    for (const [index, label] of labels.entries()) label.textContent = t(`q_${shown[index]}`)
    submit.textContent = t('ask')
    for (const option of parts.model.options) option.textContent = modelText(option.value)
    for (const option of parts.window.options)
      option.textContent =
        option.value === POLICY_WINDOW
          ? t('window_policy')
          : t(option.value === '1' ? 'window_day' : 'window_days', { days: option.value })
    for (const option of parts.date_basis.options) option.textContent = t(`choice_${option.value}`)
  }

  /** `/v1/analysis/tables/<id>?…` with the question, and what this table alone is asked with. */
  function address(id, more = {}) {
    return `/v1/analysis/tables/${id}?${new URLSearchParams({ ...values(), ...more }).toString()}`
  }

  return { form, draw, values, address, setBusy: (isBusy) => (submit.disabled = isBusy) }
}

function dayOr(text, daysAgo) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')
    ? text
    : new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10)
}

function input(name, value) {
  const field = el('input', { id: `q-${name}`, type: 'date', required: true })
  field.value = value
  return field
}

function choice(name, all, wanted, usual) {
  const first = all.includes(wanted ?? '') ? wanted : usual
  return el(
    'select',
    { id: `q-${name}` },
    all.map((value) => el('option', { value, selected: value === first }, value)),
  )
}
