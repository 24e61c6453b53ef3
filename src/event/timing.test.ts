import { expect, it } from 'vitest'
import { checkTiming } from './timing.ts'

const DAY_MS = 86_400_000
const now = Date.parse('2026-11-21T12:00:00Z')

it('takes an event ten minutes ahead, and refuses it a millisecond later', () => {
  expect(checkTiming(now + 600_000, now, 7 * DAY_MS)).toBeUndefined()
  expect(checkTiming(now + 600_001, now, 7 * DAY_MS)).toBe('event_in_future')
})

it('takes an event exactly as old as allowed, and refuses it a millisecond older', () => {
  expect(checkTiming(now - 7 * DAY_MS, now, 7 * DAY_MS)).toBeUndefined()
  expect(checkTiming(now - 7 * DAY_MS - 1, now, 7 * DAY_MS)).toBe('event_too_old')
})
