/** Adobe I/O Events, through the whole gateway: who is believed, whose keys are asked for, and what becomes of saves and credit memos. */
import { reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VectorContext } from '../../scripts/vectors/source-vector.ts'
import { sql } from './gateway.ts'
import { sendUnder, vectorNamed } from './source-gateway.ts'

const NOW = '2026-11-20T17:04:15Z'
const CLIENT = 'demo_adobe_client_4f1c9a0b7d2e'
const CONTEXT: VectorContext = { received_at: NOW, secrets: { adobe: [CLIENT] } }
const ADDRESS = 'https://events.shop.example/hooks/adobe-commerce'
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

type Members = Record<string, unknown>
interface Envelope extends Members {
  data: { value: Members }
}

const SAVED = JSON.parse(vectorNamed('adobe-order-saved').input.body) as Envelope

/** Each test has a key of its own: those that were given are remembered. */
let pair: CryptoKeyPair
let keyPath: string
let keyAnswer: () => Promise<Response>
let asked: string[]

async function pemOf(key: CryptoKey): Promise<string> {
  const der = new Uint8Array((await crypto.subtle.exportKey('spki', key)) as ArrayBuffer)
  return `-----BEGIN PUBLIC KEY-----\n${btoa(String.fromCharCode(...der))}\n-----END PUBLIC KEY-----\n`
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(NOW) })
  const made = { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
  pair = (await crypto.subtle.generateKey(made, true, ['sign', 'verify'])) as CryptoKeyPair
  const pem = await pemOf(pair.publicKey)
  keyPath = `/prod/keys/pub-key-${crypto.randomUUID()}.pem`
  keyAnswer = () => Promise.resolve(new Response(pem))
  asked = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((input) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.endsWith('.pem')) return Promise.resolve(new Response(null, { status: 503 }))
    asked.push(url)
    return keyAnswer()
  })
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await reset()
})

async function send(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign(RSA, pair.privateKey, bytes))))
  const own = { 'x-adobe-digital-signature-1': signature, 'x-adobe-public-key1-path': keyPath }
  const request = { method: 'POST', headers: { 'content-type': 'application/json', ...own, ...headers }, body: bytes }
  return sendUnder(CONTEXT, new Request(ADDRESS, request))
}

const saved = (changes: Members = {}): Envelope => ({
  ...SAVED,
  data: { ...SAVED.data, value: { ...SAVED.data.value, ...changes } },
})

const memo = (changes: Members = {}): Envelope => ({
  ...SAVED,
  type: 'com.adobe.commerce.observer.sales_order_creditmemo_save_after',
  data: {
    ...SAVED.data,
    value: {
      increment_id: '000000009',
      order_id: 88,
      state: 2,
      grand_total: 8.5,
      base_grand_total: 7.76,
      order_currency_code: 'USD',
      base_currency_code: 'EUR',
      created_at: '2026-11-20 17:04:14',
      ...changes,
    },
  },
})

const told = async (response: Response): Promise<unknown> => ({
  status: response.status,
  ...(await response.json<object>()),
})

describe('who is believed', () => {
  it('hears its challenge again when the address is registered', async () => {
    const challenge = '8ec8d794-e0ab-42df-9017-e3dada8e84f7'
    const response = await sendUnder(CONTEXT, new Request(`${ADDRESS}?challenge=${challenge}`))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await response.json()).toEqual({ challenge })
    const odd = await sendUnder(CONTEXT, new Request(`${ADDRESS}?challenge=${encodeURIComponent('<b>')}`))
    expect(odd.status).toBe(400)
    const nobody = await sendUnder({ received_at: NOW, secrets: {} }, new Request(`${ADDRESS}?challenge=1&site=nobody`))
    expect(nobody.status).toBe(401)
  })

  it('has its key asked for once, at one host and by one form of path', async () => {
    expect((await send(saved())).status).toBe(202)
    expect((await send(saved())).status).toBe(200)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatch(new RegExp(`(^https://static\\.adobeioevents\\.com|/adobe)${keyPath}$`))
  })

  it.each([
    '//evil.example/prod/keys/pub-key-1.pem',
    'https://evil.example/prod/keys/pub-key-1.pem',
    '@evil.example/prod/keys/pub-key-1.pem',
    '/prod/keys/../../evil/pub-key-1.pem',
    '/prod/keys/pub-key-1.pem?x=.pem',
  ])('does not choose where a key is asked for: %s', async (path) => {
    const response = await send(saved(), { 'x-adobe-public-key1-path': path })
    expect(await told(response)).toMatchObject({ status: 401, code: 'signature_mismatch' })
    expect(asked).toEqual([])
  })

  it('is not believed with what Adobe has signed for somebody else, and no key is asked for', async () => {
    const response = await send({ ...saved(), recipient_client_id: 'somebody_else' })
    expect(await told(response)).toMatchObject({ status: 401, code: 'key_unknown' })
    expect(asked).toEqual([])
  })

  it('comes again where the key cannot be had now, and is believed then', async () => {
    const answer = keyAnswer
    keyAnswer = () => Promise.reject(new Error('no route'))
    const response = await send(saved())
    expect(response.headers.get('retry-after')).toBe('60')
    expect(await told(response)).toMatchObject({ status: 503, code: 'signing_key_unavailable' })
    expect(await sql('SELECT order_id FROM orders')).toEqual([])
    keyAnswer = answer
    expect((await send(saved())).status).toBe(202)
  })
})

describe('what it says', () => {
  it('of an order that is saved many times is one sale', async () => {
    expect(await told(await send(saved({ state: 'new' })))).toMatchObject({ ignored: { reason: 'awaiting_payment' } })
    expect((await send(saved({ updated_at: '2026-11-20 17:04:14' }))).status).toBe(202)
    const again = saved({ updated_at: '2026-11-20 17:04:15', state: 'complete' })
    expect(await told(await send(again))).toMatchObject({ status: 200, duplicate: { of: 'o-000000123' } })
    const cancelled = saved({ updated_at: '2026-11-20 17:04:16', state: 'canceled' })
    expect(await told(await send(cancelled))).toMatchObject({ status: 200, ledger: { kind: 'order_cancelled' } })
  })

  it('of a credit memo is a refund of the order that has this number in the database', async () => {
    await send(saved())
    expect(await told(await send(memo()))).toMatchObject({ status: 202, results: [{ event_id: 'r-000000009' }] })
    expect((await send(memo())).status).toBe(200)
    const [row] = await sql<{ line: string }>('SELECT line FROM orders')
    expect(JSON.parse(row?.line ?? '')).toMatchObject({
      order_id: '000000123',
      refunds: [{ id: '000000009', value: '8.5' }],
    })
    expect(await told(await send(memo({ increment_id: '10', state: 3 })))).toMatchObject({
      ignored: { reason: 'no_money_moved' },
    })
  })

  it('of a credit memo whose order nobody knows is parked, and used once the order has come', async () => {
    expect(await told(await send(memo()))).toMatchObject({ status: 200, parked: { code: 'order_unknown' } })
    await send(saved())
    const redriven = await sendUnder(
      CONTEXT,
      new Request('https://events.shop.example/v1/parked/redrive?all=1', {
        method: 'POST',
        headers: { authorization: 'Bearer dev' },
      }),
    )
    expect(redriven.status).toBe(200)
    const [row] = await sql<{ line: string }>('SELECT line FROM orders')
    expect(JSON.parse(row?.line ?? '')).toMatchObject({ refunds: [{ id: '000000009' }] })
    expect(await sql('SELECT code FROM parked')).toEqual([])
  })

  it('under a subscription’s own name is read by what it holds; of anything else nothing is made', async () => {
    expect((await send({ ...saved(), type: 'com.adobe.commerce.paid_orders' })).status).toBe(202)
    const customer = { ...SAVED, type: 'com.adobe.commerce.observer.customer_save_after', data: { value: { id: 7 } } }
    expect(await told(await send(customer))).toMatchObject({ status: 200, ignored: { reason: 'not_an_event' } })
    expect(await told(await send({ ...saved(), type: 'asset_created' }))).toMatchObject({
      status: 200,
      parked: { code: 'unknown_topic' },
    })
    const chosen = { increment_id: '000000124', created_at: '2026-11-20 17:04:11' }
    expect(await told(await send({ ...SAVED, data: { value: chosen } }))).toMatchObject({
      status: 200,
      parked: { code: 'incomplete', paths: ['order.state', 'order.grand_total', 'order.order_currency_code'] },
    })
  })
})
