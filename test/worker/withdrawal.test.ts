/** Who takes their consent back: what waits is taken out, in every state, and nothing more goes until they grant anew. */
import { evictDurableObject, runInDurableObject, reset } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { answer, BROWSER, forget, FULL, moments, serverOrder, sha256 } from './answers.ts'
import { consent, sale } from './events.ts'
import { accept, deliver, outcomesOf, receiptsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, countedIds, order, requestCount } from './platforms.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
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

  it('leaves what is on its way to its answer, also where another alarm rings in the meantime', async () => {
    await order('tiktok', { hang_ms: 2_500 })
    await accept(sale('out'))
    await deliver()
    await forget('c-77')
    await accept(sale('next', { person: { email: 'somebody.else@example.com' } }))
    await deliver()
    expect(await outcomesOf('next')).toMatchObject({ meta: 'delivered' })
    // The alarm told the courier, which is still out: what came meanwhile does not wait for the answer.
    await vi.waitFor(async () => expect(await countedIds('tiktok')).toEqual(['next', 'out']), 10_000)
    const ends = (await receiptsOf('out')).filter(({ destination }) => destination === 'tiktok')
    expect(ends.map(({ outcome }) => outcome)).toEqual(['delivered'])
    expect(await sql('SELECT * FROM pending')).toEqual([])
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

  it('by the link that a telephone dials reaches the person, and one that names nobody is sent back', async () => {
    await accept(sale('h4', { person: { phone: '+33639981234' } }))
    expect(await (await forget('tel:+33 6 39 98 12 34')).json()).toMatchObject({ deliveries_removed: 2 })
    for (const nobody of ['order:', 'phone: ', 'tel:']) expect((await forget(nobody)).status).toBe(400)
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
