/** What was heard of an order before decides what is new: a second system that speaks of it, a tag that is taken away. */
import { reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VectorContext } from '../../scripts/vectors/source-vector.ts'
import { sale } from './events.ts'
import { beacon, resultsOf, sql } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'
import { sendUnder } from './source-gateway.ts'
import { SECRETS, SIGNERS } from './source-signatures.ts'

const NOW = '2026-11-20T17:04:15Z'
const CONTEXT: VectorContext = {
  received_at: NOW,
  secrets: SECRETS,
  settings: { excluded_tags: ['wholesale'] },
}
const GRANTED = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
const CONSENT = JSON.stringify({ state: GRANTED, at: '2026-11-20T17:00:00Z', source: 'checkout' })
const ID = '5678901234567'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) }))
afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

async function hook(source: string, body: object): Promise<unknown> {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  const headers = { 'content-type': 'application/json', ...(await SIGNERS[source]?.(bytes, Date.now())) }
  const url = `https://events.shop.example/hooks/${source.slice(0, source.indexOf('.'))}`
  return (await sendUnder(CONTEXT, new Request(url, { method: 'POST', headers, body: bytes }))).json()
}

const shopify = (changes: object = {}) =>
  hook('shopify.webhook', {
    id: Number(ID),
    name: '#1001',
    checkout_token: '7e1f0c2a9b8d4e55',
    created_at: '2026-11-20T17:02:00Z',
    updated_at: '2026-11-20T17:02:00Z',
    currency: 'EUR',
    total_price: '47.40',
    financial_status: 'paid',
    source_name: 'web',
    email: 'jane.doe@example.com',
    landing_site: '/products/savon',
    client_details: { user_agent: 'Mozilla/5.0 (test)' },
    billing_address: { country_code: 'FR' },
    note_attributes: [{ name: '_tidegate_consent', value: CONSENT }],
    ...changes,
  })

it('parks an order that is dated ten years ahead: no day would ever show it', async () => {
  expect(await shopify({ created_at: '2036-11-20T17:02:00Z' })).toMatchObject({ parked: { code: 'dated_in_future' } })
  expect(await sql('SELECT order_id FROM orders')).toEqual([])
  expect(await sql('SELECT code FROM parked')).toEqual([{ code: 'dated_in_future' }])
})

/** The payment of the same order: it knows the order's id, and neither its number nor a page. */
const stripe = () =>
  hook('stripe.webhook', {
    id: 'evt_1',
    type: 'checkout.session.completed',
    created: Date.parse('2026-11-20T17:02:05Z') / 1_000,
    livemode: true,
    data: {
      object: {
        id: 'cs_live_1',
        object: 'checkout.session',
        mode: 'payment',
        payment_status: 'paid',
        livemode: true,
        created: Date.parse('2026-11-20T17:02:05Z') / 1_000,
        amount_total: 4_740,
        currency: 'eur',
        client_reference_id: ID,
        customer_details: { email: 'jane.doe@example.com', address: { country: 'FR' } },
        metadata: { _tidegate_consent: CONSENT },
      },
    },
  })

const waiting = async () =>
  (await sql<{ destination: string }>('SELECT destination FROM pending'))
    .map(({ destination }) => destination)
    .toSorted()

describe('an order of which the payment service spoke first', () => {
  it('is one sale under the names that only the shop knows, and goes where the first copy could not', async () => {
    // Meta takes no sale of a site without the address of its page.
    expect(await stripe()).toMatchObject({ results: [{ destinations: { tiktok: 'full', meta: 'missing_page_url' } }] })
    expect(await shopify()).toMatchObject({ results: [{ destinations: { tiktok: 'duplicate', meta: 'full' } }] })
    const page = sale('p-1', { order: { id: '1001', value: 47.4, currency: 'EUR' } })
    expect(await resultsOf(await beacon(page, {}, { country: 'FR' }))).toMatchObject([{ status: 'duplicate' }])
    expect(await waiting()).toEqual(['meta', 'tiktok'])
  })
})

/** The credit memo alone: another webhook than the order's, which may overtake it. */
const refund = () =>
  hook('webhook.generic', {
    event: 'refund',
    occurred_at: '2026-11-20T17:03:00Z',
    identity: { order_key: ID, refund_key: '99' },
    order: { id: ID, value: 8.5, currency: 'EUR' },
  })

const memo = () =>
  hook('magento.module', {
    creditmemo: {
      increment_id: '9',
      order_increment_id: '000000123',
      grand_total: '8.50',
      order_currency_code: 'EUR',
      created_at: '2026-11-20 17:03:00',
    },
  })

const magento = () =>
  hook('magento.module', {
    order: {
      increment_id: '000000123',
      state: 'processing',
      grand_total: '47.40',
      order_currency_code: 'EUR',
      created_at: '2026-11-20 17:02:00',
    },
  })

describe('a refund that comes by itself', () => {
  const refundsOf = async () => {
    const rows = await sql<{ line: string }>('SELECT line FROM orders')
    return rows.map(({ line }) => (JSON.parse(line) as { refunds?: readonly { id: string; value: string }[] }).refunds)
  }

  it.each([
    ['its order', shopify, refund, '99'],
    ['its order', magento, memo, '9'],
  ])('stands beside %s whichever comes first', async (_what, order, back, id) => {
    await order()
    await back()
    const after = await refundsOf()
    await reset()
    await back()
    await back()
    await order()
    expect([after, await refundsOf()]).toMatchObject([[[{ id, value: '8.5' }]], [[{ id, value: '8.5' }]]])
  })
})

describe('an order that a tag kept out', () => {
  it('is a sale when the tag is taken away', async () => {
    expect(await shopify({ tags: 'wholesale' })).toMatchObject({ ignored: { reason: 'excluded_by_site' } })
    expect(await shopify({ tags: '', updated_at: '2026-11-20T17:03:00Z' })).toMatchObject({
      results: [{ status: 'accepted' }],
    })
    const [row] = await sql<{ line: string }>('SELECT line FROM orders')
    expect(row?.line).not.toContain('wholesale')
    expect(await shopify({ tags: '', updated_at: '2026-11-20T17:03:30Z' })).toHaveProperty('duplicate')
  })
})
