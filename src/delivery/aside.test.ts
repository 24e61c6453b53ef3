/** A delivery to which the platform says "later", alone and each time, while it takes all others. */
import { describe, expect, it } from 'vitest'
import type { AttemptOutcome } from '../destinations/destination.ts'
import { createRig, DAY_MS, DELIVERED, ids } from './courier.fixture.ts'

const MINUTE_MS = 60_000
const LATER: AttemptOutcome = { kind: 'retry', code: '500' }

async function runFor(rig: ReturnType<typeof createRig>, minutes: number): Promise<void> {
  for (let i = 0; i < minutes; i++) {
    await rig.courier.run()
    rig.pass(MINUTE_MS)
  }
}

function breaksOn(...bad: readonly string[]) {
  return (batch: readonly string[]) => (batch.some((id) => bad.includes(id)) ? LATER : DELIVERED)
}

describe('a delivery on which the platform breaks', () => {
  it.each([0, 7, 19])('at place %i of what waits does not hold up the others', async (place) => {
    const rig = createRig({ platform: breaksOn(`e-${place}`) })
    rig.put(ids(20), { perParcel: 5 })
    await runFor(rig, 30)
    expect(rig.waiting()).toEqual([`e-${place}`])
    expect(rig.counts).toEqual({ delivered: 19 })
    rig.put(['new'])
    // Where nothing else waited, there was no telling whether it is the platform.
    await runFor(rig, 16)
    expect([rig.counts, rig.courier.state]).toEqual([{ delivered: 20 }, 'open'])
  })

  it('does not hold up the others where the platform counts it as missing: halving finds it, and goes on', async () => {
    const rig = createRig({
      platform(batch) {
        if (!batch.includes('e-7')) return DELIVERED
        return batch.length > 1 ? { kind: 'split', code: 'events_missing' } : { kind: 'retry', code: 'events_missing' }
      },
    })
    rig.put(ids(20))
    await runFor(rig, 5)
    expect([rig.waiting(), rig.counts]).toEqual([['e-7'], { delivered: 19 }])
  })

  it('is tried alone, less and less often, and is delivered once the platform takes it', async () => {
    let bad = true
    const rig = createRig({ platform: (batch) => (bad ? breaksOn('e-0')(batch) : DELIVERED) })
    rig.put(ids(3))
    await runFor(rig, 30)
    const before = rig.posts.length
    await runFor(rig, 24 * 60)
    const tries = rig.posts.slice(before)
    expect(tries.every((post) => post.length === 1 && post[0] === 'e-0')).toBe(true)
    expect([tries.length > 20, tries.length < 60]).toEqual([true, true])
    bad = false
    await runFor(rig, 60)
    expect([rig.waiting(), rig.counts]).toEqual([[], { delivered: 3 }])
  })

  it('wakes nobody between two tries where nothing else waits', async () => {
    const rig = createRig({ platform: breaksOn('e-0') })
    rig.put(ids(3))
    await runFor(rig, 30)
    await rig.courier.run()
    expect(rig.courier.dueMs).toBeGreaterThan(rig.pass(0) + 1_000)
  })

  it('ends with a receipt when it has waited too long', async () => {
    const rig = createRig({ platform: breaksOn('e-0') })
    rig.put(ids(3))
    await runFor(rig, 30)
    rig.pass(7 * DAY_MS)
    await runFor(rig, 2)
    expect([rig.waiting(), rig.outcomes()['e-0']]).toEqual([[], 'expired event_too_old'])
  })

  it('is not sent any more where its person has withdrawn', async () => {
    const rig = createRig({ platform: breaksOn('e-0') })
    rig.put(ids(3))
    await runFor(rig, 30)
    rig.withdraw('e-0')
    const before = rig.posts.length
    await runFor(rig, 120)
    expect([rig.posts.length - before, rig.outcomes()['e-0']]).toEqual([0, 'withdrawn consent_withdrawn'])
  })

  it('may have company', async () => {
    const rig = createRig({ platform: breaksOn('e-0', 'e-1', 'e-2', 'e-9') })
    rig.put(ids(20), { perParcel: 5 })
    await runFor(rig, 600)
    expect([rig.waiting(), rig.counts]).toEqual([['e-0', 'e-1', 'e-2', 'e-9'], { delivered: 16 }])
  })
})

describe('a platform that is down', () => {
  it('sets nothing aside, however long: all goes, in batches, when it is back', async () => {
    let down = true
    const rig = createRig({ platform: () => (down ? LATER : DELIVERED) })
    rig.put(ids(100), { perParcel: 1 })
    await runFor(rig, 24 * 60)
    expect([rig.memory.aside.size, rig.waiting().length]).toEqual([0, 100])
    down = false
    await runFor(rig, 70)
    expect([rig.waiting(), rig.counts]).toEqual([[], { delivered: 100 }])
  })
})
