import { describe, expect, it } from 'vitest'
import type { ConsentEvidence } from '../event/types.ts'
import { decide, Permit, type ConsentNeed } from './decide.ts'
import { resolveConsent, type ConsentInput } from './resolve.ts'
import type { ConsentRules } from './types.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const RULES: ConsentRules = {
  maxAgeDays: 180,
  regimes: { AU: 'none' },
  gpcScope: 'all_us',
  destinations: {},
  cookieNames: {},
}
const NEED: ConsentNeed = {
  destination: 'tiktok',
  purposes: ['ad_storage', 'ad_user_data', 'ad_personalization'],
  onOptOut: 'drop',
}
const GRANTED = {
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}
const OPT_IN = { client: { country: 'FR' } }
const CALIFORNIA = { client: { country: 'US', region: 'US-CA' } }
const FLORIDA = { client: { country: 'US', region: 'FL' } }

/** The level, or the refusal. */
function outcome(input: ConsentInput, rules: Partial<ConsentRules> = {}, need: Partial<ConsentNeed> = {}): string {
  const decision = decide(resolveConsent(input, { ...RULES, ...rules }, NOW), { ...NEED, ...need })
  return decision.permit === undefined ? decision.refusal : decision.permit.level
}

const evidence = (
  state: Record<string, unknown>,
  more: Partial<ConsentEvidence> = {},
): { evidence: ConsentEvidence } => ({ evidence: { state, ...more } })

describe('an opt-out', () => {
  it.each<[string, ConsentEvidence]>([
    ['a default of denied beside it', { signals: { gcs: 'G100', usprivacy: '1YYN' } }],
    ['a default of denied that tells of GPC itself', { signals: { gcd: '13p3p3p3pdl1' } }],
    ['a signal that cannot be read beside it', { signals: { gcd: 'x', usprivacy: '1YYN' } }],
    ['a grant of unknown age beside it', { state: GRANTED, at: 'soon', signals: { gpc: true } }],
  ])('is the reason, and the person’s own word, with %s', (_what, given) => {
    const decision = decide(resolveConsent({ ...CALIFORNIA, evidence: given }, RULES, NOW), NEED)
    expect(decision).toEqual({ refusal: 'opted_out', byPerson: true, missing: [] })
  })
})

describe('an opt-in country', () => {
  it('gives a full permit when every needed purpose is granted', () => {
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED) })).toBe('full')
    expect(outcome({ ...OPT_IN, evidence: { signals: { gcd: '13r3r3r3r5l1' } } })).toBe('full')
  })

  it('refuses when one of the purposes is missing, and names it', () => {
    const { ad_personalization: _, ...rest } = GRANTED
    const decision = decide(resolveConsent({ ...OPT_IN, ...evidence(rest) }, RULES, NOW), NEED)
    expect(decision).toEqual({ refusal: 'consent_unknown', byPerson: false, missing: ['ad_personalization'] })
  })

  it('does not ask for purposes that the destination does not need', () => {
    expect(outcome({ ...OPT_IN, ...evidence({ ...GRANTED, analytics_storage: 'denied' }) })).toBe('full')
  })

  it('says why nothing leaves', () => {
    expect(outcome(OPT_IN)).toBe('consent_unknown')
    expect(outcome({ ...OPT_IN, ...evidence({ ...GRANTED, ad_user_data: 'denied' }) })).toBe('consent_denied')
    expect(outcome({ ...OPT_IN, ...evidence({ ...GRANTED, ad_user_data: true }) })).toBe('consent_malformed')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { at: '2025-01-01T00:00:00Z' }) })).toBe('consent_expired')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { at: '2027-01-01T00:00:00Z' }) })).toBe('consent_malformed')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { at: 'soon' }) })).toBe('consent_malformed')
  })

  it('keeps a refusal that is too old or comes with an unreadable time', () => {
    for (const at of ['2020-01-01T00:00:00Z', 'soon']) {
      expect(outcome({ ...OPT_IN, ...evidence({ ad_storage: 'denied' }, { at }) })).toBe('consent_denied')
    }
  })

  it('lets any refusal win over any grant', () => {
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { signals: { gcd: '13u3u3u3u5l1' } }) })).toBe('consent_denied')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { signals: { gcd: '13p3p3p3p5l1' } }) })).toBe('consent_denied')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED, { signals: { gcs: 'G100' } }) })).toBe('consent_denied')
  })

  it('is not opened by defaults of Google consent mode', () => {
    expect(outcome({ ...OPT_IN, evidence: { signals: { gcd: '13t3t3t3t5l1', gcs: 'G111' } } })).toBe('consent_unknown')
  })

  it('keeps a specific grant against GPC, unless the policy makes GPC worldwide: then nothing leaves, limited or not', () => {
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED), gpcHeader: '1' })).toBe('full')
    expect(outcome({ ...OPT_IN, ...evidence(GRANTED), gpcHeader: '1' }, { gpcScope: 'worldwide' })).toBe('opted_out')
    expect(
      outcome({ ...OPT_IN, ...evidence(GRANTED), gpcHeader: '1' }, { gpcScope: 'worldwide' }, { onOptOut: 'limited' }),
    ).toBe('opted_out')
  })
})

describe('the United States', () => {
  it('permits in silence', () => {
    expect(outcome(CALIFORNIA)).toBe('full')
    expect(outcome({ ...CALIFORNIA, ...evidence(GRANTED, { at: '2020-01-01T00:00:00Z' }) })).toBe('full')
  })

  it('honours GPC from the header, the event and gcd, also against an earlier opt-in', () => {
    expect(outcome({ ...CALIFORNIA, gpcHeader: '1' })).toBe('opted_out')
    expect(outcome({ ...CALIFORNIA, evidence: { signals: { gpc: true } } })).toBe('opted_out')
    expect(outcome({ ...CALIFORNIA, ...evidence(GRANTED, { signals: { gcd: '13v3v3v3vdl1' } }) })).toBe('opted_out')
    expect(outcome({ ...CALIFORNIA, ...evidence(GRANTED), gpcHeader: '1' }, { regimes: { US: 'opt-in' } })).toBe(
      'opted_out',
    )
  })

  it('sends limited where the policy allows that for an opt-out, but never for a denial', () => {
    expect(outcome({ ...CALIFORNIA, gpcHeader: '1' }, {}, { onOptOut: 'limited' })).toBe('limited')
    expect(
      outcome({ ...CALIFORNIA, gpcHeader: '1', ...evidence({ ad_user_data: 'denied' }) }, {}, { onOptOut: 'limited' }),
    ).toBe('consent_denied')
  })

  it.each('CA CO CT DE MD MN MT NE NH NJ OR TX'.split(' '))('%s mandates GPC', (region) => {
    expect(outcome({ client: { country: 'US', region }, gpcHeader: '1' }, { gpcScope: 'mandated_states' })).toBe(
      'opted_out',
    )
  })

  it('takes an unknown state for one that mandates GPC, and Florida for one that does not', () => {
    expect(outcome({ ...FLORIDA, gpcHeader: '1' }, { gpcScope: 'mandated_states' })).toBe('full')
    expect(outcome({ ...FLORIDA, gpcHeader: '1' })).toBe('opted_out')
    for (const client of [{ country: 'US' }, { country: 'US', region: '' }, { country: 'US', region: 'Texas' }]) {
      expect(outcome({ client, gpcHeader: '1' }, { gpcScope: 'mandated_states' })).toBe('opted_out')
    }
  })

  it('stays closed on a signal that cannot be read, because it may have been a refusal', () => {
    expect(outcome({ ...CALIFORNIA, ...evidence({ ad_user_data: 'no' }) })).toBe('consent_malformed')
    expect(outcome({ ...CALIFORNIA, evidence: { signals: { gcs: 'garbage' } } }, {}, { onOptOut: 'limited' })).toBe(
      'consent_malformed',
    )
    expect(outcome({ ...CALIFORNIA, ...evidence(GRANTED, { signals: { gcs: 'garbage' } }) })).toBe('full')
  })
})

describe('where the person is', () => {
  it('the stricter law counts when device and home differ', () => {
    expect(outcome({ ...CALIFORNIA, personCountry: 'FR' })).toBe('consent_unknown')
    expect(outcome({ ...OPT_IN, personCountry: 'US' })).toBe('consent_unknown')
    expect(outcome({ client: { country: 'AU' }, personCountry: 'US', gpcHeader: '1' })).toBe('opted_out')
  })

  it("takes no other country's region for the state of a home in the US", () => {
    const abroad = { client: { country: 'AU', region: 'FL' }, personCountry: 'US', gpcHeader: '1' }
    expect(outcome(abroad, { gpcScope: 'mandated_states' })).toBe('opted_out')
  })

  it('hears GPC where nobody knows where the device is, against any grant', () => {
    expect(outcome({ ...evidence(GRANTED), gpcHeader: '1' })).toBe('opted_out')
    expect(outcome({ ...evidence(GRANTED), client: { country: 'XX' }, gpcHeader: '1' })).toBe('opted_out')
  })

  it('reads a home country in words, and takes one that it cannot read for opt-in', () => {
    for (const personCountry of ['France', 'FRA', 'Deutschland', ' FR ', '250', 'Wonderland']) {
      expect(outcome({ ...CALIFORNIA, personCountry })).toBe('consent_unknown')
    }
    for (const personCountry of ['US', 'usa', ' United States ', ''])
      expect(outcome({ ...CALIFORNIA, personCountry })).toBe('full')
  })

  it('home alone never loosens: where nothing is said of the device, it is opt-in', () => {
    expect(outcome({ personCountry: 'US' })).toBe('consent_unknown')
    expect(outcome({ client: { country: 'T1' }, personCountry: 'US' })).toBe('consent_unknown')
    expect(outcome({ ...CALIFORNIA, personCountry: 'USA' })).toBe('full')
    expect(outcome({})).toBe('consent_unknown')
  })

  it('a country without a regime permits in silence and still honours a refusal', () => {
    expect(outcome({ client: { country: 'AU' } })).toBe('full')
    expect(outcome({ client: { country: 'AU' }, ...evidence({ ad_storage: 'denied' }) })).toBe('consent_denied')
  })
})

describe('Permit', () => {
  it('is made by decide() only', () => {
    expect(() => Reflect.construct(Permit, [Symbol('permit'), 'full', 'tiktok'])).toThrow('decide()')
    expect(Permit.is({ level: 'full', destination: 'tiktok' })).toBe(false)
    expect(Permit.is(Object.create(Permit.prototype))).toBe(false)
    const { permit } = decide(resolveConsent({ ...OPT_IN, ...evidence(GRANTED) }, RULES, NOW), NEED)
    expect(Permit.is(permit)).toBe(true)
    expect(permit?.destination).toBe('tiktok')
  })
})
