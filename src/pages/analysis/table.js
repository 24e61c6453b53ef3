/** An AnalysisTable as a table that scrolls inside its own box, keyboard included; claims are grey, with the window they were made with. */
import { el } from '../diagnostics/elements.js'
import { cellParts } from './cells.js'
import { claimText, columnText, noteText, t, tableText } from './words.js'

let made = 0

/** `columns`: keys to show, in this order; all unless told. `open`: what a number that can be opened calls. */
export function tableElement(table, { columns, open, caption = tableText(table.id) } = {}) {
  const id = `table-${++made}`
  const all = table.columns.map((column, index) => ({ column, index }))
  const shown =
    columns === undefined ? all : columns.flatMap((key) => all.find(({ column }) => column.key === key) ?? [])
  const isNumber = ({ kind }) => kind !== 'name'
  const head = shown.map(({ column }) =>
    el(
      'th',
      { scope: 'col', class: classes(isNumber(column) && 'number', column.claim && 'claim') },
      columnText(column.key),
      column.claim === undefined ? null : el('span', { class: 'claim-window' }, claimText(column.claim)),
    ),
  )
  const rows = table.rows.map((row) =>
    el(
      'tr',
      { class: `row-${row.kind}` },
      shown.map(({ column, index }, place) =>
        el(
          place === 0 ? 'th' : 'td',
          {
            scope: place === 0 && 'row',
            class: classes(isNumber(column) && 'number', column.claim && 'claim'),
          },
          cellParts(row.cells[index], column, table.currency, open),
        ),
      ),
    ),
  )
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'scroll', role: 'group', tabindex: 0, 'aria-labelledby': id },
      el(
        'table',
        { class: 'analysis' },
        el('caption', { id }, caption),
        el('thead', {}, el('tr', {}, head)),
        el('tbody', {}, rows),
      ),
    ),
    notesElement(table),
  )
}

function classes(...names) {
  return names.filter((name) => typeof name === 'string').join(' ') || false
}

/** What must be known to read it; the table's level and frame last. */
export function notesElement({ notes, level, frame_id: frameId }) {
  const lines = [
    ...notes.map((note) => noteText(note)).filter((text) => text !== ''),
    ...(level === undefined ? [] : [t('level', { level: Math.round(level * 100) })]),
  ]
  const frame =
    frameId === undefined ? null : el('p', {}, t('frame'), ' ', el('code', { title: frameId }, frameId.slice(0, 12)))
  return el(
    'div',
    { class: 'notes muted small' },
    lines.map((line) => el('p', {}, line)),
    frame,
  )
}

/** Rows of one kind as objects by column key: what charts read. */
export function rowsOf(table, kinds = ['row']) {
  return (table?.rows ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, cells }) => ({
      kind,
      ...Object.fromEntries(table.columns.map(({ key }, index) => [key, cells[index] ?? { value: null }])),
    }))
}

export const has = (table, key) => table?.columns.some((column) => column.key === key) === true
