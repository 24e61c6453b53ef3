/** The parts of the report that set the gateway beside its platform: the floor, how fast it empties, what is billed. */
import type { Drain } from './drain.ts'
import type { Floor } from './floor.ts'
import { table, verdict, whole } from './format.ts'
import type { Quiet } from './quiet.ts'
import type { Billed, Throughput } from './throughput.ts'

export function floorPart(floors: readonly Floor[], throughputs: readonly Throughput[]): string[] {
  const empty = floors.find(({ path }) => path === '/')
  const durable = floors.find(({ path }) => path === '/joint')
  const single = throughputs.find(({ scenario }) => scenario.part === 'single')
  const times = (perSecond: number) => (empty === undefined ? '' : (perSecond / empty.perSecond).toFixed(2))
  const rows = floors.map(({ title, perSecond, p50Ms, cpuMicros }) => [
    title,
    whole(perSecond),
    times(perSecond),
    p50Ms.toFixed(1),
    whole(cpuMicros),
  ])
  return [
    "## The platform's floor",
    'Reference workers on the same runtime, with the same requests (bench/workers/floor.js) and nothing of the gateway in them: what workerd takes for itself. The last row is the least that a durable dedupe key costs on this runtime, one event a request; what stands above it is work of the gateway: token, parsing, judging, hashing, deliveries prepared, written, sent and recorded.',
    table(['', 'requests/s', '× empty', 'p50 ms', 'CPU µs'], rows),
    ...(single === undefined || durable === undefined ? [] : [ourShare(single, durable)]),
  ]
}

function ourShare(single: Throughput, durable: Floor): string {
  const ours = single.cpuMicrosPerEvent - durable.cpuMicros
  return `Of the ${whole(single.cpuMicrosPerEvent)} µs that an accepted event costs (one a request, delivered to two platforms), ${whole(durable.cpuMicros)} µs are the platform's floor and ${whole(ours)} µs stand above it; the platform's own cost of delivering (two requests out, their rows) is in the latter.`
}

export function drainPart(drains: readonly Drain[]): string[] {
  const rows = drains.map(({ scenario, acceptedPerSecond, drainedPerSecond, ratio, ratios, simulatorCpu }) => [
    scenario.title,
    whole(acceptedPerSecond),
    whole(drainedPerSecond),
    `${ratio.toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(', ')})`,
    `${whole(100 * simulatorCpu)} %`,
    verdict('≥ 1', ratio >= 1),
  ])
  return [
    '## Emptying the outbox',
    'The simulated platforms are held still while events come in, then go on while nothing comes in any more: each rate is measured alone. An event counts as out when both platforms have taken it. Where the simulated platforms use most of a core, they are the limit, and not the gateway.',
    table(['', 'in, events/s', 'out, events/s', 'out ÷ in', 'platforms’ CPU', 'target'], rows),
  ]
}

export function costPart(throughputs: readonly Throughput[], quiet: Quiet | undefined): string[] {
  const accepted = throughputs.filter(({ scenario }) => scenario.becomes !== 'duplicate')
  const rows = accepted.map(({ scenario, billed, cpuMicrosPerEvent }) =>
    billedRow(scenario.title, billed, cpuMicrosPerEvent),
  )
  const alone =
    quiet === undefined
      ? []
      : [billedRow(`Accepted, one every ${quiet.pauseMs} ms`, quiet.billed, quiet.cpuMicrosPerEvent)]
  return [
    '## What is billed, per event',
    'What a price list asks for, accepting and delivering to two destinations: requests to the Worker; requests to Durable Objects (calls of the shard, and alarms that rang); rows written, and beside them alarms set, which Cloudflare bills as a row each; rows read; CPU of the whole process, of which Cloudflare bills the part of the Worker; requests to platforms, which cost nothing. The first rows are under a full load, where many events share a commit and a batch; the last is an event that comes alone, which is the dearest.',
    table(BILLED_HEAD, [...rows, ...alone]),
  ]
}

const BILLED_HEAD: readonly string[] = [
  '',
  'Worker requests',
  'object requests',
  'rows written',
  'alarms set',
  'rows read',
  'CPU ms',
  'platform requests',
]

function billedRow(title: string, billed: Billed, cpuMicros: number): string[] {
  return [
    title,
    billed.workerRequests.toFixed(3),
    billed.objectRequests.toFixed(3),
    billed.rowsWritten.toFixed(3),
    billed.alarmsSet.toFixed(3),
    billed.rowsRead.toFixed(2),
    (cpuMicros / 1000).toFixed(3),
    billed.platformRequests.toFixed(3),
  ]
}
