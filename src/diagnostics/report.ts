/** `GET /v1/diagnostics`: what was counted, as findings with what to do, and as figures to draw. Names and counts only. Pure. */
import type { SitePlan } from '../pipeline/plan.ts'
import { coverageOf, type Coverage } from './coverage.ts'
import { Counts, type PlainCounts, type Row } from './counts.ts'
import type { DoorReport } from './door.ts'
import { shareOf, totalOf, type Finding, type Known, type Severity } from './finding.ts'
import { amountFindings } from './findings/amounts.ts'
import { destinationFindings } from './findings/destinations.ts'
import { doorFindings } from './findings/door.ts'
import { eventFindings } from './findings/events.ts'
import { fieldFindings } from './findings/fields.ts'
import { matchKeyFindings } from './findings/match-keys.ts'
import { timingFindings } from './findings/timing.ts'
import { joined } from './joined.ts'
import { eventsOfPlan } from './planned.ts'
import { firstHour, HOUR_MS } from './window.ts'
import { say, type Names, type Said } from './words.ts'

/** What one shard knows of a window. */
export interface ShardReport {
  readonly counts: PlainCounts
  /** hour since 1970 → event → how many arrived */
  readonly hours: readonly (readonly [hour: number, arrived: Readonly<Record<string, number>>])[]
  readonly states: Readonly<Record<string, string>>
}

export interface Report {
  readonly site: string
  readonly policy_digest: string
  readonly days: number
  readonly from: string
  readonly to: string
  /** Where not all events were looked at closely, counts of denied fields and amounts are of those that were. */
  readonly sampled: boolean
  readonly events_counted: number
  readonly events_looked_at: number
  readonly findings: readonly FindingView[]
  readonly events: readonly EventView[]
  readonly match_keys: readonly CoverageView[]
  readonly timing: Readonly<Record<string, number>>
  readonly buckets: { readonly hours_each: number; readonly count: number }
  readonly refused_requests: RefusedRequests
}

/** Of the isolate that answers, since it woke; not of the window alone. */
interface RefusedRequests {
  readonly since: string
  readonly requests: readonly ({ readonly code: string; readonly caller: string } & Times)[]
  /** Pages whose origin no site lists: they belong to none, so every site is shown them. */
  readonly origins: readonly ({ readonly origin: string } & Times)[]
}

interface Times {
  readonly count: number
  readonly first?: string
  readonly last?: string
}

interface FindingView extends Pick<Finding, 'code' | 'severity' | 'subject' | 'count' | 'of'> {
  readonly share?: number
  readonly first?: string
  readonly last?: string
  readonly words: { readonly en: Said; readonly fr: Said }
}

interface EventView {
  readonly event: string
  readonly planned: boolean
  readonly arrived: number
  readonly duplicates: number
  readonly first?: string
  readonly last?: string
  /** How many arrived in each bucket, the oldest first. */
  readonly timeline: readonly number[]
}

interface CoverageView {
  readonly destination: string
  readonly name: string
  readonly event: string
  readonly deliveries: number
  readonly keys: readonly { readonly key: string; readonly share: number; readonly policy: 'open' | 'shut' }[]
}

const MAX_FINDINGS = 300
const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

export function reportOf(
  shards: readonly ShardReport[],
  door: DoorReport,
  plan: SitePlan,
  nowMs: number,
  days: number,
): Report {
  const counts = new Counts()
  for (const { counts: some } of [...shards, door]) counts.merge(some)
  const known: Known = { counts, plan, states: statesOf(shards), nowMs, days }
  const names = namesOf(plan)
  const counted = totalOf(counts.rows('arrived')).count
  const looked = totalOf(counts.rows('looked')).count
  const buckets = bucketsOf(days)
  return {
    site: plan.id,
    policy_digest: plan.digest,
    days,
    from: iso(firstHour(nowMs, days) * HOUR_MS),
    to: iso(nowMs),
    sampled: looked < counted,
    events_counted: counted,
    events_looked_at: looked,
    findings: findingsOf(known).map((one) => viewOf(one, names)),
    events: eventViews(known, shards, buckets),
    match_keys: coverageOf(counts, plan).map((one) => coverageView(one, names)),
    timing: Object.fromEntries(counts.rows('timing').reduce(addByName, new Map<string, number>())),
    buckets: { hours_each: buckets.hoursEach, count: buckets.count },
    refused_requests: refusedRequests(counts, door.sinceMs),
  }
}

/** The gravest first, and among equals the most frequent. */
export function findingsOf(known: Known): readonly Finding[] {
  const found = [
    doorFindings,
    eventFindings,
    destinationFindings,
    amountFindings,
    timingFindings,
    matchKeyFindings,
    fieldFindings,
  ].flatMap((find) => find(known))
  return joined(found)
    .toSorted((one, other) => ORDER[one.severity] - ORDER[other.severity] || other.count - one.count)
    .slice(0, MAX_FINDINGS)
}

function refusedRequests(counts: Counts, sinceMs: number): RefusedRequests {
  const times = ({ count, firstMs, lastMs }: Row): Times => ({ count, ...spanOf(firstMs, lastMs) })
  return {
    since: iso(sinceMs),
    requests: counts.rows('door').map((row) => ({ code: row.a, caller: row.b, ...times(row) })),
    origins: counts.rows('strangers').map((row) => ({ origin: row.a, ...times(row) })),
  }
}

interface Buckets {
  readonly hoursEach: number
  readonly count: number
}

/** Some two dozen bars, whatever the window: more are too thin to see. */
function bucketsOf(days: number): Buckets {
  return { hoursEach: days, count: 24 }
}

/** A destination is as well as its worst shard. */
function statesOf(shards: readonly ShardReport[]): Record<string, string> {
  const worst = ['open', 'retrying', 'parked']
  const states: Record<string, string> = {}
  for (const shard of shards)
    for (const [destination, state] of Object.entries(shard.states))
      if (worst.indexOf(state) >= worst.indexOf(states[destination] ?? '')) states[destination] = state
  return states
}

/** As people call them: without the name of the interface. */
function namesOf({ destinations }: SitePlan): Names {
  return Object.fromEntries(
    destinations.map(({ destination }) => [destination.id, destination.name.replace(/ \w+ API(?: [\d.]+)?$/, '')]),
  )
}

function viewOf(one: Finding, names: Names): FindingView {
  const { code, severity, subject, count, of, firstMs, lastMs } = one
  const share = shareOf(one)
  return {
    code,
    severity,
    subject,
    count,
    ...(of !== undefined && { of }),
    ...(share !== undefined && { share: rounded(share) }),
    ...spanOf(firstMs, lastMs),
    words: { en: say(one, 'en', names), fr: say(one, 'fr', names) },
  }
}

function eventViews(
  { counts, plan, nowMs, days }: Known,
  shards: readonly ShardReport[],
  buckets: Buckets,
): EventView[] {
  const planned: ReadonlySet<string> = eventsOfPlan(plan)
  const arrived = Map.groupBy(counts.rows('arrived'), ({ a }) => a)
  const timelines = timelinesOf(shards, firstHour(nowMs, days), buckets)
  const duplicates = counts.rows('duplicates')
  return [...new Set([...planned, ...arrived.keys()])]
    .map((event): EventView => {
      const seen = totalOf(arrived.get(event) ?? [])
      const copies = duplicates.filter(({ b }) => b === event).map(({ count }) => count)
      return {
        event,
        planned: planned.has(event),
        arrived: seen.count,
        duplicates: Math.max(0, ...copies),
        ...(seen.count > 0 && spanOf(seen.firstMs, seen.lastMs)),
        timeline: timelines.get(event) ?? Array.from({ length: buckets.count }, () => 0),
      }
    })
    .toSorted((one, other) => other.arrived - one.arrived)
}

function timelinesOf(
  shards: readonly ShardReport[],
  fromHour: number,
  { hoursEach, count }: Buckets,
): ReadonlyMap<string, readonly number[]> {
  const timelines = new Map<string, number[]>()
  for (const { hours } of shards)
    for (const [hour, arrived] of hours)
      for (const [event, events] of Object.entries(arrived)) {
        const timeline = timelines.get(event) ?? Array.from({ length: count }, () => 0)
        timelines.set(event, timeline)
        const bucket = Math.floor((hour - fromHour) / hoursEach)
        if (bucket >= 0 && bucket < count) timeline[bucket] = (timeline[bucket] ?? 0) + events
      }
  return timelines
}

function coverageView({ destination, event, keys, count }: Coverage, names: Names): CoverageView {
  return {
    destination,
    name: names[destination] ?? destination,
    event,
    deliveries: count,
    keys: keys.map((one) => ({ key: one.key, share: rounded(one.count / count), policy: one.policy })),
  }
}

function addByName(sums: Map<string, number>, { a, count }: { readonly a: string; readonly count: number }) {
  return sums.set(a, (sums.get(a) ?? 0) + count)
}

function spanOf(firstMs: number | undefined, lastMs: number | undefined): { first?: string; last?: string } {
  return {
    ...(firstMs !== undefined && Number.isFinite(firstMs) && { first: iso(firstMs) }),
    ...(lastMs !== undefined && lastMs > 0 && { last: iso(lastMs) }),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000
}
