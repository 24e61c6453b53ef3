/** Which shard a body goes to; with more than one shard, its events are parted by their dedupe keys. */
import { parseBody } from '../event/parse.ts'
import type { TakeAnswer, TakeRequest } from '../outbox/types.ts'
import { dedupeOf } from '../pipeline/dedupe.ts'
import type { SitePlan } from '../pipeline/plan.ts'

type Ask = (shard: number, request: TakeRequest) => Promise<TakeAnswer>

export async function takeByShard(request: TakeRequest, plan: SitePlan, ask: Ask): Promise<TakeAnswer> {
  const parts = plan.site.shards === 1 ? undefined : partsOf(request, plan)
  if (parts === undefined) return ask(0, request)
  const answers = await Promise.all(parts.map(async (part) => ({ part, answer: await ask(part.shard, { ...request, text: textOf(part) }) })))
  return merge(answers)
}

interface Part {
  readonly shard: number
  /** Positions in the caller's list. */
  readonly indexes: number[]
  readonly events: unknown[]
}

/** Undefined where there is nothing to part: the body is refused as a whole, by any shard in the same words. */
function partsOf(request: TakeRequest, plan: SitePlan): Part[] | undefined {
  const body = parseBody(request.text, request.receivedAtMs)
  if (!body.ok || body.events.every((one) => !one.ok)) return undefined
  const raw = rawEvents(JSON.parse(request.text) as unknown)
  const parts = new Map<number, Part>()
  body.events.forEach((one, index) => {
    // A malformed event is refused by whoever gets it.
    const shard = one.ok ? shardOf(dedupeOf(one.event, plan).dedupeKey, plan.site.shards) : 0
    const part = parts.get(shard) ?? { shard, indexes: [], events: [] }
    part.indexes.push(index)
    part.events.push(raw[index])
    parts.set(shard, part)
  })
  return [...parts.values()]
}

/** The three shapes of a body; parseBody has made sure that it is one of them. */
function rawEvents(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  const list = typeof value === 'object' && value !== null && 'events' in value ? value.events : undefined
  return Array.isArray(list) ? (list as unknown[]) : [value]
}

function textOf(part: Part): string {
  return JSON.stringify({ events: part.events })
}

/** The dedupe key is a hash already: its first 32 bits spread evenly. */
export function shardOf(dedupeKey: string, shards: number): number {
  return Number.parseInt(dedupeKey.slice(0, 8), 16) % shards
}

/** One answer in the caller's order. If a shard could not store, all is sent again: what was stored counts once. */
function merge(answers: readonly { readonly part: Part; readonly answer: TakeAnswer }[]): TakeAnswer {
  const results: unknown[] = []
  let allDuplicates = true
  for (const { part, answer } of answers) {
    if (answer.kind === 'unavailable') return answer
    const parts = answer.kind === 'taken' ? (JSON.parse(answer.results) as unknown[]) : part.indexes.map(() => malformed(answer))
    allDuplicates &&= answer.kind === 'taken' && answer.allDuplicates
    part.indexes.forEach((index, position) => (results[index] = parts[position]))
  }
  return { kind: 'taken', results: JSON.stringify(results), allDuplicates }
}

function malformed(answer: Extract<TakeAnswer, { kind: 'malformed' }>): unknown {
  return { event_id: null, status: 'refused', reason: 'malformed', errors: answer.errors, destinations: {} }
}
