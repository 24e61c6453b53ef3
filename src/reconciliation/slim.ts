/** Of a hundred thousand orders only what is looked at is kept in memory. */
import { isSale } from './names.ts'
import type { LedgerOrderView, OrderLine } from './wire.ts'

/** Undefined where it is of no sale. Of another destination only its order matters. */
export function slimLine(line: OrderLine, destination: string): OrderLine | undefined {
  if (!isSale(line)) return undefined
  if (line.destination === destination) return line
  return { ...ELSEWHERE, link: line.link, destination: line.destination, event: line.event }
}

const ELSEWHERE = { event_id: '', occurred_at: '', outcome: 'elsewhere', at: '', via: '' } as const

/** Of its names those by which something was heard. */
export function slimOrder(order: LedgerOrderView, heard: ReadonlySet<string>): LedgerOrderView {
  const { aliases: _aliases, updated_at: _updatedAt, merchant_total: _merchant, ...kept } = order
  return { ...kept, links: order.links.filter((link) => heard.has(link)) }
}
