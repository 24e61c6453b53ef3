import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FactBatch } from '../offsite/facts.ts'
import { FactsCourier } from './facts-courier.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

/** A queue of single rows, and a record that answers as `give` does. */
function courierOf(give: (batch: FactBatch) => Promise<void>, rows = 1) {
  let [taken, wokenAtMs] = [0, 0]
  const failures: unknown[] = []
  const courier = new FactsCourier({
    queue: {
      get waiting() {
        return rows - taken
      },
      batch: () => (taken === rows ? undefined : { facts: [], upTo: taken + 1 }),
      taken: (upTo) => (taken = upTo),
      forget: () => {},
    },
    from: () => ({ shard: 0, epoch: 'born' }),
    give,
    transaction: (work) => work(),
    onFailed: (error) => failures.push(error),
    wake: (atMs) => (wokenAtMs = atMs),
    lingerMs: 0,
    now: () => Date.now(),
    random: () => 1,
  })
  return { courier, failures, waiting: () => rows - taken, wokenAtMs: () => wokenAtMs }
}

describe('facts for the off-site record', () => {
  it('are kept and given again where the record never answers', async () => {
    const silent = new Promise<void>(() => {})
    const give = vi.fn<() => Promise<void>>().mockReturnValueOnce(silent).mockResolvedValue()
    const { courier, failures, waiting, wokenAtMs } = courierOf(give)
    const going = courier.run()
    await vi.advanceTimersByTimeAsync(20_000)
    await going
    expect([failures.length, waiting(), courier.stuck]).toEqual([1, 1, 1])
    expect(wokenAtMs()).toBeGreaterThan(Date.now())
    await vi.advanceTimersByTimeAsync(wokenAtMs() - Date.now())
    await courier.run()
    expect([give.mock.calls.length, waiting(), courier.stuck]).toEqual([2, 0, 0])
  })

  it('leave no timer behind once they are taken', async () => {
    const { courier, waiting } = courierOf(() => Promise.resolve(), 3)
    await courier.run()
    expect([waiting(), vi.getTimerCount()]).toEqual([0, 0])
  })
})
