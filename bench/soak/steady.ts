/** Minutes of steady load with faults on one gateway: what it takes in each window, and whether that stays the same. */
import { mkdtempSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Devtools } from '../devtools.ts'
import { gatewayBindings, startSimulators, tokenFor, type Simulators } from '../gateway.ts'
import { drained, readCounts, type Counts } from '../metrics.ts'
import { firstAnswer, spawnWorkerd } from '../plain-workerd.ts'
import { cpuMs, freePort, memoryOf, pidOf, stopChild } from '../processes.ts'
import { progress } from '../progress.ts'
import { chanceFrom } from './chance.ts'
import { ATTEMPT_TIMEOUT_MS, FaultMaker } from './faults.ts'
import { Ledger, sqliteFiles, type Closing } from './ledger.ts'
import { SteadyLoad } from './load.ts'

export interface SteadyOptions {
  readonly folder: string
  readonly bundle: string
  readonly minutes: number
  readonly eventsPerSecond: number
  readonly seed: number
}

/** One window; all figures are of it alone. */
export interface Window {
  readonly events: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicrosPerEvent: number
  readonly rowsPerEvent: number
  readonly waiting: number
  readonly memoryBytes: number
  /** What is alive in V8's heap, after a collection. */
  readonly heapBytes: number
  readonly databaseBytes: number
  readonly turnedAway: number
  readonly broken: number
}

export interface Steady {
  readonly windows: readonly Window[]
  readonly windowSeconds: number
  readonly faults: ReadonlyMap<string, number>
  readonly statuses: ReadonlyMap<string, number>
  readonly closings: readonly Closing[]
}

const WINDOWS_AT_LEAST = 30
const WINDOW_MAX_MS = 10_000
const FAULT_EVERY_MS = 3_000
/** What has failed often waits longer between two attempts. */
const LAST_DELIVERIES_MS = 300_000

export async function soakSteadily(options: SteadyOptions): Promise<Steady> {
  const simulators = await startSimulators()
  try {
    return await soakWith(options, simulators)
  } finally {
    await simulators.stop()
  }
}

async function soakWith(options: SteadyOptions, simulators: Simulators): Promise<Steady> {
  const gateway = await startWatched(options, simulators.url)
  const [forLoad, forFaults] = [chanceFrom(options.seed), chanceFrom(options.seed + 1)]
  const faults = new FaultMaker(simulators, forFaults)
  const ledger = new Ledger()
  const load = new SteadyLoad({ gateway, ledger, faults, chance: forLoad, eventsPerSecond: options.eventsPerSecond })
  try {
    const endMs = performance.now() + options.minutes * 60_000
    const running = Promise.all([load.run(endMs), keepFailing(faults, endMs)])
    const windows = await Promise.race([watch(gateway, load, ledger, simulators, options), neverEnds(running)])
    await running
    progress('the load has ended; what waits is delivered')
    await drained(gateway.url, LAST_DELIVERIES_MS)
    await ledger.hear(simulators)
    await gateway.stop()
    const closings = ledger.close(gateway.stateDir)
    return {
      windows,
      windowSeconds: windowMs(options) / 1000,
      faults: faults.ordered,
      statuses: ledger.statuses,
      closings,
    }
  } finally {
    await gateway.stop()
  }
}

/** Fails with what has failed, and says nothing of success. */
async function neverEnds(running: Promise<unknown>): Promise<never> {
  await running
  return new Promise<never>(() => {})
}

async function keepFailing(faults: FaultMaker, endMs: number): Promise<void> {
  while (performance.now() < endMs - FAULT_EVERY_MS) {
    await faults.next()
    await sleep(FAULT_EVERY_MS)
  }
}

function windowMs({ minutes }: SteadyOptions): number {
  return Math.min(WINDOW_MAX_MS, (minutes * 60_000) / WINDOWS_AT_LEAST)
}

type Watched = Awaited<ReturnType<typeof startWatched>>

/** Plain workerd with its inspector open, which is asked for nothing but the size of the heap. */
async function startWatched({ folder, bundle }: SteadyOptions, platformBase: string) {
  const secret = randomBytes(36).toString('base64url')
  const [port, inspectorPort] = [await freePort(), await freePort()]
  const stateDir = mkdtempSync(join(folder, 'soak-'))
  const settings = { TIDEGATE_LOG_LEVEL: 'off', TIDEGATE_ATTEMPT_TIMEOUT_MS: String(ATTEMPT_TIMEOUT_MS) }
  const child = spawnWorkerd({
    folder: stateDir,
    bundle,
    port,
    outboxClass: 'Outbox',
    bindings: { ...gatewayBindings(secret, platformBase), ...settings },
    args: [`-i127.0.0.1:${inspectorPort}`],
  })
  await firstAnswer(port, '/healthz', child)
  const devtools = await Devtools.connect(inspectorPort)
  const stop = () => {
    devtools.close()
    return stopChild(child)
  }
  const token = await tokenFor(bundle, secret)
  return { port, url: `http://127.0.0.1:${port}`, pid: pidOf(child), token, stateDir, devtools, stop }
}

async function watch(
  gateway: Watched,
  load: SteadyLoad,
  ledger: Ledger,
  simulators: Simulators,
  options: SteadyOptions,
): Promise<Window[]> {
  const windows: Window[] = []
  const startedMs = performance.now()
  const count = Math.floor((options.minutes * 60_000) / windowMs(options))
  let before = await mark(gateway)
  for (let i = 1; i <= count; i++) {
    await sleep(Math.max(0, startedMs + i * windowMs(options) - performance.now()))
    const after = await mark(gateway)
    const window = await windowOf(gateway, load, before, after)
    await ledger.hear(simulators)
    windows.push(window)
    report(window, i, count)
    before = after
  }
  return windows
}

interface Mark {
  readonly counts: Counts
  readonly cpuMs: number
}

async function mark({ url, pid }: Watched): Promise<Mark> {
  return { counts: await readCounts(url), cpuMs: cpuMs(pid) }
}

async function windowOf(gateway: Watched, load: SteadyLoad, before: Mark, after: Mark): Promise<Window> {
  const { latenciesMs, events, turnedAway, broken } = load.takeSeen()
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  return {
    events,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    cpuMicrosPerEvent: ((after.cpuMs - before.cpuMs) * 1000) / events,
    rowsPerEvent: (after.counts.rowsWritten - before.counts.rowsWritten) / events,
    waiting: after.counts.waiting,
    memoryBytes: memoryOf(gateway.pid).nowBytes,
    heapBytes: await gateway.devtools.liveHeapBytes(),
    databaseBytes: databaseBytes(gateway.stateDir),
    turnedAway,
    broken,
  }
}

export function databaseBytes(stateDir: string): number {
  return sqliteFiles(stateDir).reduce((sum, file) => sum + statSync(file).size, 0)
}

function report(window: Window, number: number, count: number): void {
  const mib = (bytes: number) => (bytes / 1024 / 1024).toFixed(1)
  progress(
    `${number}/${count}: ${window.events} events, p50 ${window.p50Ms.toFixed(1)} ms, p99 ${window.p99Ms.toFixed(0)} ms, ${window.cpuMicrosPerEvent.toFixed(0)} µs, ${window.rowsPerEvent.toFixed(2)} rows, ${window.waiting} wait, ${mib(window.memoryBytes)} MiB, heap ${mib(window.heapBytes)} MiB`,
  )
}
