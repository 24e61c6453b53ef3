/** What the off-site record forgets by itself, and what it does not mix up when it is full. */
import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import type { RecordState } from '../../src/offsite/asks.ts'
import { NameBook } from '../../src/offsite/name-book.ts'
import { MAX_NAMES } from '../../src/offsite/record-bounds.ts'
import { Sql } from '../../src/outbox/tables.ts'
import { keepLedger } from './ledger.ts'
import { askRecord, give, keepJourneys, record, recordSql } from './offsite.ts'

keepLedger()
keepJourneys({ journeyDays: 395, recordDays: 760 })

afterEach(() => reset())

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
      await fill((key) => `INSERT INTO orders SELECT ?, ${key}, '', 0, 1, '', 0, '', '', '', 0`, atMs, counts[1], name)
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

it('an alarm that is soon stays so when the record is asked something after it was put away', async () => {
  await give({ facts: [] })
  const alarm = () => runInDurableObject(record(), (_record, state) => state.storage.getAlarm())
  const soon = (await alarm()) ?? 0
  expect(soon - Date.now()).toBeLessThan(6 * 60_000)
  await evictDurableObject(record())
  await askRecord({ kind: 'links' })
  expect(await alarm()).toBe(soon)
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
