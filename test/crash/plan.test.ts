/** What a cycle gets that is to end a life at a point with needs. */
import { expect, it } from 'vitest'
import { chanceOf } from './chance.ts'
import { NO_FAULTS, OUT_OF_ORDER } from './faults.ts'
import { Planner } from './plan.ts'
import type { Point } from './points.ts'
import { Targets } from './targets.ts'

const AWAIT = { kind: 'await', moments: ['before', 'after'] } as const
const ASIDE: Point = {
  ...AWAIT,
  id: 'src/delivery/courier.ts:214:28',
  text: 'await this.#deliver(run, { batch, groups: [[one]] })',
  within: 'tryAside',
}
const NARROWING: Point = {
  kind: 'transaction',
  moments: ['after'],
  id: 'src/outbox/narrowing.ts:66:5',
  text: 'transaction(() => {})',
  within: 'narrow',
}
const OTHER: Point = { ...AWAIT, id: 'src/delivery/courier.ts:1:1', text: 'await other', within: 'run' }

/** Many seeds and cycles: each must hold. */
function plans(points: readonly Point[]) {
  return Array.from({ length: 60 }, (_, seed) => {
    const targets = new Targets(points)
    const bundles = { wider: 'wider.js', narrower: 'narrower.js' }
    return new Planner({ chance: chanceOf(seed), number: 0, targets, points, ...bundles }).next(seed % 4)
  })
}

it('beside an event aside it is the first life that ends there, once, with time for three failures and no other fault', () => {
  const cycles = plans([ASIDE, OTHER]).filter(({ deaths }) => deaths.some(({ at }) => at?.point === ASIDE.id))
  expect(cycles.length).toBeGreaterThan(20)
  for (const { deaths, faults, stubbornTimes = 0, patienceMs } of cycles) {
    expect(deaths.map(({ at }) => at?.point === ASIDE.id)).toEqual(deaths.map((_, life) => life === 0))
    // 2, 4 and 8 seconds at most, and what is sent in between.
    expect(deaths[0]?.afterMs).toBeGreaterThan(14_000)
    expect([3, 4]).toContain(stubbornTimes)
    expect(faults).toEqual(NO_FAULTS)
    // Its second turn aside would come in a minute: a new life tries everything at once.
    expect(patienceMs).toBeLessThanOrEqual(1_000)
  }
})

it('the life that meets a narrower policy comes behind one that took sales and could not deliver them', () => {
  const cycles = plans([NARROWING, OTHER]).filter(({ deaths }) => deaths.some(({ at }) => at?.point === NARROWING.id))
  expect(cycles.length).toBeGreaterThan(20)
  for (const { deaths, faults } of cycles) {
    expect(deaths.slice(0, 2).map(({ bundle }) => bundle)).toEqual(['wider.js', 'narrower.js'])
    expect(deaths.slice(0, 2).map(({ at }) => at?.point)).toEqual([undefined, NARROWING.id])
    expect(faults).toEqual(OUT_OF_ORDER)
  }
})

it('other points get none of this', () => {
  for (const { deaths, stubbornTimes } of plans([OTHER])) {
    expect(stubbornTimes).toBeUndefined()
    for (const { at, afterMs, bundle } of deaths)
      expect([at === undefined, bundle]).toEqual([afterMs !== undefined, undefined])
  }
})
