/** Standards and consent tools together: what an event's cookies, strings and forwarded objects lead to. */
import { GVL, TCModel, TCString } from '@iabtechlabtcf/core'
import { GppModel } from '@iabgpp/cmpapi'
import { describe, expect, it } from 'vitest'
import type { ConsentSignals } from '../event/types.ts'
import { decide } from './decide.ts'
import { resolveConsent, type ConsentInput } from './resolve.ts'
import { PURPOSES, type ConsentRules, type DestinationNames } from './types.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const ADVERTISING = ['ad_storage', 'ad_user_data', 'ad_personalization'] as const
const GRANTED = Object.fromEntries(PURPOSES.map((purpose) => [purpose, 'granted']))
const META: DestinationNames = {
  tools: { didomi: ['facebook'], klaro: ['meta'], tarteaucitron: ['facebookpixel'] },
  acProvider: 89,
}
/** 755 is on the IAB's list: Google Advertising Products. */
const LISTED: DestinationNames = { tools: {}, tcfVendor: 755 }

interface Given {
  readonly signals?: ConsentSignals
  readonly state?: Readonly<Record<string, unknown>>
  readonly country?: string
  readonly region?: string
  readonly names?: DestinationNames
  readonly rules?: Partial<ConsentRules>
}

function outcome({ signals, state, country = 'FR', region, names = META, rules }: Given): string {
  const input: ConsentInput = {
    client: { country, ...(region !== undefined && { region }) },
    evidence: { ...(signals !== undefined && { signals }), ...(state !== undefined && { state }) },
  }
  const all: ConsentRules = {
    maxAgeDays: 180,
    regimes: {},
    gpcScope: 'all_us',
    destinations: { there: names },
    cookieNames: {},
    ...rules,
  }
  const { permit, refusal } = decide(resolveConsent(input, all, NOW), {
    destination: 'there',
    purposes: ADVERTISING,
    onOptOut: 'limited',
  })
  return permit?.level ?? refusal ?? ''
}

const onetrust = (groups: string, interactions = 1) =>
  `OptanonConsent=interactionCount=${interactions}&groups=${encodeURIComponent(groups)}` +
  (interactions === 0 ? '' : '; OptanonAlertBoxClosed=2026-11-01T10:00:00.000Z')
const klaro = (services: Record<string, boolean>) => `klaro=${encodeURIComponent(JSON.stringify(services))}`

const ALL_PURPOSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]

/** As a vendor stands on the list that the official library encodes by: it writes no bit for others. */
const listed = (id: number) => ({
  id,
  name: `vendor ${id}`,
  purposes: [1, 3, 4],
  legIntPurposes: [2, 7, 9, 10],
  flexiblePurposes: [2, 7, 9, 10],
  specialPurposes: [],
  features: [],
  specialFeatures: [],
  urls: [],
})

/** A TC string by the official library: 13 purposes of which some are consented to, by one vendor or none. */
function tcString(purposes: readonly number[], vendors: readonly number[] = [755]): string {
  const model = new TCModel(
    new GVL({
      gvlSpecificationVersion: 3,
      vendorListVersion: 178,
      tcfPolicyVersion: 5,
      lastUpdated: '2026-09-24T16:00:00Z',
      purposes: Object.fromEntries(
        ALL_PURPOSES.map((id) => [id, { id, name: '', description: '', illustrations: [] }]),
      ),
      specialPurposes: {},
      features: {},
      specialFeatures: {},
      stacks: {},
      dataCategories: {},
      vendors: { 1: listed(1), 755: listed(755), 1126: listed(1126) },
    } as never),
  )
  model.cmpId = 7
  model.cmpVersion = 1
  model.consentLanguage = 'FR'
  model.isServiceSpecific = true
  model.created = model.lastUpdated = new Date('2026-11-01T00:00:00Z')
  model.purposeConsents.set([...purposes])
  model.purposeLegitimateInterests.set([2, 7, 9, 10])
  model.vendorConsents.set([...vendors])
  model.vendorLegitimateInterests.set([...vendors])
  model.vendorsDisclosed.set(vendors.length === 0 ? [1] : [...vendors])
  return TCString.encode(model, { segments: ['core', 'vendorsDisclosed'] as never })
}

describe('a consent tool that the page uses', () => {
  it('opens for a destination that its advertising category or the destination’s own switch allows', () => {
    expect(outcome({ signals: { cookies: onetrust('C0001:1,C0004:1') } })).toBe('full')
    expect(outcome({ signals: { cookies: klaro({ meta: true, other: false }) } })).toBe('full')
    expect(outcome({ signals: { cmp: { klaro: { meta: true } } } })).toBe('full')
  })

  it('closes where the category or the switch is refused, also against an explicit grant', () => {
    expect(outcome({ signals: { cookies: onetrust('C0001:1,C0004:0') }, state: GRANTED })).toBe('consent_denied')
    expect(outcome({ signals: { cookies: klaro({ meta: false, other: true }) }, state: GRANTED })).toBe(
      'consent_denied',
    )
  })

  it('says nothing of a destination that it does not name', () => {
    expect(outcome({ signals: { cookies: klaro({ other: true }) } })).toBe('consent_unknown')
    expect(outcome({ signals: { cookies: klaro({ other: true }) }, state: GRANTED })).toBe('full')
  })

  it('closes for everybody where the person has refused everything, whatever the keys are called', () => {
    expect(outcome({ signals: { cookies: klaro({ one: false, two: false }) }, state: GRANTED })).toBe('consent_denied')
  })

  it.each([
    ['two lines joined by a comma', (no: string) => `a=1, ${no}, b=2`],
    ['lines as they were sent', (no: string) => `Cookie: a=1\r\nCookie: ${no}`],
    ['one line, however it is spaced', (no: string) => `cookie:a=1;\t${no} ;b=2`],
  ])('hears a refusal in %s', (_, header) => {
    const cookies = header(klaro({ meta: false, other: true }))
    expect(outcome({ signals: { cookies }, state: GRANTED })).toBe('consent_denied')
    expect(outcome({ signals: { sentCookies: cookies }, country: 'US' })).toBe('consent_denied')
  })

  it('takes a comma in the value of a cookie for a part of it', () => {
    const cookies = `cookieyes-consent=consentid:a,consent:yes,action:yes,advertisement:yes; x="a, b"`
    expect(outcome({ signals: { cookies } })).toBe('full')
  })

  it('does not take for silence what somebody has made of the cookies', () => {
    const cookies = JSON.stringify({ klaro: klaro({ meta: false }).slice(6) })
    expect(outcome({ signals: { cookies }, country: 'US', region: 'US-FL' })).toBe('consent_malformed')
  })

  it('grants nothing before anybody was asked, and says that nobody was', () => {
    expect(outcome({ signals: { cookies: onetrust('C0001:1,C0004:1', 0) } })).toBe('consent_unknown')
    expect(outcome({ signals: { cookies: onetrust('C0001:1,C0004:0', 0) } })).toBe('consent_unknown')
    expect(outcome({ signals: { cookies: 'tarteaucitron=!facebookpixel=wait' } })).toBe('consent_unknown')
  })

  it('is asked by the names that the policy gives', () => {
    const names = { tools: { onetrust: ['c0005'] } }
    expect(outcome({ signals: { cookies: onetrust('C0004:1,C0005:0') }, names })).toBe('consent_denied')
    expect(outcome({ signals: { cookies: onetrust('C0004:0,C0005:1') }, names })).toBe('full')
    const both = { tools: { onetrust: ['c0004', 'c0005'] } }
    expect(outcome({ signals: { cookies: onetrust('C0004:1,C0005:1') }, names: both })).toBe('full')
    expect(outcome({ signals: { cookies: onetrust('C0004:1') }, names: both })).toBe('consent_unknown')
  })

  it('is found under the name that the site has given its cookie', () => {
    const cookies = klaro({ meta: false }).replace('klaro=', 'our_choice=')
    expect(outcome({ signals: { cookies }, state: GRANTED })).toBe('full')
    const rules = { cookieNames: { our_choice: 'klaro' } }
    expect(outcome({ signals: { cookies }, state: GRANTED, rules })).toBe('consent_denied')
  })

  it('counts no longer when its answer is older than the policy says', () => {
    const rules = { maxAgeDays: 10 }
    expect(outcome({ signals: { cookies: onetrust('C0004:1') }, rules })).toBe('consent_expired')
  })

  it('that left something unreadable, or two different things, does not pass for silence', () => {
    for (const cookies of ['klaro=%7B', `${klaro({ meta: true })}; ${klaro({ meta: false })}`]) {
      expect(outcome({ signals: { cookies }, country: 'US', region: 'US-FL' })).not.toBe('full')
    }
    expect(outcome({ signals: { cmp: { somebodys_tool: { ads: 'no' } } }, country: 'US', region: 'US-FL' })).toBe(
      'consent_malformed',
    )
  })
})

describe('a refusal is heard', () => {
  const refusing = klaro({ meta: false, other: true })

  it('from the page and from the request’s own header alike: neither hides the other', () => {
    const granting = klaro({ meta: true })
    for (const other of ['_ga=1', granting]) {
      expect(outcome({ signals: { cookies: refusing, sentCookies: other }, state: GRANTED })).toBe('consent_denied')
      expect(outcome({ signals: { cookies: other, sentCookies: refusing }, state: GRANTED })).toBe('consent_denied')
    }
    expect(outcome({ signals: { cookies: granting, sentCookies: '_ga=1' } })).toBe('full')
  })

  // By @iabgpp/cmpapi 3.2.0: California, SaleOptOut 1.
  const optedOut = 'DBABBg~BAQAAABA.QA'

  it.each([
    `gpp=${optedOut.replace('~', '%7E')}`,
    `gpp="${optedOut}"`,
    `Cookie: gpp=${optedOut}`,
    'usprivacy="1YYN"',
    'usprivacy=1%2DY%2D',
  ])('through what carriers do to a cookie: %s', (cookies) => {
    expect(outcome({ signals: { cookies }, country: 'US', region: 'US-CA', state: GRANTED })).toBe('limited')
  })

  it.each([
    { usprivacy: ' 1YYN ' },
    { usprivacy: '"1YYN"' },
    { gpp: ` ${optedOut}` },
    { gpp: optedOut.replace('~', '%7E') },
  ])('through what carriers do to a string: %j', (signals) => {
    expect(outcome({ signals, country: 'US', region: 'US-CA', state: GRANTED })).toBe('limited')
  })

  it('in an AC string and a TC string too', () => {
    expect(outcome({ signals: { cookies: 'addtl_consent=2%7E%7Edv.89' }, state: GRANTED })).toBe('consent_denied')
    for (const tcf of [`${tcString([1])}=`, ` "${tcString([1])}" `, tcString([1]).replace('.', '%2E')])
      expect(outcome({ signals: { tcf }, state: GRANTED })).toBe('consent_denied')
  })

  it('also where it cannot be read for length: no browser sends such a cookie', () => {
    const cookies = `klaro=${'x'.repeat(5_000)}`
    expect(outcome({ signals: { cookies }, state: GRANTED })).toBe('consent_denied')
  })

  it('in sections that are said to be in force and did not come', () => {
    expect(outcome({ signals: { gppSid: '8' }, country: 'US', region: 'US-CA' })).toBe('consent_malformed')
    expect(outcome({ signals: { gppSid: '-1' }, country: 'US', region: 'US-CA' })).toBe('full')
  })
})

describe('a TC string', () => {
  it('grants to a vendor of the list what its bases allow', () => {
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES) }, names: LISTED })).toBe('full')
    expect(outcome({ signals: { cookies: `euconsent-v2=${tcString(ALL_PURPOSES)}` }, names: LISTED })).toBe('full')
  })

  it('refuses to a vendor of the list what it was not allowed', () => {
    expect(outcome({ signals: { tcf: tcString([1, 7]) }, names: LISTED, state: GRANTED })).toBe('consent_denied')
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES, [1126]) }, names: LISTED, state: GRANTED })).toBe(
      'consent_denied',
    )
  })

  it('cannot grant to who is not on the list, and can refuse', () => {
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES) } })).toBe('consent_unknown')
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES) }, state: GRANTED })).toBe('full')
    expect(outcome({ signals: { tcf: tcString([1, 2]) }, state: GRANTED })).toBe('consent_denied')
  })

  it('grants with Google’s additional consent beside it, and is closed by a refusal in that', () => {
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES), ac: '2~89.1~dv.9' } })).toBe('full')
    expect(outcome({ signals: { tcf: tcString(ALL_PURPOSES), ac: '2~1~dv.89' }, state: GRANTED })).toBe(
      'consent_denied',
    )
    expect(outcome({ signals: { ac: '2~89~dv' } })).toBe('consent_unknown')
    expect(outcome({ signals: { ac: '2~1~dv.89' }, state: GRANTED })).toBe('consent_denied')
  })

  it('is read also where a consent tool or a GPP string wraps it', () => {
    const cookiebot = `CookieConsent={stamp:%27x%27%2Cnecessary:true%2Cmarketing:true%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1793500000000%2Ciab2:%27${tcString([1])}%27}`
    expect(outcome({ signals: { cookies: cookiebot } })).toBe('consent_denied')
    expect(outcome({ signals: { gpp: `DBABMA~${tcString([1])}` }, state: GRANTED })).toBe('consent_denied')
  })
})

/** By the official library: one field of one section says no. */
function gppString(section: string, fields: Readonly<Record<string, unknown>>): string {
  const model = new GppModel()
  for (const [name, value] of Object.entries(fields)) model.setFieldValue(section, name, value)
  return model.encode()
}

describe('a GPP string', () => {
  const california = { country: 'US', region: 'US-CA' }

  it.each([
    ['usca', 'SaleOptOut'],
    ['usca', 'SharingOptOut'],
    ['usnat', 'TargetedAdvertisingOptOut'],
  ])('limits where %s says %s', (section, field) => {
    expect(outcome({ signals: { gpp: gppString(section, { [field]: 1 }) }, ...california })).toBe('limited')
    expect(outcome({ signals: { gpp: gppString(section, { [field]: 2 }) }, ...california })).toBe('full')
  })

  it('limits by the opt-out of another state too: the tool and we disagree about where the person is', () => {
    expect(outcome({ signals: { gpp: gppString('usva', { SaleOptOut: 1 }) }, ...california })).toBe('limited')
  })

  // FIPS 5-2 has 06 for California; MaxMind's and Cloudflare's regions are ISO 3166-2, of two letters in the US.
  it.each(['06', 'US-06', 'CAL', undefined])(
    'limits by any state’s opt-out where the region (%s) is none',
    (region) => {
      const both = new GppModel()
      both.setFieldValue('usnat', 'SaleOptOut', 2)
      both.setFieldValue('usca', 'SaleOptOut', 1)
      const place = { country: 'US', ...(region !== undefined && { region }) }
      expect(outcome({ signals: { gpp: both.encode() }, ...place })).toBe('limited')
    },
  )

  it('lets Global Privacy Control count where the policy says that it does', () => {
    const gpp = gppString('usca', { GpcSegmentIncluded: true, Gpc: true, SaleOptOut: 2 })
    expect(outcome({ signals: { gpp }, ...california })).toBe('limited')
    const inVirginia = { signals: { gpp }, country: 'US', region: 'US-VA' }
    expect(outcome(inVirginia)).toBe('limited')
    expect(outcome({ ...inVirginia, rules: { gpcScope: 'mandated_states' } })).toBe('full')
  })

  it('closes for a child without consent', () => {
    const gpp = gppString('usca', { KnownChildSensitiveDataConsents: [1, 0] })
    expect(outcome({ signals: { gpp }, ...california, state: GRANTED })).toBe('known_child')
  })

  it('that cannot be read does not pass for silence', () => {
    expect(outcome({ signals: { gpp: 'DB~' }, ...california })).toBe('consent_malformed')
  })
})
