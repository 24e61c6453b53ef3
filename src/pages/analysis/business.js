/** Business: what a test has measured, the period in short, who can be followed, then source by source beside what platforms say. */
import { el, section } from '../diagnostics/elements.js'
import { cellParts, valueText } from './cells.js'
import { figure, legend } from './chart.js'
import { dumbbell, intervalBars } from './dumbbell.js'
import { frameBar } from './frame-bar.js'
import { printButton, sheet } from './sheet.js'
import { has, notesElement, rowsOf, tableElement } from './table.js'
import { claimText, columnText, nameText, noteText, t, tableText } from './words.js'

export const lead = () => t('business_lead')

/** What a test found stands before how it was planned: on a telephone the rest lies outside the frame. */
const LIFT_COLUMNS = [
  'test',
  'verdict',
  'effect',
  'incremental',
  'from',
  'to',
  'design',
  'least_effect',
  'false_alarms',
  'smallest_p',
  'told_on',
  'told_in_time',
  'other_plans',
  'other_plans_unread',
]

const BREAKDOWNS = ['kind', 'campaign', 'creative', 'link']

export function mount(host, context) {
  let breakdown = 'kind'
  const tables = sheet(host, context, {
    fields: ['model', 'window', 'date_basis'],
    wanted: () => [
      { id: 'business_summary' },
      { id: 'business_by_source' },
      { id: 'claims_beside' },
      { id: 'credit_by_source' },
      { id: 'lift_tests' },
      { id: `credit_by_${breakdown}` },
    ],
    drawSheet: (answers, own) =>
      [
        liftFirst(answers.get('lift_tests')?.table, own),
        frameOf(answers),
        el('div', { class: 'actions' }, own.csv('business_by_source'), printButton()),
        summary(answers.get('business_summary')?.table, own),
        el('div', { class: 'twin' }, closing(answers.get('credit_by_source')?.table, own), claims(answers, own)),
        costs(answers.get('business_by_source')?.table, own),
        bySource(answers.get('business_by_source')?.table, own),
        details(answers, own, breakdown, (wanted) => {
          breakdown = wanted
          void tables.start()
        }),
      ].filter((part) => part !== null),
  })
  return tables
}

/** Above everything else: only a test says what would have happened otherwise. */
function liftFirst(table, own) {
  const link = el('a', { href: '/console/lift' }, t('lift_plan'))
  const rows = rowsOf(table)
  const inside =
    rows.length === 0
      ? [el('p', { class: 'muted' }, t('lift_none'), ' ', link)]
      : [tableElement(table, { open: own.open, columns: LIFT_COLUMNS })]
  return section('lift', t('lift_first'), ...inside)
}

function frameOf(answers) {
  const answer = [...answers.values()].find(({ table }) => table.frame_id !== undefined)
  return answer === undefined ? null : frameBar(answer.frame, answer.table.frame_id)
}

/** One tile a column of the whole: a claim is dashed and grey and says whose it is. */
function summary(table, own) {
  const row = table?.rows.find(({ kind }) => kind === 'total') ?? table?.rows[0]
  if (row === undefined) return null
  const tiles = table.columns.flatMap((column, index) => {
    const cell = row.cells[index]
    if (cell === undefined || column.kind === 'name') return []
    return [
      el(
        'div',
        { class: column.claim === undefined ? 'kpi' : 'kpi claim', 'data-kpi': column.key },
        el('dt', {}, columnText(column.key)),
        el(
          'dd',
          {},
          isOfSeveral(cell, column, table)
            ? el('span', { class: 'no-value' }, t('platform_by_row'))
            : cellParts(cell, column, table.currency, own.open),
        ),
        column.claim === undefined
          ? null
          : el('dd', { class: 'small' }, claimText({ ...column.claim, ...windowOf(table, row) })),
      ),
    ]
  })
  return section('kpis', t('kpis'), el('dl', { class: 'kpis' }, tiles), notesElement(table))
}

/** Claims of two platforms, or windows, are not added: the tile says where they are. */
function isOfSeveral({ value }, { key }, { notes }) {
  return key === 'platform_roas' && value === null && notes.some(({ code }) => code === 'claims_not_added')
}

/** A claim without its window cannot be read: where the column does not say it, the row does. */
function windowOf(table, row) {
  const cell = row.cells[table.columns.findIndex(({ key }) => key === 'claim_window')]
  return typeof cell?.value === 'string' ? { window: cell.value } : {}
}

/** Followed + declared + unknown = the shop's total: nothing is modelled in between. */
function closing(table, own) {
  if (table === undefined) return null
  const note = table.notes.find(({ code }) => code === 'measured_of')
  const followed = note?.figures?.followed
  const rows = [
    ...(typeof followed === 'number' ? [{ name: t('followed'), value: followed }] : []),
    ...rowsOf(table, ['declared', 'unknown'])
      .filter(({ source }) => source?.value !== '(no_touch)')
      .map((row) => ({ name: nameText(row.source?.value ?? ''), value: row.credits?.value ?? null })),
    ...rowsOf(table, ['total']).map((row) => ({
      name: nameText(row.source?.value ?? ''),
      value: row.credits?.value ?? null,
    })),
  ].filter(({ value }) => value !== null)
  const text = (value) => valueText(value, 'count')
  return el(
    'div',
    {},
    el('h2', {}, t('closing')),
    note === undefined ? null : el('p', { class: 'told' }, noteText(note)),
    figure({
      id: 'closing',
      title: t('closing_chart'),
      label: `${t('closing_chart')}. ${rows.map(({ name, value }) => `${name}: ${text(value)}`).join(', ')}`,
      draw: intervalBars(rows, text),
      table: tableElement(table, { columns: ['source', 'credits', 'credit_share', 'credited_value'], open: own.open }),
    }),
  )
}

function claims(answers) {
  const table = answers.get('claims_beside')?.table
  if (table === undefined) return null
  const rows = rowsOf(table, ['row', 'folded'])
    .map((row) => ({
      name: nameText(row.source?.value ?? ''),
      ours: row.credits?.value ?? null,
      claim: row.claimed_orders?.value ?? null,
      window: row.claim_window?.value ?? null,
    }))
    .filter(({ ours, claim }) => ours !== null || claim !== null)
  if (rows.every(({ claim }) => claim === null)) return null
  const text = (value) => valueText(value, 'credit')
  const said = rows.map(
    ({ name, ours, claim }) => `${name}: ${claim === null ? '–' : text(claim)} / ${ours === null ? '–' : text(ours)}`,
  )
  return el(
    'div',
    {},
    el('h2', {}, t('dumbbell')),
    figure({
      id: 'dumbbell',
      title: tableText('claims_beside'),
      hint: t('dumbbell_hint'),
      label: t('dumbbell_label', { all: said.join('; ') }),
      draw: dumbbell(rows, text),
      table: tableElement(table),
    }),
    legend(['ours', t('we_measure')], ['claim', t('platform_says')]),
  )
}

/** A bar with its interval for each measure that has one: what it costs, what it brings back. */
function costs(table, own) {
  if (table === undefined) return null
  const charts = ['cpa', 'ncpa', 'roas'].flatMap((key) => {
    if (!has(table, key)) return []
    const column = table.columns.find((one) => one.key === key)
    const text = (value) => valueText(value, column.kind, table.currency)
    const rows = rowsOf(table)
      .map((row) => ({ name: nameText(row.source?.value ?? ''), ...row[key] }))
      .filter(({ value }) => typeof value === 'number')
    if (rows.length === 0) return []
    const name = columnText(key)
    const label = t('cost_label', { name, all: rows.map((row) => `${row.name}: ${text(row.value)}`).join('; ') })
    const own2 = tableElement(table, {
      columns: ['source', 'spend', 'credits', key, ...(key === 'roas' ? ['platform_roas'] : [])],
      open: own.open,
    })
    return [
      figure({
        id: `chart-${key}`,
        title: t('cost_chart', { name }),
        label,
        draw: intervalBars(rows, text),
        table: own2,
      }),
    ]
  })
  return charts.length === 0 ? null : el('div', { class: 'twin' }, charts)
}

function bySource(table, own) {
  return table === undefined ? null : section('by-source', tableText(table.id), tableElement(table, { open: own.open }))
}

function details(answers, own, breakdown, choose) {
  const table = answers.get(`credit_by_${breakdown}`)?.table
  const choice = el(
    'select',
    { id: 'breakdown' },
    BREAKDOWNS.map((one) => el('option', { value: one, selected: one === breakdown }, t(`by_${one}`))),
  )
  choice.addEventListener('change', () => choose(choice.value))
  return section(
    'details',
    t('credit_table'),
    el('p', { class: 'muted' }, t('credit_hint')),
    el(
      'div',
      { class: 'actions' },
      el('label', { for: 'breakdown' }, t('credit_by')),
      choice,
      own.csv(`credit_by_${breakdown}`),
    ),
    ...(table === undefined ? [] : [tableElement(table, { open: own.open })]),
  )
}
