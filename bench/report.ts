/** The figures as a page that somebody who was not there can read. Targets are words beside them: nothing fails here. */
import type { ConsentTimes } from './consent.ts'
import type { Drain } from './drain.ts'
import type { Floor } from './floor.ts'
import { table, verdict, whole } from './format.ts'
import type { Facts } from './machine.ts'
import { median } from './median.ts'
import type { MemoryUse } from './memory.ts'
import { POLICY_EVENTS, type PolicyTimes } from './policy.ts'
import { memoryPart } from './report-memory.ts'
import { costPart, drainPart, floorPart } from './report-platform.ts'
import { attributionPart } from './report-attribution.ts'
import { businessPart } from './report-business.ts'
import { liftPart } from './report-lift.ts'
import { reconcilePart } from './report-reconcile.ts'
import type { AttributionCost } from './attribution.ts'
import type { BusinessCost } from './business.ts'
import type { LiftCost } from './lift.ts'
import type { ReconcileCost } from './reconcile.ts'
import { tagPart } from './report-tag.ts'
import type { TagCost } from './browser.ts'
import type { Quiet } from './quiet.ts'
import type { StageTime } from './stages.ts'
import type { StartUp } from './start-up.ts'
import type { Throughput } from './throughput.ts'
import { WARM_UP_MS, type Part } from './options.ts'

export interface Results {
  readonly facts: Facts
  readonly throughputs: readonly Throughput[]
  readonly drains: readonly Drain[]
  readonly quiet: Quiet | undefined
  readonly floors: readonly Floor[]
  readonly stages: readonly StageTime[]
  readonly consent: ConsentTimes | undefined
  readonly policy: PolicyTimes | undefined
  readonly reconcile: readonly ReconcileCost[]
  readonly lift: readonly LiftCost[]
  readonly attribution: readonly AttributionCost[]
  readonly business: readonly BusinessCost[]
  readonly memory: readonly MemoryUse[]
  readonly gzipBytes: number
  readonly startGzipBytes: number
  readonly uploadGzipBytes: number
  readonly startUp: StartUp | undefined
  readonly tag: TagCost | undefined
}

const BUNDLE_LIMIT_BYTES = 300_000
const START_LIMIT_MS = 100
const SINGLE_RATIO = 0.4
const BATCH_RATIO = 1.5
const BATCH10_ROWS = 1.5
const REFUSED_RATIO = 1.5

export function reportText(results: Results): string {
  return `${[
    '# Benchmark results',
    'Made by `npm run bench`; written over by every full run. Everything was measured in one run on one machine, on plain `workerd`, with the load generator, the gateway and the simulated platforms as three processes on the same cores.',
    table(['Machine', ''], results.facts),
    ...(results.throughputs.length > 0 ? throughputPart(results.throughputs) : []),
    ...(results.floors.length > 0 ? floorPart(results.floors, results.throughputs) : []),
    ...(results.drains.length > 0 ? drainPart(results.drains) : []),
    ...(results.throughputs.length > 0 ? costPart(results.throughputs, results.quiet) : []),
    ...(results.stages.length > 0 ? stagesPart(results.stages) : []),
    ...(results.consent === undefined ? [] : consentPart(results.consent, results.stages)),
    ...(results.policy === undefined ? [] : policyPart(results.policy)),
    ...(results.reconcile.length > 0 ? reconcilePart(results.reconcile) : []),
    ...(results.lift.length > 0 ? liftPart(results.lift) : []),
    ...(results.attribution.length > 0 ? attributionPart(results.attribution) : []),
    ...(results.business.length > 0 ? businessPart(results.business) : []),
    ...(results.memory.length > 0 ? memoryPart(results.memory) : []),
    ...sizePart(results),
    ...(results.tag === undefined ? [] : tagPart(results.tag)),
  ].join('\n\n')}\n`
}

function throughputPart(all: readonly Throughput[]): string[] {
  const empty = all.map(({ emptyPerSecond }) => emptyPerSecond)
  const rows = all.map((one) => [
    one.scenario.title,
    whole(one.eventsPerSecond),
    `${one.ratio.toFixed(2)} (${one.ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
    one.p50Ms.toFixed(1),
    one.p99Ms.toFixed(1),
    whole(one.cpuMicrosPerEvent),
    one.rowsPerEvent.toFixed(2),
    throughputTarget(one, all),
  ])
  return [
    '## Events a second',
    `The whole path: \`POST /v1/events\` with a token, parsed, judged, on disk before the answer, delivered to TikTok and Meta (simulated) meanwhile. Every event is another order of another person. 32 connections, one request at a time on each. "× empty" is events a second divided by the requests a second of an empty worker (reads the same event, answers 204) measured just before and just after, as the median of the rounds, in each of which every row is measured (each round in brackets), after ${WARM_UP_MS / 1_000} seconds of the same load. CPU is that of the whole gateway process, deliveries included. Rows are those written to SQLite until everything was delivered.`,
    `The empty worker answered ${whole(Math.min(...empty))} to ${whole(Math.max(...empty))} requests a second.`,
    table(['', 'events/s', '× empty', 'p50 ms', 'p99 ms', 'CPU µs/event', 'rows/event', 'target'], rows),
    `At most ${whole(Math.max(...all.map(({ mostWaiting }) => mostWaiting)))} deliveries were still waiting when the load of a round stopped.`,
  ]
}

const TARGETS: Partial<Record<Part, (one: Throughput, all: readonly Throughput[]) => string>> = {
  single: ({ ratio }) => verdict(`≥ ${SINGLE_RATIO} × empty`, ratio >= SINGLE_RATIO),
  batch: ({ ratio }) => verdict(`≥ ${BATCH_RATIO} × empty`, ratio >= BATCH_RATIO),
  batch10: ({ rowsPerEvent }) => verdict(`≤ ${BATCH10_ROWS} rows`, rowsPerEvent <= BATCH10_ROWS),
  refused: (one, all) => {
    const accepted = all.find(({ scenario }) => scenario.part === 'single')
    if (accepted === undefined) return ''
    // Each round beside the other's of the same seconds, so that a machine that has become slower does not decide.
    const times = median(one.rates.map((rate, round) => rate / (accepted.rates[round] ?? rate)))
    return `${verdict(`≥ ${REFUSED_RATIO} × accepted`, times >= REFUSED_RATIO)} (${times.toFixed(2)})`
  },
}

function throughputTarget(one: Throughput, all: readonly Throughput[]): string {
  return TARGETS[one.scenario.part]?.(one, all) ?? ''
}

function stagesPart(stages: readonly StageTime[]): string[] {
  return [
    '## Microseconds per stage',
    "One event, inside workerd, the stage alone in a loop, after warm-up, the fastest of three, minus the loop. workerd's own clock stands still while code runs, so the caller took the time. What the runtime does around a request is the empty worker's cost and not in here.",
    table(
      ['stage', 'µs per event'],
      stages.map(({ title, micros }) => [title, micros.toFixed(micros < 10 ? 2 : 1)]),
    ),
  ]
}

const TCF_LIMIT_MICROS = 100
const HOSTILE_LIMIT_MS = 5
const CONSENT_SHARE = 0.05

/** Deciding is held against the path of an event with an explicit state, which is what most events carry. */
function consentPart({ usual, hostile }: ConsentTimes, stages: readonly StageTime[]): string[] {
  const rows = usual.map(({ title, medianMicros }) => [
    title,
    `${medianMicros.toFixed(1)} µs`,
    title.startsWith('TC string') ? verdict(`≤ ${TCF_LIMIT_MICROS} µs`, medianMicros <= TCF_LIMIT_MICROS) : '',
  ])
  const worst = [
    `Worst of ${whole(hostile.count)} hostile signals (${hostile.worst}), its request included`,
    `${hostile.worstMs.toFixed(2)} ms`,
    verdict(`≤ ${HOSTILE_LIMIT_MS} ms`, hostile.worstMs <= HOSTILE_LIMIT_MS),
  ]
  return [
    '## Consent',
    'Inside workerd: all signals of an event resolved for two destinations, the median of 31 rounds of 500, minus the request. The hostile ones (bench/hostile.ts: random and crafted TC and GPP strings, overlapping ranges, cookies, broken JSON, each as long as the parser lets through) one by one, the best of up to six where the first took over a millisecond.',
    table(['signal', 'measured', 'target'], [...rows, worst, ...shareRow(stages)]),
  ]
}

const POLICY_START_LIMIT_MS = 50
/** Two runs of the same differ by as much on this kind of machine. */
const SAME_WITHIN = 0.1

function policyPart({ bytes, startMs, startSlowestMs, starts, fewMicros, manyMicros }: PolicyTimes): string[] {
  const { few, many } = POLICY_EVENTS
  const start = `${startMs.toFixed(1)} ms (slowest ${startSlowestMs.toFixed(1)} ms)`
  // Only what grows with the policy is a fault; the order of the rounds alone moves both by some percent.
  const same = manyMicros / fewMicros - 1 <= SAME_WITHIN
  return [
    '## Policy',
    `A policy of ${many} events × 8 recipients, every event of every recipient with a list of fields of its own (${whole(bytes / 1000)} kB of JSON). Its start is read, held against the digest and planned, in a new process where nothing is warm, the median of ${starts}. An event is judged for all eight recipients, inside workerd, the two policies in turns, the fastest of 15 rounds of 400.`,
    table(
      ['', 'measured', 'target'],
      [
        [
          `Start with ${many} events × 8 recipients`,
          start,
          verdict(`< ${POLICY_START_LIMIT_MS} ms`, startMs < POLICY_START_LIMIT_MS),
        ],
        [`One event judged, ${few} events in the policy`, `${fewMicros.toFixed(1)} µs`, ''],
        [
          `One event judged, ${many} events in the policy`,
          `${manyMicros.toFixed(1)} µs`,
          verdict(`at most ${100 * SAME_WITHIN} % more`, same),
        ],
      ],
    ),
  ]
}

function shareRow(stages: readonly StageTime[]): string[][] {
  const of = (start: string) => stages.find(({ title }) => title.startsWith(start))?.micros ?? 0
  const path = of('Parse') + of('Judge: the whole') + of('Accept: the transaction')
  if (path === 0) return []
  const share = of('– consent') / path
  const target = verdict(`≤ ${100 * CONSENT_SHARE} %`, share <= CONSENT_SHARE)
  return [['Deciding, as a share of parse + judge + transaction of one event', `${(100 * share).toFixed(1)} %`, target]]
}

function sizePart({ gzipBytes, startGzipBytes, uploadGzipBytes, startUp }: Results): string[] {
  const size = [
    'Bundle, gzip',
    `${(gzipBytes / 1000).toFixed(1)} kB`,
    verdict('≤ 300 kB', gzipBytes <= BUNDLE_LIMIT_BYTES),
  ]
  const start = ['Of it compiled at a start, gzip', `${(startGzipBytes / 1000).toFixed(1)} kB`, '']
  const upload = ['With the texts beside it, gzip', `${(uploadGzipBytes / 1000).toFixed(1)} kB`, '']
  const starts =
    startUp === undefined
      ? []
      : [
          [
            'Start-up of the gateway',
            `${startUp.gatewayMs.toFixed(0)} ms (slowest ${startUp.gatewaySlowestMs.toFixed(0)} ms)`,
            verdict('≤ 100 ms', startUp.gatewayMs <= START_LIMIT_MS),
          ],
          ['Start-up of the empty worker', `${startUp.emptyMs.toFixed(0)} ms`, ''],
        ]
  return [
    '## Size and start-up',
    ...(startUp === undefined
      ? []
      : [
          `Start-up is from the call that starts the process, as \`npm run serve\` does, to the first answer (the gateway: a 200 from \`/healthz\`, which has made its tables and written a row), median of ${startUp.runs}, with an empty state folder and without \`SSL_CERT_FILE\` and \`SSL_CERT_DIR\`, which would have each start read other certificates.`,
        ]),
    table(['', 'measured', 'target'], [size, start, upload, ...starts]),
  ]
}
