import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import { parseValue } from '../event/parse.ts'
import type { CompiledOrders } from '../policy/types.ts'
import { shopify } from './shopify.ts'
import { givenBy, requestOf } from './source.fixture.ts'

const SHOP = 'atelier-rivage-demo.myshopify.com'
const SOURCES = { shopify: { secrets: ['SHOPIFY_SECRET'], shop: SHOP, webPixel: true } }

function read(
  topic: string,
  body: unknown,
  orders: Partial<CompiledOrders> = {},
  headers: Record<string, string> = {},
) {
  const sent = { 'X-Shopify-Topic': topic, 'X-Shopify-Shop-Domain': SHOP, ...headers }
  return shopify.read(requestOf(body, { headers: sent, orders, sources: SOURCES }))
}

/** `shop` and `presentment` in one, as Shopify writes amounts. */
function both(shop: string, presentment = shop, currencies = ['EUR', 'EUR']) {
  return {
    shop_money: { amount: shop, currency_code: currencies[0] },
    presentment_money: { amount: presentment, currency_code: currencies[1] },
  }
}

const LINE = {
  id: 11,
  sku: 'AR-1',
  variant_id: 22,
  product_id: 33,
  title: 'Savon',
  quantity: 3,
  price_set: both('10.00'),
}
const ORDER = {
  id: 5001,
  name: '#1001',
  created_at: '2026-11-20T18:04:11+01:00',
  currency: 'EUR',
  presentment_currency: 'EUR',
  financial_status: 'paid',
  source_name: 'web',
  taxes_included: true,
  total_price_set: both('29.90'),
  total_tax_set: both('4.98'),
  total_shipping_price_set: both('4.90'),
  line_items: [LINE],
}

function sale(order: object, orders: Partial<CompiledOrders> = {}): Record<string, unknown> {
  return givenBy(read('orders/paid', { ...ORDER, ...order }, orders)).wire[0]?.['order'] as Record<string, unknown>
}

describe('an order of Shopify', () => {
  it('tells what one piece cost after the discounts that fell on its line', () => {
    // 3 × 10.00 − 5.00 = 25.00; a third of it is 8.33.
    const items = [{ ...LINE, discount_allocations: [{ amount_set: both('3.00') }, { amount_set: both('2.00') }] }]
    expect(sale({ line_items: items })['items']).toEqual([{ id: 'AR-1', name: 'Savon', quantity: 3, price: 8.33 }])
  })

  it('is read from one side throughout: in the buyer’s yen there are no decimals to round to', () => {
    const currencies = ['EUR', 'JPY']
    const order = {
      presentment_currency: 'JPY',
      total_price_set: both('29.90', '5000', currencies),
      total_tax_set: both('4.98', '455', currencies),
      total_shipping_price_set: both('4.90', '800', currencies),
      line_items: [
        {
          ...LINE,
          price_set: both('10.00', '1600', currencies),
          discount_allocations: [{ amount_set: both('5.00', '600', currencies) }],
        },
      ],
    }
    // (3 × 1600 − 600) / 3 = 1400
    expect(sale(order)).toMatchObject({
      value: 5000,
      tax: 455,
      shipping: 800,
      currency: 'JPY',
      items: [{ price: 1400 }],
    })
    expect(sale(order, { money: 'shop' })).toMatchObject({ value: 29.9, currency: 'EUR', items: [{ price: 8.33 }] })
  })

  it.each([
    [{ sku: null }, '22'],
    [{ sku: '', variant_id: null }, '33'],
    [{ sku: null, variant_id: null, product_id: null }, '11'],
  ])('names an item that has %o by the next id that there is', (line, id) => {
    expect(sale({ line_items: [{ ...LINE, ...line }] })['items']).toMatchObject([{ id }])
  })

  it('has its shipping from its lines where the subscription leaves the sum out', () => {
    const shipping_lines = [{ price_set: both('3.90') }, { price_set: both('1.00') }]
    expect(sale({ total_shipping_price_set: undefined, shipping_lines })).toMatchObject({ shipping: 4.9 })
  })

  it('is worth what the policy counts: without tax, without shipping, and without taking the tax in the shipping off twice', () => {
    // In French shipping of 4.90 there are 0.82 of VAT.
    const shipping_lines = [{ price_set: both('4.90'), tax_lines: [{ price_set: both('0.82') }] }]
    expect(sale({ shipping_lines }, { tax: 'excluded' })['value']).toBe(24.92)
    expect(sale({ shipping_lines }, { shipping: 'excluded' })['value']).toBe(25)
    // 29.90 − 4.98 − (4.90 − 0.82)
    expect(sale({ shipping_lines }, { tax: 'excluded', shipping: 'excluded' })['value']).toBe(20.84)
  })

  it('that cost nothing is a sale of nought', () => {
    expect(sale({ total_price_set: both('0.00') })['value']).toBe(0)
  })

  it.each([
    ['pending', null, 'awaiting_payment'],
    ['authorized', null, 'awaiting_payment'],
    ['partially_paid', null, 'awaiting_payment'],
    ['pending', '2026-11-21T09:00:00+01:00', 'cancelled_unpaid'],
    ['voided', null, 'cancelled_unpaid'],
  ])('that is %s, cancelled at %s, is no sale: %s', (financial_status, cancelled_at, reason) => {
    const given = givenBy(read('orders/updated', { ...ORDER, financial_status, cancelled_at }))
    expect(given).toMatchObject({ events: [], ignored: reason, line: { order_id: '5001' } })
  })

  it('counts as soon as it is placed where the policy says so', () => {
    const given = givenBy(read('orders/create', { ...ORDER, financial_status: 'pending' }, { purchaseWhen: 'created' }))
    expect(given.wire).toMatchObject([{ event: 'purchase', event_id: 'o-5001' }])
  })

  it.each([
    [{ source_name: 'shopify_draft_order' }, {}, 'channel_draft'],
    [{ source_name: 'recharge-2' }, { renewalSources: ['recharge*'] }, 'renewal'],
    [{ source_name: 'tiktok' }, {}, 'channel_marketplace'],
    [{ tags: 'VIP, Gros Client ' }, { excludedTags: ['gros client'] }, 'excluded_by_site'],
  ])('%o stays in the ledger alone', (order, orders, reason) => {
    expect(givenBy(read('orders/create', { ...ORDER, ...order }, orders))).toMatchObject({
      events: [],
      ignored: reason,
    })
  })

  it('keeps every digit of an id that JavaScript cannot hold as a number', () => {
    const body = JSON.stringify(ORDER).replace('"id":5001', '"id":820982911946154508')
    expect(givenBy(read('orders/paid', body)).events[0]?.identity?.order_key).toBe('820982911946154508')
  })

  it('is called as the shop calls it, whatever stands before and behind the number', () => {
    expect(givenBy(read('orders/paid', { ...ORDER, name: 'AR-1001/FR' })).line?.aliases).toEqual(['name:AR-1001/FR'])
  })

  it('with consent that cannot be read says so, because it may have been a denial', () => {
    const note_attributes = [{ name: '_tidegate_consent', value: '{"state":{"ad_storage":"den' }]
    const [event] = givenBy(read('orders/paid', { ...ORDER, note_attributes })).events
    expect(event).toMatchObject({ unreadable_consent: true })
    expect(event?.event['consent']).toBeUndefined()
  })

  it('with a yes and a no under one name says the same', () => {
    const value = '{"state":{"ad_storage":"denied","ad_storage":"granted"}}'
    const [event] = givenBy(
      read('orders/paid', { ...ORDER, note_attributes: [{ name: '_tidegate_consent', value }] }),
    ).events
    expect(event).toMatchObject({ unreadable_consent: true })
  })

  it('with two records of the answer that differ says the same: nobody knows which of them holds', () => {
    const record = (answer: string) => ({ name: '_tidegate_consent', value: `{"state":{"ad_storage":"${answer}"}}` })
    const of = (...note_attributes: object[]) => givenBy(read('orders/paid', { ...ORDER, note_attributes })).events[0]
    expect(of(record('granted'), record('denied'))).toMatchObject({ unreadable_consent: true })
    expect(of({ name: '_tidegate_consent', value: '' }, record('denied'), record('denied'))).toMatchObject({
      event: { consent: { state: { ad_storage: 'denied' } } },
    })
  })

  it('takes nothing from the newsletter box', () => {
    const [event] = givenBy(read('orders/paid', { ...ORDER, buyer_accepts_marketing: true })).events
    expect(event).not.toHaveProperty('event.consent')
  })

  it('is an event that the gateway’s parser takes, with every part of it', () => {
    const order = {
      ...ORDER,
      line_items: [{ ...LINE, title: 'Savon 🧼 « doux »', vendor: 'é'.repeat(400) }],
      discount_codes: [{ code: 'A' }, { code: 'B' }],
    }
    const parsed = parseValue(structuredClone(givenBy(read('orders/paid', order)).wire[0]), 0)
    expect(parsed).toMatchObject({
      events: [{ ok: true, event: { order: { coupon: 'A,B', items: [{ name: 'Savon 🧼 « doux »' }] } } }],
    })
  })

  it('without its state of payment is parked, not guessed', () => {
    expect(read('orders/updated', { ...ORDER, financial_status: undefined })).toEqual({
      kind: 'parked',
      code: 'incomplete',
      paths: ['financial_status'],
      order_id: '5001',
    })
  })
})

describe('a refund of Shopify', () => {
  const REFUND = { id: 9, order_id: 5001, created_at: '2026-11-25T10:00:00+01:00' }
  const paid = (amount: string, more: object = {}) => ({
    kind: 'refund',
    status: 'success',
    amount,
    currency: 'EUR',
    ...more,
  })

  it('is the sum of what was paid back, and of nothing that failed or waits', () => {
    const transactions = [paid('5.10'), paid('3.40'), paid('99', { status: 'failure' }), paid('7', { kind: 'void' })]
    expect(givenBy(read('refunds/create', { ...REFUND, transactions })).wire).toEqual([
      {
        event: 'refund',
        event_id: 'r-9',
        occurred_at: '2026-11-25T09:00:00.000Z',
        order: { id: '5001', value: 8.5, currency: 'EUR' },
      },
    ])
  })

  it('that was paid back in the buyer’s currency is counted on the side that the policy chose', () => {
    const subtotal_set = both('8.50', '9.30', ['EUR', 'USD'])
    const refund_line_items = [
      { quantity: 1, subtotal_set, total_tax_set: both('1.42', '1.55', ['EUR', 'USD']), line_item: LINE },
    ]
    const body = { ...REFUND, refund_line_items, transactions: [paid('9.30', { currency: 'USD' })] }
    const order = (orders: Partial<CompiledOrders>) => givenBy(read('refunds/create', body, orders)).wire[0]?.['order']
    expect(order({})).toMatchObject({ value: 9.3, currency: 'USD', items: [{ id: 'AR-1', price: 9.3 }] })
    expect(order({ money: 'shop' })).toMatchObject({ value: 8.5, currency: 'EUR', items: [{ id: 'AR-1', price: 8.5 }] })
  })

  it('that its order lists is an event beside the sale, and a line of the order', () => {
    const refunds = [{ ...REFUND, transactions: [paid('8.50')] }]
    const given = givenBy(read('orders/updated', { ...ORDER, financial_status: 'partially_refunded', refunds }))
    expect(given.wire.map((event) => event['event_id'])).toEqual(['o-5001', 'r-9'])
    expect(given.line?.refunds).toEqual([{ id: '9', value: '8.5', currency: 'EUR', at: '2026-11-25T09:00:00.000Z' }])
  })
})

describe('a delivery of Shopify', () => {
  it.each([
    ['of another shop', 'orders/paid', ORDER, { 'X-Shopify-Shop-Domain': 'other.myshopify.com' }, 'wrong_shop'],
    ['on a topic that nobody knows', 'themes/publish', {}, {}, 'unknown_topic'],
    ['that demands the erasure of nobody', 'customers/redact', { shop_id: 1, customer: null }, {}, 'incomplete'],
    ['of an order, sent again as an erasure', 'customers/redact', { ...ORDER, customer: { id: 7 } }, {}, 'incomplete'],
  ])('%s is kept for somebody to look at', (_what, topic, body, headers, code) => {
    expect(read(topic, body, {}, headers)).toMatchObject({ kind: 'parked', code })
  })

  it('that tells what was edited, without the order, is no event: the update of the order brings it', () => {
    const edit = {
      order_edit: { id: 1, order_id: 5001, line_items: { additions: [{ id: 2, delta: 1 }], removals: [] } },
    }
    expect(givenBy(read('orders/edited', edit))).toMatchObject({ events: [], ignored: 'not_an_event' })
  })

  it('of the newer system is signed and named by headers of its own', async () => {
    const text = JSON.stringify(ORDER)
    const bytes = new TextEncoder().encode(text)
    const secret = new TextEncoder().encode('shpss_demo')
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes))))
    const headers = { 'shopify-topic': 'Order', 'shopify-action': 'create', 'shopify-hmac-sha256': signature }
    const request = requestOf(text, { headers, sources: SOURCES })
    if (shopify.entrance.by !== 'signature') throw new Error('not signed')
    const proof = shopify.entrance.proof(request, bytes)
    expect(proof.ok === true && (await isSigned(proof.message, proof.signatures, [secret]))).toBe(true)
    expect(givenBy(shopify.read(request)).wire).toMatchObject([{ event: 'purchase', event_id: 'o-5001' }])
  })
})
