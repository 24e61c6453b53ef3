import { describe, expect, it } from 'vitest'
import { givenBy, requestOf, type Arriving } from './source.fixture.ts'
import { microsOfStripe } from './stripe-money.ts'
import { stripe } from './stripe.ts'

const SOURCES: Arriving = { sources: { stripe: { secrets: ['whsec_x'] } } }
const SESSION = {
  id: 'cs_live_1',
  amount_total: 4740,
  currency: 'eur',
  client_reference_id: '1001',
  livemode: true,
  mode: 'payment',
  payment_intent: 'pi_1',
  payment_status: 'paid',
  total_details: { amount_tax: 790, amount_shipping: 490, amount_discount: 0 },
}

function read(object: object, options: { type?: string; orders?: Arriving['orders'] } = {}) {
  const { type = 'checkout.session.completed', orders = {} } = options
  const event = { type, created: 1795194253, livemode: true, data: { object: { ...SESSION, ...object } } }
  return stripe.read(requestOf(event, { ...SOURCES, orders }))
}

describe('an amount of Stripe', () => {
  // docs.stripe.com/currencies: 10 USD is 1000, 500 JPY is 500, 5.120 KWD is 5120, 5 ISK is 500, 5 UGX is 500, 500 MGA is 500.
  it.each([
    ['USD', 1000, 10_000_000n],
    ['JPY', 500, 500_000_000n],
    ['KWD', 5120, 5_120_000n],
    ['ISK', 500, 5_000_000n],
    ['UGX', 500, 5_000_000n],
    ['MGA', 500, 500_000_000n],
  ])('%s %i is read with the digits that Stripe writes', (currency, amount, micros) => {
    expect(microsOfStripe(amount, currency)).toBe(micros)
  })

  it.each([-1, 0.5, '4740', null, 2 ** 60])('that is no whole number is none: %s', (amount) => {
    expect(microsOfStripe(amount, 'EUR')).toBeUndefined()
  })
})

describe('a session with adaptive pricing', () => {
  const seen = { presentment_details: { presentment_amount: 5200, presentment_currency: 'usd' } }

  it('is worth what the buyer saw, or what the shop keeps its books in, with one currency for all of it', () => {
    const presentment = givenBy(read(seen))
    expect(presentment.wire[0]?.['order']).toEqual({ id: '1001', value: 52, currency: 'USD' })
    expect(presentment.line?.other_money).toMatchObject({ total: '47.4', currency: 'EUR' })
    const shop = givenBy(read(seen, { orders: { money: 'shop' } }))
    expect(shop.wire[0]?.['order']).toMatchObject({ value: 47.4, tax: 7.9, shipping: 4.9, currency: 'EUR' })
  })

  it('is read by the side that tells its tax where the policy leaves tax out', () => {
    const given = givenBy(read(seen, { orders: { tax: 'excluded' } }))
    expect(given.wire[0]?.['order']).toMatchObject({ value: 39.5, currency: 'EUR' })
  })

  it('made before April 2025 has the sides the other way round', () => {
    const old = { currency_conversion: { amount_total: 4000, source_currency: 'gbp' } }
    expect(givenBy(read(old)).wire[0]?.['order']).toMatchObject({ value: 47.4, currency: 'EUR' })
    expect(givenBy(read(old, { orders: { money: 'shop' } })).wire[0]?.['order']).toMatchObject({
      value: 40,
      currency: 'GBP',
    })
  })
})

describe('what is no sale', () => {
  it.each([
    ['a debit that failed', 'checkout.session.async_payment_failed', {}, 'cancelled_unpaid'],
    ['a checkout that was given up', 'checkout.session.expired', { payment_status: 'unpaid' }, 'cancelled_unpaid'],
    ['a card that is only kept', 'checkout.session.completed', { mode: 'setup', amount_total: null }, 'not_an_event'],
    ['something else of Stripe', 'customer.created', {}, 'not_an_event'],
    [
      'the next month of a subscription',
      'invoice.paid',
      { id: 'in_1', billing_reason: 'subscription_cycle', amount_paid: 900 },
      'renewal',
    ],
    ['the first invoice of one', 'invoice.paid', { billing_reason: 'subscription_create' }, 'not_an_event'],
  ])('%s', (_what, type, object, reason) => {
    const { events, ignored } = givenBy(read(object, { type }))
    expect([events, ignored]).toEqual([[], reason])
  })
})

describe('an order', () => {
  it('that costs nothing is a sale of nought', () => {
    const { wire } = givenBy(read({ amount_total: 0, payment_status: 'no_payment_required', total_details: null }))
    expect(wire[0]?.['order']).toEqual({ id: '1001', value: 0, currency: 'EUR' })
  })

  it.each([
    [{ client_reference_id: null, metadata: { order_id: 'A-7' } }, 'A-7'],
    [{ client_reference_id: null }, 'cs_live_1'],
  ])('is named by its reference, else its metadata, else the session', (object, id) => {
    expect(givenBy(read(object)).line?.order_id).toBe(id)
  })

  it('without an amount is parked and not made up', () => {
    expect(read({ amount_total: null })).toMatchObject({ code: 'incomplete', paths: ['data.object.amount_total'] })
  })

  it('is refunded by the name in the refund’s metadata', () => {
    const refund = { id: 're_1', amount: 850, currency: 'eur', status: 'succeeded', metadata: { order_id: '1001' } }
    expect(givenBy(read(refund, { type: 'refund.created' })).wire).toEqual([
      {
        event: 'refund',
        event_id: 'r-re_1',
        occurred_at: '2026-11-20T17:04:13.000Z',
        order: { id: '1001', value: 8.5, currency: 'EUR' },
      },
    ])
  })
})
