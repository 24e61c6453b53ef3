import { describe, expect, it } from 'vitest'
import { TokenBuckets } from './token-buckets.ts'

describe('a caller who may make ten requests in ten seconds', () => {
  const START_MS = 1_000_000

  function emptied(): TokenBuckets {
    const buckets = new TokenBuckets(10)
    expect(Array.from({ length: 10 }, () => buckets.take('a', START_MS))).toEqual(Array.from({ length: 10 }, () => 0))
    return buckets
  }

  it('may make them at once, and is then told how long one more takes to come', () => {
    const buckets = emptied()
    expect(buckets.take('a', START_MS)).toBe(1)
    expect(buckets.take('b', START_MS)).toBe(0)
  })

  it('gets one more each second, not one for each time that it is turned away', () => {
    const buckets = emptied()
    for (let ms = 100; ms < 1_000; ms += 100) expect(buckets.take('a', START_MS + ms)).toBe(1)
    expect(buckets.take('a', START_MS + 1_000)).toBe(0)
    expect(buckets.take('a', START_MS + 1_000)).toBe(1)
  })

  it('has never more than ten, however long it was away', () => {
    const buckets = emptied()
    const passed = Array.from({ length: 20 }, () => buckets.take('a', START_MS + 3_600_000)).filter(
      (wait) => wait === 0,
    )
    expect(passed).toHaveLength(10)
  })

  it('gets nothing from a clock that was set back, and loses nothing either', () => {
    const buckets = emptied()
    expect(buckets.take('a', START_MS - 60_000)).toBe(1)
    expect(buckets.take('a', START_MS - 59_000)).toBe(0)
  })
})

it('waits as long as a slow rate needs: one request in ten seconds', () => {
  const buckets = new TokenBuckets(1)
  expect([buckets.take('a', 0), buckets.take('a', 0), buckets.take('a', 4_000)]).toEqual([0, 10, 6])
})

it('remembers so many callers and no more: the one that was not seen for longest is new again', () => {
  const buckets = new TokenBuckets(1, 2)
  expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([0, 0, 10])
  expect(buckets.take('c', 0)).toBe(0)
  expect(buckets.take('a', 0)).toBe(10)
  expect(buckets.take('b', 0)).toBe(0)
})
