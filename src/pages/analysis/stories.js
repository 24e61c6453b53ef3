/** What stands out, read from the tables: each a sentence with its numbers and a link to where they are. Nothing under the guards is told. */
import { el } from '../diagnostics/elements.js'
import { valueText } from './cells.js'
import { rowsOf } from './table.js'
import { capital, nameText, t } from './words.js'

/** Beyond this a Live's placebos show as much by chance too often. */
const MOST_P = 0.1
/** A click share above this is "many"; the orders must be below the whole's, intervals and all. */
const MANY_CLICKS = 0.2
const FEW_CLICKS_SHARE = 0.5
const LATE_GROWTH = 2

export function stories({ live_study: lives, creative_cards: cards, sequences, time_to_order: delays }) {
  return [...liveStories(lives), ...clickStories(cards), ...delayStories(sequences, delays)]
}

/** Orders rose within the window, and what was clicked is no explanation of it. */
function liveStories(table) {
  return rowsOf(table)
    .filter(({ outcome, window }) => outcome.value === 'orders' && window.value === 'whole')
    .filter(({ incremental, p }) => isNumber(incremental) && incremental.value > 0 && isNumber(p) && p.value <= MOST_P)
    .filter(
      ({ clicked_sessions: clicked, incremental }) =>
        !isNumber(clicked) || clicked.value < FEW_CLICKS_SHARE * incremental.value,
    )
    .slice(0, 3)
    .map(({ live, incremental, observed, expected, p, clicked_sessions: clicked }) => ({
      key: 'live',
      to: '#live',
      text: t('story_live_text', {
        live: live.value,
        incremental: valueText(incremental.value, 'count'),
        hours: 48,
        observed: valueText(observed.value, 'count'),
        expected: valueText(expected.value, 'count'),
        p: valueText(p.value, 'p'),
        clicks: isNumber(clicked) ? valueText(clicked.value, 'count') : t('story_live_few'),
      }),
    }))
}

/** Of all clicks it has many, and the most that its share of buyers may be is less than what the others have. */
function clickStories(table) {
  const rows = rowsOf(table).filter(({ clicks }) => isNumber(clicks))
  const all = rows.reduce((sum, { clicks }) => sum + clicks.value, 0)
  const ordering = rows.filter(({ orders, journeys }) => isNumber(orders) && isNumber(journeys))
  return rows
    .filter(({ clicks, order_rate: rate }) => clicks.value / all >= MANY_CLICKS && isNumber(rate))
    .flatMap((row) => {
      const others = ordering.filter((one) => one !== row)
      const visitors = others.reduce((sum, { journeys }) => sum + journeys.value, 0)
      const share = others.reduce((sum, { orders }) => sum + orders.value, 0) / visitors
      const { order_rate: rate, clicks, creative } = row
      if (!(visitors > 0) || !((rate.high ?? rate.value) < share)) return []
      const values = {
        creative: nameText(creative.value),
        share: valueText(clicks.value / all, 'share'),
        clicks: valueText(clicks.value, 'count'),
        rate: valueText(rate.value, 'share'),
        others: valueText(share, 'share'),
        n: valueText(rate.n ?? 0, 'count'),
      }
      return [{ key: 'clicks', tone: 'warning', to: '#cards', text: t('story_clicks_text', values) }]
    })
    .slice(0, 3)
}

/** By D+2 at least twice as many as within the hour, and no interval in doubt: by the role of the first creative, then by what led there. */
function delayStories(sequences, delays) {
  const byRole = rowsOf(sequences)
    .filter(({ week }) => week.value === '(all)')
    .map((row) => ({
      by: 'role',
      name: nameText(row.role.value),
      d0: row.order_by_d0,
      d2: row.order_by_d2,
      n: row.journeys,
    }))
  const byTouch = rowsOf(delays).map((row) => ({ name: delayName(row), d0: row.by_d0, d2: row.by_d2, n: row.journeys }))
  const late = (list) =>
    list
      .filter(({ d0, d2 }) => isNumber(d0) && isNumber(d2))
      .filter(({ d0, d2 }) => d2.value > LATE_GROWTH * d0.value && (d2.low ?? d2.value) > (d0.high ?? d0.value))
      .toSorted((a, b) => b.d2.value - b.d0.value - (a.d2.value - a.d0.value))
  return [...late(byRole), ...late(byTouch)].slice(0, 1).map(({ by, name, d0, d2, n }) => ({
    key: 'd2',
    by,
    to: '#curves',
    text: t('story_d2_text', {
      name: capital(name),
      d0: valueText(d0.value, 'share'),
      d2: valueText(d2.value, 'share'),
      n: valueText(n.value ?? d2.n ?? 0, 'count'),
    }),
  }))
}

export function delayName({ source, kind, campaign, creative, role }) {
  return [source, kind, campaign, creative, role]
    .filter((cell) => typeof cell?.value === 'string' && cell.value !== '')
    .map((cell) => nameText(cell.value))
    .filter((name, index, all) => all.indexOf(name) === index)
    .join(' · ')
}

function isNumber(cell) {
  return typeof cell?.value === 'number'
}

/** `curvesBy`: called with what the time-to-order curves are to be drawn by, where a story is told of other ones. */
export function storyList(list, curvesBy) {
  if (list.length === 0) return el('p', { class: 'muted' }, t('stories_none'))
  return el(
    'ul',
    { class: 'stories' },
    list.map(({ key, tone, to, by, text }) =>
      el(
        'li',
        { class: tone ?? false, 'data-story': key },
        el('strong', {}, t(`story_${key}`)),
        text,
        ' ',
        seeLink({ key, to, by }, curvesBy),
      ),
    ),
  )
}

/** Said with what it leads to: a list of links that are all called "See" tells a screen reader nothing. */
function seeLink({ key, to, by }, curvesBy) {
  const link = el('a', { href: to, 'aria-label': t('story_see_of', { story: t(`story_${key}`) }) }, t('story_see'))
  if (by !== undefined && curvesBy !== undefined) link.addEventListener('click', () => void curvesBy(by))
  return link
}
