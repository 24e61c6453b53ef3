/**
 * The simulated platforms as one Node server on the loopback address. `node src/simulators/server.ts` prints one line
 * when it listens; SIM_PORT says where (8788). SIGINT and SIGTERM stop it.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { SimulatorOptions } from '../destinations/simulator.ts'
import { createSimulators } from './core.ts'
import { answerOverHttp } from './http.ts'
import { loadPlatforms } from './platforms.ts'
import { simulatedShops } from './shops/shops.ts'

const HOST = '127.0.0.1'
const DEFAULT_PORT = 8788

export interface RunningSimulators {
  /** Without a trailing slash. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface ServerOptions extends Partial<SimulatorOptions> {
  /** 0 takes a free one. */
  readonly port: number
}

export async function startSimulators(options: ServerOptions): Promise<RunningSimulators> {
  const nowMs = options.nowMs ?? Date.now
  const platforms = await loadPlatforms({ ...options, nowMs })
  const simulators = createSimulators({
    platforms,
    shops: simulatedShops(nowMs),
    nowMs,
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
  })
  const server = createServer((request, response) => void answerOverHttp(simulators, request, response))
  server.keepAliveTimeout = 60_000
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  return { url: `http://${HOST}:${port}`, close: () => close(server) }
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, HOST, () => resolve())
  await promise
}

async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await promise
}

async function main(): Promise<void> {
  const running = await startSimulators({ port: Number(process.env['SIM_PORT'] ?? DEFAULT_PORT) })
  console.log(`simulators ready ${running.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close())
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
