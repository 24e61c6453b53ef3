/**
 * What the platform counted, event by event: from its own list, or, where it tells only numbers, from what we delivered. Both by
 * its rule that an event and its copy with the same id are one.
 */
import { isSale, NO_ORDER, type Names } from './names.ts'
import type { OrderLine, PlatformRow } from './wire.ts'

/** TikTok's documented window; Meta's is the same. After it the same id counts again. */
const MERGED_FOR_MS = 48 * 3_600_000

/** One event that counted. Many of them: what can be read from its row or line is not written down again. */
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
  readonly counted: readonly Sighting[]
  /** Copies that the platform's rule takes for one with an earlier event; each with its time. */
  readonly mergedAtMs: readonly number[]
}

export type EventRow = Extract<PlatformRow, { kind: 'event' }>

export function eventIdOf({ row, line }: Sighting): string | undefined {
  return row === undefined ? line?.event_id : row.event_id
}

/** What is known of it from either side: the platform's word first, but for who told us, and for the page, which we have without names in it. */
export function factsOf({ row, line }: Sighting) {
  const [page, via] = [line?.page ?? row?.page, line?.via ?? row?.via]
  const [at, value, currency] =
    row === undefined ? [line?.occurred_at, line?.value, line?.currency] : [row.at, row.value, row.currency]
  return {
    ...(at !== undefined && { at }),
    ...(via !== undefined && { via }),
    ...(page !== undefined && { page }),
    ...(value !== undefined && { value }),
    ...(currency !== undefined && { currency }),
  }
}

export function sightingsOfRows(rows: readonly PlatformRow[], lines: readonly OrderLine[], names: Names): Sightings {
  return counted(seenInRows(rows, lines, names))
}

function seenInRows(rows: readonly PlatformRow[], lines: readonly OrderLine[], names: Names): Sighting[] {
  const sent = sentById(lines)
  const seen: Sighting[] = []
  for (const row of rows) {
    if (row.kind !== 'event' || !isSale(row)) continue
    const { line, ours = 0 } = (row.event_id === undefined ? undefined : sent.of(row.event_id)) ?? {}
    const linked = line === undefined ? NO_ORDER : names.byLink(line.link)
    const order = linked === NO_ORDER && row.order_id !== undefined ? names.byName(row.order_id) : linked
    seen.push({ ms: Date.parse(row.at), order, line, row, ours })
  }
  return seen
}

export function sightingsOfLines(lines: readonly OrderLine[], names: Names): Sightings {
  const sent = sentById(lines)
  const seen: Sighting[] = []
  for (const line of lines) {
    if (line.outcome !== 'delivered') continue
    const { ours } = sent.of(line.event_id) ?? { ours: 1 }
    // Platforms count an event on the day that it happened, not on the day that they got it.
    seen.push({ ms: Date.parse(line.occurred_at), order: names.byLink(line.link), line, row: undefined, ours })
  }
  return counted(seen)
}

interface Sent {
  readonly of: (id: string) => { readonly line: OrderLine; readonly ours: number } | undefined
}

/** What was refused here never left: an event of the platform with that id is somebody else's. */
function sentById(lines: readonly OrderLine[]): Sent {
  const first = new Map<string, OrderLine>()
  const more = new Map<string, number>()
  for (const line of lines) {
    if (line.outcome === 'refused') continue
    if (first.has(line.event_id)) more.set(line.event_id, 1 + (more.get(line.event_id) ?? 1))
    else first.set(line.event_id, line)
  }
  return {
    of: (id) => {
      const line = first.get(id)
      return line === undefined ? undefined : { line, ours: more.get(id) ?? 1 }
    },
  }
}

function counted(seen: Sighting[]): Sightings {
  seen.sort((one, other) => one.ms - other.ms)
  const lastCount = new Map<string, number>()
  const mergedAtMs: number[] = []
  const all = seen.filter((sighting) => {
    const id = eventIdOf(sighting)
    if (id === undefined) return true
    const last = lastCount.get(id)
    const isMerged = last !== undefined && sighting.ms - last <= MERGED_FOR_MS
    if (isMerged) mergedAtMs.push(sighting.ms)
    else lastCount.set(id, sighting.ms)
    return !isMerged
  })
  return { counted: all, mergedAtMs }
}
