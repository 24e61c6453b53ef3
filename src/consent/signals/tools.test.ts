/** What the records of consent tools come to for TikTok and Meta: refusals that the policy has no name for. */
import { describe, expect, it } from 'vitest'
import type { DestinationNames, Finding, Purpose } from '../types.ts'
import { readTool } from './tools.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const NONE: DestinationNames = { tools: {} }
const ALL_DENIED = {
  ad_storage: 'denied',
  ad_user_data: 'denied',
  ad_personalization: 'denied',
  analytics_storage: 'denied',
}

interface Names {
  readonly tiktok?: DestinationNames
  readonly meta?: DestinationNames
}

function forward(tool: string, forwarded: unknown, { tiktok = NONE, meta = NONE }: Names = {}): Finding | undefined {
  const rules = {
    maxAgeDays: 180,
    regimes: {},
    gpcScope: 'all_us',
    destinations: { tiktok, meta, other: NONE },
    cookieNames: {},
  } as const
  return readTool(tool, { cookies: new Map(), forwarded }, undefined, { rules, nowMs: NOW })?.finding
}

describe('the time that a tool wrote down', () => {
  const answered = { $$completed: true, tiktok: true }
  const tiktok = { tools: { axeptio: ['tiktok'] } }
  const validity = ($$date: unknown) => forward('axeptio', { ...answered, $$date }, { tiktok })?.validity

  it('makes the finding invalid where it cannot be read, and does not take its refusals away', () => {
    expect(validity('2020')).toBe('invalid')
    expect(validity(0)).toBe('invalid')
    const refused = forward('axeptio', { ...answered, $$date: 'x', tiktok: false, other: true }, { tiktok })
    expect(refused).toMatchObject({ validity: 'invalid', destinations: { tiktok: { ad_storage: 'denied' } } })
  })

  it('makes it expire where it is old in any readable form', () => {
    for (const $$date of ['2020-01-01', '1577836800', 1_577_836_800, 1_577_836_800_000]) {
      expect(validity($$date)).toBe('expired')
    }
    expect(validity('2026-11-20')).toBe('valid')
    expect(validity(undefined)).toBe('valid')
  })

  it('counts of the consent object of Commanders Act too', () => {
    const object = (dateUpdated: unknown, dateExpires?: unknown) => ({
      meta: { dateUpdated, dateExpires },
      consent: { status: 'all-on', categories: { 1: { status: 'on' } } },
    })
    expect(forward('commandersact', object(NOW))?.validity).toBe('valid')
    expect(forward('commandersact', object('x'))?.validity).toBe('invalid')
    expect(forward('commandersact', object(NOW, 'x'))?.validity).toBe('invalid')
  })
})

describe('a refusal of a recipient under its usual name', () => {
  const tiktok = { tools: { klaro: ['other'], axeptio: ['other'], tarteaucitron: ['tiktok'], didomi: ['c:other'] } }
  const meta = { tools: { klaro: ['meta'], axeptio: ['facebook*'] } }

  it.each([
    ['klaro', { 'tiktok-pixel': false, other: true, meta: true }, 'tiktok'],
    ['klaro', { facebook: false, meta: true }, 'meta'],
    ['klaro', { 'facebook-pixel': false, meta: true }, 'meta'],
    ['axeptio', { $$completed: true, meta: false, facebook_pixel: true }, 'meta'],
    ['axeptio', { $$completed: true, 'Meta Ads': false, facebook_pixel: true }, 'meta'],
    ['axeptio', { $$completed: true, MetaPixel: false, facebook_pixel: true }, 'meta'],
    ['axeptio', { $$completed: true, Tik_Tok: false, other: true }, 'tiktok'],
    ['tarteaucitron', '!tiktok=true!tiktokpixel=false', 'tiktok'],
    ['complianz', complianz({ tiktok: false, facebook: true }), 'tiktok'],
    ['complianz', complianz({ tiktok: true, facebook: false }), 'meta'],
    ['usercentrics', usercentrics('TikTok Pixel'), 'tiktok'],
    ['usercentrics', usercentrics('Meta Pixel'), 'meta'],
    ['didomi', didomi({ disabled: ['c:tiktok-KZAUQLZ9'] }), 'tiktok'],
    ['didomi', didomi({ disabled: ['c:facebook-a1'] }), 'meta'],
  ])('is heard from %s as %j, whatever names the policy has', (tool, forwarded, destination) => {
    const finding = forward(tool, forwarded, { tiktok, meta })
    expect(finding?.destinations?.[destination]).toEqual(ALL_DENIED)
    expect(finding?.answers).not.toMatchObject({ ad_storage: 'denied' })
  })

  it('is one of that recipient and of no other', () => {
    const finding = forward('complianz', complianz({ tiktok: false }))
    expect(finding?.destinations).toMatchObject({ tiktok: ALL_DENIED, meta: { ad_storage: 'granted' } })
    const other = forward('klaro', { metabase: false, metadata: false, 'tik-tac': false, 'my-tiktok': false, a: true })
    expect(other?.destinations).toBeUndefined()
  })

  it('is none before anybody was asked', () => {
    const finding = forward('klaro', { consents: { tiktok: false, a: true }, confirmed: false })
    expect(finding?.destinations).toBeUndefined()
  })

  it('never turns into a grant where the usual name is allowed', () => {
    expect(forward('klaro', { tiktok: true, meta: true, facebook: true })?.destinations).toBeUndefined()
    expect(forward('klaro', { tiktok: true, other: false }, { tiktok })?.destinations?.['tiktok']).toMatchObject({
      ad_storage: 'denied',
    })
  })

  it('leaves a vendor’s own switch to the policy where another purpose was refused', () => {
    const tiktok = { tools: { didomi: ['vendor:c:tiktok-a', 'purpose:ads'] } }
    const forwarded = { vendors: { enabled: ['c:tiktok-a'] }, purposes: { enabled: ['ads'], disabled: ['stats'] } }
    expect(forward('didomi', forwarded, { tiktok })?.destinations?.['tiktok']).toMatchObject({ ad_storage: 'granted' })
    const off = { vendors: { disabled: ['c:tiktok-a'] }, purposes: { enabled: ['ads'] } }
    expect(forward('didomi', off, { tiktok })?.destinations?.['tiktok']).toEqual(ALL_DENIED)
  })
})

describe('what a tool told Google consent mode', () => {
  const mode = {
    ad_storage: 'granted',
    ad_user_data: 'denied',
    ad_personalization: 'denied',
    analytics_storage: 'granted',
  }
  const denied: Partial<Record<Purpose, string>> = { ad_user_data: 'denied', ad_personalization: 'denied' }

  it('refuses every recipient the purposes that were denied, and grants none', () => {
    expect(forward('axeptio', { $$completed: true, bing: true, $$googleConsentMode: mode })?.answers).toEqual(denied)
    const stored = { uc_settings: { services: [{ id: 'a', status: true }] }, uc_user_interaction: true }
    const uc_gcm = { adStorage: 'granted', adUserData: 'denied', adPersonalization: 'denied' }
    expect(forward('usercentrics', { ...stored, uc_gcm })?.answers).toEqual(denied)
  })

  it('is a default while nobody has answered', () => {
    expect(forward('axeptio', { $$completed: false, bing: true, $$googleConsentMode: mode })?.answers).toEqual({})
  })

  it('does not hide that everything else was refused', () => {
    const granted = Object.fromEntries(Object.keys(mode).map((type) => [type, 'granted']))
    const finding = forward('axeptio', { $$completed: true, bing: false, $$googleConsentMode: granted })
    expect(finding?.answers).toEqual(ALL_DENIED)
  })

  it('grants where the policy names it', () => {
    const tiktok = { tools: { axeptio: ['gcm:ad_storage'] } }
    const finding = forward('axeptio', { $$completed: true, bing: true, $$googleConsentMode: mode }, { tiktok })
    expect(finding?.destinations?.['tiktok']).toMatchObject({ ad_storage: 'granted' })
  })
})

describe('a refusal of everything in one word', () => {
  it('refuses every recipient, beside services that are always on too', () => {
    const consent = { status: 'ALL_DENIED', type: 'EXPLICIT' }
    const always = { cdn: { name: 'CDN', essential: true, consent: { given: true, type: 'EXPLICIT' } } }
    for (const services of [{}, always]) {
      expect(forward('usercentrics', { consent, services })).toMatchObject({ answers: ALL_DENIED, choiceMade: true })
    }
  })

  it('closes as a default where no person said it', () => {
    const consent = { status: 'ALL_DENIED', type: 'IMPLICIT' }
    expect(forward('usercentrics', { consent, services: {} })).toMatchObject({ answers: ALL_DENIED, choiceMade: false })
  })

  it('comes from what getUserPreferences lists as rejected', () => {
    const rejected = { acceptType: 'necessary', acceptedCategories: ['necessary'], rejectedCategories: ['ours'] }
    expect(forward('vanilla-cookieconsent', rejected)?.answers).toEqual(ALL_DENIED)
  })
})

function complianz(services: Readonly<Record<string, boolean>>): object {
  return {
    cmplz_marketing: 'allow',
    'cmplz_banner-status': 'dismissed',
    cmplz_consented_services: JSON.stringify(services),
  }
}

function usercentrics(name: string): object {
  const services = [
    { id: 'a', name, status: false },
    { id: 'b', name: 'Maps', status: true },
  ]
  return { uc_settings: { services }, uc_user_interaction: true }
}

function didomi(vendors: { readonly disabled: readonly string[] }): object {
  return { vendors: { enabled: ['google'], ...vendors }, purposes: { enabled: ['ads'] } }
}
