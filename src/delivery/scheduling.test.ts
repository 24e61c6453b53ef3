/** When a courier sends what, and how much of it at once. */
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { AttemptOutcome } from '../destinations/destination.ts'
import { createRig, DAY_MS, DELIVERED, ids, strict } from './courier.fixture.ts'

const MINUTE_MS = 60_000
const PARKED: AttemptOutcome = { kind: 'parked', code: '190' }

describe('a courier whose credentials are refused', () => {
  it('asks again with one delivery and sends the rest once that was taken', async () => {
    let refused = true
    const rig = createRig({ platform: () => (refused ? PARKED : DELIVERED) })
    rig.put(ids(900), { perParcel: 300 })
    await rig.courier.run()
    rig.pass(15 * MINUTE_MS)
    await rig.courier.run()
    expect(rig.posts.map((post) => post.length)).toEqual([900, 1])
    refused = false
    rig.pass(15 * MINUTE_MS)
    await rig.courier.run()
    expect(rig.posts.map((post) => post.length)).toEqual([900, 1, 1, 899])
    expect([rig.counts, rig.waiting(), rig.courier.state]).toEqual([{ delivered: 900 }, [], 'open'])
  })

  it('waits its time with the same token and tries another one at once', async () => {
    let refused = true
    const rig = createRig({ platform: () => (refused ? PARKED : DELIVERED) })
    rig.put(ids(2))
    await rig.courier.run()
    await rig.courier.run()
    expect(rig.posts).toHaveLength(1)
    refused = false
    rig.changeToken('second')
    await rig.courier.run()
    expect([rig.waiting(), rig.courier.state, rig.courier.notBeforeMs]).toEqual([[], 'open', 0])
  })

  it('remembers by which token it was refused without remembering the token', async () => {
    const rig = createRig({ platform: () => PARKED })
    rig.changeToken('a-secret')
    rig.put(ids(1))
    await rig.courier.run()
    expect(rig.memory.refusedCredentials).toBe('fingerprint of a-secret')
    rig.changeToken('another')
    await rig.courier.run()
    await rig.courier.run()
    expect(rig.posts).toHaveLength(2)
  })
})

describe('a platform that fails again and again', () => {
  it('is asked with less and less of a batch, so that one that cannot take so much at a time gets what it can', async () => {
    const rig = createRig({
      platform: (batch) => (batch.length > 100 ? { kind: 'retry', code: 'timeout' } : DELIVERED),
    })
    rig.put(ids(800), { perParcel: 100 })
    for (let i = 0; i < 7; i++) {
      await rig.courier.run()
      rig.pass(15 * MINUTE_MS)
    }
    expect(rig.posts.slice(0, 7).map((post) => post.length)).toEqual([800, 800, 800, 400, 200, 100, 125])
    expect(rig.counts).toEqual({ delivered: 100 + 62 + 78 + 98 })
  })

  it('is not asked for more than it can take again and again: its size is remembered', async () => {
    const rig = createRig({
      platform: (batch) => (batch.length > 100 ? { kind: 'retry', code: 'timeout' } : DELIVERED),
    })
    rig.put(ids(4_000), { perParcel: 100 })
    for (let i = 0; i < 24; i++) {
      await rig.courier.run()
      rig.pass(15 * MINUTE_MS)
    }
    expect([rig.counts, rig.waiting()]).toEqual([{ delivered: 4_000 }, []])
  })

  it('is asked with all that goes into a batch soon after it has come back', async () => {
    let down = true
    const rig = createRig({ platform: () => (down ? { kind: 'retry', code: '503' } : DELIVERED) })
    rig.put(ids(9_000), { perParcel: 500 })
    for (let i = 0; i < 20; i++) {
      await rig.courier.run()
      rig.pass(15 * MINUTE_MS)
    }
    const before = rig.posts.length
    down = false
    for (let i = 0; i < 10; i++) {
      await rig.courier.run()
      rig.pass(1_000)
    }
    const sizes = rig.posts.slice(before).map(({ length }) => length)
    expect([rig.waiting(), sizes.length < 50, Math.max(...sizes)]).toEqual([[], true, 1_000])
  })

  it('is left alone for a whole day where it asks for that, and what is overdue ends in the meantime', async () => {
    const rig = createRig({ platform: () => ({ kind: 'retry', code: '429', retryAfterMs: DAY_MS }) })
    rig.put(ids(1))
    rig.put(['lead'], { name: 'generate_lead' })
    rig.holdDays['generate_lead'] = 0.5
    await rig.courier.run()
    for (let hour = 0; hour < 23; hour++) {
      expect(rig.courier.dueMs).toBeLessThanOrEqual(rig.pass(0) + 60 * MINUTE_MS)
      rig.pass(60 * MINUTE_MS)
      await rig.courier.run()
    }
    expect([rig.posts.length, rig.waiting(), rig.outcomes()]).toEqual([1, ids(1), { lead: 'expired waited_too_long' }])
    rig.pass(60 * MINUTE_MS)
    await rig.courier.run()
    expect(rig.posts).toHaveLength(2)
  })
})

describe('several requests at once', () => {
  /** Answers when the test says so. */
  function held(maxInFlight: number) {
    const answers: ((outcome: AttemptOutcome) => void)[] = []
    const rig = createRig({
      maxInFlight,
      platform: () => new Promise<AttemptOutcome>((resolve) => answers.push(resolve)),
    })
    return { rig, answers, soon: () => new Promise((resolve) => setTimeout(resolve)) }
  }

  it('go where so much waits, each with its own deliveries, and never more than allowed', async () => {
    const { rig, answers, soon } = held(3)
    rig.put(ids(4_000), { perParcel: 500 })
    const run = rig.courier.run()
    await soon()
    expect(rig.posts.map((post) => post.length)).toEqual([1_000, 1_000, 1_000])
    answers[1]?.(DELIVERED)
    await soon()
    expect(rig.posts).toHaveLength(4)
    for (const answer of answers) answer(DELIVERED)
    await run
    expect(rig.posts.flat()).toEqual(ids(4_000))
    expect([rig.counts, rig.waiting()]).toEqual([{ delivered: 4_000 }, []])
  })

  it('end in one failure where the platform refuses all of them, and none goes out after the first', async () => {
    const { rig, answers, soon } = held(4)
    rig.put(ids(5_000), { perParcel: 500 })
    const run = rig.courier.run()
    await soon()
    answers[0]?.({ kind: 'retry', code: '429', retryAfterMs: 2 * MINUTE_MS })
    answers[1]?.({ kind: 'retry', code: '429', retryAfterMs: 3 * MINUTE_MS })
    answers[2]?.(DELIVERED)
    answers[3]?.({ kind: 'split', code: '100' })
    await run
    expect([rig.posts.length, rig.memory.failures, rig.courier.notBeforeMs - rig.pass(0)]).toEqual([
      4,
      1,
      3 * MINUTE_MS,
    ])
    expect(rig.waiting()).toEqual([...ids(5_000).slice(0, 2_000), ...ids(5_000).slice(3_000)])
  })

  it('are all waited for where something of ours breaks: what they hold is in nobody else’s hands until then', async () => {
    const { rig, answers, soon } = held(2)
    rig.put(ids(3_000), { perParcel: 500 })
    const run = rig.courier.run().then(
      () => 'ended',
      (error: unknown) => String(error),
    )
    await soon()
    rig.breakReading()
    answers[0]?.(DELIVERED)
    await soon()
    expect([rig.posts.length, rig.courier.busy]).toEqual([2, true])
    answers[1]?.(DELIVERED)
    expect([await run, rig.courier.busy, rig.counts]).toEqual(['Error: disk', false, { delivered: 2_000 }])
  })

  it('wait for the first to come back well after a failure', async () => {
    const { rig, answers, soon } = held(3)
    rig.put(ids(4_000), { perParcel: 500 })
    rig.memory.failures = 1
    const run = rig.courier.run()
    await soon()
    expect(rig.posts).toHaveLength(1)
    answers[0]?.(DELIVERED)
    await soon()
    expect(rig.posts).toHaveLength(4)
    for (const answer of answers) answer(DELIVERED)
    await run
  })

  it('go no faster than the rate', async () => {
    const rig = createRig({ platform: () => DELIVERED, perSecond: 2 })
    rig.put(ids(6_000), { perParcel: 500 })
    const startMs = rig.pass(0)
    await rig.courier.run()
    expect([rig.posts.length, rig.pass(0) - startMs]).toEqual([6, 2_000])
  })
})

describe('what comes while a courier is out', () => {
  it('gathers for its next go: a request for every few events would cost more than the events', async () => {
    const rig = createRig({
      platform(batch) {
        if (batch.length === 500) rig.put(ids(20, 'meanwhile'))
        return DELIVERED
      },
    })
    rig.put(ids(1_500), { perParcel: 100 })
    await rig.courier.run()
    expect([rig.posts.map((one) => one.length), rig.waiting().length]).toEqual([[1_000, 500], 20])
    await rig.courier.run()
    expect([rig.posts.length, rig.counts, rig.waiting()]).toEqual([3, { delivered: 1_520 }, []])
  })

  it('does not wait for a slow answer to another request: a courier that is out is told', async () => {
    const slow = Promise.withResolvers<AttemptOutcome>()
    const rig = createRig({ platform: (batch) => (batch.includes('e-0') ? slow.promise : DELIVERED), maxInFlight: 2 })
    rig.put(ids(3))
    const run = rig.courier.run()
    await vi.waitFor(() => expect(rig.posts.length).toBe(1))
    for (const next of ['first', 'second']) {
      rig.put([next])
      await rig.courier.run()
      await vi.waitFor(() => expect(rig.waiting()).toEqual(['e-0', 'e-1', 'e-2']))
    }
    slow.resolve(DELIVERED)
    await run
    expect([rig.waiting(), rig.posts.length]).toEqual([[], 3])
  })

  it('does not wait for the next try of one that is passed over', async () => {
    let comes = false
    const rig = createRig({
      platform(batch) {
        if (comes && !batch.includes('e-0')) rig.put(['new'])
        return batch.includes('e-0') ? { kind: 'retry', code: '500' } : DELIVERED
      },
    })
    rig.put(ids(3))
    for (let minute = 0; minute < 30; minute++) {
      await rig.courier.run()
      rig.pass(MINUTE_MS)
    }
    expect([rig.waiting(), rig.courier.dueMs > rig.pass(0)]).toEqual([['e-0'], true])
    comes = true
    rig.put(['first'])
    await rig.courier.run()
    expect([rig.waiting(), rig.courier.dueMs]).toEqual([['e-0', 'new'], 0])
  })
})

describe('a platform that says which one it does not like', () => {
  /** As TikTok: it complains of the first that is bad, or of any other where its hints are wrong. */
  function naming(bad: ReadonlySet<string>, hint: (right: number) => number) {
    return (batch: readonly string[]): AttemptOutcome => {
      const outcome = strict(bad)(batch)
      return outcome.kind === 'split' ? { ...outcome, suspect: hint(batch.findIndex((id) => bad.has(id))) } : outcome
    }
  }

  it('is believed: three requests for each bad one, however large the batch', async () => {
    const bad = new Set(['e-0', 'e-17', 'e-500', 'e-799'])
    const rig = createRig({ platform: naming(bad, (right) => right) })
    rig.put(ids(800))
    await rig.courier.run()
    expect(rig.counts).toEqual({ delivered: 796, rejected: 4 })
    expect(rig.posts.length).toBeLessThanOrEqual(1 + 3 * bad.size)
  })

  it('is not believed a second time before it was right once: one that always names the last costs no more than halving', async () => {
    const rig = createRig({ platform: (batch) => ({ ...strict(new Set(['e-0']))(batch), suspect: batch.length - 1 }) })
    rig.put(ids(100))
    await rig.courier.run()
    expect(rig.counts).toEqual({ delivered: 99, rejected: 1 })
    expect(rig.posts.length).toBeLessThanOrEqual(1 + 3 + 2 * Math.ceil(Math.log2(100)))
  })

  it('is not believed again once it was wrong: nothing is lost, doubled or rejected for it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 100 }),
        fc.array(fc.nat(99), { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: -2, max: 120 })),
        async (size, indexes, hints) => {
          const all = ids(size)
          const bad = new Set(all.filter((_, index) => indexes.includes(index)))
          const rig = createRig({ platform: naming(bad, () => Number(hints.next().value)) })
          rig.put(all)
          await rig.courier.run()
          expect(rig.outcomes()).toEqual(
            Object.fromEntries(all.map((id) => [id, bad.has(id) ? 'rejected 100' : 'delivered 0'])),
          )
          expect(rig.posts.length).toBeLessThanOrEqual(1 + 3 + 3 * bad.size + 2 * bad.size * Math.ceil(Math.log2(size)))
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('halving that is interrupted', () => {
  it('goes on where it was: each "later" costs one request more, and nothing is lost or doubled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 64 }),
        fc.array(fc.nat(63), { maxLength: 5 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        fc.integer({ min: 1, max: 64 }),
        async (size, indexes, laters, perParcel) => {
          const all = ids(size)
          const bad = new Set(all.filter((_, index) => indexes.includes(index)))
          const calm = createRig({ platform: strict(bad) })
          calm.put(all, { perParcel })
          await calm.courier.run()

          let post = 0
          let interruptions = 0
          const rig = createRig({
            platform(batch) {
              // Two in a row at most: after more, it is asked with less.
              const isLater = laters.includes(post) && !(laters.includes(post - 1) && laters.includes(post - 2))
              post++
              if (!isLater) return strict(bad)(batch)
              interruptions++
              return { kind: 'retry', code: '503' }
            },
          })
          rig.put(all, { perParcel })
          for (let round = 0; round < 9; round++) {
            await rig.courier.run()
            rig.pass(60 * MINUTE_MS)
          }
          expect(rig.outcomes()).toEqual(calm.outcomes())
          expect(rig.posts.length).toBeLessThanOrEqual(calm.posts.length + interruptions)
          expect(rig.memory.cuts).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  })

  it('takes what came in the meantime in a batch of its own', async () => {
    let post = 0
    const rig = createRig({
      platform: (batch) => (++post === 2 ? { kind: 'retry', code: '503' } : strict(new Set(['e-7']))(batch)),
    })
    rig.put(ids(8))
    await rig.courier.run()
    rig.put(['new'])
    rig.pass(MINUTE_MS)
    await rig.courier.run()
    expect(rig.posts.map((one) => one.length)).toEqual([8, 4, 4, 4, 2, 2, 1, 1, 1])
    expect(rig.counts).toEqual({ delivered: 8, rejected: 1 })
  })
})
