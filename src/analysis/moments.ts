/** Orders become steps of their journeys, and one kind of step becomes the moments that end a duration. */
import type { JourneyColumns, OrderColumns } from './columns.ts'
import type { MomentColumns } from './delay/time-to-conversion.ts'
import { STEPS, type Step, type StepColumns } from './steps.ts'

/** Steps with the orders that `counts` (the frame's statuses) lets in, each at its time in its journey. */
export function withPurchases(
  journeys: JourneyColumns,
  steps: StepColumns,
  orders: OrderColumns,
  counts: (order: number) => boolean,
): StepColumns {
  const bought = purchases(journeys.count, orders, counts)
  const total = steps.step.length + bought.atMs.length
  const firstStep = new Uint32Array(journeys.count + 1)
  const stepAtMs = new Float64Array(total)
  const step = new Uint8Array(total)
  let row = 0
  const put = (atMs: number, kind: number): void => {
    stepAtMs[row] = atMs
    step[row] = kind
    row++
  }
  for (let journey = 0; journey < journeys.count; journey++) {
    let order = bought.first[journey] as number
    const lastOrder = bought.first[journey + 1] as number
    const lastStep = steps.firstStep[journey + 1] as number
    for (let old = steps.firstStep[journey] as number; old < lastStep; old++) {
      const atMs = steps.stepAtMs[old] as number
      while (order < lastOrder && (bought.atMs[order] as number) < atMs) put(bought.atMs[order++] as number, PURCHASE)
      put(atMs, steps.step[old] as number)
    }
    while (order < lastOrder) put(bought.atMs[order++] as number, PURCHASE)
    firstStep[journey + 1] = row
  }
  return { firstStep, stepAtMs, step }
}

const PURCHASE = STEPS.indexOf('purchase')

/** Orders of followed journeys, sorted by time in each. */
export function purchases(
  journeyCount: number,
  orders: OrderColumns,
  counts: (order: number) => boolean,
): MomentColumns {
  const first = new Uint32Array(journeyCount + 1)
  const isIn = (order: number): boolean =>
    (orders.journey[order] as number) >= 0 && (orders.journey[order] as number) < journeyCount && counts(order)
  for (let order = 0; order < orders.count; order++)
    if (isIn(order)) addTo(first, (orders.journey[order] as number) + 1)
  for (let journey = 0; journey < journeyCount; journey++) addTo(first, journey + 1, first[journey])
  const next = first.slice()
  const atMs = new Float64Array(first[journeyCount] as number)
  for (let order = 0; order < orders.count; order++) {
    if (!isIn(order)) continue
    const journey = orders.journey[order] as number
    atMs[next[journey] as number] = orders.atMs[order] as number
    addTo(next, journey)
  }
  for (let journey = 0; journey < journeyCount; journey++) atMs.subarray(first[journey], first[journey + 1]).sort()
  return { first, atMs }
}

export function momentsOf(journeyCount: number, steps: StepColumns, kind: Step): MomentColumns {
  const wanted = STEPS.indexOf(kind)
  const first = new Uint32Array(journeyCount + 1)
  const atMs: number[] = []
  for (let journey = 0; journey < journeyCount; journey++) {
    const last = steps.firstStep[journey + 1] as number
    for (let row = steps.firstStep[journey] as number; row < last; row++)
      if (steps.step[row] === wanted) atMs.push(steps.stepAtMs[row] as number)
    first[journey + 1] = atMs.length
  }
  return { first, atMs: Float64Array.from(atMs) }
}

function addTo(counts: Uint32Array, index: number, amount = 1): void {
  counts[index] = (counts[index] as number) + amount
}
