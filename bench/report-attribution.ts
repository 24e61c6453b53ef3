/** The Business page's part of the report. */
import type { AttributionCost } from './attribution.ts'
import { mib, table, verdict, whole } from './format.ts'

const LIMIT_MS = 1_000
const LARGE = 1_000_000
/** Four times as much may take four times as long, and what the machine's caches no longer hold. */
const LINEAR = 1.25

export function attributionPart(costs: readonly AttributionCost[]): string[] {
  const [smallest] = costs
  const perTouch = ({ touches, businessMs }: AttributionCost) => (businessMs * 1_000) / touches
  const rows = costs.map((cost) => {
    const { touches, orders, businessMs, creativeMs, chainMs, peakBytes } = cost
    const growth = smallest === undefined ? 1 : perTouch(cost) / perTouch(smallest)
    return [
      whole(touches),
      whole(orders),
      `${whole(businessMs)} ms`,
      `${whole(creativeMs)} ms`,
      `${whole(chainMs)} ms`,
      mib(peakBytes),
      touches === LARGE
        ? verdict('page ≤ 1 s', businessMs <= LIMIT_MS)
        : verdict(`≤ ${LINEAR} × as much per touch`, growth <= LINEAR),
    ]
  })
  return [
    '## The Business page',
    'Ninety days of a shop with 605 channels, in a Node process of its own, from columns in memory: eligible touches, credits, guards, spend and claims of 54,000 days of ads, intervals, and the three tables of the page by campaign (position model). Beside it: credits by creative (linear), and by source from the exact chain, which reads every path. Cold: the first of each in its process; the median of three.',
    table(['touches', 'orders', 'page', 'by creative', 'chain', 'peak MiB', 'target'], rows),
  ]
}
