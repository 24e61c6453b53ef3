/** What workerd alone takes for a request that does what the gateway cannot do without: the floor that our figures stand on. */
import { join } from 'node:path'
import { eventText } from './event-text.ts'
import { freshIds, type LoadGenerator } from './load/client.ts'
import type { Job } from './load/job.ts'
import { median } from './median.ts'
import type { Options } from './options.ts'
import { startWorker, type RunningWorker } from './plain-workerd.ts'
import { cpuMs, freePort, pidOf } from './processes.ts'
import { progress } from './progress.ts'
import { checkResult } from './throughput.ts'

export const FLOOR_WORKER = join(import.meta.dirname, 'workers/floor.js')

export interface FloorPath {
  readonly path: string
  readonly title: string
  /** For the head of a column. */
  readonly short: string
}

export const FLOORS: readonly FloorPath[] = [
  { path: '/', title: 'Empty worker: reads the body', short: 'empty worker' },
  { path: '/fetch', title: '… and asks an empty Durable Object by fetch', short: 'object by fetch' },
  { path: '/rpc', title: '… and asks an empty Durable Object by RPC', short: 'object by RPC' },
  { path: '/insert', title: '… by RPC, which inserts a row, on disk before the answer', short: 'object, a row' },
  { path: '/together', title: '… the same, rows of requests that wait written together', short: 'rows together' },
  { path: '/joint', title: '… the same, and requests that wait share the call', short: 'calls shared' },
]

export interface Floor {
  readonly path: string
  readonly title: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly cpuMicros: number
}

interface Round {
  readonly perSecond: number
  readonly p50Ms: number
  readonly cpuMicros: number
}

export interface FloorBench {
  readonly folder: string
  readonly load: LoadGenerator
  readonly options: Options
}

export async function measureFloors({ folder, load, options }: FloorBench): Promise<Floor[]> {
  const worker = await startFloor(folder)
  try {
    const rounds = new Map<string, Round[]>(FLOORS.map(({ path }) => [path, []]))
    for (const { path } of FLOORS) await load.run(floorJob(worker, path, options.warmUpMs / 2))
    // In turns, so that a machine that becomes slower is slower for all of them.
    for (let i = 0; i < options.rounds; i++) {
      for (const one of FLOORS) rounds.get(one.path)?.push(await measureRound(worker, load, one, options.roundMs / 2))
    }
    return FLOORS.map((one) => ({ ...one, ...middleOf(rounds.get(one.path) ?? []) }))
  } finally {
    await worker.stop()
  }
}

export async function startFloor(folder: string): Promise<RunningWorker> {
  const port = await freePort()
  return startWorker({ folder: join(folder, 'floor'), bundle: FLOOR_WORKER, port, outboxClass: 'Floor' })
}

async function measureRound(worker: RunningWorker, load: LoadGenerator, one: FloorPath, forMs: number): Promise<Round> {
  const cpuBefore = cpuMs(pidOf(worker.process))
  const result = await load.run(floorJob(worker, one.path, forMs))
  checkResult(one.title, result)
  const cpuMicros = ((cpuMs(pidOf(worker.process)) - cpuBefore) * 1000) / result.requests
  const perSecond = result.requests / result.seconds
  progress(`floor: ${one.title}: ${perSecond.toFixed(0)} requests/s, ${cpuMicros.toFixed(0)} µs`)
  return { perSecond, p50Ms: result.p50Ms, cpuMicros }
}

export function floorJob(worker: RunningWorker, path: string, forMs: number): Job {
  return {
    port: worker.port,
    path,
    token: '-',
    body: eventText(),
    events: 1,
    connections: 32,
    firstId: freshIds(),
    idCount: Number.MAX_SAFE_INTEGER,
    forMs,
    maxRequests: Number.MAX_SAFE_INTEGER,
  }
}

function middleOf(rounds: readonly Round[]): Round {
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    cpuMicros: median(rounds.map(({ cpuMicros }) => cpuMicros)),
  }
}
