import { describe, expect, it } from 'vitest'
import { requestOf, SOURCES, type Asked } from './formats.fixture.ts'
import { ORDERS } from './shop-request.fixture.ts'
import { segment } from './segment.ts'
import type { SourceReading } from './source.ts'

const CONTEXT = { page: { url: 'https://shop.example/p/93', referrer: 'https://shop.example/' } }
const SOAP = { product_id: '93', sku: 'AR-SAVON-01', name: 'Savon surgras', price: 8.5, quantity: 2 }

function reading(body: unknown, asked: Partial<Asked> = {}): SourceReading {
  return segment.read(requestOf({ url: '/v1/track', body: JSON.stringify(body), ...asked }))
}

function events(body: unknown, asked: Partial<Asked> = {}) {
  const read = reading(body, asked)
  return read.kind === 'read' ? read.events.map(({ event }) => event) : read
}

function track(event: string, properties: object = {}, more: object = {}) {
  return { type: 'track', event, messageId: 'm-1', properties, context: CONTEXT, ...more }
}

describe('the write key', () => {
  const keyOf = (headers: Record<string, string>, body = '') =>
    segment.entrance.by === 'key' && segment.entrance.key(requestOf({ url: '/v1/track', headers, body }))

  // echo -n 'wk_demo_1:' | base64, and the same without the colon.
  it.each(['d2tfZGVtb18xOg==', 'd2tfZGVtb18x'])('is the user of Basic, with its colon or without: %s', (encoded) => {
    expect(keyOf({ Authorization: `Basic ${encoded}` })).toBe('wk_demo_1')
  })

  it('may stand in the body', () => {
    expect(keyOf({}, '{"writeKey":"wk_demo_1","type":"track"}')).toBe('wk_demo_1')
  })

  it.each(['', '{', '[]', '{"writeKey":{}}'])('is missing in %j', (body) => {
    expect(keyOf({ Authorization: 'Basic %%%' }, body)).toBeUndefined()
  })
})

describe('names of Segment', () => {
  it.each([
    ['Product Viewed', 'view_item'],
    ['Product List Viewed', 'view_item_list'],
    ['Product Added', 'add_to_cart'],
    ['Checkout Started', 'begin_checkout'],
    ['Payment Info Entered', 'add_payment_info'],
    ['Product Added to Wishlist', 'add_to_wishlist'],
    ['Completed Order', 'purchase'],
    ['order_completed', 'purchase'],
    ['purchase', 'purchase'],
  ])('%s is %s', (theirs, ours) => {
    expect(events(track(theirs, { order_id: '1001', ...SOAP }))).toMatchObject([{ event: ours }])
  })

  it('an event of one product has it as its item', () => {
    expect(events(track('Product Viewed', { ...SOAP, currency: 'EUR', value: 17 }))).toMatchObject([
      {
        event_id: 'm-1',
        order: {
          value: 17,
          currency: 'EUR',
          items: [{ id: 'AR-SAVON-01', name: 'Savon surgras', price: 8.5, quantity: 2 }],
        },
      },
    ])
  })

  it('searched words are kept', () => {
    expect(events(track('Products Searched', { query: 'savon' }))).toMatchObject([
      { event: 'search', search: { query: 'savon' } },
    ])
  })

  it('a page is a page view; identify, group, alias and screen are no events', () => {
    expect(events({ type: 'page', messageId: 'm-2', context: CONTEXT })).toMatchObject([
      { event: 'page_view', event_id: 'm-2' },
    ])
    for (const type of ['identify', 'group', 'alias', 'screen'])
      expect(reading({ type, userId: 'c-77' }, { url: `/v1/${type}` })).toMatchObject({
        events: [],
        ignored: 'not_an_event',
      })
  })

  it('the path says the type where the message does not', () => {
    expect(events({ messageId: 'm-3', context: CONTEXT }, { url: '/v1/page' })).toMatchObject([{ event: 'page_view' }])
  })
})

describe('an order of Segment', () => {
  it('keeps products without a price, and a total of nothing', () => {
    const products = [{ sku: 'AR-1' }, { sku: 'AR-2', price: '12,50' }]
    expect(events(track('Order Completed', { order_id: 1001, total: 0, currency: 'EUR', products }))).toMatchObject([
      { order: { id: '1001', value: 0, currency: 'EUR', items: [{ id: 'AR-1' }, { id: 'AR-2' }] } },
    ])
  })

  it('names its items as the policy says', () => {
    const settings = { orders: { ...ORDERS, itemId: 'product_id' as const } }
    expect(events(track('Order Completed', { order_id: '1', products: [SOAP] }), { settings })).toMatchObject([
      { order: { items: [{ id: '93' }] } },
    ])
  })

  it.each([
    ['without its id', { total: 1, currency: 'EUR' }, ['order.id']],
    ['in a currency that there is not', { order_id: '1', total: 1, currency: 'XXX' }, ['order.currency']],
    ['below nothing', { order_id: '1', total: -1, currency: 'EUR' }, ['order.value']],
  ])('%s is refused by name', (_what, properties, paths) => {
    expect(reading(track('Order Completed', properties))).toEqual({ kind: 'malformed', paths })
  })

  it('that was cancelled is a line of the ledger, only from a server, and only where no shop speaks for itself', () => {
    const cancelled = track(
      'Order Cancelled',
      { order_id: '1001', total: 47.4, currency: 'EUR' },
      { timestamp: '2026-11-20T17:00:00Z' },
    )
    expect(reading(cancelled)).toMatchObject({
      events: [],
      ledger: [
        { order_id: '1001', cancelled_at: '2026-11-20T17:00:00.000Z', money: { total: '47.4', currency: 'EUR' } },
      ],
    })
    expect(reading(cancelled, { headers: { Origin: 'https://shop.example' } })).toMatchObject({
      ledger: [],
      ignored: 'not_an_event',
    })
    const settings = { sources: { ...SOURCES, magento: { secrets: ['MAGENTO_SECRET'] } } }
    expect(reading(cancelled, { settings })).toMatchObject({ ledger: [], ignored: 'not_an_event' })
  })

  it('that was refunded is known by its refund, or by its message', () => {
    const refund = { order_id: '1001', total: 8.5, currency: 'EUR' }
    expect(events(track('Order Refunded', refund))).toMatchObject([{ event: 'refund', event_id: 'm-1' }])
    expect(events(track('Order Refunded', { ...refund, refund_id: '900' }))).toMatchObject([{ event_id: 'r-900' }])
  })
})

describe('a batch', () => {
  it('lends its context, and names what it leaves out', () => {
    const batch = [
      track('Product Viewed', SOAP, { context: { ip: '203.0.113.7' } }),
      track('Order Completed', { total: 1 }),
      track('Coupon Entered'),
      { type: 'identify', userId: 'c-77' },
      'x',
    ]
    const read = reading({
      batch,
      context: { ip: '203.0.113.9', userAgent: 'UA', ...CONTEXT },
      sentAt: '2026-11-20T17:04:15Z',
    })
    expect(read).toMatchObject({
      events: [{ event: { event: 'view_item', client: { ip: '203.0.113.7', user_agent: 'UA' }, page: CONTEXT.page } }],
      skipped: [
        { index: 1, reason: 'malformed' },
        { index: 2, reason: 'unknown_event' },
        { index: 3, reason: 'not_an_event' },
        { index: 4, reason: 'malformed' },
      ],
    })
  })

  it('beyond the limits of Segment is refused', () => {
    const many = { batch: Array.from({ length: 2_501 }, () => ({})) }
    expect(reading(many)).toEqual({ kind: 'malformed', paths: ['batch'] })
    expect(reading({ batch: [], pad: 'x'.repeat(500_000) })).toEqual({ kind: 'malformed', paths: ['body'] })
    const large = track('Product Viewed', { ...SOAP, pad: 'x'.repeat(32_000) })
    expect(reading(large)).toEqual({ kind: 'malformed', paths: ['body'] })
    expect(reading({ batch: [large] })).toMatchObject({ events: [], skipped: [{ index: 0, reason: 'too_large' }] })
  })
})

describe('consent of Segment', () => {
  const consents = (context: object, asked: Partial<Asked> = {}) => {
    const read = events(track('Product Viewed', SOAP, { context }), asked)
    return Array.isArray(read) ? read[0]?.['consent'] : read
  }
  const preferences = (categoryPreferences: unknown) => consents({ consent: { categoryPreferences } })

  it('is unknown where nothing is said, and where the category is not in the policy', () => {
    expect(consents({})).toBeUndefined()
    expect(preferences({ Marketing: true })).toEqual({ state: {}, source: 'segment:category_preferences' })
  })

  it('is the stricter of two categories that speak of one purpose', () => {
    const categories = { A: ['ad_storage'], B: ['ad_storage'], C: ['ad_storage'] } as const
    const settings = { sources: { ...SOURCES, segment: { keys: [], categories } } }
    const consent = { categoryPreferences: { A: true, B: false, C: true } }
    expect(consents({ consent }, { settings })).toMatchObject({ state: { ad_storage: 'denied' } })
  })

  it.each(['true', 1, {}])('grants nothing by %j', (said) => {
    expect(preferences({ Analytics: said })).toMatchObject({ state: { analytics_storage: 'unreadable' } })
  })

  it('is the stricter of two tools that both speak in one message', () => {
    const both = consents({
      consent: { categoryPreferences: { Advertising: true, Analytics: true } },
      consentManagement: { allowedConsentIds: [], deniedConsentIds: ['Advertising'] },
    })
    expect(both).toMatchObject({
      state: { ad_storage: 'denied', ad_user_data: 'denied', analytics_storage: 'granted' },
    })
    const unread = consents({ consent: { categoryPreferences: { Advertising: true } }, consentManagement: 'none' })
    expect(unread).toMatchObject({ state: 'unreadable' })
  })

  it('is the stricter of what stands beside a batch and in a message of it', () => {
    const said = (Advertising: boolean) => ({ consent: { categoryPreferences: { Advertising } } })
    const batch = [track('Product Viewed', SOAP, { context: said(true) })]
    expect(events({ context: said(false), batch })).toMatchObject([{ consent: { state: { ad_storage: 'denied' } } }])
  })

  it.each([[[]], 'denied', false])('is unreadable where it is no object: %j', (consent) => {
    expect(consents({ consent })).toMatchObject({ state: 'unreadable' })
  })

  // RudderStack, "Add the Consent Object to Event Payloads".
  it('is read as RudderStack writes it', () => {
    const consentManagement = {
      provider: 'custom',
      allowedConsentIds: ['Analytics'],
      deniedConsentIds: ['Advertising'],
    }
    expect(consents({ consentManagement })).toEqual({
      state: {
        analytics_storage: 'granted',
        ad_storage: 'denied',
        ad_user_data: 'denied',
        ad_personalization: 'denied',
      },
      source: 'rudderstack:consent_management',
    })
  })

  it('sends to nobody where the message says that all integrations are off', () => {
    expect(events(track('Product Viewed', SOAP, { integrations: { All: false } }))).toMatchObject([
      { destinations: [] },
    ])
  })
})

describe('the person of Segment', () => {
  it('is the user, never the anonymous id; an address with an e-mail goes on as it came', () => {
    const url = 'https://shop.example/merci?mail=camille.exemple@example.com'
    const message = track('Product Viewed', SOAP, { userId: 'c-77', anonymousId: 'a-1', context: { page: { url } } })
    expect(events(message)).toMatchObject([{ person: { external_id: 'c-77' }, page: { url } }])
    expect(JSON.stringify(reading(message))).not.toContain('a-1')
  })

  it('has the connection’s address only where a page sends by itself', () => {
    const own = { ip: '203.0.113.7', headers: { Origin: 'https://shop.example', 'User-Agent': 'UA' } }
    expect(events(track('Product Viewed', SOAP), own)).toMatchObject([
      { client: { ip: '203.0.113.7', user_agent: 'UA' } },
    ])
    expect(events(track('Product Viewed', SOAP), { ip: '198.51.100.1' })).toMatchObject([{ event: 'view_item' }])
    expect(JSON.stringify(events(track('Product Viewed', SOAP), { ip: '198.51.100.1' }))).not.toContain('198.51.100.1')
  })
})

// As Segment's library for pages sends it: `/v1/t`, JSON as plain text, the key in the body, times of the device.
it('a message of analytics.js is read by the type in its body', () => {
  const message = {
    ...track('Product Viewed', SOAP),
    writeKey: 'wk_demo_1',
    sentAt: '2026-11-20T17:04:15.000Z',
    integrations: { 'Segment.io': true },
  }
  expect(events(message, { url: '/v1/t' })).toMatchObject([{ event: 'view_item', event_id: 'm-1' }])
})
