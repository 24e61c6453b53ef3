import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptOutcome, Destination, PlatformAnswer } from '../destinations/destination.ts'
import type { EventName } from '../event/types.ts'
import { meta } from '../destinations/meta/mapping.ts'
import { fitParcels, parcelsOf, type PendingRow, type Sheet } from '../outbox/state.ts'
import type { Ended, Store } from '../outbox/store.ts'
import type { Verdict } from '../pipeline/judge.ts'
import { Courier, newCourierMemory, type AttemptRecord } from './courier.ts'

const START_MS = 1_795_262_400_000
const DAY_MS = 86_400_000
const OK: PlatformAnswer = { status: 200, body: '' }

interface Rig {
  /** What the platform says to these event ids; undefined = no credentials. */
  readonly platform: (ids: readonly string[]) => AttemptOutcome | undefined
  readonly random?: number
}

const DELIVERED: AttemptOutcome = { kind: 'delivered', code: '0' }

/** A courier with a table of its own, a clock that tests move, and a platform that is a function. */
function createRig({ platform, random = 0.5 }: Rig) {
  const rows: PendingRow[] = []
  const ended: { id: string; outcome: string; code: string }[] = []
  const posts: (readonly string[])[] = []
  const attempts: AttemptRecord[] = []
  const counts: Record<string, number> = {}
  const withdrawn = new Set<string>()
  let nowMs = START_MS
  let said: AttemptOutcome | undefined
  let inTransaction = false
  const destination: Destination = { ...meta, maxAgeMs: 7 * DAY_MS, classify: () => said ?? DELIVERED }
  const holdDays: Record<string, number> = { purchase: 7 }
  const store: Pick<Store, 'nextBatch' | 'acceptedBefore' | 'end'> = {
    acceptedBefore: (_destination, beforeMs, afterId, limit) =>
      rows.filter((row) => row.id > afterId && row.accepted_at_ms < beforeMs).slice(0, limit),
    nextBatch: (_destination, limits) => rows.slice(0, fitParcels(rows.map(sizeOf), limits).length),
    end(_destination, _atMs, parcels, result: Ended) {
      expect(inTransaction).toBe(true)
      for (const { parcel, lines } of parcels) keepRest(rows, parcel.row.id, lines, parcel.held)
      for (const sheet of result.sheets) {
        for (const entry of sheetOf(sheet).list)
          ended.push({ id: entry.id, outcome: result.outcome, code: result.code })
      }
    },
  }
  const courier = new Courier({
    destination,
    memory: newCourierMemory(),
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
    post(_site, bodies) {
      const ids = bodies.map((body) => idIn(body))
      posts.push(ids)
      said = platform(ids)
      return Promise.resolve(said === undefined ? undefined : OK)
    },
    withdrawn: (parts) => parts.filter(({ entry }) => withdrawn.has(entry.id)),
    now: () => nowMs,
    random: () => random,
    onAttempt: (attempt) => attempts.push(attempt),
    onEnded: (outcome, events) => (counts[outcome] = (counts[outcome] ?? 0) + events),
  })
  return {
    courier,
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
        for (const { acceptedAtMs, destination: _to, ...parcel } of parcels) {
          rows.push({ id: (rows.at(-1)?.id ?? 0) + 1, accepted_at_ms: acceptedAtMs, ...parcel })
        }
      }
    },
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
  const body = JSON.stringify({ id })
  const deliveries = [{ destination: 'meta', body, fields: 'event_id', level: 'full', basis: 'opt-in' }] as const
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

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `e-${index}`)
}

/** Refuses the whole batch for one bad event, without a word about which. */
function strict(bad: ReadonlySet<string>) {
  return (batch: readonly string[]): AttemptOutcome => {
    if (!batch.some((id) => bad.has(id))) return DELIVERED
    return batch.length > 1 ? { kind: 'split', code: '100' } : { kind: 'rejected', code: '100' }
  }
}

describe('a withdrawal', () => {
  it('between two attempts ends the delivery without the platform having seen it; its neighbours go on', async () => {
    let down = true
    const rig = createRig({ platform: () => (down ? { kind: 'retry', code: '503' } : DELIVERED) })
    rig.put(ids(3))
    await rig.courier.run()
    rig.withdraw('e-1')
    down = false
    rig.pass(DAY_MS)
    await rig.courier.run()
    expect(rig.posts.at(-1)).toEqual(['e-0', 'e-2'])
    expect(rig.outcomes()).toEqual({
      'e-0': 'delivered 0',
      'e-1': 'withdrawn consent_withdrawn',
      'e-2': 'delivered 0',
    })
  })

  it('while a refused batch is being halved keeps the delivery out of the halves that are still to go', async () => {
    const rig = createRig({
      platform(batch) {
        if (batch.length < 4) return DELIVERED
        rig.withdraw('e-3')
        return { kind: 'split', code: '100' }
      },
    })
    rig.put(ids(4))
    await rig.courier.run()
    expect(rig.posts).toEqual([['e-0', 'e-1', 'e-2', 'e-3'], ['e-0', 'e-1'], ['e-2']])
    expect(rig.outcomes()['e-3']).toBe('withdrawn consent_withdrawn')
    expect(rig.waiting()).toEqual([])
  })

  it('of all that waits costs no request', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(ids(2))
    rig.withdraw('e-0')
    rig.withdraw('e-1')
    await rig.courier.run()
    expect(rig.posts).toEqual([])
    expect(rig.waiting()).toEqual([])
  })
})

describe('a courier', () => {
  it('sends what waits, oldest first, in as few requests as the platform’s limit allows', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(ids(2_400), { perParcel: 400 })
    await rig.courier.run()
    expect(rig.posts.map((post) => post.length)).toEqual([800, 800, 800])
    expect(rig.posts.flat()).toEqual(ids(2_400))
    expect([rig.waiting(), rig.counts]).toEqual([[], { delivered: 2_400 }])
  })

  it('delivers every good event and rejects every bad one, in about 2k·log₂(n) requests, whichever are bad', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(199), { maxLength: 12 }),
        fc.integer({ min: 1, max: 200 }),
        async (size, indexes, perParcel) => {
          const all = ids(size)
          const bad = new Set(all.filter((_, index) => indexes.includes(index)))
          const rig = createRig({ platform: strict(bad) })
          rig.put(all, { perParcel })
          await rig.courier.run()
          expect(rig.outcomes()).toEqual(
            Object.fromEntries(all.map((id) => [id, bad.has(id) ? 'rejected 100' : 'delivered 0'])),
          )
          expect(rig.waiting()).toEqual([])
          const batches = Math.max(1, Math.ceil(size / perParcel / 64))
          expect(rig.posts.length).toBeLessThanOrEqual(batches + 2 * bad.size * Math.ceil(Math.log2(Math.max(2, size))))
          expect(rig.counts['rejected'] ?? 0).toBe(bad.size)
        },
      ),
      { numRuns: 80 },
    )
  })

  it('keeps what is not settled when the platform says "later" in the middle of halving, and loses and doubles nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 60 }),
        fc.array(fc.nat(59), { maxLength: 5 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        async (size, indexes, laters) => {
          const all = ids(size)
          const bad = new Set(all.filter((_, index) => indexes.includes(index)))
          let post = 0
          const rig = createRig({
            platform: (batch) => (laters.includes(post++) ? { kind: 'retry', code: '503' } : strict(bad)(batch)),
          })
          rig.put(all, { perParcel: 7 })
          for (let round = 0; round < 10; round++) {
            await rig.courier.run()
            const settled = Object.keys(rig.outcomes())
            expect([...settled, ...rig.waiting()].toSorted()).toEqual(all.toSorted())
            rig.pass(60 * 60_000)
          }
          expect(rig.outcomes()).toEqual(
            Object.fromEntries(all.map((id) => [id, bad.has(id) ? 'rejected 100' : 'delivered 0'])),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it('believes a platform that names the bad ones, and sends nothing twice', async () => {
    const rejected = new Map([
      [1, 'bad_phone'],
      [3, 'bad_value'],
    ])
    const rig = createRig({ platform: () => ({ kind: 'partial', code: '20001', rejected }) })
    rig.put(ids(5), { perParcel: 2 })
    await rig.courier.run()
    expect(rig.posts).toHaveLength(1)
    expect(rig.outcomes()).toEqual({
      'e-0': 'delivered 20001',
      'e-1': 'rejected bad_phone',
      'e-2': 'delivered 20001',
      'e-3': 'rejected bad_value',
      'e-4': 'delivered 20001',
    })
    expect(rig.waiting()).toEqual([])
  })

  it('does not stumble over a named index that is not in the batch', async () => {
    const rig = createRig({
      platform: () => ({
        kind: 'partial',
        code: 'p',
        rejected: new Map([
          [9, 'x'],
          [-1, 'y'],
        ]),
      }),
    })
    rig.put(ids(2))
    await rig.courier.run()
    expect(rig.outcomes()).toEqual({ 'e-0': 'delivered p', 'e-1': 'delivered p' })
  })

  it('ends the whole batch where the platform rejects what the request is', async () => {
    const rig = createRig({ platform: () => ({ kind: 'rejected', code: '40006' }) })
    rig.put(ids(3))
    await rig.courier.run()
    expect([rig.posts.length, rig.counts]).toEqual([1, { rejected: 3 }])
  })

  it('backs off: leaves the platform alone until its time, longer after each failure, and is open again after a success', async () => {
    let failing = true
    const rig = createRig({ platform: () => (failing ? { kind: 'retry', code: '500' } : DELIVERED) })
    rig.put(ids(1))
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      const at = rig.pass(0)
      await rig.courier.run()
      expect(rig.courier.state).toBe('retrying')
      waits.push(rig.courier.notBeforeMs - at)
      rig.pass(rig.courier.notBeforeMs - at - 1)
      const before = rig.posts.length
      await rig.courier.run()
      expect(rig.posts).toHaveLength(before)
      rig.pass(1)
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000])
    failing = false
    await rig.courier.run()
    expect([rig.courier.state, rig.courier.notBeforeMs, rig.waiting()]).toEqual(['open', 0, []])
  })

  it('is parked where there are no credentials, keeps everything, and resumes when there are', async () => {
    let credentials = false
    const rig = createRig({ platform: () => (credentials ? DELIVERED : undefined) })
    rig.put(ids(2))
    await rig.courier.run()
    expect([rig.courier.state, rig.attempts.at(-1)?.code, rig.waiting()]).toEqual(['parked', 'no_credentials', ids(2)])
    credentials = true
    rig.pass(15 * 60_000)
    await rig.courier.run()
    expect([rig.courier.state, rig.waiting()]).toEqual(['open', []])
  })

  it('runs once at a time: a second run while a request is out sends nothing', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(ids(1))
    await Promise.all([rig.courier.run(), rig.courier.run()])
    expect(rig.posts).toHaveLength(1)
    expect(rig.courier.busy).toBe(false)
  })

  it('never sends what is too old for the platform or has waited for more than seven days', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(['old'], { occurredAtMs: START_MS - 7 * DAY_MS - 1 })
    rig.put(['edge'], { occurredAtMs: START_MS - 7 * DAY_MS })
    rig.put(['ahead'], { occurredAtMs: START_MS + 8 * DAY_MS })
    await rig.courier.run()
    expect(rig.outcomes()).toEqual({ old: 'expired event_too_old', edge: 'delivered 0', ahead: 'delivered 0' })
    rig.put(['waits'], { occurredAtMs: START_MS + 8 * DAY_MS })
    rig.pass(7 * DAY_MS + 1)
    await rig.courier.run()
    expect(rig.outcomes()).toMatchObject({ waits: 'expired waited_too_long' })
    expect(rig.posts.flat()).not.toContain('waits')
  })

  it('sends nothing that has waited longer than the policy holds it, and holds each event as long as its own terms say', async () => {
    const rig = createRig({ platform: () => undefined })
    rig.put(['long'], { occurredAtMs: START_MS + DAY_MS })
    rig.put(['short'], { occurredAtMs: START_MS + DAY_MS, name: 'generate_lead' })
    rig.holdDays['generate_lead'] = 3
    rig.pass(3 * DAY_MS)
    await rig.courier.run()
    expect(rig.waiting()).toEqual(['long', 'short'])
    rig.pass(60 * 60_000)
    await rig.courier.run()
    expect([rig.waiting(), rig.outcomes()]).toEqual([['long'], { short: 'expired waited_too_long' }])
  })

  it('ends what has waited too long also while the platform is left alone, and behind what may stay longer', async () => {
    const rig = createRig({ platform: () => ({ kind: 'retry', code: 'x', retryAfterMs: 60 * 60_000 }) })
    rig.put(ids(20), { occurredAtMs: START_MS + 8 * DAY_MS, perParcel: 1 })
    rig.put(['behind'], { occurredAtMs: START_MS + 8 * DAY_MS, name: 'generate_lead' })
    rig.holdDays['generate_lead'] = 1
    rig.pass(DAY_MS + 1)
    await rig.courier.run()
    expect(rig.outcomes()).toEqual({ behind: 'expired waited_too_long' })
    const attempts = rig.attempts.length
    rig.put(['late'], { occurredAtMs: START_MS + 8 * DAY_MS, name: 'generate_lead' })
    rig.pass(60 * 60_000 - 1)
    await rig.courier.run()
    expect([rig.attempts.length, rig.waiting().includes('late')]).toEqual([attempts, true])
  })

  it('does not send an event that the policy has stopped letting out, and says so', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(['stays'])
    rig.put(['gone'], { name: 'generate_lead' })
    await rig.courier.run()
    expect(rig.outcomes()).toEqual({ gone: 'expired no_longer_in_policy', stays: 'delivered 0' })
    expect(rig.posts.flat()).toEqual(['stays'])
  })

  it('counts one attempt per request: how many events, what came of it, never what was in it', async () => {
    const rig = createRig({ platform: strict(new Set(['e-1'])) })
    rig.put(ids(2))
    await rig.courier.run()
    expect(rig.attempts).toEqual([
      { destination: 'meta', events: 2, outcome: 'split', code: '100', durationMs: 0 },
      { destination: 'meta', events: 1, outcome: 'delivered', code: '0', durationMs: 0 },
      { destination: 'meta', events: 1, outcome: 'rejected', code: '100', durationMs: 0 },
    ])
  })
})
