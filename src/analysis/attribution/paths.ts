/** Ways to an order and to nothing, source and kind by source and kind; ways with few journeys are put together. */
import { foldedBlocks, flatNode, type Block } from '../guards/fold.ts'
import { determinedBy } from '../guards/determined.ts'
import { SMALL } from '../guards/threshold.ts'
import type { AnalysisCell, AnalysisRow, AnalysisTable } from '../table.ts'
import { branchesAt, channelTree, SPECIAL } from './channel-tree.ts'
import { orderSpanOf, touchSpanOf, type CreditQuestion, type CreditReading, type OrderSum } from './credit-reading.ts'
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
  const blocks = safeBlocks(ways, all, rowsOfKinds(question))
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

/** So many paths more are put together, at most, before all of them are. */
const MOST_TRIES = 30

type Listed = readonly (readonly [string, GrowingWay])[]

/**
 * Credits by kind are sums over paths too (last: of all that end with the kind; first; equal split). Where they give a small path away,
 * the smallest of the shown that shares its first or its last step is folded as well, until they do not.
 */
function safeBlocks(ways: Listed, all: number, saidOf: ReadonlyMap<number, number>): readonly Block[] | undefined {
  const together = new Set<number>()
  for (let tries = 0; tries <= MOST_TRIES; tries++) {
    const blocks = foldedBlocks(flatNode(nodesOf(ways, together), all), 1, SMALL)
    const hidden = blocks?.find(({ folded }) => folded)?.members ?? []
    const stepsOf = (way: number) => ways[way]?.[1].steps ?? []
    const given = determinedBy(sumsOver(hidden.map(stepsOf), saidOf))
      .map((place) => hidden[place] ?? -1)
      .filter((way) => (ways[way]?.[1].journeys ?? SMALL) < SMALL)
    if (given.length === 0) return blocks
    const isHidden = new Set(hidden)
    for (const way of given) {
      const shares = (other: number) =>
        stepsOf(other)[0] === stepsOf(way)[0] || stepsOf(other).at(-1) === stepsOf(way).at(-1)
      // The list is sorted by size: its last is the smallest.
      const shown = [...ways.keys()].filter((other) => !isHidden.has(other) && !together.has(other))
      const next = shown.findLast(shares) ?? shown.at(-1)
      if (next !== undefined) together.add(next)
    }
  }
  return [{ keys: [], folded: true, members: [...ways.keys()] }]
}

/** Folded for another's sake, a path is treated as small, whatever it is. */
function nodesOf(ways: Listed, together: ReadonlySet<number>) {
  return ways.map(([key, { journeys, small }], way) => ({
    key,
    journeys: together.has(way) ? Math.min(journeys, SMALL - 1) : journeys,
    small: small.slice(0, SMALL - 1),
  }))
}

/** What the tables of credits say of these paths together: their coefficients. `saidOf`: a kind → the row in which it is said. */
function sumsOver(
  paths: readonly (readonly number[])[],
  saidOf: ReadonlyMap<number, number>,
): readonly (readonly number[])[] {
  if (paths.length === 0) return []
  const rows = new Set(saidOf.values())
  return [
    paths.map(() => 1),
    ...[...rows].flatMap((row) => {
      const isIn = (step: number | undefined) => step !== undefined && saidOf.get(step) === row
      return [
        paths.map((steps) => (isIn(steps[0]) ? 1 : 0)),
        paths.map((steps) => (isIn(steps.at(-1)) ? 1 : 0)),
        paths.map((steps) => {
          const kinds = [...new Set(steps)]
          return kinds.length === 0 ? 0 : kinds.filter(isIn).length / kinds.length
        }),
      ]
    }),
  ]
}

/** Kind → the row of the credits by kind that says it, alone or with others. */
function rowsOfKinds({ journeys, frame, span }: Omit<CreditQuestion, 'model' | 'by'>): ReadonlyMap<number, number> {
  const { branchOf } = branchesAt(journeys, KIND_DEPTH)
  const tree = channelTree(journeys, touchSpanOf(frame, span), { threshold: SMALL, withoutTouch: [] })
  const said = foldedBlocks(tree, KIND_DEPTH, SMALL) ?? []
  return new Map(said.flatMap(({ members }, row) => members.map((channel) => [branchOf[channel] ?? -1, row] as const)))
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

interface Steps {
  readonly key: string
  readonly steps: readonly number[]
}

interface GrowingWay {
  orders: number
  value: number
  firstTime: number
  toNothing: number
  journeys: number
  lastJourney: number
  readonly small: number[]
  /** Kinds by their numbers; of none where nothing led to the order. */
  readonly steps: readonly number[]
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
  const seen = ({ key, steps }: Steps, journey: number): GrowingWay => {
    const way = ways.get(key) ?? {
      orders: 0,
      value: 0,
      firstTime: 0,
      toNothing: 0,
      journeys: 0,
      lastJourney: -1,
      small: [],
      steps,
    }
    ways.set(key, way)
    if (way.lastJourney !== journey) {
      way.lastJourney = journey
      way.journeys++
      if (way.small.length < SMALL) way.small.push(journey)
    }
    return way
  }
  const keyOf = (touches: Uint32Array, from: number, to: number): Steps => {
    const steps: number[] = []
    for (let place = from; place < to; place++) {
      const step = branchOf[journeys.touchChannel[touches[place] ?? 0] ?? 0] ?? 0
      if (steps.at(-1) !== step) steps.push(step)
    }
    const shown = steps.slice(-MOST_STEPS).map((step) => names[step] ?? '')
    return { key: (steps.length > MOST_STEPS ? ['…', ...shown] : shown).join(PATH_STEP), steps }
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
    const way = seen({ key: SPECIAL.noTouch, steps: [] }, orders.journey[order] ?? 0)
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
