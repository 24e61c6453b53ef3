/** OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/, read 2026-11-22). */
import type { OutboxGauges } from '../outbox/types.ts'
import type { Counters } from './counters.ts'

interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export function metricsText(
  counters: Counters,
  shards: readonly { readonly name: string; readonly gauges: OutboxGauges | undefined }[],
): string {
  const live = shards.flatMap(({ name, gauges }) => (gauges === undefined ? [] : [{ shard: name, gauges }]))
  return [
    family(
      'tidegate_events',
      'counter',
      'Events by what became of them.',
      live.flatMap(({ shard, gauges }) => nested(gauges.events, (status) => ({ shard, status }))),
    ),
    family(
      'tidegate_refusals',
      'counter',
      'Events that were not taken, by reason.',
      live.flatMap(({ shard, gauges }) => nested(gauges.refusals, (reason) => ({ shard, reason }))),
    ),
    family('tidegate_problems', 'counter', 'Requests that were refused, by code.', byName(counters.problems, 'code')),
    family(
      'tidegate_unknown_fields',
      'counter',
      'Fields that arrived and are not known, by name.',
      live.flatMap(({ shard, gauges }) => nested(gauges.unknownFields, (field) => ({ shard, field }))),
    ),
    family(
      'tidegate_outbox_up',
      'gauge',
      'Whether the shard answers.',
      shards.map(({ name, gauges }) => sample({ shard: name }, gauges === undefined ? 0 : 1)),
    ),
    family(
      'tidegate_outbox_waiting',
      'gauge',
      'Deliveries that wait.',
      live.flatMap(({ shard, gauges }) => nested(gauges.waiting, (destination) => ({ shard, destination }))),
    ),
    family(
      'tidegate_outbox_rows_written',
      'counter',
      'Rows written since the shard woke.',
      live.map(({ shard, gauges }) => sample({ shard }, gauges.rowsWritten)),
    ),
    family(
      'tidegate_outbox_rows_read',
      'counter',
      'Rows read since the shard woke.',
      live.map(({ shard, gauges }) => sample({ shard }, gauges.rowsRead)),
    ),
    family(
      'tidegate_outbox_alarms',
      'counter',
      'Alarms of the shard since it woke: set, and rung.',
      live.flatMap(({ shard, gauges }) => nested(gauges.alarms, (what) => ({ shard, what }))),
    ),
    family(
      'tidegate_deliveries',
      'counter',
      'Deliveries that ended, by outcome.',
      live.flatMap(({ shard, gauges }) => twice(gauges.ended, shard)),
    ),
    family(
      'tidegate_attempts',
      'counter',
      'Requests to platforms, by outcome.',
      live.flatMap(({ shard, gauges }) => twice(gauges.attempts, shard)),
    ),
    family(
      'tidegate_destination_open',
      'gauge',
      'Whether deliveries flow: 0 while retrying or parked.',
      live.flatMap(({ shard, gauges }) => states(gauges.states, shard)),
    ),
    '# EOF\n',
  ].join('')
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const suffix = type === 'counter' ? '_total' : ''
  const lines = samples.map(({ labels, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`)
  return `# TYPE ${name} ${type}\n# HELP ${name} ${help}\n${lines.join('')}`
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

function states(byDestination: Readonly<Record<string, string>>, shard: string): Sample[] {
  return Object.entries(byDestination).map(([destination, state]) =>
    sample({ shard, destination }, state === 'open' ? 1 : 0),
  )
}
