/**
 * The path of one event, drawn: arrived, consent, fields, then one branch with a gate per destination. A closed gate is a
 * full board across the channel with dashes behind it, so that colour is not the only sign.
 */
import { svg } from '../dom.js'
import { platformName } from '../reasons.js'
import { consentOpen, gate } from './data.js'

const WIDTH = 330
const BRANCH_HEIGHT = 62
const X = { arrived: 26, consent: 92, fields: 158, fork: 190, gate: 226, end: 262 }
const MARKS = { delivered: '✓', waiting: '…', failed: '✕', kept: '' }

export function picture(decision, t) {
  const branches = branchesOf(decision)
  const height = Math.max(2, branches.length) * BRANCH_HEIGHT
  const middle = height / 2
  const passes = consentOpen(decision)
  const anyOpen = branches.some(({ open }) => open)
  return svg(
    'svg',
    { class: 'path', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': label(branches, passes, t) },
    channel(`M${X.arrived} ${middle}H${X.consent}`, true),
    channel(`M${X.consent} ${middle}H${X.fork}`, passes),
    branches.map((branch, index) =>
      drawBranch(branch, middle, branchY(index, branches.length, height), passes && anyOpen),
    ),
    svg('circle', { class: 'node', cx: X.arrived, cy: middle, r: 9 }),
    drawGate(X.consent, middle, passes),
    sieve(X.fields, middle, passes),
    caption(X.arrived, middle + 36, t('path.arrived')),
    caption(X.consent, middle + 36, t('path.consent')),
    caption(X.fields, middle + 36, t('path.fields')),
  )
}

/** An event that was refused as a whole names no destinations: both gates are drawn closed. */
function branchesOf(decision) {
  if (decision.destinations.length === 0) return ['tiktok', 'meta'].map((id) => ({ id, open: false, state: 'kept' }))
  return decision.destinations.map((destination) => ({ id: destination.id, ...gate(destination) }))
}

function branchY(index, count, height) {
  return count === 1 ? height / 2 : (height / count) * (index + 0.5)
}

function drawBranch({ id, open, state }, from, y, flows) {
  const bend = `M${X.fork} ${from}C${X.fork + 16} ${from} ${X.fork + 4} ${y} ${X.gate - 8} ${y}`
  return svg(
    'g',
    {},
    channel(bend, flows),
    channel(`M${X.gate} ${y}H${X.end - 8}`, open),
    drawGate(X.gate, y, open),
    svg('text', { class: 'name', x: X.end, y: y + 5 }, platformName(id)),
    svg('text', { class: `mark ${state}`, x: X.end, y: y + 22 }, MARKS[state]),
  )
}

function channel(d, flows) {
  return svg('path', { class: flows ? 'channel flows' : 'channel', d })
}

function drawGate(x, y, open) {
  return svg(
    'g',
    { class: open ? 'gate open' : 'gate shut' },
    svg('path', { class: 'posts', d: `M${x - 8} ${y - 17}V${y + 17}M${x + 8} ${y - 17}V${y + 17}` }),
    svg('rect', { class: 'board', x: x - 7, y: open ? y - 25 : y - 12, width: 14, height: open ? 13 : 24, rx: 2 }),
  )
}

function sieve(x, y, flows) {
  const bars = [-7, 0, 7].map((offset) => `M${x + offset} ${y - 14}V${y + 14}`).join('')
  return svg('path', { class: flows ? 'sieve flows' : 'sieve', d: bars })
}

function caption(x, y, text) {
  return svg('text', { class: 'caption', x, y, 'text-anchor': 'middle' }, text)
}

function label(branches, passes, t) {
  const word = (open) => t(open ? 'path.open' : 'path.closed')
  const destinations = branches.map(({ id, open }) =>
    t('path.destination', { name: platformName(id), gate: word(open) }),
  )
  return t('path.label', { consent: word(passes), destinations: destinations.join(', ') })
}
