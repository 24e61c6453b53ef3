import { describe, expect, it } from 'vitest'
import { countryCode, regimeOf } from './regime.ts'
import type { ConsentRules, Regime } from './types.ts'

const rules = (regimes: Record<string, Regime> = {}): ConsentRules => ({
  maxAgeDays: 180,
  regimes,
  gpcScope: 'all_us',
  destinations: {},
  cookieNames: {},
})

describe('regimeOf', () => {
  it.each(
    (
      'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO GB CH ' +
      'GP MQ GF RE YT MF AX'
    ).split(' '),
  )('%s is opt-in, and no policy can loosen it', (country) => {
    expect(regimeOf({ country }, rules())).toBe('opt-in')
    expect(regimeOf({ country }, rules({ [country]: 'none', [`${country}-01`]: 'none' }))).toBe('opt-in')
  })

  it.each(['BR', 'KR', 'IN', 'CA', 'AU', 'JP', 'GG', 'JE', 'IM', 'NC'])(
    '%s is opt-in unless the policy says otherwise',
    (country) => {
      expect(regimeOf({ country }, rules())).toBe('opt-in')
    },
  )

  it('a region of another country is a contradiction, and so opt-in', () => {
    expect(regimeOf({ country: 'US', region: 'FR-IDF' }, rules())).toBe('opt-in')
    expect(regimeOf({ country: 'US', region: 'CA-QC' }, rules())).toBe('opt-in')
  })

  it('the US is opt-out in every state', () => {
    expect(regimeOf({ country: 'US', region: 'US-CA' }, rules())).toBe('opt-out')
    expect(regimeOf({ country: 'us', region: 'FL' }, rules())).toBe('opt-out')
    expect(regimeOf({ country: 'US' }, rules())).toBe('opt-out')
  })

  it.each(['XX', 'T1', 'FRA', '', 'F', '??', 'US ', 'zz', 'EU', 'AP', 'AA', 'QQ', 'XK', 'A1'])(
    'an unknown country (%j) is opt-in, whatever the policy says of it',
    (country) => {
      expect(regimeOf({ country }, rules({ [country]: 'none' }))).toBe('opt-in')
      expect(regimeOf({}, rules())).toBe('opt-in')
    },
  )

  it('reads UK as GB and EL as GR, as everybody means it', () => {
    expect(['UK', 'uk', 'EL', 'GB', 'EU', 'AP', 'QQ'].map(countryCode)).toEqual([
      'GB',
      'GB',
      'GR',
      'GB',
      undefined,
      undefined,
      undefined,
    ])
    expect(regimeOf({ country: 'UK' }, rules({ UK: 'none', GB: 'none' }))).toBe('opt-in')
  })

  it('takes the policy for a country, and the region before the country', () => {
    expect(regimeOf({ country: 'AU' }, rules({ AU: 'none' }))).toBe('none')
    expect(regimeOf({ country: 'US', region: 'CA' }, rules({ US: 'none', 'US-CA': 'opt-in' }))).toBe('opt-in')
    expect(regimeOf({ country: 'US', region: 'US-FL' }, rules({ US: 'none', 'US-CA': 'opt-in' }))).toBe('none')
  })

  it('takes the strictest of its regions where the region is unknown', () => {
    for (const region of [undefined, '', 'California', 'FR-IDF', '06', 'US-06', 'CAL', 'C']) {
      const place = region === undefined ? { country: 'US' } : { country: 'US', region }
      expect(regimeOf(place, rules({ US: 'none', 'US-CA': 'opt-in' }))).toBe('opt-in')
    }
  })

  it('keeps Québec opt-in when the policy loosens Canada, unless it names Québec', () => {
    expect(regimeOf({ country: 'CA', region: 'ON' }, rules({ CA: 'opt-out' }))).toBe('opt-out')
    expect(regimeOf({ country: 'CA', region: 'CA-QC' }, rules({ CA: 'opt-out' }))).toBe('opt-in')
    for (const region of [undefined, 'QUE', '24', 'CA-10'])
      expect(regimeOf({ country: 'CA', ...(region && { region }) }, rules({ CA: 'opt-out' }))).toBe('opt-in')
    expect(regimeOf({ country: 'CA', region: 'QC' }, rules({ 'CA-QC': 'opt-out' }))).toBe('opt-out')
  })
})
