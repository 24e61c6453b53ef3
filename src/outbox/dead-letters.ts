/**
 * Dead letters: what a platform refused for good, kept with the reason for a person to look at and send again, no longer
 * than the policy holds what was not delivered. A row is what ended together. The SQL of `dead_letters` is here.
 */
import { hasEventCode } from '../event-code.ts'
import { utf8Bytes } from './bytes.ts'
import { gather, type Gathered } from './gather.ts'
import { openParcel, remainderOf, type Held, type OpenParcel, type PendingRow } from './state.ts'
import type { Ended, EndedParcels } from './store.ts'
import type { Sql } from './tables.ts'

export interface DeadRow extends PendingRow {
  destination: string
  event: string
  code: string
  at_ms: number
  bytes: number
}

/** How many there are of a kind: what a person wants to see first. */
export interface DeadGroup extends Record<string, SqlStorageValue> {
  destination: string
  event: string
  code: string
  deliveries: number
  first_ms: number
  last_ms: number
}

/** What narrows them down; all that is named must hold. Times are those of the refusal. */
export interface DeadFilter {
  readonly destination?: string
  readonly code?: string
  readonly event?: string
  readonly eventId?: string
  readonly sinceMs?: number
  /** Exclusive. */
  readonly untilMs?: number
}

export interface DeadLettersDeps {
  /** What a shard keeps of them. */
  readonly maxBytes: number
  /** How long the running policy holds an event that was not delivered, from when it was accepted. */
  readonly holdMs: (destination: string, event: string) => number
  /** Of these deliveries, those whose person has withdrawn since. */
  readonly withdrawn: (parts: readonly Held[], destination: string) => readonly Held[]
}

/** What was not kept because there was no room, since when. */
export interface NotKept {
  readonly deliveries: number
  readonly sinceMs: number
}

/** What a row takes beside its two texts. */
const ROW_BYTES = 200
/** As for what waits (delivery/courier.ts): the two hours by which a hold is shorter allow for it. */
const LOOK_EVERY_MS = 60 * 60_000
const DAY_MS = 86_400_000
/** Rows deleted in one go; where there are more, the next hour takes them. */
const EXPIRE_ROWS = 20_000
const MAX_GROUPS = 1_000

interface Kind extends Record<string, SqlStorageValue> {
  destination: string
  event: string
  oldest_ms: number
  bytes: number
}

const NOT_KEPT = 'dead_letters_not_kept'

export class DeadLetters {
  readonly #sql: Sql
  readonly #deps: DeadLettersDeps
  /** By destination and event: few. */
  #kinds: Map<string, Kind>
  #lookedMs = Number.NEGATIVE_INFINITY

  constructor(sql: Sql, deps: DeadLettersDeps) {
    this.#sql = sql
    this.#deps = deps
    this.#kinds = kindsIn(sql)
  }

  /** From 0 to 1; what keeps none is full. */
  get fill(): number {
    const { maxBytes } = this.#deps
    return maxBytes === 0 ? 1 : this.#bytes / maxBytes
  }

  get #bytes(): number {
    let bytes = 0
    for (const kind of this.#kinds.values()) bytes += kind.bytes
    return bytes
  }

  /** Keeps what a platform refused. Runs inside the transaction that ends it; all else that ends costs nothing. */
  keep(destination: string, atMs: number, parcels: EndedParcels, { outcome, code, parts }: Ended): void {
    if (outcome !== 'rejected' || parts === undefined) return
    const gone = new Set(this.#deps.withdrawn(parts, destination))
    const sheets = new Map(parcels.map(({ parcel }) => [parcel.row.id, parcel.sheet]))
    const lines = parts.flatMap((part) => {
      const sheet = gone.has(part) ? undefined : sheets.get(part.parcel)
      return sheet === undefined ? [] : [{ ...part, sheet }]
    })
    for (const letter of gather(lines)) this.#insert(destination, code, atMs, letter)
  }

  /** Full: what comes is not kept, and that is counted. What came first shows best how it began, and deleting costs rows too. */
  #insert(destination: string, code: string, atMs: number, letter: Gathered): void {
    const bytes = bytesOf(letter.bodies, letter.sheet)
    if (this.#bytes + bytes > this.#deps.maxBytes) return this.#countNotKept(letter.events, atMs)
    const { event, acceptedAtMs, events, bodies, sheet } = letter
    this.#sql.rows(
      `INSERT INTO dead_letters (destination, event, code, at_ms, accepted_at_ms, events, bytes, bodies, sheet)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      destination,
      event,
      code.toWellFormed(),
      atMs,
      acceptedAtMs,
      events,
      bytes,
      bodies,
      sheet,
    )
    const kind = this.#kinds.get(`${destination} ${event}`)
    const oldest_ms = Math.min(acceptedAtMs, kind?.oldest_ms ?? acceptedAtMs)
    this.#kinds.set(`${destination} ${event}`, { destination, event, oldest_ms, bytes: bytes + (kind?.bytes ?? 0) })
  }

  #countNotKept(deliveries: number, atMs: number): void {
    const known = this.notKept()
    const counted: NotKept = { deliveries: deliveries + (known?.deliveries ?? 0), sinceMs: known?.sinceMs ?? atMs }
    this.#sql.keep(NOT_KEPT, JSON.stringify(counted))
  }

  /** Undefined where there was room for all of them. Counted from when the table was last empty. */
  notKept(): NotKept | undefined {
    const text = this.#sql.kept(NOT_KEPT)
    return text === undefined ? undefined : (JSON.parse(text) as NotKept)
  }

  /** Many first. */
  groups(filter: DeadFilter): DeadGroup[] {
    const { where, bindings } = whereOf(filter)
    return this.#sql.rows<DeadGroup>(
      `SELECT destination, event, code, sum(events) AS deliveries, min(at_ms) AS first_ms, max(at_ms) AS last_ms
       FROM dead_letters WHERE ${where} GROUP BY destination, event, code ORDER BY deliveries DESC LIMIT ${MAX_GROUPS}`,
      ...bindings,
    )
  }

  /** The newest first, from the one before `beforeId` on. Read only as far as it is asked for. */
  newest(filter: DeadFilter, beforeId: number): Iterable<DeadRow> {
    const { where, bindings } = whereOf(filter)
    const query = `SELECT * FROM dead_letters WHERE id < ? AND ${where} ORDER BY id DESC`
    return this.#sql.each<DeadRow>(query, beforeId, ...bindings)
  }

  /** The oldest first, from the one after `afterId` on. Read only as far as it is asked for. */
  oldest(filter: DeadFilter, afterId: number): Iterable<DeadRow> {
    const { where, bindings } = whereOf(filter)
    const query = `SELECT * FROM dead_letters WHERE id > ? AND ${where} ORDER BY id`
    return this.#sql.each<DeadRow>(query, afterId, ...bindings)
  }

  /** Those that hold a delivery for any of these person keys. */
  with(destination: string, keys: readonly string[]): DeadRow[] {
    if (![...this.#kinds.values()].some((kind) => kind.destination === destination)) return []
    return this.#sql.rows<DeadRow>(
      `SELECT * FROM dead_letters WHERE destination = ?
       AND EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE instr(sheet, wanted.value) > 0) ORDER BY id`,
      destination,
      JSON.stringify(keys),
    )
  }

  /** These deliveries are dead letters no longer. The caller runs it in its transaction. */
  take(letter: OpenParcel & { readonly row: DeadRow }, lines: ReadonlySet<number>): void {
    const { id, bytes } = letter.row
    const rest = remainderOf(letter, lines)
    if (rest === undefined) {
      this.#sql.rows('DELETE FROM dead_letters WHERE id = ?', id)
      return this.#free(letter.row, bytes)
    }
    const left = bytesOf(rest.bodies, rest.sheet)
    const update = 'UPDATE dead_letters SET events = ?, bytes = ?, bodies = ?, sheet = ? WHERE id = ?'
    this.#sql.rows(update, rest.events, left, rest.bodies, rest.sheet, id)
    this.#free(letter.row, bytes - left)
  }

  /** The oldest of a kind may be gone with it: that is found out when it would be due. */
  #free({ destination, event }: DeadRow, bytes: number): void {
    const key = `${destination} ${event}`
    const kind = this.#kinds.get(key)
    if (kind === undefined) return
    if (kind.bytes > bytes) this.#kinds.set(key, { ...kind, bytes: kind.bytes - bytes })
    else this.#kinds.delete(key)
    if (this.#kinds.size === 0) this.#forgetNotKept()
  }

  /** A table that is empty has room for all: what was not kept before is another story. */
  #forgetNotKept(): void {
    if (this.notKept() !== undefined) this.#sql.drop(NOT_KEPT)
  }

  /** Deletes what the running policy holds no longer; looks once an hour. No receipt: that it was refused is written already. */
  expire(nowMs: number): void {
    if (this.#kinds.size === 0 || nowMs - this.#lookedMs < LOOK_EVERY_MS) return
    this.#lookedMs = nowMs
    const due = [...this.#kinds.values()].filter((kind) => this.#dueMs(kind) <= nowMs)
    if (due.length === 0) return
    for (const kind of due) this.#deleteHeldBefore(kind, nowMs)
    this.#kinds = kindsIn(this.#sql)
    if (this.#kinds.size === 0) this.#forgetNotKept()
  }

  #deleteHeldBefore({ destination, event }: Kind, nowMs: number): void {
    const beforeMs = nowMs - this.#deps.holdMs(destination, event)
    this.#sql.rows(
      `DELETE FROM dead_letters WHERE id IN (SELECT id FROM dead_letters
       WHERE destination = ? AND event = ? AND accepted_at_ms <= ? LIMIT ${EXPIRE_ROWS})`,
      destination,
      event,
      beforeMs,
    )
  }

  /** When to look again; undefined where there is nothing. Within a day: what else is done daily must not wait for it. */
  nextDueMs(nowMs: number): number | undefined {
    if (this.#kinds.size === 0) return undefined
    // How long they are held is read with the code of events, which no start waits for (decision 0062): until it is there, an alarm looks.
    if (!hasEventCode()) return nowMs + LOOK_EVERY_MS

    const due = Math.min(...[...this.#kinds.values()].map((kind) => this.#dueMs(kind)))
    return Math.min(Math.max(due, this.#lookedMs + LOOK_EVERY_MS), nowMs + DAY_MS)
  }

  #dueMs({ destination, event, oldest_ms }: Kind): number {
    return oldest_ms + this.#deps.holdMs(destination, event)
  }
}

export function openLetter(row: DeadRow): OpenParcel & { readonly row: DeadRow } {
  return { ...openParcel(row), row }
}

function bytesOf(bodies: string, sheet: string): number {
  return utf8Bytes(bodies) + utf8Bytes(sheet) + ROW_BYTES
}

function kindsIn(sql: Sql): Map<string, Kind> {
  const kinds = sql.rows<Kind>(
    `SELECT destination, event, min(accepted_at_ms) AS oldest_ms, sum(bytes) AS bytes
     FROM dead_letters GROUP BY destination, event`,
  )
  return new Map(kinds.map((kind) => [`${kind.destination} ${kind.event}`, kind]))
}

/** An event id is looked for in the row; which of its deliveries has it is for the caller to see. */
function whereOf(filter: DeadFilter): { readonly where: string; readonly bindings: SqlStorageValue[] } {
  const { destination, code, event, eventId, sinceMs, untilMs } = filter
  const parts: (readonly [string, SqlStorageValue | undefined])[] = [
    ['destination = ?', destination],
    ['code = ?', code],
    ['event = ?', event],
    ['instr(sheet, ?) > 0', eventId === undefined ? undefined : JSON.stringify(eventId)],
    ['at_ms >= ?', sinceMs],
    ['at_ms < ?', untilMs],
  ]
  const named = parts.flatMap(([text, value]) => (value === undefined ? [] : [{ text, value }]))
  return {
    where: ['1', ...named.map(({ text }) => text)].join(' AND '),
    bindings: named.map(({ value }) => value),
  }
}
