/** Every way of sending something wrong is answered with a problem that says what (RFC 9457), and stores nothing. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../support/client.ts'
import { consent, newOrder, sale, USER_AGENT } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'

const MIB = 1024 * 1024

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(async () => {
  await gateway.untilSettled()
})
afterAll(() => gateway.stop())

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.body).toMatchObject({
    type: `urn:tidegate:problem:${code}`,
    status,
    code,
    title: expect.stringMatching(/\S/),
  })
  expect(answer.status).toBe(status)
}

const ENDPOINTS = [
  ['POST /v1/events', (body: unknown, headers = {}) => gateway.fromServer(body, headers)],
  ['POST /e', (body: unknown, headers = {}) => gateway.fromBrowser(body, { 'user-agent': USER_AGENT, ...headers })],
] as const

describe.each(ENDPOINTS)('%s', (path, post) => {
  const bodies: readonly (readonly [string, string, string])[] = [
    ['nothing', '', 'not_json'],
    ['half a document', '{"event":', 'not_json'],
    ['two documents', '{}{}', 'not_json'],
    ['a form', 'event=purchase', 'not_json'],
    ['a number', '7', 'wrong_structure'],
    ['null', 'null', 'wrong_structure'],
    ['a text', '"purchase"', 'wrong_structure'],
    ['an empty object', '{}', 'wrong_structure'],
    ['events that are no list', '{"events":{}}', 'wrong_structure'],
    ['a list of no events', '{"events":[]}', 'no_events'],
    ['a list of nothing but numbers', '{"events":[1,2]}', 'wrong_structure'],
    ['501 events', JSON.stringify({ events: Array.from({ length: 501 }, () => ({})) }), 'too_many_events'],
    ['a member named __proto__', '{"event":"purchase","event_id":"1","__proto__":{"a":1}}', 'forbidden_key'],
    [
      '__proto__ deep inside',
      '{"events":[{"event":"purchase","event_id":"1","order":{"items":[{"__proto__":1}]}}]}',
      'forbidden_key',
    ],
    [
      'a member named constructor',
      '{"event":"purchase","event_id":"1","page":{"constructor":{"prototype":1}}}',
      'forbidden_key',
    ],
    ['forty levels', `{"event":"purchase","event_id":"1","page":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}`, 'too_deep'],
    ['a hundred thousand levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'too_deep'],
  ]
  it.each(bodies)('refuses %s with 400', async (_title, body, code) => {
    expectProblem(await post(body), 400, code)
  })

  it('names every path that is wrong, and repeats no value', async () => {
    const event = sale(newOrder(), {
      event_id: '',
      occurred_at: 'yesterday',
      page: { url: 7 },
      click: { fbc: 9 },
      person: { email: ['camille.durand@example.com'] },
      order: { value: -1, currency: 'EURO', items: [{ id: 'a', quantity: 1.5 }, { price: 'free' }] },
    })
    const answer = await post(event)
    expectProblem(answer, 400, 'wrong_structure')
    const paths = new Set(answer.body.errors?.map((error) => error.path))
    expect([...paths].toSorted()).toEqual([
      'click.fbc',
      'event_id',
      'occurred_at',
      'order.currency',
      'order.items.0.quantity',
      'order.items.1.id',
      'order.items.1.price',
      'order.value',
      'page.url',
      'person.email',
    ])
    for (const value of ['yesterday', 'EURO', 'free', 'camille']) expect(answer.text).not.toContain(value)
  })

  it('takes the good events of a list and says of each bad one what is wrong', async () => {
    const good = newOrder()
    const { status, body } = await post({ events: [{ event: 'purchas', event_id: 'x' }, sale(good), 5] })
    expect(status).toBe(202)
    expect(body.results?.map((result) => [result.event_id, result.status, result.reason])).toEqual([
      ['x', 'refused', 'malformed'],
      [`o-${good}`, 'accepted', undefined],
      [null, 'refused', 'malformed'],
    ])
    expect(body.results?.[0]?.errors).toEqual([
      { path: 'events.0.event', message: 'unknown event name; did you mean purchase?' },
    ])
    expect(body.results?.[2]?.errors?.map((error) => error.path)).toEqual(['events.2'])
  })

  it('takes a body of exactly 1 MiB, and refuses one byte more with 413', async () => {
    const body = JSON.stringify(sale(newOrder()))
    expect((await post(body.padEnd(MIB))).status).toBe(202)
    expectProblem(await post(body.padEnd(MIB + 1)), 413, 'body_too_large')
  })

  it('refuses 2 MiB that come in pieces and without a length, with 413', async () => {
    const text = JSON.stringify(sale(newOrder())).padEnd(2 * MIB)
    const head = await answerToHead(
      path,
      ['content-type: application/json', 'transfer-encoding: chunked'],
      pieces(text),
    )
    expect(head).toMatch(/^HTTP\/1\.1 413 /)
    expect(head).toContain('body_too_large')
  })

  it('refuses an announced length over the limit before anything of the body has come', async () => {
    const head = await answerToHead(path, ['content-type: application/json', 'content-length: 1073741824'])
    expect(head).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('answers a body with broken chunks as the sender’s mistake, not as a defect of ours', async () => {
    const head = await answerToHead(
      path,
      ['content-type: application/json', 'transfer-encoding: chunked'],
      ['zz\r\nhello\r\n'],
    )
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(head).toContain('body_incomplete')
  })

  it.each([
    '',
    'text/html',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
  ])('refuses the content type "%s" with 415', async (type) => {
    expectProblem(await post(sale(newOrder()), { 'content-type': type }), 415, 'wrong_content_type')
  })

  it('names an event from the future, and one that is older than any platform takes', async () => {
    const at = (ms: number) => sale(newOrder(), { occurred_at: new Date(Date.now() + ms).toISOString() })
    const { body } = await post({ events: [at(11 * 60_000), at(-40 * 86_400_000)] })
    expect(body.results?.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      'refused event_in_future',
      'refused event_too_old',
    ])
  })
})

function pieces(text: string): string[] {
  const chunks = text.match(/[^]{1,65536}/g) ?? []
  return chunks.map((chunk) => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`)
}

/**
 * What is answered to a request that sends its head, and then `pieces` one by one: nothing more once the answer is there. Whoever has
 * answered closes, and a piece that was on its way then breaks the pipe before the answer was read: then it is asked again.
 */
async function answerToHead(path: string, headers: readonly string[], pieces: readonly string[] = []): Promise<string> {
  const { hostname, port } = new URL(gateway.url)
  const own = [`${path} HTTP/1.1`, 'host: gateway', 'origin: http://127.0.0.1:1', 'authorization: Bearer dev']
  const head = [...own, ...headers, '', ''].join('\r\n')
  for (let asked = 0; asked < 3; asked++) {
    const socket = connect(Number(port), hostname)
    const answer = await Promise.race([firstBytes(socket), sendSlowly(socket, [head, ...pieces])])
    socket.destroy()
    if (answer !== undefined) return answer
  }
  throw new Error('closed three times without an answer')
}

/** Undefined where the connection broke before. */
async function firstBytes(socket: Socket): Promise<string | undefined> {
  try {
    return String((await once(socket, 'data'))[0])
  } catch {
    return undefined
  }
}

/** Ends only where the connection has: the answer comes while it sends, or after. */
async function sendSlowly(socket: Socket, pieces: readonly string[]): Promise<undefined> {
  const closed = once(socket, 'close').catch(() => undefined)
  for (const piece of pieces) {
    if (socket.destroyed) break
    socket.write(piece)
    await sleep(10)
  }
  await closed
}

describe('an address', () => {
  it.each([
    '/',
    '/v1',
    '/v1/event',
    '/v1/events/',
    '/e/1',
    '/V1/events',
    '/favicon.ico',
    '/.env',
    '/%2e%2e/etc/passwd',
  ])('that is not there is answered 404: %s', async (path) => {
    expectProblem(await gateway.get(path), 404, 'not_found')
  })

  it.each([
    ['GET', '/v1/events', ['POST']],
    ['PUT', '/v1/events', ['POST']],
    ['DELETE', '/e', ['OPTIONS', 'POST']],
    ['POST', '/healthz', ['GET']],
    ['POST', '/metrics', ['GET']],
    ['PATCH', '/v1/openapi.json', ['GET']],
  ])(
    'asked with a method that it does not take is answered 405 and the methods that it takes: %s %s',
    async (method, path, allowed) => {
      const answer = await gateway.send(path, { method })
      expectProblem(answer, 405, 'method_not_allowed')
      // RFC 9110 section 15.5.6: a 405 must carry Allow.
      const allow = (answer.headers.get('allow') ?? '').split(',').map((name) => name.trim())
      expect(allow.filter((name) => name !== 'HEAD').toSorted()).toEqual(allowed)
    },
  )
})

describe('a gateway that has had all of this', () => {
  it('is well, and takes the next sale', async () => {
    expect((await gateway.get('/healthz')).status).toBe(200)
    await gateway.platforms.clear()
    const order = newOrder()
    expect((await gateway.fromServer(sale(order, { consent: consent('granted') }))).status).toBe(202)
    await gateway.untilSettled()
    expect((await gateway.platforms.counted('meta')).map(({ event_id }) => event_id)).toEqual([`o-${order}`])
    expect(gateway.output.filter((line) => line.includes('defect') || /error|exception/i.test(line))).toEqual([])
  })

  it('describes what it takes at /v1/openapi.json', async () => {
    const { text } = await gateway.get('/v1/openapi.json')
    const document: { openapi: string; paths: Record<string, unknown> } = JSON.parse(text)
    expect(document.openapi).toMatch(/^3\.[01]\.\d/)
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/events', '/e']))
  })
})
