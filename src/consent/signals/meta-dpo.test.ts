import { describe, expect, it } from 'vitest'
import { resolveConsent } from '../resolve.ts'
import type { ConsentRules } from '../types.ts'

const RULES: ConsentRules = {
  maxAgeDays: 180,
  regimes: {},
  gpcScope: 'mandated_states',
  destinations: {},
  cookieNames: {},
}
const NOW_MS = Date.parse('2026-11-20T17:04:15Z')

function stateOf(metaDpo: unknown) {
  const client = { country: 'US', region: 'US-CA' }
  return resolveConsent({ evidence: { signals: { cmp: { meta_dpo: metaDpo } } }, client }, RULES, NOW_MS)
}

describe('Meta’s data processing options', () => {
  it('are an opt-out where they limit the use of data, whatever country they name', () => {
    expect(stateOf({ dpo: ['LDU'], dpoco: 0, dpost: 0 })).toMatchObject({ optOut: true })
    expect(stateOf({ dpo: ['LDU'], dpoco: 1, dpost: 1000 }).problem).toBeUndefined()
  })

  it('grant nothing, limited or not', () => {
    for (const dpo of [['LDU'], []])
      expect(new Set(Object.values(stateOf({ dpo }).answers))).toEqual(new Set(['unset']))
    expect(stateOf({ dpo: [] })).toMatchObject({ optOut: false })
  })

  it.each([undefined, null, 'LDU', {}, { dpo: 'LDU' }, { dpo: ['ELSE'] }])(
    'close where they cannot be read: %j',
    (said) => {
      expect(stateOf(said).problem).toBe('malformed')
    },
  )
})
