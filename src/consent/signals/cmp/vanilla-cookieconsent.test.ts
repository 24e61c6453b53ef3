import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeVanillaCookieConsent, vanillaCookieConsentReader } from './vanilla-cookieconsent.ts'

const read = (text: string) => vanillaCookieConsentReader.read({ cookies: new Map([['cc_cookie', text]]) })
const forward = (forwarded: unknown) => vanillaCookieConsentReader.read({ cookies: new Map(), forwarded })
const answers = (forwarded: unknown) => {
  const record = forward(forwarded)
  return record?.ok === true ? Object.fromEntries(record.choices) : undefined
}
const COOKIE = {
  categories: ['necessary', 'marketing'],
  revision: 2,
  data: null,
  consentTimestamp: '2026-10-01T10:00:00.000Z',
  consentId: '00000000-0000-4000-8000-000000000004',
  services: { necessary: [], marketing: ['TikTok'], analytics: ['matomo'] },
  languageCode: 'fr',
  lastConsentTimestamp: '2026-10-02T10:00:00.000Z',
  expirationTime: 1806393600000,
}

describe('the cookie of vanilla-cookieconsent', () => {
  it('says nothing where the site does not use it', () => {
    expect(vanillaCookieConsentReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('grants the accepted categories and services', () => {
    expect(answers(COOKIE)).toMatchObject({ necessary: true, marketing: true, tiktok: true })
    expect(read(encodeURIComponent(JSON.stringify(COOKIE)))).toEqual(forward(COOKIE))
  })

  it('refuses the usual categories that were not accepted', () => {
    expect(answers(COOKIE)).toMatchObject({ analytics: false, statistics: false })
    expect(answers({ categories: ['necessary'] })).toMatchObject({ marketing: false, ads: false, analytics: false })
    expect(answers({ categories: [] })).toMatchObject({ marketing: false })
  })

  it('does not refuse one name of a category where another of its names was accepted', () => {
    expect(answers({ categories: ['necessary', 'ads'] })).toMatchObject({ ads: true })
    expect(answers({ categories: ['necessary', 'ads'] })).not.toHaveProperty('marketing')
  })

  it('grants no service of a category that was not accepted', () => {
    expect(answers(COOKIE)).not.toHaveProperty('matomo')
  })

  it('grants no category by a service of the same name', () => {
    expect(answers({ categories: ['analytics'], services: { analytics: ['marketing'] } })).toMatchObject({
      marketing: false,
    })
  })

  it('says when the person last answered, until when, and to which revision', () => {
    expect(forward(COOKIE)).toMatchObject({
      atMs: Date.UTC(2026, 9, 2, 10),
      expiresAtMs: 1806393600000,
      version: '2',
    })
    const { lastConsentTimestamp: _, ...once } = COOKIE
    expect(forward(once)).toMatchObject({ atMs: Date.UTC(2026, 9, 1, 10) })
    expect(forward({ categories: [], consent_date: '2026-10-01T10:00:00.000Z' })).toMatchObject({
      atMs: Date.UTC(2026, 9, 1, 10),
    })
  })

  it.each([
    [''],
    ['yes'],
    ['{}'],
    ['[]'],
    ['{"categories":"marketing"}'],
    ['{"categories":[1]}'],
    ['{"categories":["marketing"],"services":["tiktok"]}'],
    ['{"categories":["marketing"],"services":{"marketing":"tiktok"}}'],
  ])('cannot be read as %s', (text) => {
    expect(decodeVanillaCookieConsent(text)).toEqual({ ok: false })
    expect(read(text)).toEqual({ ok: false })
  })

  it('keeps its refusals beside a time that cannot be read', () => {
    const record = forward({ categories: ['necessary'], consentTimestamp: 'yesterday', expirationTime: 'never' })
    expect(record).toMatchObject({ atMs: Number.NaN, expiresAtMs: Number.NaN })
    expect(record?.ok === true && record.choices.get('marketing')).toBe(false)
  })

  it('cannot be read with more categories than any banner has', () => {
    expect(forward({ categories: Array.from({ length: 4_001 }, (_, i) => `c${i}`) })).toEqual({ ok: false })
    expect(
      forward({ categories: ['marketing'], services: { marketing: Array.from({ length: 4_001 }, () => 's') } }),
    ).toEqual({
      ok: false,
    })
  })

  it('does not let what a page forwards undo a refusal in the cookie', () => {
    const cookies = new Map([['cc_cookie', '{"categories":["necessary"]}']])
    const record = vanillaCookieConsentReader.read({ cookies, forwarded: COOKIE })
    expect(record?.ok === true && record.choices.get('marketing')).toBe(false)
  })

  it('may name categories after parts of every object', () => {
    expect(forward(JSON.parse('{"categories":["__proto__","constructor"],"services":{"__proto__":["x"]}}'))?.ok).toBe(
      true,
    )
    expect(answers({ categories: ['constructor', 'toString'] })).toMatchObject({ marketing: false })
  })
})

describe('what getUserPreferences gives the page', () => {
  const PREFERENCES = {
    acceptType: 'custom',
    acceptedCategories: ['necessary', 'analytics'],
    rejectedCategories: ['ads'],
    acceptedServices: { necessary: [], analytics: ['matomo'], ads: ['tiktok'] },
    rejectedServices: { analytics: ['Meta Pixel'], ads: [] },
  }

  it('allows what was accepted and refuses what was rejected, by category and by service', () => {
    expect(forward(PREFERENCES)).toMatchObject({ ok: true, choiceMade: true })
    expect(answers(PREFERENCES)).toMatchObject({ analytics: true, matomo: true, ads: false, 'meta pixel': false })
    expect(answers(PREFERENCES)).toMatchObject({ marketing: false })
    expect(answers(PREFERENCES)).not.toHaveProperty('tiktok')
  })

  it('refuses what stands on both sides', () => {
    expect(answers({ ...PREFERENCES, acceptedCategories: ['ads'] })).toMatchObject({ ads: false })
  })

  // As the library gives it where a banner of mode opt-out has not been answered: on by default, nothing rejected.
  it('is no answer without an acceptType and without a rejection', () => {
    for (const acceptType of ['', undefined, 'yes']) {
      const open = { ...PREFERENCES, acceptType, acceptedCategories: ['marketing'], rejectedCategories: [] }
      expect(forward(open)).toMatchObject({ ok: true, choiceMade: false })
    }
    expect(forward({ acceptType: 'all', acceptedCategories: ['marketing'] })).toMatchObject({ choiceMade: true })
  })

  it.each([
    [{ acceptedCategories: 'all' }],
    [{ acceptedCategories: [], rejectedCategories: 'ads' }],
    [{ acceptedCategories: [], rejectedServices: { ads: 'tiktok' } }],
    [{ acceptedCategories: ['a'], acceptedServices: { a: [1] } }],
  ])('cannot be read as %j', (forwarded) => {
    expect(forward(forwarded)).toEqual({ ok: false })
  })
})

describe('whatever is written in its place', () => {
  it('never throws and grants marketing only where the list of categories has it', () => {
    const list = fc.array(fc.oneof(fc.constantFrom('marketing', 'necessary', ' Marketing'), fc.string()))
    fc.assert(
      fc.property(fc.oneof(list, fc.jsonValue()), fc.jsonValue(), (categories, services) => {
        if (answers({ categories, services })?.['marketing'] !== true) return
        expect(JSON.stringify(categories).toLowerCase()).toMatch(/^\[.*"\s*marketing\s*".*\]$/s)
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => typeof read(text)?.ok === 'boolean'))
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof forward(value)?.ok === 'boolean'))
  })
})
