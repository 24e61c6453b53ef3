/**
 * The simulated platforms as one Node server on the loopback address. `node src/simulators/server.ts` prints one line
 * when it listens; SIM_PORT says where (8788). SIGINT and SIGTERM stop it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isObject } from '../destinations/json.ts'
import { destinations } from '../destinations/registry.ts'
import type { PlatformSimulator, SimulatorOptions } from '../destinations/simulator.ts'
import { createSimulators, type Reaction, type Simulators } from './core.ts'

const HOST = '127.0.0.1'
const DEFAULT_PORT = 8788
/** Above what any platform takes, so that a body over a platform's limit still gets the platform's own answer. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

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
  const simulators = createSimulators({ platforms, nowMs, sleep: (ms) => sleep(ms, undefined, { ref: false }) })
  const server = createServer((request, response) => void serve(simulators, request, response))
  server.keepAliveTimeout = 60_000
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  return { url: `http://${HOST}:${port}`, close: () => close(server) }
}

/** A destination's simulator lies in its folder: one line in the registry brings both. */
async function loadPlatforms(options: SimulatorOptions): Promise<PlatformSimulator[]> {
  return Promise.all(destinations.map(({ id }) => loadPlatform(id, options)))
}

async function loadPlatform(id: string, options: SimulatorOptions): Promise<PlatformSimulator> {
  const module: unknown = await import(`../destinations/${id}/simulator.ts`)
  if (!isSimulatorModule(module)) throw new TypeError(`src/destinations/${id}/simulator.ts must export createSimulator`)
  return module.createSimulator(options)
}

interface SimulatorModule {
  readonly createSimulator: (options: SimulatorOptions) => PlatformSimulator
}

function isSimulatorModule(module: unknown): module is SimulatorModule {
  return isObject(module) && typeof module['createSimulator'] === 'function'
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

async function serve(simulators: Simulators, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readBody(request)
    if (body === undefined) {
      response.writeHead(413, { connection: 'close' }).end()
      return
    }
    const { method = 'GET', url = '/' } = request
    give(response, await simulators.react({ method, path: url, headers: plainHeaders(request), body }))
  } catch {
    // The caller went away in the middle, or a simulator has a defect: either way there is nobody to answer well.
    response.destroy()
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}

function give(response: ServerResponse, { answer, cut }: Reaction): void {
  if (answer === undefined || cut === 'drop') {
    response.socket?.destroy()
    return
  }
  if (cut === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const bytes = Buffer.from(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length })
  if (cut === 'half_body') response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy())
  else response.end(bytes)
}

async function main(): Promise<void> {
  const running = await startSimulators({ port: Number(process.env['SIM_PORT'] ?? DEFAULT_PORT) })
  console.log(`simulators ready ${running.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close())
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main()
