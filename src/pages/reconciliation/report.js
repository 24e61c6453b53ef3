/** A reconciliation as elements: what it comes to, the fall and the surplus, the same as a table, and how it was counted. */
import { deliveredCount, differenceGroups, reasonGroups, surplusGroups } from '../../reconciliation/groups.ts'
import { gapText } from '../../reconciliation/gap.ts'
import { frameRows } from '../../reconciliation/frame-rows.ts'
import { isDelivered } from '../../reconciliation/reasons.ts'
import { FRAME } from '../../reconciliation/words/frame.ts'
import { spansOf } from '../../reconciliation/silent-days.ts'
import { causeEntry, spaced } from '../../reconciliation/words/words.ts'
import { el, section } from '../diagnostics/elements.js'
import { fall } from './fall.js'
import { capital, coded, framed, surplusName, valueText, words } from './names.js'
import { instant, language, money, number, t } from './words.js'

export function report(result, asOf) {
  const hasOrders = result.orders.length > 0
  const hasFigures = hasOrders || result.platform.says > 0
  return [
    hasOrders ? summary(result) : emptyState('noOrders'),
    result.platform.says === null ? emptyState('noPlatform') : silentDays(result),
    hasFigures ? fall(result) : null,
    hasFigures ? sums(result) : null,
    differences(result),
    credits(result),
    hasFigures ? tables(result) : null,
    frame(result, asOf),
  ].filter((part) => part !== null)
}

function emptyState(key) {
  const next = FRAME[language()][`${key}Next`]
  return el(
    'div',
    { class: 'empty', 'data-empty': key },
    el('h2', {}, framed(key)),
    el(
      'ol',
      {},
      next.map((line) => el('li', {}, language() === 'fr' ? spaced(line) : line)),
    ),
  )
}

function silentDays({ platform: { silent_days: days } }) {
  return days.length === 0
    ? null
    : el('p', { class: 'note', 'data-silent': '' }, framed('silentDays').replace('{days}', spansOf(days)))
}

function summary(result) {
  const delivered = deliveredCount(result)
  const { length } = result.orders
  const orders = t(length === 1 ? (delivered === 1 ? 'said_one' : 'said_one_not') : 'said', {
    orders: number(length),
    delivered: number(delivered),
    rest: number(length - delivered),
  })
  const { says, surplus } = result.platform
  const platform =
    says === null
      ? ''
      : t(surplus === 0 ? 'said_none_over' : surplus === 1 ? 'said_one_over' : 'said_platform', {
          says: number(says),
          surplus: number(surplus),
        })
  return section('in-short', t('in_short'), el('p', { class: 'said' }, orders, ' ', platform), mainCause(result))
}

/** What explains most of the surplus: its pages and ways together, because one switch ends all of them. */
function mainCause({ surplus, settings }) {
  const byCause = new Map()
  for (const group of surplusGroups(surplus)) {
    const key = `${group.kind.surplus} ${group.kind.cause ?? ''} ${group.kind.unknown ?? ''}`
    const known = byCause.get(key) ?? { kind: group.kind, count: 0, pages: new Set() }
    known.count += group.count
    if (group.kind.page !== undefined) known.pages.add(group.kind.page)
    byCause.set(key, known)
  }
  const first = [...byCause.values()].toSorted((one, other) => other.count - one.count)[0]
  if (first === undefined) return null
  const { kind, count, pages } = first
  const said = kind.unknown ? words().unknown : words().surpluses[kind.surplus]
  const cause = kind.cause === undefined ? said : causeEntry(kind.cause, settings, language())
  return el(
    'div',
    { class: 'main-cause', 'data-cause': kind.cause ?? kind.surplus },
    el('h3', {}, t('main_cause', { n: number(count) })),
    el(
      'p',
      {},
      capital(cause === said ? said.title : `${said.title}${language() === 'fr' ? '\u00A0:' : ':'} ${cause.title}`),
      '.',
    ),
    pages.size === 0
      ? null
      : el(
          'p',
          {},
          `${framed('page')} `,
          [...pages].flatMap((page) => [el('code', {}, page), ' ']),
        ),
    el('p', {}, cause.means),
    el('p', {}, el('strong', {}, t('todo')), ' ', ...coded(cause.todo)),
  )
}

function sums(result) {
  const { orders, platform, closes } = result
  const delivered = deliveredCount(result)
  const line = (key, a, b, c, isClosed) =>
    el(
      'p',
      { class: isClosed ? 'closes' : 'open' },
      t(key, { a: number(a), b: number(b), c: number(c) }),
      ` (${framed(isClosed ? 'closes' : 'open')})`,
    )
  const shop = line('sum_shop', orders.length, delivered, orders.length - delivered, closes.orders)
  const gap = gapText(result, language())
  const other =
    platform.compared === null
      ? null
      : line('sum_platform', platform.compared, platform.shown, platform.surplus, closes.platform)
  return section(
    'sums',
    t('sums'),
    el('div', { class: 'sums' }, shop, other, gap === undefined ? null : el('p', {}, gap)),
  )
}

function differences(result) {
  const groups = differenceGroups(result)
  if (groups.length === 0) return null
  const list = groups.map(({ difference, count, orders }) => {
    const { title, means, todo } = words().differences[difference]
    return el(
      'li',
      {},
      el('strong', {}, `${capital(title)} (${number(count)})`),
      el('p', {}, means),
      el('p', {}, t('todo'), ' ', ...coded(todo)),
      el(
        'p',
        { class: 'muted small' },
        orders
          .slice(0, 8)
          .map((one) => [valueText(one), ' · '])
          .flat()
          .slice(0, -1),
      ),
    )
  })
  return section('differences', framed('differences'), el('ul', { class: 'findings' }, list))
}

function credits({ credits: told }) {
  if (told === undefined) return null
  const name = told.window === undefined ? framed('byClick') : `${framed('byClick')} (${told.window})`
  const rows = told.others.map(({ credit, count, window }) => {
    const { title } = words().credits[credit]
    return [window === undefined ? title : `${title} (${window})`, count]
  })
  return section('credits', framed('credits'), figures(undefined, [[name, told.by_click], ...rows]))
}

function tables(result) {
  const { platform } = result
  const orders = reasonGroups(result).map(({ reason, count, totals }) => [
    `${isDelivered(reason) ? '' : '− '}${words().reasons[reason].title}`,
    count,
    Object.entries(totals)
      .map(([currency, total]) => money(total, currency))
      .join(' + '),
  ])
  const events =
    platform.says === null
      ? []
      : [
          [framed('platformSays'), platform.says],
          ...[
            [`(${framed('merged')})`, platform.merged],
            [`− ${framed('otherDays')}`, platform.other_days],
            [`+ ${framed('otherTimes')}`, platform.other_times],
            [`= ${framed('compared')}`, platform.other_days + platform.other_times === 0 ? 0 : platform.compared],
            [`(${framed('notShown')})`, platform.not_shown],
          ].filter(([, count]) => count > 0),
          [framed('shown'), platform.shown],
          ...surplusGroups(result.surplus).map((group) => [`+ ${surplusName(group)}`, group.count]),
        ]
  return el(
    'details',
    { id: 'tables' },
    el('summary', {}, t('as_table')),
    figures(t('table_orders'), [[framed('orders'), result.orders.length, ''], ...orders], t('amount')),
    events.length === 0 ? null : figures(t('table_platform'), events),
  )
}

function figures(caption, rows, third) {
  const head = [t('what'), t('count'), ...(third === undefined ? [] : [third])]
  return el(
    'table',
    { class: 'figures' },
    caption === undefined ? null : el('caption', {}, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        head.map((name) => el('th', { scope: 'col' }, name)),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map(([name, count, ...rest]) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, name),
          el('td', {}, number(count)),
          rest.map((cell) => el('td', {}, cell)),
        ),
      ),
    ),
  )
}

function frame(result, asOf) {
  const rows = frameRows(result, instant(asOf, result.settings.time_zone), language()).map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)),
  )
  return section('frame', framed('frame'), el('table', { class: 'frame' }, el('tbody', {}, rows)))
}
