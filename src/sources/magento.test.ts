import { describe, expect, it } from 'vitest'
import { magento } from './magento.ts'
import type { Members } from './parts.ts'
import { bodyOf, orderIn, reads, requestWith } from './shop-request.fixture.ts'

const VECTOR = bodyOf('magento-order')

function body(order: object = {}, beside: object = {}): Members {
  return { ...VECTOR, ...beside, order: { ...(VECTOR['order'] as object), ...order } }
}

describe('the state of a Magento order', () => {
  it.each([
    ['new', 'awaiting_payment'],
    ['pending_payment', 'awaiting_payment'],
    ['payment_review', 'awaiting_payment'],
    ['canceled', 'cancelled_unpaid'],
    ['processing', undefined],
    ['complete', undefined],
    ['closed', undefined],
  ])('%s: %s', (state, ignored) => {
    expect(reads(magento, body({ state })).ignored).toBe(ignored)
  })

  it('of an extension’s own is paid where nothing is due any more', () => {
    expect(reads(magento, body({ state: 'packing', total_due: 0, total_paid: 33.3 })).ignored).toBeUndefined()
  })

  it('typed in by staff has no address of a browser', () => {
    expect(reads(magento, body({ remote_ip: null })).ignored).toBe('channel_draft')
  })
})

describe('the money of a Magento order', () => {
  it('goes with its own currency, the other side beside it', () => {
    expect(reads(magento, body()).ledger[0]).toMatchObject({
      money: { total: '33.3', currency: 'USD', tax: '5.55', shipping: '5.4' },
      other_money: { total: '30.4', currency: 'EUR', tax: '5.07', shipping: '4.9' },
    })
    expect(orderIn(reads(magento, body(), { money: 'shop' }))).toMatchObject({
      value: 30.4,
      tax: 5.07,
      shipping: 4.9,
      currency: 'EUR',
    })
  })

  // Two at 10.00 with 20 % tax in it, 4.00 off: 16.67 − 4.00 + 2.66 + 0.67 = 16.00 for both.
  it('a discounted line costs what was paid for it', () => {
    const line = {
      item_id: 1,
      sku: 'A',
      name: 'Savon',
      qty_ordered: '2.0000',
      row_total: '16.6700',
      discount_amount: '4.0000',
      tax_amount: '2.6600',
      discount_tax_compensation_amount: '0.6700',
    }
    expect(orderIn(reads(magento, body({ items: [line] })))['items']).toEqual([
      { id: 'A', name: 'Savon', quantity: 2, price: 8 },
    ])
  })

  it('credit memos are refunds, each on its own', () => {
    const memo = {
      increment_id: '000000009',
      grand_total: 8.5,
      base_grand_total: 7.76,
      created_at: '2026-11-25 09:00:00',
    }
    const reading = reads(
      magento,
      body({}, { creditmemos: [memo, { ...memo, increment_id: '000000010', grand_total: 0 }] }),
    )
    expect(reading.events.map(({ event }) => event['event_id'])).toEqual(['o-000000123', 'r-000000009'])
    expect(reading.events[1]?.event['order']).toEqual({ id: '000000123', value: 8.5, currency: 'USD' })
  })

  it('a credit memo may come without its order', () => {
    const creditmemo = {
      increment_id: '000000009',
      order_increment_id: '000000123',
      grand_total: '8.5000',
      order_currency_code: 'USD',
      created_at: '2026-11-25 09:00:00',
    }
    const reading = reads(magento, { creditmemo })
    expect(reading.events[0]?.identity).toEqual({ order_key: '000000123', refund_key: '000000009' })
  })
})

describe('what a Magento order says beside', () => {
  it('names the buyer by the invoice’s address', () => {
    const billing_address = { firstname: 'Camille', telephone: '0639980001', city: 'Nantes', country_id: 'FR' }
    expect(reads(magento, body({ billing_address, customer_id: 61 })).events[0]?.event['person']).toEqual({
      email: 'camille.exemple@example.com',
      phone: '0639980001',
      external_id: '61',
      first_name: 'Camille',
      city: 'Nantes',
      country: 'FR',
    })
  })

  it.each([
    [body({ increment_id: null }), ['order.increment_id']],
    [body({ grand_total: null }), ['order.grand_total']],
    [body({ created_at: 'today' }), ['order.created_at']],
    [{ creditmemo: { increment_id: '9' } }, ['creditmemo.order_increment_id']],
    [{}, ['order']],
  ])('is parked where something is missing', (written, paths) => {
    expect(magento.read(requestWith(JSON.stringify(written)))).toMatchObject({ kind: 'parked', paths })
  })
})
