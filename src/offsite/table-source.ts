/** What a table is made from: read when first asked for, and kept while nothing has changed, for a page asks for several at once. */
import { orderSpanOf, touchSpanOf } from '../analysis/attribution/credit-reading.ts'
import { mediaRows, type MediaRead } from '../analysis/business/media-rows.ts'
import type { Span } from '../analysis/attribution/eligible.ts'
import type { OrderColumns } from '../analysis/columns.ts'
import type { Sql } from '../outbox/tables.ts'
import type { ShopClock } from '../reconciliation/days.ts'
import type { KeptTest } from './asks.ts'
import type { HourBook } from './hour-book.ts'
import type { ImportBook } from './import-book.ts'
import type { NameBook } from './name-book.ts'
import { readOrders } from './order-columns.ts'
import { readJourneys, type Reading } from './record-columns.ts'
import type { MediaDay } from './rows.ts'
import type { Asked } from './table-frame.ts'

export interface RecordBooks {
  readonly sql: Sql
  readonly names: NameBook
  readonly imports: ImportBook
  readonly hours: HourBook
  /** Of the oldest order that is kept. */
  readonly firstOrderMs: () => number | undefined
  readonly tests: () => readonly KeptTest[]
  readonly clock: ShopClock
  readonly now: () => number
}

/** As long as nothing is forgotten, what was known a minute ago may be asked for again as it was. */
const KEPT_MS = 60_000

/**
 * What was read and worked out last. A page asks for several tables at once: for a minute they stand under one moment, and so under one
 * frame, also where visits have come meanwhile, as they do all the time. Orders and imports are looked at anew as soon as they are there.
 */
export class ReadingCache {
  #key = ''
  #atMs = 0
  #changed = false
  #moved = false
  #reading: Reading | undefined
  readonly #made = new Map<string, unknown>()

  /** Something was taken out: it must not be in any table from now on. */
  forget(): void {
    this.#reading = undefined
    this.#made.clear()
  }

  /** Visits have come: they wait for the next moment. */
  come(): void {
    this.#changed = true
  }

  /** Orders or imports have changed: the next table speaks of now. */
  change(): void {
    this.#changed = true
    this.#moved = true
  }

  /** Of which moment a table speaks: the one named, else the last while it holds, else now. */
  asOfMs(named: number | undefined, nowMs: number): number {
    const isLast = this.#reading !== undefined && !this.#moved && nowMs - this.#atMs < KEPT_MS
    return Math.min(named ?? (isLast ? this.#atMs : nowMs), nowMs)
  }

  of({ sql, names }: RecordBooks, { fromMs, toMs }: Span, asOfMs: number, nowMs: number): Reading {
    const key = `${fromMs} ${toMs}`
    const holds = !this.#changed || (asOfMs <= this.#atMs && nowMs - this.#atMs < KEPT_MS)
    if (this.#reading === undefined || this.#key !== key || !holds) {
      // Not both at once in memory.
      this.forget()
      this.#reading = readJourneys(sql, names, fromMs, toMs)
      this.#key = key
      this.#atMs = asOfMs
      this.#changed = false
      this.#moved = false
    }
    return this.#reading
  }

  /** The same under the same frame is worked out once. `name`: of all that it depends on beside the reading. */
  made<Made>(name: string, make: () => Made): Made {
    const known = this.#made.get(name)
    if (known !== undefined) return known as Made
    if (this.#made.size >= MOST_MADE) this.#made.clear()
    const made = make()
    this.#made.set(name, made)
    return made
  }
}

/** Each holds numbers for every order. */
const MOST_MADE = 6

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
    const { asOfMs } = this.asked
    return this.#cache.of(this.books, { fromMs, toMs: this.#lastOrderMs() }, asOfMs, this.books.now())
  }

  /** Worked out once for all tables of a page. */
  once<Made>(what: string, make: () => Made): Made {
    const { question, frameId, model, by } = this.asked
    this.reading()
    return this.#cache.made([what, frameId, question.from, question.to, model, by].join(' '), make)
  }

  /** Orders that may have credit in the span. */
  orders(): OrderColumns & { readonly region: readonly string[] } {
    const { span, asOfMs } = this.asked
    const ask = { fromMs: span.fromMs, toMs: this.#lastOrderMs(), asOfMs }
    const { sold } = this.reading()
    const name = `orders ${ask.fromMs} ${ask.toMs} ${asOfMs}`
    return (this.#orders ??= this.#cache.made(name, () => readOrders(this.books.sql, sold, ask)))
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
