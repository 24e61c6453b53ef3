/** The browser side of a site in its policy: what it may say, what is wrong in it, what a change of it widens. */
import { describe, expect, it } from 'vitest'
import { sentencesOf } from './change-words.ts'
import { compare, needsApproval } from './compare.ts'
import { policyOf } from './compare.fixture.ts'
import { compilePolicy } from './compile.ts'
import { errorsOf, KNOWN, SHOP } from './errors.fixture.ts'
import { registrableDomain } from './registrable-domain.ts'
import type { CompiledBrowser } from './types.ts'

const PLACE = '    url_parameters: []\n'

/** `browser` stands in line 19. */
function withBrowser(lines: string, shop = SHOP): string {
  if (!shop.includes(PLACE)) throw new Error('the fixture has no place for it')
  return shop.replace(PLACE, `${PLACE}    browser:\n${lines}\n`)
}

function compiled(text: string) {
  const result = compilePolicy(text, KNOWN, (content) => content)
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message.en).join('\n'))
  return result.policy
}

describe('the browser side of a site', () => {
  it('is compiled with its registrable domain and with sorted lists; absent, nothing is there', () => {
    const text = withBrowser(
      `      gateway: https://events.shop.example
      write_keys: [web-2, web-1]
      staging_origins: [https://staging.shop.example]
      cookies: { visitor_days: 390, click_days: 90, pixels_on_page: [acme], click_ids: [msclkid, gclid] }`,
    )
    expect(compiled(text).sites[0]?.browser).toEqual({
      gateway: 'https://events.shop.example',
      registrableDomain: 'shop.example',
      writeKeys: ['web-1', 'web-2'],
      stagingOrigins: ['https://staging.shop.example'],
      cookies: { visitorDays: 390, clickDays: 90, pixelsOnPage: ['acme'], clickIds: ['gclid', 'msclkid'] },
    })
    expect(compiled(SHOP).sites[0]).not.toHaveProperty('browser')
    expect(compiled(withBrowser('      gateway: https://events.shop.example')).sites[0]?.browser).toEqual({
      gateway: 'https://events.shop.example',
      registrableDomain: 'shop.example',
      writeKeys: [],
      stagingOrigins: [],
    })
  })

  // By publicsuffix.org: co.uk and com.au in its ICANN part, vercel.app, github.io and myshopify.com in its private part.
  it.each([
    ['www.shop.co.uk', 'shop.co.uk'],
    ['events.shop.com.au', 'shop.com.au'],
    ['a.b.shop.fr', 'shop.fr'],
    ['shop.vercel.app', 'shop.vercel.app'],
    ['events.shop.myshopify.com', 'shop.myshopify.com'],
    ['vercel.app', undefined],
    ['github.io', undefined],
    ['co.uk', undefined],
    ['fr', undefined],
    ['127.0.0.1', undefined],
    ['localhost', undefined],
  ])('%s belongs to %s', (host, domain) => {
    expect(registrableDomain(host)).toBe(domain)
  })
})

describe('a mistake in the browser side', () => {
  it.each([
    [
      '      gateway: https://events.other.example',
      '20:16',
      'gateway: `events.other.example` shares no registrable domain with `shop.example`: its own is `other.example`',
    ],
    ['      gateway: https://vercel.app', '20:16', 'gateway: `vercel.app` is no name of the site’s own'],
    ['      gateway: https://192.0.2.1', '20:16', 'gateway: `192.0.2.1` is no name of the site’s own'],
    ['      gateway: http://events.shop.example', '20:16', 'gateway: must be an exact origin over https'],
    // To a browser another origin than the one without the dot.
    ['      gateway: https://events.shop.example.', '20:16', 'gateway: must be an exact origin over https'],
    ['      gateway: https://events.shop.example.:8443', '20:16', 'gateway: must be an exact origin over https'],
    ['      write_keys: []', '19:5', 'gateway: is missing'],
    [
      '      gateway: https://e.shop.example\n      staging_origins: [https://shop.example]',
      '21:25',
      'staging_origins.0: `https://shop.example` is also in `origins`',
    ],
    [
      '      gateway: https://e.shop.example\n      write_keys: [12345]',
      '21:20',
      'write_keys.0: must be text: write the key in quotes',
    ],
    [
      '      gateway: https://e.shop.example\n      write_keys: ["a b"]',
      '21:20',
      'write_keys.0: must be letters, digits',
    ],
    [
      '      gateway: https://e.shop.example\n      cookies: { visitor_days: 396, click_days: 90 }',
      '21:32',
      'cookies.visitor_days: ',
    ],
    [
      '      gateway: https://e.shop.example\n      cookies: { visitor_days: 30 }',
      '21:7',
      'cookies.click_days: is missing',
    ],
    [
      '      gateway: https://e.shop.example\n      cookies: { visitor_days: 30, click_days: 9, pixels_on_page: [acmee] }',
      '21:68',
      'pixels_on_page.0: `acmee` is no destination of this site — did you mean `acme`?',
    ],
    [
      '      gateway: https://e.shop.example\n      cookies: { visitor_days: 30, click_days: 9, click_ids: [gclick] }',
      '21:63',
      'did you mean `gclid`?',
    ],
    [
      '      gateway: https://e.shop.example\n      cookie: { visitor_days: 30 }',
      '21:7',
      'unknown key `cookie` — did you mean `cookies`?',
    ],
  ])('is told at its place: %s', (lines, place, words) => {
    const errors = errorsOf(withBrowser(lines))
    expect(errors).toEqual([expect.stringMatching(new RegExp(`^p\\.yaml:${place}  `)) as unknown])
    expect(errors[0]).toContain(words)
  })

  it('is an origin of trials that another site has', () => {
    const [, shop = ''] = SHOP.split('sites:\n')
    const other = shop.replace('  shop:', '  other:').replace('[shop.example]', '[other.example]')
    const two = withBrowser('      gateway: https://e.shop.example\n      staging_origins: [https://other.example]')
    const text = two + other.replace('[https://shop.example]', '[https://other.example]')
    expect(errorsOf(text)).toEqual([
      expect.stringContaining('staging_origins.0: `https://other.example` belongs to site `other` already') as unknown,
    ])
  })
})

const COOKIES = { visitorDays: 390, clickDays: 90, pixelsOnPage: [], clickIds: [] }
const BROWSER: CompiledBrowser = {
  gateway: 'https://events.shop.example',
  registrableDomain: 'shop.example',
  writeKeys: [],
  stagingOrigins: [],
  cookies: COOKIES,
}

function withSide(browser: CompiledBrowser | undefined) {
  return policyOf({ site: browser === undefined ? {} : { browser } })
}

const { cookies: _cookies, ...PLAIN } = BROWSER

describe('a change of the browser side', () => {
  it.each<[string, CompiledBrowser | undefined, CompiledBrowser | undefined]>([
    ['cookies that are new', PLAIN, BROWSER],
    ['a section that brings cookies', undefined, BROWSER],
    ['a longer visitor cookie', BROWSER, { ...BROWSER, cookies: { ...COOKIES, visitorDays: 391 } }],
    ['a longer click cookie', BROWSER, { ...BROWSER, cookies: { ...COOKIES, clickDays: 91 } }],
    ['a pixel on the page', BROWSER, { ...BROWSER, cookies: { ...COOKIES, pixelsOnPage: ['tiktok'] } }],
    ['another click id', BROWSER, { ...BROWSER, cookies: { ...COOKIES, clickIds: ['gclid'] } }],
    ['another domain', BROWSER, { ...BROWSER, registrableDomain: 'other.example' }],
    ['no key asked for any more', { ...BROWSER, writeKeys: ['a'] }, BROWSER],
    ['one more key', { ...BROWSER, writeKeys: ['a'] }, { ...BROWSER, writeKeys: ['a', 'b'] }],
    ['an origin of trials that is gone', { ...BROWSER, stagingOrigins: ['https://s.example'] }, BROWSER],
  ])('that widens needs an approval: %s', (_what, before, after) => {
    const changes = compare(withSide(before), withSide(after))
    expect(needsApproval(changes)).toBe(true)
    expect(changes.map(({ what }) => what)).not.toContain('unknown')
  })

  it.each<[string, CompiledBrowser | undefined, CompiledBrowser | undefined]>([
    ['cookies that are gone', BROWSER, PLAIN],
    ['a section that is gone', BROWSER, undefined],
    ['a section without cookies', undefined, PLAIN],
    ['a shorter cookie', BROWSER, { ...BROWSER, cookies: { ...COOKIES, visitorDays: 30, clickDays: 7 } }],
    ['a key asked for', BROWSER, { ...BROWSER, writeKeys: ['a'] }],
    ['a key taken away from several', { ...BROWSER, writeKeys: ['a', 'b'] }, { ...BROWSER, writeKeys: ['b'] }],
    ['an origin of trials', BROWSER, { ...BROWSER, stagingOrigins: ['https://s.example'] }],
    ['another name of the gateway', BROWSER, { ...BROWSER, gateway: 'https://t.shop.example' }],
  ])('that does not widen needs none: %s', (_what, before, after) => {
    const changes = compare(withSide(before), withSide(after))
    expect(changes.length).toBeGreaterThan(0)
    expect(needsApproval(changes)).toBe(false)
  })

  it('is told in sentences: how long, and who can read them', () => {
    const after = { ...BROWSER, cookies: { ...COOKIES, pixelsOnPage: ['tiktok'], clickIds: ['gclid'] } }
    const names = { destination: (id: string) => id }
    const [first] = sentencesOf(compare(withSide(undefined), withSide(after)), names)
    expect(first?.en).toBe(
      'After consent, or where silence is enough, the gateway sets cookies from now on: the visitor’s for 390 days, those of clicks and browsers for 90 days; ' +
        'scripts of the page can read those of `tiktok`; other platforms’ click ids are kept too: `gclid`.',
    )
  })
})
