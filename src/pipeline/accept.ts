/**
 * Steps 4 to 7 of an event's path, read top to bottom: judge each event, claim and store what may go, say what was done.
 * Pure but for `store`, which is an argument.
 */
import type { ParsedEvent } from '../event/parse.ts'
import { judge, type JudgeContext, type Verdict } from './judge.ts'
import type { SitePlan } from './plan.ts'

export interface EventResult {
  readonly event_id: string | null
  readonly status: 'accepted' | 'duplicate' | 'refused'
  readonly reason?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  /** Per destination: `full`, `limited`, `duplicate`, or the code of the reason why nothing goes there. */
  readonly destinations: Readonly<Record<string, string>>
}

/** Stores verdicts of one shard, all or nothing; gives per event the destinations that already had it. */
export type StoreVerdicts = (shard: number, verdicts: readonly Verdict[]) => Promise<StoreAnswer>
export type StoreAnswer =
  | { readonly ok: true; readonly duplicates: readonly (readonly string[])[] }
  | { readonly ok: false; readonly retryAfterSeconds: number }

export type AcceptResult =
  | { readonly ok: true; readonly results: readonly EventResult[] }
  /** Some shard could not store. Nothing is lost: the caller sends all again, and what was stored is a duplicate then. */
  | { readonly ok: false; readonly retryAfterSeconds: number }

export async function acceptEvents(
  parsed: readonly ParsedEvent[],
  plan: SitePlan,
  context: JudgeContext,
  store: StoreVerdicts,
): Promise<AcceptResult> {
  const verdicts = parsed.map((one) => (one.ok ? judge(one.event, plan, context) : undefined))
  const stored = await storeByShard(verdicts, plan.site.shards, store)
  if (!stored.ok) return stored
  return { ok: true, results: parsed.map((one, index) => resultOf(one, verdicts[index], stored.duplicates.get(index) ?? [])) }
}

type Stored =
  | { readonly ok: true; readonly duplicates: ReadonlyMap<number, readonly string[]> }
  | { readonly ok: false; readonly retryAfterSeconds: number }

async function storeByShard(verdicts: readonly (Verdict | undefined)[], shards: number, store: StoreVerdicts): Promise<Stored> {
  const groups = groupByShard(verdicts, shards)
  const answers = await Promise.all([...groups].map(async ([shard, group]) => ({ group, answer: await store(shard, group.verdicts) })))
  const duplicates = new Map<number, readonly string[]>()
  for (const { group, answer } of answers) {
    if (!answer.ok) return answer
    group.indexes.forEach((index, position) => duplicates.set(index, answer.duplicates[position] ?? []))
  }
  return { ok: true, duplicates }
}

interface ShardGroup {
  readonly indexes: number[]
  readonly verdicts: Verdict[]
}

function groupByShard(verdicts: readonly (Verdict | undefined)[], shards: number): Map<number, ShardGroup> {
  const groups = new Map<number, ShardGroup>()
  verdicts.forEach((verdict, index) => {
    if (verdict === undefined) return
    const shard = shardOf(verdict.dedupeKey, shards)
    const group = groups.get(shard) ?? { indexes: [], verdicts: [] }
    group.indexes.push(index)
    group.verdicts.push(verdict)
    groups.set(shard, group)
  })
  return groups
}

/** The dedupe key is a hash already: its first 32 bits spread evenly. */
export function shardOf(dedupeKey: string, shards: number): number {
  return shards === 1 ? 0 : Number.parseInt(dedupeKey.slice(0, 8), 16) % shards
}

function resultOf(parsed: ParsedEvent, verdict: Verdict | undefined, duplicates: readonly string[]): EventResult {
  if (!parsed.ok) return { event_id: parsed.eventId ?? null, status: 'refused', reason: 'malformed', errors: parsed.errors, destinations: {} }
  const eventId = parsed.event.eventId
  if (verdict === undefined) return { event_id: eventId, status: 'refused', destinations: {} }
  return { event_id: eventId, ...summaryOf(verdict, duplicates) }
}

/** What became of an event, destination by destination, and in one word. */
export function summaryOf(verdict: Verdict, duplicates: readonly string[]): Omit<EventResult, 'event_id' | 'errors'> {
  const destinations: Record<string, string> = { ...verdict.refused }
  for (const { destination, level } of verdict.deliveries) {
    destinations[destination] = duplicates.includes(destination) ? 'duplicate' : level
  }
  if (verdict.deliveries.length > duplicates.length) return { status: 'accepted', destinations }
  if (duplicates.length > 0) return { status: 'duplicate', destinations }
  return { status: 'refused', reason: mainReason(verdict.refused), destinations }
}

/** One reason for a refused event: the one that says most. "Not in the policy" gives way to what the person said. */
function mainReason(refused: Readonly<Record<string, string>>): string {
  const reasons = Object.values(refused)
  return reasons.find((reason) => reason !== 'event_not_in_policy') ?? reasons[0] ?? 'no_destination'
}
