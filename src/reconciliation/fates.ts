/** What became of each order, and which of the platform's events is its own. */
import { chains } from './books.ts'
import type { Desk } from './desk.ts'
import { NO_ORDER } from './names.ts'
import { whole } from './numbers.ts'
import { fateOf, ownReason, reasonOf, type Fate } from './order-reason.ts'
import type { Reason } from './reasons.ts'
import type { Sighting } from './sightings.ts'
import { wordColumn } from './table.ts'
import { NO_TEXT, wordTable } from './text-table.ts'
import type { OrderLine } from './wire.ts'

export const NO_SIGHTING = -1

/** By an order's place. */
export interface Fates {
  readonly reasonOf: (order: number) => Fate['reason'] | undefined
  readonly codeOf: (order: number) => string | undefined
  /** The line that says so. */
  readonly lineOf: (order: number) => OrderLine | undefined
  /** The place of the event that is an order's own, or NO_SIGHTING. */
  readonly ownOf: (order: number) => number
}

export function fatesOf(desk: Desk): Fates {
  const { books, sightings } = desk
  const { length } = desk.listedFirst
  const seenOf = sightingsByOrder(desk)
  const words = wordTable()
  const [reasons, codes] = [wordColumn<Fate['reason']>(words), wordColumn(words)]
  const [lines, own] = [whole(), new Int32Array(length).fill(NO_SIGHTING)]
  for (let order = 0; order < length; order++) {
    const places = seenOf(order)
    const seen = places.map((place) => sightings.at(place))
    const { reason, code, line } = ownReason(books.orders.at(order), desk) ?? onTheWay(desk, order, seen)
    reasons.write(order, reason)
    if (code !== undefined) codes.write(order, code)
    if (line !== undefined) lines.set(order, books.lines.placeOf(line))
    // Of an order of other days, too, one event is its own: it is that day's.
    if (reason === 'delivered' || (reason === 'outside_period' && wasDelivered(desk, order)))
      own[order] =
        places[
          Math.max(
            0,
            seen.findIndex(({ ours }) => ours > 0),
          )
        ] ?? NO_SIGHTING
  }
  return {
    reasonOf: reasons.read,
    codeOf: codes.read,
    lineOf: (order) => {
      const line = lines.at(order)
      return line === NO_TEXT ? undefined : books.lines.at(line)
    },
    ownOf: (order) => own[order] ?? NO_SIGHTING,
  }
}

function sightingsByOrder({ sightings, listedFirst }: Desk): (order: number) => readonly number[] {
  const byOrder = chains(listedFirst.length, sightings.places)
  for (const place of sightings.counted) {
    const order = sightings.orderAt(place)
    if (order !== NO_ORDER) byOrder.add(order, place)
  }
  return byOrder.of
}

function wasDelivered({ linesOf }: Desk, order: number): boolean {
  return linesOf(order).some(({ outcome }) => outcome === 'delivered')
}

/** Sent, and without an end that is sure: the platform's own list knows. */
const UNSURE: ReadonlySet<Reason> = new Set(['waiting', 'outcome_unknown', 'undeliverable', 'expired'])

function onTheWay(desk: Desk, order: number, seen: readonly Sighting[]): Fate {
  const { settings, destination } = desk.question
  const purchase = settings.destinations.find(({ id }) => id === destination)?.purchase ?? false
  const fate = fateOf(desk.books.orders.at(order), desk.linesOf(order), desk.isElsewhere(order), purchase)
  if (fate.reason === 'not_received') return unheard(desk, order, fate)
  if (!UNSURE.has(fate.reason)) return fate
  const taken = seen.find(({ line }) => line !== undefined && UNSURE.has(reasonOf(line)))
  return taken?.line === undefined ? fate : { reason: 'delivered', line: taken.line }
}

/** The shop has told of it, and it was no sale of its own: the page had told the whole basket under the name that its parts share. */
function unheard(desk: Desk, order: number, fate: Fate): Fate {
  const isTold = desk.books.orders.at(order).heard_at !== undefined
  return isTold && desk.isPartOfTold(order) ? { ...fate, code: 'part_of_basket' } : fate
}
