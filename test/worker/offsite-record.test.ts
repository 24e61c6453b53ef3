/** From a shard's queue to the site's off-site record: each fact once, whatever fails in between; what is forgotten stays so. */
import { env, evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RecordState } from '../../src/offsite/asks.ts'
import type { JourneyFact } from '../../src/offsite/facts.ts'
import { Store } from '../../src/outbox/store.ts'
import { Sql } from '../../src/outbox/tables.ts'
import type { Verdict } from '../../src/pipeline/judge.ts'
import { forget } from './answers.ts'
import { BASE, deliver, gauges, get, shard, sql } from './gateway.ts'
import { keepLedger, ledgerOrder, SITE, upsert } from './ledger.ts'
import { askRecord, give, journeyUnder, keepJourneys, keepJourneysNoMore, record, recordSql } from './offsite.ts'
import { clearPlatforms } from './platforms.ts'

keepLedger()
keepJourneys()

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const NOON = Date.parse('2026-11-20T12:00:00Z')
const MINUTE = 60_000
const HERS = 'a'.repeat(32)

const touch = (atMs: number, changes: Partial<Extract<JourneyFact, { k: 'touch' }>> = {}): JourneyFact => ({
  k: 'touch',
  journey: HERS,
  atMs,
  touch: { source: 'tiktok', kind: 'live', by: 'link', link: 'r/l-0412', creative: 'l-0412' },
  path: '/pack-rituel',
  device: 'mobile',
  ...changes,
})
const direct = (atMs: number): JourneyFact =>
  touch(atMs, { touch: { source: 'direct', kind: 'direct', by: 'none' }, path: '/' })
const step = (atMs: number, name: 'add_to_cart' | 'view_item' = 'add_to_cart'): JourneyFact => ({
  k: 'step',
  journey: HERS,
  atMs,
  step: name,
})

let events = 0

/** As an accepted commit writes it: the verdict of an event of which nothing leaves. */
async function accepted(...facts: readonly JourneyFact[]): Promise<void> {
  await shard().retryAfter(SITE, 1)
  await runInDurableObject(shard(), (_outbox, state) => {
    const verdicts = facts.map((fact): Verdict => {
      const id = `e-${events++}`
      const name = { eventId: id, name: 'page_view', occurredAtMs: NOON, dedupeKey: id } as const
      return { ...name, dedupeUntilDay: 30_000, deliveries: [], refused: {}, personKeys: [], fact }
    })
    const call = { site: SITE, digest: 'd', receivedAtMs: Date.now(), events: verdicts }
    state.storage.transactionSync(() => new Store(new Sql(state.storage.sql)).accept(call))
  })
  // It wakes with what waits, as after a crash.
  await evictDurableObject(shard())
}

async function drained(): Promise<void> {
  await shard().gauges()
  await deliver()
  await vi.waitFor(async () => expect(await sql('SELECT seq FROM facts_out')).toEqual([]), 5_000)
}

describe('a touch', () => {
  it('goes from the commit that accepted it to the record, and leaves the shard', async () => {
    await accepted(touch(NOON), step(NOON + MINUTE))
    expect((await gauges()).factsWaiting).toBe(1)
    await drained()
    expect((await gauges()).factsWaiting).toBe(0)
    expect(await journeyUnder(HERS)).toMatchObject({
      sessions: [{ atMs: NOON, untilMs: NOON + MINUTE, pages: 0 }],
      steps: [{ atMs: NOON + MINUTE, step: 'add_to_cart' }],
    })
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ touches: 1, journeys: 1 })
  })

  it('counts once where the shard dies after the record has stored it, and new facts come with it again', async () => {
    await accepted(touch(NOON))
    const [born] = await sql<{ value: string }>("SELECT value FROM meta WHERE name = 'born'")
    await give({ epoch: born?.value ?? '', upTo: 1, facts: [touch(NOON)], seqs: [1] })
    await accepted(touch(NOON + 60 * MINUTE))
    await drained()
    expect((await journeyUnder(HERS))?.sessions.map(({ atMs }) => atMs)).toEqual([NOON, NOON + 60 * MINUTE])
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ touches: 2, journeys: 1 })
  })

  it('waits in the shard where the record does not take it, and is not lost', async () => {
    await accepted(touch(NOON))
    await recordSql('ALTER TABLE journeys RENAME TO gone')
    await shard().gauges()
    await deliver()
    await vi.waitFor(async () => expect(await sql('SELECT seq FROM facts_out')).toHaveLength(1))
    const health = await get('/healthz')
    expect([health.status, await health.json()]).toMatchObject([200, { record_behind: { 'atelier-rivage/0': 1 } }])
    await recordSql('ALTER TABLE gone RENAME TO journeys')
    await vi.waitFor(async () => {
      await deliver()
      expect(await sql('SELECT seq FROM facts_out')).toEqual([])
    }, 10_000)
    expect(await journeyUnder(HERS)).toMatchObject({ sessions: [{ atMs: NOON }] })
    expect(await (await get('/healthz')).json()).not.toHaveProperty('record_behind')
  })

  it('of a shard that was emptied and numbers its rows anew is not taken for one that was there', async () => {
    await give({ epoch: 'one', upTo: 7, facts: [touch(NOON)] })
    await give({ epoch: 'two', upTo: 1, facts: [touch(NOON + 60 * MINUTE)] })
    expect((await journeyUnder(HERS))?.sessions).toHaveLength(2)
  })

  it('costs the record one row, and one for the place up to which was taken', async () => {
    await give({ facts: [touch(NOON)] })
    const written = await runInDurableObject(record(), (_object, state) => {
      const before = state.storage.sql.exec('SELECT total_changes() AS n').one()['n'] as number
      return before
    })
    await give({ upTo: 2, facts: [touch(NOON + 31 * MINUTE)] })
    const after = await runInDurableObject(record(), (_object, state) => {
      return state.storage.sql.exec('SELECT total_changes() AS n').one()['n'] as number
    })
    // An INSERT OR REPLACE changes one row. Only the first of another hour costs one more, for the hour that is over.
    expect(after - written).toBe(2)
  })
})

describe('a session', () => {
  it('lasts until half an hour has passed without a sign of life', async () => {
    await give({
      facts: [touch(NOON), step(NOON + 29 * MINUTE), direct(NOON + 59 * MINUTE), direct(NOON + 90 * MINUTE)],
    })
    const journey = await journeyUnder(HERS)
    expect(journey?.sessions.map(({ atMs, isDirect }) => [atMs, isDirect])).toEqual([
      [NOON, false],
      [NOON + 90 * MINUTE, true],
    ])
  })

  it('is another where another source brings the visitor, also when it is told late', async () => {
    const ad = touch(NOON + 5 * MINUTE, { touch: { source: 'meta', kind: 'ad', by: 'click_id' } })
    await give({ facts: [touch(NOON), touch(NOON + MINUTE)] })
    await give({ upTo: 2, facts: [ad] })
    await give({ upTo: 3, facts: [direct(NOON + 6 * MINUTE)] })
    const found = await recordSql<{ touches: number }>('SELECT touches FROM journeys')
    expect(found).toEqual([{ touches: 2 }])
  })
})

describe('a withdrawal', () => {
  it('takes the journey out, and whatever of before it comes late', async () => {
    await give({ facts: [touch(NOON)] })
    await give({ shard: 1, facts: [{ k: 'forget', journeys: [HERS], atMs: NOON + 60 * MINUTE }] })
    expect(await journeyUnder(HERS)).toBeUndefined()
    await give({ shard: 2, facts: [touch(NOON + 10 * MINUTE), step(NOON + 11 * MINUTE)] })
    expect(await journeyUnder(HERS)).toBeUndefined()
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ touches: 0, journeys: 0 })
    // Asked anew, they said yes.
    await give({ shard: 2, upTo: 2, facts: [touch(NOON + 70 * MINUTE)] })
    expect((await journeyUnder(HERS))?.sessions).toHaveLength(1)
  })

  it('of somebody who is known by an e-mail address finds the journey that an order of theirs ties to it', async () => {
    const order: JourneyFact = {
      k: 'order',
      journey: HERS,
      atMs: NOON + MINUTE,
      order: '0'.repeat(16),
      keys: ['e'.repeat(32)],
    }
    await give({ facts: [touch(NOON), order] })
    await give({ upTo: 2, facts: [{ k: 'forget', journeys: ['e'.repeat(32)], atMs: NOON + 2 * MINUTE }] })
    expect(await recordSql('SELECT key FROM journeys')).toEqual([])
    expect(await recordSql('SELECT link FROM conversions')).toEqual([])
  })

  it('finds that journey also where one shard tells of the withdrawal before another tells of the order', async () => {
    const keys = ['e'.repeat(32)]
    await give({ facts: [touch(NOON), touch(NOON + 120 * MINUTE)] })
    await give({ shard: 1, facts: [{ k: 'forget', journeys: keys, atMs: NOON + 60 * MINUTE }] })
    const order: JourneyFact = { k: 'order', journey: HERS, atMs: NOON + MINUTE, order: '0'.repeat(16), keys }
    await give({ shard: 2, facts: [order] })
    expect((await journeyUnder(HERS))?.sessions.map(({ atMs }) => atMs)).toEqual([NOON + 120 * MINUTE])
    expect(await recordSql('SELECT link FROM conversions')).toEqual([])
  })

  it('under more names than a row may hold reaches what lies under the last of them', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `${index}`.padStart(32, '0'))
    await give({ facts: [touch(NOON)] })
    await give({ upTo: 2, facts: [{ k: 'forget', journeys: [...names, HERS], atMs: NOON + MINUTE }] })
    expect(await journeyUnder(HERS)).toBeUndefined()
  })

  describe('of a buyer who had answered where they came from', () => {
    const answered = (orderId: string) =>
      ({ kind: 'survey', order_id: orderId, source: 'podcast', at: '2026-11-20T10:00:00Z' }) as const
    const survey = (file: string, ...orders: readonly string[]) =>
      askRecord({ kind: 'import', file: { file: file.repeat(64), name: 'survey.csv', rows: orders.map(answered) } })
    const kept = async () => ({
      orders: (await recordSql<{ answered: string }>('SELECT answered FROM orders ORDER BY at_ms')).map(
        (row) => row.answered,
      ),
      rows: (await recordSql<{ id: string }>("SELECT row ->> 'order_id' AS id FROM imports ORDER BY id")).map(
        ({ id }) => id,
      ),
    })
    const sold = async (...orders: readonly string[]) => {
      await upsert(...orders.map((id, index) => ledgerOrder(id, { at: `2026-11-20T09:0${index}:00.000Z` })))
      await askRecord({ kind: 'state' })
      return recordSql<{ link: string }>('SELECT link FROM orders ORDER BY at_ms')
    }

    it('takes their answer along, also one that is imported later, and leaves the others’', async () => {
      const [hers] = await sold('1001', '1002')
      await survey('a', '#1001', '1002')
      expect(await kept()).toEqual({ orders: ['podcast', 'podcast'], rows: ['#1001', '1002'] })
      await give({ facts: [touch(NOON), { k: 'order', journey: HERS, atMs: NOON, order: hers?.link ?? '' }] })
      await give({ upTo: 2, facts: [{ k: 'forget', journeys: [HERS], atMs: NOON + MINUTE }] })
      expect(await kept()).toEqual({ orders: ['', 'podcast'], rows: ['1002'] })
      expect(await survey('b', '1001', '1002')).toMatchObject({ added: 0, same: 2 })
      expect(await kept()).toEqual({ orders: ['', 'podcast'], rows: ['1002'] })
    })

    it('by the order itself finds it also where nobody had agreed, so that no event ties it to anybody', async () => {
      await sold('1001')
      await survey('a', '1001', '1002')
      await accepted()
      expect((await forget('order:1001')).status).toBe(200)
      await vi.waitFor(async () => {
        await deliver()
        expect(await kept()).toEqual({ orders: [''], rows: ['1002'] })
      }, 5_000)
    })
  })

  it('that a shard hears goes through its queue, behind all that it has stored', async () => {
    await accepted(touch(Date.now() - MINUTE))
    const person = await forget('c-77')
    expect(person.status).toBe(200)
    const [first, second] = await sql<{ facts: string }>('SELECT facts FROM facts_out ORDER BY seq')
    expect(JSON.parse(first?.facts ?? '')).toMatchObject([{ k: 'touch' }])
    expect(JSON.parse(second?.facts ?? '')).toMatchObject([{ k: 'forget', atMs: expect.any(Number) as number }])
  })
})

describe('an order of the back office', () => {
  const orders = () =>
    recordSql<Record<string, SqlStorageValue>>(
      'SELECT journey, status, value, net, refunds, first_time, declared, region FROM orders',
    )

  it('is mirrored by its changes, net of nothing that the policy leaves in, with its refunds', async () => {
    await upsert(ledgerOrder('1001', { first_time: true, code: 'LIVE10', region: 'FR-IDF' }))
    await askRecord({ kind: 'state' })
    expect(await orders()).toEqual([
      {
        journey: '',
        status: 0,
        value: 4_740,
        net: 3_950,
        refunds: '',
        first_time: 1,
        declared: 'live',
        region: 'FR-IDF',
      },
    ])
    const refunds = [{ id: 'r1', value: '47.4', currency: 'EUR', at: '2026-11-21T08:00:00.000Z' }]
    await upsert(ledgerOrder('1001', { updated_at: '2026-11-21T08:00:01.000Z', refunds, first_time: true }))
    await evictDurableObject(record())
    await askRecord({ kind: 'state' })
    // 4 = refunded.
    expect(await orders()).toMatchObject([{ status: 4, refunds: `[[${Date.parse('2026-11-21T08:00:00Z')},4740]]` }])
  })

  it('has its value without tax beside, where the ledger knows the tax, also in a record of before that did not keep it', async () => {
    const noTax = { money: { total: '47.4', currency: 'EUR' } }
    await upsert(ledgerOrder('1001'), ledgerOrder('1002', { at: '2026-11-20T10:00:00.000Z', ...noTax }))
    await askRecord({ kind: 'state' })
    await recordSql('ALTER TABLE orders DROP COLUMN net')
    await evictDurableObject(record())
    await askRecord({ kind: 'state' })
    expect((await orders()).map(({ value, net }) => [value, net])).toEqual([
      [4_740, 3_950],
      [4_740, null],
    ])
  })

  it('is joined to the journey of its event, whichever comes first, by any of its names', async () => {
    const links = async () => recordSql<{ name: string }>('SELECT name FROM order_names ORDER BY name')
    await upsert(ledgerOrder('1001', { aliases: ['checkout:7e1f'] }))
    await askRecord({ kind: 'state' })
    const names = await links()
    expect(names.length).toBeGreaterThan(1)
    for (const [index, { name }] of names.entries())
      await give({
        upTo: index + 1,
        facts: [{ k: 'order', journey: `${index}`.padEnd(32, 'b'), atMs: NOON, order: name }],
      })
    expect((await orders())[0]?.['journey']).toMatch(/b$/)
  })

  it('that was cancelled, is a test or is kept out by the site has that state', async () => {
    await upsert(
      ledgerOrder('1', { cancelled_at: '2026-11-20T10:00:00.000Z', payment: 'failed' }),
      ledgerOrder('2', { test: true }),
      ledgerOrder('3', { channel: 'pos' }),
      ledgerOrder('4', { payment: 'awaiting' }),
      ledgerOrder('5', { money: { total: '10', currency: 'USD' } }),
    )
    await askRecord({ kind: 'state' })
    const found = await recordSql<{ status: number; value: number | null }>(
      'SELECT status, value FROM orders ORDER BY status',
    )
    // paid (in another currency: no value), awaiting, cancelled, test, excluded.
    expect(found.map(({ status, value }) => [status, value === null])).toEqual([
      [0, true],
      [1, false],
      [3, false],
      [5, false],
      [6, false],
    ])
  })
})

describe('an imported file', () => {
  const row = {
    kind: 'media',
    source: 'tiktok',
    level: 'ad',
    day: '2026-11-20',
    id: 'ad-1',
    metrics: { impressions: 10 },
    paid: true,
  } as const
  const file = { file: 'f'.repeat(64), name: 'spend.csv', rows: [row] }

  it('that comes again changes nothing, and one that corrects a day takes its place', async () => {
    expect(await askRecord({ kind: 'import', file, dryRun: true })).toMatchObject({ result: 'taken', added: 1 })
    expect(await askRecord({ kind: 'import', file })).toMatchObject({ result: 'taken', added: 1 })
    expect(await askRecord({ kind: 'import', file })).toMatchObject({ result: 'known', same: 1 })
    const corrected = { file: 'e'.repeat(64), name: 'spend (1).csv', rows: [{ ...row, metrics: { impressions: 12 } }] }
    expect(await askRecord({ kind: 'import', file: corrected })).toMatchObject({ result: 'taken', changed: 1 })
    const { rows } = await askRecord<{ rows: readonly unknown[] }>({ kind: 'imported', rows: 'media' })
    expect(rows).toEqual(corrected.rows)
  })
})

it('a site that keeps journeys no more has none within minutes, also where the day was swept already', async () => {
  await give({ facts: [touch(NOON)] })
  await runDurableObjectAlarm(record())
  expect(await journeyUnder(HERS)).toBeDefined()
  keepJourneysNoMore()
  await evictDurableObject(record())
  await give({ upTo: 2, facts: [] })
  await runDurableObjectAlarm(record())
  keepJourneys()
  expect(await recordSql('SELECT key FROM journeys')).toEqual([])
})

it.each([
  ['?site=nobody', '{"shard":0,"epoch":"e","upTo":1,"facts":[]}', 'wrong_query'],
  ['', '{"shard":0,"epoch":"e","upTo":1,"facts":[]}', 'wrong_query'],
  [`?site=${SITE}`, '{"shard":0,"upTo":1}', 'wrong_rows'],
  [`?site=${SITE}`, '[', 'wrong_rows'],
])('POST /dev/facts%s with %s is refused as %s, and nothing is stored', async (query, body, code) => {
  const answer = await exports.default.fetch(`${BASE}/dev/facts${query}`, { method: 'POST', body })
  expect([answer.status, await answer.json()]).toMatchObject([400, { code }])
  expect(await recordSql('SELECT shard FROM taken')).toEqual([])
})

it('the record is one per site', () => {
  expect(record().id.toString()).toBe(env.OFFSITE.idFromName(SITE).toString())
})
