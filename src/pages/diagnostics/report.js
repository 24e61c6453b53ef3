/** The report as elements: in short, what to do, then what people would rather look at than read. */
import { bar, columns, el, section } from './elements.js'
import { language, number, percent, plural, t, when } from './words.js'

const SEVERITIES = ['error', 'warning', 'info']

export function report(shown) {
  return [
    summary(shown),
    section('to-do', t('to_do'), ...SEVERITIES.map((severity) => findings(shown, severity))),
    section('plan', t('plan'), plan(shown)),
    section('keys', t('keys'), el('p', { class: 'muted' }, t('keys_hint')), ...matchKeys(shown.match_keys)),
    section('timing', t('timing'), el('p', { class: 'muted' }, t('timing_hint')), timing(shown.timing)),
    el(
      'footer',
      { class: 'muted small' },
      el('p', {}, t('limits')),
      el('p', {}, t('policy', { digest: shown.policy_digest })),
    ),
  ]
}

/** What to do next when there is nothing to see. */
export function emptyState() {
  const steps = ['empty_page', 'empty_server', 'empty_again'].map((key) => el('li', {}, t(key)))
  return el('div', { class: 'empty' }, el('h2', {}, t('empty')), el('p', {}, t('empty_next')), el('ol', {}, steps))
}

function summary({ findings, events_counted: counted, events_looked_at: looked, sampled, from, to, ...rest }) {
  const { since, requests, origins } = rest.refused_requests
  const tiles = SEVERITIES.map((severity) =>
    tile(severity, findings.filter((one) => one.severity === severity).length, t(severity)),
  )
  return section(
    'summary',
    t('summary'),
    el('div', { class: 'tiles' }, tiles, tile('plain', counted, t('events'))),
    el(
      'p',
      { class: 'muted small' },
      t('from_to', { from: when(from), to: when(to) }),
      sampled && ` ${t('sampled', { looked: number(looked), counted: number(counted) })}`,
      requests.length + origins.length > 0 && ` ${t('refused_since', { since: when(since) })}`,
    ),
  )
}

function tile(kind, n, label) {
  const isQuiet = n === 0 && kind !== 'plain'
  return el('p', { class: `tile ${isQuiet ? 'quiet' : kind}` }, el('strong', {}, number(n)), ' ', el('span', {}, label))
}

/** The gravest come first, so that what is folded away is the least of it. */
const AT_ONCE = 8

function more(rest) {
  if (rest.length === 0) return false
  const list = el('ul', { class: 'findings' }, rest.map(finding))
  return el('details', {}, el('summary', {}, t('more', { n: number(rest.length) })), list)
}

/** What may be as meant is folded away, so that what is not stands out. */
function findings({ findings: all }, severity) {
  const some = all.filter((one) => one.severity === severity)
  const list = el('ul', { class: 'findings' }, some.slice(0, AT_ONCE).map(finding))
  if (severity === 'info')
    return (
      some.length > 0 &&
      el('details', {}, el('summary', {}, `${t('info')} (${number(some.length)})`), list, more(some.slice(AT_ONCE)))
    )
  if (some.length > 0) return el('div', {}, el('h3', { class: severity }, t(severity)), list, more(some.slice(AT_ONCE)))
  const isFine = severity === 'error' && all.every((one) => one.severity === 'info')
  return isFine && el('p', { class: 'fine' }, el('strong', {}, t('fine')), ' ', t('fine_next'))
}

function finding(one) {
  const { title, advice } = one.words[language()]
  const facts = [countText(one), spanText(one)].filter((text) => text !== '').join(' · ')
  return el(
    'li',
    { class: one.severity, 'data-code': one.code },
    el('h4', {}, title),
    one.share !== undefined && bar(one.share, one.severity),
    facts !== '' && el('p', { class: 'muted small' }, facts),
    el('p', {}, advice),
    el('code', { class: 'muted' }, one.code),
  )
}

function countText({ count, of, share }) {
  if (count === 0) return ''
  return share === undefined
    ? plural('count', count)
    : t('count_of', { n: number(count), of: number(of), share: percent(share) })
}

function spanText({ first, last }) {
  if (first === undefined || last === undefined) return ''
  const [from, to] = [when(first), when(last)]
  return from === to ? t('seen_once', { last: to }) : t('span', { first: from, last: to })
}

function plan({ events, buckets }) {
  const hours = t(`hours_${buckets.hours_each}`)
  return el(
    'div',
    {},
    el('p', { class: 'muted' }, t('plan_hint', { hours: hours.startsWith('hours_') ? buckets.hours_each : hours })),
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          ['event', 'rhythm', 'arrived', 'copies'].map((key) => el('th', { scope: 'col' }, t(key))),
        ),
      ),
      el('tbody', {}, events.filter(({ arrived }) => arrived > 0).map(eventRow)),
    ),
    absent(events),
  )
}

function eventRow({ event, planned, arrived, duplicates, timeline }) {
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, eventName(event), !planned && el('span', { class: 'remark' }, t('unplanned'))),
    el('td', { class: 'rhythm' }, columns(timeline)),
    el('td', { class: 'number' }, number(arrived)),
    el('td', { class: 'number' }, number(duplicates)),
  )
}

/** Breaks at its underscores only. */
function eventName(event) {
  const parts = event.split(/(?<=_)/)
  return el(
    'code',
    {},
    parts.flatMap((part) => [part, el('wbr', {})]),
  )
}

function absent(events) {
  const names = events.filter(({ arrived, planned }) => planned && arrived === 0).map(({ event }) => event)
  if (names.length === 0) return false
  const items = names.map((event) => el('li', {}, eventName(event)))
  return el('div', {}, el('h3', {}, t('absent')), el('ul', { class: 'chips' }, items))
}

/** The events that budgets hang on first; the rest on demand. */
const FIRST = new Set(['purchase', 'generate_lead', 'sign_up', 'subscribe'])

function matchKeys(coverages) {
  if (coverages.length === 0) return [el('p', {}, t('no_keys'))]
  const first = coverages.filter(({ event }) => FIRST.has(event))
  const [open, folded] = first.length === 0 ? [coverages, []] : [first, coverages.filter((one) => !first.includes(one))]
  return [
    el('div', { class: 'cards' }, open.map(coverageCard)),
    folded.length > 0 &&
      el(
        'details',
        {},
        el('summary', {}, t('more_keys', { n: number(folded.length) })),
        el('div', { class: 'cards' }, folded.map(coverageCard)),
      ),
  ].filter(Boolean)
}

function coverageCard({ name, event, deliveries, keys }) {
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, `${name} · `, el('code', {}, event)),
    el('p', { class: 'muted small' }, plural('deliveries', deliveries)),
    el('dl', {}, keys.map(keyRow)),
  )
}

function keyRow({ key, share, policy }) {
  const isShut = policy === 'shut'
  return el(
    'div',
    { class: isShut ? 'key shut' : 'key' },
    el('dt', {}, t(`key_${key}`)),
    el('dd', {}, !isShut && bar(share, grade(share)), el('span', {}, isShut ? t('shut') : percent(share))),
  )
}

function grade(share) {
  return share >= 0.9 ? 'good' : share >= 0.5 ? 'warning' : 'error'
}

const SKEWS = [
  'on_time',
  'late_minutes',
  'late_hours',
  'late_whole_hours',
  'late_days',
  'ahead_minutes',
  'ahead_whole_hours',
  'ahead_refused',
]

function timing(counts) {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const rows = SKEWS.filter((skew) => Object.hasOwn(counts, skew)).map((skew) => {
    const share = counts[skew] / all
    const kind =
      skew.startsWith('ahead_refused') || skew.endsWith('whole_hours')
        ? 'error'
        : skew === 'on_time'
          ? 'good'
          : 'warning'
    const figure = `${number(counts[skew])} (${percent(share)})`
    return el(
      'div',
      { class: 'key' },
      el('dt', {}, t(`skew_${skew}`)),
      el('dd', {}, bar(share, kind), el('span', {}, figure)),
    )
  })
  return el('dl', { class: 'wide' }, rows)
}
