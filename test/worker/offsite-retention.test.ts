/** What the off-site record forgets by itself, and what it does not mix up when it is full. */
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { afterEach, describe, expect, it } from 'vitest'
import type { RecordState } from '../../src/offsite/asks.ts'
import { NameBook } from '../../src/offsite/name-book.ts'
import { MAX_FILES, MAX_NAMES } from '../../src/offsite/record-bounds.ts'
import { RECORD_TABLE_NAMES } from '../../src/offsite/record-tables.ts'
import { Sql } from '../../src/outbox/tables.ts'
import { BASE } from './gateway.ts'
import { keepLedger, SITE } from './ledger.ts'
import { askRecord, give, keepJourneys, record, recordSql, withoutSite } from './offsite.ts'
import { TOKEN } from './receipts.ts'

keepLedger()
keepJourneys({ journeyDays: 395, recordDays: 760 })

afterEach(() => reset())

const LINK = {
  code: 'r/one',
  target: 'https://www.atelier-rivage.example/',
  source: 'tiktok',
  kind: 'live',
  made_at: '2026-11-20T10:00:00Z',
} as const
const DAY = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

describe('retention of the record', () => {
  it('ends when nothing is left that is over, however much there was, and leaves the rest', async () => {
    const [old, young] = [Date.now() - 761 * DAY, Date.now() - 300 * DAY]
    await askRecord({ kind: 'state' })
    const fill = (insert: (name: string) => string, atMs: number | string, count: number, name: string) =>
      recordSql(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) ${insert(`'${name}' || i`)} FROM n`,
        atMs,
      )
    // Each ends in its own turn: none may count on another's having more.
    for (const [atMs, counts, name] of [
      [old, [1_000, 2_000, 6_000, 11_000, 16_000], 'old'],
      [young, [3, 3, 3, 3, 3], 'young'],
    ] as const) {
      await fill((key) => `INSERT INTO imports SELECT 'media', ?, ${key}, 'f', '{}'`, dayOf(atMs), counts[0], name)
      await fill(
        (key) => `INSERT INTO orders SELECT ?, ${key}, '', 0, 1, NULL, '', 0, '', '', '', 0`,
        atMs,
        counts[1],
        name,
      )
      await fill((key) => `INSERT INTO order_names SELECT ${key}, 'o', ?`, atMs, counts[2], name)
      await fill((key) => `INSERT INTO conversions SELECT ${key}, ?, 'j', 'j'`, atMs, counts[3], name)
      await fill((key) => `INSERT INTO forgotten SELECT ${key}, ?`, atMs, counts[4], name)
    }
    for (let turn = 0; turn < 5; turn++) {
      await runInDurableObject(record(), (_record, state) => state.storage.setAlarm(Date.now()))
      await runDurableObjectAlarm(record())
    }
    for (const table of ['conversions', 'orders', 'order_names', 'imports', 'forgotten'])
      expect([table, await recordSql(`SELECT count(*) AS n FROM ${table}`)]).toEqual([table, [{ n: 3 }]])
  })

  it('takes touches off journeys at the end of their days, and the journey with its last one', async () => {
    const now = Date.now()
    const touch = (journey: string, days: number) =>
      ({
        k: 'touch',
        journey,
        atMs: now - days * DAY,
        touch: { source: 'tiktok', kind: 'ad', by: 'utm_id' },
        path: '/',
      }) as const
    await give({ facts: [touch('gone', 396), touch('both', 396), touch('both', 394)] })
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ touches: 3, journeys: 2 })
    await runInDurableObject(record(), (_record, state) => state.storage.setAlarm(Date.now()))
    await runDurableObjectAlarm(record())
    expect(await recordSql('SELECT key, touches FROM journeys')).toEqual([{ key: 'both', touches: 1 }])
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ touches: 1, journeys: 1 })
  })
})

describe('a site that is in no policy any more', () => {
  const touch = (journey: string, days: number) =>
    ({
      k: 'touch',
      journey,
      atMs: Date.now() - days * DAY,
      touch: { source: 'tiktok', kind: 'ad', by: 'utm_id' },
      path: '/',
    }) as const
  async function ring(): Promise<void> {
    await runInDurableObject(record(), (_record, state) => state.storage.setAlarm(Date.now()))
    await runDurableObjectAlarm(record())
  }
  const alarm = () => runInDurableObject(record(), (_record, state) => state.storage.getAlarm())

  it('has its record end by the days that its policy named last, rung for once a day, and then not at all', async () => {
    await give({ facts: [touch('young', 300)] })
    await ring()
    expect((await alarm()) ?? 0).toBeLessThan(Date.now() + 6 * 60_000)
    const put = withoutSite()
    try {
      await evictDurableObject(record())
      await recordSql("DELETE FROM meta WHERE name = 'swept'")
      const key = 'old'
      await recordSql(
        "INSERT INTO journeys SELECT ?, ?, ?, 0, 1, ''",
        key,
        Date.now() - 396 * DAY,
        Date.now() - 396 * DAY,
      )
      await ring()
      expect(await recordSql('SELECT key FROM journeys')).toEqual([{ key: 'young' }])
      expect((await alarm()) ?? 0).toBeGreaterThan(Date.now() + 6 * 60_000 - DAY)
      expect(((await alarm()) ?? 0) % DAY).toBe(0)
      await askRecord({ kind: 'keep_link', link: LINK })
      await recordSql("UPDATE meta SET value = ? WHERE name = 'missed'", String(Date.now() - 761 * DAY))
      await ring()
      expect(await recordSql('SELECT code FROM links')).toEqual([])
      expect(await recordSql("SELECT value FROM meta WHERE name = 'site'")).toEqual([{ value: SITE }])
      expect(await alarm()).toBeNull()
    } finally {
      put()
    }
  })

  it('loses nothing where it comes back in time', async () => {
    await give({ facts: [touch('young', 300)] })
    const put = withoutSite()
    await evictDurableObject(record())
    await ring()
    put()
    await evictDurableObject(record())
    await ring()
    expect(await recordSql("SELECT value FROM meta WHERE name = 'missed'")).toEqual([])
    expect(await recordSql('SELECT key FROM journeys')).toEqual([{ key: 'young' }])
  })
})

describe('DELETE /v1/analysis/record', () => {
  const remove = (site: string, headers = TOKEN) =>
    exports.default.fetch(`${BASE}/v1/analysis/record?site=${site}`, { method: 'DELETE', headers })

  it('deletes all that is kept, once the site is named, and nothing of before comes back out of a queue', async () => {
    const touch = {
      k: 'touch',
      journey: 'hers',
      touch: { source: 'tiktok', kind: 'ad', by: 'utm_id' },
      path: '/',
    } as const
    const atMs = Date.now() - 60_000
    await give({ facts: [{ ...touch, atMs }] })
    await askRecord({ kind: 'keep_link', link: LINK })
    expect((await remove('another-site')).status).toBe(400)
    expect(await askRecord<RecordState>({ kind: 'state' })).toMatchObject({ journeys: 1 })
    const answer = await remove(SITE)
    expect([answer.status, await answer.json()]).toMatchObject([200, { deleted: { journeys: 1, touches: 1 } }])
    for (const table of RECORD_TABLE_NAMES.filter((name) => name !== 'meta'))
      expect([table, await recordSql(`SELECT * FROM ${table}`)]).toEqual([table, []])
    await give({ upTo: 2, facts: [{ ...touch, atMs }] })
    expect(await recordSql('SELECT key FROM journeys')).toEqual([])
    await give({ upTo: 3, facts: [{ ...touch, atMs: Date.now() + 1 }] })
    expect(await recordSql('SELECT key FROM journeys')).toEqual([{ key: 'hers' }])
  })
})

it('an alarm that is soon stays so when the record is asked something after it was put away', async () => {
  await give({ facts: [] })
  const alarm = () => runInDurableObject(record(), (_record, state) => state.storage.getAlarm())
  const soon = (await alarm()) ?? 0
  expect(soon - Date.now()).toBeLessThan(6 * 60_000)
  await evictDurableObject(record())
  await askRecord({ kind: 'links' })
  expect(await alarm()).toBe(soon)
})

it('a dictionary that is half full lets go what no journey names any more, and gives its numbers to what comes', async () => {
  const at = { k: 'touch', atMs: Date.now() - DAY, path: '/pack' } as const
  await give({
    facts: [{ ...at, journey: 'hers', touch: { source: 'tiktok', kind: 'ad', by: 'utm_id', campaign: 'spring' } }],
  })
  await recordSql(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_NAMES / 2})
     INSERT INTO names (kind, name, number) SELECT 'c', '["s' || i || '","ad","","","",""]', i FROM n`,
  )
  await runInDurableObject(record(), (_record, state) => state.storage.setAlarm(Date.now()))
  await evictDurableObject(record())
  await runDurableObjectAlarm(record())
  expect(await recordSql('SELECT kind, number FROM names ORDER BY kind')).toEqual([
    { kind: 'c', number: 0 },
    { kind: 'p', number: 0 },
  ])
  await give({ upTo: 2, facts: [{ ...at, journey: 'his', touch: { source: 'meta', kind: 'ad', by: 'utm_id' } }] })
  expect(await recordSql("SELECT name, number FROM names WHERE kind = 'c' AND number > 0")).toEqual([
    { name: '["meta","ad","","","",""]', number: 1 },
  ])
})

it('of a file that is known no more rows are taken than there is room for, and files of which no row is left make room', async () => {
  const row = (n: number) =>
    ({
      kind: 'media',
      source: 'tiktok',
      level: 'ad',
      day: '2026-11-20',
      id: `ad-${n}`,
      metrics: {},
      paid: true,
    }) as const
  const give500 = (file: string, from: number) =>
    askRecord({ kind: 'import', file: { file: file.repeat(64), name: 'ads.csv', rows: [row(from), row(from + 1)] } })
  expect(await give500('a', 1)).toMatchObject({ result: 'taken', added: 2 })
  await recordSql(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_FILES - 1})
     INSERT INTO import_files SELECT 'f' || i, 'old.csv', ${Date.now()}, 1 FROM n`,
  )
  expect(await give500('b', 1)).toMatchObject({ result: 'taken', same: 2 })
  expect(await recordSql('SELECT count(*) AS n FROM import_files')).toEqual([{ n: 2 }])
})

it('a full dictionary takes no touch for another’s: what is left of it is its source and kind, at last its kind', async () => {
  await askRecord({ kind: 'state' })
  const found = await runInDurableObject(record(), (_record, state) => {
    const sql = new Sql(state.storage.sql)
    sql.rows(
      "INSERT INTO names (kind, name, number) VALUES ('c', ?, 0)",
      JSON.stringify(['tiktok', 'live', '', '', '', '']),
    )
    sql.rows(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_NAMES - 4_096 - 1})
       INSERT INTO names (kind, name, number) SELECT 'c', '["s' || i || '","ad","","","",""]', i FROM n`,
    )
    const names = new NameBook(sql)
    const of = (source: string) => names.channel({ source, kind: 'referral', by: 'referrer', campaign: 'new' })
    const first = of('news-0')
    for (let index = 1; index < 5_000; index++) of(`news-${index}`)
    return [first, of('one-more'), of('another')].map((number) => names.channels()[number])
  })
  expect(found).toEqual([
    { source: 'news-0', kind: 'referral' },
    { source: 'other', kind: 'referral' },
    { source: 'other', kind: 'referral' },
  ])
})
