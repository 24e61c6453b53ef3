/** What all charts share: a figure that is as wide as there is room, axes, and the same numbers as a table for whoever cannot see it. */
import { nice, ticks } from 'd3-array'
import { el, svg } from '../diagnostics/elements.js'
import { t } from './words.js'

const NARROWEST = 260

/** `draw(width)` gives {height, parts}; it is drawn anew when the width changes. `table`: an element, shown when opened and on paper. */
export function figure({ id, title, label, hint, table, draw }) {
  const place = el('div', { class: 'chart' })
  let drawnFor = 0
  const redraw = () => {
    const width = Math.max(NARROWEST, Math.round(place.clientWidth))
    if (width === drawnFor) return
    drawnFor = width
    const { height, parts } = draw(width)
    place.replaceChildren(
      svg(
        'svg',
        { role: 'img', 'aria-label': label, viewBox: `0 0 ${width} ${height}`, width, height, class: 'plot' },
        parts,
      ),
    )
  }
  new ResizeObserver(redraw).observe(place)
  return el(
    'figure',
    { id, class: 'figure' },
    el('figcaption', {}, el('h3', {}, title), hint === undefined ? null : el('p', { class: 'muted small' }, hint)),
    place,
    table === undefined ? null : el('details', { class: 'as-table' }, el('summary', {}, t('as_table')), table),
  )
}

/** Value → place. `nice`: the domain ends at ticks. d3-scale would do, and bring colours, dates and formats that nothing here uses. */
export function linear([from, to], range) {
  const [low, high] = from === to ? [from, from + 1] : [from, to]
  const scale = (value) => range[0] + ((value - low) / (high - low)) * (range[1] - range[0])
  scale.domain = () => [low, high]
  scale.ticks = (count) => ticks(low, high, count)
  scale.nice = (count) => linear(nice(low, high, count), range)
  return scale
}

/** About so many; fewer where the text would say the same of two of them, as of 0.6 and 1 order. */
function distinctTicks(scale, count, text) {
  const some = scale.ticks(count)
  return count > 1 && new Set(some.map(text)).size < some.length ? distinctTicks(scale, count - 1, text) : some
}

/** Ticks of a horizontal axis with their grid lines. */
export function axisX(scale, { y0, y1, count = 5, text = String }) {
  return distinctTicks(scale, count, text).map((tick) => {
    const x = scale(tick)
    return svg(
      'g',
      { 'aria-hidden': 'true' },
      svg('line', { class: 'grid', x1: x, x2: x, y1: y0, y2: y1 }),
      label(text(tick), { x, y: y1 + 15, 'text-anchor': 'middle', class: 'tick' }),
    )
  })
}

export function axisY(scale, { x0, x1, count = 4, text = String }) {
  return distinctTicks(scale, count, text).map((tick) => {
    const y = scale(tick)
    return svg(
      'g',
      { 'aria-hidden': 'true' },
      svg('line', { class: 'grid', x1: x0, x2: x1, y1: y, y2: y }),
      label(text(tick), { x: x0 - 6, y: y + 4, 'text-anchor': 'end', class: 'tick' }),
    )
  })
}

export function label(text, attributes) {
  return svg('text', { 'aria-hidden': 'true', ...attributes }, text)
}

/** A line's end of name that would not fit is cut; its whole is in the title. */
export function cut(text, characters) {
  return text.length <= characters ? text : `${text.slice(0, Math.max(1, characters - 1))}…`
}

export function legend(...items) {
  return el(
    'p',
    { class: 'legend small' },
    items.map(([kind, text]) =>
      el(
        'span',
        {},
        svg(
          'svg',
          { class: `swatch ${kind}`, viewBox: '0 0 16 10', 'aria-hidden': 'true' },
          svg('rect', { width: 16, height: 10 }),
        ),
        text,
      ),
    ),
  )
}
