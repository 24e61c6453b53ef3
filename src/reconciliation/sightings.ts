/**
 * What the platform counted, event by event: from its own list, or, where it tells only numbers, from what we delivered. Both by
 * its rule that an event and its copy with the same id are one.
 */
import { isSale, NO_ORDER, type Names } from './names.ts'
import type { OrderLine, PlatformRow } from './wire.ts'

/** TikTok's documented window; Meta's is the same. After it the same id counts again. */
const MERGED_FOR_MS = 48 * 3_600_000

/** One event that counted. */
export interface Sighting {
  readonly ms: number
  readonly at: string
  readonly event_id?: string
  /** Place of its order in the list, or NO_ORDER. */
  readonly order: number
  /** An order that it names, though the ledger has none of that name. */
  readonly named?: string
  /** Of ours: what we sent under this id. */
  readonly line?: OrderLine
  /** How many deliveries of ours had this id. */
  readonly ours: number
  readonly via?: string
  readonly page?: string
  readonly value?: number
  readonly currency?: string
}

export interface Sightings {
  readonly counted: readonly Sighting[]
  /** Copies that the platform's rule takes for one with an earlier event; each with its time. */
  readonly mergedAtMs: readonly number[]
}

export function sightingsOfRows(rows: readonly PlatformRow[], lines: readonly OrderLine[], names: Names): Sightings {
  const sent = sentById(lines)
  const seen: Sighting[] = []
  for (const row of rows) {
    if (row.kind !== 'event' || !isSale(row)) continue
    const own = row.event_id === undefined ? undefined : sent.get(row.event_id)
    seen.push(sightingOfRow(row, own, names))
  }
  return counted(seen)
}

export function sightingsOfLines(lines: readonly OrderLine[], names: Names): Sightings {
  const sent = sentById(lines)
  const seen = lines
    .filter((line) => line.outcome === 'delivered')
    .map((line) => sightingOfLine(line, sent.get(line.event_id)?.length ?? 1, names))
  return counted(seen)
}

type EventRow = Extract<PlatformRow, { kind: 'event' }>

function sightingOfRow(row: EventRow, own: readonly OrderLine[] | undefined, names: Names): Sighting {
  const line = own?.[0]
  const linked = line === undefined ? NO_ORDER : names.byLink(line.link)
  const order = linked === NO_ORDER && row.order_id !== undefined ? names.byName(row.order_id) : linked
  const page = row.page ?? line?.page
  const via = row.via ?? line?.via
  return {
    ms: Date.parse(row.at),
    at: row.at,
    order,
    ours: own?.length ?? 0,
    ...(row.event_id !== undefined && { event_id: row.event_id }),
    ...(order === NO_ORDER && row.order_id !== undefined && { named: row.order_id }),
    ...(line !== undefined && { line }),
    ...(via !== undefined && { via }),
    ...(page !== undefined && { page }),
    ...(row.value !== undefined && { value: row.value }),
    ...(row.currency !== undefined && { currency: row.currency }),
  }
}

function sightingOfLine(line: OrderLine, ours: number, names: Names): Sighting {
  const { event_id: eventId, at, via, page, value, currency } = line
  return {
    ms: Date.parse(at),
    at,
    event_id: eventId,
    order: names.byLink(line.link),
    line,
    ours,
    via,
    ...(page !== undefined && { page }),
    ...(value !== undefined && { value }),
    ...(currency !== undefined && { currency }),
  }
}

/** What was refused here never left: an event of the platform with that id is somebody else's. */
function sentById(lines: readonly OrderLine[]): Map<string, OrderLine[]> {
  const sent = new Map<string, OrderLine[]>()
  for (const line of lines) {
    if (line.outcome === 'refused') continue
    const same = sent.get(line.event_id)
    if (same === undefined) sent.set(line.event_id, [line])
    else same.push(line)
  }
  return sent
}

function counted(seen: Sighting[]): Sightings {
  seen.sort((one, other) => one.ms - other.ms)
  const lastCount = new Map<string, number>()
  const mergedAtMs: number[] = []
  const all: Sighting[] = []
  for (const sighting of seen) {
    const { event_id: id, ms } = sighting
    const last = id === undefined ? undefined : lastCount.get(id)
    if (last !== undefined && ms - last <= MERGED_FOR_MS) {
      mergedAtMs.push(ms)
      continue
    }
    if (id !== undefined) lastCount.set(id, ms)
    all.push(sighting)
  }
  return { counted: all, mergedAtMs }
}
