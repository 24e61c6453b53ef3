/** The reconciliation's part of the report. */
import { mib, table, verdict, whole } from './format.ts'
import type { ReconcileCost } from './reconcile.ts'

const LIMIT_MS = 10_000
const LIMIT_BYTES = 256 * 1024 * 1024
const LARGE = 100_000
/** Cost per order may grow by so much over two powers of ten: what starting costs is in the small one. */
const LINEAR = 1.5

export function reconcilePart(costs: readonly ReconcileCost[]): string[] {
  const [smallest] = costs
  const perOrder = ({ orders, ms }: ReconcileCost) => (ms * 1_000) / orders
  const rows = costs.map((cost) => {
    const { orders, ms, peakBytes } = cost
    const isLarge = orders === LARGE
    const growth = smallest === undefined ? 1 : perOrder(cost) / perOrder(smallest)
    const targets = [
      verdict('< 10 s', ms < LIMIT_MS),
      verdict('< 256 MiB', peakBytes < LIMIT_BYTES),
      verdict(`≤ ${LINEAR} × as much per order as of 1,000`, growth <= LINEAR),
    ]
    return [
      whole(orders),
      `${(ms / 1_000).toFixed(2)} s`,
      perOrder(cost).toFixed(0),
      mib(peakBytes),
      isLarge ? targets.join('; ') : '',
    ]
  })
  return [
    '## Reconciliation',
    "A month of orders at one destination, in a Node process of its own: the ledger's pages read from JSON, every order and every event of the platform given its reason, the CSV written. Of ten orders seven are delivered and counted twice, one is refused, one sold in the store, one never arrived. Time is the median of three runs without the making of the pages, which is the gateway's work and here the benchmark's own; memory is the most that the whole process had (`VmHWM`), with it.",
    table(['orders', 'time', 'µs per order', 'peak MiB', 'target'], rows),
  ]
}
