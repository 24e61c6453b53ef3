/** `npm run serve` as an operator runs it: killed under load, stopped gently, started again. */
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Client } from '../support/client.ts'
import { newOrder, sale } from '../support/events.ts'
import { startGateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { startProgram, type Program } from '../support/program.ts'
import { freePort, removeFolder, temporaryFolder, until } from '../support/running.ts'

const CONNECTIONS = 8
const BATCH = 5
const KILL_AFTER_ANSWERS = 120
const MAX_EVENTS = 2_000

let platforms: Platforms
let stateDir: string
let dist: string
const started: Program[] = []

beforeAll(async () => {
  platforms = await startPlatforms()
  dist = temporaryFolder('serve-dist')
})
beforeEach(async () => {
  await platforms.clear()
  stateDir = temporaryFolder('serve-state')
})
afterEach(() => {
  for (const program of started.splice(0)) program.killGroup()
  removeFolder(stateDir)
})
afterAll(() => platforms.close())

async function serve(): Promise<{ program: Program; client: Client }> {
  const port = await freePort()
  const program = startProgram('scripts/serve.ts', [], {
    PORT: String(port),
    STATE_DIR: stateDir,
    TIDEGATE_DIST: dist,
    TIDEGATE_PLATFORM_BASE: platforms.url,
    TIDEGATE_LINGER_MS: '20',
    TIDEGATE_LOG_LEVEL: 'off',
  })
  started.push(program)
  await program.untilLine(`tidegate ready http://127.0.0.1:${port}`)
  return { program, client: new Client(`http://127.0.0.1:${port}`) }
}

/** What callers know: what they sent, and what they were told was taken. */
interface Load {
  readonly sent: Set<string>
  readonly taken: Set<string>
  answers: number
}

/** Several connections, each one request after the other, single events and small batches, until the gateway is gone. */
async function load(client: Client, seen: Load): Promise<void> {
  const connection = async (number: number) => {
    while (seen.sent.size < MAX_EVENTS) {
      const orders = Array.from({ length: number % 2 === 0 ? 1 : BATCH }, newOrder)
      for (const order of orders) seen.sent.add(`o-${order}`)
      const answer = await client.fromServer({ events: orders.map((order) => sale(order)) }).catch(() => undefined)
      if (answer === undefined) return
      seen.answers += 1
      for (const { event_id, status } of answer.body.results ?? []) {
        if (status === 'accepted' && event_id !== null) seen.taken.add(event_id)
      }
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, number) => connection(number)))
}

async function expectTakenCountedOnce({ sent, taken }: Load): Promise<void> {
  for (const platform of PLATFORMS) {
    const ids = (await platforms.counted(platform)).map(({ event_id }) => String(event_id))
    const counted = new Set(ids)
    expect(ids.length, `${platform} counts an event once`).toBe(counted.size)
    expect(
      [...taken].filter((id) => !counted.has(id)),
      `${platform} has every event that was taken`,
    ).toEqual([])
    expect(
      ids.filter((id) => !sent.has(id)),
      `${platform} has nothing else`,
    ).toEqual([])
  }
}

describe('kill -9 of npm run serve during load', () => {
  it('loses no event that was answered 202, and has each counted once after the restart, twice in a row', async () => {
    const seen: Load = { sent: new Set(), taken: new Set(), answers: 0 }
    for (let kill = 1; kill <= 2; kill++) {
      const { program, client } = await serve()
      const loading = load(client, seen)
      await until('the load is under way', () => seen.answers >= kill * KILL_AFTER_ANSWERS)
      program.killGroup()
      await Promise.all([loading, program.ended])
    }
    expect(seen.taken.size).toBeGreaterThan(2 * KILL_AFTER_ANSWERS)
    expect(seen.sent.size).toBeLessThan(MAX_EVENTS)

    const { client } = await serve()
    await client.untilSettled()
    await expectTakenCountedOnce(seen)
  })
})

describe('kill -9 of the gateway', () => {
  it('keeps what waits for a platform that is down, and remembers what was sent before', async () => {
    const order = newOrder()
    const first = await startGateway({}, { platforms, stateDir })
    await platforms.order('meta', { status: 503, headers: { 'retry-after': '600' } })
    expect((await first.fromServer(sale(order))).status).toBe(202)
    await until('TikTok has it', async () => (await first.receiptFor(`o-${order}`, 'tiktok'))?.outcome === 'delivered')
    await until('Meta has refused it', async () => (await platforms.requests('meta')).length === 1)
    const killed = once(first.workerd.process, 'exit')
    first.workerd.kill()
    await killed

    const second = await startGateway({}, { platforms, stateDir })
    const copy = await second.fromServer(sale(order, { event_id: `again-${order}` }))
    expect([copy.status, copy.body.results?.[0]?.status]).toEqual([200, 'duplicate'])
    await second.untilSettled()
    for (const platform of PLATFORMS) {
      expect((await platforms.counted(platform)).map(({ event_id, copies }) => [event_id, copies])).toEqual([
        [`o-${order}`, 1],
      ])
    }
    await second.stop()
  })
})

describe('a gentle stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s leaves no process behind and ends without an error',
    async (signal) => {
      const { program, client } = await serve()
      expect((await client.fromServer(sale(newOrder()))).status).toBe(202)
      program.signal(signal)
      expect(await program.ended).toBe(0)
      await until('its whole process group is gone', () => program.groupIsGone(), 2_000)
      await expect(client.get('/healthz')).rejects.toThrow(TypeError)
      expect(program.output()).not.toMatch(/error|exception/i)
    },
  )
})
