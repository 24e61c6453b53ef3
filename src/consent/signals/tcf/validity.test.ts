import { describe, expect, it } from 'vitest'
import { decodeTcf } from './decode.ts'
import { only, type TcParts, writeTc } from '../../../../test/support/tc/tc-writer.ts'
import { validityOf } from './validity.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const DAY = 86_400_000

function validity(parts: TcParts, maxAgeDays = 395, nowMs = NOW): string {
  const tc = decodeTcf(writeTc(parts))
  return tc.ok ? validityOf(tc, nowMs, maxAgeDays) : tc.reason
}

/** Everything in order: each test changes one thing. */
const GOOD: TcParts = { createdMs: Date.UTC(2026, 9, 1), disclosedVendors: only(755) }

describe('whether a TC string counts', () => {
  it('does with policy version 4 or later', () => {
    expect(validity({ ...GOOD, policyVersion: 5 })).toBe('valid')
    expect(validity({ ...GOOD, policyVersion: 4 })).toBe('valid')
    expect(validity({ ...GOOD, policyVersion: 3 })).toBe('policy_too_old')
  })

  it('does not with global scope', () => {
    expect(validity({ ...GOOD, isServiceSpecific: false })).toBe('global_scope')
  })

  it('names the policy first, then the scope, then the time', () => {
    const old = { lastUpdatedMs: Date.UTC(2020, 1, 20), disclosedVendors: only() }
    expect(validity({ ...old, policyVersion: 2, isServiceSpecific: false })).toBe('policy_too_old')
    expect(validity({ ...old, isServiceSpecific: false })).toBe('global_scope')
    expect(validity(old)).toBe('expired')
  })

  it('counts its age from the last answer, to the millisecond', () => {
    const made = { createdMs: Date.UTC(2026, 2, 1), disclosedVendors: only() }
    expect(validity({ ...made, lastUpdatedMs: NOW - 395 * DAY })).toBe('valid')
    expect(validity({ ...made, lastUpdatedMs: NOW - 395 * DAY - 100 })).toBe('expired')
    expect(validity({ ...made, createdMs: Date.UTC(2020, 0, 1), lastUpdatedMs: NOW - DAY })).toBe('valid')
  })

  it('follows the age that the policy sets', () => {
    const sixMonths = { ...GOOD, createdMs: Date.UTC(2026, 4, 20) }
    expect(validity(sixMonths, 180)).toBe('expired')
    expect(validity(sixMonths, 395)).toBe('valid')
  })

  it('does not with a limit or a clock that is no number', () => {
    expect(validity(GOOD, Number.NaN)).toBe('expired')
    expect(validity(GOOD, 395, Number.NaN)).toBe('expired')
  })

  it('bears a day of difference between clocks, for both times', () => {
    expect(validity({ ...GOOD, createdMs: NOW + DAY })).toBe('valid')
    expect(validity({ ...GOOD, createdMs: NOW + DAY + 100 })).toBe('future')
    expect(validity({ ...GOOD, createdMs: NOW + 2 * DAY, lastUpdatedMs: NOW })).toBe('future')
  })

  it('needs the disclosed vendors when it was made after 28 February 2026', () => {
    expect(validity({ createdMs: Date.UTC(2026, 1, 28) })).toBe('valid')
    expect(validity({ createdMs: Date.UTC(2026, 1, 28, 23, 59, 59, 900) })).toBe('valid')
    expect(validity({ createdMs: Date.UTC(2026, 2, 1) })).toBe('missing_disclosed_vendors')
    expect(validity({ createdMs: Date.UTC(2026, 2, 1), disclosedVendors: only() })).toBe('valid')
  })

  it('goes by when it was made, not by the last answer, for the disclosed vendors', () => {
    expect(validity({ createdMs: Date.UTC(2026, 0, 10), lastUpdatedMs: Date.UTC(2026, 9, 1) })).toBe('valid')
  })
})
