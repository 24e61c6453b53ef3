/** What the Business page and its credits cost: processes of their own, so that the memory of one size is not that of another. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { median } from './median.ts'
import { progress } from './progress.ts'

export interface AttributionCost {
  readonly touches: number
  readonly orders: number
  /** Credits, guards, intervals and the three tables of the page. */
  readonly businessMs: number
  /** Credits by creative, linear. */
  readonly creativeMs: number
  /** Credits by source from an exact chain of all paths. */
  readonly chainMs: number
  /** The most that the whole process had in memory, its input included. */
  readonly peakBytes: number
}

const SIZES = [
  { touches: 1_000_000, orders: 50_000 },
  { touches: 4_000_000, orders: 200_000 },
]
const TIMES = 3

export async function measureAttribution(): Promise<readonly AttributionCost[]> {
  const costs: AttributionCost[] = []
  for (const { touches, orders } of SIZES) {
    progress(`attribution: ${touches} touches, ${orders} orders`)
    const runs: AttributionCost[] = []
    for (let time = 0; time < TIMES; time++) runs.push(await measureOne(touches, orders))
    const of = (key: 'businessMs' | 'creativeMs' | 'chainMs') => median(runs.map((run) => run[key]))
    costs.push({
      touches,
      orders,
      businessMs: of('businessMs'),
      creativeMs: of('creativeMs'),
      chainMs: of('chainMs'),
      peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
    })
  }
  return costs
}

async function measureOne(touches: number, orders: number): Promise<AttributionCost> {
  const child = fork(join(import.meta.dirname, 'attribution-run.ts'), [String(touches), String(orders)])
  const [[message], [code]] = (await Promise.all([once(child, 'message'), once(child, 'exit')])) as [
    [AttributionCost],
    [number | null],
  ]
  if (code !== 0) throw new Error(`the Business page ended with ${String(code)}`)
  return message
}
