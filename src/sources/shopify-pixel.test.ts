import { describe, expect, it } from 'vitest'
import { shopifyPixel } from './shopify-pixel.ts'
import { givenBy, requestOf } from './source.fixture.ts'

const SOURCES = { shopify: { secrets: [], shop: 'atelier-rivage-demo.myshopify.com', webPixel: true } }
const ALLOWED = { analyticsProcessingAllowed: true, marketingAllowed: true, saleOfDataAllowed: true }

function read(name: string, data: object, beside: object = {}) {
  const body = { id: 'sh-1', name, timestamp: '2026-11-20T17:04:12Z', data, ...beside }
  return shopifyPixel.read(requestOf(body, { sources: SOURCES }))
}

const VARIANT = {
  id: 'gid://shopify/ProductVariant/22',
  sku: 'AR-1',
  title: 'Default Title',
  price: { amount: 10, currencyCode: 'EUR' },
  product: { id: '33', title: 'Savon', vendor: 'Atelier Rivage', type: 'Soin' },
}
const CHECKOUT = {
  token: 'tok-1',
  totalPrice: { amount: 25, currencyCode: 'EUR' },
  lineItems: [{ title: 'Savon', quantity: 3, finalLinePrice: { amount: 25, currencyCode: 'EUR' }, variant: VARIANT }],
}

describe('Shopify’s web pixel', () => {
  it('knows an order by the last part of its id, plain or global', () => {
    for (const id of ['5001', 'gid://shopify/Order/5001', 'gid://shopify/OrderIdentity/5001']) {
      const { events } = givenBy(read('checkout_completed', { checkout: { ...CHECKOUT, order: { id } } }))
      expect(events[0]?.identity).toEqual({ order_key: '5001', aliases: ['checkout:tok-1'] })
    }
  })

  it('knows an order that has no number yet by its checkout', () => {
    const { events } = givenBy(read('checkout_completed', { checkout: { ...CHECKOUT, order: null } }))
    expect(events[0]).toMatchObject({ event: { event_id: 'o-tok-1' }, identity: { order_key: 'tok-1' } })
  })

  it('tells what one piece cost after discounts, and no variant where the product has none', () => {
    const { wire } = givenBy(read('checkout_started', { checkout: CHECKOUT }))
    const item = { id: 'AR-1', name: 'Savon', brand: 'Atelier Rivage', category: 'Soin', quantity: 3, price: 8.33 }
    expect(wire[0]).toMatchObject({ event: 'begin_checkout', event_id: 'sh-1' })
    expect(wire[0]?.['order']).toEqual({ value: 25, currency: 'EUR', items: [item] })
  })

  it('says of a product what it costs', () => {
    const { wire } = givenBy(read('product_viewed', { productVariant: VARIANT }))
    expect(wire[0]).toMatchObject({ event: 'view_item', order: { value: 10, currency: 'EUR', items: [{ price: 10 }] } })
  })

  it('denies what the checkout’s own record denies, whatever Shopify allows', () => {
    const value = '{"state":{"ad_user_data":"denied"}}'
    const checkout = {
      ...CHECKOUT,
      attributes: [
        { key: '_tidegate_consent', value },
        { key: '_tidegate_vid', value: 'v-1' },
      ],
    }
    const { events } = givenBy(read('checkout_started', { checkout }, { customerPrivacy: ALLOWED }))
    expect(events[0]).toMatchObject({
      visitor_id: 'v-1',
      event: { consent: { state: { ad_storage: 'granted', ad_user_data: 'denied' } } },
    })
  })

  it.each([
    ['what it does not say in our words', { state: { ad_storage: false } }, { state: { ad_storage: false } }],
    ['another tool’s signal', { signals: { gcs: 'G100' } }, { signals: { gcs: 'G100' } }],
  ])('hears in the checkout’s own record %s', (_what, written, heard) => {
    const attributes = [{ key: '_tidegate_consent', value: JSON.stringify(written) }]
    const checkout = { ...CHECKOUT, attributes }
    const { wire } = givenBy(read('checkout_started', { checkout }, { customerPrivacy: ALLOWED }))
    expect(wire[0]?.['consent']).toMatchObject({ signals: { cmp: { shopify: ALLOWED } }, ...heard })
  })

  it.each([{ state: 'denied' }, { signals: 'x' }, { signals: { cmp: 'x' } }])(
    'takes a record of the checkout that nobody can read for no yes: %j',
    (written) => {
      const attributes = [{ key: '_tidegate_consent', value: JSON.stringify(written) }]
      const checkout = { ...CHECKOUT, attributes }
      const { events } = givenBy(read('checkout_started', { checkout }, { customerPrivacy: ALLOWED }))
      expect(events[0]).toMatchObject({ unreadable_consent: true })
    },
  )

  it('grants no advertising where only half of the answer is there', () => {
    const { wire } = givenBy(read('page_viewed', {}, { customerPrivacy: { marketingAllowed: true } }))
    expect(wire[0]?.['consent']).toEqual({
      source: 'shopify:customer_privacy',
      signals: { cmp: { shopify: { marketingAllowed: true } } },
    })
  })

  it('brings the cookies that the platforms know a click by', () => {
    const { events } = givenBy(read('page_viewed', {}, { cookies: { _ttp: 'p-1', ttclid: 'E.C.P.a', other: 'x' } }))
    expect(events[0]?.click).toEqual({ ttp: 'p-1', ttclid: 'E.C.P.a' })
  })

  it('leaves clicks and forms alone', () => {
    expect(givenBy(read('clicked', {}))).toMatchObject({ events: [], ignored: 'not_an_event' })
  })

  it.each([
    ['[]', ['']],
    ['{"name":"page_viewed"}', ['id']],
    ['{"name":"checkout_completed","data":{"checkout":{"token":"t"}}}', ['data.checkout.totalPrice']],
  ])('%s is refused by name: the page can be mended', (body, paths) => {
    expect(shopifyPixel.read(requestOf(body, { sources: SOURCES }))).toEqual({ kind: 'malformed', paths })
  })
})
