import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRig, DAY_MS, DELIVERED, ids, START_MS, strict } from './courier.fixture.ts'

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

  it('counts one attempt per request: how many events, what came of it, never what was in it', async () => {
    const rig = createRig({ platform: strict(new Set(['e-1'])) })
    rig.put(ids(2))
    await rig.courier.run()
    const same = { destination: 'meta', durationMs: 0, digest: 'd', oldestAcceptedAtMs: START_MS, tries: 1 }
    expect(rig.attempts).toEqual([
      { ...same, events: 2, outcome: 'split', code: '100' },
      { ...same, events: 1, outcome: 'delivered', code: '0' },
      { ...same, events: 1, outcome: 'rejected', code: '100' },
    ])
  })
})
