/**
 * How events are laid into parcels, and parcels into batches. Pure.
 * A parcel is what one commit holds for one destination: the bodies (one JSON text a line) and a sheet that says,
 * line by line, whose delivery it is. A batch is as many parcels as one request to the platform takes.
 */
import type { Delivery, Verdict } from '../pipeline/judge.ts'
import type { ConsentRecord } from '../pipeline/consent-record.ts'
import type { Yes } from '../pipeline/order-noes.ts'
import { atMostBytes } from './bytes.ts'
import type { AcceptCall, Entry, RestsOn } from './types.ts'

/** Field-name sets are the same for most events of a parcel: they are written once and pointed at. */
export interface Sheet {
  readonly site: string
  readonly digest: string
  readonly sets: readonly string[]
  /** What was known of consent (pipeline/consent-basis.ts): the same for most events of a parcel, too. */
  readonly bases: readonly string[]
  readonly list: readonly Entry[]
}

export interface Parcel {
  readonly destination: string
  readonly acceptedAtMs: number
  readonly events: number
  readonly bodies: string
  readonly sheet: string
  /** What `sheet` was made of, where it is at hand: it need not be read out of the text again. */
  readonly unwritten?: Sheet
}

/** What of a parcel changes when lines of it end. */
export type Contents = Pick<Parcel, 'events' | 'bodies' | 'sheet'>

/**
 * SQLite rows are limited to 2 MB on Cloudflare; a parcel keeps well below, and below any platform's request. One body may be
 * larger, and is then alone: it is made of one request of at most 1 MiB, and judge.limits.test.ts has the largest there is.
 */
const PARCEL_MAX_BYTES = 512 * 1024
const PARCEL_MAX_EVENTS = 500
/** What a line takes beside texts: the names of an entry's members, numbers, quotes and commas. */
const LINE_BYTES = 80
/** What ties it to an order: digits, a source's id, a path of 80 characters, money. */
const TRACE_BYTES = 230
/** The order and the yes of a sale that waits. */
const RESTS_ON_BYTES = 160
/** A sale, its names, quotes and commas: 32 digits, three letters, and a number of up to 24 characters. */
const SALE_BYTES = 90

interface Draft {
  /** At most so many. */
  bytes: number
  readonly bodies: string[]
  readonly sets: Map<string, number>
  readonly bases: Map<string, number>
  readonly list: Entry[]
}

/** `isNew(i, destination)`: false where this destination has had the event already. */
export function parcelsOf(call: AcceptCall, isNew: (index: number, destination: string) => boolean): Parcel[] {
  const drafts = new Map<string, Draft>()
  const done: Parcel[] = []
  call.events.forEach((event, index) => {
    for (const delivery of event.deliveries) {
      if (!isNew(index, delivery.destination)) continue
      const draft = draftFor(drafts, delivery.destination)
      const bytes = atMostBytesOf(event, delivery)
      if (hasRoom(draft, bytes)) {
        addTo(draft, event, delivery, bytes)
        continue
      }
      done.push(seal(call, delivery.destination, draft))
      drafts.delete(delivery.destination)
      addTo(draftFor(drafts, delivery.destination), event, delivery, bytes)
    }
  })
  for (const [destination, draft] of drafts) done.push(seal(call, destination, draft))
  return done
}

function draftFor(drafts: Map<string, Draft>, destination: string): Draft {
  const known = drafts.get(destination)
  if (known !== undefined) return known
  const draft: Draft = { bytes: 0, bodies: [], sets: new Map(), bases: new Map(), list: [] }
  drafts.set(destination, draft)
  return draft
}

function hasRoom({ list, bytes: taken }: Draft, bytes: number): boolean {
  return list.length === 0 || (list.length < PARCEL_MAX_EVENTS && taken + bytes <= PARCEL_MAX_BYTES)
}

/** What a delivery adds to its row at most, but for its set of field names, which most of them share. Its body is ASCII (safe-json.ts). */
function atMostBytesOf({ eventId, personKeys, trace }: Verdict, { body, sale, yes }: Delivery): number {
  let persons = 0
  for (const key of personKeys) persons += key.length + 3
  const kept = (sale === undefined ? 0 : SALE_BYTES) + (trace === undefined ? 0 : TRACE_BYTES)
  const order = kept + (yes === undefined ? 0 : RESTS_ON_BYTES)
  return body.length + atMostBytes(eventId) + persons + LINE_BYTES + order
}

function addTo(draft: Draft, event: Verdict, delivery: Delivery, bytes: number): void {
  draft.bytes += bytes
  const set = indexOf(draft, draft.sets, delivery.fields)
  const basis = indexOf(draft, draft.bases, delivery.basis)
  draft.bodies.push(delivery.body)
  const entry: { -readonly [K in keyof Entry]: Entry[K] } = {
    id: event.eventId,
    ev: event.name,
    t: event.occurredAtMs,
  }
  // Before a name that is always there: `withoutRests` takes it out with its comma.
  if (delivery.yes !== undefined) entry.k = restsOn(event, delivery.yes)
  entry.lv = delivery.level
  entry.f = set
  entry.b = basis
  if (delivery.grantedAtMs !== undefined) entry.g = delivery.grantedAtMs
  if (event.personKeys.length > 0) entry.p = event.personKeys
  if (delivery.sale !== undefined) entry.s = delivery.sale
  if (event.trace !== undefined) entry.r = { ...event.trace, ...delivery.paid }
  draft.list.push(entry)
}

function restsOn({ dedupeKey }: Verdict, { atMs, via, heardMs }: Yes): RestsOn {
  // A copy that was written down before its time was kept was heard before every no.
  return { o: dedupeKey, w: via, h: Math.max(0, heardMs), ...(atMs !== undefined && { a: atMs }) }
}

/** Where the text stands in its list; it is added where it is not there yet. */
function indexOf(draft: Draft, texts: Map<string, number>, text: string): number {
  const before = texts.size
  const place = placeOf(texts, text)
  if (texts.size > before) draft.bytes += text.length
  return place
}

function seal(call: AcceptCall, destination: string, draft: Draft): Parcel {
  const { site, digest } = call
  const sheet: Sheet = { site, digest, sets: [...draft.sets.keys()], bases: [...draft.bases.keys()], list: draft.list }
  return {
    destination,
    acceptedAtMs: call.receivedAtMs,
    events: draft.list.length,
    bodies: draft.bodies.join('\n'),
    sheet: JSON.stringify(sheet),
    unwritten: sheet,
  }
}

/** What was refused in this call: one sheet, no body, no person key. */
export function refusalSheet(call: AcceptCall): Sheet | undefined {
  const list: Entry[] = []
  const bases = new Map<string, number>()
  for (const event of call.events) {
    // An event that waits for its consent has not been refused: its receipt comes when that is settled. A trial leaves none.
    if (event.awaits !== undefined || event.staging === true) continue
    const no = refusedByUs(event.refused)
    if (Object.keys(no).length === 0) continue
    const { eventId: id, name: ev, occurredAtMs: t } = event
    const known = Object.entries(event.bases ?? {}).map(([to, basis]) => [to, placeOf(bases, basis)] as const)
    list.push({
      id,
      ev,
      t,
      no,
      ...(known.length > 0 && { b: Object.fromEntries(known) }),
      ...(event.trace !== undefined && { r: event.trace }),
    })
  }
  if (list.length === 0) return undefined
  return { site: call.site, digest: call.digest, sets: [], bases: [...bases.keys()], list }
}

/** Whom the sender left out has been refused nothing: a row for each such event would say what its sender knows. */
function refusedByUs(refused: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const reasons = Object.entries(refused)
  const ours = reasons.filter(([, reason]) => reason !== 'not_addressed')
  return ours.length === reasons.length ? refused : Object.fromEntries(ours)
}

/** What a person answered: what it means for each destination, by which signals, found again by the same keys. */
export function answerSheet(site: string, digest: string, record: ConsentRecord): Sheet {
  const bases = new Map<string, number>()
  const known = Object.entries(record.bases).map(([to, basis]) => [to, placeOf(bases, basis)] as const)
  const { snapshot } = record
  const entry: Entry = {
    id: '',
    ev: 'consent',
    t: record.atMs,
    no: record.decisions,
    p: record.keys,
    ...(known.length > 0 && { b: Object.fromEntries(known) }),
    ...(snapshot !== undefined && { sig: snapshot.signals }),
    ...(snapshot?.source !== undefined && { src: snapshot.source }),
  }
  return { site, digest, sets: [], bases: [...bases.keys()], list: [entry] }
}

/** Where the text stands in its list, of which it becomes a part. */
export function placeOf(texts: Map<string, number>, text: string): number {
  const known = texts.get(text)
  if (known !== undefined) return known
  texts.set(text, texts.size)
  return texts.size - 1
}

/** A parcel as it lies in the table. */
export interface PendingRow extends Record<string, SqlStorageValue> {
  id: number
  accepted_at_ms: number
  events: number
  bodies: string
  sheet: string
}

/** What decides whether a parcel fits: its deliveries, and the bytes of its bodies as UTF-8. */
export interface ParcelSize extends Record<string, SqlStorageValue> {
  id: number
  events: number
  bytes: number
}

export interface BatchLimits {
  readonly maxEvents: number
  readonly maxBytes: number
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

/** `sheet`: what stands in the row's, where that is known already. */
export function openParcel(row: PendingRow, sheet = JSON.parse(row.sheet) as Sheet): OpenParcel {
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
export function fitParcels(rows: readonly ParcelSize[], limits: BatchLimits): ParcelSize[] {
  const chosen: ParcelSize[] = []
  let events = 0
  let bytes = 0
  for (const row of rows) {
    events += row.events
    bytes += row.bytes + row.events
    if (chosen.length > 0 && (events > limits.maxEvents || bytes > limits.maxBytes)) break
    chosen.push(row)
  }
  return chosen
}

/** What is left of a parcel when some of its lines have ended; undefined when nothing is. */
export function remainderOf(parcel: OpenParcel, ended: ReadonlySet<number>): Contents | undefined {
  const left = parcel.held.filter(({ line }) => !ended.has(line))
  if (left.length === 0) return undefined
  return {
    events: left.length,
    bodies: left.map(({ body }) => body).join('\n'),
    sheet: JSON.stringify({ ...parcel.sheet, list: left.map(({ entry }) => entry) }),
  }
}

/** The receipt sheet of the lines that ended; nearly the stored text itself when all of them did. */
export function endedSheet(parcel: OpenParcel, lines: ReadonlySet<number>): string {
  if (lines.size === parcel.held.length) return withoutRests(parcel.row.sheet)
  return withoutRests(JSON.stringify({ ...parcel.sheet, list: parcel.sheet.list.filter((_, line) => lines.has(line)) }))
}

/** Only what waits needs it. A quote inside a text has a backslash before it, so that no text looks like this. */
export function withoutRests(sheet: string): string {
  return sheet.includes('"k":{"o"') ? sheet.replaceAll(/"k":\{"o":"[^{}]*\},/g, '') : sheet
}
