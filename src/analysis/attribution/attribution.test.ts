import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_CONSENT, NOT_JOINED, type TouchChannel } from '../columns.ts'
import { FRAME, frameOf, HOUR_MS, journeyColumns, OCTOBER, orderColumns, START_MS } from './attribution.fixture.ts'
import { readCredits, type CreditQuestion } from './credit-reading.ts'
import { creditTable } from './credit-table.ts'
import { eligibleTouches } from './eligible.ts'
import { compareFrames, makeFrame } from './frame.ts'
import { markovPaths } from './markov.ts'
import { MODELS, ORDER_MODELS, weigh } from './models.ts'

const AD: TouchChannel = { source: 'tiktok', kind: 'ad', campaign: 'c1', creative: 'v1' }
const LIVE: TouchChannel = { source: 'tiktok', kind: 'live', creative: 'l1' }
const MAIL: TouchChannel = { source: 'newsletter', kind: 'mail' }
const DIRECT: TouchChannel = { source: 'direct', kind: 'direct' }
const CHANNELS = [AD, LIVE, MAIL, DIRECT]

describe('a frame', () => {
  it('is named by the SHA-256 of its canonical JSON', () => {
    const made = makeFrame({ ...FRAME, touch_kinds: ['mail', 'ad'] })
    const canonical =
      '{"as_of":"2026-11-01T00:00:00.000Z","conversion":{"event":"purchase","statuses":["paid"]},"date_basis":"order","dedupe":"order.id",' +
      '"direct":"last_resort","identity":"browser","time_zone":"Europe/Paris","touch_kinds":["ad","mail"],' +
      '"value":{"basis":"net","currency":"EUR","refunds_as_of":"2026-11-01T00:00:00.000Z"},"window":{"boundary":"included","hours":168}}'
    expect(made).toMatchObject({ ok: true, frame_id: createHash('sha256').update(canonical).digest('hex') })
  })

  it('cannot be compared with another, and what differs is named', () => {
    const other = frameOf({ window: { hours: 24, boundary: 'included' }, direct: 'kept' })
    expect(compareFrames(FRAME, other)).toEqual({
      ok: false,
      code: 'frames_differ',
      differs: ['direct', 'window.hours'],
    })
    expect(compareFrames(FRAME, frameOf({ touch_kinds: FRAME.touch_kinds.toReversed() }))).toEqual({ ok: true })
  })

  it('with a member that says nothing is refused by that member’s name', () => {
    const wrong = {
      ...FRAME,
      time_zone: 'Europe/Pariss',
      window: { hours: 0, boundary: 'included' as const },
      touch_kinds: [],
    }
    expect(makeFrame(wrong)).toEqual({
      ok: false,
      code: 'frame_invalid',
      members: ['window.hours', 'touch_kinds', 'time_zone'],
    })
  })
})

const journey = fc.array(fc.record({ hour: fc.integer({ min: 0, max: 400 }), channel: fc.constantFrom(...CHANNELS) }), {
  maxLength: 8,
})
const history = fc.array(journey, { minLength: 1, maxLength: 30 }).chain((journeys) =>
  fc.record({
    journeys: fc.constant(journeys.map((touches) => touches.toSorted((one, other) => one.hour - other.hour))),
    orders: fc.array(
      fc.record(
        {
          hour: fc.integer({ min: 0, max: 700 }),
          journey: fc.integer({ min: NOT_JOINED, max: journeys.length - 1 }),
          value: fc.integer({ min: 0, max: 100_000 }),
          declared: fc.constantFrom('tiktok', 'podcast'),
          status: fc.constantFrom('paid' as const, 'test' as const),
        },
        { requiredKeys: ['hour', 'journey', 'value'] },
      ),
      { maxLength: 40 },
    ),
  }),
)

function asked(given: {
  journeys: Parameters<typeof journeyColumns>[0]
  orders: Parameters<typeof orderColumns>[0]
}): CreditQuestion {
  return {
    journeys: journeyColumns(given.journeys),
    orders: orderColumns(given.orders),
    frame: FRAME,
    span: OCTOBER,
    model: 'linear',
    by: 'source',
  }
}

describe('credit', () => {
  it('of each order sums to one, whatever the model, and goes to touches of its own journey within the window', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...ORDER_MODELS), (given, model) => {
        const { journeys, orders, frame, span } = asked(given)
        const eligible = eligibleTouches(journeys, orders, frame, span)
        const weights = weigh({ model, journeys, orders, eligible })
        for (const [index, order] of eligible.orders.entries()) {
          const [from, to] = [eligible.first[index] ?? 0, eligible.first[index + 1] ?? 0]
          const own = eligible.touches.subarray(from, to)
          expect(Math.abs(weights.subarray(from, to).reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12)
          for (const touch of own) {
            const journeyOf = orders.journey[order] ?? -1
            const ageMs = (orders.atMs[order] ?? 0) - (journeys.touchAtMs[touch] ?? 0)
            expect(ageMs).toBeGreaterThanOrEqual(0)
            expect(ageMs).toBeLessThanOrEqual(168 * HOUR_MS)
            expect(touch).toBeGreaterThanOrEqual(journeys.firstTouch[journeyOf] ?? Infinity)
            expect(touch).toBeLessThan(journeys.firstTouch[journeyOf + 1] ?? 0)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('adds up with what is declared, what is unknown and what other days have to the back office’s orders, in every table', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom(...MODELS),
        fc.constantFrom('source' as const, 'kind' as const, 'creative' as const),
        fc.constantFrom('order' as const, 'touch' as const),
        (given, model, by, basis) => {
          const frame = frameOf({ date_basis: basis })
          const span = basis === 'order' ? OCTOBER : { fromMs: START_MS, toMs: START_MS + 300 * HOUR_MS }
          const read = readCredits({ ...asked(given), frame, span, model, by })
          if (!read.ok) return
          const { columns, rows } = creditTable(read.reading)
          const at = columns.findIndex(({ key }) => key === 'credits')
          const isHidden = rows.some(({ cells }) => cells[at]?.why === 'suppressed')
          const sum = rows.reduce(
            (all, { kind, cells }) => (kind === 'total' ? all : all + Number(cells[at]?.value)),
            0,
          )
          const total = rows.find(({ kind }) => kind === 'total')?.cells[at]?.value
          const paid = given.orders.filter(({ status = 'paid', hour }) => status === 'paid' && hour < 744)
          expect(total).toBe(paid.length)
          if (!isHidden) expect(sum).toBeCloseTo(paid.length, 9)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is deducted by refunds where the frame says so, and restated by a later as-of, not changed', () => {
    const given = asked({
      journeys: Array.from({ length: 12 }, () => [{ hour: 1, channel: AD }]),
      orders: [{ hour: 5, journey: 0, value: 5_000, refunded: 2_000 }],
    })
    const valueIn = (frame: typeof FRAME) => {
      const read = readCredits({ ...given, frame })
      return read.ok && read.reading.blocks?.[0]?.value
    }
    expect(valueIn(FRAME)).toBe(3_000)
    expect(valueIn(frameOf({ value: { ...FRAME.value, refunds_as_of: null } }))).toBe(5_000)
  })

  it('of a chain stands only under the order’s day', () => {
    const given = asked({ journeys: [[{ hour: 1, channel: AD }]], orders: [{ hour: 5, journey: 0 }] })
    const read = readCredits({ ...given, frame: frameOf({ date_basis: 'touch' }), model: 'markov' })
    expect(read).toMatchObject({ ok: false, code: 'model_has_no_touch_days' })
  })

  it('by touch day goes to the days asked for; the rest stands in a line of its own', () => {
    const many = Array.from({ length: 12 }, () => [
      { hour: 1, channel: AD },
      { hour: 30, channel: LIVE },
    ])
    const given = asked({ journeys: many, orders: [{ hour: 40, journey: 0, value: 1_000 }] })
    const read = readCredits({
      ...given,
      frame: frameOf({ date_basis: 'touch' }),
      span: { fromMs: START_MS, toMs: START_MS + 24 * HOUR_MS },
      by: 'kind',
    })
    expect(read.ok && read.reading.lines.otherDays).toEqual({ orders: 0.5, value: 500, firstTime: 0 })
    expect(read.ok && read.reading.blocks?.find(({ keys }) => keys[1] === 'ad')?.credits).toBe(0.5)
  })
})

describe('the table of credits', () => {
  const many = [
    ...Array.from({ length: 20 }, () => [{ hour: 1, channel: AD }]),
    ...Array.from({ length: 15 }, () => [{ hour: 2, channel: MAIL }]),
    ...Array.from({ length: 3 }, () => [{ hour: 3, channel: LIVE }]),
  ]
  const orders = [
    { hour: 10, journey: 0, value: 1_000 },
    { hour: 11, journey: 20, value: 2_000 },
    { hour: 12, journey: 35, value: 4_000 },
    { hour: 13, journey: NO_CONSENT, value: 500 },
    { hour: 14, journey: NO_CONSENT, value: 700, declared: 'tiktok' },
    { hour: 15, journey: NOT_JOINED, value: 900 },
  ]
  const cellsOf = (by: CreditQuestion['by'], media: NonNullable<Parameters<typeof creditTable>[1]>['media'] = []) => {
    const read = readCredits({ ...asked({ journeys: many, orders }), by })
    if (!read.ok) throw new Error(read.code)
    const table = creditTable(read.reading, {
      declared: new Map([
        ['tiktok', 1],
        ['podcast', 2],
      ]),
      media,
    })
    return table.rows.map(({ kind, cells }) => [kind, ...cells.map(({ value, why }) => value ?? why)])
  }

  it('says what is measured, declared, unknown and the total, each in its own line or column', () => {
    expect(cellsOf('source')).toEqual([
      ['row', 'tiktok', 2, 2 / 3, 5_000, 23, 1, 'not_measured', 'not_measured', 'not_measured'],
      ['row', 'newsletter', 1, 1 / 3, 2_000, 15, 0, 'not_measured', 'not_measured', 'not_measured'],
      ['row', 'podcast', 'too_few', 'too_few', 'too_few', 0, 2, 'not_measured', 'not_measured', 'not_measured'],
      ['declared', '(declared)', 1, 'does_not_apply', 700, ...NONE],
      ['unknown', '(no_consent)', 1, 'does_not_apply', 500, ...NONE],
      ['unknown', '(not_joined)', 1, 'does_not_apply', 900, ...NONE],
      [
        'total',
        '(total)',
        6,
        'does_not_apply',
        9_100,
        'does_not_apply',
        3,
        'not_measured',
        'not_measured',
        'not_measured',
      ],
    ])
  })

  it('puts a Live of three visitors together with the next smallest, so that the total does not give it away', () => {
    expect(cellsOf('kind').map(([kind, source, name, credits]) => [kind, source, name, credits])).toContainEqual([
      'folded',
      'tiktok',
      '(small)',
      2,
    ])
  })

  it('sets the platform’s claim beside with its window, and adds up no claims of two windows', () => {
    const claim = {
      source: 'tiktok',
      kinds: ['ad'],
      campaign: [],
      creative: [],
      claimedOrders: 4,
      claimedValueMinor: 9_000,
    }
    const one = cellsOf('source', [
      { ...claim, window: '7d_click_1d_view' },
      { ...claim, window: '7d_click_1d_view' },
    ])
    expect(one[0]?.slice(-3)).toEqual([8, 18_000, '7d_click_1d_view'])
    const two = cellsOf('source', [
      { ...claim, window: '7d_click_1d_view' },
      { ...claim, window: '28d_click' },
    ])
    expect(two[0]?.slice(-3)).toEqual(['does_not_apply', 'does_not_apply', '28d_click + 7d_click_1d_view'])
  })

  it('says beside the id of a campaign what the import calls it, and nothing where the name is the id', () => {
    const row = { source: 'tiktok', kinds: ['ad'], creative: [], claimedOrders: 1, window: '28d_click' }
    const media = [
      { ...row, campaign: ['1790000000003003', 'Autumn'], campaignName: 'Autumn' },
      { ...row, campaign: ['Soap'], campaignName: 'Soap' },
    ]
    const read = readCredits({ ...asked({ journeys: many, orders }), by: 'campaign' })
    if (!read.ok) throw new Error(read.code)
    const { rows } = creditTable(read.reading, { media })
    const campaigns = rows.map(({ cells }) => cells[2])
    expect(campaigns).toContainEqual({ value: '1790000000003003', called: 'Autumn' })
    expect(campaigns).toContainEqual({ value: 'Soap' })
  })
})

const NONE = Array.from({ length: 5 }, () => 'does_not_apply')

describe('a Markov chain', () => {
  it('refuses what it cannot solve exactly in time, and says how many states there are', () => {
    const paths = markovPaths(400, 1)
    for (let channel = 0; channel < 400; channel++) paths.add([channel], { conversions: 1, value: 1, nulls: 1 })
    expect(paths.removal()).toEqual({ ok: false, code: 'too_many_states', states: 401, most: 320 })
  })

  it('of paths that led to nothing says so', () => {
    const paths = markovPaths(2, 2)
    paths.add([0, 1], { conversions: 0, value: 0, nulls: 5 })
    expect(paths.removal()).toEqual({ ok: false, code: 'no_conversion' })
  })
})
