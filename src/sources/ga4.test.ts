import { describe, expect, it } from 'vitest'
import { requestOf, type Asked } from './formats.fixture.ts'
import { ga4Collect } from './ga4-collect.ts'
import { ga4Mp } from './ga4-mp.ts'

const SHARED = '/g/collect?v=2&tid=G-DEMO12345&cid=123.456&sid=789&_p=111&dl=https%3A%2F%2Fshop.example%2F'
const hit = (asked: Asked) => ga4Collect.read(requestOf(asked))
const mp = (body: unknown) =>
  ga4Mp.read(requestOf({ url: '/mp/collect?measurement_id=G-DEMO12345&api_secret=s', body: JSON.stringify(body) }))
const sale = { name: 'purchase', params: { transaction_id: '1001', value: 8.5, currency: 'EUR' } }

describe('hits of GA4', () => {
  it('come as lines of one body, each with its own parameters over the shared ones', () => {
    const body =
      'en=page_view&_s=1\r\nen=view_item&_s=2&cu=EUR&epn.value=8.5&pr1=idAR-1~pr8.5&dl=https%3A%2F%2Fshop.example%2Fp\r\nen=scroll&_s=3'
    expect(hit({ url: `${SHARED}&gcs=G100&uid=c-77`, body })).toMatchObject({
      events: [
        {
          event: { event: 'page_view', page: { url: 'https://shop.example/' }, consent: { signals: { gcs: 'G100' } } },
        },
        {
          event: {
            event: 'view_item',
            page: { url: 'https://shop.example/p' },
            order: { value: 8.5, currency: 'EUR', items: [{ id: 'AR-1', price: 8.5, quantity: 1 }] },
            person: { external_id: 'c-77' },
          },
        },
      ],
      skipped: [{ index: 2, reason: 'not_an_event' }],
    })
  })

  it('that say consent twice, and not alike, bring what no engine reads; a line has its own word', () => {
    const consentOf = (query: string, body = '') => {
      const reading = hit({ url: `${SHARED}&en=page_view&${query}`, body })
      return reading.kind === 'read' ? reading.events[0]?.event['consent'] : undefined
    }
    expect(consentOf('gcs=G100&gcs=G111')).toMatchObject({ signals: { gcs: 'G100 G111' } })
    expect(consentOf('gcs=G111&gcs=G111')).toMatchObject({ signals: { gcs: 'G111' } })
    expect(consentOf('gcs=G100', 'en=page_view&gcs=G111')).toMatchObject({ signals: { gcs: 'G111' } })
  })

  it('have an id made of browser, session, page load and place, in which none of these can be read', () => {
    const idOf = (line: string) => {
      const reading = hit({ url: `${SHARED}&en=page_view&${line}` })
      return reading.kind === 'read' ? String(reading.events[0]?.event['event_id']) : ''
    }
    expect(idOf('_s=1')).toMatch(/^d-[0-9a-f]{32}$/)
    expect(idOf('_s=1')).toBe(idOf('_s=1'))
    expect(idOf('_s=2')).not.toBe(idOf('_s=1'))
    expect(idOf('_s=1&ep.event_id=own-1')).toBe('own-1')
    expect(idOf('_s=1&ep.event_id=undefined')).toBe(idOf('_s=1'))
  })

  it('without a sale’s number are refused alone, and left out of several', () => {
    expect(hit({ url: `${SHARED}&en=refund` })).toEqual({ kind: 'malformed', paths: ['order.id'] })
    const undefinedOrder = `${SHARED}&en=purchase&ep.transaction_id=undefined&epn.value=8.5&cu=EUR`
    expect(hit({ url: undefinedOrder })).toEqual({ kind: 'malformed', paths: ['order.id'] })
    expect(hit({ url: SHARED, body: 'en=page_view\nen=purchase' })).toMatchObject({
      skipped: [{ index: 1, reason: 'malformed' }],
    })
  })

  it('take a number from text and from number parameters, the currency from either place', () => {
    const url = `${SHARED}&en=purchase&epn.transaction_id=1001&ep.value=0&ep.currency=JPY`
    expect(hit({ url })).toMatchObject({ events: [{ event: { order: { id: '1001', value: 0, currency: 'JPY' } } }] })
  })

  it.each(['view_promotion', 'select_promotion', 'user_engagement', 'session_start', 'view_cart', ''])(
    'named %j are no events',
    (name) => {
      expect(hit({ url: `${SHARED}&en=${name}&promo1=idA~nmB` })).toMatchObject({ events: [], ignored: 'not_an_event' })
    },
  )

  it('lose what Google’s tag gathered of the person', () => {
    const url = `${SHARED}&en=page_view&em=tv.1~em.abcdef&up.mail=x%40example.com&gcd=13r3r3r3r5l1`
    const reading = JSON.stringify(hit({ url }))
    expect(reading).not.toMatch(/abcdef|x@example/)
    expect(reading).toContain('13r3r3r3r5l1')
  })

  it('search with the words that were searched', () => {
    expect(hit({ url: `${SHARED}&en=view_search_results&ep.search_term=savon` })).toMatchObject({
      events: [{ event: { event: 'search', search: { query: 'savon' } } }],
    })
  })

  it('take two hundred items, in their order', () => {
    const items = Array.from({ length: 210 }, (_, index) => `pr${210 - index}=idA${210 - index}`).join('&')
    const reading = hit({ url: `${SHARED}&en=view_item_list`, body: `_s=1&${items}` })
    const order = reading.kind === 'read' ? reading.events[0]?.event['order'] : undefined
    const taken = (order as { items: { id: string }[] }).items
    expect(taken).toHaveLength(200)
    expect(taken[9]?.id).toBe('A10')
  })
})

describe('the Measurement Protocol', () => {
  it('takes up to 25 events, each with its own time', () => {
    const views = Array.from({ length: 25 }, (_, index) => ({
      name: 'page_view',
      timestamp_micros: (1_795_194_000 + index) * 1e6,
    }))
    const reading = mp({ client_id: '1', events: views })
    expect(reading.kind === 'read' && reading.events).toHaveLength(25)
    expect(reading.kind === 'read' && reading.events[24]?.event['occurred_at']).toBe('2026-11-20T17:00:24.000Z')
    expect(mp({ events: [...views, sale] })).toEqual({ kind: 'malformed', paths: ['events'] })
  })

  it('takes the time as text too, and none as now', () => {
    expect(mp({ timestamp_micros: '1795194251000000', events: [sale] })).toMatchObject({
      events: [{ event: { event_id: 'o-1001', occurred_at: '2026-11-20T17:04:11.000Z' } }],
    })
    expect(mp({ events: [sale] })).toMatchObject({ events: [{ event: { occurred_at: '2026-11-20T17:04:15.000Z' } }] })
  })

  it('says nothing of consent by silence, and grants by no word but its own', () => {
    const consentOf = (body: object) => {
      const reading = mp({ events: [sale], ...body })
      return reading.kind === 'read' ? reading.events[0]?.event['consent'] : undefined
    }
    expect(consentOf({})).toBeUndefined()
    expect(consentOf({ consent: { ad_user_data: 'yes' } })).toMatchObject({ state: { ad_user_data: 'unreadable' } })
    expect(consentOf({ consent: 'GRANTED' })).toMatchObject({ state: 'unreadable' })
    expect(consentOf({ consent: { ad_personalization: 'GRANTED' }, non_personalized_ads: true })).toMatchObject({
      state: { ad_personalization: 'denied' },
    })
  })

  it('keeps Google’s id of the browser to itself', () => {
    expect(JSON.stringify(mp({ client_id: '1234567890.1795190000', events: [sale] }))).not.toContain('1234567890')
  })
})
