/**
 * How events are laid into parcels, and parcels into batches. Pure.
 * A parcel is what one commit holds for one destination: the bodies (one JSON text a line) and a sheet that says,
 * line by line, whose delivery it is. A batch is as many parcels as one request to the platform takes.
 */
import type { Delivery, Verdict } from '../pipeline/judge.ts'
import type { AcceptCall, Entry } from './types.ts'

/** Field-name sets are the same for most events of a parcel: they are written once and pointed at. */
export interface Sheet {
  readonly site: string
  readonly digest: string
  readonly sets: readonly string[]
  readonly list: readonly Entry[]
}

export interface Parcel {
  readonly destination: string
  readonly acceptedAtMs: number
  readonly events: number
  readonly bodies: string
  readonly sheet: string
  readonly persons: string
}

/** SQLite rows are limited to 2 MB on Cloudflare; a parcel keeps well below, and below any platform's request. */
const PARCEL_MAX_BYTES = 512 * 1024
const PARCEL_MAX_EVENTS = 500

interface Draft {
  bytes: number
  readonly bodies: string[]
  readonly sets: Map<string, number>
  readonly list: Entry[]
  readonly persons: (readonly string[])[]
}

/** `isNew(i, destination)`: false where this destination has had the event already. */
export function parcelsOf(call: AcceptCall, isNew: (index: number, destination: string) => boolean): Parcel[] {
  const drafts = new Map<string, Draft>()
  const done: Parcel[] = []
  call.events.forEach((event, index) => {
    for (const delivery of event.deliveries) {
      if (!isNew(index, delivery.destination)) continue
      const draft = draftFor(drafts, delivery.destination)
      addTo(draft, event, delivery)
      if (draft.bytes < PARCEL_MAX_BYTES && draft.list.length < PARCEL_MAX_EVENTS) continue
      done.push(seal(call, delivery.destination, draft))
      drafts.delete(delivery.destination)
    }
  })
  for (const [destination, draft] of drafts) done.push(seal(call, destination, draft))
  return done
}

function draftFor(drafts: Map<string, Draft>, destination: string): Draft {
  const known = drafts.get(destination)
  if (known !== undefined) return known
  const draft: Draft = { bytes: 0, bodies: [], sets: new Map(), list: [], persons: [] }
  drafts.set(destination, draft)
  return draft
}

function addTo(draft: Draft, event: Verdict, delivery: Delivery): void {
  const known = draft.sets.get(delivery.fields)
  const set = known ?? draft.sets.size
  if (known === undefined) draft.sets.set(delivery.fields, set)
  draft.bytes += delivery.body.length
  draft.bodies.push(delivery.body)
  draft.list.push({ id: event.eventId, ev: event.name, t: event.occurredAtMs, lv: delivery.level, f: set })
  draft.persons.push(event.personKeys)
}

function seal(call: AcceptCall, destination: string, draft: Draft): Parcel {
  const sheet: Sheet = { site: call.site, digest: call.digest, sets: [...draft.sets.keys()], list: draft.list }
  return {
    destination,
    acceptedAtMs: call.receivedAtMs,
    events: draft.list.length,
    bodies: draft.bodies.join('\n'),
    sheet: JSON.stringify(sheet),
    persons: JSON.stringify(draft.persons),
  }
}

/** What was refused in this call: one sheet, no body, no person key. */
export function refusalSheet(call: AcceptCall): Sheet | undefined {
  const list: Entry[] = []
  for (const event of call.events) {
    if (Object.keys(event.refused).length > 0) {
      list.push({ id: event.eventId, ev: event.name, t: event.occurredAtMs, no: event.refused })
    }
  }
  return list.length === 0 ? undefined : { site: call.site, digest: call.digest, sets: [], list }
}

/** A parcel as it lies in the table. */
export interface PendingRow extends Record<string, SqlStorageValue> {
  id: number
  accepted_at_ms: number
  events: number
  bodies: string
  sheet: string
  persons: string
}

/** One delivery in hand: where it lies and what it is. */
export interface Held {
  readonly parcel: number
  readonly line: number
  readonly acceptedAtMs: number
  readonly entry: Entry
  readonly body: string
}

export interface OpenParcel {
  readonly row: PendingRow
  readonly sheet: Sheet
  readonly held: readonly Held[]
}

export function openParcel(row: PendingRow): OpenParcel {
  const sheet = JSON.parse(row.sheet) as Sheet
  const bodies = row.bodies.split('\n')
  const held = sheet.list.map((entry, line) => ({
    parcel: row.id,
    line,
    acceptedAtMs: row.accepted_at_ms,
    entry,
    body: bodies[line] ?? '',
  }))
  return { row, sheet, held }
}

/** As many parcels, oldest first, as fit into one request; always at least one. */
export function fitParcels(rows: readonly PendingRow[], limits: { maxEvents: number; maxBytes: number }): PendingRow[] {
  const chosen: PendingRow[] = []
  let events = 0
  let bytes = 0
  for (const row of rows) {
    events += row.events
    bytes += row.bodies.length + row.events
    if (chosen.length > 0 && (events > limits.maxEvents || bytes > limits.maxBytes)) break
    chosen.push(row)
  }
  return chosen
}

/** What is left of a parcel when some of its lines have ended; undefined when nothing is. */
export function remainderOf(parcel: OpenParcel, ended: ReadonlySet<number>): Omit<Parcel, 'destination' | 'acceptedAtMs'> | undefined {
  const left = parcel.held.filter(({ line }) => !ended.has(line))
  if (left.length === 0) return undefined
  const persons = JSON.parse(parcel.row.persons) as string[][]
  return {
    events: left.length,
    bodies: left.map(({ body }) => body).join('\n'),
    sheet: JSON.stringify({ ...parcel.sheet, list: left.map(({ entry }) => entry) }),
    persons: JSON.stringify(left.map(({ line }) => persons[line] ?? [])),
  }
}

/** The receipt sheet of the lines that ended; the stored text itself when all of them did. */
export function endedSheet(parcel: OpenParcel, lines: ReadonlySet<number>): string {
  if (lines.size === parcel.held.length) return parcel.row.sheet
  return JSON.stringify({ ...parcel.sheet, list: parcel.sheet.list.filter((_, line) => lines.has(line)) })
}
