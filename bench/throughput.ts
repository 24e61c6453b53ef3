/** Requests and events a second, each round between two of the empty worker: a machine that becomes slower does so for both. */
import { join } from 'node:path'
import { batchText, eventText } from './event-text.ts'
import type { Gateway } from './gateway.ts'
import { freshIds, type LoadGenerator } from './load/client.ts'
import type { Job, JobResult } from './load/job.ts'
import { median } from './median.ts'
import { drained, readCounts, type Counts } from './metrics.ts'
import type { Options, Part } from './options.ts'
import { cpuMs } from './processes.ts'
import type { RunningWorker } from './plain-workerd.ts'
import { progress } from './progress.ts'

export const EMPTY_WORKER = join(import.meta.dirname, 'workers/empty.js')

export interface Scenario {
  readonly part: Part
  readonly title: string
  readonly body: () => string
  readonly events: number
  /** What every event of it must become: anything else makes the figures worthless. */
  readonly becomes: 'accepted' | 'refused' | 'duplicate'
}

export const SCENARIOS: readonly Scenario[] = [
  { part: 'single', title: 'Accepted, one event a request', body: eventText, events: 1, becomes: 'accepted' },
  {
    part: 'refused',
    title: 'Refused for lack of consent, one event a request',
    body: () => eventText({ consent: 'denied' }),
    events: 1,
    becomes: 'refused',
  },
  { part: 'batch10', title: 'Accepted, batches of 10', body: () => batchText(10), events: 10, becomes: 'accepted' },
  { part: 'batch', title: 'Accepted, batches of 100', body: () => batchText(100), events: 100, becomes: 'accepted' },
  { part: 'duplicates', title: 'Duplicates, one event a request', body: eventText, events: 1, becomes: 'duplicate' },
]

export interface Throughput {
  readonly scenario: Scenario
  readonly eventsPerSecond: number
  /** Events a second, round by round. */
  readonly rates: readonly number[]
  readonly emptyPerSecond: number
  /** Median over rounds of events a second ÷ the empty worker's requests a second in the same round. */
  readonly ratio: number
  readonly ratios: readonly number[]
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicrosPerEvent: number
  /** Accepting and delivering to the end. */
  readonly rowsPerEvent: number
  readonly billed: Billed
  /** Deliveries that had not ended when the load stopped, at most. */
  readonly mostWaiting: number
}

/** What Cloudflare's list price is asked of, per event, accepting and delivering to the end. */
export interface Billed {
  readonly rowsWritten: number
  /** Each is billed as a row written, and not among them. */
  readonly alarmsSet: number
  readonly rowsRead: number
  readonly workerRequests: number
  /** Calls of a shard, and alarms that rang. */
  readonly objectRequests: number
  readonly platformRequests: number
}

export interface Bench {
  readonly gateway: Gateway
  readonly empty: RunningWorker
  readonly load: LoadGenerator
  readonly simulatorsUrl: string
  readonly options: Options
}

const CONNECTIONS = 32
const DUPLICATE_IDS = 2_000

interface Round {
  readonly eventsPerSecond: number
  readonly emptyPerSecond: number
  readonly result: JobResult
  readonly cpuMicrosPerEvent: number
  readonly billed: Billed
  readonly waiting: number
}

/** A scenario, warmed up, and what was measured of it. */
interface Measured {
  readonly scenario: Scenario
  readonly ids: number | undefined
  readonly rounds: Round[]
}

/** Round by round, all scenarios in each: a machine that becomes slower does so for all of them. */
export async function measureThroughputs(bench: Bench, scenarios: readonly Scenario[]): Promise<Throughput[]> {
  const all: Measured[] = []
  for (const scenario of scenarios) all.push(await prepare(bench, scenario))
  for (let i = 0; i < bench.options.rounds; i++) {
    for (const { scenario, ids, rounds } of all) rounds.push(await measureRound(bench, scenario, ids, i))
  }
  return all.map(({ scenario, rounds }) => summary(scenario, rounds))
}

async function prepare(bench: Bench, scenario: Scenario): Promise<Measured> {
  const ids = scenario.becomes === 'duplicate' ? await seedDuplicates(bench) : undefined
  await warmUp(bench, scenario, ids)
  return { scenario, ids, rounds: [] }
}

function summary(scenario: Scenario, rounds: readonly Round[]): Throughput {
  const middle = (read: (round: Round) => number) => median(rounds.map(read))
  const ratios = rounds.map((round) => round.eventsPerSecond / round.emptyPerSecond)
  return {
    scenario,
    eventsPerSecond: middle((round) => round.eventsPerSecond),
    rates: rounds.map((round) => round.eventsPerSecond),
    emptyPerSecond: middle((round) => round.emptyPerSecond),
    ratio: median(ratios),
    ratios,
    p50Ms: middle((round) => round.result.p50Ms),
    p99Ms: middle((round) => round.result.p99Ms),
    cpuMicrosPerEvent: middle((round) => round.cpuMicrosPerEvent),
    rowsPerEvent: middle((round) => round.billed.rowsWritten),
    billed: billedOf((name) => middle((round) => round.billed[name])),
    mostWaiting: Math.max(...rounds.map((round) => round.waiting)),
  }
}

/** Events that have been accepted and delivered: their copies are what is sent. */
async function seedDuplicates(bench: Bench): Promise<number> {
  const firstId = freshIds()
  const body = batchText(100)
  const job = { ...gatewayJob(bench, firstId), body, events: 100, maxRequests: DUPLICATE_IDS / 100, connections: 4 }
  await bench.load.run(job)
  await drained(bench.gateway.url)
  return firstId
}

export async function warmUp(bench: Bench, scenario: Scenario, ids: number | undefined): Promise<void> {
  progress(`${scenario.title}: warming up`)
  const forMs = bench.options.warmUpMs
  await bench.load.run({ ...emptyJob(bench), forMs: forMs / 2 })
  await bench.load.run({ ...scenarioJob(bench, scenario, ids), forMs })
  await drained(bench.gateway.url)
}

async function measureRound(bench: Bench, scenario: Scenario, ids: number | undefined, index: number): Promise<Round> {
  await forgetSimulated(bench)
  const emptyBefore = await measureEmpty(bench)
  const before = await readCounts(bench.gateway.url)
  const cpuBefore = cpuMs(bench.gateway.pid)
  const result = await bench.load.run(scenarioJob(bench, scenario, ids))
  const { waiting } = await readCounts(bench.gateway.url)
  const after = await drained(bench.gateway.url)
  const events = result.requests * scenario.events
  checkResult(scenario.title, result)
  checkCounts(scenario, before, after, events)
  // Deliveries that outlast the load are part of what an event costs.
  const cpuMicrosPerEvent = ((cpuMs(bench.gateway.pid) - cpuBefore) * 1000) / events
  const round: Round = {
    eventsPerSecond: events / result.seconds,
    emptyPerSecond: (emptyBefore + (await measureEmpty(bench))) / 2,
    result,
    cpuMicrosPerEvent,
    billed: billedBetween(before, after, result.requests, events),
    waiting,
  }
  report(scenario, round, index)
  return round
}

/** Requests a second, for half as long as the gateway: it is measured on both sides of it. */
async function measureEmpty(bench: Bench): Promise<number> {
  const job = emptyJob(bench)
  const result = await bench.load.run({ ...job, forMs: job.forMs / 2 })
  checkResult('the empty worker', result)
  return result.requests / result.seconds
}

function billedOf(read: (name: keyof Billed) => number): Billed {
  return {
    rowsWritten: read('rowsWritten'),
    alarmsSet: read('alarmsSet'),
    rowsRead: read('rowsRead'),
    workerRequests: read('workerRequests'),
    objectRequests: read('objectRequests'),
    platformRequests: read('platformRequests'),
  }
}

export function billedBetween(before: Counts, after: Counts, requests: number, events: number): Billed {
  return billedOf((name) => billedTotal(name, before, after, requests) / events)
}

function billedTotal(name: keyof Billed, before: Counts, after: Counts, requests: number): number {
  switch (name) {
    case 'workerRequests':
      return requests
    case 'objectRequests':
      return after.calls - before.calls + after.alarmsRang - before.alarmsRang
    case 'platformRequests':
      return after.attempts - before.attempts
    default:
      return after[name] - before[name]
  }
}

function report(scenario: Scenario, round: Round, index: number): void {
  const ratio = (round.eventsPerSecond / round.emptyPerSecond).toFixed(2)
  progress(
    `${scenario.title}: round ${index + 1}: ${round.eventsPerSecond.toFixed(0)} events/s, empty ${round.emptyPerSecond.toFixed(0)}/s, ratio ${ratio}` +
      ` (generator ${(100 * round.result.generatorCpu).toFixed(0)} % of a core)`,
  )
}

export function checkResult(what: string, result: JobResult): void {
  const wrong = Object.entries(result.statuses).filter(([status]) => !status.startsWith('2'))
  if (wrong.length > 0 || result.broken > 0) {
    progress(
      `! ${what}: ${JSON.stringify(result.statuses)}, ${result.broken} broken connections: do not use these figures`,
    )
  }
}

function checkCounts({ title, becomes }: Scenario, before: Counts, after: Counts, events: number): void {
  const became = (after.events[becomes] ?? 0) - (before.events[becomes] ?? 0)
  if (became !== events) progress(`! ${title}: ${became} of ${events} events were ${becomes}: do not use these figures`)
}

/** The simulators keep what they saw; they shall not be slower in the last round than in the first. */
export async function forgetSimulated(bench: Bench): Promise<void> {
  await fetch(`${bench.simulatorsUrl}/_sim`, { method: 'DELETE', signal: AbortSignal.timeout(30_000) })
}

function emptyJob(bench: Bench): Job {
  return { ...gatewayJob(bench, freshIds()), port: bench.empty.port }
}

export function scenarioJob(
  bench: Pick<Bench, 'gateway' | 'options'>,
  scenario: Scenario,
  ids: number | undefined,
): Job {
  return {
    ...gatewayJob(bench, ids ?? freshIds()),
    body: scenario.body(),
    events: scenario.events,
    idCount: ids === undefined ? Number.MAX_SAFE_INTEGER : DUPLICATE_IDS,
  }
}

export function gatewayJob({ gateway, options }: Pick<Bench, 'gateway' | 'options'>, firstId: number): Job {
  return {
    port: gateway.port,
    path: '/v1/events',
    token: gateway.token,
    body: eventText(),
    events: 1,
    connections: CONNECTIONS,
    firstId,
    idCount: Number.MAX_SAFE_INTEGER,
    forMs: options.roundMs,
    maxRequests: Number.MAX_SAFE_INTEGER,
  }
}
