/** Which shard a body goes to; with more than one shard, its events are parted by their dedupe keys. */
import { eventTexts } from '../event/event-texts.ts'
import { parseBody, type FieldError } from '../event/parse.ts'
import { textOf } from '../outbox/body-text.ts'
import type { TakeAnswer, TakeRequest } from '../outbox/types.ts'
import type { PersonKeyMaker } from '../hashing/person-key.ts'
import { mergeOrders, type CookieOrders } from '../pipeline/cookies.ts'
import { shardOfEvent } from '../pipeline/parting.ts'
import type { SitePlan } from '../pipeline/plan.ts'

export interface Shards {
  readonly take: (shard: number, request: TakeRequest) => Promise<TakeAnswer>
  /** 0 where the shard takes events; else in how many seconds it may. */
  readonly retryAfter: (shard: number) => Promise<number>
}

export function takeByShard(
  request: TakeRequest,
  plan: SitePlan,
  personKey: PersonKeyMaker,
  shards: Shards,
): Promise<TakeAnswer> {
  const parts = plan.site.shards === 1 ? undefined : partsOf(request, plan, personKey)
  return parts === undefined ? shards.take(0, request) : takeParts(request, parts, shards)
}

async function takeParts(request: TakeRequest, parts: readonly Part[], shards: Shards): Promise<TakeAnswer> {
  const retryAfterSeconds = parts.length === 1 ? 0 : await longestWait(parts, shards)
  if (retryAfterSeconds > 0) return { kind: 'unavailable', retryAfterSeconds }
  const answers = await Promise.all(
    parts.map(async (part) => ({
      part,
      answer: await shards.take(part.shard, { ...request, text: textOfPart(part) }),
    })),
  )
  return merge(answers)
}

/** All are asked before any of them is given its part: a caller who is sent away shall find nothing half done. */
async function longestWait(parts: readonly Part[], { retryAfter }: Shards): Promise<number> {
  return Math.max(...(await Promise.all(parts.map(({ shard }) => retryAfter(shard)))))
}

interface Part {
  readonly shard: number
  /** Said beside the list that it is taken from. */
  readonly staging: boolean
  /** Positions in the caller's list. */
  readonly indexes: number[]
  /** As they are written. */
  readonly texts: string[]
  /** What is wrong with its malformed events, in the paths of the caller's list, by position in that list. */
  readonly errors: Map<number, readonly FieldError[]>
}

/** Undefined where there is nothing to part: the body is refused as a whole, by any shard in the same words. */
function partsOf(request: TakeRequest, plan: SitePlan, personKey: PersonKeyMaker): Part[] | undefined {
  const text = textOf(request.text)
  const body = parseBody(text, request.receivedAtMs)
  if (!body.ok) return undefined
  const shards = body.events.map((one) => (one.ok ? shardOfEvent(one.event, plan, personKey) : undefined))
  // A malformed event goes with a well-formed one, so that no part of the body is refused as a whole.
  const first = shards.find((shard) => shard !== undefined)
  if (first === undefined) return undefined
  const texts = eventTexts(text)
  const staging = body.staging === true
  const parts = new Map<number, Part>()
  body.events.forEach((one, index) => {
    const shard = shards[index] ?? first
    const part: Part = parts.get(shard) ?? { shard, staging, indexes: [], texts: [], errors: new Map() }
    part.indexes.push(index)
    part.texts.push(texts[index] ?? '')
    if (!one.ok) part.errors.set(index, one.errors)
    parts.set(shard, part)
  })
  return [...parts.values()]
}

function textOfPart({ staging, texts }: Part): string {
  return `{${staging ? '"environment":"staging",' : ''}"events":[${texts.join(',')}]}`
}

/** One answer in the caller's order. If a shard could not store after all, everything is sent again: what was stored counts once. */
function merge(answers: readonly { readonly part: Part; readonly answer: TakeAnswer }[]): TakeAnswer {
  const results: unknown[] = []
  const cookies: CookieOrders[] = []
  let allDuplicates = true
  for (const { part, answer } of answers) {
    if (answer.kind === 'unavailable' || answer.kind === 'defect') return answer
    // Each part has a well-formed event: a shard that refuses it whole reads events otherwise than we do.
    if (answer.kind === 'malformed') throw new Error('a shard refused what was parsed')
    const found = JSON.parse(answer.results) as readonly object[]
    allDuplicates &&= answer.allDuplicates
    if (answer.cookies !== undefined) cookies.push(answer.cookies)
    part.indexes.forEach((index, position) => (results[index] = withErrors(found[position], part.errors.get(index))))
  }
  const taken = { kind: 'taken', results: JSON.stringify(results), allDuplicates } as const
  return cookies.length === 0 ? taken : { ...taken, cookies: mergeOrders(cookies) }
}

function withErrors(result: object | undefined, errors: readonly FieldError[] | undefined): unknown {
  return errors === undefined ? result : { ...result, errors }
}
