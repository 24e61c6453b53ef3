import { expect, it } from 'vitest'
import type { JourneyColumns } from '../columns.ts'
import { delaysByGroup, type DelaySettings, type MomentColumns } from './time-to-conversion.ts'

const HOUR = 3_600_000
const SETTINGS: DelaySettings = {
  origin: 'first',
  windowMs: 168 * HOUR,
  asOfMs: 1000 * HOUR,
  fromMs: 0,
  toMs: 1000 * HOUR,
}
const BY_CHANNEL = Int32Array.of(0, 1)

/** Each journey: its touches as [hour, channel], its orders' hours. */
function columns(
  ...all: readonly { touches: [number, number][]; orders?: number[]; end?: number }[]
): [JourneyColumns, MomentColumns] {
  const firsts = (lengths: number[]): Uint32Array =>
    Uint32Array.from([0, ...lengths].map((_, at, list) => list.slice(0, at + 1).reduce((a, b) => a + b)))
  const touches = all.flatMap((one) => one.touches)
  return [
    {
      count: all.length,
      firstTouch: firsts(all.map((one) => one.touches.length)),
      touchAtMs: Float64Array.from(touches.map(([hour]) => hour * HOUR)),
      touchChannel: Uint32Array.from(touches.map(([, channel]) => channel)),
      channels: [
        { source: 'tiktok', kind: 'live' },
        { source: 'tiktok', kind: 'ad' },
      ],
      endMs: Float64Array.from(all.map((one) => (one.end ?? Infinity) * HOUR)),
    },
    {
      first: firsts(all.map((one) => one.orders?.length ?? 0)),
      atMs: Float64Array.from(all.flatMap((one) => (one.orders ?? []).map((hour) => hour * HOUR))),
    },
  ]
}

function hours(all: Parameters<typeof columns>, settings: Partial<DelaySettings> = {}): readonly (readonly number[])[] {
  const [live] = delaysByGroup(...columns(...all), BY_CHANNEL, 2, { ...SETTINGS, ...settings })
  return [[...(live?.durations.converted ?? [])], [...(live?.durations.censored ?? [])], [...(live?.buyersHours ?? [])]]
}

it('counts from the first touch to the first order after it, not to one before', () => {
  expect(
    hours([
      {
        touches: [
          [10, 0],
          [30, 0],
        ],
        orders: [5, 40, 50],
      },
    ]),
  ).toEqual([[30], [], [30]])
})

it('counts from the last touch before the order where the frame asks for the last', () => {
  expect(
    hours(
      [
        {
          touches: [
            [10, 0],
            [30, 0],
            [60, 0],
          ],
          orders: [40],
        },
      ],
      { origin: 'last' },
    ),
  ).toEqual([[10], [], [10]])
})

it('censors at the end of consent, of the window and of the data, whichever comes first', () => {
  expect(
    hours([
      { touches: [[10, 0]], orders: [50], end: 40 },
      { touches: [[10, 0]], orders: [10 + 168.5] },
      { touches: [[950, 0]], orders: [1001] },
      { touches: [[10, 0]], orders: [10 + 168] },
    ]),
  ).toEqual([[168], [30, 50, 168], [168]])
})

it('asks after the delay of buyers only where the whole window has gone by', () => {
  expect(hours([{ touches: [[900, 0]], orders: [901] }])).toEqual([[1], [], []])
})

it('puts a journey into the curve of each source that touched it, from that source’s own touch', () => {
  const [live, ad] = delaysByGroup(
    ...columns({
      touches: [
        [0, 1],
        [20, 0],
      ],
      orders: [24],
    }),
    BY_CHANNEL,
    2,
    SETTINGS,
  )
  expect([live?.durations.converted, ad?.durations.converted]).toEqual([Float64Array.of(4), Float64Array.of(24)])
})
