/** What reconciling costs: processes of their own, so that the memory of one size is not that of another. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { median } from './median.ts'
import { progress } from './progress.ts'

export interface ReconcileCost {
  readonly orders: number
  readonly ms: number
  /** The most that the whole process had in memory, its input included. */
  readonly peakBytes: number
}

const SIZES = [1_000, 10_000, 100_000]
const TIMES = 3

export async function measureReconcile(): Promise<readonly ReconcileCost[]> {
  const costs: ReconcileCost[] = []
  for (const orders of SIZES) {
    progress(`reconcile: ${orders} orders`)
    const runs: ReconcileCost[] = []
    for (let time = 0; time < TIMES; time++) runs.push(await measureOne(orders))
    costs.push({
      orders,
      ms: median(runs.map(({ ms }) => ms)),
      peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
    })
  }
  return costs
}

async function measureOne(orders: number): Promise<ReconcileCost> {
  const child = fork(join(import.meta.dirname, 'reconcile-run.ts'), [String(orders)])
  const [[message]] = (await Promise.all([once(child, 'message'), ended(child)])) as [[ReconcileCost], unknown]
  return message
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`reconciling ended with ${String(code)}`)
}
