/** What a soak has seen, as a page: what stayed flat, and how that was judged; whether the ledger balances. */
import { mib, table, whole } from '../format.ts'
import type { Facts } from '../machine.ts'
import { balances, type Closing } from './ledger.ts'
import type { SoakOptions } from './options.ts'
import type { AtSize, Spread } from './sizes.ts'
import type { Steady, Window } from './steady.ts'
import { trendOf } from './trend.ts'

export interface Soak {
  readonly facts: Facts
  readonly options: SoakOptions
  readonly steady: Steady | undefined
  readonly sizes: readonly AtSize[] | undefined
}

export function soakText({ facts, options, steady, sizes }: Soak): {
  readonly text: string
  readonly balanced: boolean
} {
  const parts = [
    '# Soak results',
    'Made by `npm run soak`; written over by every full run. On plain `workerd`, state on disk, with the load, the gateway and the simulated platforms as processes of one machine.',
    table(['Machine', ''], facts),
    ...(steady === undefined ? [] : steadyPart(steady, options)),
    ...(sizes === undefined ? [] : sizesPart(sizes)),
  ]
  return { text: `${parts.join('\n\n')}\n`, balanced: steady?.closings.every(balances) ?? true }
}

interface Watched {
  readonly title: string
  readonly of: (window: Window) => number
  readonly show: (value: number) => string
}

const WATCHED: readonly Watched[] = [
  { title: 'Resident memory, MiB', of: ({ memoryBytes }) => memoryBytes, show: mib },
  { title: 'Live heap of V8, MiB', of: ({ heapBytes }) => heapBytes, show: mib },
  { title: 'Latency p50, ms', of: ({ p50Ms }) => p50Ms, show: (value) => value.toFixed(1) },
  { title: 'Latency p99, ms', of: ({ p99Ms }) => p99Ms, show: (value) => value.toFixed(1) },
  { title: 'CPU µs per event', of: ({ cpuMicrosPerEvent }) => cpuMicrosPerEvent, show: whole },
  { title: 'Rows written per event', of: ({ rowsPerEvent }) => rowsPerEvent, show: (value) => value.toFixed(2) },
  { title: 'Deliveries that wait', of: ({ waiting }) => waiting, show: whole },
]

/** The first fifth warms up: V8 compiles, caches fill, the heap finds its size. */
const WARM_UP_SHARE = 0.2

function steadyPart(steady: Steady, options: SoakOptions): string[] {
  const { windows, windowSeconds } = steady
  const judged = windows.slice(Math.ceil(windows.length * WARM_UP_SHARE))
  const events = windows.reduce((sum, window) => sum + window.events, 0)
  const [first, last] = [windows[0], windows.at(-1)]
  const grown = (last?.databaseBytes ?? 0) - (first?.databaseBytes ?? 0)
  const later = events - (first?.events ?? 0)
  return [
    '## Steady load with faults',
    `${options.eventsPerSecond} events a second for ${options.minutes} min (seed ${options.seed}): single events, batches of 10, refusals, copies and withdrawals; every 3 s a fault of a platform that has taken something since its last. ${windows.length} windows of ${windowSeconds.toFixed(0)} s, ${whole(events)} events answered, ${whole(windows.reduce((sum, { turnedAway }) => sum + turnedAway, 0))} requests turned away and sent again, ${whole(windows.reduce((sum, { broken }) => sum + broken, 0))} without an answer. Latency counts from the moment at which a request was due. The inspector was open to ask for the live heap, each time after a collection; it makes events dearer than in RESULTS.md. The database grew by ${whole(grown / later)} bytes per event: dedupe keys and receipts are kept.`,
    'Whether it stayed flat: the slope of Theil and Sen over the windows after the first fifth, with the 99 % interval that belongs to the test of Mann and Kendall, widened because neighbouring windows are alike (bench/soak/trend.ts). The change is over those windows, as a share of the median. "Grows" means that the interval lies above zero. "Flat" means that it holds zero and rules out a doubling; its upper end is the growth that the run could have missed. Where it does not even rule out a doubling, the run cannot tell: longer, or on a quieter machine.',
    table(
      ['', 'first fifth', 'median', 'last fifth', 'change', '99 % interval', ''],
      WATCHED.map((one) => trendRow(one, windows, judged)),
    ),
    verdictLine(judged),
    '### The ledger',
    `Told to callers: ${listed(steady.statuses)}. Faults: ${listed(steady.faults)}.`,
    table(
      ['', ...steady.closings.map(({ platform }) => platform)],
      LEDGER.map(([title, read]) => [title, ...steady.closings.map((closing) => read(closing))]),
    ),
    steady.closings.every(balances)
      ? 'The ledger balances: whatever was accepted ended exactly once for each platform, and nothing lies at a platform twice.'
      : 'THE LEDGER DOES NOT BALANCE.',
  ]
}

function trendRow(one: Watched, windows: readonly Window[], judged: readonly Window[]): string[] {
  const fifth = Math.max(1, Math.floor(windows.length * WARM_UP_SHARE))
  const middle = (some: readonly Window[]) => one.show(medianOf(some.map(one.of)))
  const ends = [middle(windows.slice(0, fifth)), middle(judged), middle(windows.slice(-fifth))]
  const change = changeOf(judged.map(one.of))
  if (change === undefined) return [one.title, ...ends, '', '', 'too few windows']
  return [
    one.title,
    ...ends,
    percent(change.middle),
    `${percent(change.low)} to ${percent(change.high)}`,
    change.verdict,
  ]
}

function verdictLine(judged: readonly Window[]): string {
  const titles = (verdict: Change['verdict']) =>
    WATCHED.flatMap((one) => (changeOf(judged.map(one.of))?.verdict === verdict ? [one.title.split(',')[0] ?? ''] : []))
  const [grows, unsure] = [titles('grows'), titles('cannot tell')]
  const line = grows.length === 0 ? 'Nothing grew.' : `What grew: ${grows.join(', ')}.`
  return unsure.length === 0 ? line : `${line} What this run cannot tell: ${unsure.join(', ')}.`
}

interface Change {
  readonly middle: number
  readonly low: number
  readonly high: number
  readonly verdict: 'flat' | 'grows' | 'falls' | 'cannot tell'
}

/** Over all of these windows, as a share of their median. */
function changeOf(values: readonly number[]): Change | undefined {
  const trend = trendOf(values)
  if (trend === undefined) return undefined
  const overAll = (slope: number) => (slope === 0 ? 0 : (slope * (values.length - 1)) / trend.median)
  const high = overAll(trend.high)
  const verdict = trend.verdict === 'flat' && high >= 1 ? 'cannot tell' : trend.verdict
  return { middle: overAll(trend.slope), low: overAll(trend.low), high, verdict }
}

const LEDGER: readonly (readonly [string, (closing: Closing) => string])[] = [
  ['Accepted', ({ accepted }) => whole(accepted)],
  ['Ended', ({ outcomes }) => listed(outcomes)],
  ['Still waiting (parcels)', ({ waiting }) => whole(waiting)],
  ['Accepted, and no end', ({ lost }) => whole(lost)],
  ['Ended twice', ({ endedTwice }) => whole(endedTwice)],
  ['Ended or at the platform, never accepted', ({ neverAccepted }) => whole(neverAccepted)],
  ['Twice at the platform, after its own dedupe', ({ twiceAtPlatform }) => whole(twiceAtPlatform)],
  ['Delivered, not at the platform', ({ deliveredNotThere }) => whole(deliveredNotThere)],
  ['At the platform, its answer lost, then ended otherwise (no fault)', ({ takenUnheard }) => whole(takenUnheard)],
]

function sizesPart(sizes: readonly AtSize[]): string[] {
  const rows: (readonly [string, (at: AtSize) => string])[] = [
    ['One event a request: CPU µs per event', ({ single }) => spread(single.cpuMicros)],
    ['– p50 ms', ({ single }) => spread(single.p50Ms, 1)],
    ['– p99 ms', ({ single }) => spread(single.p99Ms, 1)],
    ['– rows written per event', ({ single }) => spread(single.rows, 2)],
    ['– bytes to the disk per event', ({ single }) => spread(single.diskBytes)],
    ['Batches of 10: CPU µs per event', ({ batch }) => spread(batch.cpuMicros)],
    ['– p50 ms', ({ batch }) => spread(batch.p50Ms, 1)],
    ['– rows written per event', ({ batch }) => spread(batch.rows, 2)],
    ['– bytes to the disk per event', ({ batch }) => spread(batch.diskBytes)],
    ['Out, events a second, each to both platforms', ({ drainPerSecond }) => spread(drainPerSecond)],
    ['The empty worker beside it, CPU µs per request', ({ emptyCpuMicros }) => spread(emptyCpuMicros)],
    ['One event ÷ the empty worker', ({ single, emptyCpuMicros }) => ratio(single.cpuMicros, emptyCpuMicros)],
    ['Database, MiB', ({ databaseBytes }) => mib(databaseBytes)],
    ['Database, bytes per event', ({ bytesPerEvent }) => whole(bytesPerEvent)],
    ['Resident memory, MiB', ({ memoryBytes }) => mib(memoryBytes)],
    ['Start with this store, ms until it is ready', ({ startMs }) => whole(startMs)],
  ]
  return [
    '## As the store grows',
    'The same loads at each size. The store was filled through `POST /v1/events` in batches of 100, and delivered to both platforms. Then the gateway was started again with its store, warmed up with copies, and measured: the median of five rounds (least–most), CPU of the whole process until everything was delivered. The machine is not always as fast: an empty worker, measured in the same rounds, says how much of a change is the machine.',
    table(
      ['Events in the store', ...sizes.map(({ events }) => whole(events))],
      rows.map(([title, read]) => [title, ...sizes.map((at) => read(at))]),
    ),
    growthLine(sizes),
  ]
}

function growthLine(sizes: readonly AtSize[]): string {
  const [first, last] = [sizes[0], sizes.at(-1)]
  if (first === undefined || last === undefined || first === last) return ''
  const relative = (at: AtSize) => at.single.cpuMicros.median / at.emptyCpuMicros.median
  const change = percent(relative(last) / relative(first) - 1)
  const apart = first.single.cpuMicros.most < last.single.cpuMicros.least
  return `From ${whole(first.events)} to ${whole(last.events)} events the cost of an event, measured against the empty worker, changed by ${change}; the rounds at both ends ${apart ? 'do not overlap: it grows' : 'overlap'}.`
}

function spread({ median, least, most }: Spread, digits = 0): string {
  const show = (value: number) => (digits === 0 ? whole(value) : value.toFixed(digits))
  return `${show(median)} (${show(least)}–${show(most)})`
}

function ratio(one: Spread, other: Spread): string {
  return (one.median / other.median).toFixed(2)
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${whole(count)} ${name}`).join(', ')
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${share >= 0 ? '+' : '−'}${Math.abs(100 * share).toFixed(1)} %` : '–'
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
