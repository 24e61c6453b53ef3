/**
 * The Business page of a large shop in one process: columns as the record has them, then frame, credits, guards and every table of
 * the page. A tenth of the journeys buys; the rest is what a chain has to know as well.
 */
import process from 'node:process'
import {
  FIRST_TIME,
  ORDER_STATUSES,
  type JourneyColumns,
  type OrderColumns,
  type TouchChannel,
} from '../src/analysis/columns.ts'
import { readCredits } from '../src/analysis/attribution/credit-reading.ts'
import { creditTable } from '../src/analysis/attribution/credit-table.ts'
import type { Frame } from '../src/analysis/attribution/frame.ts'
import type { MediaRow } from '../src/analysis/attribution/media.ts'
import { readBusiness } from '../src/analysis/business/reading.ts'
import { businessBySource, businessSummary, claimsBeside } from '../src/analysis/business/tables.ts'
import { mulberry32 } from '../src/analysis/numbers/prng.ts'
import { TOUCH_KINDS } from '../src/analysis/touch.ts'
import { memoryOf } from './processes.ts'

const START_MS = Date.parse('2026-08-01T00:00:00Z')
const DAY_MS = 86_400_000
const SPAN_DAYS = 90
const SEED = 20_261_122

const [touchCount = 1_000_000, orderCount = 50_000] = process.argv.slice(2).map(Number)

function channels(): readonly TouchChannel[] {
  const sources = ['tiktok', 'meta', 'google']
  const paid = sources.flatMap((source) =>
    Array.from({ length: 200 }, (_, index): TouchChannel => ({
      source,
      kind: index % 3 === 0 ? 'spark' : 'ad',
      campaign: `campaign-${index % 12}`,
      creative: `creative-${index}`,
    })),
  )
  const own: readonly TouchChannel[] = [
    { source: 'tiktok', kind: 'live', creative: 'l-1', link: 'r/l-1' },
    { source: 'tiktok', kind: 'organic_video', creative: 'p-1' },
    { source: 'newsletter', kind: 'mail' },
    { source: 'google', kind: 'search' },
    { source: 'direct', kind: 'direct' },
  ]
  return [...own, ...paid]
}

function journeysOf(random: () => number): JourneyColumns {
  const list = channels()
  const count = Math.ceil(touchCount / 2.5)
  const firstTouch = new Uint32Array(count + 1)
  const touchAtMs = new Float64Array(touchCount)
  const touchChannel = new Uint32Array(touchCount)
  let touch = 0
  for (let journey = 0; journey < count; journey++) {
    const touches =
      journey === count - 1 ? touchCount - touch : Math.min(touchCount - touch, 1 + Math.floor(random() * 4))
    let atMs = START_MS + random() * SPAN_DAYS * DAY_MS
    for (let one = 0; one < touches; one++) {
      touchAtMs[touch] = atMs
      touchChannel[touch] = Math.floor(random() * list.length)
      atMs += random() * 4 * DAY_MS
      touch++
    }
    firstTouch[journey + 1] = touch
  }
  return { count, firstTouch, touchAtMs, touchChannel, channels: list }
}

function ordersOf(journeys: JourneyColumns, random: () => number): OrderColumns {
  const rows = Array.from({ length: orderCount }, () => {
    const journey = Math.floor(random() * journeys.count)
    const last = (journeys.firstTouch[journey + 1] ?? 1) - 1
    return { journey: random() < 0.4 ? -1 : journey, atMs: (journeys.touchAtMs[last] ?? START_MS) + random() * DAY_MS }
  })
  return {
    count: orderCount,
    atMs: Float64Array.from(rows, ({ atMs }) => atMs),
    journey: Int32Array.from(rows, ({ journey }) => journey),
    status: new Uint8Array(orderCount).fill(ORDER_STATUSES.indexOf('paid')),
    valueMinor: Float64Array.from(rows, () => 990 + Math.floor(random() * 20_000)),
    refundedMinor: new Float64Array(orderCount),
    firstTime: Uint8Array.from(rows, () => (random() < 0.5 ? FIRST_TIME.yes : FIRST_TIME.no)),
    declared: Int32Array.from(rows, () => (random() < 0.1 ? 0 : -1)),
    declaredSources: ['tiktok'],
  }
}

const frame: Frame = {
  conversion: { event: 'purchase', statuses: ['paid'] },
  dedupe: 'order.id',
  window: { hours: 28 * 24, boundary: 'included' },
  touch_kinds: TOUCH_KINDS,
  direct: 'last_resort',
  identity: 'browser',
  value: { basis: 'net', currency: 'EUR', refunds_as_of: '2026-11-22T00:00:00.000Z' },
  date_basis: 'order',
  time_zone: 'Europe/Paris',
  as_of: '2026-11-22T00:00:00.000Z',
}

const random = mulberry32(SEED)
const journeys = journeysOf(random)
const orders = ordersOf(journeys, random)
const span = { fromMs: START_MS, toMs: START_MS + 120 * DAY_MS }

function timed<Result>(work: () => Result): { readonly ms: number; readonly result: Result } {
  const startMs = performance.now()
  const result = work()
  return { ms: performance.now() - startMs, result }
}

/** A day of spend and claims for each of the paid creatives. */
const media: readonly MediaRow[] = journeys.channels
  .filter(({ kind }) => kind === 'ad' || kind === 'spark')
  .flatMap(({ source, kind, campaign = '', creative = '' }) =>
    Array.from({ length: SPAN_DAYS }, () => ({
      source,
      kinds: [kind],
      campaign: [campaign],
      creative: [creative],
      spendMinor: 5_000,
      claimedOrders: 2,
      claimedValueMinor: 20_000,
      window: '7d_click_1d_view',
    })),
  )

function businessPage(): number {
  const costs = (['goods', 'shipping', 'fees'] as const).map((line) => ({ line, fromMs: 0, share: 0.1 }))
  const read = readBusiness({
    journeys,
    orders,
    frame,
    span,
    model: 'position',
    by: 'campaign',
    media,
    costs,
    seed: SEED,
  })
  if (!read.ok) throw new Error(read.code)
  const tables = [businessSummary(read.reading), businessBySource(read.reading), claimsBeside(read.reading)]
  return tables.reduce((sum, { rows }) => sum + rows.length, 0)
}

function credits(model: 'linear' | 'markov', by: 'source' | 'creative'): number {
  const read = readCredits({ journeys, orders, frame, span, model, by })
  if (!read.ok) throw new Error(read.code)
  return creditTable(read.reading, { media }).rows.length
}

const business = timed(businessPage)
const creative = timed(() => credits('linear', 'creative'))
const chain = timed(() => credits('markov', 'source'))
if (business.result + creative.result + chain.result < 100) throw new Error('there is too little in the tables')
const cost = {
  touches: touchCount,
  orders: orderCount,
  businessMs: business.ms,
  creativeMs: creative.ms,
  chainMs: chain.ms,
  peakBytes: memoryOf(process.pid).peakBytes,
}
if (process.send === undefined) console.log(cost)
else process.send(cost)
