/** How many of all orders can be followed, and what a credit is made of: orders by day, never one order alone. */
import { dayAt, type Calendar } from '../calendar.ts'
import { SHOWN } from '../guards/cross.ts'
import { flatNode, foldedBlocks } from '../guards/fold.ts'
import { SMALL } from '../guards/threshold.ts'
import type { AnalysisRow, AnalysisTable } from '../table.ts'
import { heldGrid } from './credit-by-day.ts'
import { CREDIT_LEVELS, SPECIAL, type CreditLevel } from './channel-tree.ts'
import type { CreditQuestion, CreditReading, OrderSum } from './credit-reading.ts'
import { valueOf } from './credit-sums.ts'
import { closingLines, notesOf, SUPPRESSED, TOO_FEW } from './credit-table.ts'

export function coverageTable(reading: CreditReading): AnalysisTable {
  const { lines, blocks, frame } = reading
  const isAlone = (is: 'direct' | 'no_touch') => blocks?.some((block) => block.is === is) === true
  const less = (sum: OrderSum, other: OrderSum): OrderSum => ({
    orders: sum.orders - other.orders,
    value: sum.value - other.value,
    firstTime: sum.firstTime - other.firstTime,
  })
  const apart = [
    ...(isAlone('direct') ? [[SPECIAL.direct, lines.direct] as const] : []),
    ...(isAlone('no_touch') ? [[SPECIAL.noTouch, lines.noTouch] as const] : []),
  ]
  const led = apart.reduce((sum, [, one]) => less(sum, one), lines.followed)
  const line = (kind: AnalysisRow['kind'], key: string, sum: OrderSum | undefined): AnalysisRow => ({
    kind,
    cells: [
      { value: key },
      ...(sum === undefined
        ? [SUPPRESSED, SUPPRESSED, SUPPRESSED]
        : [
            { value: sum.orders, n: sum.orders },
            lines.total.orders > 0
              ? { value: sum.orders / lines.total.orders, n: lines.total.orders }
              : { value: null, why: 'does_not_apply' as const },
            { value: sum.value, n: sum.orders },
          ]),
    ],
  })
  const followed: readonly AnalysisRow[] =
    blocks === undefined
      ? [{ kind: 'folded', cells: [{ value: SPECIAL.followed }, TOO_FEW, TOO_FEW, TOO_FEW] }]
      : [line('row', SPECIAL.followed, led), ...apart.map(([key, sum]) => line('row', key, sum))]
  const closing = closingLines(reading).filter(({ key }) => key !== SPECIAL.otherDays)
  return {
    id: 'coverage',
    frame_id: reading.frame_id,
    currency: frame.value.currency,
    columns: [
      { key: 'line', kind: 'name' },
      { key: 'orders', kind: 'count' },
      { key: 'order_share', kind: 'share' },
      { key: 'value', kind: 'money' },
    ],
    rows: [...followed, ...closing.map(({ kind, key, sum }) => line(kind, key, sum))],
    notes: notesOf(reading),
  }
}

/** `source=tiktok&kind=live`, as the cells of the credit tables say it. */
export type OrderFilter = Readonly<Partial<Record<CreditLevel, string>>> & { readonly fate?: 'no_touch' }

/**
 * What is behind a credit: its orders, of a source day by day. A day of fewer than ten journeys stands with others, and so does one whose
 * credit is held back in the table of days; below sources all days stand together (credit-by-day.ts says why).
 */
export function ordersTable(
  question: CreditQuestion,
  reading: CreditReading,
  calendar: Calendar,
  filter: OrderFilter,
): AnalysisTable {
  const wanted = wantedBlock(reading, filter)
  const days = wanted === undefined ? undefined : daysOf(question, reading, calendar, wanted)
  const isShown = shownDays(question, reading, calendar, wanted)
  const nodes = (days ?? []).map(({ journeys }, day) => ({
    key: calendar.days[day] ?? '',
    journeys: isShown(day) ? journeys.size : Math.min(journeys.size, SMALL - 1),
    small: [...journeys].slice(0, SMALL - 1),
  }))
  const all = new Set((days ?? []).flatMap(({ journeys }) => [...journeys]))
  const kept = nodes.flatMap((node, day) => (node.journeys > 0 ? [{ node, day }] : []))
  const root = flatNode(
    kept.map(({ node }) => node),
    all.size,
  )
  const rows = (foldedBlocks(root, 1, SMALL) ?? []).map(({ keys, folded, members }): AnalysisRow => {
    const own = members.flatMap((member) => days?.[kept[member]?.day ?? -1] ?? [])
    const sumOf = (key: 'credits' | 'value' | 'orders') => own.reduce((sum, day) => sum + day[key], 0)
    const n = new Set(own.flatMap(({ journeys }) => [...journeys])).size
    return {
      kind: folded ? 'folded' : 'row',
      cells: [
        { value: folded ? SPECIAL.small : (keys[0] ?? '') },
        { value: sumOf('orders'), n },
        { value: sumOf('credits'), n },
        { value: sumOf('value'), n },
      ],
    }
  })
  const isAsked = Object.keys(filter).length > 0
  const tooFew: AnalysisRow = { kind: 'folded', cells: [{ value: SPECIAL.small }, TOO_FEW, TOO_FEW, TOO_FEW] }
  return {
    id: 'orders',
    frame_id: reading.frame_id,
    currency: question.frame.value.currency,
    columns: [
      { key: 'day', kind: 'date' },
      { key: 'orders', kind: 'count' },
      { key: 'credits', kind: 'credit' },
      { key: 'credited_value', kind: 'money' },
    ],
    rows: isAsked && rows.length === 0 ? [tooFew] : rows,
    notes: [...(isAsked ? [] : [{ code: 'orders_need_filter' }]), ...notesOf(reading)],
  }
}

interface OrderDay {
  orders: number
  credits: number
  value: number
  readonly journeys: Set<number>
}

/** A filter that is no block of its own says nothing: what it asks for is folded, or does not exist. */
function wantedBlock({ placeOf, blocks = [], by }: CreditReading, filter: OrderFilter): number | undefined {
  const levels = CREDIT_LEVELS.slice(0, CREDIT_LEVELS.indexOf(by) + 1)
  const wanted =
    filter.fate === 'no_touch'
      ? blocks.findIndex(({ is }) => is === 'no_touch')
      : (placeOf.get(levels.map((level) => filter[level] ?? SPECIAL.none).join('\n')) ?? -1)
  return wanted < 0 || blocks[wanted]?.folded === true ? undefined : wanted
}

function shownDays(
  question: CreditQuestion,
  reading: CreditReading,
  calendar: Calendar,
  wanted: number | undefined,
): (day: number) => boolean {
  if (wanted === undefined || question.by !== 'source' || reading.perOrder === undefined) return () => false
  const { grid, held } = heldGrid(question, reading, calendar)
  return (day) => held[day * (grid.blocks + 1) + wanted] === SHOWN
}

function daysOf(
  { orders, journeys, frame }: CreditQuestion,
  { perOrder, blocks = [] }: CreditReading,
  calendar: Calendar,
  wanted: number,
): readonly OrderDay[] | undefined {
  if (perOrder === undefined) return undefined
  const { eligible, weights, blockOf } = perOrder
  const days = calendar.days.map((): OrderDay => ({ orders: 0, credits: 0, value: 0, journeys: new Set() }))
  const put = (order: number, credit: number) => {
    const day = days[dayAt(calendar, orders.atMs[order] ?? NaN)]
    if (day === undefined) return
    day.orders++
    day.credits += credit
    day.value += credit * valueOf(orders, order, frame)
    day.journeys.add(orders.journey[order] ?? -1)
  }
  if (blocks[wanted]?.is === 'no_touch') {
    for (const order of eligible.noTouch) put(order, 1)
    return days
  }
  for (const [index, order] of eligible.orders.entries()) {
    let credit = 0
    for (let place = eligible.first[index] ?? 0; place < (eligible.first[index + 1] ?? 0); place++) {
      if (blockOf[journeys.touchChannel[eligible.touches[place] ?? 0] ?? 0] === wanted) credit += weights[place] ?? 0
    }
    if (credit > 0) put(order, credit)
  }
  return days
}
