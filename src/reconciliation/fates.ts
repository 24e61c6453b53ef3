/** What became of each order, and which of the platform's events is its own. */
import { chains } from './books.ts'
import type { Desk } from './desk.ts'
import { NO_ORDER } from './names.ts'
import { fateOf, ownReason, reasonOf, type Fate } from './order-reason.ts'
import type { Reason } from './reasons.ts'
import type { Sighting } from './sightings.ts'
import type { LedgerOrderView } from './wire.ts'

export const NO_SIGHTING = -1

export interface Fates {
  readonly of: (order: number) => Fate | undefined
  /** The place of the event that is an order's own, or NO_SIGHTING. */
  readonly ownOf: (order: number) => number
}

export function fatesOf(desk: Desk): Fates {
  const { books, sightings } = desk
  const { length } = desk.listedFirst
  const byOrder = chains(length, sightings.places)
  for (const place of sightings.counted) {
    const order = sightings.orderAt(place)
    if (order !== NO_ORDER) byOrder.add(order, place)
  }
  const own = new Int32Array(length).fill(NO_SIGHTING)
  const fates: Fate[] = []
  for (let index = 0; index < length; index++) {
    const order = books.orders.at(index)
    const places = byOrder.of(index)
    const seen = places.map((place) => sightings.at(place))
    const fate = ownReason(order, desk) ?? onTheWay(desk, order, index, seen)
    fates.push(fate)
    // Of an order of other days, too, one event is its own: it is that day's.
    const hasOwn = fate.reason === 'delivered' || (fate.reason === 'outside_period' && wasDelivered(desk, index))
    const first = hasOwn ? Math.max(0, seen.findIndex(({ ours }) => ours > 0)) : NO_SIGHTING
    own[index] = places[first] ?? NO_SIGHTING
  }
  return { of: (order) => fates[order], ownOf: (order) => own[order] ?? NO_SIGHTING }
}

function wasDelivered({ linesOf }: Desk, index: number): boolean {
  return linesOf(index).some(({ outcome }) => outcome === 'delivered')
}

/** Sent, and without an end that is sure: the platform's own list knows. */
const UNSURE: ReadonlySet<Reason> = new Set(['waiting', 'outcome_unknown', 'undeliverable', 'expired'])

function onTheWay(desk: Desk, order: LedgerOrderView, index: number, seen: readonly Sighting[]): Fate {
  const { settings, destination } = desk.question
  const purchase = settings.destinations.find(({ id }) => id === destination)?.purchase ?? false
  const fate = fateOf(order, desk.linesOf(index), desk.isElsewhere(index), purchase)
  if (!UNSURE.has(fate.reason)) return fate
  const taken = seen.find(({ line }) => line !== undefined && UNSURE.has(reasonOf(line)))
  return taken?.line === undefined ? fate : { reason: 'delivered', line: taken.line }
}
