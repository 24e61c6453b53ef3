/** One order as the module sends it and as the web service tells it: the same sale. */
import { describe, expect, it } from 'vitest'
import { simulatedShops } from '../simulators/shops/shops.ts'
import type { Members } from './parts.ts'
import { prestashopApi } from './prestashop-api.ts'
import module from './prestashop-module.fixture.json'
import { prestashop } from './prestashop.ts'
import { requestWith, settings } from './shop-request.fixture.ts'
import type { SourceReading } from './source.ts'
import { sweepShop } from './sweep.ts'

const SITE = settings({}, { prestashop: { secrets: [], url: 'https://www.shop.example', apiKey: 'KEY' } })
const HEARD = JSON.parse(module.body) as { order: Members; order_slips: Members[]; address: Members }
/** What the web service does not have. */
const OF_THE_MODULE = ['consent', 'visitor_id', 'click', 'client']

/** The same order, in the rows of the shop's own tables. */
const ORDER = {
  ...HEARD.order,
  currency: undefined,
  shop_currency: undefined,
  coupon: undefined,
  date_paid: undefined,
  has_been_paid: undefined,
  id_currency: '1',
  id_customer: '61',
  id_address_invoice: '12',
  current_state: '2',
  order_rows: undefined,
  associations: { order_rows: HEARD.order['order_rows'] },
  customer: {
    id: 61,
    is_guest: '0',
    email: 'camille.exemple@example.com',
    firstname: 'Camille',
    lastname: 'Exemple',
    passwd: 'never shown',
  },
  address: { ...HEARD.address, id: 12, id_country: '8', id_state: '0', country: undefined },
  order_slips: [{ ...HEARD.order_slips[0], id_order: '4501', amount: '7.083333', total_products_tax_excl: '7.083333' }],
  order_histories: [
    { id: 1, id_order: '4501', id_order_state: '1', date_add: '2026-11-20 18:04:11' },
    { id: 2, id_order: '4501', id_order_state: '2', date_add: '2026-11-20 18:04:12' },
    { id: 3, id_order: '4501', id_order_state: '5', date_add: '2026-11-24 09:00:00' },
  ],
}

async function swept(...orders: readonly object[]): Promise<readonly SourceReading[]> {
  const shops = simulatedShops(Date.now)
  const at = (method: string, path: string, body = '', headers = {}) => shops({ method, path, headers, body })
  at('POST', '/_sim/shops/prestashop/orders', JSON.stringify({ orders }))
  const access = prestashopApi.access(SITE, { secret: () => 'key', base: 'http://shops.invalid/shops/prestashop' })
  if (access === undefined) throw new Error('no access')
  const taken: SourceReading[] = []
  const end = await sweepShop(access, Date.parse('2026-11-19T00:00:00Z'), {
    ask: ({ url, headers }) => {
      const { pathname, search } = new URL(url)
      const { status, body } = at('GET', pathname + search, '', headers)
      return Promise.resolve({ status, text: body, header: () => null })
    },
    take: (readings) => {
      taken.push(...readings)
      return Promise.resolve({ found: 0, unreadable: 0 })
    },
    sleep: () => Promise.resolve(),
  })
  expect(end).not.toHaveProperty('problem')
  return taken
}

function heard(change: object = {}): SourceReading {
  const body = { ...HEARD, order: { ...HEARD.order, coupon: undefined, ...change } }
  const known = Object.entries(body).filter(([name]) => !OF_THE_MODULE.includes(name))
  return prestashop.read(requestWith(JSON.stringify(Object.fromEntries(known)), {}, SITE))
}

function withSource(reading: SourceReading, source: string): SourceReading {
  if (reading.kind !== 'read') return reading
  return { ...reading, ledger: reading.ledger.map((line) => ({ ...line, source })) }
}

describe('an order of PrestaShop’s web service', () => {
  it('is read as the module’s message is: goods, buyer, time of payment, refund', async () => {
    const expected = withSource(heard(), 'sweep:prestashop')
    expect(expected).toMatchObject({ kind: 'read', events: [{}, {}] })
    expect(await swept(ORDER)).toEqual([expected])
  })

  it.each([
    ['6', { canceled: true }],
    ['8', { error: true }],
  ])('that was paid and is now in state %s is still a sale', async (state, over) => {
    const change = { current_state: { paid: false, canceled: false, error: false, ...over } }
    expect(await swept({ ...ORDER, current_state: state })).toEqual([withSource(heard(change), 'sweep:prestashop')])
  })

  it('is none until a state says that it is paid', async () => {
    const [waits] = await swept({ ...ORDER, current_state: '1', order_slips: [], order_histories: [] })
    expect(waits).toMatchObject({ events: [], ignored: 'awaiting_payment', ledger: [{ payment: 'awaiting' }] })
  })

  it('counts the sum that staff wrote on a credit slip', async () => {
    const slips = [{ ...ORDER.order_slips[0], amount: '5.000000', total_shipping_tax_incl: '1.000000' }]
    const [read] = await swept({ ...ORDER, order_slips: slips })
    expect(read).toMatchObject({ ledger: [{ refunds: [{ id: '31', value: '6' }] }] })
  })

  it('is put together of its own parts, whoever stands beside it on the page', async () => {
    const other = { ...ORDER, id: 4502, id_cart: '9002', id_currency: '2', order_slips: [], order_histories: [] }
    const [first, second] = await swept(ORDER, { ...other, customer: [], address: [] })
    expect(first).toMatchObject({ ledger: [{ order_id: '4501', refunds: [{ id: '31' }] }] })
    expect(second).toMatchObject({ ledger: [{ order_id: '4502', money: { currency: 'CHF' } }] })
    expect(JSON.stringify(second)).not.toContain('"r-31"')
  })
})
