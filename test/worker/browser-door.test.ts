/** What a page's request meets before its events are looked at: its network, its key, its environment, and whether anybody is there. */
import { env, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { consent, sale } from './events.ts'
import { accept, beacon, deliver, get, ORIGIN, outcomesOf, post, resultsOf, sql } from './gateway.ts'
import { found } from './findings.ts'
import { gatewayWith, STAGING_ORIGIN } from './pages.ts'
import { clearPlatforms, countedIds } from './platforms.ts'

const FULL = { tiktok: 'full', meta: 'full' }
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

async function rowsStored(): Promise<number> {
  const tables = await Promise.all(['pending', 'receipts', 'dedupe', 'snapshots', 'withdrawals'].map(rowsOf))
  return tables.reduce((sum, rows) => sum + rows, 0)
}

async function rowsOf(table: string): Promise<number> {
  const [counted] = await sql<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)
  return counted?.rows ?? 0
}

async function automated(reason: string): Promise<number> {
  const text = new TextDecoder().decode(await (await get('/metrics')).arrayBuffer())
  return Number(
    new RegExp(`^tidegate_automated_events_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0,
  )
}

describe('an event that names its destinations', () => {
  it('goes to these alone, and costs no row for the others', async () => {
    expect(await accept(sale('d-1', { destinations: ['tiktok', 'nobody-we-know'] }))).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'not_addressed' } },
    ])
    await deliver()
    expect([await countedIds('tiktok'), await countedIds('meta')]).toEqual([['d-1'], []])
    expect(await outcomesOf('d-1')).toEqual({ tiktok: 'delivered' })
    // Whoever named them knows: it is nothing that a platform demands and did not get.
    expect(await found('destination_requirement')).toEqual([])
  })

  it.each([[[]], [['nobody-we-know']], [['TikTok']]])(
    'goes to nobody where it names none of the site: %j',
    async (ids) => {
      expect(await accept(sale('d-2', { destinations: ids }))).toMatchObject([
        {
          status: 'refused',
          reason: 'not_addressed',
          destinations: { tiktok: 'not_addressed', meta: 'not_addressed' },
        },
      ])
      expect(await rowsStored()).toBe(0)
    },
  )

  it('says first what the person said, where it was meant for the destination', async () => {
    const consent = { state: { ad_storage: 'denied' } }
    expect(await accept(sale('d-3', { destinations: ['tiktok'], consent }))).toMatchObject([
      { reason: 'consent_denied', destinations: { meta: 'not_addressed', tiktok: 'consent_denied' } },
    ])
  })

  it.each(['tiktok', null, [1], {}, ['x'.repeat(65)], Array.from({ length: 21 }, () => 'tiktok')])(
    'is malformed where they cannot be read, and never goes to all: %j',
    async (destinations) => {
      expect(await accept([sale('d-4', { destinations }), sale('d-5')])).toMatchObject([
        { event_id: 'd-4', status: 'refused', reason: 'malformed' },
        { event_id: 'd-5', status: 'accepted' },
      ])
    },
  )

  it('can be an answer about consent, which then speaks of no other', async () => {
    const answer = { visitor_id: 'v-1', destinations: ['tiktok'], consent: { state: { ad_storage: 'denied' } } }
    const response = await gatewayWith()('/v1/consent', { body: answer })
    expect(await response.json()).toMatchObject({
      decisions: { tiktok: 'consent_denied' },
      withdrawn_from: ['tiktok'],
    })
    // What was said of one must not be taken for an answer to the other: an order of the visitor still reaches it.
    expect(await accept(sale('d-6', { person: { visitor_id: 'v-1' } }))).toMatchObject([
      { destinations: { tiktok: 'full', meta: 'full' } },
    ])
    expect(await rowsOf('snapshots')).toBe(0)
    const widened = await gatewayWith()('/v1/consent', { body: { ...answer, destinations: null } })
    expect(widened.status).toBe(400)
  })
})

describe('a visitor who is no person', () => {
  it.each([
    ['bot', { 'user-agent': GOOGLEBOT }],
    ['prefetch', { 'sec-purpose': 'prefetch;prerender' }],
  ])('is answered as everybody is, counted as %s, and nothing of it is stored', async (reason, headers) => {
    const gateway = gatewayWith()
    const response = await gateway('/e', { headers, body: { events: [sale('b-1'), sale('b-2', { order: 7 })] } })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([202, ORIGIN])
    const destinations = { tiktok: reason, meta: reason }
    expect(await resultsOf(response)).toEqual([
      { event_id: 'b-1', status: 'refused', reason, destinations },
      { event_id: 'b-2', status: 'refused', reason, destinations },
    ])
    expect(await rowsStored()).toBe(0)
  })

  it('gives no answer about consent: it is told what it would mean, and neither kept nor given a cookie', async () => {
    const cookies = { visitorDays: 390, clickDays: 90, pixelsOnPage: [], clickIds: [] }
    const ask = (userAgent: string) =>
      gatewayWith({ cookies })('/v1/consent', { headers: { 'user-agent': userAgent }, body: { consent: {} } })
    const crawler = await ask(GOOGLEBOT)
    expect([crawler.status, await crawler.json()]).toMatchObject([200, { decisions: FULL }])
    expect([crawler.headers.getSetCookie(), await rowsStored()]).toEqual([[], 0])
    // Of a person in the same place it is kept: silence is enough there.
    expect((await ask('Mozilla/5.0 (Macintosh) Safari/605.1.15')).headers.getSetCookie()).not.toEqual([])
  })

  it('is in the metrics and in the diagnostics', async () => {
    const before = await automated('bot')
    const said = async () =>
      (await found('automated_visits')).find(({ subject }) => subject['reason'] === 'bot')?.count ?? 0
    const seen = await said()
    await beacon({ events: [sale('b-3'), sale('b-4')] }, { 'user-agent': GOOGLEBOT })
    expect([await automated('bot'), await said()]).toEqual([before + 2, seen + 1])
  })

  it('is none at a server’s door: its program may have any name', async () => {
    expect(await resultsOf(await post(sale('b-5'), { 'user-agent': GOOGLEBOT, purpose: 'prefetch' }))).toMatchObject([
      { destinations: FULL },
    ])
  })
})

describe('a network that sends more than it may', () => {
  const HEADER = 'x-visitor-address'
  const send = (gateway: ReturnType<typeof gatewayWith>, address: string, path = '/e') =>
    gateway(path, { headers: { [HEADER]: address }, body: sale(crypto.randomUUID()) })
  const two = () => gatewayWith({}, { TIDEGATE_BROWSER_RATE: '2', TIDEGATE_CLIENT_IP_HEADER: HEADER })

  it('is asked to come back, in words that its page can read; other networks go on', async () => {
    const gateway = two()
    const [first, second, third] = [
      await send(gateway, '198.51.100.1'),
      await send(gateway, '::ffff:198.51.100.99'),
      await send(gateway, '198.51.100.200'),
    ]
    expect([first.status, second.status, third.status]).toEqual([202, 202, 429])
    expect(await third.json()).toMatchObject({ code: 'too_many_requests', status: 429 })
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(third.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    // A page reads no other header of another origin than those that it is let read (Fetch, CORS-safelisted response headers).
    expect(third.headers.get('access-control-expose-headers')).toBe('retry-after')
    expect((await send(gateway, '198.51.100.7', '/v1/consent')).status).toBe(429)
    expect((await send(gateway, '198.51.101.1')).status).toBe(202)
  })

  it('is not limited where nobody knows its address, and servers never are', async () => {
    const gateway = two()
    const anonymous = await Promise.all([1, 2, 3].map(() => gateway('/e', { body: sale(crypto.randomUUID()) })))
    const server = { 'content-type': 'application/json', authorization: 'Bearer dev', [HEADER]: '198.51.100.1' }
    const fromServer = await Promise.all(
      [1, 2, 3].map(() => gateway('/v1/events', { headers: server, body: sale(crypto.randomUUID()) })),
    )
    expect([...anonymous, ...fromServer].map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 202])
  })

  it('is limited with a key that stands in pages, too, where it names no page', async () => {
    const gateway = two()
    const headers = {
      authorization: `Basic ${btoa('wrong:')}`,
      'content-type': 'application/json',
      [HEADER]: '198.51.100.1',
    }
    const answers: number[] = []
    for (let n = 0; n < 3; n++) answers.push((await gateway('/v1/track', { headers, body: {}, bare: true })).status)
    expect(answers).toEqual([401, 401, 429])
  })

  it('is not limited where the operator says so', async () => {
    const off = gatewayWith({}, { TIDEGATE_BROWSER_RATE: '0', TIDEGATE_CLIENT_IP_HEADER: HEADER })
    const answers = await Promise.all([1, 2, 3].map(() => send(off, '198.51.100.1')))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
  })

  it('is counted by Cloudflare where the binding is there, for all instances together', async () => {
    const bindings = { BROWSER_RATE_LIMIT: env.TEST_RATE_LIMIT, TIDEGATE_CLIENT_IP_HEADER: HEADER }
    // Of four in a row, at most two fall into another period of ten seconds each.
    const answers: Response[] = []
    for (let n = 0; n < 4; n++) answers.push(await send(gatewayWith({}, bindings), '198.51.100.1'))
    const limited = answers.filter(({ status }) => status === 429)
    expect(limited.length).toBeGreaterThanOrEqual(2)
    expect(answers.length).toBeGreaterThan(limited.length)
    expect(limited[0]?.headers.get('retry-after')).toBe('10')
  })
})

describe('bodies that never end', () => {
  const endless = () => new ReadableStream()
  const HALF = { 'content-length': String(32 * 1024) }

  it.each(['/e', '/v1/consent'])(
    'at %s are held to the share of browsers: who comes after is asked to come back',
    async (path) => {
      const gateway = gatewayWith({}, { TIDEGATE_BODIES_MAX_MIB: '1' })
      // Half a MiB in bodies of 32 KiB.
      for (let n = 0; n < 16; n++) void gateway(path, { headers: HALF, body: endless() })
      const refused = await gateway(path, { headers: HALF, body: endless() })
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
      expect(await refused.json()).toMatchObject({ code: 'too_busy' })
    },
  )

  it('are given up at 64 KiB where they are an answer about consent', async () => {
    let chunks = 0
    const body = new ReadableStream({
      pull: (controller) => {
        chunks += 1
        controller.enqueue(new Uint8Array(16 * 1024).fill(0x20))
      },
    })
    const refused = await gatewayWith()('/v1/consent', { body })
    expect([refused.status, chunks < 8]).toEqual([413, true])
  })
})

describe('a site that asks its pages for a key', () => {
  const gateway = gatewayWith({ writeKeys: ['wk_shop', 'wk_landing'] })

  it.each(['/e', '/v1/consent'])('turns away a page at %s that names none, or a wrong one', async (path) => {
    for (const query of ['', '?k=', '?k=wk_sho', '?k=wk_shop%20', '?K=wk_shop']) {
      const response = await gateway(`${path}${query}`, { body: sale('k-1') })
      expect([query, response.status]).toEqual([query, 403])
      expect(await response.json()).toMatchObject({ code: 'write_key_missing_or_bad' })
      expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    }
  })

  it('takes the page that names one of them', async () => {
    expect((await gateway('/e?k=wk_landing', { body: sale('k-2') })).status).toBe(202)
    const answer = { visitor_id: 'v', consent: { state: {} } }
    expect((await gateway('/v1/consent?k=wk_shop', { body: answer })).status).toBe(202)
  })

  it('asks none of a server, and other sites are asked for none', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
    expect((await gateway('/v1/events', { headers, body: sale('k-3') })).status).toBe(202)
    expect((await gatewayWith()('/e?k=anything', { body: sale('k-4') })).status).toBe(202)
  })
})

describe('a trial', () => {
  const gateway = gatewayWith()
  const STAGING = { tiktok: 'staging', meta: 'staging' }

  it('from a staging origin is judged and answered, never stored, and takes nothing from the real event', async () => {
    const response = await gateway('/e', { headers: { origin: STAGING_ORIGIN }, body: sale('s-1') })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([202, STAGING_ORIGIN])
    expect(await resultsOf(response)).toMatchObject([{ status: 'refused', reason: 'staging', destinations: STAGING }])
    expect(await rowsStored()).toBe(0)
    expect(await resultsOf(await gateway('/e', { body: sale('s-1') }))).toMatchObject([{ destinations: FULL }])
    const preflight = { origin: STAGING_ORIGIN, 'access-control-request-method': 'POST' }
    expect((await gateway('/e', { method: 'OPTIONS', headers: preflight })).status).toBe(204)
  })

  it('is told every other reason that a real event would be told', async () => {
    const consent = { state: { ad_storage: 'denied' } }
    const response = await gateway('/e', { headers: { origin: STAGING_ORIGIN }, body: sale('s-2', { consent }) })
    expect(await resultsOf(response)).toMatchObject([{ reason: 'consent_denied' }])
    expect(await rowsStored()).toBe(0)
  })

  it.each(['staging', 'Production', '', null, 0, ['production']])(
    'is one where an event, or the list around it, has the environment %j',
    async (environment) => {
      const bodies = [
        { ...sale('s-3'), environment },
        { environment, events: [sale('s-4')] },
      ]
      for (const body of bodies) expect(await resultsOf(await post(body))).toMatchObject([{ destinations: STAGING }])
      expect(await rowsStored()).toBe(0)
    },
  )

  it('is none where the environment is production', async () => {
    expect(
      await resultsOf(await post({ environment: 'production', events: [sale('s-5', { environment: 'production' })] })),
    ).toMatchObject([{ destinations: FULL }])
  })

  it('is one where the address says so, also of an answer about consent: no yes of it is believed', async () => {
    expect(await resultsOf(await gateway('/e?environment=preprod', { body: sale('s-6') }))).toMatchObject([
      { destinations: STAGING },
    ])
    const body = { visitor_id: 'v-7', consent: consent('granted') }
    const grant = await gateway('/v1/consent?environment=preprod', { body })
    expect(await grant.json()).toMatchObject({ decisions: FULL })
    expect(await rowsStored()).toBe(0)
  })

  it.each([
    ['the address', '/v1/consent?environment=preprod', { origin: ORIGIN }, {}],
    ['the page', '/v1/consent', { origin: STAGING_ORIGIN }, {}],
    ['the answer', '/v1/consent', { origin: ORIGIN }, { environment: 'staging' }],
  ])(
    'that is one by the word of %s is obeyed where it is a no, and in nothing else',
    async (_, path, headers, beside) => {
      const gatewayThere = gatewayWith()
      await accept(sale('s-7', { person: { visitor_id: 'v-7' } }))
      const klaro = encodeURIComponent(JSON.stringify({ tiktok: false, other: true, meta: true }))
      const answered = { at: new Date().toISOString(), signals: { cookies: `klaro=${klaro}` } }
      const body = { ...beside, visitor_id: 'v-7', consent: answered }
      const refusal = await gatewayThere(path, { headers, body })
      expect(refusal.status).toBe(200)
      expect(await refusal.json()).toMatchObject({ withdrawn_from: ['tiktok'] })
      expect(refusal.headers.getSetCookie()).toEqual([])
      await deliver()
      expect(await outcomesOf('s-7')).toEqual({ tiktok: 'withdrawn', meta: 'delivered' })
      expect(await rowsOf('snapshots')).toBe(0)
    },
  )

  it('is one where the address of a server says so: no order of a trial reaches a platform', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
    const tried = await gateway('/v1/events?environment=preprod', { headers, body: sale('s-9') })
    expect(await resultsOf(tried)).toMatchObject([{ status: 'refused', destinations: STAGING }])
    const body = { order_id: 'o-9', consent: consent('granted') }
    await gateway('/v1/consent?environment=preprod', { headers, body })
    expect(await rowsStored()).toBe(0)
    const real = await gateway('/v1/events?environment=production', { headers, body: sale('s-9') })
    expect(await resultsOf(real)).toMatchObject([{ destinations: FULL }])
  })

  it('does not wait for consent, and does not show in the diagnostics of what is real', async () => {
    const silent = { consent: undefined, client: { country: 'FR' }, environment: 'staging' }
    expect(await accept(sale('s-8', silent))).toMatchObject([{ reason: 'consent_unknown' }])
    expect(await rowsOf('held')).toBe(0)
    expect((await found('nothing_arrives')).length).toBe(1)
  })
})

describe('a body that somebody has written down', () => {
  it('counts once, from wherever it is sent again', async () => {
    const gateway = gatewayWith({}, { TIDEGATE_CLIENT_IP_HEADER: 'x-visitor-address' })
    const body = sale('replayed')
    const first = await gateway('/e', { headers: { 'x-visitor-address': '198.51.100.1' }, body })
    expect((await resultsOf(first))[0]?.status).toBe('accepted')
    const headers = { 'x-visitor-address': '203.0.113.9', 'user-agent': 'Mozilla/5.0 (Macintosh) Safari/605.1.15' }
    const again = await gateway('/e', { headers, body, cf: { country: 'US', regionCode: 'NY' } })
    expect([again.status, (await resultsOf(again))[0]?.status]).toEqual([200, 'duplicate'])
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['replayed'])
  })
})
