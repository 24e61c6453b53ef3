/** Tables of the analysis over HTTP: from the page that a visitor sees to the number that the site reads, behind the guards. */
import { reset } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TableAnswer } from '../../src/offsite/asks.ts'
import type { JourneyFact } from '../../src/offsite/facts.ts'
import { consent } from './events.ts'
import { accept, deliver, get, sql } from './gateway.ts'
import { keepLedger, ledgerOrder, upsert } from './ledger.ts'
import { askRecord, give, keepJourneys, recordSql } from './offsite.ts'
import { clearPlatforms } from './platforms.ts'
import { exported, linesOf } from './receipts.ts'

keepLedger()
keepJourneys()

afterEach(async () => {
  await reset()
  await clearPlatforms()
})

const HOUR = 3_600_000
const NOON = Date.parse('2026-11-20T12:00:00Z')
const AUTHORIZED = { authorization: 'Bearer dev' }

type Table = Extract<TableAnswer, { ok: true }>

async function table(path: string): Promise<Table> {
  const response = await get(`/v1/analysis/tables/${path}`, AUTHORIZED)
  expect(response.status).toBe(200)
  return response.json<Table>()
}

/** Column → value of the row whose first cell says so. */
function row({ table: { columns, rows } }: Table, name: string): Record<string, unknown> | undefined {
  const found = rows.find(({ kind, cells }) => kind === name || cells[0]?.value === name)
  return found && Object.fromEntries(columns.map(({ key }, at) => [key, found.cells[at]?.value]))
}

const key = (index: number) => `${index}`.padStart(32, '0')
const link = (index: number) => `${index}`.padStart(16, '0')

/** So many visitors of one source, the first of them with an order a day later. */
function visitors(source: string, first: number, count: number, buyers: number): JourneyFact[] {
  return Array.from({ length: count }, (_, offset): JourneyFact[] => {
    const journey = key(first + offset)
    const touch = { source, kind: 'ad', by: 'utm_id', campaign: 'noel' } as const
    const came: JourneyFact = { k: 'touch', journey, atMs: NOON, touch, path: '/' }
    const bought: JourneyFact = { k: 'order', journey, atMs: NOON + 24 * HOUR, order: link(first + offset) }
    return offset < buyers ? [came, bought] : [came]
  }).flat()
}

describe('credits by source', () => {
  /** 20 visitors and 12 orders of 10.00 by TikTok, 15 and 3 by Meta, and 4 orders of 10.00 that nobody may follow. */
  async function fill(): Promise<void> {
    await give({ facts: [...visitors('tiktok', 100, 20, 12), ...visitors('meta', 200, 15, 3)] })
    const orders = [...Array.from({ length: 12 }, (_, at) => 100 + at), 200, 201, 202, 900, 901, 902, 903]
    for (const [at, number] of orders.entries())
      await recordSql(
        `INSERT INTO orders (at_ms, link, journey, status, value, refunds, first_time, declared, answered, region, by_name)
         VALUES (?, ?, ?, 0, 1000, '', 2, '', '', '', 0)`,
        NOON + 24 * HOUR + at,
        link(number),
        number < 900 ? key(number) : '',
      )
  }

  it('add up to the back office: what is measured, and what nobody may follow', async () => {
    await fill()
    const answer = await table('credit_by_source?from=2026-11-20&to=2026-11-21&model=last')
    expect(row(answer, 'tiktok')).toMatchObject({ credits: 12, credited_value: 12_000, journeys: 20 })
    expect(row(answer, 'total')).toMatchObject({ credits: 19, credited_value: 19_000 })
    expect(answer.made_of).toMatchObject({ touches: 35, journeys: 35, orders: 19 })
    expect(answer.table.frame_id).toMatch(/^[0-9a-f]{64}$/)
  })

  it('stand under one frame on all tables of a page, also where visits come meanwhile', async () => {
    await fill()
    const span = 'from=2026-11-20&to=2026-11-21'
    const one = await table(`credit_by_source?${span}`)
    await give({ upTo: 2, facts: visitors('meta', 300, 2, 0) })
    const other = await table(`business_summary?${span}`)
    expect(other.table.frame_id).toBe(one.table.frame_id)
    // As the policy takes an order's value: its tax and its shipping each have their own word.
    expect(one.frame).toMatchObject({ value: { basis: 'gross', shipping: 'included' } })
    // What is imported is looked at anew, and says so; the frame of before is there for who names its moment.
    const cost = { kind: 'cost', line: 'goods', from: '2026-11-01', share: 0.4 } as const
    await askRecord({ kind: 'import', file: { file: 'b'.repeat(64), name: 'costs', rows: [cost] } })
    expect((await table(`credit_by_kind?${span}`)).table.frame_id).not.toBe(one.table.frame_id)
    const { as_of: asOf } = one.frame as { readonly as_of: string }
    expect((await table(`credit_by_kind?${span}&as_of=${asOf}`)).table.frame_id).toBe(one.table.frame_id)
  })

  it('are not said of any moment of the past: before and after one order they would say what brought it', async () => {
    await fill()
    const asked = (moment: string) =>
      get(`/v1/analysis/tables/credit_by_source?from=2026-11-20&to=2026-11-21&as_of=${moment}`, AUTHORIZED)
    const refused = await asked('2026-11-21T12:00:01Z')
    expect([refused.status, await refused.json()]).toMatchObject([422, { figures: { member: 'as_of' } }])
    // The shop's midnight, and a moment of a run that goes on.
    for (const moment of ['2026-11-20T23:00:00Z', new Date(Date.now() - HOUR / 2).toISOString()])
      expect((await asked(moment)).status).toBe(200)
  })

  it('have lost whoever took their consent back, at once', async () => {
    await fill()
    const path = 'credit_by_source?from=2026-11-20&to=2026-11-21'
    await table(path)
    await give({ upTo: 2, facts: [{ k: 'forget', journeys: [key(100)], atMs: NOON + 48 * HOUR }] })
    const answer = await table(path)
    expect(row(answer, 'tiktok')).toMatchObject({ credits: 11, journeys: 19 })
    // Its order is the back office's still.
    expect(row(answer, 'total')).toMatchObject({ credits: 19 })
  })

  it('are not said of fewer than ten journeys, in the CSV neither', async () => {
    await give({ facts: visitors('tiktok', 100, 9, 1) })
    const response = await get(
      '/v1/analysis/tables/credit_by_source?from=2026-11-20&to=2026-11-21&format=csv',
      AUTHORIZED,
    )

    const text = await response.text()
    expect(text).toMatch(/^row_kind,source,/)
    expect(text).not.toContain('tiktok')
  })
})

it('touches by an own link are what the link was made for, whatever the browser said', async () => {
  const link = {
    code: 'live-brume',
    target: 'https://www.atelier-rivage.example/',
    made_at: new Date(NOON).toISOString(),
  }
  await askRecord({ kind: 'keep_link', link: { ...link, source: 'tiktok', kind: 'live', creative: 'l-1' } })
  const touch = { source: 'instagram', kind: 'unresolved', by: 'link', link: 'live-brume', inApp: true } as const
  const facts = Array.from({ length: 12 }, (_, at): JourneyFact => ({
    k: 'touch',
    journey: key(at),
    atMs: NOON,
    touch,
    path: '/',
  }))
  await give({ facts })
  const answer = await table('credit_by_link?from=2026-11-20&to=2026-11-21')
  expect(row(answer, 'tiktok')).toMatchObject({ kind: 'live', creative: 'l-1', link: 'live-brume', journeys: 12 })

  // The Live that it leads from is called by its name, not by its number.
  const [starts, ends] = [new Date(NOON - HOUR).toISOString(), new Date(NOON).toISOString()]
  const brume = {
    kind: 'live',
    source: 'tiktok',
    id: 'l-1',
    name: 'La brume',
    starts_at: starts,
    ends_at: ends,
  } as const
  await askRecord({ kind: 'import', file: { file: 'b'.repeat(64), name: 'lives', rows: [brume] } })
  const cards = await table('creative_cards?from=2026-11-20&to=2026-11-21')
  expect(row(cards, 'La brume')).toMatchObject({ sessions: 12 })
})

describe('a Live', () => {
  const DAY = 24 * HOUR
  const FIRST = Date.parse('2026-10-05T00:00:00Z')
  const LIVE = FIRST + 35 * DAY + 18 * HOUR
  const live = { kind: 'live', source: 'tiktok', id: 'l-1', name: 'Brume', starts_at: new Date(LIVE).toISOString() }

  it('is compared with the weeks that the record has, and not with those before it knew anything', async () => {
    // One order an hour for six weeks; in the 48 hours from the Live on, three.
    const orders = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
      INSERT INTO orders (at_ms, link, journey, status, value, refunds, first_time, declared, answered, region, by_name)
      SELECT ? + i * ?, ? || i, '', 0, 1000, '', 2, '', '', '', 0 FROM n`
    await recordSql(orders, 42 * 24 - 1, FIRST, HOUR, 'base-')
    await recordSql(orders, 95, LIVE + 60_000, HOUR / 2, 'live-')
    const ends = new Date(LIVE + HOUR).toISOString()
    await askRecord({
      kind: 'import',
      file: { file: 'a'.repeat(64), name: 'lives', rows: [{ ...live, kind: 'live', ends_at: ends }] },
    })
    const answer = await table('live_study?from=2026-10-05&to=2026-11-14')
    const found = row(answer, 'Brume')
    expect(found).toMatchObject({ outcome: 'orders', observed: 144, expected: 48, incremental: 96 })
    // Every window without the Live is as expected, so that none went as far.
    expect(found?.['p']).toBe(found?.['smallest_p'])
    expect(found?.['p']).toBeLessThan(0.2)
  })

  it('has visits and baskets beside it, of all who agreed together and of nobody in particular', async () => {
    const at = NOON + 10 * 60_000
    const basket: JourneyFact = { k: 'step', journey: key(100), atMs: at, step: 'add_to_cart' }
    // The same basket twice is one; so is a page seen within the visit.
    const again: JourneyFact = {
      k: 'touch',
      journey: key(100),
      atMs: at,
      touch: { source: 'tiktok', kind: 'ad', by: 'utm_id', campaign: 'noel' },
      path: '/',
    }
    await give({ facts: [...visitors('tiktok', 100, 12, 0), basket, basket, again] })
    await give({ upTo: 2, facts: [{ k: 'forget', journeys: [key(100)], atMs: NOON + HOUR }] })
    const hour = { hour_ms: NOON, visits: 12, view_item: 0, add_to_cart: 1 }
    // The hour that lasts lies where each batch is written; when another has begun it has a row.
    expect(await recordSql('SELECT open FROM taken WHERE shard = 0')).toEqual([{ open: JSON.stringify(hour) }])
    await give({ upTo: 3, facts: [{ ...again, atMs: NOON + 2 * HOUR, journey: key(101) }] })
    expect(await recordSql('SELECT * FROM hours')).toEqual([hour])
    const answer = await table('live_study?from=2026-11-20&to=2026-11-21')
    expect(answer.table.notes.map(({ code }) => code)).toContain('visits_by_hour_are_consented')
  })
})

it('a region with few orders is not said, nor the one that it would be all orders less the others', async () => {
  for (const [region, count] of [
    ['FR-75', 40],
    ['FR-06', 12],
    ['FR-13', 3],
  ] as const)
    await recordSql(
      `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO orders (at_ms, link, journey, status, value, refunds, first_time, declared, answered, region, by_name)
       SELECT ? + i, ? || i, '', 0, 1000, '', 2, '', '', ?, 0 FROM n`,
      count - 1,
      NOON,
      region,
      region,
    )
  const { table: found } = await table('orders_by_region_day?from=2026-11-20&to=2026-11-21')
  expect(found.rows.map(({ cells }) => cells.map(({ value }) => value))).toEqual([['FR-75', '2026-11-20', 40]])
  expect(found.notes).toEqual([{ code: 'regions_too_few', figures: { regions: 2, fewest: 10 } }])
})

it('a visitor’s page becomes a touch, and an order of the back office its conversion', async () => {
  const person = { visitor_id: 'v-4711' }
  const at = new Date(Date.now() - HOUR).toISOString()
  const page = (url: string, event = 'page_view') => ({
    event,
    event_id: `${event}-1`,
    occurred_at: at,
    page: { url, referrer: '' },
    client: { country: 'FR', user_agent: 'Mozilla/5.0' },
    person,
    consent: consent('granted'),
  })
  await accept([
    page('https://www.atelier-rivage.example/?utm_source=brevo&utm_medium=email'),
    {
      ...page('https://www.atelier-rivage.example/merci', 'purchase'),
      order: { id: '1001', value: 47.4, currency: 'EUR' },
    },
  ])
  await upsert(ledgerOrder('1001', { at }))
  await deliver()
  await vi.waitFor(async () => expect(await sql('SELECT seq FROM facts_out')).toEqual([]), 5_000)
  const state = await get('/v1/analysis/state', AUTHORIZED)
  expect(await state.json()).toMatchObject({ touches: 1, journeys: 1, orders: 1 })
  const [order] = await recordSql<{ journey: string; value: number }>('SELECT journey, value FROM orders')
  const [journey] = await recordSql<{ key: string; sold: number }>('SELECT key, sold FROM journeys')
  expect(order).toMatchObject({ value: 4_740, journey: journey?.key })
  expect(journey?.sold).toBe(1)
  // Who asks what is kept of them is told of the journey, and not by which key.
  const [told] = linesOf(await exported('person=v-4711')).filter((line) => line.includes('"journey"'))
  expect(JSON.parse(told ?? '')).toMatchObject({
    kind: 'journey',
    visits: [{ at, source: 'brevo', came_by: 'mail', page: '/' }],
    orders: 1,
  })
  expect(told).not.toContain(journey?.key ?? '-')
})

it.each([
  ['tables/nobody', 404],
  ['tables/credit_by_source?from=2026-11-21&to=2026-11-20', 400],
  ['tables/credit_by_source?model=best', 400],
  ['tables/credit_by_source?from=2025-01-01&to=2026-11-20', 422],
  ['tables/credit_by_source?model=markov&date_basis=touch&from=2026-11-20&to=2026-11-20', 422],
])('%s is answered %s', async (path, status) => {
  const response = await get(`/v1/analysis/${path}`, AUTHORIZED)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
})

it('orders that are asked for without a filter say what to ask for, and all rows come only where they are asked for', async () => {
  const { table: whole } = await table('orders?from=2026-11-20&to=2026-11-21')
  expect([whole.rows, whole.notes[0]?.code]).toEqual([[], 'orders_need_filter'])
  const { table: asked } = await table('orders?from=2026-11-20&to=2026-11-21&filter=source%3Dtiktok')
  expect(asked.rows.map(({ cells }) => cells[1]?.why)).toEqual(['too_few'])
  // 400 days of 26 ads: more than a page draws.
  const day = (at: number) => new Date(Date.parse('2025-11-01') + at * 24 * HOUR).toISOString().slice(0, 10)
  await recordSql(
    `INSERT INTO imports (kind, day, key, file, row)
     SELECT 'media', json_extract(value, '$.day'), json_extract(value, '$.id') || json_extract(value, '$.day'), '', value FROM json_each(?)`,
    JSON.stringify(
      Array.from({ length: 10_400 }, (_, at) => ({
        kind: 'media',
        source: 'tiktok',
        level: 'ad',
        day: day(at % 400),
        id: `a${Math.floor(at / 400)}`,
        metrics: {},
        paid: true,
      })),
    ),
  )
  const path = `media_days?from=${day(0)}&to=${day(399)}`
  const { table: cut } = await table(path)
  expect([cut.rows.length, cut.notes.at(-1)]).toEqual([
    10_000,
    { code: 'more_rows', figures: { rows: 400, most: 10_000 } },
  ])
  expect((await table(`${path}&rows=all`)).table.rows).toHaveLength(10_400)
  const csv = await (await get(`/v1/analysis/tables/${path}&format=csv`, AUTHORIZED)).text()
  expect(csv.split('\r\n')).toHaveLength(1 + 10_400 + 1)
})

it('without a token there is no table', async () => {
  expect((await get('/v1/analysis/tables/credit_by_source')).status).toBe(401)
})

it('every table can be asked of a record in which there is nothing yet', async () => {
  const { tables } = await (await get('/v1/analysis/tables', AUTHORIZED)).json<{ tables: readonly { id: string }[] }>()
  for (const { id } of tables) {
    const response = await get(`/v1/analysis/tables/${id}?from=2026-11-01&to=2026-11-20`, AUTHORIZED)
    const { reason } = await response.json<{ reason?: string }>()
    expect([id, response.status, reason]).toEqual(
      id === 'credit_by_day' ? [id, 422, 'too_few_to_say'] : [id, 200, undefined],
    )
  }
})
