/** Lift: plans with what they can find and how often they would cry wolf; readings with the word that they allow. */
import { readPlan } from '../../analysis/lift/plan.ts'
import { planTables, readingTables } from '../../analysis/lift/tables.ts'
import { filled, LIFT_WORDS } from '../../analysis/lift/words/words.ts'
import { el, section } from '../diagnostics/elements.js'
import { date, language, rate } from '../console/words.js'
import { figure, legend } from '../analysis/chart.js'
import { valueText } from '../analysis/cells.js'
import { liveHours } from '../analysis/curves.js'
import { tableElement } from '../analysis/table.js'
import { dropPlace, note, simplePage, t } from './parts.js'

export const lead = () => t('lift_lead')

const PATH = '/v1/analysis/tests'
const MAX_BYTES = 4 * 1024 * 1024

/** Why stands in words above the table already; what was found comes before the p values. */
const READING_COLUMNS = [
  'verdict',
  'effect',
  'incremental',
  'icpa',
  'iroas',
  'p_space',
  'p_time',
  'p_trend',
  'smallest_p',
]
const ROLES = new Set(['server', 'marketing', 'legal', 'finance', 'developer', 'operator'])

const words = () => LIFT_WORDS[language()]

export function mount(host, { ask, problemText, may }) {
  let tests
  let said = null

  async function load() {
    const told = await ask(PATH)
    if (told.failed !== undefined) return problemText(told.failed)
    tests = told.body.tests
    return undefined
  }

  async function take(page, file) {
    const parsed = await file
      .slice(0, MAX_BYTES)
      .text()
      .then((text) => JSON.parse(text))
      .catch(() => undefined)
    said = await keep(parsed)
    await load()
    page.draw()
  }

  async function keep(parsed) {
    if (parsed?.kind === 'tidegate_lift_plan') {
      const read = readPlan(parsed)
      if (!read.ok) return note(`${t('lift_fault')} ${faultText(read)}`)
      return keptText(await ask(PATH, { method: 'POST', body: { id: parsed.plan_hash.slice(0, 16), plan: parsed } }))
    }
    if (parsed?.kind !== 'tidegate_lift_reading') return note(t('lift_not'))
    const test = tests.find(({ plan }) => plan?.plan_hash === parsed.plan_hash)
    if (test === undefined) return note(t('lift_no_plan'))
    return keptText(await ask(PATH, { method: 'POST', body: { id: test.id, reading: parsed } }))
  }

  function keptText({ failed, problem, body }) {
    if (failed !== undefined) return note(`${problemText(failed)} ${problem?.detail ?? ''}`)
    if (body.result === 'plan_is_fixed') return note(t('lift_plan_fixed'))
    if (body.result === 'kept' || body.result === 'same') return el('p', { class: 'note fine' }, t('lift_kept'))
    return note(t('lift_not_kept', { why: faultText({ code: body.result }) }))
  }

  return simplePage(host, {
    load,
    draw: (page) =>
      tests === undefined
        ? []
        : [
            section(
              'tests',
              t('lift_tests'),
              ...(tests.length === 0
                ? [el('div', { class: 'empty' }, el('h2', {}, t('lift_none')), howTo())]
                : tests.map(testPart)),
            ),
            el('div', { role: 'status' }, said),
            may('marketing', 'finance')
              ? dropPlace(t('lift_drop'), t('import_choose_json'), (file) => take(page, file))
              : null,
            tests.length === 0 ? null : howTo(),
          ],
  })
}

function howTo() {
  return el(
    'div',
    {},
    el('p', {}, t('lift_how')),
    el('p', {}, el('code', {}, t('lift_cmd_plan'))),
    el('p', {}, el('code', {}, t('lift_cmd_read'))),
  )
}

function faultText({ code, figures = {} }) {
  const text = words().faults[code]
  return text === undefined ? code : filled(text, figures, language())
}

function testPart({ id, plan, readings, told, others = [] }) {
  const reading = readings.at(-1)
  return el(
    'section',
    { class: 'figure', 'data-test': id, 'aria-labelledby': `test-${id}` },
    el('h3', { id: `test-${id}` }, `${t(`design_${plan.design}`)} · ${date(plan.start)} – ${date(plan.end)}`),
    ...(reading === undefined ? [el('p', { class: 'muted' }, t('lift_unread'))] : readingParts(reading)),
    el('dl', { class: 'kpis' }, planTiles(plan)),
    el(
      'p',
      { class: 'muted small' },
      t('lift_period', { from: date(plan.start), to: date(plan.end), drawn: date(plan.drawn_on), seed: plan.seed }),
    ),
    ...registerParts(told, others),
    el(
      'details',
      { class: 'as-table' },
      el('summary', {}, t('lift_plan_detail')),
      planTables(plan).map((table) => tableElement(table)),
    ),
  )
}

/** When the gateway was told, and what else was planned for these days: who draws until it looks nice has left traces. */
function registerParts(told, others) {
  const day = ({ at }) => date(at.slice(0, 10))
  const key = told === undefined ? 'lift_not_told' : told.before_first_day ? 'lift_told' : 'lift_told_late'
  const figures = told === undefined ? {} : { day: day(told), by: byWhom(told) }
  const said = el('p', { class: 'muted small' }, t(key, figures))
  if (others.length === 0) return [said]
  const state = ({ read }) => t(read ? 'lift_other_read' : 'lift_other_unread')
  return [
    said,
    note(t('lift_others', { plans: others.length + 1, unread: others.filter(({ read }) => !read).length })),
    el(
      'ul',
      { class: 'small' },
      others.map((one) =>
        el('li', {}, t('lift_other', { seed: one.seed, day: day(one), by: byWhom(one), state: state(one) })),
      ),
    ),
  ]
}

/** Roles by their names; a token without one is the site's server. */
function byWhom({ by }) {
  return by
    .split(', ')
    .map((role) => (ROLES.has(role) ? t(`role_${role}`) : role))
    .join(', ')
}

/** Before anything is spent: what this design can say, and how often it would have said so of nothing. */
function planTiles(plan) {
  const mde = plan.mde_verdict_worst ?? plan.mde_worst ?? plan.mde
  const tiles = [
    ['lift_smallest', valueText(plan.smallest_p, 'p')],
    ['lift_alpha', valueText(plan.alpha, 'p')],
    ...(plan.false_alarm_rate === undefined ? [] : [['lift_false', rate(plan.false_alarm_rate)]]),
    ['lift_mde', typeof mde === 'number' ? rate(mde) : t('lift_mde_none')],
  ]
  return tiles.map(([key, text]) => el('div', { class: 'kpi' }, el('dt', {}, t(key)), el('dd', {}, text)))
}

function readingParts(reading) {
  const { verdict, why } = reading
  const said = words()
  return [
    el('p', { class: 'verdict', 'data-verdict': verdict }, said.verdicts[verdict] ?? verdict),
    el('p', {}, said.whys[why] ?? why),
    ...readingTables(reading)
      .slice(0, 1)
      .map((table) => tableElement(table, { columns: READING_COLUMNS })),
    daysChart(reading),
  ].filter((part) => part !== null)
}

/** The days of the test are shaded; between the two lines lies what the test is about. */
function daysChart(reading) {
  const days = reading.by_day
  if (days.length < 2) return null
  const at = (day) => Date.parse(`${day}T00:00:00Z`)
  const tested = days.filter((day) => day.tested)
  const [, table] = readingTables(reading)
  const points = {
    hours: days.map(({ day, observed, expected }) => ({ atMs: at(day), observed, expected })),
    fromMs: at(tested[0]?.day ?? days[0].day),
    toMs: at(tested.at(-1)?.day ?? days.at(-1).day),
  }
  const sum = (key) => tested.reduce((all, day) => all + day[key], 0)
  const kind = reading.metric === 'revenue' ? 'money' : 'count'
  const text = (value) => valueText(value, kind, reading.currency)
  return el(
    'div',
    {},
    figure({
      title: t('lift_days'),
      label: `${t('lift_days')}. ${t('lift_observed')}: ${text(sum('observed'))}; ${t('lift_expected')}: ${text(sum('expected'))}`,
      draw: liveHours(points, {
        number: text,
        moment: (ms) => date(new Date(ms).toISOString().slice(0, 10), { day: 'numeric', month: 'short' }),
        live: t('lift_window'),
      }),
      table: table === undefined ? undefined : tableElement(table),
    }),
    legend(['ours', t('lift_observed')], ['expected', t('lift_expected')], ['window', t('lift_window')]),
  )
}
