/** What a table is worked out from, read the fast way and by a reader that takes one row after the other: both find the same. */
import { reset, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { mulberry32 } from '../../src/analysis/numbers/prng.ts'
import { ImportBook } from '../../src/offsite/import-book.ts'
import { MAX_SESSIONS, spanOf, type Journey } from '../../src/offsite/journey.ts'
import { journeyOf, journeyText, STEP_CODES } from '../../src/offsite/journey-text.ts'
import { NameBook } from '../../src/offsite/name-book.ts'
import { readOrders } from '../../src/offsite/order-columns.ts'
import { readJourneys } from '../../src/offsite/record-columns.ts'
import { isTooLong, Sql } from '../../src/outbox/tables.ts'
import { record } from './offsite.ts'

afterEach(reset)

const NOON = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400_000
const random = mulberry32(41)
const below = (most: number): number => Math.floor(random() * most)
const hex = (): string => Array.from({ length: 32 }, () => below(16).toString(16)).join('')

function inRecord<Answer>(work: (sql: Sql) => Answer): Promise<Answer> {
  return runInDurableObject(record(), (_record, state) => work(new Sql(state.storage.sql)))
}

/** Of any length, also of steps alone, or of nothing but an order; numbers of one digit and of as many as there may be. */
function someJourney(visits: number): Journey {
  const moments = (count: number) =>
    Array.from({ length: count }, () => NOON - below(60 * DAY)).toSorted((a, b) => a - b)
  const sessions = moments(visits).map((atMs) => {
    const [channel, page, flags] = [below(3) * below(30_000), below(2) * below(60_000), below(256)]
    const pages = random() < 0.1 ? 65_535 : below(40)
    return { atMs, channel, page, flags, isDirect: false, pages, untilMs: atMs + below(3) * below(40_000) * 1_000 }
  })
  const steps = moments(below(4)).map((atMs) => ({ atMs, step: STEP_CODES[below(STEP_CODES.length)] ?? 'view_item' }))
  return { sessions, steps }
}

function keep(sql: Sql, journey: Journey): void {
  const [first, last] = spanOf(journey) ?? [NOON, NOON]
  const row = [hex(), first, last, journey.sessions.length, below(3) === 0 || journey.sessions.length === 0 ? 1 : 0]
  const query = 'INSERT INTO journeys (key, first_ms, last_ms, touches, sold, log) VALUES (?, ?, ?, ?, ?, ?)'
  sql.rows(query, ...row, textOf(journey))
}

const texts = new Map<Journey, string>()

/** Of a long one that is kept hundreds of times, made once. */
function textOf(journey: Journey): string {
  const text = texts.get(journey) ?? journeyText(journey)
  texts.set(journey, text)
  return text
}

/** As many as the record believes to have say into how many ranges it parts them. */
function believe(sql: Sql, journeys: number): void {
  sql.rows("INSERT INTO taken (shard, epoch, seq, touches, journeys) VALUES (0, '', 0, 0, ?)", journeys)
}

function isLongerThanAText(sql: Sql, query: string): boolean {
  try {
    sql.rows(query)
    return false
  } catch (error) {
    return isTooLong(error)
  }
}

interface Told {
  /** Of each journey, number by number: its touches and its steps. */
  readonly journeys: readonly (readonly number[])[]
  /** Key → place. */
  readonly sold: ReadonlyMap<string, number>
}

/** One row after the other, each by the text's own reader. */
function slowly(sql: Sql, fromMs: number, toMs: number): Told {
  const query = 'SELECT key, sold, log FROM journeys WHERE last_ms >= ? AND first_ms < ? ORDER BY key'
  const rows = sql.rows<{ key: string; sold: number; log: string }>(query, fromMs, toMs)
  const sold = rows.flatMap(({ key, sold: isSold }, place) => (isSold === 1 ? [[key, place] as const] : []))
  const known = new Map(rows.map(({ log }) => [log, [] as number[]]))
  for (const [log, numbers] of known) numbers.push(...numbersOf(journeyOf(log)))
  return { journeys: rows.map(({ log }) => known.get(log) ?? []), sold: new Map(sold) }
}

function numbersOf({ sessions, steps }: Journey): number[] {
  const touches = sessions.flatMap(({ atMs, channel, page, pages, untilMs }) => {
    const seen = Math.min(pages + 1, 65_535)
    return [atMs, channel, page, seen, (untilMs - atMs) / 1_000]
  })
  return [...touches, ...steps.flatMap(({ atMs, step }) => [atMs, KEPT.indexOf(step)])]
}

const KEPT: readonly string[] = STEP_CODES

/** The same out of the columns. */
function fast(sql: Sql, fromMs: number, toMs: number): Told {
  const { journeys, steps, sessions, sold } = readJourneys(sql, new NameBook(sql), fromMs, toMs)
  const told = Array.from({ length: journeys.count }, (_, journey) => {
    const numbers: (number | undefined)[] = []
    for (let at = journeys.firstTouch[journey] ?? 0; at < (journeys.firstTouch[journey + 1] ?? 0); at++) {
      numbers.push(journeys.touchAtMs[at], journeys.touchChannel[at], sessions.landingPage[at])
      numbers.push(sessions.pagesSeen[at], sessions.seconds[at])
    }
    for (let at = steps.firstStep[journey] ?? 0; at < (steps.firstStep[journey + 1] ?? 0); at++)
      numbers.push(steps.stepAtMs[at], steps.step[at])
    return numbers.map((number) => number ?? NaN)
  })
  return { journeys: told, sold }
}

async function expectTheSame(fromMs: number, toMs: number): Promise<void> {
  const [expected, found] = await inRecord((sql) => [slowly(sql, fromMs, toMs), fast(sql, fromMs, toMs)])
  expect(expected.journeys.length).toBeGreaterThan(0)
  expect(found.journeys).toHaveLength(expected.journeys.length)
  // Number by number, for there may be millions: what differs is said, and nothing else is printed.
  const differing = found.journeys.flatMap((numbers, place) => {
    const own = expected.journeys[place] ?? []
    const isSame = numbers.length === own.length && numbers.every((number, at) => number === own[at])
    return isSame ? [] : [{ place, numbers, own }]
  })
  expect(differing.slice(0, 1)).toEqual([])
  expect(found.sold).toEqual(expected.sold)
}

describe('journeys', () => {
  it.each([0, 5_000, 40_000, 600_000])('are the same in however many ranges they are read: of %i', async (believed) => {
    await inRecord((sql) => {
      believe(sql, believed)
      for (let count = 0; count < 400; count++) keep(sql, someJourney(below(6)))
    })
    await expectTheSame(0, NOON + DAY)
    await expectTheSame(NOON - 30 * DAY, NOON - 20 * DAY)
  })

  it('are the same where those of a range are longer together than SQLite lets a text be', async () => {
    const isTooMuch = await inRecord((sql) => {
      const long = Array.from({ length: 20 }, () => someJourney(MAX_SESSIONS))
      for (let count = 0; count < 1_300; count++) keep(sql, long[count % long.length] ?? someJourney(1))
      return isLongerThanAText(sql, 'SELECT group_concat(log) FROM journeys')
    })
    expect(isTooMuch).toBe(true)
    await expectTheSame(0, NOON + DAY)
  })
})

interface SlowOrder extends Record<string, SqlStorageValue> {
  journey: string
  refunds: string
}

const ORDER = `INSERT INTO orders (at_ms, link, journey, status, value, net, refunds, first_time, declared, answered, region, by_name)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`

it('orders are the same, also thousands of one moment, which a file that knows the day alone leaves behind', async () => {
  const sold = new Map([
    ['a'.repeat(32), 7],
    ['b'.repeat(32), 9],
  ])
  const journeys = ['', '-', ...sold.keys(), 'c'.repeat(32)]
  const [slow, found] = await inRecord((sql) => {
    for (let count = 0; count < 4_500; count++) {
      const atMs = count < 4_100 ? NOON : NOON + below(DAY)
      const value = below(5) === 0 ? null : below(90_000) - 100
      const refunds =
        below(4) === 0
          ? JSON.stringify([
              [NOON + below(DAY), below(500)],
              [NOON, 1],
            ])
          : ''
      const said = [['', 'tiktok', 'meta'][below(3)] ?? '', ['', 'google "ads"'][below(2)] ?? '']
      const journey = journeys[below(journeys.length)] ?? ''
      const order = [atMs, hex().slice(0, 16), journey, below(4), value, below(2) === 0 ? null : value, refunds]
      sql.rows(ORDER, ...order, below(3), ...said, below(2) === 0 ? 'FR-IDF' : '')
    }
    const query = 'SELECT * FROM orders WHERE at_ms >= ? AND at_ms < ? ORDER BY at_ms, link'
    const span = { fromMs: NOON, toMs: NOON + DAY / 2, asOfMs: NOON + DAY / 4 }
    return [sql.rows<SlowOrder>(query, span.fromMs, span.asOfMs + 1), readOrders(sql, sold, span)]
  })
  const expected = slow.map(({ at_ms: atMs, journey, status, value, net, refunds, first_time: first, ...row }) => {
    const until = refunds === '' ? [] : (JSON.parse(refunds) as [number, number][])
    const refunded = until.reduce((sum, [ms, minor]) => (ms <= NOON + DAY / 4 ? sum + minor : sum), 0)
    const place = journey === '' ? -1 : (sold.get(journey) ?? -2)
    const source = row['declared'] === '' ? row['answered'] : row['declared']
    return [atMs, place, status, value ?? NaN, net ?? NaN, refunded, first, source, row['region']]
  })
  const told = Array.from({ length: found.count }, (_, order) => [
    ...[found.atMs, found.journey, found.status, found.valueMinor, found.netMinor, found.refundedMinor].map(
      (column) => column?.[order],
    ),
    found.firstTime[order],
    found.declaredSources[found.declared[order] ?? -1] ?? '',
    found.region[order],
  ])
  expect(told).toEqual(expected)
  expect(told.length).toBeGreaterThan(4_100)
})

describe('imported rows', () => {
  /** Two files of some ads and days, and a name of that many characters. */
  async function imported(ads: number, characters: number): Promise<[unknown, unknown]> {
    return inRecord((sql) => {
      const book = new ImportBook(sql)
      for (const [file, ids] of [
        ['two', 1],
        ['one', 2],
      ] as const) {
        const rows = Array.from({ length: ads }, (_, ad) => ({
          ...({ kind: 'media', source: 'tiktok', level: 'ad', paid: true, metrics: { clicks: ad } } as const),
          day: `2026-11-${10 + (ad % 3)}`,
          id: `${file} ${below(9)}${ad * ids}`,
          name: '"é,'.padEnd(characters, 'x'),
        }))
        book.take({ file, name: file, rows }, false, NOON + ids)
      }
      const query = `SELECT row FROM imports JOIN import_files USING (file) WHERE kind = 'media' AND day >= '2026-11-11'
        ORDER BY day, at_ms, key`
      const isTooMuch = isLongerThanAText(sql, 'SELECT group_concat(row) FROM imports GROUP BY day')
      expect(isTooMuch).toBe(characters > 1_000)
      const slow = sql.rows<{ row: string }>(query).map(({ row }) => JSON.parse(row) as unknown)
      return [book.rows('media', '2026-11-11', '2026-11-30'), slow]
    })
  }

  it('are the same in the same order, by day and then by file', async () => {
    const [found, slow] = await imported(50, 10)
    expect(found).toHaveLength(66)
    expect(found).toEqual(slow)
  })

  it('are the same where those of a day are longer together than SQLite lets a text be', async () => {
    const [found, slow] = await imported(240, 120_000)
    expect(found).toHaveLength(320)
    expect(found).toEqual(slow)
  })
})
