/** The fall from the shop's orders to what was delivered, and on to what the platform says; each bar opens to what is in it. */
import { deliveredCount, reasonGroups, surplusGroups } from '../../reconciliation/groups.ts'
import { isDelivered } from '../../reconciliation/reasons.ts'
import { causeEntry } from '../../reconciliation/words/words.ts'
import { el, section } from '../diagnostics/elements.js'
import { flow } from './flow.js'
import { capital, coded, framed, valueText, words } from './names.js'
import { language, money, number, t, when } from './words.js'

/** Of a hundred thousand orders nobody reads a list: the CSV has them all. */
const SHOWN = 50

export function fall(result) {
  return el(
    'div',
    { class: 'sides' },
    result.orders.length === 0 ? null : section('from-orders', t('from_orders'), ordersSide(result)),
    result.platform.says === null ? null : section('to-platform', t('to_platform'), platformSide(result)),
  )
}

function ordersSide(result) {
  const total = result.orders.length
  const scale = Math.max(total, result.platform.compared ?? 0)
  const groups = reasonGroups(result)
  let left = total
  const lost = groups
    .filter(({ reason }) => !isDelivered(reason))
    .map((group) => {
      left -= group.count
      return reasonStep(group, flow(left, group.count, scale, 'lost'), result, '− ')
    })
  let kept = 0
  const delivered = groups
    .filter(({ reason }) => isDelivered(reason))
    .map((group) => {
      kept += group.count
      return reasonStep(group, flow(kept - group.count, group.count, scale, 'good'), result, '')
    })
  return el(
    'ul',
    { class: 'fall' },
    plainStep(framed('orders'), total, flow(0, total, scale, 'whole'), 'total'),
    lost,
    plainStep(`= ${framed('delivered')}`, deliveredCount(result), flow(0, left, scale, 'good'), 'total'),
    delivered,
  )
}

function platformSide(result) {
  const { platform, surplus } = result
  const scale = Math.max(platform.compared, platform.says, result.orders.length)
  let reached = platform.shown
  const beside = [
    ['merged', platform.merged],
    ['notShown', platform.not_shown],
  ].filter(([, count]) => count > 0)
  const steps = surplusGroups(surplus).map((group) => {
    reached += group.count
    return surplusStep(group, flow(reached - group.count, group.count, scale, 'surplus'), result)
  })
  return el(
    'ul',
    { class: 'fall' },
    plainStep(framed('shown'), platform.shown, flow(0, platform.shown, scale, 'good'), 'total'),
    steps,
    otherDaysSteps(platform, scale),
    plainStep(`= ${framed('platformSays')}`, platform.says, flow(0, platform.says, scale, 'whole'), 'total'),
    beside.map(([key, count]) => plainStep(`(${framed(key)})`, count, null, 'muted')),
  )
}

/** From what is compared to the platform's own figure of these days. */
function otherDaysSteps({ compared, other_days: otherDays, other_times: otherTimes }, scale) {
  if (otherDays + otherTimes === 0) return null
  return [
    plainStep(`= ${framed('compared')}`, compared, flow(0, compared, scale, 'good'), 'total'),
    otherDays === 0 ? null : plainStep(`+ ${framed('otherDays')}`, otherDays, null, ''),
    otherTimes === 0 ? null : plainStep(`− ${framed('otherTimes')}`, otherTimes, null, ''),
  ]
}

function plainStep(name, count, bar, kind) {
  return el('li', { class: kind }, el('div', { class: 'step' }, ...heading(name, count), bar))
}

function heading(name, count) {
  return [el('span', { class: 'name' }, name), el('span', { class: 'tally' }, number(count))]
}

function reasonStep({ reason, count, orders }, bar, result, sign) {
  const { title, means, todo, shown } = words().reasons[reason]
  return openable({ 'data-reason': reason }, [...heading(sign + title, count), bar], () => [
    el('p', {}, means),
    el('p', {}, el('strong', {}, t('todo')), ' ', ...coded(todo)),
    el('p', { class: 'muted small' }, t('proves'), ' ', shown),
    list(t('orders_here'), orders, (one) => orderText(one, result.settings.time_zone), orders.length),
  ])
}

function surplusStep({ kind, count, findings }, bar, result) {
  const { surpluses, unknown, fires } = words()
  const said = kind.unknown ? unknown : surpluses[kind.surplus]
  const name = kind.unknown ? `${surpluses[kind.surplus].title} – ${unknown.title}` : said.title
  const detail = [
    kind.page === undefined ? null : el('code', {}, kind.page),
    kind.fire === undefined ? null : ` ${fires[kind.fire]}`,
  ]
  const cause = kind.cause === undefined ? undefined : causeEntry(kind.cause, result.settings, language())
  const line = kind.page === undefined && kind.fire === undefined ? null : el('span', { class: 'detail' }, detail)
  const attributes = { 'data-surplus': kind.surplus, 'data-fire': kind.fire, 'data-cause': kind.cause }
  return openable(attributes, [...heading(`+ ${name}`, count), bar, line], () => [
    el('p', {}, said.means),
    cause === undefined ? null : el('p', {}, el('strong', {}, capital(cause.title)), '. ', cause.means),
    el('p', {}, el('strong', {}, t('todo')), ' ', ...coded((cause ?? said).todo)),
    kind.unknown
      ? null
      : list(t('events_here'), findings, (one) => eventText(one, result.settings.time_zone), findings.length),
  ])
}

/** What is inside is built when it is opened. */
function openable(attributes, summary, build) {
  const details = el('details', attributes, el('summary', { class: 'step' }, ...summary))
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1)
      details.append(el('div', { class: 'inside' }, ...build().filter((part) => part !== null)))
  })
  return el('li', {}, details)
}

function list(title, all, textOf, length) {
  const shown = all.slice(0, SHOWN)
  return el(
    'div',
    {},
    el('h3', {}, title),
    el(
      'ul',
      {},
      shown.map((one) => el('li', {}, textOf(one))),
    ),
    length > SHOWN ? el('p', { class: 'muted' }, t('more', { n: number(length - SHOWN) })) : null,
  )
}

function orderText(finding, timeZone) {
  const { order, reason, code, difference } = finding
  const said = code === reason ? undefined : (words().codes[code] ?? code)
  const detail = difference === undefined ? said : words().differences[difference].title
  const parts = [
    difference === undefined ? (order.name ?? order.order_id) : valueText(finding),
    when(order.at, timeZone),
    money(order.money.total, order.money.currency),
    detail,
    ...(order.refunds ?? []).map(({ value, currency, at }) => `− ${money(value, currency)}, ${when(at, timeZone)}`),
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}

function eventText({ order_id: id, name, event_id: eventId, first_event_id: first, at, via }, timeZone) {
  const parts = [
    name ?? id ?? t('no_number'),
    at === undefined ? undefined : when(at, timeZone),
    via,
    eventId,
    first === undefined || first === eventId ? undefined : t('first_was', { id: first }),
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}
