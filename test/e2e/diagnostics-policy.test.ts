/** Diagnostics under another policy than the demo shop's: two shards, a shorter event plan, and keys that are kept back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/diagnostics/report.ts'
import { unsignedPolicy } from '../support/approved.ts'
import { consent, newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { builtWith } from '../support/production.ts'

const SALES = 30
const DEV = { authorization: 'Bearer dev' }

let gateway: Gateway
beforeAll(async () => {
  const policy = await unsignedPolicy()
  policy.edit((text) => text.replace('shards: 1', 'shards: 2'))
  policy.edit((text) => text.replace(/^ +refund: .*\n/m, ''))
  // Meta gets neither e-mail nor phone nor customer number of a buyer any more.
  policy.edit((text) => text.replace(/(commitments: \[page, browser, meta_ids, order_facts), contact_hashed/, '$1'))
  gateway = await startGateway({}, { bundle: await builtWith(policy) })
  const orders = Array.from({ length: SALES }, () => newOrder())
  const sales = orders.map((order) => sale(order, { loyalty_tier: 'gold' }))
  await gateway.fromServer({ events: sales })
  await gateway.fromServer({ events: sales.slice(0, 10) })
  // Orders lie in the first shard, all other events in both.
  const views = orders.map((order) => ({ ...sale(`${order}-view`), event: 'page_view', order: undefined }))
  await gateway.fromServer({ events: views })
  await gateway.fromServer(sale(newOrder(), { consent: consent('denied') }))
  await gateway.untilSettled()
})
afterAll(() => gateway?.stop())

async function report(): Promise<Report> {
  return JSON.parse((await gateway.get('/v1/diagnostics', DEV)).text) as Report
}

/** The findings of a code, without words and times. */
async function found(code: string) {
  const { findings } = await report()
  return findings.filter((one) => one.code === code).map(({ subject, count, of }) => ({ subject, count, of }))
}

describe('what two shards have counted', () => {
  it('is one report: each event once, whichever shard took it', async () => {
    for (const shard of [0, 1])
      expect(await gateway.metric('tidegate_events_total', `shard="atelier-rivage/${shard}"`)).toBeGreaterThan(0)
    const { events_counted: counted, events_looked_at: looked, events, timing } = await report()
    expect([counted, looked]).toEqual([2 * SALES + 10 + 1, 2 * SALES + 10 + 1])
    const purchase = events.find(({ event }) => event === 'purchase')
    expect(purchase).toMatchObject({ arrived: SALES + 10 + 1, duplicates: 10 })
    expect(purchase?.timeline.reduce((sum, n) => sum + n, 0)).toBe(SALES + 10 + 1)
    expect(Object.values(timing).reduce((sum, n) => sum + n, 0)).toBe(2 * SALES + 10 + 1)
  })

  it('is one finding for each thing to do, and one share of match keys', async () => {
    expect(await found('field_unknown')).toEqual([
      { subject: { field: 'loyalty_tier' }, count: SALES + 10, of: 2 * SALES + 10 + 1 },
    ])
    expect(await found('consent_refused')).toEqual([
      { subject: { reason: 'consent_denied' }, count: 1, of: 2 * SALES + 10 + 1 },
    ])
    const { match_keys: coverages } = await report()
    const tiktok = coverages.filter(({ destination }) => destination === 'tiktok')
    const ofSales = tiktok.filter(({ event }) => event === 'purchase')
    expect(ofSales).toMatchObject([{ event: 'purchase', deliveries: SALES }])
    expect(ofSales[0]?.keys.find(({ key }) => key === 'email')).toEqual({ key: 'email', share: 1, policy: 'open' })
  })
})

it('events that arrive and are not in the event plan are told', async () => {
  await gateway.fromServer(sale(newOrder(), { event: 'refund' }))
  expect(await found('event_not_in_plan')).toEqual([{ subject: { event: 'refund' }, count: 1 }])
})

it('match keys that the policy keeps back from a platform are told as such, and not as missing in the events', async () => {
  const kept = (await found('match_key_not_in_policy')).map(({ subject }) => subject)
  for (const key of ['email', 'phone', 'external_id'])
    expect(kept).toContainEqual({ destination: 'meta', event: 'purchase', key })
  expect(kept.filter(({ destination }) => destination === 'tiktok')).toEqual([])
  const missing = (await found('match_key_missing')).filter(({ subject }) => subject['destination'] === 'meta')
  expect(missing.filter(({ subject }) => ['email', 'phone', 'external_id'].includes(subject['key'] ?? ''))).toEqual([])
})
