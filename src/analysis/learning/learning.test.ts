import { expect, it } from 'vitest'
import type { OrderColumns } from '../columns.ts'
import { HOUR, journeysOf, stepsOf, type WrittenJourney } from '../journeys.fixture.ts'
import type { CreativeDay } from '../steps.ts'
import type { AnalysisCell, AnalysisTable } from '../table.ts'
import type { LearningInput } from './input.ts'
import { learningTable } from './learning.ts'

/** Journeys and buyers of each creative; each journey is one session, each buyer goes through all steps within the hour. */
function inputOf(
  creatives: Readonly<Record<string, readonly [journeys: number, buyers: number]>>,
  media: readonly CreativeDay[] = [],
): LearningInput {
  const names = Object.keys(creatives)
  const written = names.flatMap((name, channel) => {
    const [journeys, buyers] = creatives[name] ?? [0, 0]
    return Array.from({ length: journeys }, (_, index): WrittenJourney => {
      const isBuyer = index < buyers
      const at = channel + 1
      return {
        touches: [[at, channel]],
        steps: isBuyer
          ? [
              [at + 0.1, 'view_item'],
              [at + 0.2, 'add_to_cart'],
              [at + 0.3, 'begin_checkout'],
            ]
          : [],
      }
    })
  })
  const buyers = [...written.entries()].filter(([, { steps = [] }]) => steps.length > 0)
  return {
    frameId: 'f',
    level: 0.9,
    windowMs: 168 * HOUR,
    asOfMs: 1000 * HOUR,
    fromMs: 0,
    toMs: 1000 * HOUR,
    journeys: journeysOf(
      written,
      names.map((creative) => ({ source: 'tiktok', kind: 'ad', creative })),
    ),
    steps: stepsOf(written),
    orders: ordersAt(buyers.map(([journey, { touches }]) => [journey, (touches[0]?.[0] ?? 0) + 0.5])),
    countsAsOrder: () => true,
    media,
    creatives: names.map((id) => ({ id, campaign: 'one' })),
    lives: [],
    weekStartsMs: Float64Array.of(0, 168 * HOUR),
    weekNames: ['2026-01-05'],
  }
}

function ordersAt(all: readonly (readonly [journey: number, hour: number])[]): OrderColumns {
  const none = all.map(() => 0)
  return {
    count: all.length,
    atMs: Float64Array.from(all, ([, hour]) => hour * HOUR),
    journey: Int32Array.from(all, ([journey]) => journey),
    status: Uint8Array.from(none),
    valueMinor: Float64Array.from(none),
    refundedMinor: Float64Array.from(none),
    firstTime: Uint8Array.from(none),
    declared: Int32Array.from(none),
    declaredSources: [],
  }
}

function cell(table: AnalysisTable, name: string, key: string): AnalysisCell | undefined {
  const row = table.rows.find(({ cells }) => cells[0]?.value === name)
  return row?.cells[table.columns.findIndex((column) => column.key === key)]
}

function impressions(id: string, count: number): CreativeDay {
  return { id, source: 'tiktok', day: '2026-01-05', paid: true, window: '7d_click', metrics: { impressions: count } }
}

it('puts creatives with fewer than ten journeys together, and with them the next smallest where they are too few', () => {
  const { table } = learningTable('funnel_by_creative', inputOf({ a: [4, 0], b: [12, 0], c: [40, 0] }))
  expect(table.rows.map(({ kind, cells }) => [kind, cells[0]?.value])).toEqual([
    ['row', 'c'],
    ['folded', 'folded'],
  ])
  expect(cell(table, 'folded', 'journeys')?.value).toBe(16)
})

it('says neither a count of one to nine nor a share or a curve that would give it away', () => {
  const input = inputOf({ few: [200, 9], many: [200, 20] })
  const { table } = learningTable('creative_cards', input)
  for (const key of ['orders', 'order_rate', 'order_rate_leaning', 'by_d2', 'view_item_rate'])
    expect([key, cell(table, 'few', key)]).toEqual([key, { value: null, why: 'too_few' }])
  expect(cell(table, 'many', 'orders')?.value).toBe(20)
  const { points } = learningTable('time_to_order', input, { by: 'creative' })
  expect(points.find(({ key }) => key === 'few')?.points.every(({ share }) => share === 0)).toBe(true)
  // The nine buy half an hour after they come: where noughts were drawn up to there, it would be seen.
  const later = { ...input, orders: { ...input.orders, atMs: input.orders.atMs.map((atMs) => atMs + 5 * HOUR) } }
  const drawn = learningTable('time_to_order', later, { by: 'creative' }).points.find(({ key }) => key === 'few')
  expect(drawn?.points.map(({ hours }) => hours)).toEqual([0])
})

it('lets a curve rise at the hours of the table, and between them where ten more have bought', () => {
  const input = inputOf({ a: [200, 40] })
  // One buyer an hour, from the third hour on.
  const atMs = input.orders.atMs.map((_, buyer) => (1 + 3 + buyer) * HOUR)
  const { points } = learningTable('time_to_order', { ...input, orders: { ...input.orders, atMs } }, { by: 'creative' })
  const drawn = points[0]?.points.map(({ hours, share }) => [hours, Math.round(share * 200)])
  expect(drawn).toEqual([
    [0, 0],
    [12, 10],
    [24, 22],
    // At 34 hours ten more have bought, and eight would be left for D+2: all eighteen stand where the last of them has bought.
    [42, 40],
    [48, 40],
    [168, 40],
  ])
})

it('draws no day that the card less the other days would give away', () => {
  const input = inputOf({ a: [40, 0] })
  // Three come a day later than the twenty of the second day and the seventeen of the first.
  for (const journey of input.journeys.touchAtMs.keys())
    input.journeys.touchAtMs[journey] = (journey < 17 ? 1 : journey < 37 ? 25 : 49) * HOUR
  const facts = [{ id: 'a', campaign: 'one', publishedOn: '1970-01-01' }]
  const { table, points } = learningTable('creative_cards', { ...input, creatives: facts })
  expect(cell(table, 'a', 'sessions')?.value).toBe(40)
  const [line] = points as readonly { readonly days: readonly { readonly sessions: number | null }[] }[]
  expect(line?.days.slice(0, 4).map(({ sessions }) => sessions)).toEqual([null, 20, null, 0])
})

it('leans to a campaign’s mean that does not know of the orders that are held back', () => {
  const leaning = (buyers: number): unknown =>
    cell(
      learningTable('creative_cards', inputOf({ hidden: [200, buyers], shown: [300, 60], other: [100, 40] })).table,
      'shown',
      'order_rate_leaning',
    )?.value
  // By hand: the mean of those that are said is 100 of 400.
  expect(leaning(3)).toBeCloseTo((60 + 30 * 0.25) / 330, 12)
  expect(leaning(9)).toBe(leaning(3))
})

it('ranks nothing below a thousand impressions or a hundred clicks, and then sorts by name', () => {
  const creatives = { z: [100, 30], a: [100, 20], m: [100, 90] } as const
  const media = [impressions('z', 1000), impressions('a', 5000), impressions('m', 999)]
  const { table } = learningTable('creative_cards', inputOf(creatives, media))
  expect(table.rows.map(({ cells }) => cells[0]?.value)).toEqual(['z', 'a', 'm'])
  expect(['z', 'a', 'm'].map((name) => cell(table, name, 'rank')?.value)).toEqual([1, 2, null])
  expect(table.columns.find(({ key }) => key === 'impressions')?.claim).toEqual({ by: 'tiktok', window: '7d_click' })
})

it('says of a site without hours or sessions that nobody has measured them', () => {
  const input = inputOf({ a: [40, 20] })
  expect(learningTable('live_study', input).table).toMatchObject({ rows: [] })
  expect(learningTable('landing_pages', input).table.notes).toContainEqual({ code: 'sessions_not_measured' })
})

it('draws the curves of the fifty creatives with the most journeys only, and says how many more there are', () => {
  const creatives = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`v${String(index).padStart(2, '0')}`, [20 + index, 5]] as const),
  )
  const { table, points } = learningTable('time_to_order', inputOf(creatives), { by: 'creative' })
  const drawn = (points as readonly { readonly key: string }[]).map(({ key }) => key)
  expect(table.rows.length).toBe(60)
  expect(drawn).toEqual(Object.keys(creatives).slice(10))
  expect(table.notes).toContainEqual({ code: 'curves_left_out', figures: { curves: 10 } })
})
