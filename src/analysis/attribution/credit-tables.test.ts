import { describe, expect, it } from 'vitest'
import type { Calendar } from '../calendar.ts'
import { NO_CONSENT, type TouchChannel } from '../columns.ts'
import type { AnalysisTable } from '../table.ts'
import { FRAME, frameOf, HOUR_MS, journeyColumns, OCTOBER, orderColumns, START_MS } from './attribution.fixture.ts'
import { creditByDay } from './credit-by-day.ts'
import { readCredits, type CreditQuestion } from './credit-reading.ts'
import { coverageTable, ordersTable } from './order-tables.ts'
import { pathsTable } from './paths.ts'

const AD: TouchChannel = { source: 'tiktok', kind: 'ad' }
const LIVE: TouchChannel = { source: 'tiktok', kind: 'live' }
const MAIL: TouchChannel = { source: 'newsletter', kind: 'mail' }

/** Two days. Day 1: 30 by an ad, 25 by mail; day 2: 12 by an ad, 40 by mail. Twelve of the first came by a Live before. */
const journeys = journeyColumns([
  ...Array.from({ length: 12 }, () => [
    { hour: 1, channel: LIVE },
    { hour: 2, channel: AD },
  ]),
  ...Array.from({ length: 18 }, () => [{ hour: 2, channel: AD }]),
  ...Array.from({ length: 25 }, () => [{ hour: 3, channel: MAIL }]),
  ...Array.from({ length: 12 }, () => [{ hour: 26, channel: AD }]),
  ...Array.from({ length: 40 }, () => [{ hour: 27, channel: MAIL }]),
])
const orders = orderColumns([
  ...Array.from({ length: 15 }, (_, journey) => ({ hour: 10, journey, value: 1_000 })),
  { hour: 11, journey: 30, value: 2_000 },
  { hour: 30, journey: 31, value: 2_000 },
  { hour: 30, journey: NO_CONSENT, value: 900 },
])
const days: Calendar = {
  days: ['2026-10-01', '2026-10-02'],
  startsMs: Float64Array.from([0, 24, 48], (hour) => START_MS + hour * HOUR_MS),
}

function asked(changes: Partial<CreditQuestion> = {}): CreditQuestion {
  return {
    journeys,
    orders,
    frame: FRAME,
    span: { fromMs: START_MS, toMs: START_MS + 48 * HOUR_MS },
    model: 'linear',
    by: 'source',
    ...changes,
  }
}

function readingOf(question: CreditQuestion) {
  const read = readCredits(question)
  if (!read.ok) throw new Error(read.code)
  return read.reading
}

function values({ rows }: AnalysisTable) {
  return rows.map(({ cells }) => cells.map(({ value, why }) => value ?? why))
}

describe('credits by day', () => {
  it('close with the back office on every day of the order', () => {
    const table = creditByDay(asked(), readingOf(asked()), days)
    expect(table.ok && values(table.table)).toEqual([
      ['2026-10-01', 'tiktok', 15, 15_000, 30],
      ['2026-10-01', 'newsletter', 1, 2_000, 25],
      ['2026-10-01', '(declared)', 0, 0, 'does_not_apply'],
      ['2026-10-01', '(no_consent)', 0, 0, 'does_not_apply'],
      ['2026-10-01', '(total)', 16, 17_000, 'does_not_apply'],
      ['2026-10-02', 'tiktok', 0, 0, 12],
      ['2026-10-02', 'newsletter', 1, 2_000, 41],
      ['2026-10-02', '(declared)', 0, 0, 'does_not_apply'],
      ['2026-10-02', '(no_consent)', 1, 900, 'does_not_apply'],
      ['2026-10-02', '(total)', 2, 2_900, 'does_not_apply'],
    ])
  })

  it('of the touch stand on the day of the visit, and say so where the window is not over', () => {
    const at = { as_of: '2026-10-08T12:00:00.000Z' }
    const question = asked({ frame: frameOf({ date_basis: 'touch', ...at }) })
    const made = creditByDay(question, readingOf(question), days)
    const rows = made.ok ? made.table.rows : []
    const [first, , third, fourth] = rows
    // The first day's window is over on 2026-10-09, seven days after its end.
    expect(first?.cells[2]).toEqual({ value: 15, n: 30, why: 'incomplete' })
    expect([third?.cells[2], fourth?.cells[2]]).toEqual([
      { value: 0, n: 12, why: 'incomplete' },
      { value: 0, n: 40, why: 'incomplete' },
    ])
    const later = asked({ frame: frameOf({ date_basis: 'touch', as_of: '2026-10-09T12:00:00.000Z' }) })
    const closed = creditByDay(later, readingOf(later), days)
    expect(closed.ok && closed.table.rows[0]?.cells[2]).toEqual({ value: 15, n: 30 })
  })
})

describe('paths', () => {
  it('say how many ended with an order and how many with nothing, equal steps once', () => {
    expect(values(pathsTable(asked(), readingOf(asked())))).toEqual([
      ['newsletter/mail', 2, 4_000, 63, 65],
      ['tiktok/ad', 3, 3_000, 27, 30],
      ['tiktok/live > tiktok/ad', 12, 12_000, 0, 12],
      ['(declared)', 0, 0, 'does_not_apply', 'does_not_apply'],
      ['(no_consent)', 1, 900, 'does_not_apply', 'does_not_apply'],
      ['(total)', 18, 19_900, 'does_not_apply', 'does_not_apply'],
    ])
  })

  it('that are folded cannot be worked out from the credits by last touch', () => {
    // Three came by a Live and then an ad. With the mail, the next smallest, what TikTok has in all would give them away: the ad goes with them.
    const few = [
      ...Array.from({ length: 3 }, () => [
        { hour: 1, channel: LIVE },
        { hour: 2, channel: AD },
      ]),
      ...Array.from({ length: 20 }, () => [{ hour: 2, channel: AD }]),
      ...Array.from({ length: 12 }, () => [{ hour: 2, channel: MAIL }]),
    ]
    const question = asked({
      journeys: journeyColumns(few),
      orders: orderColumns([{ hour: 9, journey: 0, value: 1_000 }]),
    })
    expect(values(pathsTable(question, readingOf(question))).slice(0, 2)).toEqual([
      ['newsletter/mail', 0, 0, 12, 12],
      ['(small)', 1, 1_000, 22, 23],
    ])
  })
})

describe('coverage', () => {
  it('says how many of all orders the credits stand for', () => {
    expect(values(coverageTable(readingOf(asked())))).toEqual([
      ['(followed)', 17, 17 / 18, 19_000],
      ['(declared)', 0, 0, 0],
      ['(no_consent)', 1, 1 / 18, 900],
      ['(total)', 18, 1, 19_900],
    ])
  })
})

describe('an opened credit', () => {
  it('shows days of ten journeys and more, and nothing of one order alone', () => {
    const question = asked({ span: OCTOBER })
    const open = (source: string) => values(ordersTable(question, readingOf(question), days, { source }))
    expect(open('tiktok')).toEqual([['2026-10-01', 15, 15, 15_000]])
    expect(open('newsletter')).toEqual([['(small)', 'too_few', 'too_few', 'too_few']])
    const byKind = asked({ span: OCTOBER, by: 'kind' })
    expect(values(ordersTable(byKind, readingOf(byKind), days, { source: 'tiktok', kind: 'ad' }))).toEqual([
      ['(small)', 15, 9, 9_000],
    ])
    expect(open('nobody')).toEqual([['(small)', 'too_few', 'too_few', 'too_few']])
  })
})
