/** What several shards know, as one report. */
import { describe, expect, it } from 'vitest'
import policy from '#policy'
import { destinations } from '../destinations/registry.ts'
import { planSites, type SitePlan } from '../pipeline/plan.ts'
import { Counts } from './counts.ts'
import { reportOf, type ShardReport } from './report.ts'

const HOUR_MS = 3_600_000
const NOW_MS = Date.UTC(2026, 10, 22, 12)
const HOUR = NOW_MS / HOUR_MS

function plan(): SitePlan {
  const [first] = planSites(policy, destinations).values()
  if (first === undefined) throw new Error('there is a site')
  return first
}

/** A shard that took so many purchases, all in one hour. */
function shard(purchases: number, hoursAgo: number, states: ShardReport['states'] = {}): ShardReport {
  const counts = new Counts()
  for (let n = 0; n < purchases; n++) counts.one('arrived', NOW_MS - hoursAgo * HOUR_MS, 'purchase', 'server')
  return { counts: counts.plain(), hours: [[HOUR - hoursAgo, { purchase: purchases }]], states }
}

const NO_REFUSALS = { sinceMs: NOW_MS, counts: {} }

const report = (...shards: ShardReport[]) => reportOf(shards, NO_REFUSALS, plan(), NOW_MS, 1)

describe('the shards of a site', () => {
  it('add up, event by event and hour by hour, with the first and the last of all', () => {
    const purchase = report(shard(3, 5), shard(4, 2), shard(1, 2)).events.find(({ event }) => event === 'purchase')
    expect(purchase).toMatchObject({
      arrived: 8,
      first: '2026-11-22T07:00:00.000Z',
      last: '2026-11-22T10:00:00.000Z',
    })
    const hours = purchase?.timeline.flatMap((n, bar) => (n === 0 ? [] : [[bar, n]])) ?? []
    expect(hours.map(([, n]) => n)).toEqual([3, 5])
    expect((hours[1]?.[0] ?? 0) - (hours[0]?.[0] ?? 0)).toBe(3)
  })

  it('are the same report in whatever order they answer', () => {
    const shards = [shard(3, 5, { meta: 'parked' }), shard(4, 2, { meta: 'open' }), shard(0, 1, { meta: 'retrying' })]
    expect(report(...shards.toReversed())).toEqual(report(...shards))
  })

  it.each([
    ['open', 'retrying', ['destination_retrying']],
    ['retrying', 'parked', ['destination_parked']],
    ['open', 'open', []],
  ])('tell of a destination what the worst off of them knows: %s and %s', (one, other, told) => {
    const { findings } = report(shard(1, 1, { meta: one }), shard(1, 1, { meta: other }))
    expect(findings.map(({ code }) => code).filter((code) => /parked|retrying/.test(code))).toEqual(told)
  })
})
