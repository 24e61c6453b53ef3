import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRates, TokenBucket } from './rate.ts'

const START_MS = 1_795_262_400_000

describe('a token bucket', () => {
  it('lets a second’s worth go at once, then one after the other at its rate', () => {
    const bucket = new TokenBucket()
    const waits = Array.from({ length: 5 }, () => bucket.take(START_MS, 2))
    expect(waits).toEqual([0, 0, 500, 1_000, 1_500])
    expect(bucket.take(START_MS + 60_000, 2)).toBe(0)
  })

  it('lets one go where the rate is below one a second', () => {
    const bucket = new TokenBucket()
    expect([bucket.take(START_MS, 0.1), bucket.take(START_MS, 0.1), bucket.take(START_MS + 5_000, 0.1)]).toEqual([
      0, 10_000, 15_000,
    ])
  })

  it('lets no more go in any stretch of time than a second’s worth and the rate allow, whoever waits as told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 80 }),
        (perSecond, gaps) => {
          const bucket = new TokenBucket()
          let nowMs = START_MS
          const sentMs = gaps.map((gap) => (nowMs += gap) + bucket.take(nowMs, perSecond))
          for (const [from, first] of sentMs.entries()) {
            for (const [to, last] of sentMs.entries()) {
              if (to < from) continue
              expect(to - from + 1).toBeLessThanOrEqual(perSecond + 1 + ((last - first + 1) / 1_000) * perSecond)
            }
          }
        },
      ),
    )
  })

  it('is not confused by a clock that goes back', () => {
    const bucket = new TokenBucket()
    bucket.take(START_MS, 1)
    expect(bucket.take(START_MS - 3_600_000, 1)).toBe(1_000)
  })
})

describe('the setting of rates', () => {
  it.each([
    ['', []],
    ['tiktok=50', [['tiktok', 50]]],
    [
      '  meta=0.5   tiktok=1000 ',
      [
        ['meta', 0.5],
        ['tiktok', 1000],
      ],
    ],
  ])('%j is read', (text, expected) => {
    expect([...(parseRates(text, ['tiktok', 'meta']) ?? ['unreadable'])]).toEqual(expected)
  })

  it.each(['tiktok', 'tiktok=', 'tiktok=0', 'tiktok=-1', 'tiktok=1e3', 'tiktok=10001', 'snap=5', 'meta=1 meta=2', '5'])(
    '%j is not understood',
    (text) => {
      expect(parseRates(text, ['tiktok', 'meta'])).toBeUndefined()
    },
  )
})
