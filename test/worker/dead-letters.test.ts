/** What a platform refuses for good: it is kept with the reason, shown, and sent again once somebody has mended the cause. */
import { abortAllDurableObjects, reset, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeadLetterView } from '../../src/outbox/dead-letter-pages.ts'
import { forget } from './answers.ts'
import { sale, sales } from './events.ts'
import { accept, BASE, deliver, everythingStored, gauges, get, receiptsOf, shard, sql } from './gateway.ts'
import { clearPlatforms, counted, countedIds, order, requestCount } from './platforms.ts'
import { exported, linesOf, TOKEN } from './receipts.ts'

const DAY_MS = 86_400_000
const REFUSAL = { body: { code: 40_002, message: 'Invalid parameter' } }

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

interface Listed {
  readonly summary?: readonly object[]
  readonly not_kept?: { readonly deliveries: number } | null
  readonly dead_letters: readonly DeadLetterView[]
  readonly next_cursor: string | null
}

async function list(query = ''): Promise<Listed> {
  const response = await get(`/v1/dead-letters?${query}`, TOKEN)
  expect(response.status).toBe(200)
  return response.json<Listed>()
}

function askRedrive(query: string): Promise<Response> {
  return exports.default.fetch(`${BASE}/v1/dead-letters/redrive?${query}`, { method: 'POST', headers: TOKEN })
}

async function redrive(query: string): Promise<unknown> {
  const response = await askRedrive(query)
  expect(response.status).toBe(200)
  return response.json()
}

/** TikTok refuses this one sale, Meta takes it. */
async function refuse(id: string): Promise<void> {
  await order('tiktok', REFUSAL)
  await accept(sale(id))
  await deliver()
}

/** The outcomes for one destination, the oldest first. */
async function historyOf(id: string, destination = 'tiktok'): Promise<readonly string[]> {
  const receipts = await receiptsOf(id)
  return receipts
    .filter((one) => one.destination === destination)
    .map(({ outcome }) => outcome)
    .toReversed()
}

const idsOf = ({ dead_letters }: Listed) => dead_letters.map(({ event_id }) => event_id)

describe('a dead letter', () => {
  it('is listed with its reason, and once the platform takes it and somebody redrives it, it counts there once', async () => {
    await order('tiktok', { reject_event_id: 'mixed-2' })
    await accept(sales(5, 'mixed'))
    await deliver()
    const listed = await list()
    expect(listed.summary).toMatchObject([{ destination: 'tiktok', event: 'purchase', deliveries: 1 }])
    expect(listed.dead_letters).toMatchObject([{ event_id: 'mixed-2', destination: 'tiktok', decision: 'full' }])
    expect(await countedIds('tiktok')).toHaveLength(4)
    await clearPlatforms()
    expect(await redrive('destination=tiktok')).toMatchObject({ looked: 1, redriven: 1, stayed: {}, next_cursor: null })
    expect([idsOf(await list()), (await gauges()).waiting]).toEqual([[], { tiktok: 1, meta: 0 }])
    // What it rests on is for what waits alone.
    expect(await sql('SELECT id FROM receipts WHERE sheets LIKE \'%"k":{%\'')).toEqual([])
    await deliver()
    expect(await counted('tiktok')).toMatchObject([{ event_id: 'mixed-2', copies: 1 }])
    expect(await historyOf('mixed-2')).toEqual(['rejected', 'redriven', 'delivered'])
    expect(await accept(sale('mixed-2'))).toMatchObject([{ status: 'duplicate' }])
    expect((await gauges()).ended).toMatchObject({ tiktok: { delivered: 5, rejected: 1, redriven: 1 } })
  })

  it('shows the names of its fields and what is wrong with it, and no value that names a person', async () => {
    await refuse('shown')
    const [letter] = (await list('event_id=shown')).dead_letters
    expect(letter).toMatchObject({ code: '40002', redrive: 'goes', taken_out: [] })
    expect(letter?.fields).toContain('user.email')
    const values = Object.fromEntries((letter?.content ?? []).map(({ field, value }) => [field, value]))
    expect(values).toMatchObject({ 'user.email': '(sha256)', 'properties.value': 42.5, 'properties.currency': 'EUR' })
    const stored = (await sql<{ bodies: string }>('SELECT bodies FROM dead_letters'))[0]?.bodies ?? ''
    const hashes = stored.match(/[0-9a-f]{64}/g) ?? []
    expect(hashes.length).toBeGreaterThan(1)
    const text = JSON.stringify({ ...letter, policy_digest: '' })
    for (const hidden of [...hashes, '203.0.113.7', 'Firefox']) expect(text).not.toContain(hidden)
  })

  it('stays one where it is refused again, and is not sent in circles', async () => {
    await refuse('poison')
    await order('tiktok', REFUSAL)
    const before = await requestCount('tiktok')
    await redrive('reason=40002')
    await deliver()
    await deliver()
    expect([await requestCount('tiktok'), idsOf(await list())]).toEqual([before + 1, ['poison']])
    expect(await historyOf('poison')).toEqual(['rejected', 'redriven', 'rejected'])
  })

  it('is gone when the policy holds it no longer, seven days after it was accepted, and not before', async () => {
    await refuse('kept')
    pass(6 * DAY_MS)
    await get('/healthz')
    await runInDurableObject(shard(), (outbox) => outbox.alarm())
    expect(idsOf(await list())).toEqual(['kept'])
    pass(DAY_MS)
    // By itself: nothing else happens here any more.
    expect(await deliver()).toBe(true)
    expect(await everythingStored()).not.toContain('ar-savon')
    expect(idsOf(await list())).toEqual([])
    expect(await historyOf('kept')).toEqual(['rejected'])
  })

  it('is not kept where there is no room, and that is told', async () => {
    await accept(sale('first'))
    await sql(
      `INSERT INTO dead_letters (destination, event, code, at_ms, accepted_at_ms, events, bytes, bodies, sheet)
       VALUES ('meta', 'purchase', '100', ?, ?, 0, ?, '', '{"list":[],"sets":[],"bases":[]}')`,
      Date.now(),
      Date.now(),
      64 * 1024 * 1024,
    )
    await abortAllDurableObjects()
    await order('tiktok', REFUSAL)
    await get('/healthz')
    await deliver()
    expect(await list()).toMatchObject({ dead_letters: [], not_kept: { deliveries: 1 } })
    expect(await (await get('/metrics')).text()).toMatch(/tidegate_dead_letters_fill_ratio\{[^}]+\} 1\n/)
    expect(await historyOf('first')).toEqual(['rejected'])
  })
})

describe('a redrive', () => {
  it('does not send what was withdrawn meanwhile: a withdrawal deletes dead letters, too', async () => {
    await refuse('w1')
    expect(linesOf(await exported('person=c-77')).join()).toContain('"outcome":"dead"')
    expect(await (await forget('c-77')).json()).toMatchObject({ deliveries_removed: 1 })
    expect(await redrive('all=1')).toMatchObject({ looked: 0, redriven: 0 })
    await deliver()
    expect([await countedIds('tiktok'), await sql('SELECT * FROM dead_letters')]).toEqual([[], []])
    expect(await historyOf('w1')).toEqual(['rejected', 'withdrawn'])
  })

  it('finds a withdrawal by itself, too, before anything is sent', async () => {
    await refuse('w2')
    await forget('c-78')
    const theirs = "(SELECT sheet ->> '$.list[0].p[0]' FROM dead_letters)"
    await sql(`UPDATE withdrawals SET key = ${theirs} WHERE key = (SELECT min(key) FROM withdrawals)`)
    expect(await redrive('all=1')).toMatchObject({ looked: 1, redriven: 0, withdrawn: 1 })
    expect([await sql('SELECT * FROM dead_letters'), (await gauges()).waiting]).toEqual([[], { tiktok: 0, meta: 0 }])
    expect(await historyOf('w2')).toEqual(['rejected', 'withdrawn'])
  })

  it('has nothing to send of a person who withdrew while the platform was refusing', async () => {
    await order('tiktok', { hang_ms: 500, ...REFUSAL })
    await accept(sale('w3'))
    const delivered = deliver()
    // Both requests leave in the same turn.
    await vi.waitFor(async () => expect(await historyOf('w3', 'meta')).toEqual(['delivered']))
    await forget('c-77')
    await delivered
    expect(await sql('SELECT * FROM dead_letters')).toEqual([])
    expect(await historyOf('w3')).toEqual(['rejected'])
  })

  it('takes out what the policy lets out no longer, and says so', async () => {
    await refuse('narrowed')
    // Accepted under a policy that let the searched words out: the one that runs does not.
    await sql(
      `UPDATE dead_letters SET bodies = replace(bodies, '"properties":{', '"properties":{"query":"savon doux",'),
         sheet = replace(replace(sheet, sheet ->> 'digest', ?), 'properties.value', 'properties.query properties.value')`,
      '0'.repeat(64),
    )
    expect(await redrive('all=1&dry_run=1')).toMatchObject({ redriven: 1, taken_out: { 'properties.query': 1 } })
    expect(idsOf(await list())).toEqual(['narrowed'])
    await redrive('all=1')
    const [row] = await sql<{ bodies: string; sheet: string }>('SELECT bodies, sheet FROM pending')
    expect(row?.bodies).not.toContain('savon doux')
    expect(row?.sheet).not.toContain('properties.query')
    await deliver()
    expect(await countedIds('tiktok')).toEqual(['narrowed'])
  })

  it('leaves where they are what the policy or the platform would not take, with the reason', async () => {
    await refuse('refunded')
    await sql(
      `UPDATE dead_letters SET event = 'refund',
         sheet = replace(replace(sheet, '"purchase"', '"refund"'), sheet ->> 'digest', 'x')`,
    )
    // As after a deployment of the policy that lets no refund out.
    await abortAllDurableObjects()
    expect(await redrive('all=1')).toMatchObject({ redriven: 0, stayed: { no_longer_in_policy: 1 } })
    expect((await list()).dead_letters).toMatchObject([{ event_id: 'refunded', event: 'refund' }])
    await sql(
      `UPDATE dead_letters SET event = 'purchase',
         sheet = replace(replace(sheet, '"refund"', '"purchase"'), '"t":', '"t":1,"x":')`,
    )
    expect(await redrive('all=1')).toMatchObject({ redriven: 0, stayed: { event_too_old: 1 } })
    expect(idsOf(await list())).toEqual(['refunded'])
  })

  it('goes on page by page, and not with what is refused after it began', async () => {
    await refuse('page-0')
    await sql(
      `INSERT INTO dead_letters (destination, event, code, at_ms, accepted_at_ms, events, bytes, bodies, sheet)
       SELECT destination, event, code, at_ms, accepted_at_ms, 600, bytes, bodies, sheet
       FROM dead_letters, json_each('[1,2]')`,
    )
    const first = (await redrive('all=1&dry_run=1')) as { looked: number; next_cursor: string }
    expect(first.looked).toBe(2)
    expect(await redrive(`all=1&dry_run=1&cursor=${first.next_cursor}`)).toMatchObject({ looked: 1, next_cursor: null })
    const [, , until = ''] = first.next_cursor.split('.')
    expect(await redrive(`all=1&cursor=0.0.${Number(until) - 1}`)).toMatchObject({ looked: 0 })
  })

  it('waits where the shard is full, and loses nothing', async () => {
    await refuse('full')
    await sql(`INSERT INTO pending VALUES ('meta', 99, ?, 1000, '', '{"sets":[],"bases":[],"list":[]}')`, Date.now())
    await abortAllDurableObjects()
    const response = await askRedrive('all=1')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30'])
    expect([idsOf(await list()), await historyOf('full')]).toEqual([['full'], ['rejected']])
    // Nobody waits for room who has nothing to send.
    expect(await redrive('reason=another')).toMatchObject({ looked: 0, redriven: 0 })
  })

  it.each([
    ['without a filter', ''],
    ['with a cursor of a shard that never was', 'all=1&cursor=7.0.1'],
    ['with a day that is none', 'since=2026-02-30'],
    ['with a filter that there is not', 'destination=tiktok&reasn=40002'],
    ['with a filter given twice', 'destination=tiktok&destination=meta'],
    ['with all of them denied', 'all=0'],
  ])('is refused %s', async (_title, query) => {
    const response = await askRedrive(query)
    expect([response.status, (await response.json<{ code: string }>()).code]).toEqual([400, 'wrong_query'])
  })

  it('is for whoever has a token of the site', async () => {
    const url = `${BASE}/v1/dead-letters/redrive?all=1`
    expect((await exports.default.fetch(url, { method: 'POST' })).status).toBe(401)
    expect((await get('/v1/dead-letters')).status).toBe(401)
  })
})
