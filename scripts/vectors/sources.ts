/**
 * Runs the vectors of sources: a request as it arrives, with its real signature, goes through the entrance, the adapter and what is
 * known of its orders. Events must be exactly as expected; a source without an adapter fails and says so.
 */
import { entranceRefusal, isSandboxed } from '../../src/auth/source-entrance.ts'
import { rsaKeyOf } from '../../src/auth/webhook-signature.ts'
import { BODY_MAX_BYTES, takesMediaType } from '../../src/routes/source-limits.ts'
import { pathOfSource, SAME_AS } from '../../src/routes/source-paths.ts'
import { isInLedger, outcomeOf, type Known, type SourceOutcome } from '../../src/sources/outcome.ts'
import { sources } from '../../src/sources/registry.ts'
import type { Source, SourceReading, SourceRequest } from '../../src/sources/source.ts'
import { difference } from './source-difference.ts'
import { ledgerEntry, ordersReader } from './source-orders.ts'
import {
  bodyOf,
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
  const readOrders = ordersReader(vector)
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
  const refusal =
    context.authenticated === true ? undefined : await refusalOf(source, request, bytes, context.served_keys ?? {})
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

function refusalOf(
  source: Source,
  request: SourceRequest,
  bytes: Uint8Array,
  keys: NonNullable<VectorContext['served_keys']>,
) {
  return entranceRefusal(source, request, bytes, {
    secrets: (names) => names,
    servedKey: async (path) => (await rsaKeyOf(keys[path] ?? '')) ?? 'none',
    origin: originOf(source, request.headers.get('origin')),
  })
}

function requestOf(name: string, context: VectorContext, input: VectorInput): SourceRequest {
  const headers = new Map(Object.entries(input.headers).map(([key, value]) => [key.toLowerCase(), value]))
  const path = pathOfSource(name)?.paths[0] ?? '/hooks/none'
  const settings = settingsOf(context, bodyOf(input))
  // As integrations/shopify/web-pixel.js asks for it.
  const shop = name === 'shopify.web_pixel' ? `?shop=${settings.sources.shopify?.shop ?? ''}` : ''
  return {
    method: input.method,
    url: new URL(input.url ?? `https://events.shop.example${path}${shop}`),
    headers: { get: (key) => headers.get(key) },
    text: bodyOf(input),
    receivedAtMs: Date.parse(context.received_at),
    ...(context.request_ip !== undefined && { ip: context.request_ip }),
    settings,
  }
}

function originOf(source: Source, origin: string | undefined): 'own' | 'strange' | 'none' {
  if (origin === undefined || isSandboxed(source, origin)) return 'none'
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
