/** A card for each creative: hook → hold → land → progress, and a line by day. What a platform says is grey; what is too few is not said. */
import { bar, el, section } from '../diagnostics/elements.js'
import { cellParts } from './cells.js'
import { sparkline } from './curves.js'
import { rowsOf, tableElement } from './table.js'
import { columnText, nameText, t } from './words.js'

const STAGES = [
  ['hook', ['view_rate', 'rate_2s', 'rate_6s']],
  ['hold', ['hold_25', 'hold_50', 'hold_75', 'hold_100']],
  ['land', ['clicks', 'sessions', 'landing_rate', 'landing_reading']],
  ['progress', ['view_item_rate', 'add_to_cart_rate', 'begin_checkout_rate', 'purchase_rate']],
  ['d2', ['by_d2', 'order_rate']],
]

export function cards(answer, own) {
  if (answer === undefined) return null
  const { table, points = [] } = answer
  const days = new Map(points.map(({ creative, days: list }) => [creative, list]))
  const columns = new Map(table.columns.map((column) => [column.key, column]))
  const list = rowsOf(table, ['row', 'folded']).map((row) =>
    card(row, { table, columns, days: days.get(row.creative.value), open: own.open }),
  )
  return section(
    'cards',
    t('cards'),
    el('p', { class: 'muted' }, t('cards_hint')),
    el('ul', { class: 'creatives' }, list),
    el('details', { class: 'as-table' }, el('summary', {}, t('as_table')), tableElement(table, { open: own.open })),
  )
}

function card(row, { table, columns, days, open }) {
  const { creative, side, role, rank } = row
  const about = [side?.value, role?.value].filter((text) => typeof text === 'string').map(nameText)
  const standing = typeof rank?.value === 'number' ? t('ranked', { n: rank.value }) : t('unranked')
  return el(
    'li',
    { class: 'creative', 'data-creative': creative.value },
    el('h3', {}, nameText(creative.value)),
    el('p', { class: 'muted small' }, [...about, standing].join(' · ')),
    el(
      'dl',
      {},
      STAGES.map(([stage, keys]) => stagePart(stage, keys, row, { table, columns, open })),
      byDay(days),
    ),
  )
}

function stagePart(stage, keys, row, { table, columns, open }) {
  const pairs = keys.flatMap((key) => {
    const column = columns.get(key)
    const cell = row[key]
    if (column === undefined || cell === undefined || (cell.value === null && cell.why === 'does_not_apply')) return []
    const kind = column.claim === undefined ? 'pair' : 'pair claimed'
    const isShare = column.kind === 'share' && typeof cell.value === 'number'
    return [
      el(
        'span',
        { class: kind },
        el('span', {}, columnText(key)),
        el('span', { class: 'figures' }, cellParts(cell, column, table.currency, open)),
        isShare ? bar(Math.min(1, cell.value), column.claim === undefined ? 'ours' : 'theirs') : null,
      ),
    ]
  })
  return pairs.length === 0
    ? null
    : el('div', { class: 'stage' }, el('dt', {}, t(`stage_${stage}`)), el('dd', {}, pairs))
}

function byDay(days = []) {
  const values = days.map(({ sessions }) => sessions)
  const label = t('spark_label', { values: values.map((value) => value ?? '–').join(', ') })
  const line = sparkline(values, label)
  return line === null ? null : el('div', { class: 'stage' }, el('dt', {}, t('stage_days')), el('dd', {}, line))
}
