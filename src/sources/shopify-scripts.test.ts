/** The two scripts to paste (integrations/shopify), run with what Shopify gives them: what they send and write is what is read. */
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { attributeIn, joinedConsent } from './shop-parts.ts'
import { shopifyPixel } from './shopify-pixel.ts'
import { givenBy, requestOf } from './source.fixture.ts'

const script = (name: string) => readFileSync(new URL(`../../integrations/shopify/${name}`, import.meta.url), 'utf8')
/** Everything that the scripts have set off has run. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

type Listener = (event: unknown) => unknown
type Sent = { readonly url: string; readonly init: { readonly body: string } }

/** `api`, `init`, `analytics` and `browser`: the names that Shopify puts around a custom pixel. */
function pixelWith(customerPrivacy: object) {
  const listeners = new Map<string, Listener>()
  const sent: Sent[] = []
  runInNewContext(script('web-pixel.js'), {
    init: { customerPrivacy },
    api: { customerPrivacy: { subscribe: (name: string, listen: Listener) => listeners.set(name, listen) } },
    analytics: { subscribe: (name: string, listen: Listener) => listeners.set(name, listen) },
    browser: { cookie: { get: (name: string) => Promise.resolve(name === '_ttp' ? 'p-1' : '') } },
    fetch: (url: string, init: Sent['init']) => Promise.resolve(void sent.push({ url, init })),
    encodeURIComponent,
  })
  const context = {
    document: { location: { href: 'https://shop.example/p' }, referrer: '' },
    navigator: { userAgent: 'M' },
  }
  const page = { id: 'sh-1', name: 'page_viewed', timestamp: '2026-11-20T17:04:12Z', data: {}, context }
  return { listeners, sent, view: () => listeners.get('page_viewed')?.(page) }
}

describe('the pixel to paste', () => {
  const sources = { shopify: { secrets: [], shop: 'your-shop.myshopify.com', webPixel: true } }
  const NO = { analyticsProcessingAllowed: true, marketingAllowed: false, saleOfDataAllowed: true }

  it('sends what is read, with the answer as it is now, and reads no cookie before a yes', async () => {
    const { listeners, sent, view } = pixelWith(NO)
    view()
    await settled()
    listeners.get('visitorConsentCollected')?.({ customerPrivacy: { ...NO, marketingAllowed: true } })
    view()
    await settled()
    const read = sent.map(({ init }) => givenBy(shopifyPixel.read(requestOf(init.body, { sources }))).events[0])
    expect(read).toMatchObject([
      { event: { event: 'page_view', consent: { state: { ad_storage: 'denied' } } } },
      {
        event: { page: { url: 'https://shop.example/p' }, consent: { state: { ad_storage: 'granted' } } },
        click: { ttp: 'p-1' },
      },
    ])
    expect(read[0]).not.toHaveProperty('click')
  })

  it('names its shop in the address: its sandbox has no origin', async () => {
    const { sent, view } = pixelWith(NO)
    view()
    await settled()
    const { entrance } = shopifyPixel
    if (entrance.by !== 'browser') throw new Error('not of a browser')
    const request = { ...requestOf('', { headers: { origin: 'null' }, sources }), url: new URL(sent[0]?.url ?? '') }
    expect(entrance.listed(sources)).toContain(entrance.id(request))
    expect(entrance.id({ ...request, url: new URL('https://events.shop.example/hooks/shopify-pixel') })).toBeUndefined()
  })
})

describe('the script that writes consent into the cart', () => {
  function cartWith(said: object, items = 1) {
    const listeners = new Map<string, Listener>()
    let attributes: Record<string, string> = {}
    let writes = 0
    const fetchCart = (url: string, init: { readonly body: string }) => {
      if (url === '/cart.js') return Promise.resolve({ ok: true, json: () => ({ attributes, item_count: items }) })
      writes += 1
      attributes = { ...attributes, ...(JSON.parse(init.body) as { attributes: Record<string, string> }).attributes }
      return Promise.resolve({ ok: true })
    }
    const load = () =>
      runInNewContext(script('cart-consent.js'), {
        window: {
          Shopify: {
            loadFeatures: (_features: unknown, ready: (error?: unknown) => void) => ready(),
            customerPrivacy: { currentVisitorConsent: () => said },
          },
        },
        document: {
          currentScript: { dataset: { visitor: 'v-1' } },
          addEventListener: (name: string, listen: Listener) => listeners.set(name, listen),
        },
        fetch: fetchCart,
      })
    const read = () => {
      const list = Object.entries(attributes).map(([name, value]) => ({ name, value }))
      return joinedConsent(attributeIn(list, 'name'))
    }
    return { load, read, answer: () => listeners.get('visitorConsentCollected')?.({}), writes: () => writes }
  }

  it('writes what the order is read for, with the time of the answer, and once', async () => {
    const cart = cartWith({ marketing: 'yes', analytics: 'no', sale_of_data: '' })
    cart.load()
    cart.answer()
    await settled()
    const state = {
      ad_storage: 'granted',
      ad_user_data: 'granted',
      ad_personalization: 'granted',
      analytics_storage: 'denied',
    }
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown
    expect(cart.read()).toEqual({ consent: { state, source: 'shopify:customer_privacy', at }, visitor_id: 'v-1' })
    const written = cart.writes()
    cart.load()
    await settled()
    expect(cart.writes()).toBe(written)
  })

  it.each([
    [{ marketing: '', analytics: '', sale_of_data: '' }, 1],
    [{ marketing: 'yes', analytics: 'yes', sale_of_data: '' }, 0],
  ])('writes nothing for an answer of %o and %i items', async (said, items) => {
    const cart = cartWith(said, items)
    cart.load()
    await settled()
    expect(cart.read()).toEqual({})
  })

  it('takes an opt-out of the sale of data for a no', async () => {
    const cart = cartWith({ marketing: 'yes', analytics: 'yes', sale_of_data: 'no' })
    cart.load()
    await settled()
    expect(cart.read()).toMatchObject({ consent: { state: { ad_storage: 'denied', ad_user_data: 'denied' } } })
  })
})
