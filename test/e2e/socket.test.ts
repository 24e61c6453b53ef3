/** `npm run serve` on a socket that its parent holds open, as systemd does: a restart turns nobody away. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { newOrder, sale } from '../support/events.ts'
import { atEnd, ROOT, temporaryFolder, until } from '../support/running.ts'

/** sd_listen_fds(3): the socket is file descriptor 3, for the process that LISTEN_PID names. One serves after the other. */
const ONE = `LISTEN_FDS=1 sh -c 'LISTEN_PID=$$ exec "$0" scripts/serve.ts' "$0"`

/** Node shows it nowhere else. */
function descriptorOf(socket: Server): number {
  const { _handle: handle } = socket as unknown as { readonly _handle: { readonly fd: number } }
  return handle.fd
}

async function serveTwiceOn(socket: Server, port: number) {
  const stateDir = temporaryFolder('socket-state')
  const { PATH, NODE_COMPILE_CACHE, TIDEGATE_BUILT } = process.env
  const env = {
    PATH,
    NODE_COMPILE_CACHE,
    TIDEGATE_BUILT,
    PORT: String(port),
    STATE_DIR: stateDir,
    TIDEGATE_DIST: join(stateDir, 'dist'),
    TIDEGATE_PLATFORM_BASE: 'http://127.0.0.1:1',
    TIDEGATE_LOG_LEVEL: 'off',
  }
  const child = spawn('sh', ['-c', `${ONE}; ${ONE}`, join(ROOT, 'node_modules/.bin/node')], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe', descriptorOf(socket)],
    detached: true,
  })
  socket.close()
  atEnd(() => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  return { child, pids: () => [...output.matchAll(/"line":"start".*"pid":(\d+)/g)].map(([, pid]) => Number(pid)) }
}

/** On a connection of its own: one that is kept open ends with the process it leads to. */
async function sendSale(port: number, body: string): Promise<number | string> {
  const headers = { authorization: 'Bearer dev', 'content-type': 'application/json' }
  const asked = request({ port, host: '127.0.0.1', path: '/v1/events', method: 'POST', agent: false, headers })
  asked.end(body)
  const { promise, resolve } = Promise.withResolvers<number | string>()
  asked.once('error', (error) => resolve(error.message))
  asked.once('response', (response) => resolve(response.resume().statusCode ?? 0))
  asked.setTimeout(30_000, () => asked.destroy(new Error('no answer')))
  return promise
}

it('every sale that is sent while it starts anew is taken', async () => {
  const socket = createServer().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address() as AddressInfo
  const { child, pids } = await serveTwiceOn(socket, port)
  await until('the first one is ready', () => pids().length === 1)

  const answers: (number | string)[] = []
  let cut = 0
  /** A connection that the old process had accepted, and not yet read a word of, ends with it: whoever sends tries again. */
  const send = async () => {
    const body = JSON.stringify(sale(newOrder()))
    const answer = await sendSale(port, body)
    if (answer !== 'socket hang up') return answer
    cut++
    return sendSale(port, body)
  }
  const told = { stop: false }
  const asking = (async () => {
    while (!told.stop) {
      answers.push(await send())
      await sleep(2)
    }
  })()
  await until('it is asked', () => answers.length > 20)
  process.kill(pids()[0] ?? 0, 'SIGTERM')
  await until('the second one is ready', () => pids().length === 2)
  const before = answers.length
  await until('the second one is asked', () => answers.length > before + 20)
  told.stop = true
  await asking
  expect(new Set(answers)).toEqual(new Set([202]))
  expect(cut).toBeLessThanOrEqual(1)

  const ended = once(child, 'exit')
  process.kill(pids()[1] ?? 0, 'SIGTERM')
  expect(await ended).toEqual([0, null])
})
