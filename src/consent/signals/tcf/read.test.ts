import { describe, expect, it } from 'vitest'
import { KNOWN_VENDORS } from './gvl.ts'
import { hasPurpose } from './purposes.ts'
import { readTcf } from './read.ts'
import { only, writeTc } from '../../../../test/support/tc/tc-writer.ts'

const CONTEXT = { nowMs: Date.UTC(2026, 10, 21, 12), maxAgeDays: 395, gvl: KNOWN_VENDORS }

describe('reading a TC string for an event', () => {
  it('says why it cannot', () => {
    expect(readTcf('DBABMA~C', CONTEXT)).toEqual({ ok: false, reason: 'gpp_string' })
    expect(readTcf(7, CONTEXT)).toEqual({ ok: false, reason: 'not_text' })
  })

  it('says when the person answered, to which consent tool and to what', () => {
    const text = writeTc({ cmpId: 260, cmpVersion: 4, purposeConsents: [1, 7, 24], disclosedVendors: only() })
    const reading = readTcf(text, CONTEXT)
    expect(reading).toMatchObject({ ok: true, validity: 'valid', lastUpdatedMs: Date.UTC(2026, 9, 1) })
    expect(reading).toMatchObject({ cmpId: 260, cmpVersion: 4, policyVersion: 5, publisherCC: 'FR' })
    const asked = [-8, 0, 1, 6, 7, 8, 23, 24, 25, 56]
    expect(asked.filter((id) => reading.ok && hasPurpose(reading.purposeConsents, id))).toEqual([1, 7, 24])
  })

  it('still says what stands in a string that does not count', () => {
    const reading = readTcf(writeTc({ policyVersion: 2, purposeConsents: [1] }), CONTEXT)
    expect(reading).toMatchObject({ ok: true, validity: 'policy_too_old', policyVersion: 2 })
    expect(reading.ok && hasPurpose(reading.purposeConsents, 1)).toBe(true)
  })
})
