/** Ways to an order and to nothing, source and kind by source and kind; ways with few journeys are put together. */
import { foldedBlocks, flatNode, type Block } from '../guards/fold.ts'
import { SMALL } from '../guards/threshold.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { branchesAt, SPECIAL } from './channel-tree.ts'
import { orderSpanOf, type CreditQuestion, type CreditReading, type OrderSum } from './credit-reading.ts'
import { valueOf } from './credit-sums.ts'
import { closingLines, NOT_HERE, notesOf, SUPPRESSED, TOO_FEW } from './credit-table.ts'
import { eligibleTouches, pathsToNothing } from './eligible.ts'

const MOST_SHOWN = 100
/** A longer way is the same as its last so many steps: what came before is written `…`. */
const MOST_STEPS = 8
const KIND_DEPTH = 2
export const PATH_STEP = ' > '

interface Way extends OrderSum {
  /** Without an order. */
  readonly toNothing: number
  readonly journeys: number
}

export function pathsTable(question: Omit<CreditQuestion, 'model' | 'by'>, reading: CreditReading): AnalysisTable {
  const ways = [...waysOf(question)].toSorted(([, one], [, other]) => other.journeys - one.journeys)
  const all = ways.reduce((sum, [, { journeys }]) => sum + journeys, 0)
  const nodes = ways.map(([key, { journeys, small }]) => ({ key, journeys, small }))
  const blocks = foldedBlocks(flatNode(nodes, all), 1, SMALL)
  const sumOf = (block: Pick<Block, 'members'>) => wayOf(block.members.flatMap((member) => ways[member]?.[1] ?? []))
  const alone = (blocks ?? []).filter(({ folded }) => !folded)
  const rest = alone.slice(MOST_SHOWN)
  const rows = [
    ...alone.slice(0, MOST_SHOWN).map((block) => row('row', block.keys[0] ?? '', sumOf(block))),
    ...(rest.length > 0
      ? [row('folded', SPECIAL.rest, sumOf({ members: rest.flatMap(({ members }) => members) }))]
      : []),
    ...(blocks ?? []).filter(({ folded }) => folded).map((block) => row('folded', SPECIAL.small, sumOf(block))),
  ]
  const isHidden = blocks === undefined || reading.blocks === undefined
  const hidden: AnalysisRow = {
    kind: 'folded',
    cells: [{ value: SPECIAL.small }, ...Array.from({ length: 4 }, () => TOO_FEW)],
  }
  return {
    id: 'paths',
    frame_id: reading.frame_id,
    currency: question.frame.value.currency,
    columns: [
      { key: 'path', kind: 'name' },
      { key: 'orders', kind: 'count' },
      { key: 'value', kind: 'money' },
      { key: 'to_nothing', kind: 'count' },
      { key: 'journeys', kind: 'count' },
    ],
    rows: [...(isHidden ? [hidden] : rows), ...closing(reading, isHidden)],
    notes: notesOf(reading),
  }
}

function row(kind: 'row' | 'folded', key: string, way: Way): AnalysisRow {
  const n = way.journeys
  return {
    kind,
    cells: [
      { value: key },
      { value: way.orders, n },
      { value: way.value, n },
      { value: way.toNothing, n },
      { value: n },
    ],
  }
}

/** Orders that nothing led to are a line here; of the others each is on one way. */
function closing(reading: CreditReading, isHidden: boolean): readonly AnalysisRow[] {
  const said = (sum: OrderSum | undefined): readonly AnalysisCell[] =>
    sum === undefined
      ? [SUPPRESSED, SUPPRESSED]
      : [
          { value: sum.orders, n: sum.orders },
          { value: sum.value, n: sum.orders },
        ]
  return closingLines(reading)
    .filter(({ key }) => key !== SPECIAL.otherDays)
    .map(({ kind, key, sum }) => ({
      kind,
      cells: [{ value: key }, ...said(isHidden && kind !== 'total' ? undefined : sum), NOT_HERE, NOT_HERE],
    }))
}

/** A way that some journeys went twice has them once. */
function wayOf(ways: readonly Way[]): Way {
  const sumOf = (key: keyof Way) => ways.reduce((sum, way) => sum + way[key], 0)
  return {
    orders: sumOf('orders'),
    value: sumOf('value'),
    firstTime: sumOf('firstTime'),
    toNothing: sumOf('toNothing'),
    journeys: sumOf('journeys'),
  }
}

interface GrowingWay {
  orders: number
  value: number
  firstTime: number
  toNothing: number
  journeys: number
  lastJourney: number
  readonly small: number[]
}

function waysOf({
  journeys,
  orders,
  frame,
  span,
}: Omit<CreditQuestion, 'model' | 'by'>): ReadonlyMap<string, GrowingWay> {
  const { branchOf, keys } = branchesAt(journeys, KIND_DEPTH)
  const names = keys.map((way) => way.join('/'))
  const ways = new Map<string, GrowingWay>()
  const seen = (key: string, journey: number): GrowingWay => {
    const way = ways.get(key) ?? {
      orders: 0,
      value: 0,
      firstTime: 0,
      toNothing: 0,
      journeys: 0,
      lastJourney: -1,
      small: [],
    }
    ways.set(key, way)
    if (way.lastJourney !== journey) {
      way.lastJourney = journey
      way.journeys++
      if (way.small.length < SMALL) way.small.push(journey)
    }
    return way
  }
  const keyOf = (touches: Uint32Array, from: number, to: number): string => {
    const steps: number[] = []
    for (let place = from; place < to; place++) {
      const step = branchOf[journeys.touchChannel[touches[place] ?? 0] ?? 0] ?? 0
      if (steps.at(-1) !== step) steps.push(step)
    }
    const shown = steps.slice(-MOST_STEPS).map((step) => names[step] ?? '')
    return (steps.length > MOST_STEPS ? ['…', ...shown] : shown).join(PATH_STEP)
  }
  const eligible = eligibleTouches(journeys, orders, frame, orderSpanOf(frame, span))
  const byJourney = Array.from(eligible.orders, (order, index) => ({
    index,
    order,
    journey: orders.journey[order] ?? 0,
  }))
  for (const { index, order, journey } of byJourney.toSorted((one, other) => one.journey - other.journey)) {
    const way = seen(keyOf(eligible.touches, eligible.first[index] ?? 0, eligible.first[index + 1] ?? 0), journey)
    way.orders++
    way.value += valueOf(orders, order, frame)
  }
  for (const order of eligible.noTouch) {
    const way = seen(SPECIAL.noTouch, orders.journey[order] ?? 0)
    way.orders++
    way.value += valueOf(orders, order, frame)
  }
  const nothing = pathsToNothing(journeys, orders, frame, orderSpanOf(frame, span))
  for (let index = 0; index + 1 < nothing.first.length; index++) {
    const [from, to] = [nothing.first[index] ?? 0, nothing.first[index + 1] ?? 0]
    // A journey without an order has one way: its number need only differ from all others.
    seen(keyOf(nothing.touches, from, to), journeys.count + index).toNothing++
  }
  return ways
}
