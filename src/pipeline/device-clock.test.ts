import { describe, expect, it } from 'vitest'
import { answerTimeBy, deviceClock, timeBy } from './device-clock.ts'

const NOW_MS = Date.parse('2026-11-22T12:00:00Z')
const HOUR_MS = 3_600_000
const AHEAD = { nowMs: NOW_MS, aheadMs: HOUR_MS }

describe('the clock of a device', () => {
  it('is put right where it is ahead, and only there', () => {
    expect(deviceClock(String(NOW_MS + HOUR_MS), NOW_MS)).toEqual(AHEAD)
    for (const said of [NOW_MS, NOW_MS + 59_999, NOW_MS - HOUR_MS])
      expect(deviceClock(String(said), NOW_MS)).toBeUndefined()
  })

  it('is not believed where it is out of all bounds, or no number', () => {
    for (const said of [null, '', 'x', '-1', 'NaN', 'Infinity', '1e300', String(NOW_MS + 366 * 24 * HOUR_MS)])
      expect(deviceClock(said, NOW_MS)).toBeUndefined()
  })

  it('moves what lies in the future, which alone is certainly its own; never to a later time', () => {
    expect(timeBy(AHEAD, NOW_MS + HOUR_MS - 1_000)).toBe(NOW_MS - 1_000)
    expect(timeBy(AHEAD, NOW_MS - 1)).toBe(NOW_MS - 1)
  })

  it('dates an answer by it, so that a refusal and a grant of one device keep their order', () => {
    expect(answerTimeBy(AHEAD, '2026-11-22T12:59:00Z')).toBe('2026-11-22T11:59:00.000Z')
    expect(answerTimeBy(AHEAD, '2026-11-22T12:30:00Z')).toBe('2026-11-22T11:30:00.000Z')
  })

  it('leaves what is no time to whoever refuses it', () => {
    for (const at of ['yesterday', '2026-02-30T12:00:00Z', 5, null]) expect(answerTimeBy(AHEAD, at)).toBe(at)
  })
})
