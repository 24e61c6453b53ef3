/** A shard fills up because a platform is down: callers are told, operators too, and what is sent again counts once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unsignedPolicy } from '../support/approved.ts'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { builtWith } from '../support/production.ts'
import { PLATFORMS } from '../support/platforms.ts'
import { temporaryFolder, until } from '../support/running.ts'

const MAX_SENT = 100

let gateway: Gateway
beforeAll(async () => {
  const policy = await unsignedPolicy()
  policy.edit((text) => text.replace('shards: 1', 'shards: 2'))
  gateway = await startGateway({ TIDEGATE_OUTBOX_MAX_EVENTS: '6' }, { bundle: await builtWith(policy) })
})
afterAll(() => gateway.stop())

it('one full shard refuses with Retry-After, health names the platform, and a body for several shards is stored as a whole or not', async () => {
  await gateway.platforms.order('meta', { status: 503, headers: { 'retry-after': '1' }, times: 1_000 })
  const taken: string[] = []
  let refused: string | undefined
  for (let sent = 0; refused === undefined && sent < MAX_SENT; sent++) {
    const order = newOrder()
    // What the other platform takes must not count as full for a moment.
    await until('TikTok has all', async () => (await gateway.metric('tidegate_outbox_waiting', 'tiktok')) === 0)
    const answer = await gateway.fromServer(sale(order))
    if (answer.status === 202) {
      taken.push(order)
      continue
    }
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
      503,
      'outbox_unavailable',
      '30',
    ])
    refused = order
  }
  const health = await gateway.get('/healthz')
  const { shards, filled_by: filledBy } = JSON.parse(health.text)
  expect(health.status).toBe(503)
  expect(Object.values(shards)).toContain('full')
  expect(Object.values(filledBy)).toContain('meta')
  expect(await gateway.metric('tidegate_outbox_fill_ratio')).toBeGreaterThanOrEqual(1)

  // The other shard has room: it gets nothing of a body that the caller is told to send again. Only the refused order is sure to be the full one's.
  const orders = [String(refused), ...Array.from({ length: 10 }, newOrder)]
  const events = orders.map((order) => sale(order))
  expect((await gateway.fromServer({ events })).status).toBe(503)
  const stored = await Promise.all(orders.map((order) => gateway.receipts(`o-${order}`)))
  expect(stored.flat()).toEqual([])
  await gateway.platforms.order('meta')
  await gateway.platforms.clear('meta')
  let again = await gateway.fromServer({ events })
  await until('there is room', async () => {
    if (again.status !== 503) return true
    again = await gateway.fromServer({ events })
    return false
  })
  // 200: each part had been stored by one of the tries before.
  expect([200, 202]).toContain(again.status)
  await gateway.untilSettled()
  for (const platform of ['tiktok', 'meta'] as const) {
    const counted = await gateway.platforms.counted(platform)
    const wanted = [...taken, ...orders].map((order) => `o-${order}`)
    expect(new Set(counted.map(({ event_id }) => event_id))).toEqual(new Set(wanted))
    expect(counted.every(({ copies }) => copies === 1)).toBe(true)
  }
  expect((await gateway.get('/healthz')).status).toBe(200)
})

it('a gateway that was full starts again: its callers are told as before, and there is room once the platforms take what fills it', async () => {
  const settings = { TIDEGATE_OUTBOX_MAX_EVENTS: '2' }
  const options = { platforms: gateway.platforms, stateDir: temporaryFolder('full') }
  for (const platform of PLATFORMS)
    await gateway.platforms.order(platform, { status: 503, headers: { 'retry-after': '1' }, times: 1_000 })
  const order = newOrder()
  const before = await startGateway(settings, options)
  expect((await before.fromServer(sale(order))).status).toBe(202)
  await before.workerd.stop()

  const again = await startGateway(settings, options)
  try {
    expect((await again.fromServer(sale(newOrder()))).status).toBe(503)
    await gateway.platforms.clear()
    await again.untilSettled()
    for (const platform of PLATFORMS) expect(await gateway.platforms.countedOf(platform, `o-${order}`)).toHaveLength(1)
    expect((await again.fromServer(sale(newOrder()))).status).toBe(202)
  } finally {
    await again.workerd.stop()
  }
})
