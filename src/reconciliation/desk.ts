/** All that the steps of a reconciliation look at. Orders, lines and sightings are their places in their books. */
import { booksOf, chains, type Books, type FigureRow, type Question, type ReconcileInput } from './books.ts'
import { dayAfter, shopClock } from './days.ts'
import { isSale, NO_ORDER, namesOf, type Names } from './names.ts'
import type { Frame } from './order-reason.ts'
import { sightingsOfLines, sightingsOfRows, type Sightings } from './sightings.ts'
import type { OrderLine } from './wire.ts'

/** What a reconciliation is worked out of: rows, or the books that they were entered in while they were read. */
export interface ReadInput extends Question {
  readonly books: Books
}

/** What the platform tells: each event, only numbers, or nothing yet. */
export type Tells = 'events' | 'counts' | 'nothing'

export interface Desk extends Frame {
  readonly question: Question
  readonly books: Books
  readonly listedFirst: Int32Array
  /** Of this destination. */
  readonly linesOf: (order: number) => readonly OrderLine[]
  /** Whether another destination has a line of it. */
  readonly isElsewhere: (order: number) => boolean
  /** Whether it shares a name with an order that has lines: a basket that the shop has parted. */
  readonly isPartOfTold: (order: number) => boolean
  readonly tells: Tells
  readonly sightings: Sightings
}

export function laidOut(input: ReconcileInput | ReadInput): Desk {
  const { settings, destination, firstDay, lastDay } = input
  const books = 'books' in input ? input.books : booksOf(input)
  const question = { settings, destination, firstDay, lastDay }
  const clock = shopClock(settings.time_zone)
  const listedFirst = books.orders.listedFirst()
  const names = namesOf(books, listedFirst)
  const [startMs, endMs] = [clock.startOf(firstDay), clock.startOf(dayAfter(lastDay))]
  const linesOf = linesByOrder(books, names)
  const tells = whatItTells(books, question, startMs, endMs)
  return {
    question,
    settings,
    startMs,
    endMs,
    books,
    listedFirst,
    linesOf,
    isPartOfTold: (order) =>
      [...books.orders.linksAt(order)].some((link) => {
        const other = names.byLink(link)
        return other !== NO_ORDER && other !== order && linesOf(other).length > 0
      }),
    isElsewhere: heardElsewhere(books, names),
    tells,
    sightings: tells === 'events' ? sightingsOfRows(books, names) : sightingsOfLines(books, names),
  }
}

function linesByOrder({ lines, orders }: Books, names: Names): Desk['linesOf'] {
  const byOrder = chains(orders.length(), lines.length())
  for (let line = 0; line < lines.length(); line++) {
    const order = names.byLink(lines.linkAt(line))
    if (order !== NO_ORDER) byOrder.add(order, line)
  }
  return (order) => byOrder.of(order).map((line) => lines.at(line))
}

function heardElsewhere({ lines, orders }: Books, names: Names): Desk['isElsewhere'] {
  const flags = new Uint8Array(orders.length())
  for (const link of lines.elsewhere()) flags[names.byLink(link)] = 1
  return (order) => flags[order] === 1
}

/** Of other days its figures say nothing of these. */
function whatItTells({ events, figures }: Books, question: Question, startMs: number, endMs: number): Tells {
  for (let row = 0; row < events.length(); row++) {
    const ms = events.msAt(row)
    if (ms >= startMs && ms < endMs) return 'events'
  }
  return figures.some((row) => row.kind === 'received' && isSale(row) && isWithin(row, question)) ? 'counts' : 'nothing'
}

export function isWithin({ day }: FigureRow, { firstDay, lastDay }: Question): boolean {
  return day >= firstDay && day <= lastDay
}
