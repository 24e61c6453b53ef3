import { describe, expect, it } from 'vitest'
import { hmacSha256 } from '../auth/webhook-signature.ts'
import type { CompiledSources } from '../policy/types.ts'
import { simulatedShops } from '../simulators/shops/shops.ts'
import { shopApis } from './shop-apis.ts'
import { requestOf } from './source.fixture.ts'
import { fetchOrder, sweepShop, type SweepTools } from './sweep.ts'

const SOURCES: CompiledSources = {
  tiktok_shop: { secrets: ['APP_SECRET'], shopId: '7494000000000000001', appKey: '6a1demo', apiToken: 'TOKEN' },
  shopify: { secrets: [], shop: 'demo.myshopify.com', apiToken: 'TOKEN', webPixel: false },
  bigcommerce: { secrets: [], store: 'abc123', apiToken: 'TOKEN' },
  prestashop: { secrets: [], url: 'https://www.shop.example', apiKey: 'TOKEN' },
  woocommerce: { secrets: [], url: 'https://www.shop.example', apiKey: 'TOKEN', apiSecret: 'TOKEN' },
}
const NOW_MS = Date.parse('2026-11-22T03:00:00Z')
const SINCE_MS = Date.parse('2026-11-20T00:00:00Z')
/** One a minute. */
const minute = (n: number) => new Date(SINCE_MS + n * 60_000).toISOString()
/** Paris in November, which says UTC + 1 nowhere. */
const inParis = (n: number) =>
  minute(n + 60)
    .slice(0, 19)
    .replace('T', ' ')

const ORDER_OF: Readonly<Record<string, (n: number) => object>> = {
  shopify: (n) => ({
    id: n + 1,
    created_at: minute(n),
    updated_at: minute(n),
    cancelled_at: null,
    currency: 'EUR',
    total_price: '10.00',
    financial_status: 'paid',
    source_name: 'web',
  }),
  bigcommerce: (n) => ({
    id: n + 1,
    status_id: 11,
    currency_code: 'EUR',
    default_currency_code: 'EUR',
    total_inc_tax: '10.0000',
    date_created: new Date(minute(n)).toUTCString(),
    date_modified: new Date(minute(n)).toUTCString(),
  }),
  woocommerce: (n) => ({
    id: n + 1,
    number: String(n + 1),
    status: 'completed',
    currency: 'EUR',
    total: '10.00',
    date_created_gmt: minute(n).slice(0, 19),
    date_paid_gmt: minute(n).slice(0, 19),
    date_modified_gmt: minute(n).slice(0, 19),
  }),
  prestashop: (n) => ({
    id: n + 1,
    reference: `XKBK${n}`,
    id_cart: String(n + 1),
    id_currency: '1',
    id_customer: '61',
    id_address_invoice: '12',
    current_state: '2',
    module: 'ps_checkout',
    date_add: inParis(n),
    date_upd: inParis(n),
    conversion_rate: '1.000000',
    total_paid_tax_incl: '10.000000',
  }),
  tiktok_shop: (n) => ({
    id: String(n + 1),
    status: 'COMPLETED',
    create_time: Date.parse(minute(n)) / 1_000,
    paid_time: Date.parse(minute(n)) / 1_000,
    update_time: Date.parse(minute(n)) / 1_000,
    payment: { currency: 'EUR', total_amount: '10.00' },
  }),
}

/** Of BigCommerce each takes more questions: fewer in one request. */
const AT_ONCE: Readonly<Record<string, number>> = {
  shopify: 1_000,
  woocommerce: 1_000,
  prestashop: 1_000,
  tiktok_shop: 1_000,
  bigcommerce: 200,
}

function accessTo(shop: string, secret: string) {
  const api = shopApis.find(({ id }) => id === shop)
  const { settings } = requestOf('', { sources: SOURCES })
  const access = api?.access(settings, { secret: () => secret, base: `http://shops.invalid/shops/${shop}` })
  if (access === undefined) throw new Error('no access')
  return access
}

function shopOf(shop: string, orders: readonly unknown[]) {
  const shops = simulatedShops(() => NOW_MS)
  const at = (method: string, path: string, body = '', headers = {}) => shops({ method, path, headers, body })
  at('POST', `/_sim/shops/${shop}/orders`, JSON.stringify({ orders }))
  const ask: SweepTools['ask'] = async (request) => {
    const { method = 'GET', url, headers, body } = (await request.sealed?.({ nowMs: NOW_MS, hmacSha256 })) ?? request
    const { pathname, search } = new URL(url)
    const answer = at(method, pathname + search, body, headers)
    return { status: answer.status, text: answer.body, header: (name) => answer.headers[name] ?? null }
  }
  return { at, ask }
}

/** The shop behind its simulator, and what the sweep did with it. */
function shopWith(shop: string, count: number, secret = 'token') {
  const { at, ask } = shopOf(
    shop,
    Array.from({ length: count }, (_, n) => ORDER_OF[shop]?.(n)),
  )
  const access = accessTo(shop, secret)
  const taken: string[] = []
  const waited: number[] = []
  const tools: SweepTools = {
    ask,
    take: (readings) => {
      const read = readings.flatMap((reading) => (reading.kind === 'read' ? reading.ledger : []))
      taken.push(...read.map(({ order_id, source }) => `${source} ${order_id}`))
      return Promise.resolve({ found: read.length, unreadable: readings.length - read.length })
    },
    sleep: (seconds) => Promise.resolve(void waited.push(seconds)),
  }
  const faults = (...answers: object[]) => void at('POST', `/_sim/shops/${shop}/faults`, JSON.stringify({ answers }))
  return { sweep: (sinceMs = SINCE_MS) => sweepShop(access, sinceMs, tools), taken, waited, faults }
}

describe('an order of BigCommerce', () => {
  it('is read whole by its id: goods, refund and consent have addresses of their own', async () => {
    const access = accessTo('bigcommerce', 'token')
    const consent = '{"state":{"ad_storage":"denied"}}'
    const order = {
      ...ORDER_OF['bigcommerce']?.(0),
      refunded_amount: '4.0000',
      products: [{ name: 'Savon', sku: 'AR-1', quantity: 1, total_inc_tax: '10.0000' }],
      refunds: [{ id: 7, total_amount: '4.0000', created: '2026-11-21T10:00:00Z' }],
      metafields: [{ key: '_tidegate_consent', value: consent }],
    }
    const { ask } = shopOf('bigcommerce', [order])
    const reading = await fetchOrder(access, '1', { ask, sleep: () => Promise.resolve(), tries: 1 })
    expect(reading).toMatchObject({
      kind: 'read',
      events: [
        {
          event: { event_id: 'o-1', order: { items: [{ id: 'AR-1' }] }, consent: { state: { ad_storage: 'denied' } } },
        },
        { event: { event_id: 'r-7', order: { value: 4 } } },
      ],
    })
    expect(await fetchOrder(access, '2', { ask, sleep: () => Promise.resolve(), tries: 1 })).toBeUndefined()
  })
})

describe.each(Object.keys(ORDER_OF))('the sweep of %s', (shop) => {
  it('takes every order that changed since, once, over all pages, the earliest first', async () => {
    const { sweep, taken } = shopWith(shop, 120)
    // Orders 0 to 19 have not changed since.
    expect(await sweep(SINCE_MS + 20 * 60_000)).toMatchObject({ orders: 100, found: 100, unreadable: 0 })
    expect(taken).toEqual(Array.from({ length: 100 }, (_, n) => `sweep:${shop} ${n + 21}`))
  })

  it('ends where a request has done enough, and says where another may begin', async () => {
    const atOnce = AT_ONCE[shop] ?? 0
    const { sweep } = shopWith(shop, atOnce + 10)
    const first = await sweep()
    expect(first).toMatchObject({ orders: atOnce, problem: 'more_orders', reachedMs: SINCE_MS + (atOnce - 1) * 60_000 })
    const second = await sweep(first.reachedMs)
    expect(second).toMatchObject({ orders: 11 })
    expect(second).not.toHaveProperty('problem')
  })

  it('waits as long as the shop says, and no longer than it is worth', async () => {
    const busy = shopWith(shop, 1)
    busy.faults({ status: 429, headers: { 'retry-after': '4.0' } }, { status: 503 })
    expect(await busy.sweep()).toMatchObject({ found: 1 })
    expect(busy.waited).toEqual([4, 2])
    const closed = shopWith(shop, 1)
    closed.faults({ status: 429, headers: { 'retry-after': '600' } })
    expect(await closed.sweep()).toMatchObject({ problem: 'too_many_requests', retryAfterSeconds: 600, found: 0 })
  })

  it('does not ask again where it is refused', async () => {
    const { sweep, waited } = shopWith(shop, 1, 'bad-token')
    expect(await sweep()).toMatchObject({ problem: 'refused', status: 401, orders: 0 })
    expect(waited).toEqual([])
  })

  it('takes nothing of an answer that is no list of orders', async () => {
    const { sweep, faults } = shopWith(shop, 1)
    faults({ status: 200, body: { maintenance: true } })
    expect(await sweep()).toMatchObject({ problem: 'unreadable_answer', found: 0 })
  })
})
