import { expect, it } from 'vitest'
import { HOUR, journeysOf, momentsAt, type WrittenJourney } from '../journeys.fixture.ts'
import { delaysByGroup, type DelayGroup, type DelaySettings } from './time-to-conversion.ts'

const SETTINGS = { origin: 'first', windowMs: 168 * HOUR, asOfMs: 1000 * HOUR, fromMs: 0, toMs: 1000 * HOUR } as const
const CHANNELS = [
  { source: 'tiktok', kind: 'live' },
  { source: 'tiktok', kind: 'ad' },
] as const

type Written = WrittenJourney & { readonly orders: readonly number[] }

function delays(all: readonly Written[], settings: Partial<DelaySettings> = {}): readonly DelayGroup[] {
  const orders = momentsAt(all.map((one) => one.orders))
  return delaysByGroup(journeysOf(all, CHANNELS), orders, Int32Array.of(0, 1), 2, { ...SETTINGS, ...settings })
}

/** Of the Lives: converted, censored, buyers. */
function hours(all: readonly Written[], settings?: Partial<DelaySettings>): readonly (readonly number[])[] {
  const [live] = delays(all, settings)
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
      { touches: [[10, 0]], orders: [50], endsAt: 40 },
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
  const [live, ad] = delays([
    {
      touches: [
        [0, 1],
        [20, 0],
      ],
      orders: [24],
    },
  ])
  expect([live?.durations.converted, ad?.durations.converted]).toEqual([Float64Array.of(4), Float64Array.of(24)])
})
