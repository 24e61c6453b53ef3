import { describe, expect, it } from 'vitest'
import { freshness } from './freshness.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const DAY_MS = 86_400_000
const CONTEXT = {
  rules: { maxAgeDays: 180, regimes: {}, gpcScope: 'all_us', destinations: {}, cookieNames: {} },
  nowMs: NOW,
} as const
const validity = (atMs?: number, expiresAtMs?: number) =>
  freshness({ atMs, expiresAtMs, fallbackAt: undefined }, CONTEXT).validity

describe('an answer with a time of its own', () => {
  it('counts until the policy or the tool lets it lapse', () => {
    expect(validity(NOW - 180 * DAY_MS)).toBe('valid')
    expect(validity(NOW - 180 * DAY_MS - 1)).toBe('expired')
    expect(validity(NOW - DAY_MS, NOW + 1)).toBe('valid')
    expect(validity(NOW - DAY_MS, NOW)).toBe('expired')
  })

  it('is invalid where one of its times is there and cannot be read: not current, not without end', () => {
    expect(validity(Number.NaN)).toBe('invalid')
    expect(validity(NOW, Number.NaN)).toBe('invalid')
    expect(validity(Number.NaN, NOW - DAY_MS)).toBe('invalid')
    expect(
      freshness({ atMs: Number.NaN, expiresAtMs: undefined, fallbackAt: '2026-11-21T11:00:00Z' }, CONTEXT),
    ).toEqual({
      validity: 'invalid',
    })
  })
})
