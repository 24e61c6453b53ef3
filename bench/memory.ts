/** How much the gateway's process grows under 64 bodies of 1 MiB at once, kind by kind, each in a process of its own. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { batchText } from './event-text.ts'
import { gatewayBindings, tokenFor } from './gateway.ts'
import { freshIds, type LoadGenerator } from './load/client.ts'
import type { Job } from './load/job.ts'
import { firstAnswer, spawnWorkerd } from './plain-workerd.ts'
import { forgetPeak, freePort, memoryOf, pidOf, stopChild } from './processes.ts'
import { progress } from './progress.ts'

const MIB = 1024 * 1024
const AT_ONCE = 64
const ROUNDS = 3
/** The last of the bodies must have had their turn: they wait for each other. */
const LOAD_MS = 60_000
const DELIVERING_MS = 2_000
const SETTLING_MS = 200

interface Kind {
  readonly title: string
  readonly body: () => string
  readonly events: number
}

const KINDS: readonly Kind[] = [
  { title: 'Valid batches of 500 events', body: largestBatch, events: 500 },
  { title: 'One million opening brackets', body: () => '['.repeat(MIB), events: 0 },
  {
    title: '350,000 empty objects',
    body: () => `[${Array.from({ length: 349_000 }, () => '{}').join(',')}]`,
    events: 0,
  },
  { title: '{"events":[…]} with 70,000 small objects', body: smallObjects, events: 0 },
  { title: 'One object of 80,000 unknown fields', body: unknownFields, events: 0 },
]

export interface MemoryUse {
  readonly title: string
  readonly bodyBytes: number
  readonly free: Growth
  /** With V8 held to Workers' limit; undefined where the process ended. */
  readonly held: Growth | undefined
  /** With V8 held to half of it: what the live objects need, and hardly anything that V8 might have given back. */
  readonly heldToHalf: Growth | undefined
  /** HTTP status → answers, when V8 was free. */
  readonly statuses: Readonly<Record<string, number>>
}

export interface Growth {
  readonly idleBytes: number
  readonly peakBytes: number
}

/** What a run of the load shares. */
export interface MemoryBench {
  readonly folder: string
  readonly bundle: string
  readonly simulatorsUrl: string
  readonly load: LoadGenerator
}

/** V8's heap of the whole isolate, in MB: past it the process ends, as Workers would end the isolate. */
export const HEAP_LIMIT_MB = 128

export async function measureMemory(bench: MemoryBench): Promise<MemoryUse[]> {
  const uses: MemoryUse[] = []
  for (const kind of KINDS) {
    const use = await measureKind(bench, kind)
    progress(
      `memory: ${kind.title}: ${growthText(use.free)}; heap held to ${HEAP_LIMIT_MB} MB: ${growthText(use.held)}, to ${HEAP_LIMIT_MB / 2} MB: ${growthText(use.heldToHalf)}; ${JSON.stringify(use.statuses)}`,
    )
    uses.push(use)
  }
  return uses
}

function growthText(growth: Growth | undefined): string {
  return growth === undefined ? 'the process ended' : `+${((growth.peakBytes - growth.idleBytes) / MIB).toFixed(0)} MiB`
}

async function measureKind(bench: MemoryBench, kind: Kind): Promise<MemoryUse> {
  const body = kind.body()
  const bodyBytes = Buffer.byteLength(body)
  if (bodyBytes > MIB) throw new Error(`"${kind.title}" is larger than the gateway reads`)
  const free = await measureOnce(bench, kind, body, [])
  const held = await measureOnce(bench, kind, body, [`--max-heap-size=${HEAP_LIMIT_MB}`])
  const half = await measureOnce(bench, kind, body, [`--max-heap-size=${HEAP_LIMIT_MB / 2}`])
  if (free.growth === undefined) throw new Error(`memory: ${kind.title}: the process ended`)
  return {
    title: kind.title,
    bodyBytes,
    free: free.growth,
    held: held.growth,
    heldToHalf: half.growth,
    statuses: free.result.statuses,
  }
}

async function measureOnce(bench: MemoryBench, kind: Kind, body: string, v8Flags: readonly string[]) {
  const { folder, bundle, simulatorsUrl, load } = bench
  const secret = randomBytes(36).toString('base64url')
  const port = await freePort()
  const bindings = gatewayBindings(secret, simulatorsUrl)
  const child = spawnWorkerd({
    folder: mkdtempSync(join(folder, 'memory-')),
    bundle,
    port,
    outboxClass: 'Outbox',
    bindings,
    v8Flags,
    quiet: v8Flags.length > 0,
  })
  try {
    await firstAnswer(port, '/healthz', child)
    await sleep(SETTLING_MS)
    const pid = pidOf(child)
    forgetPeak(pid)
    const idleBytes = memoryOf(pid).nowBytes
    const result = await load.run(jobOf(kind, port, await tokenFor(bundle, secret), body))
    // Delivering what was accepted belongs to it.
    await sleep(DELIVERING_MS)
    const ended = child.exitCode !== null || child.signalCode !== null
    return { result, growth: ended ? undefined : { idleBytes, peakBytes: memoryOf(pid).peakBytes } }
  } finally {
    await stopChild(child)
  }
}

function jobOf(kind: Kind, port: number, token: string, body: string): Job {
  return {
    port,
    path: '/v1/events',
    token,
    body,
    events: kind.events,
    connections: AT_ONCE,
    firstId: freshIds(),
    idCount: Number.MAX_SAFE_INTEGER,
    forMs: LOAD_MS,
    maxRequests: AT_ONCE * ROUNDS,
  }
}

/** 500 events are the most that a batch holds: as many items in each as still fit into 1 MiB. */
function largestBatch(): string {
  let items = 1
  while (Buffer.byteLength(batchText(1, { items: items + 1 })) * 500 < MIB) items++
  return batchText(500, { items })
}

function smallObjects(): string {
  return `{"events":[${Array.from({ length: 70_000 }, () => '{"event":"x"}').join(',')}]}`
}

function unknownFields(): string {
  return `{"event":"purchase",${Array.from({ length: 80_000 }, (_, i) => `"k${i.toString(36)}":""`).join(',')}}`
}
