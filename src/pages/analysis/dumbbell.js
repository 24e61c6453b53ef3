/** "The platform says" beside "we measure": two points a line, and the way between them. Below it bars with intervals, of one measure. */
import { svg } from '../diagnostics/elements.js'
import { axisX, cut, label, linear } from './chart.js'

const LINE = 44
const TOP = 8
const BOTTOM = 24

/** `rows`: {name, ours, claim, low?, high?}; null: not said. `text`: of a value. */
export function dumbbell(rows, text) {
  return (width) => {
    const narrow = width < 520
    const left = narrow ? 22 : Math.min(220, width * 0.28)
    const line = narrow ? LINE + 20 : LINE
    const height = TOP + rows.length * line + BOTTOM
    const largest = Math.max(0, ...rows.flatMap(({ ours, claim, high }) => [ours ?? 0, claim ?? 0, high ?? 0]))
    const x = linear([0, largest], [left, width - 56]).nice(5)
    const parts = rows.map(({ name, ours, claim, low, high }, index) => {
      const y = TOP + index * line + (narrow ? line - 16 : line / 2)
      return svg(
        'g',
        {},
        label(
          cut(name, narrow ? 44 : Math.floor(left / 7.5)),
          narrow ? { x: 0, y: y - 24, class: 'name' } : { x: left - 12, y: y + 5, 'text-anchor': 'end', class: 'name' },
        ),
        claim !== null && ours !== null && svg('line', { class: 'between', x1: x(ours), x2: x(claim), y1: y, y2: y }),
        low !== undefined &&
          high !== undefined &&
          svg('line', { class: 'interval-line', x1: x(low), x2: x(high), y1: y, y2: y }),
        claim !== null &&
          svg(
            'rect',
            { class: 'claim-point', x: x(claim) - 6, y: y - 6, width: 12, height: 12 },
            svg('title', {}, `${name}: ${text(claim)}`),
          ),
        ours !== null &&
          svg('circle', { class: 'our-point', cx: x(ours), cy: y, r: 7 }, svg('title', {}, `${name}: ${text(ours)}`)),
        ...valueLabels({ ours, claim, x, y, text }),
      )
    })
    return { height, parts: [axisX(x, { y0: TOP, y1: height - BOTTOM, count: narrow ? 3 : 5, text }), parts] }
  }
}

/** The greater to the right of its point, the less to the left: they never lie upon each other. */
function valueLabels({ ours, claim, x, y, text }) {
  const points = [
    ['our-value', ours],
    ['claim-value', claim],
  ].filter(([, value]) => value !== null)
  const largest = Math.max(...points.map(([, value]) => value))
  return points.map(([kind, value], index) => {
    const isRight = points.length === 1 || (value === largest && (ours !== claim || index === 1))
    return label(text(value), {
      x: x(value) + (isRight ? 11 : -11),
      y: isRight || points.length === 1 ? y + 4 : y - 10,
      'text-anchor': isRight ? 'start' : 'middle',
      class: kind,
    })
  })
}

/** `rows`: {name, value, low?, high?}. */
export function intervalBars(rows, text) {
  return (width) => {
    const narrow = width < 520
    const left = narrow ? 22 : Math.min(220, width * 0.28)
    const line = narrow ? 48 : 34
    const height = TOP + rows.length * line + BOTTOM
    const x = linear(
      [0, Math.max(0, ...rows.flatMap(({ value, high }) => [value ?? 0, high ?? 0]))],
      [left, width - 64],
    ).nice(5)
    const parts = rows.map(({ name, value, low, high }, index) => {
      const y = TOP + index * line + (narrow ? line - 18 : line / 2)
      return svg(
        'g',
        {},
        label(
          cut(name, narrow ? 44 : Math.floor(left / 7.5)),
          narrow ? { x: 0, y: y - 13, class: 'name' } : { x: left - 12, y: y + 5, 'text-anchor': 'end', class: 'name' },
        ),
        svg(
          'rect',
          { class: 'our-bar', x: x(0), y: y - 8, width: Math.max(1, x(value) - x(0)), height: 16, rx: 3 },
          svg('title', {}, `${name}: ${text(value)}`),
        ),
        low !== undefined && high !== undefined && whisker(x(low), x(high), y),
        label(text(value), { x: x(Math.max(value, high ?? value)) + 8, y: y + 4, class: 'our-value' }),
      )
    })
    return { height, parts: [axisX(x, { y0: TOP, y1: height - BOTTOM, count: narrow ? 3 : 5, text }), parts] }
  }
}

export function whisker(x1, x2, y) {
  return svg('path', { class: 'whisker', d: `M${x1},${y - 5}V${y + 5}M${x1},${y}H${x2}M${x2},${y - 5}V${y + 5}` })
}
