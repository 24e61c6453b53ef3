import { describe, expect, it } from 'vitest'
import { parseConfig, type Config, type Env } from '../config.ts'
import type { CanonicalEvent } from '../event/types.ts'
import { withBrowserFacts } from '../pipeline/browser-facts.ts'
// Its policy sets no cookies.
import { PLAN } from '../pipeline/judge.fixture.ts'
import { readBrowserFacts } from './browser-facts.ts'

const BINDINGS = { TIDEGATE_CLIENT_IP_HEADER: 'cf-connecting-ip' }

function configWith(bindings: Record<string, string> = BINDINGS): Config {
  // Without an outbox: it is not asked for anything here.
  const env: Env = Object.assign(Object.create(null), bindings)
  return parseConfig(env)
}

function requestWith(headers: Record<string, string>, cf?: Record<string, unknown>): Request {
  const request = new Request('https://events.example/e', { headers })
  return cf === undefined ? request : Object.assign(request, { cf })
}

const EVENT: CanonicalEvent = { name: 'page_view', eventId: 'v-1', occurredAtMs: 0 }

function enrich(
  event: Partial<CanonicalEvent>,
  headers: Record<string, string>,
  cf?: Record<string, unknown>,
  bindings?: Record<string, string>,
) {
  return withBrowserFacts(
    { ...EVENT, ...event },
    readBrowserFacts(requestWith(headers, cf), configWith(bindings), PLAN),
  )
}

describe('what the gateway sees of a browser', () => {
  it('decides country and region, whatever the page says', () => {
    const client = { country: 'US', region: 'US-CA' }
    expect(enrich({ client }, {}, { country: 'FR', regionCode: 'IDF' }).client).toMatchObject({
      country: 'FR',
      region: 'FR-IDF',
    })
    expect(enrich({ client }, {}).client).not.toHaveProperty('country')
    expect(enrich({ client }, {}).client).not.toHaveProperty('region')
    expect(enrich({ client }, {}, { country: 'FR' }).client).not.toHaveProperty('region')
  })

  it('takes the country from the header that the operator trusts, and from no other', () => {
    const trusted = { TIDEGATE_COUNTRY_HEADER: 'x-country' }
    expect(enrich({}, { 'x-country': 'DE' }, undefined, trusted).client).toMatchObject({ country: 'DE' })
    expect(enrich({}, { 'x-country': 'US' }, { country: 'FR' }).client).toMatchObject({ country: 'FR' })
  })

  it('never makes a region of one source’s country and another source’s region', () => {
    const trusted = { TIDEGATE_COUNTRY_HEADER: 'x-country' }
    const { client } = enrich({}, { 'x-country': 'US' }, { country: 'CA', regionCode: 'QC' }, trusted)
    expect(client?.region).not.toBe('US-QC')
  })

  it('is the address that the operator’s own proxy names, over what the page says', () => {
    const client = { ip: '198.51.100.1', userAgent: 'of the page', language: 'fr' }
    const headers = {
      'cf-connecting-ip': '203.0.113.7',
      'user-agent': 'of the browser',
      'x-forwarded-for': '192.0.2.1',
    }
    expect(enrich({ client }, headers).client).toEqual({
      ip: '203.0.113.7',
      userAgent: 'of the browser',
      language: 'fr',
    })
  })

  it('takes an address from no header where none is trusted', () => {
    const { client } = enrich({}, { 'x-forwarded-for': '192.0.2.1', 'cf-connecting-ip': '203.0.113.7' }, undefined, {})
    expect(client).not.toHaveProperty('ip')
  })

  it('is the platforms’ own cookies, the first of a name, under what the event itself says', () => {
    const cookie = 'a=b; _ttp=first; _ttp=second; _fbp=fb.1.1.2; _fbc=fb.1.1.x; ttclid=E.C; broken; =x; _ga=GA1'
    expect(enrich({}, { cookie }).click).toEqual({ ttclid: 'E.C', ttp: 'first', fbc: 'fb.1.1.x', fbp: 'fb.1.1.2' })
    expect(enrich({ click: { ttp: 'said' } }, { cookie }).click).toMatchObject({ ttp: 'said', fbp: 'fb.1.1.2' })
  })

  // In TikTok's own template the address comes first, then that of the page before it on the same host, then the cookie.
  it.each([
    [{ url: 'https://shop.example/?ttclid=E.C.new' }],
    [{ url: 'https://shop.example/p', referrer: 'https://shop.example/?ttclid=E.C.new' }],
  ])('is no click id of a cookie where a newer one came with the page: %j', (page) => {
    expect(enrich({ page }, { cookie: 'ttclid=E.C.old; _ttp=p' }).click).toEqual({ ttp: 'p' })
  })

  it('is the click id of the cookie where only the page of another site has one', () => {
    const page = { url: 'https://shop.example/p', referrer: 'https://other.example/?ttclid=E.C.theirs' }
    expect(enrich({ page }, { cookie: 'ttclid=E.C.old' }).click).toEqual({ ttclid: 'E.C.old' })
  })

  it('gives the whole cookie header to the readers of consent, beside what the page says: neither hides the other', () => {
    const consent = { state: { ad_storage: 'granted' }, signals: { gpc: true, cookies: 'said=1' } }
    expect(enrich({ consent }, { cookie: 'real=1' }).consent).toEqual({
      ...consent,
      signals: { gpc: true, cookies: 'said=1', sentCookies: 'real=1' },
    })
  })

  it('does not let a cookie header that is too large to read pass for silence: a denial may be in it', () => {
    const { consent } = enrich({ consent: {} }, { cookie: `x=${'y'.repeat(20_000)}` })
    expect(consent?.malformed).toBe(true)
  })
})
