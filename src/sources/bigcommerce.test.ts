import { describe, expect, it } from 'vitest'
import { isSigned } from '../auth/webhook-signature.ts'
import { bigcommerce, readBigCommerceOrder, type BigCommerceOrder } from './bigcommerce.ts'
import { orderIn, requestWith, settings } from './shop-request.fixture.ts'

const SITE = settings({}, { bigcommerce: { secrets: ['BIGCOMMERCE_SECRET'], store: 'abc123' } })

describe('a webhook of BigCommerce', () => {
  // printf '%s' 'msg_bc1.1795194255.{"scope":"store/order/created"}' | openssl dgst -sha256 -hmac 'bc_client_secret_demo' -binary | base64
  it('is signed with the client secret as it is written', async () => {
    const body = '{"scope":"store/order/created"}'
    const headers = {
      'webhook-id': 'msg_bc1',
      'webhook-timestamp': '1795194255',
      'webhook-signature': 'v1,kR5XtmuKwPrj8BmB8T4Gi78X5kAjiknEqIJvHKBLr4w=',
    }
    const proof =
      bigcommerce.entrance.by === 'signature'
        ? bigcommerce.entrance.proof(requestWith(body, headers, SITE), new TextEncoder().encode(body))
        : undefined
    if (proof?.ok !== true) throw new Error('no proof')
    const key = proof.key('bc_client_secret_demo') ?? new Uint8Array()
    expect(await isSigned(proof.message, proof.signatures, [key])).toBe(true)
  })

  const WEBHOOK = {
    store_id: '1025646',
    producer: 'stores/abc123',
    scope: 'store/order/created',
    data: { type: 'order', id: 250 },
    hash: 'dd70c0976e06b67aaf671e73f49dcb79230ebf9d',
    created_at: 1_795_194_251,
  }
  const FETCH = { kind: 'fetch', source: 'bigcommerce', order_id: '250' }

  it.each([
    [{}, { ...FETCH, resource: 'order' }],
    [{ scope: 'store/order/statusUpdated' }, { ...FETCH, resource: 'order' }],
    [{ scope: 'store/order/refund/created' }, { ...FETCH, resource: 'refund' }],
    [{ scope: 'store/order/message/created' }, { kind: 'read', ignored: 'not_an_event' }],
    [{ scope: 'store/cart/converted' }, { kind: 'read', ignored: 'not_an_event' }],
    [{ scope: 'store/app/uninstalled' }, { kind: 'command', command: { kind: 'uninstalled', shop: 'abc123' } }],
    [{ producer: 'stores/other' }, { kind: 'parked', code: 'wrong_shop' }],
    [{ data: {} }, { kind: 'parked', code: 'incomplete', paths: ['data.id'] }],
  ])('with %j: %j', (change, expected) => {
    const reading = bigcommerce.read(requestWith(JSON.stringify({ ...WEBHOOK, ...change }), {}, SITE))
    expect(reading).toMatchObject(expected)
  })
})

// The fields and forms of reference/orders.v2.oas2.yml.
const ORDER = {
  id: 250,
  customer_id: 0,
  date_created: 'Fri, 20 Nov 2026 17:04:11 +0000',
  date_modified: 'Fri, 20 Nov 2026 17:04:20 +0000',
  status_id: 11,
  payment_status: 'captured',
  total_inc_tax: '47.4000',
  total_ex_tax: '39.5000',
  total_tax: '7.9000',
  shipping_cost_inc_tax: '4.9000',
  shipping_cost_tax: '0.8200',
  currency_code: 'EUR',
  default_currency_code: 'EUR',
  ip_address: '203.0.113.7',
  cart_id: 'c1-9f2d3a',
  order_source: 'www',
  external_source: null,
  ebay_order_id: '0',
  is_deleted: false,
  billing_address: {
    first_name: 'Camille',
    last_name: 'Exemple',
    city: 'Nantes',
    state: '',
    zip: '44000',
    country_iso2: 'FR',
    phone: '06 39 98 00 01',
    email: 'camille.exemple@example.com',
  },
}
const PRODUCTS = [
  { name: 'Savon surgras', sku: 'AR-SAVON-01', product_id: 93, quantity: 2, total_inc_tax: '17.0000' },
  {
    name: 'Crème visage',
    sku: '',
    product_id: 94,
    variant_id: 95,
    brand: 'Atelier Rivage',
    quantity: 1,
    total_inc_tax: '30.0000',
    applied_discounts: [{ id: 'coupon', amount: '4.5' }],
  },
]

function read(change: object, beside: Omit<BigCommerceOrder, 'order'> = {}, orders = {}) {
  const given = { ...settings(orders), sources: SITE.sources }
  const reading = readBigCommerceOrder({ order: { ...ORDER, ...change }, ...beside }, given, 'bigcommerce')
  if (reading.kind !== 'read') throw new Error(`not read: ${JSON.stringify(reading)}`)
  return reading
}

describe('an order of BigCommerce', () => {
  it('is a sale, with amounts of four decimals and items after their discounts', () => {
    const coupons = [{ code: 'BIENVENUE' }]
    expect(read({}, { products: PRODUCTS, coupons }).events).toEqual([
      {
        event: {
          event: 'purchase',
          event_id: 'o-250',
          occurred_at: '2026-11-20T17:04:11.000Z',
          client: { ip: '203.0.113.7' },
          person: {
            email: 'camille.exemple@example.com',
            phone: '06 39 98 00 01',
            first_name: 'Camille',
            last_name: 'Exemple',
            city: 'Nantes',
            zip: '44000',
            country: 'FR',
          },
          order: {
            id: '250',
            value: 47.4,
            tax: 7.9,
            shipping: 4.9,
            currency: 'EUR',
            coupon: 'BIENVENUE',
            items: [
              { id: 'AR-SAVON-01', name: 'Savon surgras', quantity: 2, price: 8.5 },
              { id: '95', name: 'Crème visage', brand: 'Atelier Rivage', quantity: 1, price: 25.5 },
            ],
          },
        },
        identity: { order_key: '250', aliases: ['cart:c1-9f2d3a'] },
      },
    ])
  })

  it.each([
    [{ status_id: 0 }, 'draft', 0],
    [{ status_id: 7, payment_status: '' }, 'awaiting_payment', 1],
    [{ status_id: 1, payment_status: 'pending' }, 'awaiting_payment', 1],
    [{ status_id: 6, payment_status: 'declined' }, 'cancelled_unpaid', 1],
    [{ order_source: 'manual' }, 'channel_draft', 1],
    [{ order_source: 'external', external_source: 'POS (Square)' }, 'channel_pos', 1],
    [{ order_source: 'external', external_source: 'M-MIG' }, 'channel_draft', 1],
    [{ ebay_order_id: '110012' }, 'channel_marketplace', 1],
    [{ is_deleted: true }, 'not_an_event', 1],
  ])('with %j is no sale: %s', (change, ignored, lines) => {
    const reading = read(change)
    expect([reading.ignored, reading.events.length, reading.ledger.length]).toEqual([ignored, 0, lines])
  })

  it('is counted in what the buyer paid in, which need not be what prices were shown in', () => {
    const shown = { currency_code: 'USD', default_currency_code: 'EUR' }
    expect(orderIn(read(shown))).toMatchObject({ value: 47.4, currency: 'EUR' })
  })

  it('its refunds are read beside it', () => {
    const refunds = [{ id: 8, order_id: 250, created: '2026-11-25T09:00:00Z', total_amount: 8.5 }]
    expect(read({}, { refunds }).events[1]?.event).toEqual({
      event: 'refund',
      event_id: 'r-8',
      occurred_at: '2026-11-25T09:00:00.000Z',
      order: { id: '250', value: 8.5, currency: 'EUR' },
    })
  })

  it('is parked where something is missing', () => {
    const order = { ...ORDER, total_inc_tax: undefined, date_created: '2026-11-20' }
    expect(readBigCommerceOrder({ order }, SITE, 'bigcommerce')).toEqual({
      kind: 'parked',
      code: 'incomplete',
      paths: ['total_inc_tax', 'date_created'],
      order_id: '250',
    })
  })
})
