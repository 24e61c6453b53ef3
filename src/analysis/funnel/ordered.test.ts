import { expect, it } from 'vitest'
import { HOUR, journeysOf, stepsOf, type WrittenJourney } from '../journeys.fixture.ts'
import { countFunnels, type FunnelCount } from './ordered.ts'

const SPAN = { fromMs: 0, toMs: 1000 * HOUR, windowMs: 100 * HOUR, asOfMs: 2000 * HOUR }
const CHANNELS = ['a', 'b', 'other'].map((creative) => ({ source: 'tiktok', kind: 'ad', creative }) as const)

function count(all: readonly WrittenJourney[], span = SPAN): readonly FunnelCount[] {
  return countFunnels(journeysOf(all, CHANNELS), stepsOf(all), Int32Array.of(0, 1, -1), 2, span)
}

it('counts a step in order only after the step before it, and in any order wherever it stands', () => {
  const [a] = count([
    {
      touches: [[0, 0]],
      steps: [
        [1, 'add_to_cart'],
        [2, 'view_item'],
        [3, 'begin_checkout'],
        [4, 'purchase'],
      ],
    },
  ])
  expect(a).toMatchObject({ ordered: [1, 0, 0, 0], anyOrder: [1, 1, 1, 1] })
})

it('lets a later session of the same creative begin the window anew, and counts the journey once', () => {
  const [a] = count([
    {
      touches: [
        [0, 0],
        [150, 0],
      ],
      steps: [
        [1, 'view_item'],
        [151, 'view_item'],
        [152, 'add_to_cart'],
      ],
    },
  ])
  expect(a).toMatchObject({ sessions: 2, journeys: 1, ordered: [1, 1, 0, 0] })
})

it('counts no step that comes after the window of the session that led to it, or before any session', () => {
  const [a] = count([
    {
      touches: [[10, 0]],
      steps: [
        [9, 'view_item'],
        [20, 'view_item'],
        [111, 'add_to_cart'],
      ],
    },
  ])
  expect(a).toMatchObject({ ordered: [1, 0, 0, 0], anyOrder: [1, 0, 0, 0] })
})

it('stands a journey with each creative that brought it, and with none for what is no creative', () => {
  const [a, b] = count([
    {
      touches: [
        [0, 0],
        [5, 2],
        [10, 1],
      ],
      steps: [
        [1, 'view_item'],
        [11, 'add_to_cart'],
      ],
    },
  ])
  expect(a).toMatchObject({ journeys: 1, ordered: [1, 1, 0, 0] })
  expect(b).toMatchObject({ journeys: 1, ordered: [0, 0, 0, 0], anyOrder: [0, 1, 0, 0] })
})

it('says how many can still go on', () => {
  expect(count([{ touches: [[0, 0]], steps: [] }], { ...SPAN, asOfMs: 99 * HOUR })[0]?.unfinished).toBe(1)
  expect(count([{ touches: [[0, 0]], steps: [] }], { ...SPAN, asOfMs: 100 * HOUR })[0]?.unfinished).toBe(0)
})
