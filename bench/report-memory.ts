/** The report's part about memory: the isolate's, which a limit is about, beside that of the process. */
import { mib, table, verdict } from './format.ts'
import { HEAP_LIMIT_MB, type Growth, type MemoryUse } from './memory.ts'

const MIB = 1024 * 1024
const LIMIT_BYTES = HEAP_LIMIT_MB * MIB

export function memoryPart(uses: readonly MemoryUse[]): string[] {
  return [
    '## Memory',
    `64 connections send a body each at the same moment, up to three times over, to a gateway that has just started. All in MiB.`,
    `**The isolate**, which Workers hold to ${HEAP_LIMIT_MB} MB: the Worker and its Durable Objects share one. V8 says itself, over the inspector (\`Runtime.getHeapUsage\`, every 20 ms), which pages it has taken for the heap, and how much the runtime's own objects, ArrayBuffers and strings outside the heap hold; the figure is their sum at its worst. "Alive" is the used part of it right after a collection that the inspector asked for (\`HeapProfiler.collectGarbage\`, every 200 ms of the load; in brackets how many times that was answered). Plain workerd sets V8 no limit, and V8 then has no reason to collect: so V8 is held to ${HEAP_LIMIT_MB} MB, as on Workers, and to half of it; where live objects need more, the process ends. The target is judged by what is alive and by the isolate held to ${HEAP_LIMIT_MB} MB. Not seen: what rises and is collected within one turn of the isolate, as the inspector answers between turns only (the run with half the heap bounds it: the heap was never larger), and what the runtime keeps outside V8: bodies in sockets and on the way to the Durable Object, SQLite's cache, the code.`,
    table(
      [
        'the isolate',
        'MiB each',
        'alive',
        `V8 held to ${HEAP_LIMIT_MB} MB`,
        `held to ${HEAP_LIMIT_MB / 2} MB`,
        'V8 free',
        'answers, held',
        'target',
      ],
      uses.map(isolateRow),
    ),
    '**The process**, with all that is not seen above: resident memory of the whole of workerd, from `/proc/<pid>/status`: VmRSS before, VmHWM (peak, set back before) after. It is what a self-hosted gateway takes of its machine, where V8 is free.',
    table(
      [
        'the process',
        'idle',
        'peak, V8 free',
        'growth',
        `growth, V8 held to ${HEAP_LIMIT_MB} MB`,
        `held to ${HEAP_LIMIT_MB / 2} MB`,
        'answers, V8 free',
      ],
      uses.map(processRow),
    ),
  ]
}

function isolateRow({ title, bodyBytes, live, held, heldToHalf, free }: MemoryUse): string[] {
  const met = held !== undefined && held.isolate.bytes < LIMIT_BYTES && live.bytes < LIMIT_BYTES
  return [
    title,
    mib(bodyBytes),
    `${mib(live.bytes)} (${live.samples})`,
    isolateText(held),
    isolateText(heldToHalf),
    isolateText(free),
    held === undefined ? '' : answers(held),
    verdict(`< ${HEAP_LIMIT_MB} MiB`, met),
  ]
}

function processRow({ title, free, held, heldToHalf }: MemoryUse): string[] {
  return [
    title,
    mib(free.idleBytes),
    mib(free.peakBytes),
    grownText(free),
    grownText(held),
    grownText(heldToHalf),
    answers(free),
  ]
}

function isolateText(growth: Growth | undefined): string {
  return growth === undefined ? 'process ended' : mib(growth.isolate.bytes)
}

function grownText(growth: Growth | undefined): string {
  return growth === undefined ? 'process ended' : mib(growth.peakBytes - growth.idleBytes)
}

function answers({ statuses }: Growth): string {
  return Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
}
