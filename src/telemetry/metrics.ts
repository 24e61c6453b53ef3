/** OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/, read 2026-11-22). */
import type { OutboxGauges } from '../outbox/types.ts'
import type { Counters } from './counters.ts'

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Shard {
  readonly name: string
  /** Undefined where the shard does not answer. */
  readonly gauges: OutboxGauges | undefined
}

/** What is true of the gateway as a whole. */
export interface About {
  readonly nowMs: number
  readonly policyDigest: string
  /** When the policy ceases to hold, epoch ms. */
  readonly policyUntilMs: number
}

export function metricsText(counters: Counters, shards: readonly Shard[], about: About): string {
  const live = shards.flatMap(({ name, gauges }) => (gauges === undefined ? [] : [{ shard: name, gauges }]))
  return [
    ...ofEvents(counters, live),
    ...ofShards(shards, live),
    ...ofDestinations(live, about.nowMs),
    ...ofPolicy(about),
    '# EOF\n',
  ].join('')
}

type Live = readonly { readonly shard: string; readonly gauges: OutboxGauges }[]

function ofEvents(counters: Counters, live: Live): string[] {
  return [
    family(
      { name: 'tidegate_events', type: 'counter', help: 'Events by what became of them.' },
      live.flatMap(({ shard, gauges }) => nested(gauges.events, (status) => ({ shard, status }))),
    ),
    family(
      { name: 'tidegate_refusals', type: 'counter', help: 'Events that were not taken, by reason.' },
      live.flatMap(({ shard, gauges }) => nested(gauges.refusals, (reason) => ({ shard, reason }))),
    ),
    family(
      {
        name: 'tidegate_problems',
        type: 'counter',
        help: 'Requests that were turned away, by code.',
      },
      byName(counters.problems, 'code'),
    ),
    family(
      {
        name: 'tidegate_automated_events',
        type: 'counter',
        help: 'Events of browsers that came from no person, by reason.',
      },
      byName(counters.automated, 'reason'),
    ),
    family(
      {
        name: 'tidegate_shop_api_refusals',
        type: 'counter',
        help: 'Times that a shop did not take the credentials, by shop.',
      },
      live.flatMap(({ shard, gauges }) => nested(gauges.shopRefusals, (shop) => ({ shard, shop }))),
    ),
    family(
      { name: 'tidegate_unknown_fields', type: 'counter', help: 'Fields that arrived and are not known, by name.' },
      live.flatMap(({ shard, gauges }) => nested(gauges.unknownFields, (field) => ({ shard, field }))),
    ),
  ]
}

function ofShards(shards: readonly Shard[], live: Live): string[] {
  return [
    family(
      { name: 'tidegate_outbox_up', type: 'gauge', help: 'Whether the shard answers.' },
      shards.map(({ name, gauges }) => sample({ shard: name }, gauges === undefined ? 0 : 1)),
    ),
    family(
      { name: 'tidegate_outbox_fill_ratio', type: 'gauge', help: 'How full a shard is: from 1 on it takes nothing.' },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.fill)),
    ),
    family(
      {
        name: 'tidegate_dead_letters_fill_ratio',
        type: 'gauge',
        help: 'How full the table of dead letters is: at 1 none is kept.',
      },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.deadLettersFill)),
    ),
    family(
      {
        name: 'tidegate_parked_requests_fill_ratio',
        type: 'gauge',
        help: 'How full the room for parked requests of shops is: at 1 the shop must come again.',
      },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.parkedRequestsFill)),
    ),
    family(
      {
        name: 'tidegate_facts_waiting',
        type: 'gauge',
        help: 'Commits of which the off-site record has not been told yet.',
      },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.factsWaiting)),
    ),
    family(
      { name: 'tidegate_outbox_waiting', type: 'gauge', help: 'Deliveries that wait.' },
      live.flatMap(({ shard, gauges }) => nested(gauges.waiting, (destination) => ({ shard, destination }))),
    ),
    family(
      { name: 'tidegate_outbox_waiting_limit', type: 'gauge', help: 'Above so many waiting deliveries none is taken.' },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.maxWaiting)),
    ),
    family(
      { name: 'tidegate_outbox_rows_written', type: 'counter', help: 'Rows written since the shard woke.' },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.rowsWritten)),
    ),
    family(
      { name: 'tidegate_outbox_rows_read', type: 'counter', help: 'Rows read since the shard woke.' },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.rowsRead)),
    ),
    family(
      {
        name: 'tidegate_outbox_calls',
        type: 'counter',
        help: 'Calls that brought events of one request or of several.',
      },
      live.map(({ shard, gauges }) => sample({ shard }, gauges.calls)),
    ),
    family(
      { name: 'tidegate_outbox_alarms', type: 'counter', help: 'Alarms of the shard since it woke: set, and rung.' },
      live.flatMap(({ shard, gauges }) => nested(gauges.alarms, (what) => ({ shard, what }))),
    ),
  ]
}

function ofDestinations(live: Live, nowMs: number): string[] {
  return [
    family(
      {
        name: 'tidegate_delivery_lag_seconds',
        type: 'gauge',
        unit: 'seconds',
        help: 'How long the first delivery in line has waited; 0 where none waits.',
      },
      live.flatMap(({ shard, gauges }) => lags(shard, gauges, nowMs)),
    ),
    family(
      { name: 'tidegate_deliveries', type: 'counter', help: 'Deliveries that ended, by outcome.' },
      live.flatMap(({ shard, gauges }) => twice(gauges.ended, shard)),
    ),
    family(
      { name: 'tidegate_attempts', type: 'counter', help: 'Requests to platforms, by outcome.' },
      live.flatMap(({ shard, gauges }) => twice(gauges.attempts, shard)),
    ),
    family(
      {
        name: 'tidegate_attempt_duration_seconds',
        type: 'counter',
        unit: 'seconds',
        help: 'How long the requests to platforms took together.',
      },
      live.flatMap(({ shard, gauges }) =>
        nested(inSeconds(gauges.attemptMs), (destination) => ({ shard, destination })),
      ),
    ),
    family(
      {
        name: 'tidegate_destination_open',
        type: 'gauge',
        help: 'Whether deliveries flow: 0 while retrying or parked.',
      },
      live.flatMap(({ shard, gauges }) => states(gauges.states, shard, 'open')),
    ),
    family(
      {
        name: 'tidegate_destination_parked',
        type: 'gauge',
        help: 'Whether it is held: credentials refused or missing, or not in the policy.',
      },
      live.flatMap(({ shard, gauges }) => states(gauges.states, shard, 'parked')),
    ),
  ]
}

function ofPolicy({ policyDigest, policyUntilMs }: About): string[] {
  return [
    family({ name: 'tidegate_policy', type: 'info', help: 'The policy that is running.' }, [
      sample({ digest: policyDigest }, 1),
    ]),
    family(
      {
        name: 'tidegate_policy_valid_until_timestamp_seconds',
        type: 'gauge',
        unit: 'seconds',
        help: 'When the policy ceases to hold.',
      },
      [sample({}, policyUntilMs / 1_000)],
    ),
  ]
}

interface Family {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'info'
  /** The name ends with it. */
  readonly unit?: 'seconds'
  readonly help: string
}

const SUFFIXES = { counter: '_total', gauge: '', info: '_info' } as const

function family({ name, type, unit, help }: Family, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels, value }) => `${name}${SUFFIXES[type]}${labelText(labels)} ${value}\n`)
  const unitLine = unit === undefined ? '' : `# UNIT ${name} ${unit}\n`
  return `# TYPE ${name} ${type}\n${unitLine}# HELP ${name} ${help}\n${lines.join('')}`
}

/** A clock that was set back makes no lag. */
function lags(shard: string, { states: known, oldestAtMs }: OutboxGauges, nowMs: number): Sample[] {
  return Object.keys(known).map((destination) =>
    sample({ shard, destination }, Math.max(0, nowMs - (oldestAtMs[destination] ?? nowMs)) / 1_000),
  )
}

function inSeconds(byName: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(byName).map(([name, ms]) => [name, ms / 1_000]))
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function sample(labels: Readonly<Record<string, string>>, value: number): Sample {
  return { labels, value }
}

function byName(counts: ReadonlyMap<string, number>, label: string): Sample[] {
  return [...counts].map(([name, value]) => sample({ [label]: name }, value))
}

function nested(
  counts: Readonly<Record<string, number>>,
  labels: (key: string) => Readonly<Record<string, string>>,
): Sample[] {
  return Object.entries(counts).map(([key, value]) => sample(labels(key), value))
}

function twice(counts: Readonly<Record<string, Readonly<Record<string, number>>>>, shard: string): Sample[] {
  return Object.entries(counts).flatMap(([destination, outcomes]) =>
    nested(outcomes, (outcome) => ({ shard, destination, outcome })),
  )
}

function states(byDestination: Readonly<Record<string, string>>, shard: string, wanted: string): Sample[] {
  return Object.entries(byDestination).map(([destination, state]) =>
    sample({ shard, destination }, state === wanted ? 1 : 0),
  )
}
