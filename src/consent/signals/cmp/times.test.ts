import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { browserDateMs, timeMs } from './times.ts'

describe('the time that a consent tool writes down', () => {
  it.each([
    ['2026-10-01T10:00:00.000Z', Date.UTC(2026, 9, 1, 10)],
    ['2026-10-01T10:00:00+02:00', Date.UTC(2026, 9, 1, 8)],
    ['2026-10-01T10:00Z', Date.UTC(2026, 9, 1, 10)],
    ['2026-10-01', Date.UTC(2026, 9, 1)],
    [1_790_841_600_000, Date.UTC(2026, 9, 1, 8)],
    ['1790841600000', Date.UTC(2026, 9, 1, 8)],
    [1_790_841_600, Date.UTC(2026, 9, 1, 8)],
    ['1790841600', Date.UTC(2026, 9, 1, 8)],
  ])('is read as %j', (written, ms) => {
    expect(timeMs(written)).toBe(ms)
  })

  it('is absent where there is none', () => {
    expect(timeMs(undefined)).toBeUndefined()
    expect(timeMs(null)).toBeUndefined()
    expect(browserDateMs(undefined)).toBeUndefined()
  })

  it.each([
    [''],
    ['x'],
    ['2020'],
    ['2026-10'],
    ['2026-02-30'],
    ['2026-02-30T10:00:00Z'],
    ['2026-13-01'],
    ['2026-10-01T25:00:00Z'],
    ['2026-10-01T10:00:00'],
    ['01/10/2026'],
    [`2026-10-01T10:00:00.${'0'.repeat(50)}Z`],
    [0],
    [1],
    [-1],
    [500_000_000_000],
    [1e17],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [true],
    [{}],
    [[1_790_841_600_000]],
  ])('does not count as absent where %j stands in its place', (written) => {
    expect(timeMs(written)).toBeNaN()
  })

  it('is a whole number between September 2001 and the last date where it is read from a number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), (written) => {
        const ms = timeMs(written)
        expect(Number.isNaN(ms) || (Number.isInteger(ms) && Number(ms) >= 1e12 && Number(ms) <= 8.64e15)).toBe(true)
      }),
    )
  })

  it('is not read from a date that only looks like a browser’s', () => {
    expect(browserDateMs('Thu Oct 01 2026 10:00:00 GMT+0200 (CEST)')).toBe(Date.UTC(2026, 9, 1, 8))
    expect(browserDateMs('Thu Oct 01 2026 10:00:00 GMT 0200 (CEST)')).toBe(Date.UTC(2026, 9, 1, 8))
    expect(browserDateMs('Thu Okt 01 2026 10:00:00 GMT+0200')).toBeNaN()
    expect(browserDateMs('x')).toBeNaN()
  })
})
