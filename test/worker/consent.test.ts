/** What people answer is kept as proof, and orders of servers go by it. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import type { Receipt } from '../../src/outbox/types.ts'
import { answer, AWAITED, BROWSER, forget, FULL, moments, SERVER, serverOrder } from './answers.ts'
import { consent, sale } from './events.ts'
import {
  accept,
  BASE,
  beacon,
  deliver,
  everythingStored,
  ORIGIN,
  receiptsOf,
  resultsOf,
  shard,
  sql,
} from './gateway.ts'
import { clearPlatforms, counted, countedIds, requestCount } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

describe('an order from a server', () => {
  it('goes by the answer that its browser gave before', async () => {
    const given = await answer({ order_id: 'k1', consent: consent('granted') }, BROWSER, { country: 'FR' })
    expect(given.status).toBe(202)
    expect(await given.json()).toMatchObject({ decisions: FULL, withdrawn_from: [] })
    expect(await accept(serverOrder('k1'))).toMatchObject([{ status: 'accepted', destinations: FULL }])
    await deliver()
    expect(await countedIds('meta')).toEqual(['k1'])
  })

  it('waits for an answer that comes after it, and leaves then, once', async () => {
    expect(await accept(serverOrder('k2'))).toMatchObject([
      { status: 'refused', reason: 'consent_awaited', destinations: AWAITED },
    ])
    expect(await accept(serverOrder('k2'))).toMatchObject([
      { status: 'refused', reason: 'consent_awaited', destinations: AWAITED },
    ])
    await deliver()
    expect(await requestCount('tiktok')).toBe(0)
    const given = await answer({ order_id: 'k2', consent: consent('granted') }, BROWSER, { country: 'FR' })
    expect(given.status).toBe(202)
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'k2', copies: 1 }])
    expect(await counted('meta')).toMatchObject([{ event_id: 'k2', copies: 1 }])
  })

  it('waits without a readable value in the storage, across an eviction', async () => {
    await accept(serverOrder('k3'))
    const stored = await everythingStored()
    expect(stored).not.toMatch(/camille|durand|39 ?98 ?12|203\.0\.113/i)
    expect(await sql('SELECT id FROM held')).toHaveLength(1)
    await evictDurableObject(shard())
    await answer({ order_id: 'k3', consent: consent('granted') })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['k3'])
  })

  it('that waited is refused by a refusal, and says so', async () => {
    await accept(serverOrder('k4'))
    await answer({ order_id: 'k4', consent: consent('denied') })
    await deliver()
    expect(await requestCount('tiktok')).toBe(0)
    expect(await receiptsOf('k4')).toMatchObject([
      { outcome: 'refused', decision: 'consent_denied' },
      { outcome: 'refused', decision: 'consent_denied' },
    ])
    expect(await sql('SELECT id FROM held')).toEqual([])
  })

  it('is dropped when its time is over, and says so', async () => {
    await accept(serverOrder('k5'))
    await sql('UPDATE held SET until_ms = 1')
    await deliver()
    expect(await sql('SELECT id FROM held')).toEqual([])
    expect(await receiptsOf('k5')).toMatchObject([
      { decision: 'consent_never_came' },
      { decision: 'consent_never_came' },
    ])
    expect(await requestCount('meta')).toBe(0)
  })

  it('of somebody who asked to be forgotten meanwhile is dropped', async () => {
    await accept(serverOrder('k6'))
    await forget('camille.durand@example.com')
    expect(await receiptsOf('k6')).toMatchObject([{ decision: 'consent_withdrawn' }, { decision: 'consent_withdrawn' }])
    await answer({ order_id: 'k6', consent: consent('granted') })
    await deliver()
    expect(await requestCount('meta')).toBe(0)
  })
})

describe('an order that waits', () => {
  it('goes on waiting after an answer that settles nothing, or that is about somebody else', async () => {
    await accept(serverOrder('k7'))
    await answer({ order_id: 'k7', consent: { state: {} } })
    await answer({ person: { email: 'camille.durand@example.com' }, consent: consent('granted') })
    await answer({ order_id: 'other', consent: consent('denied') })
    expect(await sql('SELECT id FROM held')).toHaveLength(1)
    expect(await (await answer({ order_id: 'k7', consent: consent('granted') })).json()).toMatchObject({
      orders_released: 1,
    })
  })

  it('goes where the answer lets it, and waits on for the rest', async () => {
    await accept(serverOrder('k10'))
    const cookies = `klaro=${encodeURIComponent(JSON.stringify({ tiktok: true, other: true }))}`
    const at = new Date().toISOString()
    await answer({ order_id: 'k10', consent: { at, signals: { cookies } } })
    await deliver()
    expect([await countedIds('tiktok'), await countedIds('meta')]).toEqual([['k10'], []])
    await answer({ order_id: 'k10', consent: consent('granted') })
    await deliver()
    expect([await countedIds('tiktok'), await countedIds('meta')]).toEqual([['k10'], ['k10']])
    expect(await counted('tiktok')).toMatchObject([{ copies: 1 }])
  })

  it('is dropped by a refusal of the person, by whatever key', async () => {
    await accept(serverOrder('k8'))
    await answer({ person: { external_id: 'c-77' }, consent: consent('denied') })
    expect(await receiptsOf('k8')).toMatchObject([{ decision: 'consent_withdrawn' }, { decision: 'consent_withdrawn' }])
  })

  it('waits also where its consent is there and empty', async () => {
    expect(await accept(serverOrder('k9', { consent: {} }))).toMatchObject([{ destinations: AWAITED }])
  })
})

describe('an answer that cannot be read', () => {
  const US = { country: 'US', region: 'US-FL' }
  const UNREAD = { client: US, consent: { state: { ad_storage: 'maybe' } } }
  const fromUs = (id: string, changes = {}) => serverOrder(id, { client: { ...US, ip: '203.0.113.7' }, ...changes })
  const refused = { tiktok: 'consent_malformed', meta: 'consent_malformed' }

  it.each([
    { state: { ad_storage: 'maybe' } },
    { state: 'denied' },
    { state: ['denied'] },
    { signals: { usprivacy: 1 } },
    { signals: { gpp: 'DBABLA~nonsense' } },
    { signals: { gpc: 'true' } },
    { marketing: false },
    { granted: false },
    { ...consent('granted'), denied: true },
    { ...consent('granted'), opt_out: true },
  ])('closes where silence would permit, until one comes that can be read: %j', async (said) => {
    const given = await answer({ order_id: 'u1', client: US, consent: said })
    expect([given.status, await given.json()]).toMatchObject([202, { decisions: refused }])
    expect(await accept(fromUs('u1'))).toMatchObject([{ destinations: AWAITED }])
    await deliver()
    expect(await requestCount('tiktok')).toBe(0)
    expect(await (await answer({ order_id: 'u1', client: US, consent: consent('granted') })).json()).toMatchObject({
      orders_released: 1,
    })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['u1'])
  })

  it('is found by the visitor too, and takes no other down', async () => {
    await answer({ visitor_id: 'v-1', ...UNREAD })
    expect(await accept(fromUs('u2', { person: { visitor_id: 'v-1' } }))).toMatchObject([{ destinations: AWAITED }])
    expect(await accept(fromUs('u3', { person: { visitor_id: 'v-2' } }))).toMatchObject([{ status: 'accepted' }])
  })

  it('takes the yes before it down, and leaves the no', async () => {
    await answer({ order_id: 'u4', client: US, consent: consent('granted') })
    await moments()
    await answer({ order_id: 'u4', ...UNREAD })
    expect(await accept(fromUs('u4'))).toMatchObject([{ destinations: AWAITED }])
    await answer({ order_id: 'u5', client: US, consent: consent('denied') })
    for (const _ of [1, 2]) {
      await moments()
      await answer({ order_id: 'u5', ...UNREAD })
    }
    expect(await accept(fromUs('u5'))).toMatchObject([{ reason: 'consent_denied' }])
  })

  it('ends no wait for one: the order waits on, and goes after a yes', async () => {
    await accept(serverOrder('u6'))
    await answer({ order_id: 'u6', consent: UNREAD.consent })
    await answer({ order_id: 'u6', consent: { ...consent('granted'), marketing: false } })
    expect(await sql('SELECT id FROM held')).toHaveLength(1)
    await moments()
    await answer({ order_id: 'u6', consent: consent('granted') })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['u6'])
  })

  it('is sent back where nothing of it could be kept', async () => {
    const person = { email: 'camille.durand@example.com' }
    for (const body of [
      { person, ...UNREAD },
      { order_id: 'u7', destinations: ['tiktok'], ...UNREAD },
    ]) {
      const given = await answer(body)
      expect([given.status, await given.json()]).toMatchObject([400, { errors: [{ path: 'consent' }] }])
    }
  })
})

describe('an answer about single destinations', () => {
  it.each([[['tiktook']], [['meta', 'tik tok']], [[]]])(
    'says so where it names one that is none: %j',
    async (named) => {
      const given = await answer({ order_id: 'd1', destinations: named, consent: consent('denied') })
      expect(given.status).toBe(400)
      const { errors } = await given.json<{ errors: readonly { path: string; message: string }[] }>()
      expect(errors).toHaveLength(1)
      expect(errors[0]?.path).toMatch(/^destinations/)
    },
  )
})

describe('retention', () => {
  const DAY_MS = 86_400_000
  const LIMIT_DAYS = 395

  it('deletes answers and withdrawals when the policy’s time is over, by an alarm that rings where nothing happens', async () => {
    await answer({ order_id: 'r1', consent: consent('granted') })
    await forget('c-77')
    await sql('UPDATE snapshots SET at_ms = ?', Date.now() - (LIMIT_DAYS + 1) * DAY_MS)
    await sql('UPDATE withdrawals SET heard_ms = ?', Date.now() - (LIMIT_DAYS - 1) * DAY_MS)
    expect(await deliver()).toBe(true)
    expect(await sql('SELECT key FROM snapshots')).toEqual([])
    expect(await sql('SELECT key FROM withdrawals')).not.toEqual([])
    // As on another day: a shard sweeps once a day.
    await sql("DELETE FROM meta WHERE name = 'swept'")
    await evictDurableObject(shard())
    await sql('UPDATE withdrawals SET heard_ms = ?', Date.now() - (LIMIT_DAYS + 1) * DAY_MS)
    expect(await deliver()).toBe(true)
    expect(await sql('SELECT key FROM withdrawals')).toEqual([])
  })

  it('counts a withdrawal from when it was heard, however old the answer is dated', async () => {
    const at = new Date(Date.now() - 170 * DAY_MS).toISOString()
    await answer({ person: { external_id: 'c-77' }, consent: { ...consent('denied'), at } })
    const [row] = await sql<{ at_ms: number; heard_ms: number }>('SELECT at_ms, heard_ms FROM withdrawals')
    expect(row?.at_ms).toBe(Date.parse(at))
    expect(Date.now() - (row?.heard_ms ?? 0)).toBeLessThan(60_000)
  })
})

describe('who may answer', () => {
  it('is a page of the site, or its server', async () => {
    const body = { order_id: 'p1', consent: consent('granted') }
    expect((await answer(body, { 'content-type': 'text/plain', origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await answer(body, { 'content-type': 'application/json' })).status).toBe(401)
    expect((await answer(body, { ...SERVER, authorization: 'Bearer nonsense' })).status).toBe(401)
    const page = await answer(body, BROWSER)
    expect(page.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    // A page could be anybody: it does not learn what waits for whom.
    expect(Object.keys(await page.json<object>())).toEqual(['answered_at', 'decisions', 'withdrawn_from'])
  })

  it('is told what is wrong with the answer', async () => {
    const withoutKey = await answer({ consent: consent('granted') })
    expect(withoutKey.status).toBe(400)
    expect(await withoutKey.json()).toMatchObject({ code: 'wrong_structure' })
    expect(await (await answer({ order_id: 'x' })).json()).toMatchObject({ errors: [{ path: 'consent' }] })
    const large = { order_id: 'x', consent: { state: {} }, filler: 'x'.repeat(70_000) }
    expect((await answer(large)).status).toBe(413)
  })

  it('is heard from the cookies that the page passes on, whatever cookies its own request carries', async () => {
    const cookies = `klaro=${encodeURIComponent(JSON.stringify({ tiktok: false, meta: false }))}`
    const body = { order_id: 'p3', consent: { at: new Date().toISOString(), signals: { cookies } } }
    const told = await answer(body, { ...BROWSER, cookie: '_ga=1' }, { country: 'FR' })
    expect(await told.json()).toMatchObject({ withdrawn_from: ['meta', 'tiktok'] })
    const event = sale('p4', { consent: { ...consent('granted'), signals: { cookies } } })
    const response = await beacon(event, { cookie: '_ga=1' }, { country: 'FR' })
    expect(await resultsOf(response)).toMatchObject([{ status: 'refused', reason: 'consent_denied' }])
  })

  it('is believed about the place only as far as the connection goes', async () => {
    const claimed = { order_id: 'p2', client: { country: 'US', region: 'US-FL' }, consent: {} }
    const told = await answer(claimed, BROWSER, { country: 'FR' })
    expect(await told.json()).toMatchObject({ decisions: { tiktok: 'consent_unknown' } })
  })
})

describe('the proof that is kept', () => {
  it('says of each recipient what was known about it, and when it was granted', async () => {
    const at = new Date(Date.now() - 60_000).toISOString()
    const cookies = `klaro=${encodeURIComponent(JSON.stringify({ tiktok: false, meta: true }))}`
    await accept(sale('b1', { consent: { at, signals: { cookies } } }))
    await deliver()
    const receipts = await receiptsOf('b1')
    const denied = { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied' }
    const granted = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }
    expect(receipts.find(({ destination }) => destination === 'tiktok')).toMatchObject({
      decision: 'consent_denied',
      consent: { regime: 'opt-in', signals: [{ signal: 'cmp:klaro', answers: denied, choice_made: true }] },
    })
    expect(receipts.find(({ destination }) => destination === 'meta')).toMatchObject({
      outcome: 'delivered',
      granted_at: at,
      consent: { regime: 'opt-in', signals: [{ signal: 'cmp:klaro', answers: granted, choice_made: true }] },
    })
  })

  it('stays when a later answer takes the place of an earlier one', async () => {
    const given = { ...consent('granted'), source: 'cmp:klaro 0.7', signals: { gcs: 'G111' } }
    await answer({ order_id: 'q1', consent: given })
    await moments()
    await answer({ order_id: 'q1', consent: consent('denied') })
    const response = await exports.default.fetch(`${BASE}/v1/receipts?limit=10`, { headers: SERVER })
    const { receipts } = await response.json<{ receipts: readonly Receipt[] }>()
    const answers = receipts.filter(({ outcome, destination }) => outcome === 'answered' && destination === 'meta')
    // printf G111 | sha256sum
    const sum = '8675a2ee67790839459e7bb5b29b8b233ff28a3fd7fc5b936aabdc32d790e46c'
    expect(answers).toMatchObject([
      { decision: 'consent_denied' },
      { decision: 'full', source: 'cmp:klaro 0.7', signals: { gcs: sum }, consent: { regime: 'opt-in' } },
    ])
    expect(JSON.stringify(receipts)).not.toContain('q1')
  })

  it('takes no free text for the name of a tool, nor for a place', async () => {
    const source = 'caisse 06 12 34 56 78'
    await answer({
      order_id: 'q2',
      client: { country: 'jane', region: 'jane@exa' },
      consent: { ...consent('granted'), source },
    })
    expect(await everythingStored()).not.toMatch(/caisse|jane/)
  })

  it('holds what was read and when, no raw string, no cookie, no id', async () => {
    const cookies = `didomi_token=${btoa(JSON.stringify({ user_id: 'u-secret-1', vendors: { enabled: ['facebook'] } }))}`
    await answer({
      order_id: 'order-secret',
      visitor_id: 'visitor-secret',
      consent: { ...consent('granted'), signals: { cookies } },
    })
    const stored = await everythingStored()
    expect(stored).not.toMatch(/secret|didomi_token|ZGlkb21p/)
    const rows = await sql<{ snapshot: string }>('SELECT snapshot FROM snapshots')
    expect(rows).toHaveLength(2)
    expect(JSON.parse(rows[0]?.snapshot ?? '')).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ signal: 'state', validity: 'valid' })]) as unknown,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    })
  })
})
