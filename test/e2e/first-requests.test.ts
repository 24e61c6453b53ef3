/** The first requests of a start, whatever they are: what events need is loaded behind the first answer, or by who needs it (docs/decisions/0062). */
import type { ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { spawnGateway } from '../../scripts/workerd.ts'
import { answerOf, Client, ORIGIN } from '../support/client.ts'
import { newOrder, sale } from '../support/events.ts'
import { killAtEnd } from '../support/gateway.ts'
import { startPlatforms, type Platforms } from '../support/platforms.ts'
import { bundleFile, freePort, removeFolder, temporaryFolder, until } from '../support/running.ts'

let platforms: Platforms
let stateDir: string
let child: ChildProcess | undefined

beforeAll(async () => {
  platforms = await startPlatforms()
})
beforeEach(async () => {
  await platforms.clear()
  stateDir = temporaryFolder('first-state')
})
afterEach(async () => {
  await end()
  removeFolder(stateDir)
})
afterAll(() => platforms.close())

async function end(): Promise<void> {
  const ended = new Promise((done) => child?.once('exit', done))
  child?.kill('SIGKILL')
  if (child?.exitCode === null && child.signalCode === null) await ended
}

/** A process that listens and has been asked nothing. */
async function start(): Promise<Client> {
  const port = await freePort()
  const bindings = { TIDEGATE_PLATFORM_BASE: platforms.url, TIDEGATE_LINGER_MS: '20', TIDEGATE_LOG_LEVEL: 'off' }
  child = spawnGateway({ bundle: bundleFile(), port, stateDir, bindings, production: false })
  killAtEnd(child)
  await until('it listens', () => listens(port))
  return new Client(`http://127.0.0.1:${port}`)
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
}

function sent({ url }: Client, signal?: AbortSignal, order = newOrder()): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer dev' }
  const body = JSON.stringify(sale(order))
  return fetch(`${url}/v1/events`, { method: 'POST', headers, body, ...(signal !== undefined && { signal }) })
}

it.each([
  ['an event of a server', '/v1/events', 202, { method: 'POST', authorization: 'Bearer dev' }],
  ['an event of a page', '/e', 202, { method: 'POST', origin: ORIGIN }],
  ['what may be sent', '/e', 204, { method: 'OPTIONS', origin: ORIGIN }],
  ['a picture', '/p.gif', 200, { method: 'GET', referer: `${ORIGIN}/` }],
  ['which law applies', '/v1/regime', 200, { method: 'GET', origin: ORIGIN }],
  ['receipts', '/v1/receipts', 200, { method: 'GET', authorization: 'Bearer dev' }],
  ['dead letters', '/v1/dead-letters', 200, { method: 'GET', authorization: 'Bearer dev' }],
  ['an address that nobody knows', '/nowhere', 404, { method: 'GET' }],
  ['its health', '/healthz', 200, { method: 'GET' }],
])('the very first request may be %s', async (_what, path, status, { method, ...headers }) => {
  const { url } = await start()
  const posted = method === 'POST' ? { body: JSON.stringify(sale(newOrder())) } : {}
  const fields = { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers }
  const answer = await answerOf(await fetch(url + path, { method, headers: fields, ...posted }))
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)])
})

it('many events at once are each answered, also where others were given up by their callers before', async () => {
  const client = await start()
  const callers = Array.from({ length: 12 }, (_, index) => {
    if (index % 2 === 0) return sent(client)
    return sent(client, AbortSignal.timeout(4 * index)).catch(() => undefined)
  })
  const answers = await Promise.all(callers)
  expect(answers.filter((_, index) => index % 2 === 0).map((answer) => answer?.status)).toEqual(Array(6).fill(202))
  expect((await sent(client)).status).toBe(202)
})

it('what waited is delivered after a restart that nobody asks for an event', async () => {
  await platforms.order('tiktok', { status: 503 })
  const before = await start()
  expect((await sent(before)).status).toBe(202)
  await until('it was tried', async () => (await platforms.requests('tiktok')).length > 0)
  await end()
  expect(await platforms.counted('tiktok')).toEqual([])
  const after = await start()
  expect((await fetch(`${after.url}/healthz`)).status).toBe(200)
  await until('it was delivered', async () => (await platforms.counted('tiktok')).length === 1)
})

it('what waited is delivered after a restart without any request, also where a platform has refused another for good', async () => {
  const [bad, good] = [newOrder(), newOrder()]
  await platforms.order('tiktok', { reject_event_id: `o-${bad}` })
  const before = await start()
  expect((await sent(before, undefined, bad)).status).toBe(202)
  const letters = () => fetch(`${before.url}/v1/dead-letters`, { headers: { authorization: 'Bearer dev' } })
  await until('it is kept as a dead letter', async () => (await (await letters()).text()).includes(bad))
  await platforms.order('tiktok', { status: 503 })
  expect((await sent(before, undefined, good)).status).toBe(202)
  await until('it was tried', async () => (await platforms.requests('tiktok')).length > 1)
  await end()
  expect(await platforms.countedOf('tiktok', `o-${good}`)).toEqual([])
  await start()
  await until('it was delivered', async () => (await platforms.countedOf('tiktok', `o-${good}`)).length === 1)
})
