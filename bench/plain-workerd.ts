/** One Worker on plain workerd, as bare as it can be: for the empty worker, the stages and the profiler. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { configBytes } from '../scripts/workerd-config.ts'
import { CONFIG_FILE, workerdPath } from '../scripts/workerd.ts'
import { stopChild, track } from './processes.ts'

export interface PlainWorkerd {
  /** Holds the configuration and the outbox's files. */
  readonly folder: string
  readonly bundle: string
  readonly port: number
  /** With it the Worker has a Durable Object namespace OUTBOX of this class, and may reach the loopback address. */
  readonly outboxClass?: string
  readonly bindings?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  readonly v8Flags?: readonly string[]
  /** Keeps a crash that is expected off the screen. */
  readonly quiet?: boolean
}

export function spawnWorkerd(options: PlainWorkerd): ChildProcess {
  mkdirSync(join(options.folder, 'outbox'), { recursive: true })
  const config = join(options.folder, CONFIG_FILE)
  writeFileSync(config, configOf(options))
  const child = spawn(workerdPath(), ['serve', '--binary', config, ...(options.args ?? [])], {
    env: { ...process.env, ...options.bindings },
    stdio: ['ignore', 'ignore', options.quiet === true ? 'ignore' : 'inherit'],
  })
  track(child)
  return child
}

export interface RunningWorker {
  readonly port: number
  readonly process: ChildProcess
  readonly stop: () => Promise<void>
}

export async function startWorker(options: PlainWorkerd): Promise<RunningWorker> {
  const child = spawnWorkerd(options)
  await firstAnswer(options.port, '/', child)
  return { port: options.port, process: child, stop: () => stopChild(child) }
}

function configOf({ folder, bundle, port, outboxClass, bindings = {}, v8Flags = [] }: PlainWorkerd): Uint8Array {
  return configBytes({
    bundle,
    address: `127.0.0.1:${port}`,
    fromEnvironment: Object.keys(bindings),
    objects:
      outboxClass === undefined ? [] : [{ binding: 'OUTBOX', className: outboxClass, uniqueKey: 'bench-outbox' }],
    storage: resolve(folder, 'outbox'),
    reach: ['private'],
    trustsBrowserCas: false,
    v8Flags,
  })
}

const START_TIMEOUT_MS = 15_000
/** Far below what is measured, so that the waiting itself is not. */
const POLL_MS = 1

/** Resolves with the status of the first answer; raw sockets, because a client library would add its own start-up. */
export async function firstAnswer(port: number, path: string, child: ChildProcess): Promise<string> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`workerd ended with code ${child.exitCode} before it answered`)
    const status = await ask(port, path)
    if (status !== undefined) return status
    await new Promise((done) => setTimeout(done, POLL_MS))
  }
  throw new Error('workerd did not answer')
}

function ask(port: number, path: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`))
  socket.once('data', (bytes) => {
    resolve(bytes.toString('latin1', 9, 12))
    socket.destroy()
  })
  socket.once('error', () => resolve(undefined))
  socket.once('close', () => resolve(undefined))
  return promise
}
