/** A buyer's no in one copy of an order is held against the yes in another, whoever sends them and in whatever order they come. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import compiledPolicy from '#policy'
import type { VectorContext } from '../../scripts/vectors/source-vector.ts'
import { sale, type Members } from './events.ts'
import { answer } from './answers.ts'
import { accept, beacon, deliver, everythingStored, get, resultsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, counted, order } from './platforms.ts'
import { sendUnder } from './source-gateway.ts'
import { SECRETS, SIGNERS } from './source-signatures.ts'

const NOW_MS = Date.now()
const CONTEXT: VectorContext = { received_at: new Date(NOW_MS).toISOString(), secrets: SECRETS, settings: {} }
const ID = '5678901234567'
const SETTLE_SECONDS = 120

// What another file has left must not count here.
beforeEach(clearPlatforms)
afterEach(async () => {
  settleFor(0)
  await reset()
  await clearPlatforms()
})

/** As if the policy said so: the shard that is woken next goes by it. */
function settleFor(seconds: number): void {
  for (const site of compiledPolicy.sites) Object.assign(site.orders ?? {}, { settleSeconds: seconds })
}

const PURPOSES = ['ad_storage', 'ad_user_data', 'ad_personalization', 'analytics_storage']
const ANSWERS = {
  no: { answer: 'denied', minute: 1 },
  'older yes': { answer: 'granted', minute: 0 },
  'newer yes': { answer: 'granted', minute: 2 },
} as const

function said(name: keyof typeof ANSWERS) {
  const { answer, minute } = ANSWERS[name]
  const state = Object.fromEntries(PURPOSES.map((purpose) => [purpose, answer]))
  return { state, at: new Date(NOW_MS - 600_000 + minute * 60_000).toISOString() }
}

const COPIES = {
  /** The page knows the number that the buyer sees. */
  page: async (consent: Members) => {
    const event = sale('p-1001', { order: { id: '1001', value: 47.4, currency: 'EUR' }, consent })
    return (await resultsOf(await beacon(event, {}, { country: 'FR' })))[0]
  },
  /** The shop's attribute was written at checkout. */
  shop: async (consent: Members) => {
    const order = {
      id: Number(ID),
      name: '#1001',
      checkout_token: '7e1f0c2a9b8d4e55',
      created_at: new Date(NOW_MS - 120_000).toISOString(),
      updated_at: new Date(NOW_MS - 120_000).toISOString(),
      currency: 'EUR',
      total_price: '47.40',
      financial_status: 'paid',
      source_name: 'web',
      email: 'jane.doe@example.com',
      landing_site: '/products/savon',
      client_details: { user_agent: 'Mozilla/5.0 (test)' },
      billing_address: { country_code: 'FR' },
      note_attributes: [{ name: '_tidegate_consent', value: JSON.stringify(consent) }],
    }
    const body = new TextEncoder().encode(JSON.stringify(order))
    const headers = { 'content-type': 'application/json', ...(await SIGNERS['shopify.webhook']?.(body, Date.now())) }
    const request = new Request('https://events.shop.example/hooks/shopify', { method: 'POST', headers, body })
    return (await (await sendUnder(CONTEXT, request)).json<{ results: readonly { status: string }[] }>()).results[0]
  },
  /** The site's own server knows the shop's id, and none of the other names. */
  server: async (consent: Members) =>
    (await accept(sale('s-1001', { order: { id: ID, value: 47.4, currency: 'EUR' }, consent })))[0],
} as const

type Sender = keyof typeof COPIES
type Sent = readonly [Sender, Members | undefined]

/** How often each platform got the sale, once nobody waits any more. */
async function sentAfter(copies: readonly Sent[]): Promise<Readonly<Record<string, number>>> {
  for (const [sender, consent] of copies) {
    await COPIES[sender](consent ?? {})
  }
  await evictDurableObject(shard())
  // Their settle time is over.
  await sql('UPDATE held SET until_ms = 1')
  await deliver()
  return { tiktok: (await counted('tiktok')).length, meta: (await counted('meta')).length }
}

const NEVER = { tiktok: 0, meta: 0 }
const ONCE = { tiktok: 1, meta: 1 }
const SENDERS: readonly (readonly [Sender, Sender])[] = [
  ['page', 'shop'],
  ['shop', 'page'],
]

describe.each([0, SETTLE_SECONDS])('with a settle time of %d s', (seconds) => {
  beforeEach(() => settleFor(seconds))

  it.each(SENDERS)('a no of the %s and then an older yes of the %s: nothing leaves', async (one, other) => {
    expect(
      await sentAfter([
        [one, said('no')],
        [other, said('older yes')],
      ]),
    ).toEqual(NEVER)
  })

  it.each(SENDERS)('a no of the %s and then a newer yes of the %s: it leaves once', async (one, other) => {
    expect(
      await sentAfter([
        [one, said('no')],
        [other, said('newer yes')],
      ]),
    ).toEqual(ONCE)
  })

  it.each(SENDERS)('a newer yes of the %s and then the no of the %s: it leaves once', async (one, other) => {
    expect(
      await sentAfter([
        [one, said('newer yes')],
        [other, said('no')],
      ]),
    ).toEqual(ONCE)
  })

  it.each([
    ['nothing of consent', undefined],
    ['what cannot be read', { state: 'granted' }],
    ['what a banner shows before anybody was asked', { signals: { gcs: 'G1--' } }],
  ])('%s in the copy of the page keeps no older yes back', async (_what, consent) => {
    expect(
      await sentAfter([
        ['page', consent],
        ['shop', said('older yes')],
      ]),
    ).toEqual(ONCE)
  })

  it('a no is told by its time and by nothing else: a sender that says yes with the no’s own date has corrected itself', async () => {
    const { at } = said('no')
    expect(
      await sentAfter([
        ['page', said('no')],
        ['shop', { ...said('older yes'), at }],
      ]),
    ).toEqual(NEVER)
    expect(await sentAfter([['page', { ...said('older yes'), at }]])).toEqual(ONCE)
  })

  it.each([
    ['a yes and then a no', ['older yes', 'no']],
    ['a no and then a yes', ['no', 'older yes']],
  ] as const)(
    '%s of one sender in one body: nothing tells which came last, and nothing leaves',
    async (_what, both) => {
      const { at } = said('no')
      const order = { id: '1001', value: 47.4, currency: 'EUR' }
      await accept(both.map((name) => sale(`s-${name}`, { order, consent: { ...said(name), at } })))
      await deliver()
      expect([await counted('tiktok'), await counted('meta')]).toEqual([[], []])
    },
  )

  it('a yes that does not say when it was given lifts no no of somebody else', async () => {
    const { state } = said('older yes')
    expect(
      await sentAfter([
        ['page', said('no')],
        ['shop', { state }],
      ]),
    ).toEqual(NEVER)
  })

  it('a copy whose buyer had taken consent back closes the copy that does not know the buyer', async () => {
    await answer({ visitor_id: 'v-1', consent: said('no') })
    const page = sale('p-1', {
      person: { visitor_id: 'v-1' },
      order: { id: '1001', value: 47.4, currency: 'EUR' },
      consent: said('older yes'),
    })
    expect(await resultsOf(await beacon(page, {}, { country: 'FR' }))).toMatchObject([{ reason: 'consent_withdrawn' }])
    expect(await sentAfter([['shop', said('older yes')]])).toEqual(NEVER)
  })
})

describe('an older yes', () => {
  it('that came first has gone where nothing kept it, and is taken back where it still waits', async () => {
    const copies: readonly Sent[] = [
      ['shop', said('older yes')],
      ['page', said('no')],
    ]
    await COPIES.shop(said('older yes'))
    await deliver()
    expect(await sentAfter([['page', said('no')]])).toEqual(ONCE)
    for (const seconds of [0, SETTLE_SECONDS]) {
      await reset()
      settleFor(seconds)
      await clearPlatforms()
      expect(await sentAfter(copies)).toEqual(NEVER)
    }
  })

  it('that waits is told as withdrawn, and its receipt keeps nothing of what it rested on', async () => {
    await COPIES.shop(said('older yes'))
    expect(await sql('SELECT sheet FROM pending WHERE sheet LIKE \'%"k":{%\'')).toHaveLength(2)
    await COPIES.page(said('no'))
    await deliver()
    const { receipts } = await (
      await get(`/v1/receipts?event_id=o-${ID}`, { authorization: 'Bearer dev' })
    ).json<{ receipts: readonly object[] }>()
    const withdrawn = { outcome: 'withdrawn', code: 'consent_withdrawn' }
    expect(receipts).toMatchObject([withdrawn, withdrawn])
    expect(await sql('SELECT id FROM receipts WHERE sheets LIKE \'%"k":{%\'')).toEqual([])
  })

  it('that waits goes where its sender has said yes once more after a no', async () => {
    const { state } = said('older yes')
    await COPIES.page(said('no'))
    await COPIES.page({ state })
    expect(await sentAfter([])).toEqual(ONCE)
  })

  it('that waits under another name of its order is taken back, once somebody has said that they are one', async () => {
    for (const platform of ['tiktok', 'meta'] as const) await order(platform, { status: 503, times: 1 })
    await COPIES.page(said('older yes'))
    await COPIES.server(said('older yes'))
    const known = { id: ID, aliases: ['name:1001'], value: 47.4, currency: 'EUR' }
    expect(await accept(sale('s-both', { order: known, consent: said('older yes') }))).toMatchObject([
      { status: 'duplicate' },
    ])
    await COPIES.page(said('no'))
    await deliver()
    expect(await sentAfter([])).toEqual(NEVER)
    expect(await sql('SELECT id FROM pending')).toEqual([])
  })

  it('under a name that only a third copy ties to the no waits for that with a settle time', async () => {
    settleFor(SETTLE_SECONDS)
    const copies: readonly Sent[] = [
      ['page', said('no')],
      ['server', said('older yes')],
      ['shop', said('older yes')],
    ]
    expect(await sentAfter(copies)).toEqual(NEVER)
  })

  it('is answered and written down as what it is: the buyer’s no', async () => {
    await COPIES.page(said('no'))
    expect(await COPIES.shop(said('older yes'))).toMatchObject({
      status: 'refused',
      reason: 'consent_denied',
      destinations: { tiktok: 'consent_denied', meta: 'consent_denied' },
    })
    const { receipts } = await (
      await get(`/v1/receipts?event_id=o-${ID}`, { authorization: 'Bearer dev' })
    ).json<{
      receipts: readonly object[]
    }>()
    expect(receipts).toMatchObject([
      { outcome: 'refused', decision: 'consent_denied' },
      { outcome: 'refused', decision: 'consent_denied' },
    ])
  })
})

describe('what is kept of somebody who said no', () => {
  it('is the keyed name of the order, and when: one row, which goes with the order’s time', async () => {
    await COPIES.page(said('no'))
    await COPIES.page(said('no'))
    const rows = await sql<{ destinations: string; noes: string }>('SELECT * FROM dedupe')
    const no = {
      browser: {
        atMs: Date.parse(said('no').at),
        heardMs: expect.any(Number) as number,
        said: expect.any(String) as string,
      },
    }
    expect(rows.map(({ destinations, noes }) => [destinations, JSON.parse(noes) as unknown])).toEqual([
      ['', { analysis: no, tiktok: no, meta: no }],
    ])
    expect(await everythingStored()).not.toMatch(/camille|203\.0\.113|savon/i)
    await sql('UPDATE dedupe SET until_day = 1')
    await sql("DELETE FROM meta WHERE name = 'swept'")
    await evictDurableObject(shard())
    await deliver()
    expect(await sql('SELECT * FROM dedupe')).toEqual([])
  })
})
