/** Of a hundred thousand orders only what is looked at is kept in memory. */
import { isSale } from './names.ts'
import type { ImportedRow } from './platform-rows.ts'
import type { LedgerOrderView, OrderLine } from './wire.ts'

/** One text for all that say the same: read from JSON each would have its own. */
export class Texts {
  readonly #known = new Map<string, string>()

  one(text: string): string {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    this.#known.set(text, text)
    return text
  }

  /** Only where somebody else said it before. */
  shared(text: string): string {
    return this.#known.get(text) ?? text
  }
}

/** Undefined where it is of no sale. Of another destination only its order matters. The row is used up: copies would cost as much again. */
export function slimLine(row: OrderLine, destination: string, texts: Texts): OrderLine | undefined {
  if (!isSale(row)) return undefined
  const link = texts.one(row.link)
  if (row.destination !== destination) return { ...ELSEWHERE, link, destination: row.destination, event: row.event }
  const line: Writable<OrderLine> = row
  line.link = link
  line.event_id = texts.one(line.event_id)
  if (line.page !== undefined) line.page = texts.one(line.page)
  return line
}

type Writable<Row> = { -readonly [Name in keyof Row]: Row[Name] }

const ELSEWHERE = { event_id: '', occurred_at: '', outcome: 'elsewhere', at: '', via: '' } as const

/** Of its names those by which something was heard; of its times the one of the sale. */
export function slimOrder(row: LedgerOrderView, heard: ReadonlySet<string>, texts: Texts): LedgerOrderView {
  const order: Writable<LedgerOrderView> = row
  if (order.heard_at !== undefined) order.heard_at = HEARD
  if (order.updated_at !== undefined) order.updated_at = HEARD
  if (order.aliases !== undefined) order.aliases = NONE
  // What filter gives has room for many more: a slice has none.
  order.links = order.links
    .filter((link) => heard.has(link))
    .slice()
    .map((link) => texts.shared(link))
  return order
}

/** It names mostly events that are known. */
export function slimRow(row: ImportedRow, texts: Texts): ImportedRow {
  if (row.kind !== 'event') return row
  const event: Writable<typeof row> = row
  if (event.event_id !== undefined) event.event_id = texts.shared(event.event_id)
  if (event.file !== undefined) event.file = texts.one(event.file)
  if (event.imported_at !== undefined) event.imported_at = texts.one(event.imported_at)
  return event
}

/** That it was heard is asked, not when. */
const HEARD = 'heard'
const NONE: readonly string[] = []
