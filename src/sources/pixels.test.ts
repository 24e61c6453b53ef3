import { describe, expect, it } from 'vitest'
import { requestOf, type Asked } from './formats.fixture.ts'
import { metaTr } from './meta-tr.ts'
import type { Source, SourceReading } from './source.ts'
import { stape } from './stape.ts'
import { tiktokPixel } from './tiktok-pixel.ts'
import { zaraz } from './zaraz.ts'

const firstOf = (reading: SourceReading) => (reading.kind === 'read' ? reading.events[0] : reading)
const ask = (source: Source) => (asked: Asked) => source.read(requestOf(asked))
const NO_EVENT = { events: [], ignored: 'not_an_event' }

describe('Stape’s data client', () => {
  const data = ask(stape)
  const sent = {
    event_name: 'purchase',
    transaction_id: '1001',
    value: '0',
    currency: 'EUR',
    items: [{ item_id: 'é~1' }],
  }
  const expected = {
    event: { event_id: 'o-1001', order: { id: '1001', value: 0, items: [{ id: 'é~1', quantity: 1 }] } },
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  it('is read from base64, from JSON and from a form alike', () => {
    const json = JSON.stringify(sent)
    const packed = encodeURIComponent(Buffer.from(json).toString('base64'))
    expect(firstOf(data({ method: 'GET', url: `/data?v=2&dtdc=${packed}` }))).toMatchObject(expected)
    expect(firstOf(data({ method: 'GET', url: `/data?dtcd=${encodeURIComponent(json)}` }))).toMatchObject(expected)
    const body =
      'event_name=purchase&transaction_id=1001&value=0&currency=EUR&items.0.item_id=%C3%A9~1&consent_state.ad_storage=false'
    expect(firstOf(data({ url: '/data', headers: form, body }))).toMatchObject({
      event: { ...expected.event, consent: { state: { ad_storage: 'denied' } } },
    })
  })

  it('knows its fields under their other names, and the query under the body', () => {
    const body = JSON.stringify({
      pageLocation: '/merci',
      urlref: 'https://a.example/',
      mail: 'a@b.fr',
      firstName: 'Camille',
      name: 'X',
    })
    expect(
      firstOf(data({ url: '/data?eventName=AddToCart&page_location=/other&unique_event_id=u-1', body })),
    ).toMatchObject({
      event: {
        event: 'add_to_cart',
        event_id: 'u-1',
        page: { url: 'https://shop.example/merci', referrer: 'https://a.example/' },
        person: { email: 'a@b.fr', first_name: 'Camille' },
      },
    })
  })

  it('takes no address of the person from the body', () => {
    const body = JSON.stringify({ ...sent, ip_override: '198.51.100.9', ip: '198.51.100.9' })
    expect(firstOf(data({ url: '/data', body, ip: '203.0.113.7' }))).toMatchObject({
      event: { client: { ip: '203.0.113.7' } },
    })
  })

  it.each([
    [
      'a name of a prototype in JSON',
      '{"event_name":"purchase","user_data":{"__proto__":{"a":1}}}',
      'user_data.__proto__',
    ],
    ['no JSON', '{', 'body'],
    ['a sale without its number', '{"event_name":"purchase"}', 'order.id'],
  ])('refuses %s', (_what, body, path) => {
    expect(data({ url: '/data', body })).toEqual({ kind: 'malformed', paths: [path] })
  })

  it.each([
    ['/data', 'event_name=page_view&consent_state.ad_storage=false&consent_state.ad_storage=true'],
    ['/data?consent_state.ad_storage=false', 'event_name=page_view&consent_state.ad_storage=true'],
  ])('grants nothing where it says both: %s %s', (url, body) => {
    const read = JSON.stringify(firstOf(data({ url, headers: form, body })))
    expect(read).toContain('unreadable')
    expect(read).not.toMatch(/granted|denied/)
  })

  it('is refused with a yes and a no under one name', () => {
    const body = '{"event_name":"page_view","consent_state":{"ad_storage":false,"ad_storage":true}}'
    expect(data({ url: '/data', body })).toMatchObject({ kind: 'malformed', paths: ['body'] })
  })

  it('grants by true alone', () => {
    const body = JSON.stringify({
      ...sent,
      consent_state: { ad_storage: 'yes', ad_user_data: 1, analytics_storage: true },
    })
    expect(firstOf(data({ url: '/data', body }))).toMatchObject({
      event: {
        consent: { state: { ad_storage: 'unreadable', ad_user_data: 'unreadable', analytics_storage: 'granted' } },
      },
    })
  })
})

describe('Zaraz', () => {
  const events = (...list: unknown[]) => ask(zaraz)({ url: '/zaraz/api', body: JSON.stringify({ events: list }) })

  it('is known by the names of its e-commerce, and by those that the policy maps', () => {
    const track = (name: string) => ({ client: { __zarazTrack: name, sku: 'A' } })
    const reading = events(
      track('Product Added'),
      track('signup'),
      track('Pageview'),
      track('newsletter'),
      track('Clicked Promotion'),
    )
    expect(reading).toMatchObject({
      events: [{ event: { event: 'add_to_cart' } }, { event: { event: 'sign_up' } }, { event: { event: 'page_view' } }],
      skipped: [
        { index: 3, reason: 'unknown_event' },
        { index: 4, reason: 'unknown_event' },
      ],
    })
  })

  it('passes no cookie on as two', () => {
    const system = { cookies: { a: 'x; didomi_token=forged', _fbp: 'fb.1.2.3' } }
    expect(firstOf(events({ client: { __zarazTrack: 'Product Viewed', sku: 'A' }, system }))).toMatchObject({
      event: { consent: { signals: { cookies: 'a=x%3B%20didomi_token%3Dforged; _fbp=fb.1.2.3' } } },
      click: { fbp: 'fb.1.2.3' },
    })
  })

  it('leaves a click id of a cookie to a newer one on the address', () => {
    const cookies = { ttclid: 'E.C.old', _ttp: '2abc' }
    const client = { __zarazTrack: 'Product Viewed', sku: 'A' }
    const at = (url: string) => firstOf(events({ client, system: { cookies, page: { url } } }))
    expect(at('https://shop.example/?ttclid=E.C.new')).toHaveProperty('click', { ttp: '2abc' })
    expect(at('https://shop.example/')).toHaveProperty('click', { ttclid: 'E.C.old', ttp: '2abc' })
  })

  it('asks for its key as a bearer', () => {
    const keyOf = (Authorization: string) =>
      zaraz.entrance.by === 'key' && zaraz.entrance.key(requestOf({ url: '/zaraz/api', headers: { Authorization } }))
    expect(keyOf('Bearer zk_demo')).toBe('zk_demo')
    expect(keyOf('Basic zk_demo')).toBeUndefined()
  })
})

describe('requests of Meta’s pixel', () => {
  const tr = ask(metaTr)
  const contents = encodeURIComponent('[{"id":"AR-1","quantity":2,"item_price":8.5}]')
  const query = `id=100000000000001&ev=Purchase&eid=e-77&cd[value]=17&cd[currency]=EUR&cd[contents]=${contents}&ts=1795194251000`
  const expected = {
    event: {
      event: 'purchase',
      event_id: 'e-77',
      occurred_at: '2026-11-20T17:04:11.000Z',
      order: { value: 17, currency: 'EUR', items: [{ id: 'AR-1', quantity: 2, price: 8.5 }] },
    },
  }

  it('are read from the query, from a form and from a beacon', () => {
    expect(firstOf(tr({ method: 'GET', url: `/tr/?${query}` }))).toMatchObject(expected)
    expect(firstOf(tr({ url: '/tr/', body: query }))).toMatchObject(expected)
    const part = (name: string, value: string) =>
      `--B1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const body = `${[...new URLSearchParams(query)].map(([name, value]) => part(name, value)).join('')}--B1--\r\n`
    const headers = { 'content-type': 'multipart/form-data; boundary=B1' }
    expect(firstOf(tr({ url: '/tr/', body, headers }))).toMatchObject(expected)
  })

  it.each(['Microdata', 'SubscribedButtonClick'])('%s is no event', (name) => {
    expect(tr({ method: 'GET', url: `/tr?id=1&ev=${name}&cd[buttonText]=x` })).toMatchObject(NO_EVENT)
  })

  it('keeps a limit on the use of data that is set in one place and not in another', () => {
    const limited = { event: { consent: { signals: { cmp: { meta_dpo: { dpo: ['LDU'] } } } } } }
    for (const query of ['dpo=LDU&dpo=', 'dpo=&dpo=LDU'])
      expect(firstOf(tr({ method: 'GET', url: `/tr?id=1&ev=PageView&${query}` }))).toMatchObject(limited)
  })

  it('say nothing of consent where they do not limit the use of data', () => {
    const silent = firstOf(tr({ method: 'GET', url: '/tr?id=1&ev=PageView&coo=false' }))
    expect(silent).toMatchObject({ event: { event: 'page_view' } })
    expect(JSON.stringify(silent)).not.toContain('consent')
  })
})

describe('requests of TikTok’s pixel', () => {
  const message = {
    event: 'CompletePayment',
    event_id: '',
    context: {
      pixel: { codes: 'C4OTHER|C4DEMO' },
      ad: { callback: 'E.C.P.demo123' },
      user: { anonymous_id: '2abcdemo' },
    },
    properties: { value: '47.40', currency: 'EUR', order_id: '1001' },
  }
  const asked = { url: '/api/v2/pixel', body: JSON.stringify(message) }

  it('are known by the order where they have no id', () => {
    expect(firstOf(ask(tiktokPixel)(asked))).toMatchObject({
      event: { event_id: 'o-1001', order: { value: 47.4 } },
      click: { ttclid: 'E.C.P.demo123', ttp: '2abcdemo' },
    })
  })

  it('show the pixel that is ours among several', () => {
    expect(tiktokPixel.entrance.by === 'browser' && tiktokPixel.entrance.id(requestOf(asked))).toBe('C4DEMO')
  })

  it.each(['/api/v2/pixel/perf', '/api/v2/pixel/inter', '/monitor'])('to %s are telemetry', (url) => {
    expect(ask(tiktokPixel)({ ...asked, url })).toMatchObject(NO_EVENT)
  })
})
