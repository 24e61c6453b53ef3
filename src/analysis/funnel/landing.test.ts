import { expect, it } from 'vitest'
import { HOUR, journeysOf, stepsOf } from '../journeys.fixture.ts'
import { landingPages, landingRate } from './landing.ts'

it.each([
  [99, 50, 'too_few'],
  [1000, 590, 'low'],
  [1000, 600, 'plausible'],
  [1000, 1000, 'plausible'],
  [1000, 1001, 'more_than_clicks'],
])('reads %i clicks and %i sessions as %s', (clicks, sessions, reading) => {
  expect(landingRate(sessions, clicks)).toMatchObject({ reading, ratio: sessions / clicks })
})

it('has no landing rate where the platform said no clicks', () => {
  expect(landingRate(3, undefined)).toBeUndefined()
  expect(landingRate(3, 0)).toBeUndefined()
})

it('counts for a landing page what happened before the journey’s next session', () => {
  const written = [
    {
      touches: [[0, 0] as const, [10, 0] as const],
      steps: [[1, 'view_item'] as const, [11, 'add_to_cart'] as const],
    },
    { touches: [[5, 0] as const] },
  ]
  const sessions = {
    landingPage: Int32Array.of(0, 1, 0),
    pages: ['/', '/pack', '/never'],
    pagesSeen: Uint16Array.of(1, 3, 1),
    seconds: Float32Array.of(12, 0, 3),
  }
  const span = { fromMs: 0, toMs: 100 * HOUR }
  const pages = landingPages(journeysOf(written, []), stepsOf(written), sessions, () => true, span)
  expect(pages).toEqual([
    { page: '/', sessions: 2, journeys: 2, leftAtOnce: 2, engaged: 1, reached: [1, 0, 0, 0] },
    { page: '/pack', sessions: 1, journeys: 1, leftAtOnce: 0, engaged: 1, reached: [0, 1, 0, 0] },
  ])
})
