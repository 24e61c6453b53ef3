/** How much the isolate holds, and the process around it grows, under 64 bodies of 1 MiB at once: each kind in processes of its own. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { batchText } from './event-text.ts'
import { Devtools } from './devtools.ts'
import { gatewayBindings, tokenFor } from './gateway.ts'
import { watchHeld, watchLive, type IsolatePeak, type IsolateWatch } from './isolate-memory.ts'
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
  /** V8 free, and asked to collect again and again: what is alive. */
  readonly live: IsolatePeak
  /** With V8 held to Workers' limit; undefined where the process ended. */
  readonly held: Growth | undefined
  /** With V8 held to half of it: what the live objects need, and hardly anything that V8 might have given back. */
  readonly heldToHalf: Growth | undefined
}

/** Of one process under the load. */
export interface Growth {
  /** Resident memory of the process. */
  readonly idleBytes: number
  readonly peakBytes: number
  readonly isolate: IsolatePeak
  /** HTTP status → answers. */
  readonly statuses: Readonly<Record<string, number>>
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
      `memory: ${kind.title}: alive ${mibText(use.live.bytes)} (${use.live.samples} samples); V8 free: ${growthText(use.free)}; held to ${HEAP_LIMIT_MB} MB: ${growthText(use.held)}, to ${HEAP_LIMIT_MB / 2} MB: ${growthText(use.heldToHalf)}`,
    )
    uses.push(use)
  }
  return uses
}

function growthText(growth: Growth | undefined): string {
  if (growth === undefined) return 'the process ended'
  const { isolate, idleBytes, peakBytes, statuses } = growth
  return `isolate ${mibText(isolate.bytes)}, process +${mibText(peakBytes - idleBytes)}, ${JSON.stringify(statuses)}`
}

function mibText(bytes: number): string {
  return `${(bytes / MIB).toFixed(0)} MiB`
}

async function measureKind(bench: MemoryBench, kind: Kind): Promise<MemoryUse> {
  const body = kind.body()
  const bodyBytes = Buffer.byteLength(body)
  if (bodyBytes > MIB) throw new Error(`"${kind.title}" is larger than the gateway reads`)
  const free = await measureOnce(bench, kind, body, { watch: watchHeld })
  const live = await measureOnce(bench, kind, body, { watch: watchLive })
  const held = await measureOnce(bench, kind, body, { watch: watchHeld, heapMb: HEAP_LIMIT_MB })
  const heldToHalf = await measureOnce(bench, kind, body, { watch: watchHeld, heapMb: HEAP_LIMIT_MB / 2 })
  if (free === undefined || live === undefined) throw new Error(`memory: ${kind.title}: the process ended`)
  return { title: kind.title, bodyBytes, free, live: live.isolate, held, heldToHalf }
}

interface Way {
  readonly watch: (devtools: Devtools) => IsolateWatch
  /** Undefined: V8 is free, as plain workerd leaves it. */
  readonly heapMb?: number
}

/** Undefined where the process ended. */
async function measureOnce(
  bench: MemoryBench,
  kind: Kind,
  body: string,
  { watch, heapMb }: Way,
): Promise<Growth | undefined> {
  const { folder, bundle, simulatorsUrl, load } = bench
  const secret = randomBytes(36).toString('base64url')
  const [port, inspectorPort] = [await freePort(), await freePort()]
  const child = spawnWorkerd({
    folder: mkdtempSync(join(folder, 'memory-')),
    bundle,
    port,
    outboxClass: 'Outbox',
    bindings: gatewayBindings(secret, simulatorsUrl),
    args: [`-i127.0.0.1:${inspectorPort}`],
    v8Flags: heapMb === undefined ? [] : [`--max-heap-size=${heapMb}`],
    quiet: heapMb !== undefined,
  })
  try {
    await firstAnswer(port, '/healthz', child)
    const devtools = await Devtools.connect(inspectorPort)
    await sleep(SETTLING_MS)
    const pid = pidOf(child)
    forgetPeak(pid)
    const idleBytes = memoryOf(pid).nowBytes
    const watched = watch(devtools)
    const { statuses } = await load.run(jobOf(kind, port, await tokenFor(bundle, secret), body))
    // Delivering what was accepted belongs to it.
    await sleep(DELIVERING_MS)
    if (child.exitCode !== null || child.signalCode !== null) return undefined
    const isolate = await watched.stop()
    devtools.close()
    return { idleBytes, peakBytes: memoryOf(pid).peakBytes, isolate, statuses }
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
