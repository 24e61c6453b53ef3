import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axeptioReader, decodeAxeptio } from './axeptio.ts'
import type { CmpRecord } from './cmp.ts'

const DATE = '2026-10-01T10:00:00.000Z'

describe("Axeptio's cookies", () => {
  it('allow the vendors that a completed banner allows', () => {
    const record = read(answers({ google_ads: true, tiktok: false, $$completed: true }))
    expect(record).toMatchObject({ ok: true, choiceMade: true, atMs: Date.parse(DATE), version: '62e1' })
    expect(choices(record)).toEqual({ google_ads: true, tiktok: false })
  })

  it('are no answer before the banner is completed, whatever the lists hold', () => {
    const record = read({ ...answers({ tiktok: true, $$completed: false }), ...lists(',tiktok,', ',tiktok,bing,') })
    expect(record).toMatchObject({ ok: true, choiceMade: false })
    expect(read(lists(',tiktok,', ',tiktok,'))).toMatchObject({ ok: true, choiceMade: false })
    expect(read(answers({ tiktok: true }))).toMatchObject({ ok: true, choiceMade: false })
    expect(read(answers({ tiktok: true, $$completed: 'true' }))).toMatchObject({ ok: true, choiceMade: false })
  })

  it('refuse who was asked for and is not in the list of the authorised', () => {
    const record = read({ ...answers({ $$completed: true }), ...lists(',bing,', ',bing,tiktok,') })
    expect(choices(record)).toEqual({ bing: true, tiktok: false })
    expect(choices(read({ ...answers({}), ...lists(',,', ',tiktok,') }))).toEqual({ tiktok: null })
  })

  it('refuse where the list and the answers disagree, in both directions', () => {
    const listed = { ...answers({ tiktok: false, $$completed: true }), ...lists(',tiktok,') }
    expect(decodeAxeptio(listed)).toMatchObject({ vendors: { tiktok: false } })
    expect(decodeAxeptio(listed)).toHaveProperty('conflict')
    const unlisted = { ...answers({ tiktok: true, $$completed: true }), ...lists(',bing,') }
    expect(decodeAxeptio(unlisted)).toMatchObject({ vendors: { tiktok: false, bing: true } })
    expect(decodeAxeptio(answers({ tiktok: true, $$completed: true }))).not.toHaveProperty('conflict')
  })

  it('refuse where two spellings of one vendor disagree', () => {
    expect(choices(read(answers({ google_ads: true, Google_Ads: false, $$completed: true })))).toEqual({
      google_ads: false,
    })
    const both = {
      ...answers({ google_ads: true, Google_Ads: true, $$completed: true }),
      ...lists(',google_ads,Google_Ads,'),
    }
    expect(choices(read(both))).toEqual({ google_ads: true })
  })

  it.each([
    ['2020', Number.NaN],
    ['2020-01-01', Date.UTC(2020, 0, 1)],
    [1_577_836_800, Date.UTC(2020, 0, 1)],
    [1_577_836_800_000, Date.UTC(2020, 0, 1)],
    [{}, Number.NaN],
  ])('date from %j', ($$date, atMs) => {
    const json = JSON.stringify({ $$date, $$completed: true, tiktok: true })
    expect(read({ axeptio_cookies: json })).toMatchObject({ atMs })
  })

  it('take another word than granted for a refusal of what Google asks', () => {
    const cookies = answers({ $$googleConsentMode: { ad_storage: 'Granted', ad_user_data: true }, $$completed: true })
    expect(choices(read(cookies))).toEqual({ 'gcm:ad_storage': false, 'gcm:ad_user_data': false })
  })

  it('take no value but true for a grant', () => {
    expect(choices(read(answers({ tiktok: 'true', bing: 1, $$completed: true })))).toEqual({
      tiktok: false,
      bing: false,
    })
  })

  it('are read in each language, and a refusal in one counts', () => {
    const french = answers({ tiktok: true, $$completed: true })
    const english = { axeptio_cookies_en: answers({ tiktok: false, $$completed: true }).axeptio_cookies }
    expect(choices(read(english))).toEqual({ tiktok: false })
    expect(choices(read({ ...french, ...english }))).toEqual({ tiktok: false })
  })

  it('tell what Google consent mode was told', () => {
    const mode = { version: 2, ad_storage: 'granted', ad_user_data: 'denied', other: 'maybe' }
    const cookies = answers({ google_ads: true, $$googleConsentMode: mode, $$completed: true })
    expect(decodeAxeptio(cookies)).toMatchObject({
      vendors: { google_ads: true },
      googleConsentMode: { version: 2, ad_storage: 'granted', ad_user_data: 'denied' },
    })
    expect(choices(read(cookies))).toEqual({ google_ads: true, 'gcm:ad_storage': true, 'gcm:ad_user_data': false })
  })

  it('are read as seen on a public site: braces plain, quotes and commas encoded', () => {
    const seen =
      '{%22$$token%22:%22t%22%2C%22$$date%22:%222026-10-01T10:00:00.000Z%22%2C%22Gmaps%22:true%2C%22$$completed%22:true}'
    const record = read({ axeptio_cookies: seen, axeptio_authorized_vendors: '%2CGmaps%2CFacebook%20Pixel%2C' })
    expect(choices(record)).toEqual({ gmaps: true, 'facebook pixel': true })
  })
})

describe('what a page forwards of Axeptio', () => {
  it('is the object of its callback, the text of the cookie, or the cookies by name', () => {
    const object = { $$token: 't', $$completed: true, tiktok: true }
    const cookies = { axeptio_cookies: object, axeptio_authorized_vendors: ',tiktok,' }
    for (const forwarded of [object, JSON.stringify(object), cookies]) {
      const record = axeptioReader.read({ cookies: new Map(), forwarded })
      expect(record).toMatchObject({ choiceMade: true, choices: new Map([['tiktok', true]]) })
    }
  })

  it('never allows more than the cookies beside it', () => {
    const forwarded = { $$completed: true, tiktok: true }
    const refused = new Map(Object.entries(answers({ tiktok: false, $$completed: true })))
    expect(choices(axeptioReader.read({ cookies: refused, forwarded }))).toEqual({ tiktok: false })
    const unanswered = new Map(Object.entries(answers({ tiktok: true, $$completed: false })))
    expect(choices(axeptioReader.read({ cookies: unanswered, forwarded }))).toEqual({ tiktok: null })
  })
})

describe('whatever comes for Axeptio', () => {
  it.each([
    [{}],
    [{ axeptio_cookies: '' }],
    [{ axeptio_cookies: '%' }],
    [{ axeptio_cookies: '[]' }],
    [{ axeptio_cookies: '{"$$completed":true' }],
    [{ axeptio_cookies: 'x'.repeat(5_000) }],
    [{ axeptio_authorized_vendors: 1 }],
    [{ ...answers({ $$completed: true }), axeptio_cookies_en: '{' }],
    [Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`axeptio_cookies_${i}`, '{}']))],
    [7],
  ])('is unreadable as %j', (input) => {
    expect(decodeAxeptio(input)).toEqual({ ok: false })
    expect(axeptioReader.read({ cookies: new Map(), forwarded: input })).toEqual({ ok: false })
  })

  it('takes a vendor named __proto__ for a name', () => {
    const decoded = decodeAxeptio({ axeptio_cookies: '{"__proto__":true,"$$completed":true}' })
    expect(decoded.ok && Object.entries(decoded.vendors)).toEqual([['__proto__', true]])
    expect(decodeAxeptio({ axeptio_cookies: '{"__proto__":{"$$completed":true}}' })).toMatchObject({
      choiceMade: false,
    })
  })

  it('nothing left is nothing said', () => {
    expect(axeptioReader.read({ cookies: new Map() })).toBeUndefined()
  })

  it('never throws, and random input is never an answer without $$completed', () => {
    const text = fc.oneof(fc.string(), fc.json())
    const cookies = fc.record({ axeptio_cookies: text, axeptio_authorized_vendors: text }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.oneof(text, fc.jsonValue(), cookies), (input) => {
        decodeAxeptio(input)
        const record = axeptioReader.read({ cookies: new Map(), forwarded: input })
        if (record?.ok === true) expect(record.choiceMade && !JSON.stringify(input).includes('$$completed')).toBe(false)
      }),
    )
  })

  it('a vendor is allowed by a completed banner only where the answers and the list allow it', () => {
    const answer = fc.option(fc.boolean(), { nil: undefined })
    fc.assert(
      fc.property(answer, answer, fc.boolean(), (said, isListed, completed) => {
        const list = isListed === undefined ? {} : lists(isListed ? ',tiktok,' : ',,')
        const fields = said === undefined ? {} : { tiktok: said }
        const record = read({ ...answers({ ...fields, $$completed: completed }), ...list })
        const isAllowed = completed && said !== false && isListed !== false && (said ?? isListed) === true
        const granted = record?.ok === true && record.choiceMade && record.choices.get('tiktok') === true
        expect(granted).toBe(isAllowed)
      }),
    )
  })
})

function answers(fields: object): { readonly axeptio_cookies: string } {
  const all = { $$token: 't', $$date: DATE, $$cookiesVersion: { name: 'shop-fr', identifier: '62e1' }, ...fields }
  return { axeptio_cookies: JSON.stringify(all).replaceAll('"', '%22').replaceAll(',', '%2C') }
}

function lists(authorized: string, all?: string): Record<string, string> {
  const encoded = (list: string) => list.replaceAll(',', '%2C')
  return {
    axeptio_authorized_vendors: encoded(authorized),
    ...(all !== undefined && { axeptio_all_vendors: encoded(all) }),
  }
}

function read(cookies: Readonly<Record<string, string>>): CmpRecord | undefined {
  return axeptioReader.read({ cookies: new Map(Object.entries(cookies)) })
}

function choices(record: CmpRecord | undefined): Record<string, boolean | null> {
  if (record?.ok !== true) throw new Error('not readable')
  return Object.fromEntries(record.choices)
}
