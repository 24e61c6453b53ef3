/** That a destination in trouble is nobody else's trouble, and that it comes out of it by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { startPlatforms, type Platforms } from '../support/platforms.ts'
import { temporaryFolder, until } from '../support/running.ts'

const HANG_MS = 12_000

let platforms: Platforms
let stateDir: string
let gateway: Gateway
beforeAll(async () => {
  platforms = await startPlatforms()
})
beforeEach(() => {
  stateDir = temporaryFolder('isolation')
})
afterAll(() => platforms.close())

async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  gateway = await startGateway({ TIDEGATE_ATTEMPT_TIMEOUT_MS: '30000', ...settings }, { platforms, stateDir })
}

async function sell(count: number): Promise<string[]> {
  const orders = Array.from({ length: count }, newOrder)
  const { status } = await gateway.fromServer({ events: orders.map((order) => sale(order)) })
  expect(status).toBe(202)
  return orders.map((order) => `o-${order}`)
}

async function isDeliveredTo(platform: string, id: string): Promise<boolean> {
  return (await gateway.receiptFor(id, platform))?.outcome === 'delivered'
}

describe('a platform that gives no answer', () => {
  it('delays neither the caller nor the other platform, not even its next attempt', async () => {
    await start()
    await platforms.order('tiktok', { hang_ms: HANG_MS, times: 10 })
    await platforms.order('meta', { status: 503 })
    const [first = ''] = await sell(1)
    await until('Meta has it, though its first attempt failed', () => isDeliveredTo('meta', first))
    const [second = ''] = await sell(1)
    await until('Meta has the next one, too', () => isDeliveredTo('meta', second))
    // A request is noted when it is answered: none was until here.
    expect(await platforms.requests('tiktok')).toEqual([])
    expect((await gateway.receiptFor(second, 'tiktok'))?.outcome).toBe('waiting')
    await gateway.workerd.stop()
  })
})

describe('callers that send batches without a pause', () => {
  it('do not keep what was accepted before from going out', async () => {
    await platforms.clear()
    await start({ TIDEGATE_ATTEMPT_TIMEOUT_MS: '15000' })
    const load = { sent: 0, lasts: true }
    const caller = async () => {
      for (; load.lasts; load.sent += 100) await sell(100)
    }
    const callers = Promise.all(Array.from({ length: 24 }, caller))
    // Two deliveries for each event. How soon depends on the machine: that it comes while the load lasts does not.
    const isFlowing = async () =>
      (await gateway.metric('tidegate_deliveries_total', 'outcome="delivered"')) > load.sent / 5
    await until('a tenth of what came in has gone out', isFlowing, 45_000).finally(() => (load.lasts = false))
    await callers
    await gateway.workerd.stop()
  })
})

interface Batch {
  readonly data: readonly { readonly event_id: string }[]
}

describe('a platform that refuses the token', () => {
  it('is asked with a single event, and gets everything as soon as the gateway has another token', async () => {
    await platforms.clear()
    await start({ TIKTOK_ACCESS_TOKEN: 'bad-token' })
    const sold = await sell(3)
    // What hung in an earlier test may be noted only now.
    const sizes = async () => {
      const batches = (await platforms.requests('tiktok')).map(({ body }) => (body as Batch).data)
      return batches
        .filter((events) => events.some(({ event_id: id }) => sold.includes(id)))
        .map(({ length }) => length)
    }
    await until('it has been asked twice', async () => (await sizes()).length >= 2)
    expect((await sizes()).slice(0, 2)).toEqual([3, 1])
    expect((await gateway.receiptFor(sold[0] ?? '', 'tiktok'))?.outcome).toBe('parked')
    await gateway.workerd.stop()

    await start({ TIKTOK_ACCESS_TOKEN: 'another-token' })
    await gateway.untilSettled()
    // What hung in an earlier test may be counted only now.
    const own = (await platforms.counted('tiktok')).filter(({ event_id: id }) => sold.includes(id ?? ''))
    const counted = own.map(({ event_id, copies }) => `${event_id} ${copies}`)
    expect(counted.toSorted()).toEqual(sold.map((id) => `${id} 1`).toSorted())
    await gateway.workerd.stop()
  })
})
