/** Whatever a shop's body holds in any of its places: it is read, parked or ignored, and no event is made that the gateway would refuse. */
import { describe, expect, it } from 'vitest'
import { eventSchema } from '../event/schema.ts'
import { adobeEvents } from './adobe-events.ts'
import { readBigCommerceOrder } from './bigcommerce.ts'
import { magento } from './magento.ts'
import type { Members } from './parts.ts'
import { prestashop } from './prestashop.ts'
import { bodyOf, requestWith, settings } from './shop-request.fixture.ts'
import type { SourceReading } from './source.ts'
import { readTikTokShopOrder, tiktokShop } from './tiktok-shop.ts'
import { woocommerce } from './woocommerce.ts'

// oxfmt-ignore
const ODD: readonly unknown[] = [
  null, true, 0, -1, 1e21, 2 ** 60, '', '0', '-3', '1,50', '999999999999999', '\u0000', 'x'.repeat(9_000),
  '2026-02-31 25:61:00', [null], { a: { b: [] } },
]

/** The body with each of its places, one after the other, holding each of the odd values. */
function* changed(value: unknown): Generator {
  yield* ODD
  if (typeof value !== 'object' || value === null) return
  const places = Array.isArray(value) ? value.map((_one, at) => String(at)) : Object.keys(value)
  for (const place of places) {
    for (const inner of changed((value as Members)[place])) {
      const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value }
      Reflect.set(copy, place, inner)
      yield copy
    }
  }
}

const SITE = settings({}, { tiktok_shop: { secrets: [], shopId: '7494000000000000001', appKey: 'a' } })
const asRequest = (body: unknown) => requestWith(JSON.stringify(body), {}, SITE)
const asOrder = (body: unknown) => (typeof body === 'object' && body !== null ? body : {}) as Members

const slip = { id: 31, total_products_tax_incl: '8.50', date_add: '2026-11-25 10:00:00' }
const memo = { increment_id: '9', grand_total: 8.5, created_at: '2026-11-25 09:00:00' }
const bigCommerce = {
  order: {
    id: 250,
    status_id: 11,
    total_inc_tax: '47.4000',
    total_tax: '7.9000',
    default_currency_code: 'EUR',
    date_created: 'Fri, 20 Nov 2026 17:04:11 +0000',
    billing_address: { email: 'a@example.com' },
    cart_id: 'c',
  },
  products: [{ name: 'Savon', sku: 'A', quantity: 2, total_inc_tax: '17.0', applied_discounts: [{ amount: '1' }] }],
  refunds: [{ id: 8, created: '2026-11-25T09:00:00Z', total_amount: 8.5 }],
}
const tiktokOrder = { id: '5769', paid_time: 1_795_194_251, payment: { currency: 'EUR', total_amount: '20.90' } }

const SHOPS: readonly [string, unknown, (body: unknown) => SourceReading][] = [
  ['WooCommerce', bodyOf('woo-refund-in-update'), (body) => woocommerce.read(asRequest(body))],
  [
    'PrestaShop',
    { ...bodyOf('prestashop-split-order'), order_slips: [slip], click: { ttclid: 'E' }, page: { url: 'https://a.fr' } },
    (body) => prestashop.read(asRequest(body)),
  ],
  ['Magento', { ...bodyOf('magento-order'), creditmemos: [memo] }, (body) => magento.read(asRequest(body))],
  ['Adobe I/O Events', bodyOf('adobe-order-saved'), (body) => adobeEvents.read(asRequest(body))],
  ['TikTok Shop', bodyOf('tiktokshop-tampered'), (body) => tiktokShop.read(asRequest(body))],
  ['an order of TikTok Shop', tiktokOrder, (body) => readTikTokShopOrder(asOrder(body), SITE)],
  [
    'an order of BigCommerce',
    bigCommerce,
    (body) => {
      const { order, ...beside } = asOrder(body)
      return readBigCommerceOrder({ order: asOrder(order), ...beside }, SITE, 'bigcommerce')
    },
  ],
]

describe('odd values in every place', () => {
  it.each(SHOPS)('%s', (_shop, body, read) => {
    for (const odd of changed(body)) {
      const reading = read(odd)
      if (reading.kind !== 'read') continue
      for (const { event } of reading.events) {
        const parsed = eventSchema().safeParse(event)
        if (!parsed.success) expect.fail(`${JSON.stringify(odd).slice(0, 3_000)}\n${parsed.error.message}`)
      }
    }
    expect(read(body)).not.toMatchObject({ kind: 'parked' })
  })
})
