/** Starts the bundle on plain workerd: writes its configuration, waits until it takes events, stops it gracefully. */
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { makeFolderSync } from '../src/cli/make-folder.ts'
import { certificateSettings } from './certificates.ts'
import { usable } from './state-access.ts'
import { configBytes, type DurableObject } from './workerd-config.ts'

export interface WorkerdOptions {
  readonly bundle: string
  readonly port: number
  /** The address to listen on: that of this machine alone where it is left out. */
  readonly host?: string
  /** A listening socket that somebody else has opened, such as systemd: taken in place of `host`, on the same `port`. */
  readonly socket?: number
  /** Holds the outbox's SQLite files; made if it is not there. */
  readonly stateDir: string
  /** Text bindings of the Worker: settings and secrets. */
  readonly bindings: Readonly<Record<string, string>>
  /** In production the Worker may reach public addresses only. */
  readonly production: boolean
  readonly onLine?: (line: string) => void
  /** Milliseconds; a start that takes longer has failed. */
  readonly readyWithinMs?: number
  /** Told as soon as there is a process, long before it takes events. */
  readonly onStarted?: (child: ChildProcess) => void
  /** Set on every request that comes in, as a proxy in front would: whatever a caller sends under these names is replaced. */
  readonly requestHeaders?: Readonly<Record<string, string>>
}

export interface RunningWorkerd {
  readonly url: string
  readonly process: ChildProcess
  /** Takes nothing new and lets what was begun be answered; what has not finished in time is cut. */
  readonly stop: (withinMs?: number) => Promise<Stopped>
  /** Ends it at once. */
  readonly kill: () => void
}

export type Stopped = 'finished' | 'cut'

export async function startWorkerd(options: WorkerdOptions): Promise<RunningWorkerd> {
  const child = spawnGateway(options)
  options.onStarted?.(child)
  endAfterUs(child)
  forwardLines(child, options.onLine)
  const url = `http://${reachableHost(options.host)}:${options.port}`
  await waitUntilReady(child, url, options.readyWithinMs ?? READY_TIMEOUT_MS)
  return {
    url,
    process: child,
    stop: (withinMs = STOP_TIMEOUT_MS) => stopProcess(child, withinMs),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** The process alone: whoever waits for it does so in a way of their own. */
export function spawnGateway(options: WorkerdOptions): ChildProcess {
  const stateDir = resolve(options.stateDir)
  // What waits holds user agents and addresses: nobody else on the machine reads them.
  const config = join(stateDir, CONFIG_FILE)
  usable(stateDir, () => {
    makeFolderSync(join(stateDir, 'outbox'), 0o700)
    writeFileSync(config, configOf(options, stateDir))
  })
  return spawnWorkerd(config, options)
}

export const CONFIG_FILE = 'workerd.bin'

/** Ctrl-C reaches every process of the terminal: workerd must leave it to us, or it would cut what it has begun. */
const DEAF_TO_CTRL_C = `trap '' INT; exec "$0" "$@"`

function spawnWorkerd(config: string, { bindings, socket }: WorkerdOptions): ChildProcess {
  const inherited = socket === undefined ? [] : [`--socket-fd=http=${FIRST_INHERITED}`]
  const child = spawn('sh', ['-c', DEAF_TO_CTRL_C, workerdPath(), 'serve', '--binary', config, ...inherited], {
    // As on Cloudflare: a time without a zone, in a shop's order or a platform's Retry-After, is not one of this machine's clock.
    env: { ...process.env, TZ: 'UTC', ...certificateSettings(process.env), ...bindings },
    stdio: ['ignore', 'pipe', 'pipe', ...(socket === undefined ? [] : [socket])],
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  return child
}

/** Reads until its input ends, which it does with the process that holds the other end of it. */
const WATCH = `trap '' INT; read -r _; kill -9 "$0"`

/** Killed ourselves (out of memory, `kill -9`) we can end nothing: a workerd left over would keep the port, and write beside the next one's. */
function endAfterUs(child: ChildProcess): void {
  if (child.pid === undefined) return
  const watcher = spawn('sh', ['-c', WATCH, String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.stdin.on('error', () => undefined)
  // Gone first: the number of what has ended may become another's.
  child.once('exit', () => watcher.kill('SIGKILL'))
  watcher.unref()
}

/** What follows standard input, output and error. */
const FIRST_INHERITED = 3

/** Every address of the machine is no address to ask at. */
function reachableHost(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

export function workerdPath(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('workerd/package.json')), 'bin', 'workerd')
}

/** Everything but the secrets, which go through the environment of the process, never into a file. */
function configOf(options: WorkerdOptions, stateDir: string): Uint8Array {
  return configBytes({
    bundle: options.bundle,
    address: listenAddress(options),
    fromEnvironment: Object.keys(options.bindings),
    objects: OBJECTS,
    storage: join(stateDir, 'outbox'),
    reach: options.production ? ['public'] : ['public', 'private'],
    trustsBrowserCas: true,
    ...(options.requestHeaders !== undefined && { requestHeaders: options.requestHeaders }),
  })
}

const OBJECTS: readonly DurableObject[] = [
  { binding: 'OUTBOX', className: 'Outbox', uniqueKey: 'tidegate-outbox' },
  { binding: 'OFFSITE', className: 'OffsiteRecord', uniqueKey: 'tidegate-offsite' },
]

function listenAddress({ host = '127.0.0.1', port }: WorkerdOptions): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function forwardLines(child: ChildProcess, onLine: ((line: string) => void) | undefined): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    let rest = ''
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      if (onLine !== undefined) lines.forEach(onLine)
    })
  }
}

const READY_TIMEOUT_MS = 15_000

/** Waiting would change nothing. */
const NEVER_READY: ReadonlySet<string> = new Set(['misconfigured', 'policy_not_approved', 'policy_expired'])

/**
 * Ready means that /healthz has written a row in every shard; this is also what wakes shards with work left over. One that is full says so
 * to its callers: to end for it would keep the other sites' events out, and keep what fills it from being delivered.
 */
async function waitUntilReady(child: ChildProcess, url: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  let silent: readonly string[] = []
  while (Date.now() < deadline) {
    const ended = child.exitCode === null ? child.signalCode : `code ${child.exitCode}`
    if (ended !== null) throw new Error(`workerd ended with ${ended} before it was ready`)
    const answer = await health(url)
    if (answer?.silent?.length === 0) return
    silent = answer?.silent ?? []
    if (answer?.code !== undefined && NEVER_READY.has(answer.code))
      return await failWith(child, answer.detail ?? 'the gateway is not configured to start')
    // Each asking of a shard that cannot write leaves lines in the log.
    await new Promise((done) => setTimeout(done, silent.length > 0 ? 500 : 10))
  }
  return await failWith(child, notReadyText(url, withinMs, silent))
}

function notReadyText(url: string, withinMs: number, silent: readonly string[]): string {
  const text = `the gateway did not become ready at ${url} within ${withinMs / 1000} s`
  return silent.length === 0
    ? text
    : `${text}: cannot write in ${silent.join(', ')} (no room on the disk, or a damaged file)`
}

async function failWith(child: ChildProcess, message: string): Promise<never> {
  await stopProcess(child, STOP_TIMEOUT_MS)
  throw new Error(message)
}

interface Health {
  /** The shards that cannot write; not there where it is a problem that is told. */
  readonly silent?: readonly string[]
  readonly code?: string
  readonly detail?: string
}

async function health(url: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })
    const { shards, ...problem } = (await response.json()) as Health & { shards?: Readonly<Record<string, string>> }
    return shards === undefined
      ? problem
      : { silent: Object.keys(shards).filter((name) => shards[name] === 'cannot_write') }
  } catch {
    return undefined
  }
}

const STOP_TIMEOUT_MS = 5_000

/** On SIGTERM workerd reads no new request, answers those that it has begun, and ends. */
async function stopProcess(child: ChildProcess, withinMs: number): Promise<Stopped> {
  if (child.exitCode !== null || child.signalCode !== null) return 'finished'
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await ended
  clearTimeout(timer)
  return child.exitCode === 0 ? 'finished' : 'cut'
}
