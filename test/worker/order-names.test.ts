/** One order under many names: its copies are one delivery, and what has no other name costs no row more. */
import { evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answer, FULL, serverOrder } from './answers.ts'
import { consent, sale, type Members } from './events.ts'
import { accept, beacon, deliver, everythingStored, gauges, resultsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, counted } from './platforms.ts'

// What another file has left must not count here.
beforeEach(clearPlatforms)

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const MONEY = { value: 42.5, currency: 'EUR' }
const WEBHOOK = { id: '5678901234567', aliases: ['name:1001', 'checkout:7e1f0c2a9b8d4e55', 'cart:c1-9f2d3a'], ...MONEY }

/** From a page, which knows the number that the buyer sees. */
const page = (id: string, eventId: string) => sale(eventId, { order: { id, ...MONEY } })
const webhook = (changes: Members = {}) => sale('o-5678901234567', { order: WEBHOOK, ...changes })

describe('copies of one order', () => {
  it('are one delivery to each platform, whoever comes first and by which name, also after an eviction', async () => {
    expect(await resultsOf(await beacon(page('#1001', 'p-1'), {}, { country: 'FR' }))).toMatchObject([
      { status: 'accepted' },
    ])
    await evictDurableObject(shard())
    expect(await accept(webhook())).toMatchObject([{ status: 'duplicate' }])
    await evictDurableObject(shard())
    for (const name of ['5678901234567', '7e1f0c2a9b8d4e55', '1001'])
      expect(await accept(page(name, `p-${name}`))).toMatchObject([{ status: 'duplicate' }])
    await deliver()
    for (const platform of ['tiktok', 'meta'] as const)
      expect(await counted(platform)).toMatchObject([{ event_id: 'p-1', copies: 1 }])
  })

  it('in one body are one: also two that only the third says to be the same', async () => {
    const results = await accept([page('1001', 'p-1'), page('5678901234567', 'p-2'), webhook(), page('1001', 'p-3')])
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
  })

  it('go where the first was not let, and nowhere twice', async () => {
    const half = {
      ...consent('granted'),
      signals: { cookies: `klaro=${encodeURIComponent('{"tiktok":true,"meta":false}')}` },
    }
    expect(await accept({ ...page('1001', 'p-1'), consent: half })).toMatchObject([
      { destinations: { tiktok: 'full', meta: 'consent_denied' } },
    ])
    expect(await accept(webhook())).toMatchObject([{ destinations: { tiktok: 'duplicate', meta: 'full' } }])
  })

  it('that were two before somebody said that they are one do not leave a third time', async () => {
    await accept(page('1001', 'p-1'))
    await accept({ ...page('5678901234567', 'p-2'), destinations: ['meta'] })
    expect(await accept(webhook())).toMatchObject([{ status: 'duplicate' }])
  })
})

describe('a name', () => {
  it('is one row and hashed, and goes with its order’s key', async () => {
    await accept(webhook())
    const rows = await sql<{ key: string; until_day: number }>('SELECT * FROM order_names')
    expect(rows).toHaveLength(4)
    const [known] = await sql<{ key: string; until_day: number }>('SELECT key, until_day FROM dedupe')
    expect(new Set(rows.map(({ key, until_day }) => `${key} ${until_day}`))).toEqual(
      new Set([`${known?.key} ${known?.until_day}`]),
    )
    expect(known?.key).toMatch(/^0{8}/)
    expect(await everythingStored()).not.toMatch(/7e1f0c2a|c1-9f2d3a/)
    await sql('UPDATE order_names SET until_day = 1')
    await sql("DELETE FROM meta WHERE name = 'swept'")
    await evictDurableObject(shard())
    await deliver()
    expect(await sql('SELECT * FROM order_names')).toEqual([])
  })

  it('that no order has costs nothing: its key, and a parcel for each platform, as before there were names', async () => {
    await accept(sale('n-1'))
    const before = (await gauges()).rowsWritten
    await accept(sale('n-2'))
    expect((await gauges()).rowsWritten - before).toBe(3)
  })
})

describe('an order of a server', () => {
  const named = (changes: Members) => serverOrder('o-5678901234567', { order: WEBHOOK, ...changes })

  it.each([{ checkout_id: '7e1f0c2a9b8d4e55' }, { cart_id: 'c1-9f2d3a' }])(
    'goes by the answer that its browser gave under %j',
    async (key) => {
      expect((await answer({ ...key, consent: consent('granted') })).status).toBe(202)
      expect(await accept(named({}))).toMatchObject([{ status: 'accepted', destinations: FULL }])
    },
  )

  it('does not go by the answer of the order whose id is its name', async () => {
    await answer({ order_id: '1001', consent: consent('granted') })
    expect(await accept(named({}))).toMatchObject([{ status: 'refused', reason: 'consent_awaited' }])
  })

  it('that waits is found by its page’s copy under another name, and both are one', async () => {
    await accept(named({}))
    expect(await accept(page('1001', 'p-1'))).toMatchObject([{ status: 'accepted' }])
    await answer({ checkout_id: '7e1f0c2a9b8d4e55', consent: consent('granted') })
    await deliver()
    expect(await counted('meta')).toMatchObject([{ event_id: 'p-1', copies: 1 }])
  })
})
