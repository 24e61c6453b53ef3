/** What platforms do on bad days, and that a sale is counted once all the same. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newOrder, sale } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import type { Platform } from '../support/platforms.ts'
import { Client } from '../support/client.ts'
import { startProgram } from '../support/program.ts'
import { freePort, removeFolder, temporaryFolder, until } from '../support/running.ts'

const ATTEMPT_TIMEOUT_MS = 1_000

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ TIDEGATE_ATTEMPT_TIMEOUT_MS: String(ATTEMPT_TIMEOUT_MS) })
})
beforeEach(() => gateway.platforms.clear())
afterAll(() => gateway.stop())

/** Sends one sale and waits until both platforms have it. */
async function sell(): Promise<string> {
  const order = newOrder()
  const { status } = await gateway.fromServer(sale(order))
  expect(status).toBe(202)
  await gateway.untilSettled()
  return `o-${order}`
}

async function expectCountedOnce(eventId: string): Promise<void> {
  for (const platform of ['tiktok', 'meta'] as const) {
    expect(await gateway.platforms.countedOf(platform, eventId)).toHaveLength(1)
    expect(await gateway.receiptFor(eventId, platform)).toMatchObject({ outcome: 'delivered' })
  }
}

async function statusesOf(platform: Platform, eventId: string): Promise<(number | null)[]> {
  return (await gateway.platforms.requestsWith(platform, eventId)).map(({ answer }) => answer.status)
}

describe('a sale is delivered and counted once', () => {
  it('after 503, and not before the Retry-After of two seconds is over', async () => {
    await gateway.platforms.order('tiktok', { status: 503, headers: { 'retry-after': '2' } })
    const id = await sell()
    await expectCountedOnce(id)
    const [first, second, ...more] = await gateway.platforms.requestsWith('tiktok', id)
    expect(more).toEqual([])
    expect([first?.answer.status, second?.answer.status]).toEqual([503, 200])
    expect((second?.at_ms ?? 0) - (first?.at_ms ?? 0)).toBeGreaterThanOrEqual(2_000)
  })

  it('after 200 with TikTok’s code 40100, which is no success', async () => {
    await gateway.platforms.order('tiktok', {
      status: 200,
      body: { code: 40100, message: 'Requests made too frequently' },
    })
    const id = await sell()
    await expectCountedOnce(id)
    const answers = (await gateway.platforms.requestsWith('tiktok', id)).map(({ answer }) => answer.body)
    expect(answers).toMatchObject([{ code: 40100 }, { code: 0 }])
  })

  it('after a gateway’s HTML page with 502', async () => {
    await gateway.platforms.order('meta', { status: 502, html: true })
    const id = await sell()
    await expectCountedOnce(id)
    expect(await statusesOf('meta', id)).toEqual([502, 200])
  })

  it('after an answer that ends in the middle', async () => {
    await gateway.platforms.order('meta', { half_body: true })
    const id = await sell()
    await expectCountedOnce(id)
    expect(await gateway.platforms.countedOf('meta', id)).toMatchObject([{ copies: 2 }])
  })

  it('after a connection that was closed without an answer', async () => {
    await gateway.platforms.order('tiktok', { drop: true })
    await gateway.platforms.order('meta', { reset: true })
    const id = await sell()
    await expectCountedOnce(id)
    expect(await gateway.platforms.requestsWith('tiktok', id)).toHaveLength(2)
  })

  it('when the platform took it and closed without an answer: the same event id goes again, and the platform drops it', async () => {
    await gateway.platforms.order('tiktok', { accept_then_drop: true })
    const id = await sell()
    await expectCountedOnce(id)
    expect(await gateway.platforms.countedOf('tiktok', id)).toMatchObject([{ copies: 2 }])
  })

  it('when an answer takes longer than the time limit of an attempt, even if it comes in the end', async () => {
    const hangMs = 2 * ATTEMPT_TIMEOUT_MS
    await gateway.platforms.order('tiktok', { hang_ms: hangMs })
    const startedMs = Date.now()
    const id = await sell()
    await sleep(Math.max(0, hangMs + 200 - (Date.now() - startedMs)))
    await expectCountedOnce(id)
    expect(await gateway.platforms.countedOf('tiktok', id)).toMatchObject([{ copies: 2 }])
    expect(await gateway.platforms.requestsWith('meta', id)).toHaveLength(1)
  })
})

describe('a destination that refuses our credentials is parked while the other flows', () => {
  const cases = [
    {
      parked: 'tiktok',
      flowing: 'meta',
      answer: { status: 200, body: { code: 40105, message: 'Access token is incorrect' } },
    },
    {
      parked: 'meta',
      flowing: 'tiktok',
      answer: { status: 400, body: { error: { code: 190, type: 'OAuthException' } } },
    },
  ] as const

  it.each(cases)('$parked', async ({ parked, flowing, answer }) => {
    await gateway.platforms.order(parked, { ...answer, times: 1_000 })
    const order = newOrder()
    const id = `o-${order}`
    await gateway.fromServer(sale(order))
    await until('the other has it', async () => (await gateway.receiptFor(id, flowing))?.outcome === 'delivered')
    await until('this one is parked', async () => (await gateway.receiptFor(id, parked))?.outcome === 'parked')
    expect(await gateway.metric('tidegate_destination_open', `destination="${parked}"`)).toBe(0)
    expect(await gateway.metric('tidegate_destination_open', `destination="${flowing}"`)).toBe(1)
    expect(await gateway.platforms.counted(parked)).toEqual([])

    // The token was mended: it resumes by itself.
    await gateway.platforms.clear(parked)
    await gateway.untilSettled()
    await expectCountedOnce(id)
    expect(await gateway.metric('tidegate_destination_open', `destination="${parked}"`)).toBe(1)
  })
})

describe('one bad event in a batch of 200', () => {
  it('is found and rejected with its reason, and the other 199 land at both platforms', async () => {
    const orders = Array.from({ length: 200 }, newOrder)
    const bad = `o-${orders[137]}`
    await gateway.platforms.order('tiktok', {
      reject_event_id: bad,
      status: 200,
      body: { code: 40002, message: 'Batch.0.event_time' },
    })
    await gateway.platforms.order('meta', {
      reject_event_id: bad,
      status: 400,
      body: { error: { code: 100, error_subcode: 2804003 } },
    })
    const { status, body } = await gateway.fromServer({ events: orders.map((order) => sale(order)) })
    expect(status).toBe(202)
    expect(body.results?.every((result) => result.status === 'accepted')).toBe(true)
    await gateway.untilSettled()

    const good = orders.map((order) => `o-${order}`).filter((id) => id !== bad)
    for (const platform of ['tiktok', 'meta'] as const) {
      const counted = await gateway.platforms.counted(platform)
      expect(counted).toHaveLength(199)
      expect(new Set(counted.map(({ event_id }) => event_id))).toEqual(new Set(good))
    }
    expect(await gateway.receiptFor(bad, 'tiktok')).toMatchObject({ outcome: 'rejected', code: '40002' })
    expect(await gateway.receiptFor(bad, 'meta')).toMatchObject({ outcome: 'rejected', code: '100/2804003' })
    expect(await gateway.receiptFor(`o-${orders[136]}`, 'meta')).toMatchObject({ outcome: 'delivered' })
  })
})

it('a self-hosted gateway reads a time without a zone as UTC, also on a machine that stands in New York', async () => {
  const state = temporaryFolder('state')
  const port = await freePort()
  const program = startProgram('scripts/serve.ts', [], {
    TZ: 'America/New_York',
    PORT: String(port),
    STATE_DIR: state,
    TIDEGATE_PLATFORM_BASE: gateway.platforms.url,
  })
  await program.untilLine('tidegate ready', 50_000)
  const client = new Client(`http://127.0.0.1:${port}`)
  const inTwoSeconds = new Date(Date.now() + 2_000).toUTCString().replace(' GMT', '')
  await gateway.platforms.order('tiktok', { status: 503, headers: { 'retry-after': inTwoSeconds } })
  const order = newOrder()
  expect((await client.fromServer(sale(order))).status).toBe(202)
  await client.untilSettled()
  expect(await gateway.platforms.countedOf('tiktok', `o-${order}`)).toHaveLength(1)
  program.killGroup()
  removeFolder(state)
})
