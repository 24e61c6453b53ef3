import { describe, expect, it } from 'vitest'
import { frameOf, FRAME, journeyColumns, OCTOBER, orderColumns } from '../attribution/attribution.fixture.ts'
import { creditTable } from '../attribution/credit-table.ts'
import { NO_CONSENT } from '../columns.ts'
import { mulberry32 } from '../numbers/prng.ts'
import type { AnalysisTable } from '../table.ts'
import { bootstrapSums, poissonInterval } from './intervals.ts'
import { mediaOnce } from './media-once.ts'
import { mediaRows } from './media-rows.ts'
import { readBusiness, type BusinessQuestion, type BusinessReading } from './reading.ts'
import { businessBySource, businessSummary, claimsBeside } from './tables.ts'

/** 40 visitors by an ad of TikTok, 20 by mail; 20 orders of 100.00 by the ad, 5 by mail, 5 without consent. */
const journeys = journeyColumns([
  ...Array.from({ length: 40 }, () => [
    { hour: 1, channel: { source: 'tiktok', kind: 'ad' as const, campaign: 'c1', creative: 'a1' } },
  ]),
  ...Array.from({ length: 20 }, () => [{ hour: 1, channel: { source: 'newsletter', kind: 'mail' as const } }]),
])
const orders = orderColumns([
  ...Array.from({ length: 20 }, (_, journey) => ({ hour: 10, journey, value: 10_000, firstTime: journey < 12 })),
  ...Array.from({ length: 5 }, (_, index) => ({ hour: 10, journey: 40 + index, value: 10_000, firstTime: false })),
  ...Array.from({ length: 5 }, () => ({ hour: 10, journey: NO_CONSENT, value: 10_000, firstTime: true })),
])
const media = mediaRows(
  [
    {
      kind: 'media',
      source: 'tiktok',
      level: 'ad',
      day: '2026-10-01',
      campaign_id: 'c1',
      id: 'a1',
      currency: 'EUR',
      spend: 50_000,
      metrics: {},
      claimed_orders: 60,
      claimed_value: 600_000,
      window: '7d_click_1d_view',
      paid: true,
    },
    {
      kind: 'media',
      source: 'meta',
      level: 'ad',
      day: '2026-10-01',
      id: 'm9',
      currency: 'USD',
      spend: 999,
      metrics: {},
      paid: true,
    },
  ],
  'EUR',
)

const COSTS: BusinessQuestion['costs'] = [
  { line: 'goods', fromMs: 0, share: 0.3 },
  { line: 'shipping', fromMs: 0, perOrderMinor: 500 },
  { line: 'fees', fromMs: 0, share: 0.02 },
]

function readingOf(changes: Partial<BusinessQuestion> = {}): BusinessReading {
  const read = readBusiness({
    journeys,
    orders,
    frame: FRAME,
    span: OCTOBER,
    model: 'position',
    by: 'kind',
    media: media.rows,
    otherCurrencyRows: media.otherCurrency,
    costs: COSTS,
    seed: 7,
    ...changes,
  })
  if (!read.ok) throw new Error(read.code)
  return read.reading
}

function cell(table: AnalysisTable, key: string, source?: string) {
  const at = table.columns.findIndex((column) => column.key === key)
  const row = table.rows.find(({ cells }) => source === undefined || cells[0]?.value === source)
  return row?.cells[at]
}

describe('the Business page', () => {
  const summary = businessSummary(readingOf())

  it('divides spend by credited orders, with Garwood’s interval of the count', () => {
    // Tables of the exact 90 % interval: 20 → 13.25 to 29.06; 12 → 6.92 to 19.44.
    const cpa = cell(summary, 'cpa')
    expect(cpa).toMatchObject({ value: 2_500, n: 20 })
    expect(50_000 / (cpa?.high ?? 0)).toBeCloseTo(13.25, 1)
    expect(50_000 / (cpa?.low ?? 0)).toBeCloseTo(29.06, 1)
    expect(cell(summary, 'ncpa')?.value).toBeCloseTo(50_000 / 12, 6)
  })

  it('says return by credit, by the platform’s claim and without any attribution, each under its own name', () => {
    expect(cell(summary, 'roas')).toMatchObject({ value: 4, n: 20 })
    expect(cell(summary, 'platform_roas')).toMatchObject({ value: 12 })
    expect(cell(summary, 'claim_window')).toMatchObject({ value: '7d_click_1d_view' })
    expect(cell(summary, 'mer')).toMatchObject({ value: 6, n: 30 })
    expect(summary.columns.find(({ key }) => key === 'platform_roas')?.claim).toEqual({ by: 'platform' })
  })

  it('takes all costs off the revenue, or says which line is missing', () => {
    // 300,000 − 32 % − 30 × 500 = 189,000; less spend 139,000; 189,000 ÷ 50,000; 1 ÷ 0.63.
    expect(cell(summary, 'contribution_margin')).toEqual({ value: 139_000, n: 30 })
    expect(cell(summary, 'poas')).toEqual({ value: 3.78, n: 30 })
    expect(cell(summary, 'break_even_roas')?.value).toBeCloseTo(1 / 0.63, 9)
    const without = businessSummary(readingOf({ costs: COSTS.slice(0, 1) }))
    expect(cell(without, 'contribution_margin')).toEqual({ value: null, why: 'cost_missing' })
    expect(without.notes).toContainEqual({ code: 'cost_lines_missing', figures: { lines: 'shipping, fees' } })
  })

  it('takes the margin from values without tax where the frame’s have it, and leaves out whose tax nobody said', () => {
    const gross = { frame: frameOf({ value: { ...FRAME.value, basis: 'gross' } }) }
    const some = orderColumns([
      { hour: 10, journey: 0, value: 12_000, net: 10_000 },
      // Half of it was given back, and half of its tax with it.
      { hour: 11, journey: 1, value: 6_000, net: 5_000, refunded: 3_000 },
      { hour: 12, journey: NO_CONSENT, value: 9_000 },
      // In another currency.
      { hour: 13, journey: NO_CONSENT, value: NaN },
    ])
    const table = businessSummary(readingOf({ ...gross, orders: some }))
    // 10,000 + 2,500 − 32 % − 2 × 500 = 7,500; less spend of 50,000. Both brought in 15,000 with tax: 15,000 ÷ 7,500.
    expect(cell(table, 'contribution_margin')).toEqual({ value: -42_500, n: 2 })
    expect(cell(table, 'poas')).toEqual({ value: 0.15, n: 2 })
    expect(cell(table, 'break_even_roas')).toEqual({ value: 2, n: 2 })
    expect(table.notes).toContainEqual({ code: 'margin_tax_unknown', figures: { orders: 1 } })
    expect(table.notes).toContainEqual({ code: 'orders_without_value', figures: { orders: 1 } })
    const nobodySaid = businessSummary(readingOf(gross))
    expect(cell(nobodySaid, 'contribution_margin')).toEqual({ value: null, why: 'not_measured' })
    expect(nobodySaid.notes).toContainEqual({ code: 'margin_tax_unknown', figures: { orders: 30 } })
  })

  it('says nothing incremental without a test, and of a test its bounds alone, with its days and regions', () => {
    expect(cell(summary, 'icpa')).toEqual({ value: null, why: 'not_measured' })
    const geo = {
      test: 'geo-1',
      icpa: { value: null, why: 'interval_only', low: 5_000, n: 20 },
      iroas: { value: null, why: 'test_of_orders', n: 20 },
      level: 0.95,
      days: 20,
      regions: { treated: 6, all: 24 },
    } as const
    const table = businessSummary(readingOf({ lift: [geo] }))
    const opens = 'lift_tests?id=geo-1'
    expect(cell(table, 'icpa')).toEqual({ value: null, why: 'interval_only', low: 5_000, n: 20, opens })
    expect(cell(table, 'iroas')).toEqual({ value: null, why: 'test_of_orders', n: 20, opens })
    const figures = { test: 'geo-1', level: 95, days: 20, treated: 6, regions: 24 }
    expect(table.notes).toContainEqual({ code: 'incremental_of_regions', figures })
  })

  it('takes iROAS from a test of revenue and iCPA from one of orders, each from the test that can say it', () => {
    const of = { level: 0.9, days: 14 } as const
    const iroas = { value: null, why: 'interval_only', low: 1.5, high: 4 } as const
    const icpa = { value: null, why: 'interval_only', low: 1_250, high: 2_500 } as const
    const money = { ...of, test: 'money', iroas, icpa: { value: null, why: 'test_of_revenue' } } as const
    const orders = { ...of, test: 'orders', icpa, iroas: { value: null, why: 'test_of_orders' } } as const
    const both = businessSummary(readingOf({ lift: [money, orders] }))
    expect(cell(both, 'iroas')).toEqual({ ...iroas, opens: 'lift_tests?id=money' })
    expect(cell(both, 'icpa')).toEqual({ ...icpa, opens: 'lift_tests?id=orders' })
  })

  it('says under a cost per order that it divides by all credits of the source, and nothing where nothing was spent', () => {
    expect(summary.notes).toContainEqual({ code: 'spend_by_all_credits' })
    expect(businessSummary(readingOf({ media: [] })).notes).not.toContainEqual({ code: 'spend_by_all_credits' })
  })

  it('leaves spend of another currency out and says so', () => {
    expect(cell(summary, 'spend')).toMatchObject({ value: 50_000 })
    expect(summary.notes).toContainEqual({ code: 'spend_in_other_currency', figures: { rows: 1 } })
  })

  it('names how many of all orders the credits stand for, and that the claims exceed them all', () => {
    expect(cell(summary, 'consent_coverage')).toEqual({ value: 25 / 30, n: 30 })
    expect(summary.notes).toContainEqual({
      code: 'measured_of',
      figures: { all: 30, followed: 25, no_consent: 5, not_joined: 0, declared: 0 },
    })
    expect(summary.notes).toContainEqual({
      code: 'claims_exceed_orders',
      figures: { source: 'tiktok', claimed: 60, orders: 30 },
    })
  })

  it('hides a cost per order of fewer than ten, and adds up to the back office by source as well', () => {
    const table = businessBySource(
      readingOf({
        media: [...media.rows, { source: 'newsletter', kinds: ['mail'], campaign: [], creative: [], spendMinor: 100 }],
      }),
    )
    expect(cell(table, 'cpa', 'newsletter')).toEqual({ value: null, why: 'too_few', n: 5 })
    const at = table.columns.findIndex(({ key }) => key === 'credits')
    const values = table.rows.map(({ kind, cells }) => [kind, Number(cells[at]?.value)] as const)
    const parts = values.filter(([kind]) => kind !== 'total').reduce((sum, [, value]) => sum + value, 0)
    expect(parts).toBe(values.find(([kind]) => kind === 'total')?.[1])
  })

  it('sets both ends of a claim side by side', () => {
    const table = claimsBeside(readingOf())
    expect([cell(table, 'claimed_orders', 'tiktok')?.value, cell(table, 'credits', 'tiktok')?.value]).toEqual([60, 20])
    expect(cell(table, 'claimed_by_credited', 'tiktok')).toEqual({ value: 3 })
  })

  it('adds up no claims of two platforms: in no total, in no row of small ones, in no return', () => {
    const meta = { source: 'meta', kinds: ['ad'], campaign: ['m'], creative: ['m1'], spendMinor: 20_000 }
    const claim = { claimedOrders: 25, claimedValueMinor: 240_000, window: '7d_click_1d_view' }
    const two = readingOf({ media: [...media.rows, { ...meta, ...claim }] })
    for (const table of [
      businessSummary(two),
      businessBySource(two),
      claimsBeside(two),
      creditTable(two.credits, two.question),
    ])
      for (const row of table.rows.filter(({ kind }) => kind === 'total'))
        for (const [at, { key }] of table.columns.entries())
          if (['claimed_orders', 'claimed_value', 'platform_roas'].includes(key))
            expect([table.id, key, row.cells[at]]).toEqual([table.id, key, { value: null, why: 'does_not_apply' }])
    expect(cell(claimsBeside(two), 'claimed_orders', 'meta')).toEqual({ value: 25 })
    expect(businessSummary(two).notes.map(({ code }) => code)).toContain('claims_not_added')
    // One claims, the other does not: its return is by its own spend, 600,000 ÷ 50,000.
    const one = readingOf({ media: [...media.rows, meta] })
    expect(cell(businessSummary(one), 'platform_roas')).toEqual({ value: 12 })
  })

  it('says too few where all visitors together are under the guard', () => {
    const few = journeyColumns([[{ hour: 1, channel: { source: 'tiktok', kind: 'ad' } }]])
    const one = orderColumns([
      { hour: 2, journey: 0, value: 4_250 },
      { hour: 3, journey: NO_CONSENT, value: 1_000 },
    ])
    const table = businessBySource(readingOf({ journeys: few, orders: one }))
    expect(JSON.stringify(table.rows.filter(({ kind }) => kind !== 'total'))).not.toMatch(/4250|"value":1[,}]/)
  })
})

describe('an interval', () => {
  it('of a count is the exact one of Poisson’s law', () => {
    // R: poisson.test(10, conf.level = 0.95)$conf.int is 4.795389 18.390356.
    const { low, high } = poissonInterval(10, 0.95)
    expect(low).toBeCloseTo(4.795389, 5)
    expect(high).toBeCloseTo(18.390356, 5)
    expect(poissonInterval(0, 0.95)).toEqual({ low: 0, high: expect.closeTo(3.688879, 5) as number })
  })

  it('of a value holds the truth about as often as it says', () => {
    const uniform = mulberry32(11)
    let held = 0
    for (let round = 0; round < 60; round++) {
      const worth = Float64Array.from({ length: 200 }, () => 100 * uniform())
      const first = Uint32Array.from({ length: 201 }, (_, order) => order)
      const { intervals } = bootstrapSums({ first, row: new Int32Array(200), worth }, 1, 0.9, uniform)
      const [interval] = intervals
      if (interval !== undefined && interval.low <= 10_000 && interval.high >= 10_000) held++
    }
    // 99 % of binomial(60, 0.9) lies between 47 and 59.
    expect(held).toBeGreaterThanOrEqual(47)
    expect(held).toBeLessThanOrEqual(60)
  })

  it('of very many orders is the one that drawing them would come to', () => {
    const uniform = mulberry32(5)
    const entriesOf = (orders: number) => ({
      first: Uint32Array.from({ length: orders + 1 }, (_, order) => order),
      row: new Int32Array(orders),
      worth: Float64Array.from({ length: orders }, (_, order) => 100 + (order % 50)),
    })
    const drawn = bootstrapSums(entriesOf(5_000), 1, 0.9, uniform)
    const workedOut = bootstrapSums(entriesOf(5_050), 1, 0.9, uniform)
    expect([drawn.draws, workedOut.draws]).toEqual([1_000, 0])
    const half = ({ intervals: [one] }: typeof drawn) => ((one?.high ?? 0) - (one?.low ?? 0)) / 2
    expect(half(workedOut) / Math.sqrt(5_050) / (half(drawn) / Math.sqrt(5_000))).toBeCloseTo(1, 0)
    // The standard deviation of 0 to 49, each as often, is 14.43; 1.6449 of them on each side.
    expect(half(workedOut)).toBeCloseTo(1.6449 * 14.431 * Math.sqrt(5_050), 0)
  })

  it('is the same for the same seed', () => {
    const roas = (seed: number) => cell(businessSummary(readingOf({ seed })), 'roas')
    expect(roas(3)).toEqual(roas(3))
  })
})

it('says nothing of how intervals came about where there is none', () => {
  const codes = (changes: Partial<BusinessQuestion>) =>
    businessSummary(readingOf(changes)).notes.map(({ code }) => code)
  const none = codes({ orders: orderColumns([]), journeys: journeyColumns([]) })
  expect(none).not.toContain('bootstrap_limit')
  expect(none).not.toContain('bootstrap')
})

describe('what was imported twice', () => {
  const ad = { kind: 'media', source: 'tiktok', level: 'ad', id: 'a1', currency: 'EUR', paid: true } as const
  const post = { kind: 'media', source: 'tiktok', level: 'post', id: 'p1', paid: false } as const

  it('under two windows has been spent once, as the newer file says, and is claimed with both windows', () => {
    const day = { ...ad, day: '2026-10-01' }
    const { rows } = mediaRows(
      [
        { ...day, spend: 50_000, metrics: {}, window: '7d_click_1d_view', claimed_orders: 60 },
        { ...day, spend: 50_100, metrics: {}, window: '1d_click', claimed_orders: 40 },
        { ...day, day: '2026-10-02', spend: 7, metrics: {}, window: '1d_click', claimed_orders: 1 },
      ],
      'EUR',
    )
    expect(rows.map(({ spendMinor }) => spendMinor)).toEqual([undefined, 50_100, 7])
    expect(rows.map(({ claimedOrders, window }) => [claimedOrders, window])).toEqual([
      [60, '7d_click_1d_view'],
      [40, '1d_click'],
      [1, '1d_click'],
    ])
  })

  it('by its days and in all, a post’s views are those of its days', () => {
    const once = mediaOnce([
      { ...post, day: '2026-10-01', metrics: { plays: 100 } },
      { ...post, day: '2026-10-02', metrics: { plays: 50 } },
      { ...post, day: '2026-10-02', metrics: { plays: 150, likes: 9 }, window: 'lifetime' },
    ])
    expect(once.map(({ metrics }) => metrics.plays)).toEqual([100, 50, undefined])
    // Of which no day speaks.
    expect(once[2]?.metrics.likes).toBe(9)
  })

  it('in all, on two days, a post has had what the later look found', () => {
    const once = mediaOnce([
      { ...post, day: '2026-10-01', metrics: { plays: 100 }, window: 'lifetime' },
      { ...post, day: '2026-10-03', metrics: { plays: 170 }, window: 'lifetime' },
    ])
    expect(once.map(({ metrics }) => metrics.plays)).toEqual([undefined, 170])
  })
})
