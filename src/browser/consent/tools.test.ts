/** What each tool gives a page, in the shapes of its own documentation, and what the gateway's reader makes of what is passed on. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CMP_READERS } from '../../consent/signals/cmp/index.ts'
import { judge, type Judgement } from './evidence.ts'
import { consentMode } from './standards.ts'

type Globals = Readonly<Record<string, unknown>>

let pages = 0

/** Each test is a page of its own: nothing that another was told. By another address it is another module. */
function page(globals: Globals, stored: Readonly<Record<string, string>> = {}): Promise<typeof import('./tools.ts')> {
  vi.stubGlobal('window', { ...globals })
  vi.stubGlobal('document', { cookie: '', getElementById: () => null })
  vi.stubGlobal('location', { hostname: 'www.shop.example', host: 'www.shop.example' })
  vi.stubGlobal('localStorage', { getItem: (name: string) => stored[name] ?? null })
  const address = `./tools.ts?page=${++pages}`
  return import(address) as Promise<typeof import('./tools.ts')>
}
afterEach(() => {
  vi.unstubAllGlobals()
})

function standing({ tools }: typeof import('./tools.ts')) {
  return judge({ cookies: new Map(), voices: tools(new Map()), consentMode: undefined })
}

/** As the gateway reads it. */
function read(tool: string, { evidence: { signals = {} } }: Judgement) {
  const forwarded = (signals['cmp'] as Globals | undefined)?.[tool]
  return CMP_READERS.find(({ cmp }) => cmp === tool)?.read({ cookies: new Map(), forwarded })
}

/** Says at once what it is asked to tell. */
const axeptio = { push: (callback: (sdk: unknown) => void) => callback({ on: say }) }
function say(_event: string, listener: (choices: unknown) => void): void {
  listener({ tiktok_ads: true, facebook_pixel: false })
}
const commandersAct = {
  meta: { dateUpdated: 1_763_800_000_000 },
  consent: { status: 'mixed', categories: { 1: { status: 'on' } } },
}
const didomi = (regulation: string) => ({
  getCurrentUserStatus: () => ({
    regulation,
    updated: '2026-11-22T10:00:00.000Z',
    purposes: { cookies: { id: 'cookies', enabled: true } },
    vendors: { 'c:tiktok-1': { id: 'c:tiktok-1', enabled: true }, 755: { id: '755', enabled: true } },
  }),
  shouldConsentBeCollected: () => false,
})
const usercentrics = {
  uc_settings: JSON.stringify({ services: [{ id: 'tiktok', status: true, history: [] }], version: '1' }),
  uc_user_interaction: 'true',
}

describe('what a tool holds outside its cookie', () => {
  it.each<[string, string, Globals, Readonly<Record<string, string>>]>([
    ['axeptio', 'tiktok_ads', { _axcb: axeptio }, {}],
    ['commandersact', '1', { cact: (_command: string, tell: (result: unknown) => void) => tell(commandersAct) }, {}],
    [
      'cookieyes',
      'advertisement',
      {
        getCkyConsent: () => ({ activeLaw: 'gdpr', categories: { advertisement: true }, isUserActionCompleted: true }),
      },
      {},
    ],
    ['didomi', 'c:tiktok-1', { Didomi: didomi('gdpr') }, {}],
    ['klaro', 'tiktok', { klaro: { getManager: () => ({ confirmed: true, consents: { tiktok: true } }) } }, {}],
    [
      'shopify',
      'marketing',
      {
        Shopify: {
          customerPrivacy: {
            currentVisitorConsent: () => ({ marketing: 'yes', analytics: 'no', preferences: '', sale_of_data: '' }),
          },
        },
      },
      {},
    ],
    [
      'trustarc',
      '3',
      {
        PrivacyManagerAPI: { callApi: () => ({ consentDecision: [1, 2, 3], source: 'asserted' }) },
        postMessage: () => {},
      },
      {},
    ],
    ['usercentrics', 'tiktok', { UC_UI: {} }, usercentrics],
  ])('of %s is passed on so that the gateway reads the yes in it', async (tool, key, globals, stored) => {
    const shown = await page(globals, stored)
    shown.listenToTools(() => {})
    const seen = standing(shown)
    expect(seen.stand).toBe('answered')
    const record = read(tool, seen)
    expect(record).toMatchObject({ ok: true, choiceMade: true })
    expect(record?.ok === true && record.choices.get(key)).toBe(true)
  })

  it('of Usercentrics goes without what nobody reads, and means the same', async () => {
    // As @usercentrics/cmp-browser-sdk 4.59.0 declares StorageSettings, StorageService and StorageServiceHistory.
    const decision = (status: boolean, timestamp: number) => ({
      action: 'onAcceptAllServices',
      language: 'fr',
      status,
      timestamp,
      type: 'explicit',
      versions: { application: 'SDK-4.59.0', service: '28.7.12', settings: '14.3.21' },
    })
    const services = Array.from({ length: 60 }, (_, index) => ({
      history: [decision(true, 1_763_800_000_000), decision(index % 2 === 0, 1_763_900_000_000)],
      id: `Hk${index}codjb7`,
      processorId: '3f2f5c8a9e0d4b6c8a7f6e5d4c3b2a1908f7e6d5c4b3a29180706f5e4d3c2b1a',
      status: index % 2 === 0,
    }))
    const settings = { controllerId: 'c0ffee', id: 'egLMgjg9j', language: 'fr', services, version: '14.3.21' }
    const tcf = { tcString: 'CQ.tc', acString: '2~70', vendors: services.map(({ id }) => ({ id })), timestamp: 1 }
    const stored = {
      uc_settings: JSON.stringify(settings),
      uc_tcf: JSON.stringify(tcf),
      uc_user_interaction: 'true',
      ucData: '{ cut',
    }
    const told = (await page({ UC_UI: {} }, stored)).tools(new Map())
    const [{ object } = {}] = told.filter(({ name }) => name === 'usercentrics')
    expect(JSON.stringify(object).length).toBeLessThan(JSON.stringify(stored).length / 2)
    expect(object).toMatchObject({ ucData: '{ cut' })
    const { ucData: _cut, ...whole } = stored
    const { ucData: _too, ...sent } = object as typeof stored
    const reader = CMP_READERS.find(({ cmp }) => cmp === 'usercentrics')
    const records = [whole, sent].map((forwarded) => reader?.read({ cookies: new Map(), forwarded }))
    expect(records[1]).toEqual(records[0])
    expect(records[1]).toMatchObject({
      choiceMade: true,
      atMs: 1_763_900_000_000,
      wrapped: { tcf: 'CQ.tc', ac: '2~70' },
    })
  })

  it('of vanilla-cookieconsent comes with its event', async () => {
    const shown = await page({})
    const cookie = { categories: ['necessary', 'marketing'], revision: 0, consentTimestamp: '2026-11-22T10:00:00.000Z' }
    shown.noteEvent({ type: 'cc:onConsent', detail: { cookie } } as unknown as Event)
    expect(read('vanilla-cookieconsent', standing(shown))).toMatchObject({ ok: true, choiceMade: true })
  })

  it('of vanilla-cookieconsent does not outlive the cookie in which it was kept', async () => {
    const shown = await page({})
    shown.noteEvent({ type: 'cc:onConsent', detail: { cookie: { categories: ['marketing'] } } } as unknown as Event)
    shown.tools(new Map([['cc_cookie', '{"categories":["marketing"]}']]))
    expect(standing(shown).stand).toBe('silent')
  })

  it('of Klaro is what was saved, not where its switches stand', async () => {
    const manager = { confirmed: true, consents: { tiktok: true }, savedConsents: { tiktok: false } }
    const seen = standing(await page({ klaro: { getManager: () => manager } }))
    const record = read('klaro', seen)
    expect(record?.ok === true && record.choices.get('tiktok')).toBe(false)
  })

  it('of Didomi leaves the vendors of the IAB’s list to the TC string', async () => {
    const shown = await page({ Didomi: didomi('gdpr') })
    expect(JSON.stringify(standing(shown).evidence)).not.toContain('755')
  })
})

describe('a tool without an answer', () => {
  it.each<[string, Globals]>([
    ['Axeptio', { axeptioSettings: {} }],
    ['Complianz', { complianz: { consenttype: 'optin' } }],
    ['Cookiebot', { Cookiebot: { hasResponse: false } }],
    ['Didomi that is loading', { didomiOnReady: [] }],
    ['Klaro', { klaroConfig: {} }],
    ['OneTrust that is loading', { OptanonWrapper: () => {} }],
    ['OneTrust', { OneTrust: { IsAlertBoxClosed: () => false, GetDomainData: () => ({ ShowAlertNotice: true }) } }],
    ['Shopify', { Shopify: { customerPrivacy: { shouldShowBanner: () => true } } }],
    ['tarteaucitron', { tarteaucitron: { parameters: { cookieName: 'tarteaucitron' } } }],
    ['Usercentrics', { UC_UI: { isConsentRequired: () => true } }],
  ])('is waited for: %s', async (_name, globals) => {
    expect(standing(await page(globals)).stand).toBe('asked')
  })

  it.each<[string, string, Globals]>([
    ['Klaro', 'klaro', { klaro: { getManager: () => ({ confirmed: false, consents: {} }) } }],
    ['OneTrust', 'onetrust', { OneTrust: { IsAlertBoxClosed: () => false, GetDomainData: () => ({}) } }],
    ['Didomi', 'didomi', { Didomi: { shouldConsentBeCollected: () => true } }],
  ])('asks again, whatever an old cookie of it says: %s', async (_name, tool, globals) => {
    const { tools } = await page(globals)
    expect(tools(new Map()).find(({ name }) => name === tool)).toMatchObject({ asks: true, asksAgain: true })
  })

  it.each<[string, Globals]>([
    ['Cookiebot', { Cookiebot: { hasResponse: false, isOutsideEU: true } }],
    ['Complianz', { complianz: { consenttype: 'optout' } }],
    ['Didomi', { Didomi: didomi('none') }],
    ['OneTrust', { OneTrust: { IsAlertBoxClosed: () => false, GetDomainData: () => ({ ShowAlertNotice: false }) } }],
    ['Usercentrics', { UC_UI: { isConsentRequired: () => false } }],
  ])('that does not ask here is not waited for: %s', async (_name, globals) => {
    expect(standing(await page(globals)).stand).toBe('silent')
  })

  it('that throws when it is asked hurts nobody', async () => {
    const bad = () => {
      throw new Error('not ready')
    }
    const shown = await page({
      klaro: { getManager: bad },
      Cookiebot: undefined,
      getCkyConsent: bad,
      Didomi: { getCurrentUserStatus: bad },
    })
    expect(() => standing(shown)).not.toThrow()
  })
})

// As gtag.js keeps it, and as a page pushes it.
describe('Google’s consent mode', () => {
  it('counts what was updated, from the tags or from the data layer, and no default', async () => {
    await page({
      google_tag_data: {
        ics: { entries: { ad_storage: { default: true }, ad_user_data: { default: false, update: true } } },
      },
    })
    expect(consentMode()).toEqual({ ad_user_data: 'granted' })
    const update = { 0: 'consent', 1: 'update', 2: { ad_storage: 'denied', other: 'granted' } }
    await page({ dataLayer: [{ 0: 'consent', 1: 'default', 2: { ad_storage: 'granted' } }, { event: 'x' }, update] })
    expect(consentMode()).toEqual({ ad_storage: 'denied' })
    await page({ dataLayer: [{ event: 'x' }] })
    expect(consentMode()).toBeUndefined()
  })

  it('keeps a default of denied beside an update of something else', async () => {
    const denied = { 0: 'consent', 1: 'default', 2: { ad_storage: 'denied', analytics_storage: 'denied' } }
    const update = { 0: 'consent', 1: 'update', 2: { analytics_storage: 'granted' } }
    const both = { ad_storage: 'denied', analytics_storage: 'granted' }
    await page({ dataLayer: [denied, update] })
    expect(consentMode()).toEqual(both)
    const entries = { ad_storage: { default: false }, analytics_storage: { default: false, update: true } }
    await page({ google_tag_data: { ics: { entries } } })
    expect(consentMode()).toEqual(both)
    await page({ dataLayer: [denied] })
    expect(consentMode()).toBeUndefined()
  })
})
