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
  /** Of the order's value after refunds, 0 to 1. */
  readonly share?: number
  readonly perOrderMinor?: number
}

export type Margin =
  /** Before spend: revenue less refunds less all lines. */
  | { readonly ok: true; readonly revenue: number; readonly costs: number; readonly beforeSpend: number }
  | { readonly ok: false; readonly missing: readonly CostLineName[] }

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
  let [revenue, spent] = [0, 0]
  for (let index = 0; index < rows.length; index++) {
    const order = rows[index] ?? 0
    const value = valueOf(orders, order, frame)
    revenue += value
    for (const { line, steps } of lines) {
      const step = steps.findLast(({ fromMs }) => fromMs <= (orders.atMs[order] ?? -Infinity))
      if (step === undefined) {
        if (NEEDED.includes(line)) missing.add(line)
        continue
      }
      spent += (step.share ?? 0) * value + (step.perOrderMinor ?? 0)
    }
  }
  if (missing.size > 0) return { ok: false, missing: NEEDED.filter((line) => missing.has(line)) }
  return { ok: true, revenue, costs: spent, beforeSpend: revenue - spent }
}
