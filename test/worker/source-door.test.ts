/** What a source's request meets before and after its events: packed bodies, other sites' pages, demands of the shop, broken input. */
import { reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VectorContext } from '../../scripts/vectors/source-vector.ts'
import { SOURCE_PATHS } from '../../src/routes/source-paths.ts'
import { everythingStored, sql } from './gateway.ts'
import { keepFromPlatforms, sendUnder, sendVector, vectorNamed, VECTORS } from './source-gateway.ts'
import { SECRETS, SIGNERS } from './source-signatures.ts'

const NOW = '2026-11-20T17:04:15Z'
const GATEWAY = 'https://events.shop.example'
const CONTEXT: VectorContext = {
  received_at: NOW,
  secrets: SECRETS,
  settings: {
    ga4_measurement_ids: ['G-DEMO12345'],
    tiktok_pixel_codes: ['C4DEMO'],
    meta_pixel_ids: ['100000000000001'],
  },
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) })
  keepFromPlatforms()
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await reset()
})

function send(path: string, init: RequestInit): Promise<Response> {
  return sendUnder(CONTEXT, new Request(`${GATEWAY}${path}`, { method: 'POST', ...init }))
}

async function signed(source: string, text: string): Promise<RequestInit> {
  const body = new TextEncoder().encode(text)
  const headers = await SIGNERS[source]?.(body, Date.now())
  return { headers: { 'content-type': 'application/json', ...headers }, body }
}

const waiting = () => sql<{ destination: string }>('SELECT destination FROM pending')

describe('a packed body', () => {
  const SEGMENT = { 'content-type': 'application/json', authorization: `Basic ${btoa('wk_demo_1:')}` }

  function packed(text: string, format: 'gzip' | 'deflate'): Promise<ArrayBuffer> {
    return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream(format))).arrayBuffer()
  }

  it.each(['gzip', 'deflate'] as const)('of another tool is unpacked: %s', async (format) => {
    const text = JSON.stringify({ batch: [{ type: 'page', messageId: 'm-1', anonymousId: 'a', properties: {} }] })
    const headers = { ...SEGMENT, 'content-encoding': format }
    const response = await send('/v1/batch', { headers, body: await packed(text, format) })
    expect([response.status, await response.json()]).toMatchObject([200, { results: [{ event_id: 'm-1' }] }])
  })

  it('is read no further than a body may be long', async () => {
    const bomb = await packed(' '.repeat(32 * 1024 * 1024), 'gzip')
    expect(bomb.byteLength).toBeLessThan(64 * 1024)
    const response = await send('/v1/batch', { headers: { ...SEGMENT, 'content-encoding': 'gzip' }, body: bomb })
    expect(response.status).toBe(413)
  })

  it('that breaks off, or is packed some other way, is told so', async () => {
    const broken = (await packed('{"batch":[]}', 'gzip')).slice(0, 12)
    const cases = [
      ['gzip', broken, 400],
      ['br', broken, 415],
    ] as const
    for (const [coding, body, status] of cases) {
      const response = await send('/v1/batch', { headers: { ...SEGMENT, 'content-encoding': coding }, body })
      expect(response.status).toBe(status)
    }
  })
})

describe('the Measurement Protocol', () => {
  it('is told of the key and of the measurement id what is wrong with them', async () => {
    const { input, context } = vectorNamed('ga4-mp-purchase')
    const ask = async (query: string) => {
      const response = await sendUnder(context, new Request(`${GATEWAY}/mp/collect?${query}`, input))
      return [response.status, /"code":"(\w+)"/.exec(await response.text())?.[1]]
    }
    const secret = 'api_secret=ga4_mp_secret_demo'
    expect(await ask(`measurement_id=G-OTHER&${secret}`)).toEqual([403, 'key_unknown'])
    expect(await ask(secret)).toEqual([403, 'key_missing'])
    expect(await ask('measurement_id=G-OTHER&api_secret=nope')).toEqual([401, 'key_unknown'])
    expect(await ask(`measurement_id=G-DEMO12345&${secret}`)).toEqual([204, undefined])
  })
})

describe('the pages of other tools', () => {
  it('are asked for by the origins of the site alone, also in a preflight', async () => {
    const ask = (origin: string) => send('/v1/track', { method: 'OPTIONS', headers: { origin } })
    const own = await ask('https://shop.example')
    expect(own.status).toBe(204)
    expect(own.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(own.headers.get('access-control-allow-headers')).toBe('content-type, authorization')
    const strange = await ask('https://evil.example')
    expect([strange.status, strange.headers.get('access-control-allow-origin')]).toEqual([403, null])
  })

  it('may read the answer, and a stranger’s page is refused whatever id it shows', async () => {
    const { input, context } = vectorNamed('tiktok-pixel-post')
    const from = (origin: string) =>
      sendUnder(context, new Request(input.url ?? '', { ...input, headers: { ...input.headers, Origin: origin } }))
    const own = await from('https://shop.example')
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example'])
    expect(own.headers.getSetCookie()).toEqual([])
    expect((await from('https://evil.example')).status).toBe(403)
  })

  // A sandbox has no origin, and browsers say so: `Origin: null`. Its page names the shop in the address.
  it('that run in Shopify’s sandbox are let in by the shop that they name, and no other page is', async () => {
    const { input, context } = vectorNamed('pixel-checkout-completed')
    const ask = (path: string) =>
      sendUnder(context, new Request(`${GATEWAY}${path}`, { ...input, headers: { ...input.headers, Origin: 'null' } }))
    expect((await ask('/hooks/shopify-pixel')).status).toBe(403)
    expect((await ask('/hooks/shopify-pixel?shop=another.myshopify.com')).status).toBe(403)
    expect((await ask('/hooks/shopify-pixel?shop=atelier-rivage-demo.myshopify.com')).status).toBe(202)
    expect(
      (await send('/data', { headers: { origin: 'null', 'content-type': 'text/plain' }, body: '{}' })).status,
    ).toBe(403)
  })

  it('may tell of what the contract has no name for', async () => {
    const { input, context } = vectorNamed('pixel-add-to-cart')
    const body = input.body.replace('product_added_to_cart', 'product_removed_from_cart')
    const response = await sendUnder(context, new Request(`${GATEWAY}/hooks/shopify-pixel`, { ...input, body }))
    expect([response.status, await response.json()]).toEqual([
      200,
      { ignored: { reason: 'not_an_event', ledger: false } },
    ])
  })

  it('send by the law of the country that they are in, and a server that passes their requests on does not', async () => {
    const { input, context } = vectorNamed('ga4-no-consent-params')
    const fromUs = (headers: Record<string, string>) => {
      const { 'User-Agent': agent = '', 'Content-Type': type = '' } = input.headers
      const init = {
        ...input,
        headers: { 'user-agent': agent, 'content-type': type, ...headers },
        cf: { country: 'US' },
      }
      return sendUnder(context, new Request(input.url ?? '', init))
    }
    expect((await fromUs({})).status).toBe(204)
    expect(await waiting()).toEqual([])
    await reset()
    expect((await fromUs({ origin: 'https://shop.example' })).status).toBe(204)
    expect(await waiting()).toHaveLength(2)
  })

  it('that ask for a picture get one', async () => {
    const response = await sendVector(vectorNamed('tiktok-pixel-base64-get'))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif'])
  })

  it('that nobody looks at are counted and not stored', async () => {
    const { input, context } = vectorNamed('tiktok-pixel-post')
    const headers = { ...input.headers, 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
    const response = await sendUnder(context, new Request(input.url ?? '', { ...input, headers }))
    expect(await response.json()).toMatchObject({ results: [{ status: 'refused', reason: 'bot' }] })
    expect(await sql('SELECT 1 FROM receipts')).toEqual([])
  })
})

describe('a webhook', () => {
  it('of a shop where things are tried out is judged and never delivered', async () => {
    const { context, input } = vectorNamed('shopify-order-create')
    const response = await sendUnder(context, new Request(`${GATEWAY}/hooks/shopify?environment=staging`, input))
    const told = await response.json()
    expect(told).toMatchObject({ results: [{ destinations: { meta: 'staging', tiktok: 'staging' } }] })
    expect([...(await waiting()), ...(await sql('SELECT 1 FROM orders'))]).toEqual([])
    expect((await sendVector(vectorNamed('shopify-order-create'))).status).toBe(202)
  })

  it('for a site that there is not is nobody’s', async () => {
    const { context, input } = vectorNamed('shopify-order-create')
    const ask = (site: string) => sendUnder(context, new Request(`${GATEWAY}/hooks/shopify?site=${site}`, input))
    expect((await ask('nowhere')).status).toBe(401)
    expect((await ask('atelier-rivage')).status).toBe(202)
  })

  it('says of a sale once what became of it, however often the shop tells of it', async () => {
    await sendVector(vectorNamed('woo-order-created'))
    await sendVector(vectorNamed('woo-updated-again'))
    await sendVector(vectorNamed('woo-updated-again'))
    expect((await waiting()).map(({ destination }) => destination).toSorted()).toEqual(['meta', 'tiktok'])
  })

  it('that demands to forget somebody takes back what waits for them', async () => {
    await sendVector(vectorNamed('shopify-order-create'))
    expect(await waiting()).toHaveLength(2)
    const redact = vectorNamed('shopify-gdpr-redact-email-only')
    const { customer } = JSON.parse(redact.input.body) as { customer: object }
    const unusable = await signed('shopify.webhook', JSON.stringify({ id: 4711, customer }))
    const headers = new Headers(unusable.headers)
    headers.set('x-shopify-topic', 'orders/paid')
    headers.set('x-shopify-shop-domain', 'atelier-rivage-demo.myshopify.com')
    expect((await send('/hooks/shopify', { ...unusable, headers })).status).toBe(200)
    expect(await sql('SELECT order_id FROM parked')).toEqual([{ order_id: '4711' }])
    expect((await sendVector(redact)).status).toBe(200)
    expect(await waiting()).toEqual([])
    expect(await sql('SELECT 1 FROM parked')).toEqual([])
  })

  it('that was parked is read again once its cause is mended', async () => {
    const { context, input } = vectorNamed('shopify-order-create')
    const otherShop = { ...context, settings: { shop_domain: 'another.myshopify.com' } }
    const parked = await sendUnder(otherShop, new Request(`${GATEWAY}/hooks/shopify`, input))
    expect([parked.status, await parked.json()]).toEqual([200, { parked: { code: 'wrong_shop' } }])
    const redrive = async (under: VectorContext) => {
      const headers = { authorization: 'Bearer dev' }
      const url = `${GATEWAY}/v1/parked/redrive?code=wrong_shop`
      return (await sendUnder(under, new Request(url, { method: 'POST', headers }))).json()
    }
    expect(await redrive(otherShop)).toMatchObject({ done: 0, stayed: { wrong_shop: 1 } })
    expect(await waiting()).toEqual([])
    vi.setSystemTime(Date.now() + 86_400_000)
    expect(await redrive(context)).toEqual({ looked: 1, done: 1, stayed: {}, next_cursor: null })
    expect(await waiting()).toHaveLength(2)
    expect(await sql('SELECT 1 FROM parked')).toEqual([])
  })

  it('of which one event cannot be taken is parked for that one, and the others are taken', async () => {
    const sale = (id: string, value: unknown) => ({
      event: 'purchase',
      occurred_at: NOW,
      order: { id, value, currency: 'EUR' },
      person: { email: `${id}@example.com` },
      consent: { state: { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' } },
    })
    const text = JSON.stringify({ events: [sale('W-1', 47.4), sale('W-2', 'much')] })
    const response = await send('/hooks/webhook', await signed('webhook.generic', text))
    const parked = { code: 'malformed', paths: ['events.1.order.value'] }
    expect([response.status, await response.json()]).toEqual([200, { parked }])
    expect(await sql('SELECT DISTINCT order_id FROM orders')).toEqual([{ order_id: 'W-1' }])
    expect(await sql('SELECT 1 FROM parked')).toHaveLength(1)
    expect((await waiting()).length).toBeGreaterThan(0)
  })

  it('without a right signature leaves no more than a hash of the order that it speaks of', async () => {
    const { headers } = await signed('shopify.webhook', 'another body')
    const body = JSON.stringify({ id: 987654321, total_price: '1.00', currency: 'EUR' })
    expect((await send('/hooks/shopify', { headers: headers ?? {}, body })).status).toBe(401)
    const rows = await sql<{ link: string; code: string }>('SELECT link, code FROM door_refusals')
    expect(rows).toEqual([{ link: expect.stringMatching(/^[0-9a-f]{16}$/), code: 'signature_mismatch' }])
    expect(await everythingStored()).not.toContain('987654321')
  })
})

/** What a sender may get wrong: the bodies of the vectors, broken in ways that take the same road every time. */
const BREAKS: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, text.length / 2),
  (text) => text.replace(/"/g, "'"),
  (text) => text.replace(/:\s*"[^"]*"/g, ':null'),
  (text) => text.replace(/:\s*-?\d+(\.\d+)?/g, ':"x"'),
  (text) => text.replace(/:\s*"[^"]*"/g, ':{"a":[1]}'),
  (text) => text.replace(/\[/g, '{"0":[').replace(/\]/g, ']}'),
  (text) => text.replace(/"([a-z_]+)":/g, '"__proto__":'),
  (text) => text.replace(/:\s*(\d+)/g, ':-99999999999999999999$1'),
  (text) => `[${text},${text}]`,
  (text) => `${'{"a":'.repeat(2_000)}${text}${'}'.repeat(2_000)}`,
  (text) => text.replace(/camille/gi, '\\ud800\\u0000camille'),
  // What says whose it is stays whole.
  (text) => text.replace(/:\s*-?\d+(\.\d+)?/g, ':[]'),
  (text) => text.replace(/"(\d{4}-[^"]*)"/g, '"$1 or so"'),
  () => 'null',
  () => '',
]

describe('broken bodies', () => {
  it('of every source are answered, crash nothing, and leave no person in the log', async () => {
    const written: string[] = []
    for (const level of ['log', 'warn', 'error', 'info', 'debug'] as const)
      vi.spyOn(console, level).mockImplementation((...line: unknown[]) => void written.push(line.map(String).join(' ')))
    for (const { source, paths, methods } of SOURCE_PATHS) {
      const vector = VECTORS.find((one) => one.source === source && one.input.body !== '') ?? vectorNamed('stripe-paid')
      for (const breaks of BREAKS) {
        const text = breaks(vector.input.body)
        const { headers, body } =
          SIGNERS[source] === undefined ? { ...vector.input, body: text } : await signed(source, text)
        const url = vector.source === source ? (vector.input.url ?? `${GATEWAY}${paths[0]}`) : `${GATEWAY}${paths[0]}`
        const init = { method: 'POST', headers: headers ?? {}, body: body ?? '' }
        const response = await sendUnder({ ...vector.context, ...CONTEXT }, new Request(url, init))
        const told = await response.text()
        expect([source, text.slice(0, 40), response.status < 500]).toEqual([source, text.slice(0, 40), true])
        expect(told).not.toMatch(/camille|example\.com|39980001/i)
      }
      expect(methods).toContain('POST')
    }
    expect(written.filter((line) => /camille|39980001|defect/i.test(line))).toEqual([])
  })
})
