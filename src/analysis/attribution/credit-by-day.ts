/**
 * Credits day by day: by the order's day every day closes with the back office; by the touch's day
 * the days younger than the window can still grow, and say so.
 */
import { dayAt, type Calendar } from '../calendar.ts'
import { NOT_JOINED } from '../columns.ts'
import { heldCells, HELD, SHOWN } from '../guards/cross.ts'
import { SMALL } from '../guards/threshold.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { CREDIT_LEVELS, SPECIAL } from './channel-tree.ts'
import { orderSpanOf, type CreditQuestion, type CreditReading } from './credit-reading.ts'
import { valueOf } from './credit-sums.ts'
import { closingLines, lineNames, nameCell, notesOf, SUPPRESSED, TOO_FEW } from './credit-table.ts'
import { countedOrders } from './eligible.ts'

const HOUR_MS = 3_600_000

/** Days by blocks: credits, value and distinct journeys, each with a last column and a last row of sums. */
interface DayGrid {
  readonly days: number
  readonly blocks: number
  readonly credits: Float64Array
  readonly value: Float64Array
  readonly journeys: Uint32Array
}

export type CreditByDay =
  | { readonly ok: true; readonly table: AnalysisTable }
  /** The model shares all paths at once, or there is too little to say anything at all. */
  | { readonly ok: false; readonly code: 'model_has_no_days' | 'too_few_to_say' | 'days_by_source_only' }

/** Which cells of days by blocks may be said, row by row; the last row and the last column are sums. */
export interface HeldGrid {
  readonly grid: DayGrid
  readonly held: Uint8Array
}

/**
 * Days are said of one level alone, that of sources. The days of the kinds of a source would add up to its own: what is held back in the
 * one table could be worked out from the other.
 */
export function heldGrid(question: CreditQuestion, reading: CreditReading, calendar: Calendar): HeldGrid {
  const grid = gridOf(question, reading, calendar)
  const counts = { rows: grid.days + 1, columns: grid.blocks + 1, journeys: grid.journeys, isLastRowPublic: true }
  // Of one day the sums are the cells, and another table says them.
  const held = grid.days > 1 ? heldCells(counts, SMALL) : new Uint8Array(counts.rows * counts.columns)
  return { grid, held }
}

export function creditByDay(question: CreditQuestion, reading: CreditReading, calendar: Calendar): CreditByDay {
  const { blocks, perOrder } = reading
  if (blocks === undefined) return { ok: false, code: 'too_few_to_say' }
  if (perOrder === undefined) return { ok: false, code: 'model_has_no_days' }
  if (question.by !== 'source') return { ok: false, code: 'days_by_source_only' }
  const { grid, held } = heldGrid(question, reading, calendar)
  const depth = CREDIT_LEVELS.indexOf(question.by) + 1
  const columns = grid.blocks + 1
  const isByOrder = question.frame.date_basis === 'order'
  const unfollowed = isByOrder ? unfollowedByDay(question, calendar) : []
  const rows = calendar.days.flatMap((day, row): readonly AnalysisRow[] => {
    const isOpen = !isByOrder && canGrow(question, calendar.startsMs[row + 1] ?? Infinity)
    const own = blocks.flatMap(({ keys, folded }, column): readonly AnalysisRow[] => {
      const cell = row * columns + column
      if ((grid.journeys[cell] ?? 0) === 0) return []
      const names = [{ value: day }, ...keys.map(nameCell)]
      return [
        { kind: folded ? 'folded' : 'row', cells: [...names, ...gridCells(grid, cell, held[cell] ?? SHOWN, isOpen)] },
      ]
    })
    const isDayHeld = held[row * columns + grid.blocks] !== SHOWN
    return [...own, ...(unfollowed[row] ?? []).map((line) => dayLine(day, depth, line, isDayHeld))]
  })
  return {
    ok: true,
    table: {
      id: 'credit_by_day',
      frame_id: reading.frame_id,
      currency: question.frame.value.currency,
      columns: [
        { key: 'day', kind: 'date' },
        ...CREDIT_LEVELS.slice(0, depth).map((key) => ({ key, kind: 'name' as const })),
        { key: 'credits', kind: 'credit' },
        { key: 'credited_value', kind: 'money' },
        { key: 'journeys', kind: 'count' },
      ],
      rows: isByOrder ? rows : [...rows, ...closing(reading, depth)],
      notes: notesOf(reading),
    },
  }
}

function gridOf(
  { journeys, orders, frame, span }: CreditQuestion,
  { blocks = [], perOrder }: CreditReading,
  calendar: Calendar,
): DayGrid {
  const [days, columns] = [calendar.days.length, blocks.length + 1]
  const size = (days + 1) * columns
  const grid = { credits: new Float64Array(size), value: new Float64Array(size), journeys: new Uint32Array(size) }
  const last = new Int32Array(size).fill(-1)
  const see = (journey: number, day: number, block: number) => {
    if (day < 0 || day >= days) return
    for (const cell of [day * columns + block, day * columns + columns - 1, days * columns + block, size - 1]) {
      if (last[cell] === journey) continue
      last[cell] = journey
      grid.journeys[cell] = (grid.journeys[cell] ?? 0) + 1
    }
  }
  const isByTouch = frame.date_basis === 'touch'
  const noTouch = blocks.length === 0 ? -1 : (perOrder?.blockOf.at(-1) ?? -1)
  const put = (day: number, block: number, credit: number, worth: number) => {
    if (day < 0 || day >= days) return
    for (const cell of [day * columns + block, day * columns + columns - 1, days * columns + block, size - 1]) {
      grid.credits[cell] = (grid.credits[cell] ?? 0) + credit
      grid.value[cell] = (grid.value[cell] ?? 0) + credit * worth
    }
  }
  const { eligible, weights, blockOf } = perOrder ?? NOTHING
  // Journey by journey, so that each is counted once a cell: first what it saw, then what its orders credit.
  const byJourney = Array.from(eligible.orders.keys()).toSorted(
    (one, other) => journeyAt(eligible.orders, one) - journeyAt(eligible.orders, other),
  )
  const lost = Array.from(eligible.noTouch).toSorted(
    (one, other) => (orders.journey[one] ?? 0) - (orders.journey[other] ?? 0),
  )
  function journeyAt(list: Uint32Array, index: number): number {
    return orders.journey[list[index] ?? 0] ?? 0
  }
  let [nextOrder, nextLost] = [0, 0]
  for (let journey = 0; journey < journeys.count; journey++) {
    const end = journeys.firstTouch[journey + 1] ?? 0
    for (let touch = journeys.firstTouch[journey] ?? 0; touch < end; touch++) {
      const block = blockOf[journeys.touchChannel[touch] ?? 0] ?? -1
      const atMs = journeys.touchAtMs[touch] ?? NaN
      if (block >= 0 && atMs < span.toMs) see(journey, dayAt(calendar, atMs), block)
    }
    for (; nextOrder < byJourney.length; nextOrder++) {
      const index = byJourney[nextOrder] ?? 0
      if (journeyAt(eligible.orders, index) !== journey) break
      const order = eligible.orders[index] ?? 0
      const orderDay = dayAt(calendar, orders.atMs[order] ?? NaN)
      const worth = valueOf(orders, order, frame)
      for (let place = eligible.first[index] ?? 0; place < (eligible.first[index + 1] ?? 0); place++) {
        const touch = eligible.touches[place] ?? 0
        const block = blockOf[journeys.touchChannel[touch] ?? 0] ?? -1
        if (block < 0 || (weights[place] ?? 0) === 0) continue
        const day = isByTouch ? dayAt(calendar, journeys.touchAtMs[touch] ?? NaN) : orderDay
        see(journey, day, block)
        put(day, block, weights[place] ?? 0, worth)
      }
    }
    for (; nextLost < lost.length && orders.journey[lost[nextLost] ?? 0] === journey; nextLost++) {
      const order = lost[nextLost] ?? 0
      const day = dayAt(calendar, orders.atMs[order] ?? NaN)
      if (noTouch < 0) continue
      see(journey, day, noTouch)
      put(day, noTouch, 1, valueOf(orders, order, frame))
    }
  }
  return { days, blocks: blocks.length, ...grid }
}

const NOTHING = {
  eligible: {
    orders: new Uint32Array(),
    first: new Uint32Array(1),
    touches: new Uint32Array(),
    noTouch: new Uint32Array(),
    noConsent: new Uint32Array(),
    notJoined: new Uint32Array(),
  },
  weights: new Float64Array(),
  blockOf: new Int32Array(),
}

function gridCells(
  { credits, value, journeys }: DayGrid,
  cell: number,
  held: number,
  isOpen: boolean,
): readonly AnalysisCell[] {
  if (held !== SHOWN) return Array.from({ length: 3 }, () => (held === HELD ? SUPPRESSED : TOO_FEW))
  const n = journeys[cell] ?? 0
  // A number that is there, and will be another one.
  const growing = isOpen ? ({ why: 'incomplete' } as const) : {}
  return [{ value: credits[cell] ?? 0, n, ...growing }, { value: value[cell] ?? 0, n, ...growing }, { value: n }]
}

/** Orders until the window after the day's end can still credit it. */
function canGrow({ frame }: CreditQuestion, dayEndMs: number): boolean {
  return dayEndMs + frame.window.hours * HOUR_MS > Date.parse(frame.as_of)
}

interface DayLine {
  readonly kind: 'declared' | 'unknown' | 'total'
  readonly key: string
  readonly orders: number
  readonly value: number
}

/** Of each day: what nobody can follow, and the back office's total. */
function unfollowedByDay({ orders, frame, span }: CreditQuestion, calendar: Calendar): readonly (readonly DayLine[])[] {
  const line = (kind: DayLine['kind'], key: string) => ({ kind, key, orders: 0, value: 0 })
  const days = calendar.days.map(() => ({
    declared: line('declared', SPECIAL.declared),
    noConsent: line('unknown', SPECIAL.noConsent),
    notJoined: line('unknown', SPECIAL.notJoined),
    total: line('total', SPECIAL.total),
  }))
  for (const order of countedOrders(orders, frame, orderSpanOf(frame, span))) {
    const day = days[dayAt(calendar, orders.atMs[order] ?? NaN)]
    if (day === undefined) continue
    const journey = orders.journey[order] ?? 0
    const isDeclared = (orders.declared[order] ?? -1) >= 0
    const own = journey >= 0 ? [] : [isDeclared ? day.declared : journey === NOT_JOINED ? day.notJoined : day.noConsent]
    for (const one of [...own, day.total]) {
      one.orders++
      one.value += valueOf(orders, order, frame)
    }
  }
  return days.map(({ declared, noConsent, notJoined, total }) => [
    declared,
    noConsent,
    ...(notJoined.orders > 0 ? [notJoined] : []),
    total,
  ])
}

/** Where what is measured of a day is held back, what is not measured is as well: the total less the one would be the other. */
function dayLine(day: string, depth: number, { kind, key, orders, value }: DayLine, isDayHeld: boolean): AnalysisRow {
  const isHeld = isDayHeld && kind !== 'total'
  return {
    kind,
    cells: [
      { value: day },
      ...lineNames(key, depth),
      isHeld ? SUPPRESSED : { value: orders, n: orders },
      isHeld ? SUPPRESSED : { value, n: orders },
      { value: null, why: 'does_not_apply' },
    ],
  }
}

function closing(reading: CreditReading, depth: number): readonly AnalysisRow[] {
  return closingLines(reading).map(({ kind, key, sum }) => ({
    kind,
    cells: [
      { value: '' },
      ...lineNames(key, depth),
      sum === undefined ? SUPPRESSED : { value: sum.orders, n: sum.orders },
      sum === undefined ? SUPPRESSED : { value: sum.value, n: sum.orders },
      { value: null, why: 'does_not_apply' },
    ],
  }))
}
