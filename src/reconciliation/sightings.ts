/**
 * What the platform counted, event by event: from its own list, or, where it tells only numbers, from what we delivered. Both by
 * its rule that an event and its copy with the same id are one.
 */
import type { Books, EventRow } from './books.ts'
import { NO_ORDER, type Names } from './names.ts'
import { NO_TEXT } from './text-table.ts'
import type { OrderLine } from './wire.ts'

/** TikTok's documented window; Meta's is the same. After it the same id counts again. */
const MERGED_FOR_MS = 48 * 3_600_000

/** One event that counted. */
export interface Sighting {
  readonly ms: number
  /** Place of its order in the list, or NO_ORDER. */
  readonly order: number
  /** Of ours: what we sent under this id. */
  readonly line: OrderLine | undefined
  /** As the platform tells it; absent where it tells only numbers. */
  readonly row: EventRow | undefined
  /** How many deliveries of ours had this id. */
  readonly ours: number
}

export interface Sightings {
  /** All places are below this. */
  readonly places: number
  /** Places of those that counted, the earliest first. */
  readonly counted: Int32Array
  /** Put together when it is asked for: there are many of them. */
  readonly at: (place: number) => Sighting
  readonly orderAt: (place: number) => number
  readonly msAt: (place: number) => number
  /** Copies that the platform's rule takes for one with an earlier event; each with its time. */
  readonly mergedAtMs: readonly number[]
}

export function eventIdOf({ row, line }: Sighting): string | undefined {
  return row === undefined ? line?.event_id : row.event_id
}

/** What is known of it from either side: the platform's word first, but for who told us, and for the page, which we have without names in it. */
export function factsOf({ row, line }: Sighting) {
  const [page, via] = [line?.page ?? row?.page, line?.via ?? row?.via]
  const [at, value, currency] =
    row === undefined ? [line?.occurred_at, line?.value, line?.currency] : [row.at, row.value, row.currency]
  return { at, via, page, value, currency }
}

export function sightingsOfRows(books: Books, names: Names): Sightings {
  const { events, lines } = books
  const sent = sentById(books)
  const lineAt = (row: number): number => sent.lineOf(events.eventIdAt(row))
  const orders = new Int32Array(events.length())
  for (let row = 0; row < orders.length; row++) {
    const line = lineAt(row)
    const linked = line === NO_LINE ? NO_ORDER : names.byLink(lines.linkAt(line))
    const written = linked === NO_ORDER ? events.at(row).order_id : undefined
    orders[row] = written === undefined ? linked : names.byName(written)
  }
  const orderAt = (row: number) => orders[row] ?? NO_ORDER
  const { msAt, eventIdAt } = events
  const at = (row: number): Sighting => {
    const line = lineAt(row)
    return {
      ms: msAt(row),
      order: orderAt(row),
      line: line === NO_LINE ? undefined : lines.at(line),
      row: events.at(row),
      ours: sent.timesOf(eventIdAt(row)),
    }
  }
  const seen = Int32Array.from(orders, (_, row) => row)
  return { at, orderAt, msAt, places: orders.length, ...counted(seen, msAt, eventIdAt, books.texts.size()) }
}

export function sightingsOfLines(books: Books, names: Names): Sightings {
  const { lines } = books
  const sent = sentById(books)
  const orderAt = (line: number): number => names.byLink(lines.linkAt(line))
  // Platforms count an event on the day that it happened, not on the day that they got it.
  const { occurredMsAt: msAt, eventIdAt } = lines
  const at = (line: number): Sighting => ({
    ms: msAt(line),
    order: orderAt(line),
    line: lines.at(line),
    row: undefined,
    ours: sent.timesOf(eventIdAt(line)),
  })
  const all = new Int32Array(lines.length())
  let delivered = 0
  for (let line = 0; line < all.length; line++) if (lines.at(line).outcome === 'delivered') all[delivered++] = line
  const seen = all.subarray(0, delivered)
  return { at, orderAt, msAt, places: all.length, ...counted(seen, msAt, eventIdAt, books.texts.size()) }
}

interface Sent {
  /** By the number of an event's id: what was sent first under it, or NO_LINE. */
  readonly lineOf: (id: number) => number
  readonly timesOf: (id: number) => number
}

const NO_LINE = -1

/** What was refused here never left: an event of the platform with that id is somebody else's. */
function sentById({ lines, texts }: Books): Sent {
  const first = new Int32Array(texts.size()).fill(NO_LINE)
  const times = new Int32Array(texts.size())
  for (let line = 0; line < lines.length(); line++) {
    if (lines.at(line).outcome === 'refused') continue
    const id = lines.eventIdAt(line)
    if (first[id] === NO_LINE) first[id] = line
    times[id] = 1 + (times[id] ?? 0)
  }
  return { lineOf: (id) => first[id] ?? NO_LINE, timesOf: (id) => times[id] ?? 0 }
}

/** `places` are used up: in the end the earliest of what counted comes first. */
function counted(
  places: Int32Array,
  msAt: (place: number) => number,
  eventIdAt: (place: number) => number,
  ids: number,
): Pick<Sightings, 'counted' | 'mergedAtMs'> {
  places.sort((one, other) => msAt(one) - msAt(other) || one - other)
  const lastCount = new Float64Array(ids).fill(-Infinity)
  const mergedAtMs: number[] = []
  let kept = 0
  for (const place of places) {
    const [id, ms] = [eventIdAt(place), msAt(place)]
    const isMerged = id !== NO_TEXT && ms - (lastCount[id] ?? -Infinity) <= MERGED_FOR_MS
    if (isMerged) mergedAtMs.push(ms)
    else places[kept++] = place
    if (!isMerged && id !== NO_TEXT) lastCount[id] = ms
  }
  return { counted: places.subarray(0, kept), mergedAtMs }
}
