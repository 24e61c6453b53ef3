/** Learning: what stands out, a card for each creative, its funnel, the time to an order, a Live's hours, sequences and landing pages. */
import { el, section } from '../diagnostics/elements.js'
import { cards } from './cards.js'
import { figure, legend } from './chart.js'
import { funnelBars, liveHours, stepCurves } from './curves.js'
import { when } from '../console/words.js'
import { valueText } from './cells.js'
import { frameBar } from './frame-bar.js'
import { printButton, sheet } from './sheet.js'
import { delayName, stories, storyList } from './stories.js'
import { rowsOf, tableElement } from './table.js'
import { nameText, t, tableText } from './words.js'

export const lead = () => t('learning_lead')

const CURVES_BY = ['source', 'campaign', 'creative', 'role']
/** More lines than this cannot be told apart. */
const MOST_CURVES = 5

export function mount(host, context) {
  const chosen = { by: 'source', creative: 0, live: -1 }
  const tables = sheet(host, context, {
    fields: ['window'],
    wanted: () => [
      { id: 'creative_cards' },
      { id: 'live_study' },
      { id: 'time_to_order', more: { by: chosen.by } },
      { id: 'funnel_by_creative' },
      { id: 'sequences' },
      { id: 'landing_pages' },
    ],
    drawSheet(answers, own) {
      const table = (id) => answers.get(id)?.table
      const told = stories(Object.fromEntries(Array.from(answers, ([id, answer]) => [id, answer.table])))
      return [
        frameOf(answers),
        section('stories', t('stories'), storyList(told)),
        cards(answers.get('creative_cards'), own),
        live(answers.get('live_study'), chosen, tables),
        curves(answers.get('time_to_order'), chosen, tables),
        funnel(answers.get('funnel_by_creative'), chosen, tables),
        whole(table('sequences'), own, heated),
        whole(table('landing_pages'), own),
        el('div', { class: 'actions' }, own.csv('creative_cards'), printButton()),
      ].filter((part) => part !== null)
    },
  })
  return tables
}

function frameOf(answers) {
  const answer = [...answers.values()].find(({ table }) => table.frame_id !== undefined)
  return answer === undefined ? null : frameBar(answer.frame, answer.table.frame_id)
}

function chooser(id, label, options, value, onChoose) {
  const select = el(
    'select',
    { id },
    options.map(([key, name]) => el('option', { value: key, selected: String(key) === String(value) }, name)),
  )
  select.addEventListener('change', () => onChoose(select.value))
  return el('div', { class: 'actions' }, el('label', { for: id }, label), select)
}

function curves(answer, chosen, tables) {
  if (answer === undefined) return null
  const { table, points = [] } = answer
  const rows = rowsOf(table, ['row', 'folded'])
  const series = points.slice(0, MOST_CURVES).map(({ key, points: list }) => ({
    name: nameText(key.split(' ').map(nameText).join(' · ')),
    points: list,
  }))
  const share = (value) => valueText(value, 'share')
  const said = rows.map((row) =>
    t('curve_point', {
      name: delayName(row),
      ...Object.fromEntries(['d0', 'd2', 'd7'].map((mark) => [mark, cellShare(row[`by_${mark}`])])),
    }),
  )
  const choice = chooser(
    'curves-by',
    t('curves_by'),
    CURVES_BY.map((one) => [one, t(`curves_by_${one}`)]),
    chosen.by,
    (by) => {
      chosen.by = by
      void tables.start()
    },
  )
  const chart =
    series.length === 0
      ? tableElement(table)
      : figure({
          id: 'curve',
          title: tableText(table.id),
          hint: t('curves_hint'),
          label: t('curves_label', { all: said.join('; ') }),
          draw: stepCurves(series, { percent: share, days: (days) => t('days_value', { n: days }) }),
          table: tableElement(table),
        })
  return section(
    'curves',
    t('curves'),
    choice,
    chart,
    series.length === 0 ? null : legend(...series.map(({ name }, index) => [`series s${index}`, name])),
  )
}

function cellShare(cell) {
  return typeof cell?.value === 'number' ? valueText(cell.value, 'share') : '–'
}

function live(answer, chosen, tables) {
  if (answer === undefined) return null
  const { table, points = [] } = answer
  // Sales first, of the first Live.
  const wanted = chosen.live < 0 ? points.findIndex(({ outcome }) => outcome === 'orders') : chosen.live
  const index = Math.max(0, Math.min(wanted, points.length - 1))
  const shown = points[index]
  const chart =
    shown === undefined
      ? null
      : figure({
          id: 'live-hours',
          title: `${shown.live} · ${nameText(shown.outcome)}`,
          hint: t('live_hint'),
          label: liveLabel(shown),
          draw: liveHours(shown, {
            number: (value) => valueText(value, 'count'),
            moment: (ms) => when(new Date(ms).toISOString()),
            live: t('live_window'),
          }),
          table: tableElement(table),
        })
  const choice =
    points.length < 2
      ? null
      : chooser(
          'live-choice',
          t('live_choose'),
          points.map((one, place) => [place, `${one.live} · ${nameText(one.outcome)}`]),
          index,
          (choice) => {
            chosen.live = Number(choice)
            tables.draw()
          },
        )
  return section(
    'live',
    t('live'),
    choice,
    chart ?? tableElement(table),
    chart === null
      ? null
      : legend(['ours', t('live_observed')], ['expected', t('live_expected')], ['window', t('live_window')]),
  )
}

function liveLabel({ live: name, outcome, hours, fromMs, toMs }) {
  const inside = hours.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const sum = (key) => inside.reduce((all, hour) => all + (hour[key] ?? 0), 0)
  return t('live_label', {
    live: name,
    outcome: nameText(outcome),
    observed: valueText(sum('observed'), 'count'),
    expected: valueText(sum('expected'), 'count'),
  })
}

function funnel(answer, chosen, tables) {
  if (answer === undefined) return null
  const { table, points = [] } = answer
  const index = Math.min(chosen.creative, Math.max(0, points.length - 1))
  const shown = points[index]
  if (shown === undefined) return section('funnel', t('funnel'), tableElement(table))
  const stages = shown.stages.map(({ key, by, count }) => ({ name: nameText(key), by, count }))
  const text = (value) => valueText(value, 'count')
  const all = stages.map(({ name, count }) => `${name} ${count === null ? '–' : text(count)}`).join(', ')
  return section(
    'funnel',
    t('funnel'),
    chooser(
      'funnel-choice',
      t('funnel_choose'),
      points.map(({ creative }, place) => [place, nameText(creative)]),
      index,
      (wanted) => {
        chosen.creative = Number(wanted)
        tables.draw()
      },
    ),
    figure({
      id: 'funnel-bars',
      title: nameText(shown.creative),
      hint: t('funnel_seam'),
      label: t('funnel_label', { creative: nameText(shown.creative), all }),
      draw: funnelBars(stages, { text, share: (value) => valueText(value, 'share') }),
      table: tableElement(table),
    }),
  )
}

/** The darker the more: the number stands in the cell, so the shade is for the eye alone. */
function heated(element) {
  for (const cell of element.querySelectorAll('td.number')) {
    const share = /^(\d+(?:[.,]\d+)?)\s?%/.exec(cell.textContent)?.[1]
    if (share === undefined) continue
    cell.classList.add('heat')
    cell.style.setProperty('--heat', String(Math.min(60, Number(share.replace(',', '.')))))
  }
  return element
}

function whole(table, own, finish = (element) => element) {
  if (table === undefined || table.rows.length === 0) return null
  return section(`section-${table.id}`, tableText(table.id), finish(tableElement(table, { open: own.open })))
}
