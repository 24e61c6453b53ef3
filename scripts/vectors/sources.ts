/**
 * Runs the vectors of sources: a request as it arrives, with its real signature, goes through the entrance, the adapter and what is
 * known of its orders. Events must be exactly as expected; a source without an adapter fails and says so.
 */
import { isDeepStrictEqual } from 'node:util'
import { entranceRefusal } from '../../src/auth/source-entrance.ts'
import { BODY_MAX_BYTES, takesMediaType } from '../../src/routes/source-limits.ts'
import { pathOfSource, SAME_AS } from '../../src/routes/source-paths.ts'
import { isInLedger, outcomeOf, type Known, type SourceOutcome } from '../../src/sources/outcome.ts'
import { sources } from '../../src/sources/registry.ts'
import type { Source, SourceReading, SourceRequest } from '../../src/sources/source.ts'
import { ledgerEntry, ordersReader } from './source-orders.ts'
import {
  bodyOf,
  isMembers,
  settingsOf,
  SITE,
  type Members,
  type SourceVector,
  type VectorContext,
  type VectorInput,
} from './source-vector.ts'

/** Other names that a vector may call a source by. */
const ALSO: Readonly<Record<string, string>> = {
  ...SAME_AS,
  'generic.webhook': 'webhook.generic',
  'generic.http': 'webhook.generic',
  'shopify.events': 'shopify.webhook',
}

/** What is wrong with our answer, in one line; undefined where all is well. */
export async function runSourceVector(vector: SourceVector): Promise<string | undefined> {
  const readOrders = ordersReader(vector.source)
  if (readOrders !== undefined) {
    const settings = settingsOf(vector.context)
    const reading = readOrders(bodyOf(vector.input), settings)
    return difference(
      vector.expected,
      besideLedger(vector, reading, asNamed(outcomeOf(reading, knownOf(vector.context)), 200)),
    )
  }
  const source = sources.find(({ name }) => name === (ALSO[vector.source] ?? vector.source))
  if (source === undefined) return `no adapter for the source ${vector.source} yet`
  return difference(vector.expected, await answerTo(source, vector))
}

/** An order that goes to the ledger alone: the line itself, where the vector shows it. */
function besideLedger({ expected }: SourceVector, reading: SourceReading, actual: Members): Members {
  const { ignored, status: _status, ...told } = actual
  // Nobody is told of what we ask for ourselves.
  const rest = { ...told, status: expected['status'] }
  if (reading.kind !== 'read' || expected['ledger'] === undefined) return { ...rest, ignored }
  const entries = reading.ledger.map(ledgerEntry)
  return {
    ...rest,
    ledger: Array.isArray(expected['ledger']) ? entries : entries[0],
    ...(expected['ignored'] !== undefined && { ignored }),
  }
}

async function answerTo(source: Source, { context, input, expected }: SourceVector): Promise<Members> {
  const bytes = new TextEncoder().encode(bodyOf(input))
  if (bytes.byteLength > BODY_MAX_BYTES) return { error: { status: 413, code: 'too_large' } }
  const request = requestOf(source.name, context, input)
  if (!takesMediaType(source, request.headers.get('content-type') ?? '', bytes.byteLength))
    return { error: { status: 415, code: 'unsupported_media_type' } }
  const refusal = context.authenticated === true ? undefined : await refusalOf(source, request, bytes)
  if (refusal !== undefined) return { error: refusal }
  const reading = source.read(request)
  const isThin = reading.kind === 'fetch' && expected['fetch'] === undefined
  const repeated = isThin ? repeatOf(context, bodyOf(input)) : undefined
  // To read the same order again changes nothing: a thin webhook that comes twice is a duplicate by what follows from it.
  if (repeated !== undefined) return { status: 200, duplicate: { of: repeated } }
  return asNamed(outcomeOf(reading, knownOf(context)), pathOfSource(source.name)?.taken ?? 0)
}

/** The id by which the shop itself knows that it has sent this before. */
function repeatOf({ already_accepted: accepted = {} }: VectorContext, body: string): string | undefined {
  const id = /"(?:hash|tts_notification_id)"\s*:\s*"([^"]+)"/.exec(body)?.[1]
  const isKnown = Object.values(accepted).some((ids) => Array.isArray(ids) && ids.includes(id))
  return isKnown ? id : undefined
}

function refusalOf(source: Source, request: SourceRequest, bytes: Uint8Array) {
  return entranceRefusal(source, request, bytes, {
    secrets: (names) => names,
    origin: originOf(request.headers.get('origin')),
  })
}

function requestOf(name: string, context: VectorContext, input: VectorInput): SourceRequest {
  const headers = new Map(Object.entries(input.headers).map(([key, value]) => [key.toLowerCase(), value]))
  const path = pathOfSource(name)?.paths[0] ?? '/hooks/none'
  return {
    method: input.method,
    url: new URL(input.url ?? `https://events.shop.example${path}`),
    headers: { get: (key) => headers.get(key) },
    text: bodyOf(input),
    receivedAtMs: Date.parse(context.received_at),
    ...(context.request_ip !== undefined && { ip: context.request_ip }),
    settings: settingsOf(context, bodyOf(input)),
  }
}

function originOf(origin: string | undefined): 'own' | 'strange' | 'none' {
  if (origin === undefined) return 'none'
  return origin === SITE ? 'own' : 'strange'
}

function knownOf({ already_accepted: accepted = {} }: VectorContext): Known {
  const { orders = [], refunds = [], aliases = {}, order_updated_at: updated = {} } = accepted
  const one = (id: string) => ({
    sold: true,
    refunds,
    ...(updated[id] !== undefined && { updated_at: updated[id] }),
  })
  return { orders: Object.fromEntries(orders.map((id) => [id, one(id)])), names: aliases }
}

/** The outcome in the words of the vectors. */
export function asNamed(outcome: SourceOutcome, taken: number): Members {
  switch (outcome.kind) {
    case 'events': {
      const [first] = outcome.events
      return {
        status: taken,
        events: outcome.events.map(({ event }) => event),
        ...(first?.identity !== undefined && { identity: first.identity }),
        ...(outcome.skipped !== undefined && { skipped: outcome.skipped }),
      }
    }
    case 'duplicate':
      return { status: 200, duplicate: { of: outcome.of } }
    case 'ignored':
      return {
        status: 200,
        ignored: { reason: outcome.reason, ledger: isInLedger(outcome) },
        ...(outcome.skipped !== undefined && { skipped: outcome.skipped }),
      }
    case 'ledger':
      return { status: 200, ledger: outcome.change }
    case 'malformed':
      return { error: { status: 400, code: 'malformed', paths: outcome.paths } }
    case 'command':
      return { status: 200, command: outcome.command }
    case 'parked': {
      const { kind, ...rest } = outcome
      return { status: 200, [kind]: rest }
    }
    case 'fetch': {
      const { order_id, resource, source } = outcome
      return { status: 200, fetch: { order_id, id: order_id, resource, type: resource, source } }
    }
  }
}

/** Members whose parts need only be as far as the vector names them. */
const NAMED_ONLY: ReadonlySet<string> = new Set(['identity', 'parked', 'fetch', 'error', 'ledger'])
/** What we may say beyond the vector. `warnings` are words for people: no reader of ours has any. */
const MAY_BE_MORE: ReadonlySet<string> = new Set(['identity', 'warnings'])

function difference(expected: Members, actual: Members): string | undefined {
  const ignored = actual['ignored'] !== undefined
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (key === 'warnings' || (MAY_BE_MORE.has(key) && !(key in expected))) continue
    // Where nothing of a list was an event, to say why of each is more than is asked.
    if (key === 'skipped' && ignored && !(key in expected)) continue
    const wanted = key === 'events' ? withOurIds(normalized(expected[key]), actual[key]) : normalized(expected[key])
    const found = NAMED_ONLY.has(key) ? named(normalized(actual[key]), wanted) : normalized(actual[key])
    if (!isDeepStrictEqual(found, wanted))
      return `${key}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(normalized(actual[key]))}`
  }
  return undefined
}

const DERIVED = /^d-[0-9a-f]{32}$/
const NO_ID = /\*|derived|[0-9a-f]{12,}/i

/** An event that brings no id of its own has one made of what it says: how is ours to choose, and a vector cannot know it. */
function withOurIds(wanted: unknown, actual: unknown): unknown {
  if (!Array.isArray(wanted) || !Array.isArray(actual)) return wanted
  return wanted.map((event: unknown, index) => {
    const ours: unknown = isMembers(actual[index]) ? actual[index]['event_id'] : undefined
    if (!isMembers(event) || typeof ours !== 'string' || !DERIVED.test(ours)) return event
    const theirs = event['event_id']
    return typeof theirs === 'string' && !NO_ID.test(theirs) ? event : { ...event, event_id: ours }
  })
}

function named(found: unknown, wanted: unknown): unknown {
  if (Array.isArray(found) && Array.isArray(wanted) && found.length === wanted.length)
    return found.map((one, index) => named(one, wanted[index]))
  if (!isMembers(found) || !isMembers(wanted)) return found
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, found[key]]))
}

/** Why one of a list is no event: not one at all, or one that has no name here. The formats draw that line in different places. */
const NO_EVENT: ReadonlySet<unknown> = new Set(['unknown_event', 'not_an_event'])

const TIMES: ReadonlySet<string> = new Set(['occurred_at', 'at'])

/** Times as instants; `search_term` is the schema's `search.query`; absent and undefined are one. */
function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized)
  if (!isMembers(value)) return value
  const entries = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    if (member === undefined) return []
    if (key === 'reason' && 'index' in value && NO_EVENT.has(member)) return [[key, 'not_an_event']]
    if (key === 'search_term') return [['search', { query: member }]]
    return [[key, TIMES.has(key) && typeof member === 'string' ? Date.parse(member) : normalized(member)]]
  })
  return Object.fromEntries(entries)
}
