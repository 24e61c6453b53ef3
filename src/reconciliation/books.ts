/**
 * What a reconciliation looks at, kept small: our own lines, the shop's orders and the platform's events as tables, page by page
 * as they are read. Lines come first: of an order's names only those are kept by which something was heard.
 */
import type { LedgerMoney } from '../event/ledger-order.ts'
import { isSale, NO_ORDER } from './names.ts'
import { whole } from './numbers.ts'
import {
  jsonColumn,
  numberColumn,
  partsColumn,
  tableOf,
  textColumn,
  timeColumn,
  wordColumn,
  type Column,
  type ColumnsOf,
  type Table,
} from './table.ts'
import { NO_TEXT, textTable, wordTable, type TextTable } from './text-table.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine, PlatformRow } from './wire.ts'

export interface Question {
  readonly settings: LedgerSettings
  readonly destination: string
  /** Days of the shop, both included. */
  readonly firstDay: string
  readonly lastDay: string
}

export interface ReconcileInput extends Question {
  /** What the shop lists for these days: each gets its reason. */
  readonly orders: readonly LedgerOrderView[]
  /** Orders of days around them: they explain events that arrived in these days, and are not listed. */
  readonly neighbours?: readonly LedgerOrderView[]
  /** Of all destinations. */
  readonly lines: readonly OrderLine[]
  /** Of this destination. */
  readonly platform: readonly PlatformRow[]
}

export type EventRow = Extract<PlatformRow, { kind: 'event' }>
export type FigureRow = Exclude<PlatformRow, EventRow>

export interface Books {
  readonly lines: LineBook
  readonly orders: OrderBook
  readonly events: EventBook
  /** The platform's figures of whole days. */
  readonly figures: FigureRow[]
  /** Names and ids of all three: the same text has the same number. */
  readonly texts: TextTable
}

/** Of sales, of this destination. */
export interface LineBook extends Table<OrderLine> {
  readonly linkAt: (line: number) => number
  readonly eventIdAt: (line: number) => number
  readonly occurredMsAt: (line: number) => number
  /** That another destination has a line under this link. */
  readonly noteElsewhere: (link: string) => void
  /** Links of them, with repeats. */
  readonly elsewhere: () => Iterable<number>
}

export interface OrderBook extends Table<LedgerOrderView> {
  readonly add: (order: LedgerOrderView, isListed: boolean) => void
  readonly isListed: (order: number) => boolean
  /** How many are listed. */
  readonly listed: () => number
  /** Those that are listed, then their neighbours. */
  readonly listedFirst: () => Int32Array
  readonly linksAt: (order: number) => Iterable<number>
  /** That of its id, or NO_TEXT. */
  readonly ownLinkAt: (order: number) => number
}

/** Of sales. */
export interface EventBook extends Table<EventRow> {
  readonly msAt: (row: number) => number
  readonly eventIdAt: (row: number) => number
}

export function emptyBooks(): Books {
  const texts = textTable()
  const words = wordTable()
  return {
    lines: lineBook(texts, words),
    orders: orderBook(texts, words),
    events: eventBook(texts, words),
    figures: [],
    texts,
  }
}

export function booksOf({ destination, orders, neighbours = [], lines, platform }: ReconcileInput): Books {
  const books = emptyBooks()
  for (const line of lines) enterLine(books, line, destination)
  for (const order of orders) books.orders.add(order, true)
  for (const order of neighbours) books.orders.add(order, false)
  for (const row of platform) enterRow(books, row)
  return books
}

/** Of another destination only its order matters. */
export function enterLine({ lines }: Books, line: OrderLine, destination: string): void {
  if (!isSale(line)) return
  if (line.destination === destination) lines.push(line)
  else lines.noteElsewhere(line.link)
}

export function enterRow({ events, figures }: Books, row: PlatformRow): void {
  if (row.kind !== 'event') figures.push(row)
  else if (isSale(row)) events.push(row)
}

function lineBook(texts: TextTable, words: TextTable): LineBook {
  const [link, eventId, occurredAt] = [textColumn(texts), textColumn(texts), timeColumn()]
  const columns: ColumnsOf<OrderLine> = {
    link,
    destination: wordColumn(words),
    event: wordColumn(words),
    event_id: eventId,
    occurred_at: occurredAt,
    outcome: wordColumn(words),
    code: wordColumn(words),
    at: timeColumn(),
    value: numberColumn(),
    currency: wordColumn(words),
    via: wordColumn(words),
    page: wordColumn(words),
  }
  const elsewhere = list()
  return {
    ...tableOf(columns),
    linkAt: link.numberAt,
    eventIdAt: eventId.numberAt,
    occurredMsAt: occurredAt.msAt,
    noteElsewhere: (name) => elsewhere.push(texts.keep(name)),
    elsewhere: () => elsewhere.from(0, elsewhere.length()),
  }
}

function orderBook(texts: TextTable, words: TextTable): OrderBook {
  const links = linksColumn(texts)
  const columns: ColumnsOf<LedgerOrderView> = {
    order_id: textColumn(texts),
    source: wordColumn(words),
    name: textColumn(texts),
    aliases: NOT_KEPT,
    at: timeColumn(),
    updated_at: timeColumn(),
    channel: wordColumn(words),
    test: jsonColumn(words),
    payment: wordColumn(words),
    cancelled_at: timeColumn(),
    excluded_by: wordColumn(words),
    money: moneyColumn(texts, words),
    other_money: moneyColumn(texts, words),
    current: jsonColumn(texts),
    refunds: jsonColumn(texts),
    merchant_total: textColumn(texts),
    region: NOT_KEPT,
    first_time: NOT_KEPT,
    code: NOT_KEPT,
    links,
    heard_at: timeColumn(),
    parked: wordColumn(words),
    refused_at_door: wordColumn(words),
  }
  const table = tableOf(columns)
  const [listed, neighbours] = [list(), list()]
  const flags = whole()
  return {
    ...table,
    add: (order, isListed) => {
      const place = table.push(order)
      if (isListed) flags.set(place, 1)
      if (isListed) listed.push(place)
      else neighbours.push(place)
    },
    isListed: (order) => flags.at(order) === 1,
    listed: listed.length,
    listedFirst: () => {
      const all = new Int32Array(table.length())
      let place = 0
      for (const order of listed.from(0, listed.length())) all[place++] = order
      for (const order of neighbours.from(0, neighbours.length())) all[place++] = order
      return all
    },
    linksAt: links.numbersAt,
    ownLinkAt: links.firstAt,
  }
}

/** Other names of an order are in its links already. */
const NOT_KEPT = { write: () => undefined, read: () => undefined }

/** Prices of a shop are a few thousand, whatever it sells of each. */
function moneyColumn(texts: TextTable, words: TextTable): Column<LedgerMoney> {
  const columns: ColumnsOf<LedgerMoney> = {
    total: textColumn(texts),
    currency: wordColumn(words),
    tax: textColumn(texts),
    shipping: wordColumn(words),
    shipping_tax: wordColumn(words),
    discount: textColumn(texts),
  }
  return partsColumn(columns, 'total')
}

/** The first, which is that of the id, and those that a line has; an order has several. */
function linksColumn(texts: TextTable) {
  const [begins, ends, numbers] = [whole(), whole(), list()]
  const numbersAt = (row: number) => numbers.from(begins.at(row), ends.at(row))
  const column: Column<readonly string[]> = {
    write: (row, [own, ...others]) => {
      begins.set(row, numbers.length())
      if (own !== undefined) numbers.push(texts.keep(own))
      for (const link of others) {
        const number = texts.find(link)
        if (number !== NO_TEXT) numbers.push(number)
      }
      ends.set(row, numbers.length())
    },
    read: (row) => Array.from(numbersAt(row), (number) => texts.at(number)),
  }
  const firstAt = (row: number) => (begins.at(row) < ends.at(row) ? numbers.at(begins.at(row)) : NO_TEXT)
  return { ...column, numbersAt, firstAt }
}

function eventBook(texts: TextTable, words: TextTable): EventBook {
  const [eventId, at] = [textColumn(texts), timeColumn()]
  const columns: ColumnsOf<EventRow> = {
    kind: wordColumn(words),
    event: wordColumn(words),
    event_id: eventId,
    order_id: textColumn(texts),
    at,
    value: numberColumn(),
    currency: wordColumn(words),
    via: wordColumn(words),
    page: wordColumn(words),
  }
  return { ...tableOf(columns), msAt: at.msAt, eventIdAt: eventId.numberAt }
}

/** Whole numbers one after the other. */
function list() {
  const numbers = whole()
  let length = 0
  return {
    push: (value: number): void => numbers.set(length++, value),
    at: numbers.at,
    length: () => length,
    *from(begin: number, end: number): Generator<number> {
      for (let place = begin; place < end; place++) yield numbers.at(place)
    },
  }
}

/** Numbers of places by a first one each: those of one order in the order in which they were added. */
export function chains(owners: number, places: number) {
  const first = new Int32Array(owners).fill(NO_ORDER)
  const last = new Int32Array(owners).fill(NO_ORDER)
  const next = new Int32Array(places).fill(NO_ORDER)
  return {
    add: (owner: number, place: number): void => {
      const before = last[owner] ?? NO_ORDER
      if (before === NO_ORDER) first[owner] = place
      else next[before] = place
      last[owner] = place
    },
    of: (owner: number): number[] => {
      const found: number[] = []
      for (let place = first[owner] ?? NO_ORDER; place !== NO_ORDER; place = next[place] ?? NO_ORDER) found.push(place)
      return found
    },
  }
}
