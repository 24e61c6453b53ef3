import { describe, expect, it, vi } from 'vitest'
import { consentCookies } from './cookies.ts'
import { besides, judge, type Seen } from './evidence.ts'
import { gppVoice, tcfVoice } from './standards.ts'

const NAMES = [
  'axeptio_cookies',
  'axeptio_cookies_*',
  'CookieConsent',
  'cookieyes-consent',
  'cmplz_*',
  'didomi_token',
  'didomi_dcs',
  'euconsent-v2',
  'klaro',
  'notice_behavior',
  'cmapi_cookie_privacy',
  'OptanonConsent',
  'OptanonAlertBoxClosed',
  '_tracking_consent',
  'tarteaucitron',
]
const NOBODY: Seen = { cookies: new Map(), voices: [], consentMode: undefined }

function seen(cookie: string, more: Partial<Seen> = {}): Seen {
  return { ...NOBODY, cookies: consentCookies(cookie, NAMES), ...more }
}

describe('the cookies of a page', () => {
  it('go to the gateway as they stand where a consent tool wrote them, and no others do', () => {
    const { evidence } = judge(
      seen('_ga=GA1.1.5; klaro=%7B%22tiktok%22%3Atrue%7D; session=secret; xklaro=1; cmplz_marketing=deny'),
    )
    expect(evidence.signals).toEqual({ cookies: 'klaro=%7B%22tiktok%22%3Atrue%7D; cmplz_marketing=deny' })
  })

  it('of OneTrust say the same on the next page: its time and the address of the page are left out', () => {
    const first =
      'isGpcEnabled=0&datestamp=Sun+Nov+22&version=202409.1.0&groups=C0004%3A1&landingPath=https%3A%2F%2Fa.example'
    const next = 'isGpcEnabled=0&datestamp=Mon+Nov+23&version=202409.1.0&groups=C0004%3A1&landingPath=NotLandingPage'
    const left = [first, next].map(
      (value) => judge(seen(`OptanonConsent=${value}; OptanonAlertBoxClosed=2026-11-22`)).evidence,
    )
    expect(left[0]).toEqual(left[1])
    expect(JSON.stringify(left[0])).toContain('isGpcEnabled=0&version=202409.1.0&groups=C0004%3A1')
  })

  // As the tools write them, before and after the answer: the formats in docs/consent.md.
  it.each([
    ['axeptio_cookies={%22$$completed%22:false}', 'axeptio_cookies_fr={%22$$completed%22:true%2C%22tiktok%22:true}'],
    ['CookieConsent={stamp:%27-1%27%2Cmethod:%27implied%27}', 'CookieConsent={stamp:%27a%27%2Cmethod:%27explicit%27}'],
    ['cookieyes-consent=consentid:x,consent:,action:,advertisement:no', 'cookieyes-consent=consent:yes,action:yes'],
    ['cmplz_marketing=deny', 'cmplz_marketing=deny; cmplz_banner-status=dismissed'],
    [
      `didomi_token=${btoa('{"user_id":"1","vendors":{"enabled":[],"disabled":[]}}')}`,
      `didomi_token=${btoa('{"user_id":"1","vendors":{"enabled":["c:tiktok-1"]}}')}`,
    ],
    [
      'OptanonConsent=interactionCount=1&groups=C0004%3A1',
      'OptanonConsent=groups=C0004%3A0; OptanonAlertBoxClosed=2026-11-22',
    ],
    ['OptanonAlertBoxClosed=2026-11-22; OptanonConsent=AwaitingReconsent=true', 'OptanonAlertBoxClosed=2026-11-22'],
    [
      '_tracking_consent=%7B%22con%22%3A%7B%22CMP%22%3A%7B%22m%22%3A%22%22%7D%7D%7D',
      '_tracking_consent=%7B%22con%22%3A%7B%22CMP%22%3A%7B%22m%22%3A%220%22%7D%7D%7D',
    ],
    ['tarteaucitron=!tiktok=wait!facebookpixel=wait', 'tarteaucitron=!tiktok=true!facebookpixel=wait'],
    [
      'notice_behavior=implied,us; cmapi_cookie_privacy=permit 1,2,3',
      'notice_behavior=expressed,eu; cmapi_cookie_privacy=permit 1',
    ],
  ])('are an answer once the person has answered: %s', (before, after) => {
    expect([judge(seen(before)).stand, judge(seen(after)).stand]).toEqual(['silent', 'answered'])
  })

  it('that are broken are passed on and never throw', () => {
    expect(judge(seen('klaro=%E0%A4%A; didomi_token=eyJ*; =x; ;CookieConsent')).stand).toBe('answered')
  })
})

describe('what the tools of a page say', () => {
  it('is waited for while one of them asks', () => {
    expect(judge(seen('', { voices: [{ name: 'klaro', asks: true }] })).stand).toBe('asked')
  })

  it('is passed on as an object only where no cookie holds the answer', () => {
    const voices = [{ name: 'klaro', answered: true, object: { confirmed: true, consents: { tiktok: true } } }]
    expect(judge(seen('', { voices })).evidence.signals).toEqual({ cmp: { klaro: voices[0]?.object } })
    expect(judge(seen('klaro=%7B%7D', { voices })).evidence.signals).toEqual({ cookies: 'klaro=%7B%7D' })
  })

  it('of Didomi is waited for where its cookie cannot be read without it', () => {
    const tcf = { name: 'tcf', answered: true, signals: { tcf: 'C' } }
    expect(judge(seen('didomi_dcs=CAAA', { voices: [tcf] })).stand).toBe('asked')
    const didomi = { name: 'didomi', answered: true, object: { regulation: 'gdpr' } }
    expect(judge(seen('didomi_dcs=CAAA', { voices: [tcf, didomi] })).stand).toBe('answered')
  })

  it('is passed on by its signals also where Prototype.js has put something else in the place of an array’s `reduce`', () => {
    const voices = ['tcf', 'gpp'].map((name) => ({ name, answered: true, signals: { [name]: 'C' } }))
    const old = vi.spyOn(Array.prototype, 'reduce').mockReturnValue(voices[0])
    const { evidence } = judge(seen('', { voices }))
    old.mockRestore()
    expect(evidence.signals).toEqual({ tcf: 'C', gpp: 'C' })
  })

  it('counts before its own cookie, where the answer in it no longer holds and the person is asked again', () => {
    const cookie = 'cc_cookie=x; klaro=%7B%7D'
    const names = [...NAMES, 'cc_cookie']
    const asking = { name: 'vanilla-cookieconsent', asks: true, asksAgain: true }
    const stand = (text: string) =>
      judge({ ...NOBODY, cookies: consentCookies(text, names), voices: [asking, { name: 'klaro', asks: true }] }).stand
    expect([stand('cc_cookie=x'), stand(cookie)]).toEqual(['asked', 'answered'])
  })

  it('counts before the cookie of a tool that the page no longer has, until an answer has been heard', () => {
    const old = (name: string, more: Partial<Seen> = {}) =>
      judge(seen('klaro=%7B%7D', { voices: [{ name, asks: true }], ...more })).stand
    expect(old('vanilla-cookieconsent')).toBe('asked')
    expect(old('vanilla-cookieconsent', { heard: true })).toBe('answered')
    expect([true, false].map((loading) => judge(seen('klaro=%7B%7D', { loading })).stand)).toEqual([
      'asked',
      'answered',
    ])
    expect([old('klaro'), old('shopify')]).toEqual(['answered', 'answered'])
  })

  it('stands beside what the site itself has said, so that the gateway hears both', () => {
    const site = { state: { ad_storage: 'denied' }, at: '2026-11-22T10:00:00Z', signals: { gpc: true } }
    const { evidence } = judge(seen('klaro=%7B%7D'))
    expect(besides(site, evidence)).toEqual({
      source: 'klaro',
      state: { ad_storage: 'denied' },
      at: '2026-11-22T10:00:00Z',
      signals: { gpc: true, cookies: 'klaro=%7B%7D' },
    })
  })

  it('to Google counts where no tool is known, and not beside one', () => {
    const consentMode = { ad_storage: 'granted' }
    expect(judge(seen('', { consentMode })).evidence).toEqual({ state: consentMode, source: 'consent mode' })
    expect(judge(seen('', { consentMode, voices: [{ name: 'klaro', asks: true }] })).stand).toBe('asked')
    expect(judge(seen('klaro=%7B%7D', { consentMode })).evidence.state).toBeUndefined()
  })
})

// The values are those of the specifications of the two interfaces.
describe('the interfaces of the standards', () => {
  it('TCF is an answer when it is loaded or complete, stands while the banner is open again, and is silent outside the GDPR', () => {
    const open = tcfVoice({ eventStatus: 'cmpuishown', tcString: 'CQ', gdprApplies: true }, undefined)
    expect(open).toEqual({ name: 'tcf', asks: true, asksAgain: true })
    const done = tcfVoice(
      { eventStatus: 'useractioncomplete', tcString: 'CQ', addtlConsent: '2~89~dv.', gdprApplies: true },
      open,
    )
    expect(done).toEqual({ name: 'tcf', answered: true, signals: { tcf: 'CQ', ac: '2~89~dv.' } })
    expect(tcfVoice({ eventStatus: 'cmpuishown', tcString: 'CQ', gdprApplies: true }, done)).toBe(done)
    expect(tcfVoice({ eventStatus: 'tcloaded', tcString: 'CQ', gdprApplies: false }, undefined)).toEqual({
      name: 'tcf',
    })
  })

  it('GPP is an answer when it is ready for a section in force', () => {
    const ping = { signalStatus: 'ready', gppString: 'DBAA', applicableSections: [7, 8] }
    expect(gppVoice(ping, undefined)).toEqual({ name: 'gpp', answered: true, signals: { gpp: 'DBAA', gpp_sid: '7_8' } })
    expect(gppVoice({ ...ping, signalStatus: 'not ready' }, undefined)).toEqual({ name: 'gpp', asks: true })
    expect(gppVoice({ ...ping, applicableSections: [-1] }, undefined)).toEqual({ name: 'gpp' })
  })
})
