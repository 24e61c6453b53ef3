/** For tests of the courier: a table, a clock that tests move, and a platform that is a function. */
import { expect } from 'vitest'
import type { AttemptOutcome, Destination } from '../destinations/destination.ts'
import type { EventName } from '../event/types.ts'
import { meta } from '../destinations/meta/mapping.ts'
import { fitParcels, openParcel, parcelsOf, type PendingRow, type Sheet } from '../outbox/state.ts'
import type { Ended, Store } from '../outbox/store.ts'
import type { Verdict } from '../pipeline/judge.ts'
import { bodyOf } from '../pipeline/safe-json.fixture.ts'
import { newCourierMemory } from './breaker.ts'
import { Courier, type AttemptRecord } from './courier.ts'

export const START_MS = 1_795_262_400_000
export const DAY_MS = 86_400_000

interface Rig {
  /** What the platform says to these event ids; undefined = no credentials. */
  readonly platform: (ids: readonly string[]) => AttemptOutcome | undefined | Promise<AttemptOutcome>
  readonly random?: number
  readonly maxInFlight?: number
  readonly perSecond?: number
}

export const DELIVERED: AttemptOutcome = { kind: 'delivered', code: '0' }

/** A courier with a table of its own, a clock that tests move, and a platform that is a function. */
export function createRig({ platform, random = 0.5, maxInFlight = 1, perSecond = 1_000_000 }: Rig) {
  const rows: PendingRow[] = []
  let lastId = 0
  const ended: { id: string; outcome: string; code: string }[] = []
  const posts: (readonly string[])[] = []
  const attempts: AttemptRecord[] = []
  const counts: Record<string, number> = {}
  const withdrawn = new Set<string>()
  let nowMs = START_MS
  let broken = false
  const said: AttemptOutcome[] = []
  let inTransaction = false
  const destination: Destination = {
    ...meta,
    maxAgeMs: 7 * DAY_MS,
    classify: ({ body }) => said[Number(body)] ?? DELIVERED,
  }
  const holdDays: Record<string, number> = { purchase: 7 }
  const store: Pick<Store, 'nextBatch' | 'acceptedBefore' | 'lastId' | 'end'> = {
    acceptedBefore: (_destination, beforeMs, afterId, limit) =>
      rows.filter((row) => row.id > afterId && row.accepted_at_ms < beforeMs).slice(0, limit),
    lastId: () => lastId,
    nextBatch(_destination, limits, afterId = 0) {
      if (broken) throw new Error('disk')
      const after = rows.filter(({ id }) => id > afterId)
      return after.slice(0, fitParcels(after.map(sizeOf), limits).length).map((row) => openParcel(row))
    },
    end(_destination, _atMs, parcels, result: Ended) {
      expect(inTransaction).toBe(true)
      for (const { parcel, lines } of parcels) keepRest(rows, parcel.row.id, lines, parcel.held)
      for (const sheet of result.sheets) {
        for (const entry of sheetOf(sheet).list)
          ended.push({ id: entry.id, outcome: result.outcome, code: result.code })
      }
    },
  }
  const memory = newCourierMemory()
  let token = 'first'
  const courier = new Courier({
    destination,
    memory,
    maxInFlight,
    perSecond: () => perSecond,
    credentials: () => `fingerprint of ${token}`,
    pause: (ms) => Promise.resolve((nowMs += ms)),
    store,
    holds: {
      of: (event) => (holdDays[event] === undefined ? undefined : holdDays[event] * DAY_MS),
      shortestMs: () => Math.min(...Object.values(holdDays)) * DAY_MS,
    },
    transaction(work) {
      inTransaction = true
      work()
      inTransaction = false
    },
    async post(_site, bodies) {
      const ids = bodies.map((body) => idIn(body))
      posts.push(ids)
      const outcome = await platform(ids)
      if (outcome === undefined) return undefined
      said.push(outcome)
      return { status: 200, body: String(said.length - 1) }
    },
    withdrawn: (parts) => parts.filter(({ entry }) => withdrawn.has(entry.id)),
    now: () => nowMs,
    random: () => random,
    onAttempt: (attempt) => attempts.push(attempt),
    onEnded: (outcome, events) => (counts[outcome] = (counts[outcome] ?? 0) + events),
  })
  return {
    courier,
    memory,
    posts,
    attempts,
    counts,
    /** id → how it ended; an id that ended twice fails the test. */
    outcomes() {
      expect(new Set(ended.map(({ id }) => id)).size).toBe(ended.length)
      return Object.fromEntries(ended.map(({ id, outcome, code }) => [id, `${outcome} ${code}`]))
    },
    withdraw: (id: string) => withdrawn.add(id),
    /** Event → `retention_days` of the running policy. */
    holdDays,
    waiting: () => rows.flatMap(({ bodies }) => bodies.split('\n').map((body) => idIn(body))),
    put(ids: readonly string[], options: { occurredAtMs?: number; perParcel?: number; name?: EventName } = {}) {
      const size = options.perParcel ?? ids.length
      for (let from = 0; from < ids.length; from += size) {
        const events = ids
          .slice(from, from + size)
          .map((id) => eventOf(id, options.occurredAtMs ?? nowMs, options.name))
        const parcels = parcelsOf({ site: 'shop', digest: 'd', receivedAtMs: nowMs, events }, () => true)
        for (const { acceptedAtMs, events: held, bodies, sheet } of parcels) {
          rows.push({ id: ++lastId, accepted_at_ms: acceptedAtMs, events: held, bodies, sheet })
        }
      }
    },
    breakReading: () => (broken = true),
    changeToken: (to: string) => (token = to),
    pass: (ms: number) => (nowMs += ms),
  }
}

function sizeOf({ id, events, bodies }: PendingRow) {
  return { id, events, bytes: Buffer.byteLength(bodies) }
}

function sheetOf(text: string): Sheet {
  return JSON.parse(text)
}

function idIn(body: string): string {
  const { id }: { id: string } = JSON.parse(body)
  return id
}

/** As the table would: what has ended leaves, the rest keeps its place. */
function keepRest(
  rows: PendingRow[],
  id: number,
  lines: ReadonlySet<number>,
  held: readonly { line: number; body: string; entry: unknown }[],
) {
  const index = rows.findIndex((row) => row.id === id)
  const row = rows[index]
  if (row === undefined) return
  const left = held.filter(({ line }) => !lines.has(line))
  if (left.length === 0) {
    rows.splice(index, 1)
    return
  }
  const sheet = sheetOf(row.sheet)
  rows[index] = {
    ...row,
    events: left.length,
    bodies: left.map(({ body }) => body).join('\n'),
    sheet: JSON.stringify({ ...sheet, list: left.map(({ entry }) => entry) }),
  }
}

function eventOf(id: string, occurredAtMs: number, name: EventName = 'purchase'): Verdict {
  const deliveries = [
    { destination: 'meta', body: bodyOf({ id }), fields: 'event_id', level: 'full', basis: 'opt-in' },
  ] as const
  return {
    eventId: id,
    name,
    occurredAtMs,
    dedupeKey: id,
    dedupeUntilDay: 1,
    deliveries,
    refused: {},
    personKeys: [],
  }
}

export function ids(count: number, name = 'e'): string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${index}`)
}

/** Refuses the whole batch for one bad event, without a word about which. */
export function strict(bad: ReadonlySet<string>) {
  return (batch: readonly string[]): AttemptOutcome => {
    if (!batch.some((id) => bad.has(id))) return DELIVERED
    return batch.length > 1 ? { kind: 'split', code: '100' } : { kind: 'rejected', code: '100' }
  }
}
