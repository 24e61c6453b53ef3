/** The sweep of a shop's own API, against the simulated shop: what no webhook ever said. */
import { createScheduledController, env, reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWorker } from '../../src/app.ts'
import { createApp } from '../../src/router.ts'
import { parseConfig, type Env } from '../../src/config.ts'
import type { LedgerOrderView } from '../../src/reconciliation/wire.ts'
import { createServices } from '../../src/routes/services.ts'
import { BASE, deliver, get, sql } from './gateway.ts'
import { found } from './findings.ts'
import { clearPlatforms, countedIds } from './platforms.ts'
import { TOKEN } from './receipts.ts'

// What another file has left must not count here.
beforeEach(clearPlatforms)

afterEach(async () => {
  await reset()
  await clearPlatforms()
  await atShop('DELETE', '')
  await atShop('DELETE', '', undefined, 'bigcommerce')
  await atShop('DELETE', '', undefined, 'prestashop')
  await atShop('DELETE', '', undefined, 'tiktok_shop')
})

async function atShop(method: string, what: string, body?: unknown, shop = 'shopify'): Promise<void> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  await fetch(`${env.TIDEGATE_PLATFORM_BASE}/_sim/shops/${shop}${what}`, init)
}

async function sweep(query = '', shop = 'shopify'): Promise<Record<string, unknown>> {
  const answer = await exports.default.fetch(`${BASE}/v1/ledger/sweep?shop=${shop}${query}`, {
    method: 'POST',
    headers: TOKEN,
  })
  expect(answer.status).toBe(200)
  const { shops } = await answer.json<{ shops: Record<string, unknown>[] }>()
  return shops[0] ?? {}
}

const HOUR_MS = 3_600_000

/** Paid an hour ago by somebody who had said yes. */
function order(id: number) {
  const at = new Date(Date.now() - HOUR_MS).toISOString()
  const granted = ['ad_storage', 'ad_user_data', 'ad_personalization'].map((name) => [name, 'granted'])
  const consent = { state: Object.fromEntries(granted), at, source: 'cmp:didomi' }
  return {
    id,
    name: `#${id}`,
    created_at: at,
    updated_at: at,
    cancelled_at: null,
    currency: 'EUR',
    total_price: '47.40',
    financial_status: 'paid',
    source_name: 'web',
    email: 'jane.doe@example.com',
    billing_address: { country_code: 'FR' },
    landing_site: '/products/savon?ttclid=E.C.P.demo123',
    client_details: { user_agent: 'Mozilla/5.0 (test)' },
    browser_ip: '203.0.113.7',
    note_attributes: [{ name: '_tidegate_consent', value: JSON.stringify(consent) }],
  }
}

describe('the sweep of a shop', () => {
  it.each(['shopify', 'woocommerce', 'bigcommerce', 'prestashop'])(
    'that %s refuses for its credentials is in the diagnostics and in the metrics',
    async (shop) => {
      await atShop('POST', '/faults', { answers: [{ status: 401 }] }, shop)
      expect(await sweep('', shop)).toMatchObject({ problem: 'refused', status: 401 })
      expect(await found('shop_api_refused')).toEqual([{ severity: 'error', subject: { kind: shop }, count: 1 }])
      const metrics = await (await get('/metrics')).text()
      expect(metrics).toMatch(new RegExp(`^tidegate_shop_api_refusals_total\\{.*shop="${shop}"\\} [1-9]`, 'm'))
    },
  )

  it('finds the sale whose webhook never came: it is delivered once, and stands in the ledger', async () => {
    await atShop('POST', '/orders', { orders: [order(5001)] })
    expect(await sweep()).toMatchObject({ shop: 'shopify', orders: 1, found: 1, unreadable: 0 })
    expect(await sweep()).toMatchObject({ orders: 1, found: 0 })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['o-5001'])
    const { orders } = await (
      await get('/v1/ledger/orders?from=2020-01-01', TOKEN)
    ).json<{ orders: LedgerOrderView[] }>()
    expect(orders).toMatchObject([{ order_id: '5001', source: 'sweep:shopify', money: { total: '47.4' } }])
    expect(orders[0]).not.toHaveProperty('heard_at')
  })

  it('reads an order of PrestaShop from its parts, at the shop’s own time', async () => {
    const inParis = { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' } as const
    const at = new Date(Date.now() - HOUR_MS).toLocaleString('sv-SE', inParis)
    const state = { current_state: '2', order_histories: [{ id_order: '7001', id_order_state: '2', date_add: at }] }
    const money = { id_currency: '1', conversion_rate: '1.000000', total_paid_tax_incl: '47.400000' }
    const one = { id: 7001, module: 'ps_checkout', date_add: at, date_upd: at, ...state, ...money }
    await atShop('POST', '/orders', { orders: [one] }, 'prestashop')
    expect(await sweep('', 'prestashop')).toMatchObject({ shop: 'prestashop', orders: 1, found: 1, unreadable: 0 })
    expect(await sql('SELECT order_id FROM orders')).toEqual([{ order_id: '7001' }])
  })

  it('runs by itself when its hour comes', async () => {
    await atShop('POST', '/orders', { orders: [order(5003)] })
    await createWorker().scheduled(createScheduledController(), env)
    expect(await sql('SELECT order_id FROM orders')).toEqual([{ order_id: '5003' }])
  })

  it('asks of a sale that was refused no second time, and writes nothing for what it knows', async () => {
    await atShop('POST', '/orders', { orders: [{ ...order(5002), note_attributes: [] }] })
    expect(await sweep()).toMatchObject({ found: 1 })
    const before = await sql('SELECT * FROM receipts')
    const written = async () => (await sql('SELECT changes FROM (SELECT total_changes() AS changes)'))[0]
    const changes = await written()
    expect(await sweep()).toMatchObject({ orders: 1, found: 0 })
    expect(await sql('SELECT * FROM receipts')).toEqual(before)
    expect(await written()).toEqual(changes)
  })

  it('says what the shop answered where it may not ask, and what the caller must mend', async () => {
    await atShop('POST', '/faults', { answers: [{ status: 401 }] })
    expect(await sweep()).toMatchObject({ problem: 'refused', status: 401, orders: 0 })
    const wrong = await exports.default.fetch(`${BASE}/v1/ledger/sweep?since=1999-01-01`, {
      method: 'POST',
      headers: TOKEN,
    })
    expect([wrong.status, (await wrong.json<{ code: string }>()).code]).toEqual([400, 'wrong_query'])
  })
})

describe('a webhook that only names its order', () => {
  const SECRET = 'bc_client_secret_demo'
  const ORDER = {
    id: 250,
    status_id: 11,
    default_currency_code: 'EUR',
    total_inc_tax: '47.4000',
    date_created: new Date(Date.now() - HOUR_MS).toUTCString(),
    date_modified: new Date(Date.now() - HOUR_MS).toUTCString(),
  }

  async function notify(): Promise<Response> {
    const body = JSON.stringify({ scope: 'store/order/created', producer: 'stores/rivagedemo', data: { id: 250 } })
    const bytes = (text: string) => new TextEncoder().encode(text)
    const seconds = String(Math.floor(Date.now() / 1_000))
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', bytes(SECRET), hmac, false, ['sign'])
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(`msg_1.${seconds}.${body}`)))
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${btoa(String.fromCharCode(...mac))}`,
    }
    const worker = createWorker()
    const request = new Request(`${BASE}/hooks/bigcommerce`, { method: 'POST', headers, body })
    return worker.fetch(request, { ...env, BIGCOMMERCE_CLIENT_SECRET: SECRET } as unknown as Env)
  }

  it('is taken as the shop tells it, and is kept where the shop cannot tell', async () => {
    const early = await notify()
    expect([early.status, await early.json()]).toMatchObject([200, { parked: { code: 'shop_api_unavailable' } }])
    await atShop('POST', '/orders', { orders: [ORDER] }, 'bigcommerce')
    expect((await notify()).status).toBe(202)
    const { orders } = await (
      await get('/v1/ledger/orders?from=2020-01-01', TOKEN)
    ).json<{ orders: LedgerOrderView[] }>()
    expect(orders).toMatchObject([{ order_id: '250', source: 'bigcommerce', money: { total: '47.4' } }])
  })
})

describe('what is sold on TikTok Shop', () => {
  const SECRET = 'demo-tiktok-shop-app-secret'
  const BOUND = { ...env, TIKTOK_SHOP_APP_SECRET: SECRET } as unknown as Env
  const CONFIG = parseConfig(BOUND)

  /** The demo's policy names no API of it. */
  function withApi(): { readonly fetch: (request: Request, env: Env) => Response | Promise<Response> } {
    const sites = [...CONFIG.sites].map(([id, plan]) => {
      const { tiktok_shop: shop } = plan.site.sources ?? {}
      if (shop === undefined) throw new Error('the demo has no TikTok Shop')
      const sources = { ...plan.site.sources, tiktok_shop: { ...shop, apiToken: 'TIKTOK_SHOP_TOKEN' } }
      return [id, { ...plan, site: { ...plan.site, sources } }] as const
    })
    const services = createServices({ ...CONFIG, sites: new Map(sites) })
    return createApp(() => services)
  }

  async function notified(id: string): Promise<Request> {
    const body = JSON.stringify({ type: 1, shop_id: '7494000000000000001', data: { order_id: id } })
    const bytes = (text: string) => new TextEncoder().encode(text)
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', bytes(SECRET), hmac, false, ['sign'])
    const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(`6a1demo${body}`)))
    const authorization = [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const headers = { 'content-type': 'application/json', authorization }
    return new Request(`${BASE}/hooks/tiktok-shop`, { method: 'POST', headers, body })
  }

  const atSeconds = Math.floor((Date.now() - HOUR_MS) / 1_000)
  const sold = (id: string) => ({
    id,
    status: 'AWAITING_SHIPMENT',
    create_time: atSeconds,
    paid_time: atSeconds,
    update_time: atSeconds,
    buyer_email: 'v4b8@scs.tiktokw.us',
    payment: { currency: 'EUR', total_amount: '20.90', platform_discount: '3.00' },
  })

  it('is a hint that nothing is kept of, where no API is set up', async () => {
    const answer = await createWorker().fetch(await notified('5769001'), BOUND)
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { ignored: { reason: 'shop_api_not_configured', ledger: false } },
    ])
    expect(await sql('SELECT 1 FROM parked')).toEqual([])
  })

  it('stands in the ledger, by its webhook or by the sweep, and is never sent to anybody', async () => {
    await atShop('POST', '/orders', { orders: [sold('5769001'), sold('5769002')] }, 'tiktok_shop')
    const app = withApi()
    expect((await app.fetch(await notified('5769001'), BOUND)).status).toBe(200)
    const asked = new Request(`${BASE}/v1/ledger/sweep?shop=tiktok_shop`, { method: 'POST', headers: TOKEN })
    const { shops } = await (await app.fetch(asked, BOUND)).json<{ shops: unknown[] }>()
    expect(shops).toMatchObject([{ shop: 'tiktok_shop', orders: 2, found: 0, unreadable: 0 }])
    const { orders } = await (
      await get('/v1/ledger/orders?from=2020-01-01', TOKEN)
    ).json<{ orders: LedgerOrderView[] }>()
    expect(orders.toSorted((one, other) => one.order_id.localeCompare(other.order_id))).toMatchObject([
      { order_id: '5769001', source: 'tiktok_shop', channel: 'marketplace', merchant_total: '23.9' },
      { order_id: '5769002', source: 'sweep:tiktok_shop', channel: 'marketplace', money: { total: '20.9' } },
    ])
    await deliver()
    expect([await countedIds('tiktok'), await countedIds('meta')]).toEqual([[], []])
    expect(JSON.stringify(orders)).not.toContain('tiktokw')
  })
})
