/** The Business page over HTTP, out of the off-site record. */
import type { BusinessCost } from './business.ts'
import { mib, table, verdict, whole } from './format.ts'

const LIMIT_MS = 1_000
const LARGE = 1_000_000
const LINEAR = 1.25

export function businessPart(costs: readonly BusinessCost[]): string[] {
  const [smallest] = costs
  const perTouch = ({ touches, coldMs }: BusinessCost) => coldMs / touches
  const rows = costs.map((cost) => {
    const growth = smallest === undefined ? 1 : perTouch(cost) / perTouch(smallest)
    return [
      whole(cost.touches),
      whole(cost.journeys),
      whole(cost.orders),
      mib(cost.bytes),
      `${whole(cost.coldMs)} ms`,
      `${whole(cost.coldCpuMs)} ms`,
      `${whole(cost.warmMs)} ms`,
      cost.touches === LARGE
        ? verdict('page ≤ 1 s', cost.coldMs <= LIMIT_MS)
        : verdict(`≤ ${LINEAR} × as much per touch`, growth <= LINEAR),
    ]
  })
  return [
    '## The Business page, out of the record',
    'The three tables of the page, one after the other over HTTP, of the whole gateway on workerd: ninety days, 605 channels, position model. Cold: the gateway has just started, and reads every journey out of SQLite; processor: what its process had of it meanwhile. Again: nothing has changed since. Medians of three.',
    table(['touches', 'journeys', 'orders', 'file, MiB', 'cold', 'processor', 'again', 'target'], rows),
  ]
}
