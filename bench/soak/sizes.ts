/**
 * What an event costs while the store grows: the same loads at each size, filled through the front door and delivered, on one
 * gateway that runs all the while. Copies of what came before warm it up, as they add nothing to the store.
 */
import { join } from 'node:path'
import { batchText, eventText } from '../event-text.ts'
import { startGateway, startSimulators, type Gateway, type Simulators } from '../gateway.ts'
import { freshIds, startLoadGenerator, type LoadGenerator } from '../load/client.ts'
import type { Job } from '../load/job.ts'
import { median } from '../median.ts'
import { drained, readCounts } from '../metrics.ts'
import { startWorker, type RunningWorker } from '../plain-workerd.ts'
import { cpuMs, freePort, memoryOf, pidOf, writtenBytes } from '../processes.ts'
import { progress } from '../progress.ts'
import { checkResult, EMPTY_WORKER } from '../throughput.ts'
import { databaseBytes } from './steady.ts'

export interface SizesOptions {
  readonly folder: string
  readonly bundle: string
  readonly sizes: readonly number[]
}

/** Median of the rounds, and the least and the most. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
}

export interface AtSize {
  /** Events in the store when it was measured. */
  readonly events: number
  readonly single: Cost
  readonly batch: Cost
  /** Events a second out, each to both platforms, while nothing comes in. */
  readonly drainPerSecond: Spread
  readonly emptyCpuMicros: Spread
  readonly databaseBytes: number
  readonly bytesPerEvent: number
  readonly memoryBytes: number
  /** From the start of the process to its first answer, with this store. */
  readonly startMs: number
}

export interface Cost {
  readonly cpuMicros: Spread
  readonly p50Ms: Spread
  readonly p99Ms: Spread
  readonly rows: Spread
  readonly diskBytes: Spread
}

const ROUNDS = 5
const SINGLES = 1_000
const BATCH = 10
const BATCHED = 1_000
const WARM_UP_REQUESTS = 5_000
const FILL_BATCH = 100
/** In one go, so that neither what waits nor what the simulated platforms remember grows large. */
const FILL_REQUESTS = 1_000
const CONNECTIONS = 16
/** A part of a fill that takes longer is given up with an error. */
const JOB_MAX_MS = 300_000
const SETTLE_MS = 300_000
/** The platforms are held still while what shall wait comes in: no attempt may end meanwhile. */
const SETTINGS = { TIDEGATE_OUTBOX_MAX_EVENTS: '10000000', TIDEGATE_ATTEMPT_TIMEOUT_MS: '60000' }

interface Bench {
  readonly gateway: Gateway
  readonly empty: RunningWorker
  readonly load: LoadGenerator
  readonly simulators: Simulators
}

export async function soakSizes({ folder, bundle, sizes }: SizesOptions): Promise<AtSize[]> {
  const simulators = await startSimulators()
  const load = startLoadGenerator()
  const empty = await startWorker({ folder: join(folder, 'empty'), bundle: EMPTY_WORKER, port: await freePort() })
  let gateway = await startGateway(folder, bundle, simulators.url, { settings: SETTINGS })
  try {
    const all: AtSize[] = []
    let events = 0
    for (const size of sizes) {
      const bench = { gateway, empty, load, simulators }
      const firstId = freshIds()
      events += await fill(bench, size - events, firstId)
      // The measured process has been through the fill; another one, with the same store, says how long a start takes.
      const startedMs = performance.now()
      await gateway.stop()
      const stoppedMs = performance.now()
      gateway = await startGateway(folder, bundle, simulators.url, { stateDir: gateway.stateDir, settings: SETTINGS })
      const startMs = performance.now() - stoppedMs
      progress(`stopped in ${(stoppedMs - startedMs).toFixed(0)} ms, started in ${startMs.toFixed(0)} ms`)
      const { measured, added } = await measure({ ...bench, gateway }, firstId, startMs, events)
      all.push(measured)
      events += added
    }
    return all
  } finally {
    await gateway.stop()
    await empty.stop()
    await load.stop()
    await simulators.stop()
  }
}

/** Events that are accepted and delivered, in parts that are delivered before the next begins; returns how many. */
async function fill(bench: Bench, events: number, firstId: number): Promise<number> {
  const requests = Math.max(1, Math.round(events / FILL_BATCH))
  const startedMs = performance.now()
  for (let done = 0; done < requests; done += FILL_REQUESTS) {
    const part = Math.min(FILL_REQUESTS, requests - done)
    const job = jobOf(bench.gateway, batchText(FILL_BATCH), FILL_BATCH, part)
    const result = await bench.load.run({ ...job, firstId: firstId + done * FILL_BATCH, connections: 4 })
    checkResult('filling', result)
    if (result.requests < part) throw new Error('the store could not be filled in time')
    await settle(bench)
    progress(`filled ${(done + part) * FILL_BATCH} of ${requests * FILL_BATCH} events, delivered`)
  }
  progress(`that took ${((performance.now() - startedMs) / 1000).toFixed(0)} s`)
  return requests * FILL_BATCH
}

async function settle({ gateway, simulators }: Bench): Promise<void> {
  await drained(gateway.url, SETTLE_MS)
  await fetch(`${simulators.url}/_sim`, { method: 'DELETE', signal: AbortSignal.timeout(30_000) })
}

async function measure(bench: Bench, firstId: number, startMs: number, events: number) {
  await warmUp(bench, firstId)
  const [singles, batches, drains, empties]: [Round[], Round[], number[], number[]] = [[], [], [], []]
  for (let i = 0; i < ROUNDS; i++) {
    empties.push(await measureEmpty(bench))
    singles.push(await measureRound(bench, jobOf(bench.gateway, eventText(), 1, SINGLES)))
    batches.push(await measureRound(bench, jobOf(bench.gateway, batchText(BATCH), BATCH, BATCHED / BATCH)))
    drains.push(await measureDrain(bench))
  }
  const added = ROUNDS * (SINGLES + BATCHED + BATCHED)
  const measured: AtSize = {
    events: events + added / 2,
    single: costOf(singles),
    batch: costOf(batches),
    drainPerSecond: spreadOf(drains),
    emptyCpuMicros: spreadOf(empties),
    databaseBytes: databaseBytes(bench.gateway.stateDir),
    bytesPerEvent: databaseBytes(bench.gateway.stateDir) / (events + added),
    memoryBytes: memoryOf(bench.gateway.pid).nowBytes,
    startMs,
  }
  progress(
    `${measured.events} events in the store: single ${text(measured.single.cpuMicros)} µs, batch of ${BATCH} ${text(measured.batch.cpuMicros)} µs, out ${text(measured.drainPerSecond)} events/s, empty worker ${text(measured.emptyCpuMicros)} µs`,
  )
  return { measured, added }
}

async function warmUp(bench: Bench, firstId: number): Promise<void> {
  const copies = { ...jobOf(bench.gateway, eventText(), 1, WARM_UP_REQUESTS), firstId, idCount: WARM_UP_REQUESTS }
  await bench.load.run(copies)
  const batched = { ...jobOf(bench.gateway, batchText(BATCH), BATCH, WARM_UP_REQUESTS / BATCH), firstId }
  await bench.load.run({ ...batched, idCount: WARM_UP_REQUESTS })
  await bench.load.run({ ...jobOf(bench.gateway, eventText(), 1, WARM_UP_REQUESTS), port: bench.empty.port })
  await settle(bench)
}

async function measureEmpty({ load, empty }: Bench): Promise<number> {
  const pid = pidOf(empty.process)
  const before = cpuMs(pid)
  const job = { ...jobOf({ port: empty.port, token: '-' }, eventText(), 1, 5 * SINGLES) }
  const result = await load.run(job)
  return ((cpuMs(pid) - before) * 1000) / result.requests
}

interface Round {
  readonly cpuMicros: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly rows: number
  readonly diskBytes: number
}

async function measureRound(bench: Bench, job: Job): Promise<Round> {
  const { gateway, load } = bench
  const before = { counts: await readCounts(gateway.url), cpuMs: cpuMs(gateway.pid), bytes: writtenBytes(gateway.pid) }
  const result = await load.run(job)
  checkResult('measuring', result)
  const counts = await drained(gateway.url)
  const events = result.requests * job.events
  const round = {
    cpuMicros: ((cpuMs(gateway.pid) - before.cpuMs) * 1000) / events,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    rows: (counts.rowsWritten - before.counts.rowsWritten) / events,
    diskBytes: (writtenBytes(gateway.pid) - before.bytes) / events,
  }
  await settle(bench)
  return round
}

/** Events wait while the platforms stand still; then nothing comes in any more. */
async function measureDrain(bench: Bench): Promise<number> {
  const { gateway, load, simulators } = bench
  simulators.pause()
  try {
    await load.run(jobOf(gateway, batchText(BATCH), BATCH, BATCHED / BATCH))
  } finally {
    simulators.resume()
  }
  const startedMs = performance.now()
  await drained(gateway.url)
  const seconds = (performance.now() - startedMs) / 1000
  await settle(bench)
  return BATCHED / seconds
}

function jobOf({ port, token }: Pick<Gateway, 'port' | 'token'>, body: string, events: number, requests: number): Job {
  return {
    port,
    path: '/v1/events',
    token,
    body,
    events,
    connections: CONNECTIONS,
    firstId: freshIds(),
    idCount: Number.MAX_SAFE_INTEGER,
    forMs: JOB_MAX_MS,
    maxRequests: requests,
  }
}

function costOf(rounds: readonly Round[]): Cost {
  const of = (name: keyof Round) => spreadOf(rounds.map((round) => round[name]))
  return {
    cpuMicros: of('cpuMicros'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    rows: of('rows'),
    diskBytes: of('diskBytes'),
  }
}

function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) }
}

function text({ median: middle, least, most }: Spread): string {
  return `${middle.toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`
}
