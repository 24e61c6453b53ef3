import { describe, expect, it } from 'vitest'
import { readConsentEvidence } from './consent-evidence.ts'
import { parseConsentRequest } from './consent-request.ts'
import { parseBody } from './parse.ts'

const GRANTS = {
  ad_storage: 'granted',
  ad_user_data: 'granted',
  ad_personalization: 'granted',
  analytics_storage: 'granted',
}

/** An opt-out as other programs, standards and tools call it. */
const OPT_OUTS: readonly (readonly [string, unknown])[] = [
  ['Sec-GPC', '1'],
  ['sec_gpc', 1],
  ['globalPrivacyControl', true],
  ['gpcEnabled', true],
  ['uspString', '1YYN'],
  ['us_privacy_string', '1YYN'],
  ['IABUSPrivacy_String', '1YYN'],
  ['gppString', 'DBABLA~BVQqAAAAAgA.QA'],
  ['IABGPP_HDR_GppString', 'DBABLA~BVQqAAAAAgA.QA'],
  ['IABGPP_GppSID', '7'],
  ['GppSid', '7'],
  ['gpcString', '1'],
  ['tcString', 'C'],
  ['tcfString', 'C'],
  ['gdpr_consent', 'C'],
  ['euconsent', 'C'],
  ['euconsent-v2', 'C'],
  ['IABTCF_TCString', 'C'],
  ['IABTCF_AddtlConsent', '1~'],
  ['addtl_consent', '1~'],
  ['acString', '1~'],
  ['Cookie', 'OptanonConsent=groups=C0004:0'],
  ['cookieHeader', 'OptanonConsent=groups=C0004:0'],
  ['OptanonConsent', 'groups=C0004:0'],
  ['didomi', {}],
  ['axeptio', {}],
  ['oneTrust', {}],
  ['Cookiebot', {}],
  ['cookieconsent', {}],
  ['usercentrics', {}],
  ['tarteaucitron', {}],
  ['commanders-act', {}],
  ['klaro', {}],
  ['cookieyes', {}],
  ['complianz', {}],
  ['trustarc', {}],
  ['vanilla-cookieconsent', {}],
]

const SIGNALS: readonly (readonly [string, unknown])[] = [
  ['tcf', 'C'],
  ['ac', '1~'],
  ['gpp', 'D'],
  ['gpp_sid', '7'],
  ['usprivacy', '1YYN'],
  ['gpc', true],
  ['gcs', 'G100'],
  ['gcd', '13q3q3q3q5'],
  ['cookies', 'a=b'],
]
const CLAIMS = Object.keys(GRANTS).map((name) => [name, 'denied'] as const)

function isMalformed(consent: object): boolean {
  return readConsentEvidence(consent)?.malformed === true
}

function consentOf(event: object) {
  const body = parseBody(JSON.stringify({ event: 'purchase', event_id: 'e-1', ...event }), 0)
  const one = body.ok ? body.events[0] : undefined
  if (one === undefined || !one.ok) throw new Error('the event was refused')
  return one.event.consent
}

type Pair = readonly [name: string, value: unknown]

/** it.each() takes lists of one type. */
function pairs(list: readonly Pair[]): readonly Pair[] {
  return list
}

function many(count: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]))
}

describe('a name that would not be read where it stands', () => {
  it.each(pairs([...OPT_OUTS, ['shopify', {}]]))(
    'takes the grants down in `consent` and in `signals`: %s',
    (name, value) => {
      expect(isMalformed({ state: GRANTS, [name]: value })).toBe(true)
      expect(isMalformed({ state: GRANTS, signals: { [name]: value } })).toBe(true)
    },
  )

  it.each(
    pairs([...OPT_OUTS, ...SIGNALS, ['cmp', {}], ['signals', {}], ['State', {}], ['at', '2020-01-01T00:00:00Z']]),
  )('takes the grants down in `state`: %s', (name, value) => {
    expect(isMalformed({ state: { ...GRANTS, [name]: value } })).toBe(true)
  })

  it.each(pairs([['state', {}], ['consent', {}], ['at', '2020-01-01T00:00:00Z'], ...CLAIMS]))(
    'takes the grants down in `signals`: %s',
    (name, value) => {
      expect(isMalformed({ state: GRANTS, signals: { [name]: value } })).toBe(true)
    },
  )

  it.each(pairs([...SIGNALS, ...CLAIMS, ['consent', {}], ['STATE', {}], ['At', 0]]))(
    'takes the grants down in `consent`: %s',
    (name, value) => {
      expect(isMalformed({ state: GRANTS, [name]: value })).toBe(true)
    },
  )

  it.each(pairs([...SIGNALS, ...CLAIMS, ['tcString', 'C']]))('takes the grants down in `cmp`: %s', (name, value) => {
    expect(isMalformed({ state: GRANTS, signals: { cmp: { didomi: {}, [name]: value } } })).toBe(true)
  })

  it.each([
    { denied: true },
    { opt_out: true },
    { marketing: 'denied' },
    { marketing: false },
    { granted: false },
    { ads: 'Refused' },
    { ads: 'no' },
    { ads: 'OFF' },
    { ads: 'false' },
    { purposes: { ads: 'denied' } },
    { categories: [{ id: 'C0004', on: false }] },
    { state: { ads: 'no' } },
    { 0: 'd', 1: 'e' },
    { state: { marketing: 'denied' } },
    { state: { ads: false } },
    { state: { 0: 'n', 1: 'o' } },
    { signals: { doNotSell: true } },
  ])('is not silence where it may have been a no: %j', (consent) => {
    expect(isMalformed(consent)).toBe(true)
    expect(isMalformed({ ...consent, state: { ...GRANTS, ...('state' in consent && consent.state) } })).toBe(true)
  })

  it.each([
    { version: 3, method: 'banner', shown: true, revision: 0, proof: { id: 'x', steps: [1, 'yes'] } },
    { country: 'NO', geo: { region: 'no' }, state: { language: 'no' } },
    { state: { functionality_storage: 'denied', security_storage: 'denied', language: 'fr' } },
    { denied: null, state: { marketing: 'granted' } },
  ])('is nobody’s no: %j', (consent) => {
    expect(isMalformed(consent)).toBe(false)
  })

  it('takes down nothing else: what stands in its place is read', () => {
    const consent = { state: { ...GRANTS, ad_user_data: 'denied' }, signals: { gpc: true, 'Sec-GPC': '1' } }
    expect(readConsentEvidence(consent)).toEqual({ state: consent.state, signals: { gpc: true }, malformed: true })
  })

  it('says nothing where it is null, as everywhere', () => {
    expect(readConsentEvidence({ state: GRANTS, uspString: null, signals: { didomi: null } })).toEqual({
      state: GRANTS,
      signals: {},
    })
  })
})

describe('evidence in its place, and names that are none', () => {
  it('are read as they are', () => {
    const state = { ...GRANTS, functionality_storage: 'granted', Security_Storage: 'granted', marketing: 'granted' }
    const cmp = { didomi: {}, shopify: {}, 'vanilla-cookieconsent': {}, commandersact: '', 'my-own-tool': {} }
    const consent = { state, source: 'didomi', signals: { gpc: false, tcf: 'C', cmp }, region: 'US-CA' }
    expect(readConsentEvidence(consent)).toEqual({
      state,
      source: 'didomi',
      signals: { gpc: false, tcf: 'C', cmp },
    })
  })
})

/** An answer of its own (`POST /v1/consent`) in which everything is granted, with this beside it. */
function answerOf(beside: object) {
  const parsed = parseConsentRequest(JSON.stringify({ order_id: '1001', consent: { state: GRANTS }, ...beside }))
  return parsed.ok ? parsed.request : undefined
}

it('an answer reaches a recipient in any letter case: a no must not be one to nobody', () => {
  expect(answerOf({ destinations: ['TikTok', ' meta '] })?.destinations).toEqual(['tiktok', 'meta'])
})

describe('evidence beside `consent`', () => {
  it.each(
    pairs([
      ...OPT_OUTS,
      ...SIGNALS,
      ...CLAIMS,
      ['Consent', { signals: { gpc: true } }],
      ['signals', { gpc: true }],
      ['state', { ad_user_data: 'denied' }],
      ['state', { adUserData: 'denied' }],
      ['client', { country: 'US', gpc: true }],
      ['client', { 'Sec-GPC': '1' }],
      ['person', { consent: { state: { ad_user_data: 'denied' } } }],
      ['order', { consent: 'denied' }],
      ['opt_out', true],
      ['do_not_sell', 1],
      ['limited_data_use', true],
      ['data_processing_options', ['LDU']],
      ['person', { optOut: true }],
    ]),
  )('takes the grants in it down, and is not silence: %s', (name, value) => {
    expect(consentOf({ consent: { state: GRANTS }, [name]: value })).toEqual({ state: GRANTS, malformed: true })
    expect(consentOf({ [name]: value })).toEqual({ malformed: true })
    expect(answerOf({ [name]: value })).toMatchObject({ consent: { state: GRANTS, malformed: true } })
  })

  it.each(
    pairs([
      ['state', 'CA'],
      ['state', { code: 'CA' }],
      ['shopify', { shop: 1 }],
      ['at', 7],
      ['gpc', null],
      ['loyalty', 'gpc'],
      ['opt_out', false],
      ['limited_data_use', false],
      ['data_processing_options', []],
      ['person', { loyalty: 'gold', opt_out: null }],
      ['client', { country: 'US', screen: '390x844', gpc: null }],
    ]),
  )('is none of this: %s %j', (name, value) => {
    expect(consentOf({ consent: { state: GRANTS }, [name]: value })).toEqual({ state: GRANTS })
    expect(answerOf({ [name]: value })?.consent).not.toHaveProperty('malformed', true)
  })

  it('is found behind more unknown fields than are named, and not looked for behind a hundred', () => {
    expect(consentOf({ ...many(50), gpc: true })).toEqual({ malformed: true })
    expect(consentOf(many(50))).toBeUndefined()
    expect(consentOf(many(150))).toEqual({ malformed: true })
  })
})

describe('a hundred names before a refusal', () => {
  const places = {
    consent: (names: object) => ({ state: GRANTS, ...names }),
    state: (names: object) => ({ state: { ...GRANTS, ...names } }),
    signals: (names: object) => ({ state: GRANTS, signals: names }),
    cmp: (names: object) => ({ state: GRANTS, signals: { cmp: names } }),
  }

  it.each(Object.entries(places))('do not hide it in %s', (_, place) => {
    expect(isMalformed(place(many(90)))).toBe(false)
    expect(isMalformed(place({ ...many(90), GPC: true }))).toBe(true)
    expect(isMalformed(place(many(101)))).toBe(true)
  })

  it('leave standing what is in its place', () => {
    const state = { ...many(200), ad_storage: 'denied' }
    expect(readConsentEvidence({ state, signals: { ...many(200), gpc: true } })).toEqual({
      state,
      signals: { gpc: true },
      malformed: true,
    })
  })
})

describe('a tool’s object', () => {
  const cmpOf = (tool: unknown) => readConsentEvidence({ signals: { cmp: { didomi: tool } } })

  it('may hold 5,000 values with its own name, in objects and in lists, and is not read with more', () => {
    for (const hold of [many, (count: number) => Array.from({ length: count }, () => 1)]) {
      const large = hold(4_999)
      expect(cmpOf(large)).toEqual({ signals: { cmp: { didomi: large } } })
      expect(cmpOf(hold(5_000))).toEqual({ signals: {}, malformed: true })
      expect(cmpOf(hold(5_001))).toEqual({ signals: {}, malformed: true })
    }
    expect(cmpOf(Array.from({ length: 2_600 }, () => [1]))).toEqual({ signals: {}, malformed: true })
  })
})
