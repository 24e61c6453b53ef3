import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { nextAttemptAt, parseRetryAfter, RETRY } from './retry.ts'

const NOW_MS = 1_795_262_400_000
const HOUR_MS = 3_600_000

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const failures = fc.integer({ min: 1, max: 1_000_000 })

describe('the next attempt', () => {
  it('lies between now and the ceiling, which doubles with each failure up to a quarter of an hour', () => {
    fc.assert(
      fc.property(failures, chance, (count, random) => {
        const wait = nextAttemptAt(NOW_MS, count, RETRY, random) - NOW_MS
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(Math.min(15 * 60_000, 1_000 * 2 ** Math.min(count, 20)))
      }),
    )
  })

  it('uses the whole range, so that many shards do not come back at once', () => {
    expect(nextAttemptAt(NOW_MS, 4, RETRY, 0)).toBe(NOW_MS)
    expect(nextAttemptAt(NOW_MS, 4, RETRY, 0.5)).toBe(NOW_MS + 8_000)
    expect(nextAttemptAt(NOW_MS, 4, RETRY, 0.999_999)).toBe(NOW_MS + 16_000)
    expect(nextAttemptAt(NOW_MS, 60, RETRY, 0.999_999_999)).toBe(NOW_MS + 15 * 60_000)
  })

  it('is never before what the platform asked for, and never more than a day because of it', () => {
    fc.assert(
      fc.property(failures, chance, fc.integer({ min: 0, max: 1_000 * HOUR_MS }), (count, random, asked) => {
        const wait = nextAttemptAt(NOW_MS, count, RETRY, random, asked) - NOW_MS
        expect(wait).toBeGreaterThanOrEqual(Math.min(asked, 24 * HOUR_MS))
        expect(wait).toBeLessThanOrEqual(24 * HOUR_MS)
      }),
    )
  })

  it('is never in the past, also where the platform asks for that', () => {
    expect(nextAttemptAt(NOW_MS, 1, RETRY, 0, -5_000)).toBe(NOW_MS)
  })
})

// RFC 9110 section 10.2.3: delay-seconds = 1*DIGIT, or an HTTP-date in any of its three forms (section 5.6.7).
describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['2', 2_000],
    [' 120 ', 120_000],
    ['Sun, 22 Nov 2026 00:00:30 GMT', 30_000],
    ['Sunday, 22-Nov-26 00:00:30 GMT', 30_000],
    ['Sun Nov 22 00:00:30 2026', 30_000],
  ])('%j is %i ms', (header, expected) => {
    expect(parseRetryAfter(header, Date.UTC(2026, 10, 22))).toBe(expected)
  })

  it.each(['Sun Nov 22 00:00:30 2026', 'Sun Nov  1 00:00:30 2026'])(
    '%j names no zone and is UTC, wherever the machine stands',
    (header) => {
      for (const zone of ['America/New_York', 'Asia/Tokyo']) {
        vi.stubEnv('TZ', zone)
        expect(parseRetryAfter(header, Date.UTC(2026, 10, Number(header.slice(8, 10))))).toBe(30_000)
      }
      vi.unstubAllEnvs()
    },
  )

  it.each(['9999999999', '99999999999999999999', '9'.repeat(400)])(
    '%j is longer than any wait, and not none: it counts as the day that a platform gets at most',
    (header) => {
      const asked = parseRetryAfter(header, NOW_MS)
      expect(nextAttemptAt(NOW_MS, 1, RETRY, 0, asked)).toBe(NOW_MS + 24 * HOUR_MS)
    },
  )

  it('in the past is now', () => {
    expect(parseRetryAfter('Sat, 21 Nov 2026 00:00:00 GMT', Date.UTC(2026, 10, 22))).toBe(0)
  })

  it.each([null, '', '-1', '1.5', '1e3', '0x10', 'soon', '12 seconds', '1/2/3', 'NaN'])('%j says nothing', (header) => {
    expect(parseRetryAfter(header, NOW_MS)).toBeUndefined()
  })

  it('is nothing or a finite time from now, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const wait = parseRetryAfter(header, NOW_MS)
        expect(wait === undefined || (Number.isFinite(wait) && wait >= 0)).toBe(true)
      }),
    )
  })
})
