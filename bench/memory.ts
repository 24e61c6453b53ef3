/** How much the gateway's process grows under 64 bodies of 1 MiB at once, kind by kind, each in a process of its own. */
import { setTimeout as sleep } from 'node:timers/promises'
import { batchText } from './event-text.ts'
import { startGateway } from './gateway.ts'
import { freshIds, type LoadGenerator } from './load/client.ts'
import type { Job } from './load/job.ts'
import { drained } from './metrics.ts'
import { forgetPeak, memoryOf } from './processes.ts'
import { progress } from './progress.ts'

const MIB = 1024 * 1024
const AT_ONCE = 64
const ROUNDS = 4

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
  { title: '{"events":[…]} with 75,000 small objects', body: smallObjects, events: 0 },
  { title: 'One object of 80,000 unknown fields', body: unknownFields, events: 0 },
]

export interface MemoryUse {
  readonly title: string
  readonly bodyBytes: number
  readonly idleBytes: number
  readonly peakBytes: number
  /** HTTP status → answers */
  readonly statuses: Readonly<Record<string, number>>
}

export async function measureMemory(
  folder: string,
  bundle: string,
  simulatorsUrl: string,
  load: LoadGenerator,
): Promise<MemoryUse[]> {
  const uses: MemoryUse[] = []
  for (const kind of KINDS) {
    const use = await measureKind(kind, folder, bundle, simulatorsUrl, load)
    progress(
      `memory: ${kind.title}: +${((use.peakBytes - use.idleBytes) / MIB).toFixed(0)} MiB, answers ${JSON.stringify(use.statuses)}`,
    )
    uses.push(use)
  }
  return uses
}

async function measureKind(
  kind: Kind,
  folder: string,
  bundle: string,
  simulatorsUrl: string,
  load: LoadGenerator,
): Promise<MemoryUse> {
  const gateway = await startGateway(folder, bundle, simulatorsUrl)
  try {
    const body = kind.body()
    await sleep(200)
    forgetPeak(gateway.pid)
    const { nowBytes } = memoryOf(gateway.pid)
    const { statuses, broken } = await load.run(jobOf(kind, gateway, body))
    if (broken > 0) progress(`! memory: ${broken} connections broke: do not use this figure`)
    const { peakBytes } = memoryOf(gateway.pid)
    await drained(gateway.url)
    return { title: kind.title, bodyBytes: Buffer.byteLength(body), idleBytes: nowBytes, peakBytes, statuses }
  } finally {
    await gateway.stop()
  }
}

function jobOf(kind: Kind, gateway: { readonly port: number; readonly token: string }, body: string): Job {
  return {
    port: gateway.port,
    path: '/v1/events',
    token: gateway.token,
    body,
    events: kind.events,
    connections: AT_ONCE,
    firstId: freshIds(),
    idCount: Number.MAX_SAFE_INTEGER,
    forMs: 60_000,
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
  return `{"events":[${Array.from({ length: 75_000 }, () => '{"event":"x"}').join(',')}]}`
}

function unknownFields(): string {
  return `{"event":"purchase",${Array.from({ length: 80_000 }, (_, i) => `"k${i.toString(36)}":""`).join(',')}}`
}
