/** What is left of the revenue: only where every line of cost is known for every order; else the missing lines are named. */
import type { OrderColumns } from '../columns.ts'
import { valueOf } from '../attribution/credit-sums.ts'
import type { Frame } from '../attribution/frame.ts'

export const COST_LINES = ['goods', 'shipping', 'fees', 'other'] as const
export type CostLineName = (typeof COST_LINES)[number]
/** Without these a margin would be too good. A line of 0 is known as well. */
const NEEDED: readonly CostLineName[] = ['goods', 'shipping', 'fees']

/** From an instant on, until the next of the same line. */
export interface CostLine {
  readonly line: CostLineName
  readonly fromMs: number
  /** Of the order's value after refunds and without tax, 0 to 1. */
  readonly share?: number
  readonly perOrderMinor?: number
}

/** Of how many orders the margin is, and how many are left out of it because nobody said their tax. */
export interface MarginOrders {
  readonly orders: number
  readonly taxUnknown: number
}

export type Margin = MarginOrders &
  (
    | {
        readonly ok: true
        /** Without tax and after refunds. */
        readonly net: number
        /** Of the same orders, in the frame's value: what a return on spend is measured by. */
        readonly revenue: number
        /** Net less all lines, before spend. */
        readonly beforeSpend: number
      }
    /** No line is missing where there is no order whose net value is known. */
    | { readonly ok: false; readonly missing: readonly CostLineName[] }
  )

export function marginBeforeSpend(
  orders: OrderColumns,
  rows: ArrayLike<number>,
  frame: Frame,
  costs: readonly CostLine[],
): Margin {
  const lines = COST_LINES.map((line) => ({
    line,
    steps: costs.filter((cost) => cost.line === line).toSorted((one, other) => one.fromMs - other.fromMs),
  }))
  const missing = new Set<CostLineName>()
  const of = { orders: 0, taxUnknown: 0 }
  let [net, revenue, spent] = [0, 0, 0]
  for (let index = 0; index < rows.length; index++) {
    const order = rows[index] ?? 0
    const value = netOf(orders, order, frame)
    // Without a value in the frame's currency an order has no margin either, nor costs: the note on such orders counts it.
    if (value === 'no_value') continue
    if (value === 'tax_unknown') {
      of.taxUnknown++
      continue
    }
    of.orders++
    net += value
    revenue += valueOf(orders, order, frame)
    for (const { line, steps } of lines) {
      const step = steps.findLast(({ fromMs }) => fromMs <= (orders.atMs[order] ?? -Infinity))
      if (step === undefined) {
        if (NEEDED.includes(line)) missing.add(line)
        continue
      }
      spent += (step.share ?? 0) * value + (step.perOrderMinor ?? 0)
    }
  }
  const isUnknown = of.orders === 0 && of.taxUnknown > 0
  if (missing.size > 0 || isUnknown) return { ...of, ok: false, missing: NEEDED.filter((line) => missing.has(line)) }
  return { ...of, ok: true, net, revenue, beforeSpend: net - spent }
}

/** What was kept of it, without tax: what is given back takes its tax along. */
function netOf(orders: OrderColumns, order: number, frame: Frame): number | 'no_value' | 'tax_unknown' {
  const paid = orders.valueMinor[order] ?? NaN
  if (Number.isNaN(paid)) return 'no_value'
  const kept = valueOf(orders, order, frame)
  if (frame.value.basis === 'net') return kept
  const net = orders.netMinor?.[order] ?? NaN
  if (Number.isNaN(net)) return 'tax_unknown'
  return paid === 0 ? net : (kept * net) / paid
}
