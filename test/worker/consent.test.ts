/** What people answer is kept, obeyed by every shard, and looked at again before every attempt. */
import { evictDurableObject, reset, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import type { Receipt } from '../../src/outbox/types.ts'
import { consent, sale, USER_AGENT, type Members } from './events.ts'
import {
  accept,
  BASE,
  beacon,
  deliver,
  everythingStored,
  ORIGIN,
  outcomesOf,
  receiptsOf,
  resultsOf,
  shard,
  sql,
} from './gateway.ts'
import { clearPlatforms, counted, countedIds, order, requestCount } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const SERVER = { 'content-type': 'application/json', authorization: 'Bearer dev' }
const BROWSER = { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': USER_AGENT }

function answer(
  body: unknown,
  headers: Record<string, string> = SERVER,
  cf?: Record<string, unknown>,
): Promise<Response> {
  const init = { method: 'POST', headers, body: JSON.stringify(body), ...(cf !== undefined && { cf }) }
  return exports.default.fetch(`${BASE}/v1/consent`, init)
}

function forget(person: string): Promise<Response> {
  return exports.default.fetch(`${BASE}/v1/persons/${encodeURIComponent(person)}`, {
    method: 'DELETE',
    headers: SERVER,
  })
}

/** As a shop's server sends it: it knows the order, and nothing of what the person agreed to. */
function serverOrder(id: string, changes: Members = {}): Members {
  return sale(id, { consent: undefined, client: { ip: '203.0.113.7', user_agent: USER_AGENT }, ...changes })
}

const AWAITED = { tiktok: 'consent_awaited', meta: 'consent_awaited' }
const FULL = { tiktok: 'full', meta: 'full' }

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

describe('a withdrawal', () => {
  it('between two attempts keeps the platform from ever seeing the event', async () => {
    await order('tiktok', { status: 503, times: 1 })
    await order('meta', { status: 503, times: 1 })
    await accept(sale('w1'))
    await deliver()
    expect(await requestCount('tiktok')).toBe(1)
    const answered = await answer({
      person: { email: 'camille.durand@example.com' },
      consent: { ...consent('denied'), at: new Date().toISOString() },
    })
    expect(await answered.json()).toMatchObject({ withdrawn_from: ['meta', 'tiktok'], deliveries_removed: 2 })
    await runInDurableObject(shard(), async (_outbox, state) => state.storage.setAlarm(Date.now()))
    await deliver()
    expect(await countedIds('tiktok')).toEqual([])
    expect(await countedIds('meta')).toEqual([])
    expect(await outcomesOf('w1')).toEqual({ tiktok: 'withdrawn', meta: 'withdrawn' })
    expect(await sql('SELECT id FROM pending')).toEqual([])
  })

  it('reaches what is held for a platform that refuses our credentials', async () => {
    await order('tiktok', { status: 200, body: { code: 40_105, message: 'Access token is incorrect' } })
    await accept(sale('w12'))
    await deliver()
    expect(await outcomesOf('w12')).toMatchObject({ tiktok: 'parked' })
    expect(await (await forget('c-77')).json()).toMatchObject({ deliveries_removed: 1 })
    expect(await outcomesOf('w12')).toEqual({ tiktok: 'withdrawn', meta: 'delivered' })
  })

  it.each([
    ['an e-mail address', 'camille.durand@example.com'],
    ['a phone number', '06 39 98 12 34'],
    ['a customer number', 'c-77'],
    ['an order number that says it is one', 'order:w2'],
    ['a customer number that says it is one', 'customer:c-77'],
    ['the SHA-256 of an e-mail address', ''],
  ])('finds the person by %s', async (what, person) => {
    const hashed = await sha256('camille.durand@example.com')
    await accept([sale('w2'), sale('w3', { person: { email: 'somebody.else@example.com' } })])
    const response = await forget(what.startsWith('the SHA-256') ? hashed : person)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ deliveries_removed: 2 })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['w3'])
  })

  it('finds a phone number that came hashed without its plus, by that hash and by the number itself', async () => {
    const digits = await sha256('33639981234')
    const hashed = { phone: digits, hashed_as: { phone: 'digits' } }
    await accept([sale('h1', { person: hashed }), sale('h2', { person: hashed })])
    const first = await answer({ person: hashed, consent: consent('denied') })
    expect(await first.json()).toMatchObject({ deliveries_removed: 4 })
    await moments()
    await accept(sale('h3', { person: hashed }))
    expect(await (await forget('+33 6 39 98 12 34')).json()).toMatchObject({ deliveries_removed: 2 })
  })

  it('of customer 1001 leaves order 1001 of somebody else alone', async () => {
    await accept([
      sale('1001', { person: { email: 'bob@example.com' } }),
      sale('x-1', { person: { external_id: '1001' } }),
    ])
    expect(await (await forget('1001')).json()).toMatchObject({ deliveries_removed: 2 })
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['1001'])
  })

  it('cannot be made, nor undone, from a page by whoever knows an e-mail address', async () => {
    await accept(sale('y-1'))
    const person = { email: 'camille.durand@example.com' }
    const refusal = await answer({ person, consent: consent('denied') }, BROWSER, { country: 'FR' })
    expect(refusal.status).toBe(400)
    await forget('camille.durand@example.com')
    await moments()
    await answer({ order_id: 'mine', person, consent: consent('granted') }, BROWSER, { country: 'FR' })
    const old = { ...consent('granted'), at: new Date(Date.now() - 60_000).toISOString() }
    expect(await accept(sale('y-2', { consent: old, person }))).toMatchObject([{ status: 'refused' }])
  })

  it('by keys that cannot be read is an error, and not a promise', async () => {
    const nobody = await answer({ person: { email: 'nope' }, consent: consent('denied') })
    expect(nobody.status).toBe(400)
    expect(await nobody.json()).toMatchObject({ code: 'wrong_structure' })
  })

  it('from one destination leaves the other', async () => {
    await accept(sale('w4'))
    const cookies = `klaro=${encodeURIComponent(JSON.stringify({ tiktok: false, meta: true }))}`
    const at = new Date().toISOString()
    await answer({ order_id: 'w4', consent: { at, signals: { cookies } } }, BROWSER, { country: 'FR' })
    await deliver()
    expect(await countedIds('tiktok')).toEqual([])
    expect(await countedIds('meta')).toEqual(['w4'])
  })

  it('keeps later events of the person out, until they grant anew', async () => {
    await forget('camille.durand@example.com')
    const old = { ...consent('granted'), at: new Date(Date.now() - 60_000).toISOString() }
    expect(await accept(sale('w5', { consent: old }))).toMatchObject([
      { status: 'refused', destinations: { tiktok: 'consent_withdrawn', meta: 'consent_withdrawn' } },
    ])
    await moments()
    const anew = { ...consent('granted'), at: new Date().toISOString() }
    expect(await accept(sale('w6', { consent: anew }))).toMatchObject([{ destinations: FULL }])
  })

  it('is over for every source once the person has granted anew, with a date', async () => {
    await forget('camille.durand@example.com')
    await moments()
    await answer({ person: { email: 'camille.durand@example.com' }, consent: consent('granted') })
    const undated = { state: consent('granted')['state'] }
    const event = sale('w8', { consent: undated, person: { email: 'camille.durand@example.com' } })
    expect(await accept(event)).toMatchObject([{ destinations: FULL }])
  })

  it('is not undone by an old answer without a date that is sent once more', async () => {
    await accept(serverOrder('w11'))
    await forget('order:w11')
    const cookies = `klaro=${encodeURIComponent(JSON.stringify({ tiktok: true, meta: true }))}`
    await answer({ order_id: 'w11', consent: { signals: { cookies } } }, BROWSER, { country: 'FR' })
    const refused = { tiktok: 'consent_withdrawn', meta: 'consent_withdrawn' }
    expect(await accept(serverOrder('w11'))).toMatchObject([{ destinations: refused }])
  })

  it('is not outrun by a clock that is ahead', async () => {
    const ahead = { ...consent('granted'), at: new Date(Date.now() + 300_000).toISOString() }
    await accept(sale('w9', { consent: ahead }))
    await moments()
    expect(await (await forget('c-77')).json()).toMatchObject({ deliveries_removed: 2 })
  })

  it('is not read out of a default that nobody chose', async () => {
    await accept(sale('w10'))
    const told = await answer({ order_id: 'w10', consent: { signals: { gcs: 'G100', gcd: '13p3p3p3p5l1' } } })
    expect(await told.json()).toMatchObject({
      decisions: { tiktok: 'consent_unknown', meta: 'consent_unknown' },
      withdrawn_from: [],
      deliveries_removed: 0,
    })
  })

  it('survives an eviction', async () => {
    await forget('c-77')
    await evictDurableObject(shard())
    const old = { ...consent('granted'), at: new Date(Date.now() - 60_000).toISOString() }
    expect(await accept(sale('w7', { consent: old }))).toMatchObject([{ status: 'refused' }])
  })
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

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Two answers of one millisecond cannot be told apart: in doubt the refusal stands. */
function moments(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5)
  })
}
