/** A disk that takes no more: the caller is told to come back, health says so, and nothing that was taken is lost. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { CONFIG_FILE, startWorkerd, workerdPath } from '../../scripts/workerd.ts'
import { Client, type Answer } from '../support/client.ts'
import { newOrder, sale } from '../support/events.ts'
import { killAtEnd, startGateway, type Gateway } from '../support/gateway.ts'
import { PLATFORMS } from '../support/platforms.ts'
import { bundleFile, freePort, until } from '../support/running.ts'

/** No file of the process may grow over this: a write past it fails (EFBIG), as it does on a full disk (ENOSPC). */
const LIMIT_KIB = 512
const MAX_EVENTS = 1_000
/** When the write-ahead log is full the object starts anew and folds it into its file, so one refusal may be the last. */
const REFUSALS = 5

const children: ChildProcess[] = []
let gateway: Gateway | undefined
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await gateway?.stop()
})

/** The same bundle, configuration and state, in a process whose files may not grow. */
async function startLimited({ stateDir, url, platforms }: Gateway): Promise<Client> {
  const script = `trap '' XFSZ; ulimit -f ${LIMIT_KIB}; exec "$0" serve --binary "$1"`
  const env = {
    ...process.env,
    TIDEGATE_PLATFORM_BASE: platforms.url,
    TIDEGATE_LINGER_MS: '20',
    TIDEGATE_ATTEMPT_TIMEOUT_MS: '1000',
  }
  const child = spawn('bash', ['-c', script, workerdPath(), join(stateDir, CONFIG_FILE)], { env, stdio: 'ignore' })
  children.push(child)
  const client = new Client(url)
  await until('it answers', async () => (await client.get('/healthz').catch(() => undefined))?.status === 200)
  return client
}

async function stopLimited(): Promise<void> {
  for (const child of children.splice(0)) {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await ended
  }
}

it('is answered 503 with Retry-After, /healthz fails, and after the restart every taken event is counted once', async () => {
  gateway = await startGateway()
  await gateway.workerd.stop()
  const client = await startLimited(gateway)
  // Nothing is delivered while the disk fills, so that everything must be kept.
  for (const platform of PLATFORMS)
    await gateway.platforms.order(platform, { status: 503, headers: { 'retry-after': '600' }, times: 1_000 })

  const taken: string[] = []
  const refusals: Answer[] = []
  for (let sent = 0; refusals.length < REFUSALS && sent < MAX_EVENTS; sent++) {
    const answer = await client.fromServer(sale(newOrder()))
    if (answer.status === 202) {
      taken.push(String(answer.body.results?.[0]?.event_id))
      refusals.length = 0
    } else refusals.push(answer)
  }
  expect(taken.length).toBeGreaterThan(10)
  expect(refusals.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
    Array(REFUSALS).fill('503 outbox_unavailable'),
  )
  for (const { headers } of refusals) {
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }

  // Sales are refused, so health must not say that all is well: asked several times, since each asking writes, too.
  const rounds: string[] = []
  for (let round = 0; round < REFUSALS; round++) {
    const health = await client.get('/healthz')
    const { status } = await client.fromServer(sale(newOrder()))
    rounds.push(
      `health ${health.status} ${health.text.includes('cannot_write') ? 'cannot_write' : 'ok'}, sale ${status}`,
    )
  }
  expect(rounds).toEqual(Array(REFUSALS).fill('health 503 cannot_write, sale 503'))

  await stopLimited()
  await gateway.platforms.clear()
  const restarted = await startGateway({}, { platforms: gateway.platforms, stateDir: gateway.stateDir })
  try {
    await restarted.untilSettled()
    const again = newOrder()
    expect((await restarted.fromServer(sale(again))).status).toBe(202)
    await restarted.untilSettled()
    for (const platform of PLATFORMS) {
      const counted = (await gateway.platforms.counted(platform)).map(({ event_id }) => event_id)
      expect(taken.filter((id) => !counted.includes(id))).toEqual([])
      expect(counted).toContain(`o-${again}`)
      expect(new Set(counted).size).toBe(counted.length)
    }
  } finally {
    await restarted.stop()
  }
})

it('a start that finds a shard damaged names it and what to look for, and leaves the file as it is', async () => {
  gateway = await startGateway()
  await gateway.workerd.stop()
  const { stateDir, platforms } = gateway
  const shards = join(stateDir, 'outbox/tidegate-outbox')
  const shard = join(shards, readdirSync(shards).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name)) ?? '')
  const noDatabase = 'no database, and longer than its header would be'.repeat(10)
  writeFileSync(shard, noDatabase)
  const start = startWorkerd({
    bundle: bundleFile(),
    port: await freePort(),
    stateDir,
    bindings: { TIDEGATE_PLATFORM_BASE: platforms.url },
    production: false,
    onStarted: killAtEnd,
    readyWithinMs: 2_000,
  })
  await expect(start).rejects.toThrow(
    /did not become ready at \S+ within 2 s: cannot write in atelier-rivage\/0 \(no room on the disk, or a damaged file\)$/,
  )
  expect(readFileSync(shard, 'utf8')).toBe(noDatabase)
})
