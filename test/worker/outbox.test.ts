/** What was accepted is kept, once, until each platform has had it. */
import { abortAllDurableObjects, env, evictDurableObject, reset, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/router.ts'
import type { OpenParcel, Sheet } from '../../src/outbox/state.ts'
import { KeyBook } from '../../src/outbox/key-book.ts'
import { Store } from '../../src/outbox/store.ts'
import { Sql } from '../../src/outbox/tables.ts'
import type { Verdict } from '../../src/pipeline/judge.ts'
import { consent, sale, sales } from './events.ts'
import { accept, BASE, deliver, gauges, get, outcomesOf, post, resultsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, counted, countedIds, requestCount } from './platforms.ts'
import { bodyOf } from '../../src/pipeline/safe-json.fixture.ts'

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const BOTH_FULL = { tiktok: 'full', meta: 'full' }

async function rowCount(table: string): Promise<unknown> {
  return (await sql(`SELECT count(*) AS count FROM ${table}`))[0]?.['count']
}

/** In their places, or in a list until they are laid there (src/outbox/key-book.ts). */
function keyCount(): Promise<unknown> {
  return rowCount('(SELECT key FROM dedupe UNION SELECT value FROM new_keys, json_each(new_keys.keys))')
}

describe('an accepted delivery', () => {
  it('survives an eviction and is sent once to each platform', async () => {
    expect(await accept(sale('evicted'))).toEqual([
      { event_id: 'evicted', status: 'accepted', destinations: BOTH_FULL },
    ])
    await evictDurableObject(shard())
    await deliver()
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'evicted', copies: 1 }])
    expect(await counted('meta')).toMatchObject([{ event_id: 'evicted', copies: 1 }])
  })

  it('survives a crash: whoever wakes the shard next sets the alarm again', async () => {
    await accept(sale('crashed'))
    await abortAllDurableObjects()
    expect((await get('/healthz')).status).toBe(200)
    expect(await deliver()).toBe(true)
    expect(await countedIds('tiktok')).toEqual(['crashed'])
    expect(await countedIds('meta')).toEqual(['crashed'])
  })

  it('goes with all others that wait, in one request to each platform', async () => {
    await accept(sales(3, 'a'))
    await accept(sales(4, 'b'))
    await deliver()
    expect(await requestCount('tiktok')).toBe(1)
    expect(await requestCount('meta')).toBe(1)
    expect(await countedIds('meta')).toEqual(['a-0', 'a-1', 'a-2', 'b-0', 'b-1', 'b-2', 'b-3'])
  })

  it('is known again after an eviction: a copy of it is a duplicate with status 200', async () => {
    await accept(sale('again'))
    await evictDurableObject(shard())
    const response = await post(sale('again'))
    expect(response.status).toBe(200)
    expect(await resultsOf(response)).toMatchObject([
      { status: 'duplicate', destinations: { tiktok: 'duplicate', meta: 'duplicate' } },
    ])
    await deliver()
    await accept(sale('again'))
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'again', copies: 1 }])
  })

  // One application in the test's own context: the test runtime forbids promises to cross requests, which production
  // allows. test/e2e/crowd.test.ts sends real requests, each in a context of its own.
  it('is counted among many that arrive at once, each of them once', async () => {
    const app = createApp()
    const send = async (id: string) => {
      const body = JSON.stringify(sale(id))
      // A server's HTTP client announces the length; without one a body counts as 1 MiB in flight.
      const length = { 'content-length': String(body.length) }
      const headers = { 'content-type': 'application/json', authorization: 'Bearer dev', ...length }
      return resultsOf(await app.fetch(new Request(`${BASE}/v1/events`, { method: 'POST', headers, body }), env))
    }
    const results = await Promise.all(Array.from({ length: 60 }, (_, index) => send(`at-once-${index % 40}`)))
    expect(results.flat().filter(({ status }) => status === 'accepted')).toHaveLength(40)
    expect((await gauges()).rowsWritten).toBeLessThan(60 + 2 * 10)
    await deliver()
    const ids = await countedIds('tiktok')
    expect([ids.length, new Set(ids).size]).toEqual([40, 40])
    expect((await counted('meta')).every(({ copies }) => copies === 1)).toBe(true)
  })
})

describe('the dedupe key and the deliveries', () => {
  it.each(['pending', 'dedupe'])(
    'are one transaction: without the table %s nothing is kept and the caller is told to come back',
    async (table) => {
      await accept(sale('before'))
      await deliver()
      await sql(`DROP TABLE ${table}`)
      const response = await post({ events: sales(3, 'lost') })
      expect(response.status).toBe(503)
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(await response.json()).toMatchObject({ code: 'outbox_unavailable', status: 503 })
      const other = table === 'pending' ? 'dedupe' : 'pending'
      expect(await rowCount(other)).toBe(other === 'dedupe' ? 1 : 0)
      // The table is made again when the shard wakes: the caller's second try is taken as if it were the first.
      await abortAllDurableObjects()
      expect(await accept(sales(3, 'lost'))).toMatchObject([
        { status: 'accepted' },
        { status: 'accepted' },
        { status: 'accepted' },
      ])
      await deliver()
      expect(await countedIds('meta')).toEqual(['before', 'lost-0', 'lost-1', 'lost-2'])
    },
  )
})

describe('deduplication', () => {
  it('is per destination: a copy with what was missing goes only where the first did not', async () => {
    const { page, ...withoutPage } = sale('o-1')
    expect(await accept(withoutPage)).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'missing_page_url' } },
    ])
    expect(await accept({ ...withoutPage, page })).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'duplicate', meta: 'full' } },
    ])
    expect(await accept({ ...withoutPage, page })).toMatchObject([{ status: 'duplicate' }])
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'o-1', copies: 1 }])
    expect(await counted('meta')).toMatchObject([{ event_id: 'o-1', copies: 1 }])
  })

  it('knows copies within one call, and a key that was extended in it afterwards', async () => {
    const { page, ...withoutPage } = sale('o-1')
    const events = [withoutPage, sale('o-2'), { ...withoutPage, page }, sale('o-2')]
    expect(await accept({ events })).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'missing_page_url' } },
      { status: 'accepted', destinations: BOTH_FULL },
      { status: 'accepted', destinations: { tiktok: 'duplicate', meta: 'full' } },
      { status: 'duplicate', destinations: { tiktok: 'duplicate', meta: 'duplicate' } },
    ])
    expect(await accept({ events: [{ ...withoutPage, page }, sale('o-2')] })).toMatchObject([
      { status: 'duplicate' },
      { status: 'duplicate' },
    ])
  })

  it('forgets nothing of what was refused for lack of consent: the consented copy goes', async () => {
    expect(await accept(sale('o-2', { consent: consent('denied') }))).toMatchObject([
      { status: 'refused', reason: 'consent_denied' },
    ])
    expect(await accept(sale('o-2'))).toMatchObject([{ status: 'accepted', destinations: BOTH_FULL }])
  })

  it('counts an order once, whatever event id its copies have', async () => {
    await accept(sale('o-3'))
    expect(await accept(sale('o-3', { event_id: 'another-tab' }))).toMatchObject([
      { event_id: 'another-tab', status: 'duplicate' },
    ])
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['o-3'])
  })

  it('lets the first of two copies in one call win', async () => {
    const order = { id: 'o-4', value: 10, currency: 'EUR' }
    const results = await accept([
      sale('o-4', { order }),
      sale('o-4', { event_id: 'later', order: { ...order, value: 20 } }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'duplicate'])
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'o-4', payload: { properties: { value: 10 } } }])
    expect(await counted('meta')).toMatchObject([{ event_id: 'o-4', payload: { custom_data: { value: 10 } } }])
  })

  it('lets the second of two copies in one call go where the first did not', async () => {
    const { page, ...withoutPage } = sale('o-5')
    const results = await accept([withoutPage, { ...withoutPage, event_id: 'second', page }])
    expect(results).toMatchObject([
      { status: 'accepted', destinations: { tiktok: 'full', meta: 'missing_page_url' } },
      { status: 'accepted', destinations: { tiktok: 'duplicate', meta: 'full' } },
    ])
    await deliver()
    expect([await countedIds('tiktok'), await countedIds('meta')]).toEqual([['o-5'], ['second']])
  })
})

describe('a group of requests with more events than one value of 2 MB can name', () => {
  const verdict = (index: number, goes: boolean): Verdict => ({
    eventId: `${index}-${'x'.repeat(120)}`,
    name: 'view_item',
    occurredAtMs: 0,
    dedupeKey: index.toString(16).padStart(32, '0'),
    dedupeUntilDay: 1,
    deliveries: goes
      ? [{ destination: 'meta', body: bodyOf({}), fields: 'event_name', level: 'full', basis: 'opt-in' }]
      : [],
    refused: goes ? {} : { tiktok: 'consent_unknown', meta: 'consent_unknown' },
    personKeys: [],
  })

  it.each([true, false])('is stored as a whole, in several rows (it goes: %s)', async (goes) => {
    const events = Array.from({ length: 70_000 }, (_, index) => verdict(index, goes))
    await runInDurableObject(shard(), (_outbox, state) => {
      const store = new Store(new Sql(state.storage.sql), undefined, 16_384)
      const call = { site: 'shop', digest: 'd', receivedAtMs: 0, events }
      const { duplicates } = state.storage.transactionSync(() => store.accept(call, true))
      expect(duplicates.every((list) => list.length === 0)).toBe(true)
    })
    expect(await keyCount()).toBe(goes ? 70_000 : 0)
    expect((await sql('SELECT sum(events) AS events FROM pending'))[0]?.['events']).toBe(goes ? 70_000 : null)
    expect(await rowCount('receipts')).toBe(goes ? 0 : 35)
  })
})

describe('a group of which a part cannot be written', () => {
  it.each(['dedupe', 'pending', 'receipts'])(
    'leaves nothing behind (%s): sent again it is new, and goes once',
    async (table) => {
      await post('{}')
      await sql(`CREATE TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk'); END`)
      const events = [sale('o-1'), sale('o-2'), sale('o-3', { consent: consent('denied') })]
      const response = await post({ events })
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ code: 'outbox_unavailable' })
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
      for (const written of ['dedupe', 'pending', 'receipts', 'facts_out'])
        expect([written, await rowCount(written)]).toEqual([written, 0])
      await sql('DROP TRIGGER full')
      expect(await accept(events)).toMatchObject([{ destinations: BOTH_FULL }, { destinations: BOTH_FULL }, {}])
      await deliver()
      expect(await countedIds('tiktok')).toEqual(['o-1', 'o-2'])
      expect(await countedIds('meta')).toEqual(['o-1', 'o-2'])
    },
  )
})

describe('a batch', () => {
  it('is as many parcels as fit into one request, held to their bytes and not to their letters', async () => {
    const bodiesOf = (parcels: readonly OpenParcel[]) => parcels.map(({ row }) => row.bodies.length)
    await runInDurableObject(shard(), (_outbox, state) => {
      for (let id = 1; id <= 3; id++) {
        const query = "INSERT INTO pending VALUES ('meta', ?, 0, 2, ?, ?)"
        state.storage.sql.exec(query, id, '汉'.repeat(1_000), '{"list":[]}')
      }
      const store = new Store(new Sql(state.storage.sql))
      const batch = (maxEvents: number, maxBytes: number) => bodiesOf(store.nextBatch('meta', { maxEvents, maxBytes }))
      expect(batch(100, 100_000)).toEqual([1_000, 1_000, 1_000])
      expect(batch(100, 7_000)).toEqual([1_000, 1_000])
      expect(batch(5, 100_000)).toEqual([1_000, 1_000])
      expect(batch(1, 1)).toEqual([1_000])
      expect(store.nextBatch('tiktok', { maxEvents: 100, maxBytes: 100_000 })).toEqual([])
    })
  })
})

describe('a full outbox', () => {
  it('says 503 before it stores anything, and takes events again when it has delivered', async () => {
    await accept(sales(500, 'fill'))
    expect(await gauges()).toMatchObject({ waiting: { tiktok: 500, meta: 500 } })
    const response = await post(sale('one-too-many'))
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await keyCount()).toBe(500)
    expect(await outcomesOf('one-too-many')).toEqual({})
    await deliver()
    expect(await gauges()).toMatchObject({ waiting: { tiktok: 0, meta: 0 } })
    expect(await accept(sale('one-too-many'))).toMatchObject([{ status: 'accepted' }])
  })
})

/** A shard writes down once whose it is: whatever comes first. */
const firstCall = () => post('{}')

/** What it takes to lay the keys of lists into their places. */
function rowsOfLaying(): Promise<number> {
  return runInDurableObject(shard(), (_outbox, state) => {
    const laying = new Sql(state.storage.sql)
    new KeyBook(laying, 1).layAll(0)
    return laying.rowsWritten
  })
}

describe('rows written (they are what Cloudflare bills)', () => {
  // One dedupe key per event, where many come together first in a list; per destination one parcel written, one deleted and one receipt,
  // however many events.
  it.each([
    { events: 1, taken: 3, laid: 0 },
    { events: 10, taken: 12, laid: 0 },
    { events: 100, taken: 3, laid: 101 },
  ])(
    'are, for one call of $events events to two platforms, $taken when they are taken, 4 when they are delivered, and $laid later',
    async ({ events, taken, laid }) => {
      // The first delivery of a day is followed by a sweep, which writes down that it was: one row a day.
      await accept(sale('before'))
      await deliver()
      const before = (await gauges()).rowsWritten
      await accept(sales(events, 'row'))
      const afterTaking = (await gauges()).rowsWritten
      await deliver()
      const afterDelivery = (await gauges()).rowsWritten
      expect([afterTaking - before, afterDelivery - afterTaking]).toEqual([taken, 4])
      expect(await countedIds('meta')).toHaveLength(events + 1)
      expect(await rowsOfLaying()).toBe(laid)
    },
  )

  it('are one for any number of refusals in one call', async () => {
    await firstCall()
    const before = (await gauges()).rowsWritten
    await accept(sales(50, 'no').map((event) => ({ ...event, consent: { state: 'granted' } })))
    expect((await gauges()).rowsWritten - before).toBe(1)
  })

  it('are one more for each order whose buyer said no: it is held against the other copies of it', async () => {
    await firstCall()
    const before = (await gauges()).rowsWritten
    const noes = sales(50, 'no').map((event) => ({ ...event, consent: consent('denied') }))
    await accept(noes)
    expect((await gauges()).rowsWritten - before).toBe(51)
    await accept(noes)
    expect((await gauges()).rowsWritten - before).toBe(52)
  })

  it('are none for a duplicate', async () => {
    await accept(sales(10, 'row'))
    const before = (await gauges()).rowsWritten
    await accept(sales(10, 'row'))
    expect((await gauges()).rowsWritten - before).toBe(0)
  })
})

describe('a storage that an earlier version wrote', () => {
  it('is brought up to date: what waits is delivered, and found by the keys of its person', async () => {
    await accept([sale('old-1'), sale('old-2', { person: { external_id: 'c-99' } })])
    await runInDurableObject(shard(), (_outbox, state) => {
      const { sql: db } = state.storage
      const [row] = db.exec<{ sheet: string }>("SELECT sheet FROM pending WHERE destination = 'meta'").toArray()
      const sheet: Sheet = JSON.parse(row?.sheet ?? '{}')
      const persons = sheet.list.map(({ p }) => p ?? [])
      const list = sheet.list.map(({ p: _p, b: _b, g: _g, ...entry }) => entry)
      db.exec('ALTER TABLE pending RENAME TO fresh')
      db.exec(`CREATE TABLE pending (destination TEXT NOT NULL, id INTEGER NOT NULL, accepted_at_ms INTEGER NOT NULL,
        events INTEGER NOT NULL, bodies TEXT NOT NULL, sheet TEXT NOT NULL, persons TEXT NOT NULL,
        PRIMARY KEY (destination, id)) WITHOUT ROWID`)
      db.exec(
        'INSERT INTO pending SELECT destination, 17, accepted_at_ms, events, bodies, ?, ? FROM fresh',
        JSON.stringify({ ...sheet, list }),
        JSON.stringify(persons),
      )
      db.exec('DROP TABLE fresh')
    })
    await evictDurableObject(shard())
    const response = await exports.default.fetch(`${BASE}/v1/persons/c-99`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer dev' },
    })
    expect(await response.json()).toMatchObject({ deliveries_removed: 2 })
    await deliver()
    expect(await countedIds('meta')).toEqual(['old-1'])
    expect(await outcomesOf('old-2')).toEqual({ tiktok: 'withdrawn', meta: 'withdrawn' })
  })
})
