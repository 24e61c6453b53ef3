import { describe, expect, it } from 'vitest'
import { carriedEcommerce, gtmEvent, setPerson } from './gtm-push.ts'

/** What `function gtag() { dataLayer.push(arguments) }` pushes. */
function gtag(..._args: unknown[]): unknown {
  // oxlint-disable-next-line prefer-rest-params
  return arguments
}

// Google Analytics, "Measure ecommerce": a purchase, with numbers as text as some shops write them.
const SALE = {
  transaction_id: 'T_12345',
  value: '72.05',
  tax: 3.6,
  shipping: '5.99',
  currency: 'USD',
  coupon: 'SUMMER_SALE',
  items: [
    {
      item_id: 'SKU_12345',
      item_name: 'Stan and Friends Tee',
      item_brand: 'Google',
      item_category: 'Apparel',
      price: '10.01',
      quantity: 3,
    },
    { item_name: 'without an id' },
  ],
}
const ORDER = {
  id: 'T_12345',
  value: 72.05,
  tax: 3.6,
  shipping: 5.99,
  currency: 'USD',
  coupon: 'SUMMER_SALE',
  items: [
    { id: 'SKU_12345', name: 'Stan and Friends Tee', brand: 'Google', category: 'Apparel', price: 10.01, quantity: 3 },
  ],
}

describe('a push of the dataLayer', () => {
  it.each([
    ['GA4’s shape', { event: 'purchase', ecommerce: SALE }],
    ['gtag()', gtag('event', 'purchase', SALE)],
    ['eventModel', { event: 'purchase', eventModel: SALE }],
    ['everything at the top', { event: 'purchase', ...SALE }],
  ])('is a sale in %s', (_shape, push) => {
    expect(gtmEvent(push)).toEqual({ name: 'purchase', parts: { order: ORDER } })
  })

  it.each([-5, '-5.00'])('keeps %j, of which no sale is made: without it a refund would pass for one', (value) => {
    const push = { event: 'purchase', ecommerce: { ...SALE, value } }
    expect(gtmEvent(push)?.parts.order?.['value']).toBe(-5)
  })

  // Google, "Enhanced Ecommerce (UA) Developer Guide": measuring a purchase.
  it('is a sale in Universal Analytics’ shape, with or without an event of its own', () => {
    const ecommerce = {
      currencyCode: 'EUR',
      purchase: {
        actionField: { id: 'T12345', revenue: '35.43', tax: '4.90', shipping: '5.99', coupon: 'SUMMER_SALE' },
        products: [
          { name: 'Triblend', id: '12345', price: '15.25', brand: 'Google', category: 'Apparel', quantity: 1 },
        ],
      },
    }
    const sale = {
      name: 'purchase',
      parts: {
        order: {
          id: 'T12345',
          value: 35.43,
          tax: 4.9,
          shipping: 5.99,
          currency: 'EUR',
          coupon: 'SUMMER_SALE',
          items: [{ id: '12345', name: 'Triblend', price: 15.25, brand: 'Google', category: 'Apparel', quantity: 1 }],
        },
      },
    }
    expect(gtmEvent({ ecommerce })).toEqual(sale)
    expect(gtmEvent({ event: 'transactionComplete', ecommerce })).toEqual(sale)
  })

  it.each([
    ['detail', 'view_item'],
    ['add', 'add_to_cart'],
    ['checkout', 'begin_checkout'],
    ['refund', 'refund'],
  ])('is, by Universal Analytics’ %s, %s', (action, name) => {
    expect(gtmEvent({ event: 'x', ecommerce: { [action]: { products: [{ id: 'a' }] } } })).toEqual({
      name,
      parts: { order: { items: [{ id: 'a' }] } },
    })
  })

  it('is no new checkout at the steps after the first', () => {
    expect(gtmEvent({ event: 'checkout', ecommerce: { checkout: { actionField: { step: 2 } } } })).toBeUndefined()
  })

  it('has the searched words and the person with it', () => {
    const user_data = {
      email: 'a@b.fr',
      address: [{ first_name: 'Camille', region: 'Bretagne', postal_code: '29900' }],
    }
    expect(gtmEvent({ event: 'view_search_results', search_term: 'savon', user_data })).toEqual({
      name: 'search',
      parts: {
        search: { query: 'savon' },
        person: { email: 'a@b.fr', first_name: 'Camille', state: 'Bretagne', zip: '29900' },
      },
    })
  })

  it('has the id that the site gave it, and never the number of the push', () => {
    expect(gtmEvent({ event: 'purchase', event_id: 'o-1', 'gtm.uniqueEventId': 12 })?.eventId).toBe('o-1')
    expect(gtmEvent({ event: 'purchase', 'gtm.uniqueEventId': 12 })?.eventId).toBeUndefined()
    expect(gtmEvent({ event: 'purchase', event_id: 'undefined' })?.eventId).toBeUndefined()
  })

  it.each([
    [{ event: 'gtm.js', 'gtm.start': 1 }],
    [{ event: 'cookie_consent_update' }],
    [{ event: 'remove_from_cart', ecommerce: SALE }],
    [gtag('config', 'G-1')],
    [gtag('js', 1)],
    [['_trackEvent']],
    [() => {}],
    ['purchase'],
    [null],
  ])('is nothing for us: %j', (push) => {
    expect(gtmEvent(push)).toBeUndefined()
  })

  it('takes what was pushed by itself before', () => {
    const carried = carriedEcommerce({ ecommerce: SALE })
    expect(gtmEvent({ event: 'purchase' }, carried)?.parts.order).toEqual(ORDER)
    expect(carriedEcommerce({ event: 'purchase', ecommerce: SALE })).toBeUndefined()
  })

  it('says who the person is', () => {
    expect(setPerson(gtag('set', 'user_data', { sha256_email_address: 'f'.repeat(64) }))).toEqual({
      email: 'f'.repeat(64),
    })
    expect(setPerson(gtag('set', { currency: 'EUR' }))).toBeUndefined()
  })
})
