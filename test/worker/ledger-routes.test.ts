/** `/v1/ledger/…` and `/v1/parked…` as their callers see them. */
import { reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import type { LedgerOrder } from '../../src/event/ledger-order.ts'
import type { LedgerOrderView, LedgerSettings, OrderLine, PlatformRow } from '../../src/reconciliation/wire.ts'
import { sale } from './events.ts'
import { accept, BASE, deliver, get, sql } from './gateway.ts'
import { ask, keepLedger, ledgerOrder } from './ledger.ts'
import { clearPlatforms } from './platforms.ts'
import { TOKEN } from './receipts.ts'

keepLedger()

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

function post(path: string, body: unknown, headers: Record<string, string> = TOKEN): Promise<Response> {
  const own = { 'content-type': 'application/json', ...headers }
  return exports.default.fetch(`${BASE}${path}`, { method: 'POST', headers: own, body: JSON.stringify(body) })
}

async function pages<Row>(path: string, name: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const response = await get(`${path}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, TOKEN)
    expect(response.status).toBe(200)
    const page: Record<string, unknown> = await response.json()
    rows.push(...(page[name] as Row[]))
    cursor = page['next_cursor'] as string | null
  }
  return rows
}

describe('/v1/ledger/orders', () => {
  it('takes orders, gives them back by the time of their sale, to its end excluded, however many there are', async () => {
    const at = (minute: number) => new Date(Date.parse('2026-11-20T00:00:00Z') + minute * 60_000).toISOString()
    const orders = Array.from({ length: 1_200 }, (_, n) =>
      ledgerOrder(String(n), { at: at(n), source: 'import:plain' }),
    )
    for (let first = 0; first < 1_200; first += 400) {
      const answer = await post('/v1/ledger/orders', { orders: orders.slice(first, first + 400) })
      expect([answer.status, new Set((await answer.json<{ results: string[] }>()).results)]).toEqual([
        200,
        new Set(['new']),
      ])
    }
    const found = await pages<LedgerOrderView>(`/v1/ledger/orders?from=2026-11-20&to=${at(1_100)}`, 'orders')
    expect(found.map(({ order_id: id }) => Number(id))).toEqual(Array.from({ length: 1_100 }, (_, n) => n))
    expect(found[7]).toEqual({ ...orders[7], links: [expect.stringMatching(/^[0-9a-f]{16}$/)] })
  })

  it('says on a trial what would become of them, and writes nothing', async () => {
    const orders: LedgerOrder[] = [ledgerOrder('1'), ledgerOrder('1')]
    const answer = await post('/v1/ledger/orders', { orders, dry_run: true })
    expect(await answer.json()).toEqual({ results: ['new', 'same'] })
    expect(await sql('SELECT * FROM orders')).toEqual([])
  })

  it('refuses an order that nobody can have sold yet, by its place', async () => {
    const at = new Date(Date.now() + 10 * 365 * 86_400_000).toISOString()
    const answer = await post('/v1/ledger/orders', { orders: [ledgerOrder('1'), ledgerOrder('2', { at })] })
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ path: 'orders.1.at' }] }])
    expect(await sql('SELECT * FROM orders')).toEqual([])
  })

  it('stores none where one is wrong, and names each place', async () => {
    const wrong = { ...ledgerOrder('2'), money: { total: '-1', currency: 'EURO' }, email: 'jane.doe@example.com' }
    const answer = await post('/v1/ledger/orders', { orders: [ledgerOrder('1'), wrong] })
    const { code, errors } = await answer.json<{ code: string; errors: { path: string }[] }>()
    expect([answer.status, code]).toEqual([400, 'wrong_rows'])
    expect(errors.map(({ path }) => path)).toEqual(['orders.1.money.total', 'orders.1.money.currency', 'orders.1'])
    expect(await sql('SELECT * FROM orders')).toEqual([])
  })

  it('is for a token of the site alone, and takes no question that it does not understand', async () => {
    expect((await get('/v1/ledger/orders')).status).toBe(401)
    expect((await post('/v1/ledger/orders', {}, { 'content-type': 'text/plain', ...TOKEN })).status).toBe(415)
    for (const query of ['from=yesterday', 'from=2026-11-21&to=2026-11-20', 'cursor=x', 'form=2026-11-20'])
      expect((await get(`/v1/ledger/orders?${query}`, TOKEN)).status).toBe(400)
  })
})

describe('/v1/ledger/lines', () => {
  it('gives what waits, what ended and what was refused of orders, and nothing of the rest', async () => {
    const view = { ...sale('view'), event: 'page_view', order: undefined }
    await accept([view, sale('ended')])
    await deliver()
    await accept([sale('waits'), sale('refused', { consent: { state: { ad_storage: 'denied' } } })])
    // Its buyer has not answered yet: it has arrived all the same.
    await accept([sale('held', { consent: undefined })])
    const lines = await pages<OrderLine>('/v1/ledger/lines?from=2026-01-01', 'lines')
    const said = lines.map((line) => [line.event_id, line.destination, line.outcome, line.code].join(' '))
    expect(said.toSorted()).toEqual([
      'ended meta delivered 200',
      'ended tiktok delivered 0',
      'held meta refused consent_awaited',
      'held tiktok refused consent_awaited',
      'refused meta refused consent_denied',
      'refused tiktok refused consent_denied',
      'waits meta waiting ',
      'waits tiktok waiting ',
    ])
    const waits = lines.find(({ event_id: id }) => id === 'waits')
    expect(waits).toMatchObject({ event: 'purchase', value: 42.5, currency: 'EUR', via: 'server' })
    // The same order as the back office has it is found by the line's link.
    await post('/v1/ledger/orders', {
      orders: [ledgerOrder('waits', { at: new Date().toISOString(), source: 'import:plain' })],
    })
    const [order] = await pages<LedgerOrderView>('/v1/ledger/orders?from=2026-01-01', 'orders')
    expect(order?.links).toContain(waits?.link)
    expect(await pages('/v1/ledger/lines?from=2020-01-01&to=2021-01-01', 'lines')).toEqual([])
  })
})

describe('/v1/ledger/platform', () => {
  it('keeps a part of a report once, and gives the rows of the range that was asked for', async () => {
    const rows: PlatformRow[] = [
      { kind: 'event', event: 'Purchase', event_id: 'o-1', at: '2026-11-20T09:00:00Z', value: 42.5, currency: 'EUR' },
      { kind: 'event', event: 'Purchase', event_id: 'o-2', at: '2026-11-24T09:00:00Z' },
      { kind: 'received', event: 'Purchase', day: '2026-11-20', count: 200, via: 'browser' },
    ]
    const part = { destination: 'tiktok', file: 'a'.repeat(64), rows }
    const first = await post('/v1/ledger/platform', part)
    const again = await post('/v1/ledger/platform', part)
    expect([await first.json(), await again.json()]).toEqual([{ result: 'stored' }, { result: 'same' }])
    const path = '/v1/ledger/platform?destination=tiktok&from=2026-11-20&to=2026-11-21'
    expect(await pages<PlatformRow>(path, 'rows')).toMatchObject([{ event_id: 'o-1' }, { count: 200 }])
    expect((await post('/v1/ledger/platform', { ...part, destination: 'nobody' })).status).toBe(400)
  })
})

describe('/v1/ledger/platform, of a tag that calls orders by their buyers', () => {
  it('keeps none of them in clear, and the order’s hidden name is that of the ledger', async () => {
    const email = 'jane.doe@example.com'
    const at = '2026-10-20T09:00:00Z'
    const page = `/thanks/${email}`
    const rows: PlatformRow[] = [{ kind: 'event', event: 'Purchase', event_id: email, order_id: email, at, page }]
    await post('/v1/ledger/platform', { destination: 'tiktok', file: 'b'.repeat(64), rows })
    const money = { total: '1.00', currency: 'EUR' }
    const order = { order_id: email, source: 'file', at, channel: 'web', payment: 'paid', money }
    await post('/v1/ledger/orders', { orders: [order] })
    const range = 'from=2026-10-20&to=2026-10-21'
    const [row] = await pages<{ order_id: string }>(`/v1/ledger/platform?destination=tiktok&${range}`, 'rows')
    const [line] = await pages<LedgerOrderView>(`/v1/ledger/orders?${range}`, 'orders')
    expect(JSON.stringify(row)).not.toContain('jane')
    expect(row?.order_id).toBe(line?.order_id)
  })
})

describe('/v1/ledger/settings', () => {
  it('says what the policy says of orders and of their recipients', async () => {
    const settings = await (await get('/v1/ledger/settings', TOKEN)).json<LedgerSettings>()
    expect(settings).toMatchObject({ site: 'atelier-rivage', purchase_unique: 'order.id', purchase_when: 'paid' })
    // TikTok takes events of the last 28 days, Meta of the last seven (the platforms' own pages).
    expect(settings.destinations).toEqual(
      expect.arrayContaining([
        { id: 'tiktok', purchase: true, max_age_days: 28 },
        { id: 'meta', purchase: true, max_age_days: 7 },
      ]),
    )
  })
})

describe('/v1/parked', () => {
  it('lists what is parked, shows one as it came, and says which still cannot be read', async () => {
    const request = {
      source: 'no.such.source',
      method: 'POST',
      url: `${BASE}/hooks/shopify`,
      headers: {},
      text: '{"id":1}',
    }
    const at = new Date().toISOString()
    const { parked: id } = await ask<{ parked: string }>({ kind: 'park', ...request, at, code: 'incomplete' })
    const [listed] = await pages<{ id: string; code: string }>('/v1/parked?source=no.such.source', 'parked')
    expect(listed).toMatchObject({ id, code: 'incomplete' })
    expect(await (await get(`/v1/parked?id=${id}`, TOKEN)).json()).toMatchObject({ request })
    expect((await get(`/v1/parked?id=${'0'.repeat(32)}`, TOKEN)).status).toBe(404)
    expect((await post('/v1/parked/redrive', {})).status).toBe(400)
    const redriven = await post('/v1/parked/redrive?all=1', {})
    expect(await redriven.json()).toMatchObject({ looked: 1, done: 0, next_cursor: null })
    expect(await pages('/v1/parked?limit=10', 'parked')).toHaveLength(1)
    const close = (query: string) =>
      exports.default.fetch(`${BASE}/v1/parked${query}`, { method: 'DELETE', headers: TOKEN })
    expect((await close('')).status).toBe(400)
    expect(await (await close(`?id=${id}`)).json()).toEqual({ closed: 1 })
    expect((await close(`?id=${id}`)).status).toBe(404)
    expect(await pages('/v1/parked?limit=10', 'parked')).toEqual([])
  })
})
