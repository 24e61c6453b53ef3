/** What shops' orders say for the off-site analysis: a region and no finer place, the buyer's first, a code that the policy lists. */
import { describe, expect, it } from 'vitest'
import { regionOf, type Place } from '../event/order-region.ts'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { listedFacts } from '../outbox/listed-facts.ts'
import { mergeOrder } from '../outbox/order-merge.ts'
import { readPrestaShopOrder } from './prestashop.ts'
import { readOrder } from './shopify-order.ts'
import { requestOf } from './source.fixture.ts'
import type { SourceReading, SourceSettings } from './source.ts'
import { webhook } from './webhook.ts'
import { readWooCommerceOrder } from './woocommerce.ts'

// Départements and their postcodes: La Poste, "base officielle des codes postaux"; codes: ISO 3166-2:FR.
describe('the region of an order', () => {
  it.each<[Place, string | undefined]>([
    [{ country: 'FR', province: null, postcode: '69003' }, 'FR-69'],
    [{ country: 'FR', province: '', postcode: '01000' }, 'FR-01'],
    [{ country: 'FR', postcode: '20000' }, 'FR-2A'],
    [{ country: 'FR', postcode: '20200' }, 'FR-2B'],
    [{ country: 'FR', postcode: '97400' }, 'FR-974'],
    [{ country: 'us', province: 'CA', postcode: '94016' }, 'US-CA'],
    [{ country: 'CA', province: 'CA-QC' }, 'CA-QC'],
    [{ country: 'BE', province: 'Namur', postcode: '5000' }, 'BE'],
    [{ country: 'France', postcode: '69003' }, undefined],
  ])('%j is %s', (place, region) => {
    expect(regionOf(place)).toBe(region)
  })
})

const ANALYSIS = { codes: { LIVE10: 'tiktok' } }

function settingsWith(analysis: SourceSettings['analysis']): SourceSettings {
  const { settings } = requestOf('', { sources: {} })
  return analysis === undefined ? settings : { ...settings, analysis }
}

const SHOPIFY = {
  id: 1,
  financial_status: 'paid',
  created_at: '2026-11-20T10:00:00Z',
  currency: 'EUR',
  total_price: '47.40',
  current_total_price: '47.40',
  discount_codes: [{ code: 'friend' }, { code: 'live10' }],
  shipping_address: { country_code: 'FR', province_code: null, zip: '69003', city: 'Lyon' },
  customer: { id: 7, orders_count: 1 },
}
const WOO = {
  id: 2,
  status: 'completed',
  total: '47.40',
  currency: 'EUR',
  date_created_gmt: '2026-11-20T10:00:00',
  shipping: { country: 'FR', state: '', postcode: '69003' },
  coupon_lines: [{ code: 'live10' }],
}
const PRESTA = {
  order: { id: 3, total_paid_tax_incl: '47.40', currency: 'EUR', date_add: '2026-11-20 11:00:00', coupon: 'LIVE10' },
  address: { country: 'FR', state: '', postcode: '69003' },
}
const GENERIC = {
  event: 'purchase',
  order: { id: '4', value: 47.4, currency: 'EUR', coupon: 'live10' },
  person: { country: 'FR', zip: '69003' },
}

function heard(settings: SourceSettings): readonly (readonly [string, SourceReading])[] {
  return [
    ['shopify', readOrder(SHOPIFY, settings, { source: 'shopify' })],
    ['woocommerce', readWooCommerceOrder(WOO, settings, 'woocommerce')],
    ['prestashop', readPrestaShopOrder(PRESTA, settings, 'prestashop')],
    ['webhook', webhook.read({ ...requestOf(GENERIC, { sources: {} }), settings })],
  ]
}

const lineOf = (reading: SourceReading): LedgerOrder | undefined =>
  reading.kind === 'read' ? reading.ledger[0] : undefined

describe('an order of a shop', () => {
  it.each(heard(settingsWith(ANALYSIS)))('of %s says its region and the listed code', (shop, reading) => {
    expect(lineOf(reading)).toMatchObject({ region: 'FR-69', code: 'LIVE10' })
    expect(lineOf(reading)?.first_time).toBe(shop === 'shopify' ? true : undefined)
    expect(JSON.stringify(lineOf(reading))).not.toMatch(/69003|friend|Lyon/i)
  })

  it.each(heard(settingsWith(undefined)))(
    'of %s says nothing of it where the site keeps no journeys',
    (_shop, reading) => {
      expect(Object.keys(lineOf(reading) ?? {})).not.toContain('region')
      expect(Object.keys(lineOf(reading) ?? {})).not.toContain('code')
    },
  )

  it('read again later is not called a later one: what was said first stays', () => {
    const settings = settingsWith(ANALYSIS)
    const more = { ...SHOPIFY, customer: { id: 7, orders_count: 3 } }
    expect(lineOf(readOrder(more, settings, { source: 'sweep:shopify' }))?.first_time).toBeUndefined()
    const [first, then] = [SHOPIFY, more].map((order) => lineOf(readOrder(order, settings, { source: 'shopify' })))
    if (first === undefined || then === undefined) throw new Error('both are orders')
    expect(then.first_time).toBe(false)
    expect(mergeOrder(first, then, { purchaseWhen: 'paid' })?.first_time).toBe(true)
  })
})

describe('what the ledger keeps', () => {
  const order = { ...(lineOf(readOrder(SHOPIFY, settingsWith(ANALYSIS), { source: 'shopify' })) as LedgerOrder) }
  const analysis = { codes: { LIVE10: 'tiktok' } } as unknown as Parameters<typeof listedFacts>[1]

  it('is a code of the policy, in its own writing, whoever brings the order', () => {
    expect(listedFacts({ ...order, code: 'Live10' }, analysis).code).toBe('LIVE10')
    expect(listedFacts({ ...order, code: 'FRIEND-OF-JANE' }, analysis)).not.toHaveProperty('code')
  })

  it('is none of it where the site keeps no journeys', () => {
    const { region: _region, first_time: _first, code: _code, ...rest } = order
    expect(listedFacts(order, undefined)).toEqual(rest)
  })
})
