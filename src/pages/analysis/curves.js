/** Step curves of the time to an order, with the days that matter marked; and a Live's hours with what was expected of them. */
import { area, curveStepAfter, line } from 'd3-shape'
import { svg } from '../diagnostics/elements.js'
import { axisX, axisY, label, linear } from './chart.js'

const M = { top: 22, right: 16, bottom: 26, left: 46 }
const MARKS = [
  ['D0', 1],
  ['D1', 24],
  ['D+2', 48],
  ['D7', 168],
]

/** `series`: {name, points: [{hours, share, low, high}]}, five at most: more cannot be told apart. */
export function stepCurves(series, { percent, days }) {
  return (width) => {
    const height = Math.max(220, Math.min(380, width * 0.45))
    const lastHour = Math.max(168, ...series.flatMap(({ points }) => points.map(({ hours }) => hours)))
    const highest = Math.max(
      0.01,
      ...series.flatMap(({ points }) =>
        points.map(({ high, share }) => Math.min(1, Math.max(share, Math.min(high ?? 0, share * 2)))),
      ),
    )
    const x = linear([0, lastHour], [M.left, width - M.right])
    const y = linear([0, highest], [height - M.bottom, M.top]).nice(4)
    const marks = MARKS.map(([name, hours]) =>
      svg(
        'g',
        { 'aria-hidden': 'true' },
        svg('line', {
          class: name === 'D+2' ? 'mark strong' : 'mark',
          x1: x(hours),
          x2: x(hours),
          y1: M.top,
          y2: height - M.bottom,
        }),
        label(name, {
          x: x(hours),
          y: M.top - 8,
          class: name === 'D+2' ? 'tick strong' : 'tick',
          'text-anchor': 'middle',
        }),
      ),
    )
    const lines = series.map(({ points }, index) => {
      const whole = [{ hours: 0, share: 0, low: 0, high: 0 }, ...points]
      const end = { ...whole.at(-1), hours: lastHour }
      const drawn = [...whole, end]
      const band = area()
        .x((point) => x(point.hours))
        .y0((point) => y(Math.max(0, point.low ?? point.share)))
        .y1((point) => y(Math.min(y.domain()[1], point.high ?? point.share)))
        .curve(curveStepAfter)
      const curve = line()
        .x((point) => x(point.hours))
        .y((point) => y(point.share))
        .curve(curveStepAfter)
      return svg(
        'g',
        { class: `series s${index}` },
        svg('path', { class: 'band', d: band(drawn) }),
        svg('path', { class: 'line', d: curve(drawn) }),
      )
    })
    return {
      height,
      parts: [
        axisX(linear([0, lastHour / 24], [M.left, width - M.right]), {
          y0: M.top,
          y1: height - M.bottom,
          count: width < 500 ? 4 : 7,
          text: days,
        }),
        axisY(y, { x0: M.left, x1: width - M.right, text: percent }),
        marks,
        lines,
      ],
    }
  }
}

/** A point of several hours is drawn in the middle of them, as many as were in one of them. */
function perHour({ atMs, hours = 1, observed, expected }) {
  return {
    atMs: atMs + ((hours - 1) / 2) * 3_600_000,
    observed: observed / hours,
    expected: expected === null ? null : expected / hours,
  }
}

/** `points`: {hours: [{atMs, hours, observed, expected}], fromMs, toMs}: what happened against what the same hours bring otherwise. */
export function liveHours({ hours: points, fromMs, toMs }, { number, moment, live }) {
  const hours = points.map(perHour)
  return (width) => {
    const height = Math.max(220, Math.min(340, width * 0.4))
    const x = linear([hours[0]?.atMs ?? 0, hours.at(-1)?.atMs ?? 1], [M.left, width - M.right])
    const y = linear(
      [0, Math.max(1, ...hours.flatMap(({ observed, expected }) => [observed, expected ?? 0]))],
      [height - M.bottom, M.top],
    ).nice(4)
    const known = hours.filter(({ expected }) => expected !== null)
    const inside = known.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    const at = (hour) => x(hour.atMs)
    const gap = area()
      .x(at)
      .y0((hour) => y(hour.expected))
      .y1((hour) => y(Math.max(hour.expected, hour.observed)))
    const expected = line()
      .x(at)
      .y((hour) => y(hour.expected))
    const observed = line()
      .x(at)
      .y((hour) => y(hour.observed))
    const every = Math.ceil(hours.length / (width < 500 ? 2 : 6))
    return {
      height,
      parts: [
        axisY(y, { x0: M.left, x1: width - M.right, text: number }),
        svg('rect', {
          class: 'window',
          x: x(fromMs),
          y: M.top,
          width: Math.max(1, x(toMs) - x(fromMs)),
          height: height - M.top - M.bottom,
        }),
        label(live, { x: x(fromMs) + 4, y: M.top + 12, class: 'tick strong' }),
        svg('path', { class: 'gap', d: gap(inside) }),
        svg('path', { class: 'expected', d: expected(known) }),
        svg('path', { class: 'observed', d: observed(hours) }),
        hours
          .filter((_, index) => index % every === Math.floor(every / 2))
          .map((hour) =>
            label(moment(hour.atMs), { x: at(hour), y: height - 8, 'text-anchor': 'middle', class: 'tick' }),
          ),
      ],
    }
  }
}

/** A line by day without axes: its shape is all that it says; the numbers are in its label. Days without a number are gaps. */
export function sparkline(values, text) {
  const [width, height] = [160, 34]
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const x = linear([0, values.length - 1], [2, width - 2])
  const y = linear([0, Math.max(...known)], [height - 3, 3])
  const path = line()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value))
  return svg(
    'svg',
    { class: 'spark', role: 'img', 'aria-label': text, viewBox: `0 0 ${width} ${height}` },
    svg('line', { class: 'grid', x1: 0, x2: width, y1: height - 3, y2: height - 3 }),
    svg('path', { class: 'line', d: path(values) }),
  )
}

/** Bars from the widest to the narrowest, with a seam between what the platform says and what the site's own visits did. */
export function funnelBars(stages, { text, share }) {
  return (width) => {
    const line = 34
    const left = Math.min(190, width * 0.36)
    const height = stages.length * line + 14
    const parts = stages.map(({ name, by, count }, index) => {
      const before = stages[index - 1]
      const isSeam = before !== undefined && before.by !== by
      const first = stages.find((stage) => stage.by === by && stage.count !== null)
      const width0 = count === null || first === undefined || first.count === 0 ? 0 : count / first.count
      const x = linear([0, 1], [left, width - 96])
      const y = index * line + (by === 'site' ? 10 : 0)
      const rate =
        before?.by === by && before.count !== null && count !== null && before.count > 0
          ? ` · ${share(count / before.count)}`
          : ''
      return svg(
        'g',
        {},
        isSeam && svg('line', { class: 'seam', x1: 0, x2: width, y1: y - 1, y2: y - 1 }),
        label(name, { x: left - 10, y: y + 21, 'text-anchor': 'end', class: 'name' }),
        svg('rect', {
          class: by === 'site' ? 'our-bar' : 'claim-bar',
          x: left,
          y: y + 6,
          width: Math.max(1, x(width0) - left),
          height: 20,
          rx: 3,
        }),
        label(count === null ? '–' : `${text(count)}${rate}`, {
          x: Math.max(left, x(width0)) + 6,
          y: y + 21,
          class: 'our-value',
        }),
      )
    })
    return { height, parts }
  }
}
