import { describe, expect, it } from 'vitest'
import type { Members } from './parts.ts'
import { prestashop } from './prestashop.ts'
import { bodyOf, orderIn, reads, requestWith } from './shop-request.fixture.ts'

const UNPAID = bodyOf('prestashop-unpaid-state')
const PAID = { id: 2, paid: true, logable: true }

function body(order: object = {}, beside: object = {}): Members {
  return { ...UNPAID, ...beside, order: { ...(UNPAID['order'] as object), current_state: PAID, ...order } }
}

describe('the state of a PrestaShop order', () => {
  it('a cheque that has come in is dated by the payment', () => {
    const reading = reads(prestashop, body({ date_paid: '2026-11-25 10:00:00' }))
    expect(reading.events[0]?.event).toMatchObject({ event_id: 'o-4501', occurred_at: '2026-11-25T09:00:00.000Z' })
  })

  it.each([
    [{ paid: false, canceled: true }, 'cancelled_unpaid'],
    [{ paid: 0, error: 1 }, 'cancelled_unpaid'],
    [{ paid: '1' }, undefined],
    [undefined, 'awaiting_payment'],
  ])('%j: %s', (current_state, ignored) => {
    expect(reads(prestashop, body({ current_state })).ignored).toBe(ignored)
  })

  it('a paid order that is cancelled afterwards stays a sale', () => {
    const late = { current_state: { canceled: true }, has_been_paid: true, date_upd: '2026-11-22 09:00:00' }
    expect(reads(prestashop, body(late)).ledger[0]).toMatchObject({
      payment: 'paid',
      cancelled_at: '2026-11-22T08:00:00.000Z',
    })
  })

  it('typed in by staff is no sale of the site', () => {
    expect(reads(prestashop, body({ module: 'bo_order' })).ignored).toBe('channel_draft')
  })
})

describe('the money of a PrestaShop order', () => {
  // 33.30 USD at 1.11 USD for the euro are 30.00 EUR.
  const dollars = {
    currency: 'USD',
    shop_currency: 'EUR',
    conversion_rate: '1.110000',
    total_paid_tax_incl: '33.300000',
    total_paid_tax_excl: '27.750000',
    total_shipping_tax_incl: '5.550000',
    total_shipping_tax_excl: '4.625000',
    order_rows: [{ product_id: 94, product_reference: 'A', product_quantity: 1, unit_price_tax_incl: '27.750000' }],
  }

  it('is what the buyer saw, with the books’ side beside it', () => {
    const reading = reads(prestashop, body(dollars))
    expect(orderIn(reading)).toMatchObject({ value: 33.3, tax: 5.55, shipping: 5.55, currency: 'USD' })
    expect(reading.ledger[0]).toMatchObject({
      money: { total: '33.3', currency: 'USD', shipping_tax: '0.925' },
      other_money: { total: '30', currency: 'EUR', tax: '5', shipping: '5' },
    })
  })

  it('is the books’ side where the policy says so, in every part', () => {
    expect(orderIn(reads(prestashop, body(dollars), { money: 'shop' }))).toMatchObject({
      value: 30,
      tax: 5,
      shipping: 5,
      currency: 'EUR',
      items: [{ price: 25 }],
    })
  })

  it('is parked where the books’ currency is asked for and nobody says which it is', () => {
    const request = JSON.stringify(body({ ...dollars, shop_currency: undefined }))
    const shop = {
      ...requestWith(request).settings,
      orders: { ...requestWith('').settings.orders, money: 'shop' },
    } as const
    expect(prestashop.read(requestWith(request, {}, shop))).toMatchObject({
      kind: 'parked',
      paths: ['order.shop_currency'],
    })
  })

  it('a credit slip is a refund of its products with tax and of its shipping', () => {
    const slip = { id: 31, amount: '7.083333', total_products_tax_incl: '8.500000', shipping_cost_amount: '4.900000' }
    const reading = reads(prestashop, body({}, { order_slips: [{ ...slip, date_add: '2026-11-25 10:00:00' }] }))
    expect(reading.events[1]?.event).toEqual({
      event: 'refund',
      event_id: 'r-31',
      occurred_at: '2026-11-25T09:00:00.000Z',
      order: { id: '4501', value: 13.4, currency: 'EUR' },
    })
    expect(reading.ledger[0]?.refunds).toEqual([
      { id: '31', value: '13.4', currency: 'EUR', at: '2026-11-25T09:00:00.000Z' },
    ])
  })

  it('a credit slip that comes with the order’s id alone reaches the ledger as well', () => {
    const slip = { id: 31, value: '8.50', date_add: '2026-11-25 10:00:00' }
    const reading = reads(prestashop, { source: 'prestashop', order: { id: 4501, currency: 'EUR' }, order_slip: slip })
    expect(reading.refunds).toEqual([
      { order_id: '4501', refund: { id: '31', value: '8.5', currency: 'EUR', at: '2026-11-25T09:00:00.000Z' } },
    ])
  })
})

describe('what a PrestaShop order says beside', () => {
  it('a guest has no number, and a mobile telephone comes first', () => {
    const customer = { ...(UNPAID['customer'] as object), is_guest: true }
    const address = { ...(UNPAID['address'] as object), phone: '0240000000', phone_mobile: '0639980001' }
    const person = reads(prestashop, body({}, { customer, address })).events[0]?.event['person']
    expect(person).toMatchObject({ phone: '0639980001', email: 'camille.exemple@example.com' })
    expect(person).not.toHaveProperty('external_id')
  })

  it('brings the landing page, the click and the visitor of the buyer’s browser', () => {
    const beside = {
      page: { url: 'https://shop.example/savon?ttclid=E.C.P.demo123', referrer: '' },
      click: { ttclid: 'E.C.P.demo123', ttp: '', other: 'x' },
      visitor_id: 'v-123',
    }
    const [sale] = reads(prestashop, body({}, beside)).events
    expect(sale).toMatchObject({
      event: { page: { url: 'https://shop.example/savon?ttclid=E.C.P.demo123' } },
      click: { ttclid: 'E.C.P.demo123' },
      visitor_id: 'v-123',
    })
    expect(Object.keys(sale?.click ?? {})).toEqual(['ttclid'])
  })

  it('says nothing of consent where the checkout wrote none', () => {
    expect(reads(prestashop, body({}, { consent: null })).events[0]?.event).not.toHaveProperty('consent')
  })

  it.each([
    ['{}', { kind: 'parked', code: 'incomplete', paths: ['order'] }],
    ['[]', { kind: 'parked', code: 'malformed' }],
    ['{"hook":"ping"}', { kind: 'read', ignored: 'ping' }],
    ['{"order":{"id":7,"currency":"EUR"}}', { kind: 'parked', order_id: '7' }],
  ])('%s is kept, or answered, and never a sale', (text, expected) => {
    expect(prestashop.read(requestWith(text))).toMatchObject(expected)
  })
})
