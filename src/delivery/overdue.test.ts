import { describe, expect, it } from 'vitest'
import { createRig, DAY_MS, DELIVERED, ids, START_MS } from './courier.fixture.ts'

describe('what may not be sent any more', () => {
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

  it('is looked for a few parcels at a time where much waits, so that nobody who hands in events waits for it', async () => {
    const rig = createRig({ platform: () => ({ kind: 'retry', code: 'x', retryAfterMs: DAY_MS }) })
    rig.put(ids(100), { occurredAtMs: START_MS + 8 * DAY_MS, perParcel: 1 })
    rig.put(['behind'], { occurredAtMs: START_MS + 8 * DAY_MS, name: 'generate_lead' })
    rig.holdDays['generate_lead'] = 0.5
    await rig.courier.run()
    rig.pass(DAY_MS / 2 + 1)
    for (let go = 1; go <= 3; go++) {
      await rig.courier.run()
      expect([rig.courier.dueMs, rig.waiting().length]).toEqual([0, 101])
    }
    await rig.courier.run()
    expect([rig.waiting().length, rig.outcomes()]).toEqual([100, { behind: 'expired waited_too_long' }])
    expect(rig.courier.dueMs).toBeGreaterThan(0)
  })

  it('does not send an event that the policy has stopped letting out, and says so', async () => {
    const rig = createRig({ platform: () => DELIVERED })
    rig.put(['stays'])
    rig.put(['gone'], { name: 'generate_lead' })
    await rig.courier.run()
    expect(rig.outcomes()).toEqual({ gone: 'expired no_longer_in_policy', stays: 'delivered 0' })
    expect(rig.posts.flat()).toEqual(['stays'])
  })
})
