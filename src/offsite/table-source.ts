/** What a table is made from: read when first asked for, and kept while nothing has changed, for a page asks for several at once. */
import { orderSpanOf, touchSpanOf } from '../analysis/attribution/credit-reading.ts'
import { mediaRows, type MediaRead } from '../analysis/business/media-rows.ts'
import type { OrderColumns } from '../analysis/columns.ts'
import type { Sql } from '../outbox/tables.ts'
import type { ShopClock } from '../reconciliation/days.ts'
import type { KeptTest } from './asks.ts'
import type { ImportBook } from './import-book.ts'
import type { NameBook } from './name-book.ts'
import { readJourneys, readOrders, type Reading } from './record-columns.ts'
import type { MediaDay } from './rows.ts'
import type { Asked } from './table-frame.ts'

export interface RecordBooks {
  readonly sql: Sql
  readonly names: NameBook
  readonly imports: ImportBook
  readonly tests: () => readonly KeptTest[]
  readonly clock: ShopClock
}

/** The journeys that were read last: whoever knows of a change forgets them. */
export class ReadingCache {
  #key = ''
  #reading: Reading | undefined

  forget(): void {
    this.#reading = undefined
  }

  of({ sql, names }: RecordBooks, fromMs: number, toMs: number): Reading {
    const key = `${fromMs} ${toMs}`
    if (this.#reading === undefined || this.#key !== key) {
      // Not both at once in memory.
      this.#reading = undefined
      this.#reading = readJourneys(sql, names, fromMs, toMs)
      this.#key = key
    }
    return this.#reading
  }
}

export class TableSource {
  readonly asked: Asked
  readonly books: RecordBooks
  readonly #cache: ReadingCache
  #orders: (OrderColumns & { readonly region: readonly string[] }) | undefined
  #media: MediaRead | undefined

  constructor(asked: Asked, books: RecordBooks, cache: ReadingCache) {
    this.asked = asked
    this.books = books
    this.#cache = cache
  }

  /** All that were there within the window before the span, until its last order. */
  reading(): Reading {
    const { frame, span } = this.asked
    const { fromMs } = touchSpanOf(frame, span)
    return this.#cache.of(this.books, fromMs, this.#lastOrderMs())
  }

  /** Orders that may have credit in the span. */
  orders(): OrderColumns & { readonly region: readonly string[] } {
    const { span, asOfMs } = this.asked
    const ask = { fromMs: span.fromMs, toMs: this.#lastOrderMs(), asOfMs }
    return (this.#orders ??= readOrders(this.books.sql, this.reading().sold, ask))
  }

  /** Orders of other days, whose journeys nobody asks for. */
  ordersBetween(fromMs: number, toMs: number): OrderColumns {
    return readOrders(this.books.sql, new Map(), { fromMs, toMs, asOfMs: this.asked.asOfMs })
  }

  mediaDays(): readonly MediaDay[] {
    const { from, to } = this.asked.question
    return this.books.imports.rows('media', from, to)
  }

  media(): MediaRead {
    return (this.#media ??= mediaRows(this.mediaDays(), this.asked.frame.value.currency))
  }

  #lastOrderMs(): number {
    const { frame, span } = this.asked
    return orderSpanOf(frame, span).toMs
  }
}
