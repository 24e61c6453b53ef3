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

/** Of its names that of its id and those by which something was heard; of its times the one of the sale. The row is used up: copies would cost as much again. */
export function slimOrder(row: LedgerOrderView, heard: ReadonlySet<string>): LedgerOrderView {
  const order: { -readonly [Name in keyof LedgerOrderView]: LedgerOrderView[Name] } = row
  if (order.heard_at !== undefined) order.heard_at = HEARD
  if (order.updated_at !== undefined) order.updated_at = HEARD
  if (order.aliases !== undefined) order.aliases = NONE
  order.links = order.links.filter((link, index) => index === 0 || heard.has(link))
  return order
}

/** That it was heard is asked, not when. */
const HEARD = 'heard'
const NONE: readonly string[] = []
