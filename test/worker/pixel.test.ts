/** `GET /p.gif`, and what every answer says of itself. */
import { env, reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/router.ts'
import { sale, USER_AGENT } from './events.ts'
import { BASE, deliver, everythingStored, ORIGIN, post, sql } from './gateway.ts'
import { gatewayWith, type Ask } from './pages.ts'
import { clearPlatforms, countedIds } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const PAGE = `${ORIGIN}/savons`
const FROM_PAGE = { referer: PAGE, 'user-agent': USER_AGENT }

async function eventsStored(): Promise<readonly { id: string; ev: string }[]> {
  const rows = await sql<{ sheet: string }>("SELECT sheet FROM pending WHERE destination = 'tiktok'")
  return rows.flatMap(({ sheet }) => (JSON.parse(sheet) as { list: { id: string; ev: string }[] }).list)
}

function view(id: string): Record<string, unknown> {
  return { event: 'page_view', event_id: id, occurred_at: new Date().toISOString(), page: { url: PAGE } }
}

function inAddress(event: unknown): string {
  return `/p.gif?d=${encodeURIComponent(JSON.stringify(event))}`
}

describe('the picture', () => {
  it('is the same for everybody and says nothing, whatever came of it', async () => {
    const gateway = gatewayWith({ writeKeys: ['wk_shop'] })
    const misconfigured = createApp()
    const ask = (path: string, headers: Record<string, string> = FROM_PAGE) => gateway(path, { headers })
    const answers = [
      await ask('/p.gif?k=wk_shop'),
      await ask('/p.gif'),
      await ask('/p.gif?k=wk_shop', {}),
      await ask('/p.gif?k=wk_shop', { referer: 'https://evil.example/' }),
      await ask('/p.gif?k=wk_shop', { referer: 'no address' }),
      await ask('/p.gif?k=wk_shop&d=%7B'),
      await ask(`/p.gif?k=wk_shop&d=${'x'.repeat(9_000)}`),
      await ask(`${inAddress(sale('p-0'))}&k=wk_shop`),
      await ask('/p.gif?k=wk_shop', { ...FROM_PAGE, 'user-agent': 'Googlebot/2.1' }),
      await misconfigured.fetch(new Request(`${BASE}/p.gif`, { headers: FROM_PAGE }), {
        ...env,
        TIDEGATE_ENV: 'nonsense',
      }),
      await createApp().fetch(new Request(`${BASE}/p.gif`, { headers: FROM_PAGE }), {
        ...env,
        OUTBOX: undefined,
      }),
    ]
    const seen = await Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        bytes: [...new Uint8Array(await answer.arrayBuffer())],
      })),
    )
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
    const [{ status, headers, bytes } = { status: 0, headers: {}, bytes: [] }] = seen
    expect([status, bytes.length, String.fromCharCode(...bytes.slice(0, 6))]).toEqual([200, 43, 'GIF89a'])
    // GIF89a: width and height, each two bytes, the low one first.
    expect(bytes.slice(6, 10)).toEqual([1, 0, 1, 0])
    expect(headers).toMatchObject({ 'content-type': 'image/gif', 'cache-control': 'no-store' })
  })

  it('counts a view of the page that it stands in, each time anew', async () => {
    const gateway = gatewayWith()
    for (let n = 0; n < 2; n++) await gateway('/p.gif', { headers: FROM_PAGE })
    const events = await eventsStored()
    expect(events.map(({ ev }) => ev)).toEqual(['page_view', 'page_view'])
    expect(new Set(events.map(({ id }) => id)).size).toBe(2)
    expect(await everythingStored()).toContain(PAGE)
  })

  it('reads consent as /e does: from the place, the cookies and the browser’s own header', async () => {
    const gateway = gatewayWith()
    await gateway('/p.gif', { headers: FROM_PAGE, cf: { country: 'FR' } })
    await gateway('/p.gif', { headers: { ...FROM_PAGE, 'sec-gpc': '1' }, cf: { country: 'US', regionCode: 'CA' } })
    expect(await eventsStored()).toEqual([])
  })

  it('brings the tag’s page view, which counts once with its copy at /e', async () => {
    const gateway = gatewayWith()
    await gateway(inAddress(view('p-1')), { headers: FROM_PAGE })
    const copy = await gateway('/e', { body: view('p-1') })
    expect(copy.status).toBe(200)
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['p-1'])
  })

  it('brings nothing but one page view', async () => {
    const gateway = gatewayWith()
    for (const sent of [
      sale('p-2'),
      [view('p-3')],
      { events: [view('p-4')] },
      { ...view('p-5'), events: [sale('p-6')] },
      1,
    ])
      await gateway(inAddress(sent), { headers: FROM_PAGE })
    expect(await eventsStored()).toEqual([])
  })

  it('sets the cookies that /e would set, and none for a trial', async () => {
    const cookies = { visitorDays: 390, clickDays: 90, pixelsOnPage: [], clickIds: [] }
    const gateway = gatewayWith({ cookies })
    const names = async (path: string) => {
      const { headers } = await gateway(path, { headers: FROM_PAGE })
      return headers.getSetCookie().map((one) => one.split('=', 1)[0])
    }
    expect(await names('/p.gif')).toContain('tidegate_vid')
    expect(await names('/p.gif?environment=staging')).toEqual([])
    const trial = { body: { visitor_id: 'v', consent: { state: {} } } }
    expect((await gateway('/v1/consent?environment=staging', trial)).headers.getSetCookie()).toEqual([])
    expect((await gateway('/v1/consent', trial)).headers.getSetCookie()).not.toEqual([])
  })

  it('is no page view where only its headers are asked for, as who checks links does', async () => {
    const { status } = await gatewayWith()('/p.gif', { method: 'HEAD', headers: FROM_PAGE })
    expect([status, await eventsStored()]).toEqual([200, []])
  })

  it('is nobody’s page view from a trial', async () => {
    await gatewayWith()('/p.gif?environment=staging', { headers: FROM_PAGE })
    expect(await eventsStored()).toEqual([])
  })
})

describe('every answer', () => {
  const CANARY = 'kanarienvogel'
  const JSON_TYPE = { 'content-type': 'application/json' }
  const TOKEN = { ...JSON_TYPE, authorization: 'Bearer dev' }
  const marked = {
    referer: `https://${CANARY}.example/`,
    'user-agent': CANARY,
    [`x-${CANARY}`]: CANARY,
    cookie: `c=${CANARY}`,
  }
  const cases: readonly [path: string, ask: Ask][] = [
    [`/${CANARY}`, {}],
    [`/t/${CANARY}.js`, {}],
    [`/t.js?${CANARY}`, {}],
    ['/healthz', {}],
    ['/metrics', {}],
    ['/v1/openapi.json', {}],
    ['/diagnostics', {}],
    [`/p.gif?d=${CANARY}&k=${CANARY}`, {}],
    ['/v1/regime', { headers: { origin: ORIGIN } }],
    ['/v1/regime', { headers: { origin: `https://${CANARY}.example` } }],
    [`/e?k=${CANARY}&environment=${CANARY}`, { body: { ...sale('h-1'), [CANARY]: CANARY, environment: CANARY } }],
    ['/e', { body: { event: CANARY, event_id: 'h-2', occurred_at: CANARY, destinations: CANARY } }],
    ['/e', { body: `{"${CANARY}` }],
    ['/e', { body: '{}', headers: { origin: `https://${CANARY}.example` } }],
    ['/e', { body: '{}', headers: { 'content-type': `text/${CANARY}` } }],
    ['/e', { method: 'OPTIONS', headers: { 'access-control-request-headers': CANARY } }],
    ['/e', { method: 'PUT', body: CANARY }],
    [
      `/v1/consent?k=${CANARY}`,
      { body: { visitor_id: CANARY, consent: { state: { [CANARY]: CANARY }, source: CANARY } } },
    ],
    ['/v1/consent', { body: { destinations: [{ [CANARY]: 1 }], consent: CANARY } }],
    ['/v1/events', { body: sale('h-3'), headers: { ...JSON_TYPE, authorization: `Bearer ${CANARY}` } }],
    ['/v1/events', { body: { ...sale('h-4'), person: { [CANARY]: CANARY } }, headers: TOKEN }],
    [`/v1/receipts?event_id=${CANARY}`, { method: 'GET', headers: TOKEN }],
    [`/v1/diagnostics?days=${CANARY}`, { method: 'GET', headers: TOKEN }],
    [`/v1/lake?from=${CANARY}`, { method: 'GET', headers: TOKEN }],
    [`/v1/receipts/export?cursor=${CANARY}`, { method: 'GET', headers: TOKEN }],
    [`/v1/persons/${CANARY}`, { method: 'DELETE', headers: TOKEN }],
  ]

  it.each(cases)(
    'is taken as what it is, framed by nobody, and gives nothing back that was sent: %s',
    async (path, ask) => {
      const answer = await gatewayWith()(path, { ...ask, headers: { ...marked, ...ask.headers } })
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/)
      const said = JSON.stringify([...answer.headers]) + new TextDecoder().decode(await answer.arrayBuffer())
      expect(said.toLowerCase()).not.toContain(CANARY)
    },
  )

  it('is kept by no cache where it speaks of a person, and by none for another origin', async () => {
    const gateway = gatewayWith()
    const taken = await gateway('/e', { body: sale('h-5') })
    const stranger = await gateway('/e', { body: sale('h-6'), headers: { origin: 'https://evil.example' } })
    const consent = await gateway('/v1/consent', { body: { visitor_id: 'v', consent: { state: {} } } })
    for (const answer of [taken, stranger, consent, await post(sale('h-7'))])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    const regime = await gateway('/v1/regime', { headers: { origin: 'https://evil.example' } })
    for (const answer of [taken, stranger, consent, regime]) expect(answer.headers.get('vary')).toBe('Origin')
    expect(stranger.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('has these headers from the Worker’s own entry too', async () => {
    const answer = await exports.default.fetch(`${BASE}/healthz`)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
