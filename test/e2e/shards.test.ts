/** A site gets more shards and then fewer: the built bundles on one state folder, ended and killed on the way. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keysOfShard } from '../../src/pipeline/parting.ts'
import { unsignedPolicy } from '../support/approved.ts'
import type { Answer } from '../support/client.ts'
import { consent, newOrder, sale, USER_AGENT } from '../support/events.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { builtWith } from '../support/production.ts'
import { temporaryFolder, until } from '../support/running.ts'

const TOKEN = { authorization: 'Bearer dev' }
const bundles = new Map<number, string>()
let platforms: Platforms
let gateway: Gateway | undefined

beforeAll(async () => {
  platforms = await startPlatforms()
  const build = async (shards: number) => {
    const policy = await unsignedPolicy()
    if (shards > 1) policy.edit((text) => text.replace('shards: 1', `shards: ${shards}`))
    bundles.set(shards, await builtWith(policy))
  }
  await Promise.all([1, 2, 3].map(build))
})
afterAll(async () => {
  await gateway?.stop()
  await platforms.close()
})

async function start(shards: number, stateDir: string): Promise<Gateway> {
  const bundle = bundles.get(shards)
  if (bundle === undefined) throw new Error(`nothing was built for ${shards} shards`)
  gateway = await startGateway({}, { platforms, stateDir, bundle })
  return gateway
}

async function end({ workerd }: Gateway, signal?: 'SIGKILL'): Promise<void> {
  if (signal === undefined) return void (await workerd.stop())
  const ended = new Promise((done) => workerd.process.once('exit', done))
  workerd.process.kill(signal)
  await ended
}

/** As a sender does who is told to come back. */
async function untilTaken(send: () => Promise<Answer>): Promise<Answer> {
  let answer = await send()
  await until('it is taken', async () => {
    if (answer.status !== 503) return true
    expect(answer.body.code).toBe('outbox_unavailable')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    answer = await send()
    return false
  })
  return answer
}

/** Sales stay in the first shard, whatever the number; what people looked at moves. */
const mixed = (id: string, index: number) => sale(id, index % 2 === 0 ? {} : { event: 'view_item' })

const statuses = ({ body }: Answer) => [...new Set(body.results?.map(({ status }) => status))]

it('knows after each change what was counted, who withdrew and which orders wait, and counts nothing twice', async () => {
  const stateDir = temporaryFolder('shards')
  const orders = Array.from({ length: 40 }, newOrder)
  const waiting = Array.from({ length: 8 }, newOrder)
  const events = orders.map(mixed)
  let client = await start(1, stateDir)
  await client.fromServer({ events })
  const silent = { consent: undefined, client: { ip: '203.0.113.7', user_agent: USER_AGENT } }
  const held = await client.fromServer({ events: waiting.map((order) => sale(order, silent)) })
  expect(held.body.results?.map(({ destinations }) => destinations['meta'])).toEqual(
    waiting.map(() => 'consent_awaited'),
  )
  await client.send('/v1/persons/jane@example.com', { method: 'DELETE', headers: TOKEN })
  const before = { ...consent('granted'), at: new Date(Date.now() - 60_000).toISOString() }
  const jane = () =>
    Array.from({ length: 12 }, () => sale(newOrder(), { person: { email: 'jane@example.com' }, consent: before }))
  await client.untilSettled()

  const asked = waiting.slice()
  for (const shards of [3, 2]) {
    await end(client)
    const next = await start(shards, stateDir)
    client = next
    expect(statuses(await untilTaken(() => next.fromServer({ events })))).toEqual(['duplicate'])
    const refused = await client.fromServer({ events: jane() })
    expect(new Set(refused.body.results?.map(({ destinations }) => destinations['meta']))).toEqual(
      new Set(['consent_withdrawn']),
    )
    // New ones, which the next number of shards must know.
    const more = Array.from({ length: 20 }, newOrder).map(mixed)
    expect(statuses(await client.fromServer({ events: more }))).toEqual(['accepted'])
    events.push(...more)
    // Half of those that wait get their answer under this number, the rest under the next.
    for (const order of asked.splice(0, 4)) {
      const body = JSON.stringify({ order_id: order, consent: consent('granted') })
      const told = await client.send('/v1/consent', {
        method: 'POST',
        headers: { ...TOKEN, 'content-type': 'application/json' },
        body,
      })
      expect(JSON.parse(told.text)).toMatchObject({ orders_released: 1 })
      events.push(sale(order))
    }
    expect(statuses(await client.fromServer({ events }))).toEqual(['duplicate'])
    await client.untilSettled()
  }
  const health = JSON.parse((await client.get('/healthz')).text)
  expect(health.shards).toEqual({ 'atelier-rivage/0': 'ok', 'atelier-rivage/1': 'ok', 'atelier-rivage/2': 'ok' })
  for (const platform of PLATFORMS) {
    const counted = await platforms.counted(platform)
    expect(counted.map(({ copies }) => copies).filter((copies) => copies !== 1)).toEqual([])
    expect(new Set(counted.map(({ event_id }) => event_id))).toEqual(new Set(events.map(({ event_id }) => event_id)))
  }
  await end(client)
})

/** Several pages for each shard, so that there is a middle. */
const KEYS = 40_000
const FAR_DAY = 99_999
const MAX_KILLS = 2

/** What a shard has written down of itself, by its number; read beside the running process. */
function databases(stateDir: string): ReadonlyMap<number, DatabaseSync> {
  const files = readdirSync(stateDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sqlite'))
  const found = files.map((file) => new DatabaseSync(join(stateDir, file)))
  return new Map(found.map((database) => [Number(fact(database, 'shard')?.split('/')[1] ?? -1), database]))
}

function fileOf(files: ReadonlyMap<number, DatabaseSync>, shard: number): DatabaseSync {
  const file = files.get(shard)
  if (file === undefined) throw new Error(`shard ${shard} has no file`)
  return file
}

function fact(database: DatabaseSync, name: string): string | undefined {
  try {
    return database.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.['value']?.toString()
  } catch {
    // Not one of ours, or its tables are being made.
    return undefined
  }
}

function keysIn(database: DatabaseSync): readonly string[] {
  const rows = database.prepare('SELECT key FROM dedupe WHERE until_day = ?').all(FAR_DAY)
  return rows.map(({ key }) => String(key))
}

/** Until some shards have pulled a part of what is theirs, or all of them all of it; true in the latter case. */
async function untilPartlyMoved(stateDir: string, shards: number): Promise<boolean> {
  let complete = false
  await until('a part has been pulled', () => {
    const files = databases(stateDir)
    const own = [...files].filter(([shard]) => shard >= 0).map(([, database]) => database)
    const done = own.filter((one) => /"shards":3,.*"complete":true/.test(fact(one, 'parted') ?? ''))
    complete = done.length === shards
    const partly = own.some((one) => fact(one, 'pulled') !== undefined)
    for (const database of files.values()) database.close()
    return complete || partly
  })
  return complete
}

it('goes on with a move where kill -9 ended it, and has every key in its shard then', async () => {
  const stateDir = temporaryFolder('shards-killed')
  const first = await start(1, stateDir)
  const order = newOrder()
  expect((await first.fromServer(sale(order))).status).toBe(202)
  await first.untilSettled()
  await end(first)
  const old = fileOf(databases(stateDir), 0)
  old.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${KEYS})
             INSERT INTO dedupe (key, destinations, until_day) SELECT lower(hex(randomblob(16))), 'tiktok meta', ${FAR_DAY} FROM n`)
  const keys = keysIn(old)
  old.close()
  expect(keys).toHaveLength(KEYS)

  for (let kills = 0; kills < MAX_KILLS; kills++) {
    const killed = await start(3, stateDir)
    const complete = await untilPartlyMoved(stateDir, 3)
    await end(killed, 'SIGKILL')
    if (complete) break
  }
  const last = await start(3, stateDir)
  expect(statuses(await untilTaken(() => last.fromServer(sale(order))))).toEqual(['duplicate'])
  await until('all have moved', async () => !(await last.get('/healthz')).text.includes('moving'))
  await end(last)
  const files = databases(stateDir)
  for (const shard of [0, 1, 2]) {
    const { from, to } = keysOfShard(shard, 3)
    const has = new Set(keysIn(fileOf(files, shard)))
    expect(keys.filter((key) => from <= key && key < to && !has.has(key))).toEqual([])
  }
  for (const database of files.values()) database.close()
})
