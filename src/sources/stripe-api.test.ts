import { describe, expect, it } from 'vitest'
import { simulatedShops } from '../simulators/shops/shops.ts'
import { requestWith, settings } from './shop-request.fixture.ts'
import type { SourceReading } from './source.ts'
import { stripeApi } from './stripe-api.ts'
import { stripe } from './stripe.ts'
import { sweepShop } from './sweep.ts'

const SITE = settings({}, { stripe: { secrets: [], apiKey: 'KEY' } })
const NOW_MS = Date.parse('2026-11-22T03:00:00Z')
const SINCE_MS = Date.parse('2026-11-20T00:00:00Z')

/** `minute` after the sweep's beginning. */
function session(number: number, minute: number, change: object = {}): object {
  return {
    id: `cs_live_${number}`,
    object: 'checkout.session',
    client_reference_id: String(number),
    payment_intent: `pi_${number}`,
    created: SINCE_MS / 1_000 + minute * 60,
    livemode: true,
    mode: 'payment',
    status: 'complete',
    payment_status: 'paid',
    currency: 'eur',
    amount_total: 4740,
    total_details: { amount_tax: 790, amount_shipping: 490, amount_discount: 0 },
    customer_details: { email: 'camille.exemple@example.com', address: { country: 'FR' } },
    ...change,
  }
}

function shopWith(sessions: readonly object[], secret = 'rk_live_demo') {
  const shops = simulatedShops(() => NOW_MS)
  const at = (method: string, path: string, body = '', headers = {}) => shops({ method, path, headers, body })
  at('POST', '/_sim/shops/stripe/orders', JSON.stringify({ orders: sessions }))
  const access = stripeApi.access(SITE, { secret: () => secret, base: 'http://shops.invalid/shops/stripe' })
  if (access === undefined) throw new Error('no access')
  const taken: SourceReading[] = []
  const sweep = (sinceMs = SINCE_MS) =>
    sweepShop(access, sinceMs, {
      ask: ({ url, headers }) => {
        const { pathname, search } = new URL(url)
        const { status, body, headers: said } = at('GET', pathname + search, '', headers)
        return Promise.resolve({ status, text: body, header: (name) => said[name] ?? null })
      },
      take: (readings) => {
        taken.push(...readings)
        return Promise.resolve({ found: 0, unreadable: 0 })
      },
      sleep: () => Promise.resolve(),
    })
  const ids = () => taken.flatMap((one) => (one.kind === 'read' ? one.ledger.map(({ order_id }) => order_id) : []))
  return { sweep, taken, ids }
}

describe('the sweep of Stripe', () => {
  it('takes every session since, once, over all windows and pages', async () => {
    // Three days; in the first six hours more than one page.
    const busy = Array.from({ length: 250 }, (_, n) => session(n + 1, n))
    const later = Array.from({ length: 50 }, (_, n) => session(1_000 + n, 400 + n * 50))
    const { sweep, ids } = shopWith([session(9_999, -1), ...busy, ...later])
    expect(await sweep()).toMatchObject({ orders: 300, reachedMs: NOW_MS })
    expect(ids().toSorted()).toEqual(
      [...busy, ...later].map((one) => String(Reflect.get(one, 'client_reference_id'))).toSorted(),
    )
  })

  it('that ends early begins again where it had seen all', async () => {
    // 15 pages in the first window and 10 in the second: the twentieth page is within the second.
    const sessions = Array.from({ length: 2_500 }, (_, n) => session(n + 1, n < 1_500 ? n / 10 : 360 + n / 100))
    const { sweep, ids } = shopWith(sessions)
    const first = await sweep()
    expect(first).toMatchObject({ problem: 'more_orders', orders: 2_000, reachedMs: SINCE_MS + 6 * 3_600_000 })
    expect(await sweep(first.reachedMs)).not.toHaveProperty('problem')
    expect(new Set(ids()).size).toBe(2_500)
  })

  it('is refused with another’s key, and believes nothing that is no list', async () => {
    expect(await shopWith([], 'bad').sweep()).toMatchObject({ problem: 'refused', status: 401 })
    const access = stripeApi.access(SITE, { secret: () => 'k' })
    if (access === undefined) throw new Error('no access')
    const answer = (text: string, date: string | null) => ({ text, header: () => date })
    expect(access.read(answer('{"error":{}}', 'Sun, 22 Nov 2026 03:00:00 GMT'), access.first(0))).toBeUndefined()
    expect(access.read(answer('{"data":[],"has_more":false}', null), access.first(0))).toBeUndefined()
  })
})

describe('a session of the list', () => {
  it('is the sale that its webhook tells of', async () => {
    const object = session(7, 5)
    const event = {
      type: 'checkout.session.completed',
      livemode: true,
      created: SINCE_MS / 1_000 + 300,
      data: { object },
    }
    const heard = stripe.read(requestWith(JSON.stringify(event), {}, SITE))
    if (heard.kind !== 'read') throw new Error('not read')
    expect(heard.events).toHaveLength(1)
    const { sweep, taken } = shopWith([object])
    await sweep()
    expect(taken).toEqual([{ ...heard, ledger: heard.ledger.map((line) => ({ ...line, source: 'sweep:stripe' })) }])
  })

  it.each([
    [{ payment_status: 'unpaid' }, { events: [], ignored: 'awaiting_payment' }],
    [
      { status: 'expired', payment_status: 'unpaid' },
      { events: [], ignored: 'cancelled_unpaid' },
    ],
    [{ livemode: false }, { events: [], ledger: [], ignored: 'test_order' }],
    [{ mode: 'setup' }, { events: [], ledger: [], ignored: 'not_an_event' }],
  ])('with %j is no sale', async (change, expected) => {
    const { sweep, taken } = shopWith([session(1, 1, change)])
    await sweep()
    expect(taken).toMatchObject([expected])
  })

  it('that is still open is nothing yet', async () => {
    const { sweep, taken } = shopWith([session(1, 1, { status: 'open', payment_status: 'unpaid' })])
    await sweep()
    expect(taken).toEqual([])
  })
})
