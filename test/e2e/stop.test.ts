/** `npm run serve` told to stop while it works: what was begun is answered, within a bound, and a second word ends it at once. */
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { Client } from '../support/client.ts'
import { newOrder, sale } from '../support/events.ts'
import { startGateway } from '../support/gateway.ts'
import { PLATFORMS, startPlatforms, type Platforms } from '../support/platforms.ts'
import { startProgram, type Program } from '../support/program.ts'
import { freePort, removeFolder, temporaryFolder, until } from '../support/running.ts'

const UPLOADS = 40

let platforms: Platforms
let stateDir: string
let settings: Readonly<Record<string, string>>
const started: Program[] = []

beforeAll(async () => {
  platforms = await startPlatforms()
})
beforeEach(async () => {
  await platforms.clear()
  stateDir = temporaryFolder('stop-state')
  settings = {
    STATE_DIR: stateDir,
    TIDEGATE_DIST: join(stateDir, 'dist'),
    TIDEGATE_PLATFORM_BASE: platforms.url,
    TIDEGATE_LINGER_MS: '20',
    TIDEGATE_LOG_LEVEL: 'off',
  }
})
afterEach(() => {
  for (const program of started.splice(0)) program.killGroup()
  removeFolder(stateDir)
})
afterAll(() => platforms.close())

async function serve(more: Readonly<Record<string, string>> = {}): Promise<{ program: Program; client: Client }> {
  const port = await freePort()
  const program = startProgram('scripts/serve.ts', [], { ...settings, PORT: String(port), ...more })
  started.push(program)
  await program.untilLine(`tidegate ready http://127.0.0.1:${port}`)
  return { program, client: new Client(`http://127.0.0.1:${port}`) }
}

interface Upload {
  readonly eventId: string
  /** Sends what is missing. */
  readonly finish: () => void
  /** The status, or why there is none. */
  readonly answered: Promise<string>
}

/** A request of which the gateway has the head and half of the body. */
async function beginUpload({ url }: Client): Promise<Upload> {
  const order = newOrder()
  const body = JSON.stringify(sale(order))
  const half = body.length >> 1
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  const { promise: answered, resolve } = Promise.withResolvers<string>()
  socket.once('error', (error) => resolve(error.message))
  socket.once('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'cut'))
  const head = `POST /v1/events HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer dev\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`
  await new Promise<void>((sent) => socket.write(head + body.slice(0, half), () => sent()))
  return { eventId: `o-${order}`, finish: () => void socket.write(body.slice(half)), answered }
}

/** A connection that is kept open with nothing on it: the gateway closes it as soon as it stops. */
async function connectIdle({ url }: Client): Promise<{ readonly closed: Promise<void> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const closed = new Promise<void>((done) => socket.once('close', () => done()))
  const answered = new Promise<void>((done) => socket.once('data', () => done()))
  socket.write('GET /healthz HTTP/1.1\r\nhost: gateway\r\n\r\n')
  await answered
  return { closed }
}

async function load(client: Client, taken: Set<string>): Promise<void> {
  for (;;) {
    const { status, body } = await client.fromServer(sale(newOrder())).catch(() => ({ status: 0, body: {} }) as const)
    if (status === 0) return
    for (const { event_id } of ('results' in body ? body.results : undefined) ?? []) taken.add(String(event_id))
  }
}

const lineOf = (program: Program): unknown =>
  JSON.parse(
    program
      .output()
      .split('\n')
      .findLast((line) => line.includes('"line":"stop"')) ?? 'null',
  )

it('on SIGTERM under load every request that was begun is answered, and what was answered is delivered once', async () => {
  const { program, client } = await serve()
  const taken = new Set<string>()
  const loading = Promise.all(Array.from({ length: 4 }, () => load(client, taken)))
  const uploads = await Promise.all(Array.from({ length: UPLOADS }, () => beginUpload(client)))
  await until('the load is under way', () => taken.size > 20)
  const idle = await connectIdle(client)
  program.signal('SIGTERM')
  await idle.closed
  for (const { finish } of uploads) finish()

  expect(await Promise.all(uploads.map(({ answered }) => answered))).toEqual(Array(UPLOADS).fill('202'))
  await loading
  expect(await program.ended).toBe(0)
  expect(lineOf(program)).toMatchObject({ line: 'stop', signal: 'SIGTERM', requests: 'finished' })

  const again = await startGateway({}, { platforms, stateDir })
  await again.untilSettled()
  await again.workerd.stop()
  for (const platform of PLATFORMS) {
    const counted = (await platforms.counted(platform)).map(({ event_id }) => String(event_id))
    expect(new Set(counted).size).toBe(counted.length)
    expect([...taken, ...uploads.map(({ eventId }) => eventId)].filter((id) => !counted.includes(id))).toEqual([])
  }
})

it('a stop that has lasted as long as it may cuts what is left, and says so with its exit code', async () => {
  const { program, client } = await serve({ STOP_SECONDS: '1' })
  const { answered } = await beginUpload(client)
  program.signal('SIGTERM')
  expect(await program.ended).toBe(1)
  expect(await answered).not.toBe('202')
  expect(lineOf(program)).toMatchObject({ requests: 'cut' })
})

it('a second signal ends it at once, and leaves no process behind', async () => {
  const { program, client } = await serve({ STOP_SECONDS: '600' })
  await beginUpload(client)
  const idle = await connectIdle(client)
  program.signal('SIGTERM')
  await idle.closed
  program.signal('SIGTERM')
  expect(await program.ended).toBe(1)
  await until('its whole process group is gone', () => program.groupIsGone(), 2_000)
})

it('goes on when whoever read its log has gone, and stops as it should', async () => {
  const { program, client } = await serve({ TIDEGATE_LOG_LEVEL: 'events' })
  program.stopReading()
  const orders = [newOrder(), newOrder(), newOrder()]
  for (const order of orders) expect((await client.fromServer(sale(order))).status).toBe(202)
  await client.untilSettled()
  program.signal('SIGTERM')
  expect(await program.ended).toBe(0)
  for (const platform of PLATFORMS) {
    const counted = (await platforms.counted(platform)).map(({ event_id: id }) => id)
    expect(counted).toHaveLength(orders.length)
    expect(new Set(counted)).toEqual(new Set(orders.map((order) => `o-${order}`)))
  }
})
