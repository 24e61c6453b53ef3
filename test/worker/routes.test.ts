/** What callers and operators see over HTTP. */
import { abortAllDurableObjects, env, reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { createApp } from '../../src/router.ts'
import { sale, sales } from './events.ts'
import { accept, BASE, beacon, get, ORIGIN, post, resultsOf, sql } from './gateway.ts'
import { clearPlatforms } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

function call(path: string, init: RequestInit): Promise<Response> {
  return exports.default.fetch(`${BASE}${path}`, init)
}

function withEnv(
  path: string,
  bindings: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(createApp().fetch(new Request(`${BASE}${path}`, { headers }), { ...env, ...bindings }))
}

function deep(depth: number): unknown {
  return depth === 0 ? 1 : { a: deep(depth - 1) }
}

describe('every problem', () => {
  const JSON_TYPE = { 'content-type': 'application/json' }
  const TOKEN = { ...JSON_TYPE, authorization: 'Bearer dev' }
  const cases: readonly [code: string, status: number, ask: () => Promise<Response>][] = [
    ['not_json', 400, () => post('{"event":')],
    ['wrong_structure', 400, () => post({ event: 'purchase' })],
    ['wrong_structure', 400, () => post('42')],
    ['too_deep', 400, () => post({ ...sale('x'), extra: deep(40) })],
    ['forbidden_key', 400, () => post('{"event":"purchase","event_id":"1","person":{"__proto__":{"a":1}}}')],
    ['no_events', 400, () => post({ events: [] })],
    ['too_many_events', 400, () => post({ events: sales(501, 'x') })],
    ['token_missing_or_bad', 401, () => post(sale('x'), { authorization: '' })],
    ['token_missing_or_bad', 401, () => post(sale('x'), { authorization: 'Basic ZGV2' })],
    ['token_missing_or_bad', 401, () => get('/v1/receipts', { authorization: 'Bearer not.a.token' })],
    ['origin_not_allowed', 403, () => beacon(sale('x'), { origin: 'https://evil.example' })],
    ['origin_not_allowed', 403, () => call('/e', { method: 'POST', ...JSON_TYPE, body: JSON.stringify(sale('x')) })],
    ['origin_not_allowed', 403, () => call('/e', { method: 'OPTIONS', headers: { origin: 'null' } })],
    ['not_found', 404, () => get('/nothing')],
    ['not_found', 404, () => withEnv('/dev/decisions', { TIDEGATE_LIVE_VIEW: 'off' })],
    ['method_not_allowed', 405, () => call('/v1/events', { method: 'PUT', headers: TOKEN, body: '{}' })],
    ['method_not_allowed', 405, () => call('/healthz', { method: 'DELETE' })],
    ['body_too_large', 413, () => post(' '.repeat(1024 * 1024 + 1))],
    ['wrong_content_type', 415, () => post(sale('x'), { 'content-type': 'text/plain' })],
    ['wrong_content_type', 415, () => beacon(sale('x'), { 'content-type': 'application/x-www-form-urlencoded' })],
    ['misconfigured', 503, () => withEnv('/healthz', { TIDEGATE_ENV: 'staging' })],
    ['defect', 500, () => withEnv('/v1/receipts', { OUTBOX: undefined }, { authorization: 'Bearer dev' })],
  ]

  it.each(cases)('is told by RFC 9457: %s, status %i', async (code, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const problem: Record<string, unknown> = await response.json()
    expect(problem).toMatchObject({ code, status, title: expect.stringMatching(/\S/) })
    expect(URL.canParse(String(problem['type']))).toBe(true)
    expect(problem['detail'] ?? '').toBeTypeOf('string')
  })

  it('has the paths of what is wrong, and no value of it', async () => {
    const response = await post({
      ...sale('x'),
      order: { id: 'x', value: 'camille.durand@example.com' },
      occurred_at: 'yesterday',
    })
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ path: 'order.value' }),
        expect.objectContaining({ path: 'occurred_at' }),
      ]),
    })
    expect(text).not.toContain('camille')
    expect(text).not.toContain('yesterday')
  })

  it('says which methods there are, where the method is wrong (RFC 9110 section 15.5.6)', async () => {
    const response = await call('/v1/events', { method: 'PUT' })
    expect(response.headers.get('allow') ?? '').toContain('POST')
  })

  it('says how a caller may identify, where it did not (RFC 9110 section 15.5.2)', async () => {
    expect((await post(sale('x'), { authorization: '' })).headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('says when to come back, where it is a 503', async () => {
    const response = await withEnv('/v1/receipts', { TIDEGATE_ENV: 'staging' })
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('names the setting that is wrong, and never a secret', async () => {
    const secret = 'too-short-secret'
    const text = await (await withEnv('/healthz', { TIDEGATE_TOKEN_SECRET: secret })).text()
    expect(text).toContain('TIDEGATE_TOKEN_SECRET')
    expect(text).not.toContain(secret)
  })

  it('names a jurisdiction that does not exist', async () => {
    const response = await withEnv('/healthz', { TIDEGATE_JURISDICTION: 'mars' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('TIDEGATE_JURISDICTION')
  })
})

describe('bodies that are being taken', () => {
  // As in outbox.test.ts: one application in the test's own context.
  it('are read a few at a time where they are large; the next waits, unread, until there is room again', async () => {
    const app = createApp()
    const ends: (() => void)[] = []
    const slow = (id: string) =>
      // Chunked: it does not say how long it is, and counts as the longest.
      new ReadableStream<Uint8Array>({
        start(controller) {
          ends.push(() => {
            controller.enqueue(new TextEncoder().encode(JSON.stringify(sale(id))))
            controller.close()
          })
        },
      })
    const send = async (body: BodyInit) => {
      const length = typeof body === 'string' ? { 'content-length': String(body.length) } : {}
      const headers = { 'content-type': 'application/json', authorization: 'Bearer dev', ...length }
      return app.fetch(new Request(`${BASE}/v1/events`, { method: 'POST', headers, body }), env)
    }
    const first = Array.from({ length: 4 }, (_, index) => send(slow(`slow-${index}`)))
    let answered = false
    const next = send(JSON.stringify({ events: [sale('next')], padding: 'x'.repeat(256 * 1024) }))
    void next.then(() => (answered = true))
    expect((await send(JSON.stringify(sale('small')))).status).toBe(202)
    expect(answered).toBe(false)
    for (const end of ends) end()
    expect((await Promise.all([...first, next])).map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
  })
})

describe('a call with good and bad events', () => {
  it('is 202 with one result for each in order; the bad one has its paths', async () => {
    const response = await post({ events: [sale('a'), { event: 'purchase', event_id: 'b', order: 7 }, sale('c')] })
    expect(response.status).toBe(202)
    expect(await resultsOf(response)).toMatchObject([
      { event_id: 'a', status: 'accepted' },
      { event_id: 'b', status: 'refused', reason: 'malformed', errors: [{ path: 'events.1.order' }] },
      { event_id: 'c', status: 'accepted' },
    ])
  })

  it('takes an alias of a platform and a body of exactly 1 MiB', async () => {
    const text = JSON.stringify(sale('big', { event: 'CompletePayment' }))
    const response = await post(text + ' '.repeat(1024 * 1024 - text.length))
    expect(await resultsOf(response)).toMatchObject([{ event_id: 'big', status: 'accepted' }])
  })
})

describe('the headers of an answer to events', () => {
  const SAID = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  }
  const headersOf = ({ headers }: Response) => Object.fromEntries(headers)

  it('are the same whether it was taken, was known, or is refused', async () => {
    const answers = [await post(sale('x')), await post(sale('x')), await post('{')]
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 400])
    expect(answers.map(headersOf)).toEqual(
      ['application/json', 'application/json', 'application/problem+json'].map((type) =>
        expect.objectContaining({ ...SAID, 'content-type': type }),
      ),
    )
  })

  it('have nothing of the answers before: what one origin may read, or who must identify, is no other caller’s', async () => {
    const page = [await beacon(sale('x')), await beacon(sale('x')), await beacon('{')]
    expect(page.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([ORIGIN, ORIGIN, ORIGIN])
    expect((await post(sale('y'), { authorization: '' })).headers.has('www-authenticate')).toBe(true)
    const server = [await post(sale('y')), await post(sale('y')), await post('{')]
    const names = server.flatMap((answer) => Object.keys(headersOf(answer)))
    expect(names.filter((name) => /^access|^vary|cookie|authenticate/.test(name))).toEqual([])
  })
})

describe('POST /e', () => {
  it('answers the origin that it knows, with credentials', async () => {
    const response = await beacon(sale('b-1'), {}, { country: 'FR' })
    expect(response.status).toBe(202)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    expect(response.headers.get('vary')).toContain('Origin')
  })

  it('lets the page read a refusal too', async () => {
    const response = await beacon({ event: 'nothing' })
    expect(response.status).toBe(400)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  it('answers the preflight of its origin, and of no other', async () => {
    const ask = (origin: string) =>
      call('/e', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
    const answer = await ask(ORIGIN)
    expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type'])
    expect((await ask(`${ORIGIN}.evil.com`)).status).toBe(403)
  })

  const SILENT = (changes: Record<string, unknown> = {}) => {
    const { consent: _consent, ...event } = sale(`b-${crypto.randomUUID()}`, {
      client: { country: 'US', region: 'US-CA' },
      ...changes,
    })
    return event
  }
  const refusalOf = async (response: Promise<Response>) => (await resultsOf(await response))[0]?.reason

  it('believes the connection about the country, and not the page', async () => {
    expect(await refusalOf(beacon(SILENT(), {}, { country: 'FR' }))).toBe('consent_unknown')
    expect(
      await resultsOf(await beacon(SILENT({ client: { country: 'FR' } }), {}, { country: 'US', regionCode: 'CA' })),
    ).toMatchObject([{ status: 'accepted', destinations: { tiktok: 'full', meta: 'full' } }])
  })

  it('needs consent where nothing says where the person is, whatever the page says', async () => {
    expect(await refusalOf(beacon(SILENT()))).toBe('consent_unknown')
  })

  it('needs consent where nothing says where the person is, also if the page says that they live in the United States', async () => {
    expect(await refusalOf(beacon(SILENT({ person: { email: 'camille.durand@example.com', country: 'US' } })))).toBe(
      'consent_unknown',
    )
  })

  it('hears Global Privacy Control in the browser’s own header', async () => {
    expect(await refusalOf(beacon(SILENT(), { 'sec-gpc': '1' }, { country: 'US', regionCode: 'CA' }))).toBe('opted_out')
  })

  it('does not take the header for a server’s: there it is not the person’s', async () => {
    const response = await post(SILENT(), { 'sec-gpc': '1' })
    expect(await resultsOf(response)).toMatchObject([{ status: 'accepted' }])
  })
})

describe('GET /healthz', () => {
  it('is 200 when every shard has just written a row', async () => {
    const response = await get('/healthz')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ status: 'ok', shards: { 'atelier-rivage/0': 'ok' } })
  })

  it('is 503 and names the shard that cannot write, and 200 again when it can', async () => {
    await get('/healthz')
    await sql('DROP TABLE meta')
    const response = await get('/healthz')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({
      status: 'outbox_unavailable',
      shards: { 'atelier-rivage/0': 'cannot_write' },
    })
    await abortAllDurableObjects()
    expect((await get('/healthz')).status).toBe(200)
  })
})

describe('GET /v1/receipts', () => {
  it('gives the newest first, as many as asked for', async () => {
    await accept([sale('r-1'), sale('r-2')])
    await accept(sale('r-3'))
    const ids = async (limit: string) => {
      const response = await get(`/v1/receipts?limit=${limit}`, { authorization: 'Bearer dev' })
      return (await response.json<{ receipts: { event_id: string }[] }>()).receipts.map(({ event_id }) => event_id)
    }
    expect((await ids('2')).every((id) => id === 'r-3')).toBe(true)
    expect(await ids('1')).toHaveLength(1)
    for (const odd of ['0', '-5', 'x', '1e99']) expect((await ids(odd)).length).toBeGreaterThan(0)
  })
})

interface OpenApiResults {
  components: {
    schemas: { Results: { properties: { results: { items: { properties: { event_id: object } } } } } }
  }
}

describe('GET /v1/openapi.json', () => {
  it('is OpenAPI 3.1 and names every route that there is', async () => {
    const document = await (await get('/v1/openapi.json')).json<{ openapi: string; paths: Record<string, object> }>()
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    // A preflight is part of CORS, and the developer's page is no interface.
    const routes = ROUTES.filter(({ method, path }) => method !== 'OPTIONS' && !path.startsWith('/dev/')).map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)(?:\{\.\+\})?/, '{$1}')}`,
    )
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
  })

  it('describes an event whose id could not be read as it is answered', async () => {
    const response = await post({ events: [sale('ok'), { event: 'purchase' }] })
    const [, bad] = await resultsOf(response)
    const { components } = await (await get('/v1/openapi.json')).json<OpenApiResults>()
    const schema = components.schemas.Results.properties.results.items.properties.event_id
    // Either the answer leaves the id out, as the document says, or the document says that it may be null.
    expect(bad?.event_id === undefined || JSON.stringify(schema).includes('null')).toBe(true)
  })
})
