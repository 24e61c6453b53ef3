/** Whatever bytes a caller sends: never a 5xx, and the process stays. */
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN } from '../support/client.ts'
import { newOrder, sale, USER_AGENT } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'

const RUNS = 150

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.stop())

/** A status that blames the caller or thanks them; anything else is ours. */
async function expectNoDefect(
  path: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer> | string,
): Promise<void> {
  const { status, text } = await gateway.send(path, { method: 'POST', headers, body })
  const fault = status < 200 || status >= 500 ? `${status} ${text}` : ''
  expect(fault).toBe('')
}

async function expectNoDefectAnywhere(body: Uint8Array<ArrayBuffer> | string): Promise<void> {
  await expectNoDefect('/v1/events', { 'content-type': 'application/json', authorization: 'Bearer dev' }, body)
  await expectNoDefect('/e', { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': USER_AGENT }, body)
}

/** An event with any JSON in place of some of its members. */
const crookedEvent = fc
  .dictionary(
    fc.constantFrom(
      'event',
      'event_id',
      'occurred_at',
      'page',
      'client',
      'click',
      'person',
      'order',
      'lead',
      'search',
      'consent',
    ),
    fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.dictionary(
        fc.constantFrom('id', 'value', 'currency', 'items', 'url', 'email', 'signals', 'state'),
        fc.jsonValue(),
      ),
    ),
    { maxKeys: 4 },
  )
  .map((members) => ({ ...sale(newOrder()), ...members }))

/** A valid event with some bytes of its text changed. */
const brokenText = fc
  .tuple(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }))
  .map(([changes]) => {
    const bytes = Buffer.from(JSON.stringify({ events: [sale(newOrder()), sale(newOrder())] }))
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte
    return new Uint8Array(bytes)
  })

/** What may stand in an HTTP header and in a cookie. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  maxLength: 200,
})

async function expectWell(): Promise<void> {
  expect(gateway.workerd.process.exitCode).toBeNull()
  expect((await gateway.get('/healthz')).status).toBe(200)
  expect(gateway.output.filter((line) => line.includes('"defect"'))).toEqual([])
}

/** Between 64 and 128 KiB: such a body crosses to its shard as the bytes that it came in. */
const LARGE = 80

/** Written by many shops' programs: a byte order mark, letters of two, three and four bytes, and one byte that is no UTF-8. */
function largeBody(name: Uint8Array): { orders: string[]; body: Uint8Array<ArrayBuffer> } {
  const orders = Array.from({ length: LARGE }, () => newOrder())
  const items = [{ id: 'sku-1', name: '~', quantity: 1, price: 42.5 }]
  const events = orders.map((order) => sale(order, { order: { ...ORDER, id: order, items }, padding: 'p'.repeat(500) }))
  const parts = JSON.stringify({ events }).split('~')
  const bytes = parts.flatMap((part, index) => (index === 0 ? [Buffer.from(part)] : [name, Buffer.from(part)]))
  return { orders, body: new Uint8Array(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), ...bytes])) }
}

const ORDER = { value: 42.5, currency: 'EUR' }

describe('a large body', () => {
  it.each([
    { title: 'accents, marks and emoji', bytes: Buffer.from('Crème à l’huile 😀'), read: 'Crème à l’huile 😀' },
    { title: 'a byte that is no UTF-8', bytes: Buffer.from([0x43, 0x72, 0xe8, 0x6d, 0x65]), read: 'Cr\ufffdme' },
  ])('is read as a small one is: $title', async ({ bytes, read }) => {
    const { orders, body } = largeBody(bytes)
    expect(body.length).toBeGreaterThan(64 * 1024)
    expect(body.length).toBeLessThan(128 * 1024)
    const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
    const answer = await gateway.send('/v1/events', { method: 'POST', headers, body })
    expect(answer.status).toBe(202)
    const again = await gateway.send('/v1/events', { method: 'POST', headers, body })
    expect(again.status).toBe(200)
    await gateway.untilSettled()
    for (const order of [orders[0], orders.at(-1)]) {
      const counted = await gateway.platforms.countedOf('meta', `o-${order}`)
      expect(JSON.stringify(counted.map(({ payload }) => payload))).toContain(read)
    }
  })

  it('of a browser is taken, and read by the gateway itself where no person looks at the page', async () => {
    const { orders, body } = largeBody(Buffer.from('Crème'))
    const headers = { 'content-type': 'text/plain', origin: ORIGIN }
    const robot = {
      ...headers,
      'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    }
    const aside = await gateway.send('/e', { method: 'POST', headers: robot, body })
    expect(aside.text).toContain('"status":"refused"')
    const taken = await gateway.send('/e', { method: 'POST', headers: { ...headers, 'user-agent': USER_AGENT }, body })
    expect(taken.status).toBe(202)
    await gateway.untilSettled()
    expect(await gateway.platforms.countedOf('tiktok', `o-${orders[LARGE - 1]}`)).toHaveLength(1)
  })

  it('that is no JSON, or nothing but bytes, is refused', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
    for (const body of ['x'.repeat(70_000), new Uint8Array(70_000).fill(0xff)]) {
      const { status, text } = await gateway.send('/v1/events', { method: 'POST', headers, body })
      expect([status, text]).toEqual([400, expect.stringContaining('not_json')])
    }
  })
})

describe('whatever a caller sends', () => {
  afterEach(expectWell)

  it('any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), expectNoDefectAnywhere), { numRuns: RUNS })
  })

  it('any JSON', async () => {
    await fc.assert(fc.asyncProperty(fc.json(), expectNoDefectAnywhere), { numRuns: RUNS })
  })

  it('an event with any JSON in its members', async () => {
    const property = fc.asyncProperty(crookedEvent, (event) => expectNoDefectAnywhere(JSON.stringify(event)))
    await fc.assert(property, { numRuns: RUNS })
  })

  it('an event with some bytes changed', async () => {
    await fc.assert(fc.asyncProperty(brokenText, expectNoDefectAnywhere), { numRuns: RUNS })
  })

  it('any token, origin, cookie or content type', async () => {
    const property = fc.asyncProperty(headerText, headerText, headerText, async (one, two, three) => {
      const headers = {
        authorization: `Bearer ${one}`,
        cookie: `${two}=${three}; _fbc=${one}`,
        'sec-gpc': three,
        origin: ORIGIN,
      }
      await expectNoDefect(
        '/v1/events',
        { ...headers, 'content-type': 'application/json' },
        JSON.stringify(sale(newOrder())),
      )
      await expectNoDefect('/e', { ...headers, 'content-type': two, origin: one }, JSON.stringify(sale(newOrder())))
      await expectNoDefect(
        '/e',
        { ...headers, 'content-type': 'text/plain', 'user-agent': two },
        JSON.stringify(sale(newOrder())),
      )
    })
    await fc.assert(property, { numRuns: RUNS })
  })

  it('nothing of what was taken is left undelivered by it', async () => {
    await gateway.untilSettled()
    const order = newOrder()
    await gateway.fromServer(sale(order))
    await gateway.untilSettled()
    expect(await gateway.platforms.countedOf('tiktok', `o-${order}`)).toHaveLength(1)
    expect(await gateway.metric('tidegate_deliveries_total', 'outcome="rejected"')).toBe(0)
  })
})
