/** What a number is made of, in a dialog over the page: the table that its cell names, under the same question. */
import { el } from '../diagnostics/elements.js'
import { tableElement } from './table.js'
import { t } from './words.js'

/** `load`: table id and its filter → {body} or {failed}. */
export function drawer(load, problemText) {
  const title = el('h2', { id: 'drawer-title' })
  const close = el('button', { type: 'button', class: 'close' })
  const place = el('div', { class: 'drawer-body' })
  const dialog = el(
    'dialog',
    { class: 'drawer', 'aria-labelledby': 'drawer-title' },
    el('div', { class: 'drawer-head' }, title, close),
    place,
  )
  close.addEventListener('click', () => dialog.close())
  // A click beside it closes it, as it does elsewhere.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  document.body.append(dialog)

  async function open(opens, from) {
    const [table, filter = ''] = opens.split('?')
    title.textContent = t('drawer_title')
    close.textContent = t('close')
    place.replaceChildren(el('p', {}, t('reading'), ' ', el('progress', { 'aria-label': t('reading') })))
    dialog.showModal()
    dialog.addEventListener('close', () => from?.focus(), { once: true })
    const told = await load(table, filter)
    place.replaceChildren(
      told.failed === undefined
        ? tableElement(told.body.table, { open })
        : el('p', { class: 'note' }, problemText(told)),
    )
  }
  return open
}
