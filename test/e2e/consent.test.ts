/** What people answer, on the built bundle and plain workerd: taken back in time, waited for, and still known after a crash. */
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildBundle } from '../../scripts/build.ts'
import { ORIGIN, type Answer, type Client } from '../support/client.ts'
import { consent, newOrder, sale, USER_AGENT, type Members } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { removeFolder, ROOT, temporaryFolder, until } from '../support/running.ts'

const SHARDS = 3

let platforms: Platforms
let stateDir: string
let bundle: string
const started: Gateway[] = []

beforeAll(async () => {
  platforms = await startPlatforms()
  bundle = await bundleWith(SHARDS)
})
beforeEach(async () => {
  await platforms.clear()
  stateDir = temporaryFolder('consent-state')
})
afterEach(async () => {
  await Promise.all(started.splice(0).map(kill))
  removeFolder(stateDir)
})
afterAll(() => platforms.close())

/** Of the demo's policy with so many shards. */
async function bundleWith(shards: number): Promise<string> {
  const policyFile = join(temporaryFolder('consent-policy'), 'policy.yaml')
  const text = readFileSync(join(ROOT, 'policy/policy.yaml'), 'utf8')
  if (!text.includes('shards: 1')) throw new Error('the policy of the demo has another number of shards')
  writeFileSync(policyFile, text.replace('shards: 1', `shards: ${shards}`))
  return (await buildBundle({ policyFile, dist: temporaryFolder('consent-dist') })).bundle
}

async function serve(of = bundle): Promise<Gateway> {
  const gateway = await startGateway({ TIDEGATE_LOG_LEVEL: 'off' }, { platforms, stateDir, bundle: of })
  started.push(gateway)
  return gateway
}

/** kill -9, and its end: whoever starts next has the files for itself. */
async function kill({ workerd }: Gateway): Promise<void> {
  const { process: child } = workerd
  if (child.exitCode !== null || child.signalCode !== null) return
  workerd.kill()
  await once(child, 'exit')
}

const TOKEN = { 'content-type': 'application/json', authorization: 'Bearer dev' }

function answer(client: Client, body: unknown, headers: Record<string, string> = TOKEN): Promise<Answer> {
  return client.send('/v1/consent', { method: 'POST', headers, body: JSON.stringify(body) })
}

/** As a shop's server sends it: it does not know what the person agreed to, nor where they are. */
function serverOrder(order: string): Members {
  return sale(order, { consent: undefined, client: { ip: '203.0.113.7', user_agent: USER_AGENT } })
}

async function countedIds(): Promise<readonly string[]> {
  const lists = await Promise.all(PLATFORMS.map((platform) => platforms.counted(platform)))
  return lists.flat().map(({ event_id }) => event_id ?? '')
}

describe('a withdrawal', () => {
  it('between two retries reaches every shard, and the platforms never see the orders', async () => {
    const client = await serve()
    const down = { status: 503, headers: { 'retry-after': '2' }, times: 20 }
    for (const platform of PLATFORMS) await platforms.order(platform, down)
    const orders = Array.from({ length: 24 }, newOrder)
    const other = newOrder()
    const events = [...orders.map((order) => sale(order)), sale(other, { person: { email: 'other@example.com' } })]
    expect((await client.fromServer({ events })).status).toBe(202)
    await until('each platform has refused for the first time', async () => {
      const attempts = await client.metric('tidegate_attempts_total', 'outcome="retry"')
      return attempts >= PLATFORMS.length
    })
    const gone = await client.send('/v1/persons/c-77', { method: 'DELETE', headers: TOKEN })
    expect(JSON.parse(gone.text)).toMatchObject({ deliveries_removed: 2 * orders.length })
    for (const platform of PLATFORMS) await platforms.clear(platform)
    await client.untilSettled()
    expect(new Set(await countedIds())).toEqual(new Set([`o-${other}`]))
    for (const platform of PLATFORMS) {
      expect(await client.receiptFor(`o-${orders[0] ?? ''}`, platform)).toMatchObject({ outcome: 'withdrawn' })
    }
  })

  it('reaches what still waits in shards that the policy no longer has', async () => {
    const first = await serve()
    const down = { status: 503, headers: { 'retry-after': '2' }, times: 40 }
    for (const platform of PLATFORMS) await platforms.order(platform, down)
    const orders = Array.from({ length: 18 }, newOrder)
    await first.fromServer({ events: orders.map((order) => sale(order)) })
    await kill(first)
    const client = await serve(await bundleWith(1))
    const gone = await client.send('/v1/persons/c-77', { method: 'DELETE', headers: TOKEN })
    // What a courier has in hand at this moment is not in the count: it is taken back when its attempt has been refused,
    // for which the platforms must still be down.
    expect(gone.status).toBe(200)
    await sleep(1_500)
    for (const platform of PLATFORMS) await platforms.clear(platform)
    await client.fromServer(sale(newOrder(), { person: { email: 'other@example.com' } }))
    await client.untilSettled()
    // Longer than the platforms asked to be left alone: every shard would have tried again by now.
    await sleep(2_500)
    expect(await countedIds()).toHaveLength(2)
  })

  it('is known after a kill -9 that follows its answer', async () => {
    const first = await serve()
    const gone = await first.send('/v1/persons/c-77', { method: 'DELETE', headers: TOKEN })
    expect(gone.status).toBe(200)
    await kill(first)
    const client = await serve()
    const old = { ...consent('granted'), at: new Date(Date.now() - 60_000).toISOString() }
    const events = Array.from({ length: 12 }, () => sale(newOrder(), { consent: old }))
    const { body } = await client.fromServer({ events })
    expect(new Set(body.results?.map(({ destinations }) => destinations['tiktok']))).toEqual(
      new Set(['consent_withdrawn']),
    )
  })
})

describe('an order that waits for its consent', () => {
  it('lies unreadable on the disk, survives a kill -9, and leaves once when the answer comes', async () => {
    const first = await serve()
    const orders = Array.from({ length: 6 }, newOrder)
    const { status, body } = await first.fromServer({ events: orders.map(serverOrder) })
    expect(status).toBe(202)
    expect(body.results?.every(({ destinations }) => destinations['meta'] === 'consent_awaited')).toBe(true)
    await kill(first)
    for (const word of ['camille', 'durand', '639981234', '39 98 12', '203.0.113', 'savon'])
      expect(filesHolding(word)).toEqual([])
    const client = await serve()
    const page = { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': USER_AGENT }
    for (const order of orders) {
      const told = await answer(client, { order_id: order, consent: consent('granted') }, page)
      expect(told.status).toBe(202)
    }
    await until('all are delivered', async () => (await countedIds()).length === 2 * orders.length)
    await client.untilSettled()
    const counted = await Promise.all(PLATFORMS.map((platform) => platforms.counted(platform)))
    for (const list of counted) {
      expect(new Set(list.map(({ event_id }) => event_id))).toEqual(new Set(orders.map((order) => `o-${order}`)))
      expect(list).toHaveLength(orders.length)
      expect(list.every(({ copies }) => copies === 1)).toBe(true)
    }
  })
})

/** Files of the state folder in which the word stands, however it is capitalised. */
function filesHolding(word: string): readonly string[] {
  return readdirSync(stateDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, 'latin1').toLowerCase().includes(word))
}
