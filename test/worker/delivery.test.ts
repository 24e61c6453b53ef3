/** What becomes of a delivery when platforms are slow, down, strict, or time passes. */
import { abortAllDurableObjects, evictDurableObject, reset } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sale, sales } from './events.ts'
import { accept, deliver, gauges, get, outcomesOf, receiptsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, counted, countedIds, order, requestCount } from './platforms.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

// The clock of the Worker, which runs in the same isolate. The platforms keep their own.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))

afterEach(async () => {
  vi.useRealTimers()
  await reset()
  await clearPlatforms()
})

function pass(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

function agedSale(id: string, ageMs: number) {
  return sale(id, { occurred_at: new Date(Date.now() - ageMs).toISOString() })
}

async function metrics(): Promise<string> {
  return new TextDecoder().decode(await (await get('/metrics')).arrayBuffer())
}

describe('a delivery that becomes too old', () => {
  it('expires for Meta after 7 days and still goes to TikTok', async () => {
    expect(await accept(agedSale('old', 7 * DAY_MS - 10 * MINUTE_MS))).toMatchObject([
      { destinations: { tiktok: 'full', meta: 'full' } },
    ])
    pass(11 * MINUTE_MS)
    await deliver()
    expect(await outcomesOf('old')).toEqual({ tiktok: 'delivered', meta: 'expired' })
    expect((await receiptsOf('old')).find(({ destination }) => destination === 'meta')).toMatchObject({
      code: 'event_too_old',
    })
    expect(await requestCount('meta')).toBe(0)
  })

  it('does not hold up or spoil the younger ones of its parcel', async () => {
    await accept([agedSale('old', 7 * DAY_MS - 10 * MINUTE_MS), sale('young')])
    pass(11 * MINUTE_MS)
    await deliver()
    expect(await countedIds('meta')).toEqual(['young'])
    expect(await countedIds('tiktok')).toEqual(['old', 'young'])
  })

  it('expires where it has waited for more than 7 days, and nothing of it is kept', async () => {
    await accept(sale('waited'))
    pass(7 * DAY_MS + 1)
    await deliver()
    const receipts = await receiptsOf('waited')
    expect(receipts.find(({ destination }) => destination === 'tiktok')).toMatchObject({
      outcome: 'expired',
      code: 'waited_too_long',
    })
    expect(receipts.find(({ destination }) => destination === 'meta')).toMatchObject({ outcome: 'expired' })
    expect(await sql('SELECT * FROM pending')).toEqual([])
    expect([await requestCount('tiktok'), await requestCount('meta')]).toEqual([0, 0])
  })

  it('is refused at once where it already is too old for all, or lies in the future', async () => {
    const results = await accept([
      agedSale('ancient', 29 * DAY_MS),
      agedSale('ahead', -11 * MINUTE_MS),
      agedSale('for-one', 8 * DAY_MS),
    ])
    expect(results).toMatchObject([
      { status: 'refused', reason: 'event_too_old' },
      { status: 'refused', reason: 'event_in_future' },
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'event_too_old' } },
    ])
  })
})

describe('a platform that says "later"', () => {
  it('is left alone for as long as it asks, then gets the same events once; the other one is not held up', async () => {
    await order('tiktok', { status: 429, headers: { 'retry-after': '60' } })
    await accept(sale('later'))
    await deliver()
    expect(await outcomesOf('later')).toEqual({ tiktok: 'retrying', meta: 'delivered' })
    pass(59_000)
    await deliver()
    expect(await requestCount('tiktok')).toBe(1)
    pass(1_000)
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'later', copies: 1 }])
    expect(await outcomesOf('later')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
    expect((await gauges()).attempts).toEqual({ tiktok: { retry: 1, delivered: 1 }, meta: { delivered: 1 } })
  })

  it('still gets new events only after its time is over, together with the old ones', async () => {
    await order('meta', { status: 503, headers: { 'retry-after': '60' } })
    await accept(sale('first'))
    await deliver()
    await accept(sale('second'))
    await deliver()
    expect([await requestCount('meta'), await countedIds('tiktok')]).toEqual([1, ['first', 'second']])
    pass(61_000)
    await deliver()
    expect(await countedIds('meta')).toEqual(['first', 'second'])
  })

  it.each([
    ['closes the connection', { drop: true }],
    ['takes the events and closes the connection', { accept_then_drop: true }],
    ['breaks off its answer', { half_body: true }],
    ['answers with a page of a gateway', { html: true }],
    ['answers 200 with too many requests inside', { body: { code: 40100, message: 'Too many requests' } }],
  ])('gets the same ids again where it %s, so that it counts them once', async (_what, answer) => {
    await order('tiktok', answer)
    await accept(sales(3, 'cut'))
    await deliver()
    expect(await outcomesOf('cut-0')).toMatchObject({ tiktok: 'retrying' })
    pass(15 * MINUTE_MS)
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['cut-0', 'cut-1', 'cut-2'])
    expect(await outcomesOf('cut-2')).toMatchObject({ tiktok: 'delivered' })
  })

  it('is asked again after a crash in between', async () => {
    await order('tiktok', { status: 500 })
    await accept(sale('crashed'))
    await deliver()
    await abortAllDurableObjects()
    await get('/healthz')
    pass(15 * MINUTE_MS)
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['crashed'])
  })
})

describe('what breaks in one delivery', () => {
  it('is that delivery’s own: the other platform gets its events, and it is tried again by itself', async () => {
    await accept(sale('broken'))
    await sql(
      `CREATE TRIGGER broken BEFORE DELETE ON pending WHEN OLD.destination = 'tiktok' BEGIN SELECT RAISE(ABORT, 'disk'); END`,
    )
    await deliver()
    expect(await outcomesOf('broken')).toEqual({ tiktok: 'retrying', meta: 'delivered' })
    await sql('DROP TRIGGER broken')
    pass(MINUTE_MS)
    expect(await deliver()).toBe(true)
    expect(await outcomesOf('broken')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'broken', copies: 2 }])
  })
})

describe('a platform that refuses the credentials', () => {
  it('is parked: receipts and metrics say so, the gateway stays healthy, and it resumes by itself', async () => {
    await order('tiktok', { body: { code: 40105, message: 'Access token is incorrect' } })
    await accept(sale('parked'))
    await deliver()
    expect(await outcomesOf('parked')).toEqual({ tiktok: 'parked', meta: 'delivered' })
    const text = await metrics()
    expect(text).toContain('tidegate_destination_open{shard="atelier-rivage/0",destination="tiktok"} 0\n')
    expect(text).toContain('tidegate_destination_open{shard="atelier-rivage/0",destination="meta"} 1\n')
    expect(text).toContain('tidegate_outbox_waiting{shard="atelier-rivage/0",destination="tiktok"} 1\n')
    expect(text).toContain(
      'tidegate_attempts_total{shard="atelier-rivage/0",destination="tiktok",outcome="parked"} 1\n',
    )
    expect((await get('/healthz')).status).toBe(200)
    pass(15 * MINUTE_MS)
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['parked'])
    expect(await metrics()).toContain('tidegate_destination_open{shard="atelier-rivage/0",destination="tiktok"} 1\n')
  })
})

describe('a batch in which the platform refuses one event', () => {
  it('is halved until that one stands alone: it is rejected with its code, all others count', async () => {
    await accept(sales(20, 'mixed'))
    // What the gateway does not know to be bad: only the platform does.
    await sql(
      `UPDATE pending SET bodies = replace(bodies, '"event_id":"mixed-13"', '"event_id":13') WHERE destination = 'tiktok'`,
    )
    // What it wrote itself it has in memory.
    await evictDurableObject(shard())
    await deliver()
    expect(await countedIds('tiktok')).toHaveLength(19)
    expect(await countedIds('tiktok')).not.toContain('mixed-13')
    expect(await outcomesOf('mixed-13')).toEqual({ tiktok: 'rejected', meta: 'delivered' })
    expect(await outcomesOf('mixed-12')).toEqual({ tiktok: 'delivered', meta: 'delivered' })
    expect(await sql('SELECT * FROM pending')).toEqual([])
  })
})
