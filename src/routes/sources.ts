/**
 * `POST /hooks/<source>` and the addresses of other tools: who sends is made sure of, the format is read, what is new becomes
 * canonical events on the ordinary path, and the ledger learns what the back office says. Every step may be done again: a sender
 * that was told nothing sends the same once more.
 */
import type { LedgerOrder } from '../event/ledger-order.ts'
import { outcomeOf, NOTHING_KNOWN, type Known, type SourceOutcome } from '../sources/outcome.ts'
import { sources } from '../sources/registry.ts'
import type { Source, SourceReading, SourceRequest } from '../sources/source.ts'
import { logDefect } from '../telemetry/log.ts'
import { BODY_MAX_BYTES } from './body.ts'
import { withBytes } from './bounded-body.ts'
import { preflight, readable, refuseCaller, type RouteContext } from './events.ts'
import type { ProblemCode, ProblemDetails } from './problems.ts'
import { secondsToWait } from './rate-limit.ts'
import { commandAnswer, duplicateAnswer, parkedAnswer, settledAnswer, takenAnswer } from './source-answers.ts'
import { unpacked } from './source-body.ts'
import { obey } from './source-commands.ts'
import { admit, candidates, pageOrigin, type Admission, type Received, type SourcePlan } from './source-door.ts'
import { takeSourceEvents } from './source-events.ts'
import { knownOrders, noteAtDoor, park, writeOrders, type ParkedRequest } from './source-ledger.ts'
import { takesMediaType } from './source-limits.ts'
import { SOURCE_PATHS, type SourcePath } from './source-paths.ts'

interface Arrival {
  readonly route: RouteContext
  readonly at: SourcePath
  readonly source: Source
}

interface Admitted extends Arrival {
  readonly plan: SourcePlan
  readonly request: SourceRequest
  readonly fromPage: boolean
}

type Refuse = (code: ProblemCode, details?: ProblemDetails) => Response

const WHO = 'whom the policy lists: by signature, key or public id'

/** For the route table. */
export const SOURCE_ROUTES = SOURCE_PATHS.flatMap((at) =>
  at.paths.flatMap((path) => [
    ...at.methods.map((method) => ({ method, path, who: WHO, handler: (route: RouteContext) => receive(route, at) })),
    { method: 'OPTIONS' as const, path, who: 'the origins of the site', handler: sourcePreflight },
  ]),
)

/** As at `/e`; kits of other tools show their key in a header. */
function sourcePreflight(route: RouteContext): Response {
  const response = preflight(route)
  if (response.status === 204) response.headers.set('access-control-allow-headers', 'content-type, authorization')
  return response
}

async function receive(route: RouteContext, at: SourcePath): Promise<Response> {
  const origin = route.request.headers.get('origin')
  const response = await answer(route, at)
  const plan = route.services.origins.siteOf(origin)
  return origin === null ? response : readable(response, plan, origin)
}

async function answer(route: RouteContext, at: SourcePath): Promise<Response> {
  const source = sources.find(({ name }) => name === at.source)
  const [plan] = source === undefined ? [] : candidates(route, source)
  const refuse = refuseFor(route, plan)
  if (source === undefined || plan === undefined) return refuse('source_not_configured')
  if (!takesMediaType(source, route.request.headers.get('content-type') ?? '', 0))
    return refuse('unsupported_media_type')
  const waits = await waitsFor(route, plan, source)
  if (waits > 0) return refuse('too_many_requests', { retryAfterSeconds: waits })
  return withBytes(route, {
    // Nobody has shown anything yet: it waits where browsers wait, and never in the line of servers that have a token.
    source: 'browser',
    maxBytes: BODY_MAX_BYTES,
    refuse: (code, details) => refuse(code === 'body_too_large' ? 'too_large' : code, details),
    take: (bytes) => takeBytes({ route, at, source }, plan, bytes),
  })
}

/** A shop's server sends what it sends, and must not be slowed. */
function waitsFor(route: RouteContext, plan: SourcePlan, { entrance }: Source): number | Promise<number> {
  const isPage = entrance.by === 'browser' || pageOrigin(route) !== null
  return isPage ? secondsToWait(route, plan) : 0
}

async function takeBytes(arrival: Arrival, plan: SourcePlan, raw: Uint8Array): Promise<Response> {
  const { route, source } = arrival
  const refuse = refuseFor(route, plan)
  if (!takesMediaType(source, route.request.headers.get('content-type') ?? '', raw.byteLength))
    return refuse('unsupported_media_type')
  const encoding = route.request.headers.get('content-encoding')
  // Whoever signs has signed what it sent: nothing is unpacked before.
  const body = source.entrance.by === 'signature' ? { ok: true as const, bytes: raw } : await unpacked(raw, encoding)
  if (!body.ok) return refuse(body.code)
  const received = { bytes: body.bytes, text: new TextDecoder().decode(body.bytes), receivedAtMs: Date.now() }
  return enterWith(arrival, received)
}

async function enterWith(arrival: Arrival, received: Received): Promise<Response> {
  const admission = await admit(arrival.route, arrival.source, received)
  if (!admission.ok) return turnedAway(arrival, admission)
  const admitted = { ...arrival, ...admission }
  return settle(admitted, readSafely(arrival.source, admission.request))
}

/** An adapter never throws; if one does, what came is kept for the day when it is mended. */
function readSafely(source: Source, request: SourceRequest): SourceReading {
  try {
    return source.read(request)
  } catch (error) {
    logDefect('source', error)
    return source.entrance.by === 'signature' ? { kind: 'parked', code: 'malformed' } : { kind: 'malformed', paths: [] }
  }
}

/** Of what is not believed no word is, but an order may be named in it that the shop will ask for. */
async function turnedAway(
  { route, source }: Arrival,
  { refusal, plan, request }: Extract<Admission, { ok: false }>,
): Promise<Response> {
  const { code, status } = refusal
  const isPage = source.entrance.by === 'browser' || pageOrigin(route) !== null
  if (plan !== undefined && request !== undefined && source.entrance.by === 'signature') {
    const order = orderNamed(readSafely(source, request))
    if (order !== undefined) await noteAtDoor(route, plan, code, order)
  }
  return refuseCaller(route, isPage ? 'browser' : 'server', plan, code, { status })
}

function orderNamed(reading: SourceReading): string | undefined {
  if (reading.kind === 'parked' || reading.kind === 'fetch') return reading.order_id
  if (reading.kind !== 'read') return undefined
  return reading.ledger[0]?.order_id ?? reading.events[0]?.identity?.order_key
}

async function settle(admitted: Admitted, reading: SourceReading): Promise<Response> {
  try {
    return await settleOutcome(admitted, outcomeOf(reading, await knownOf(admitted, reading)))
  } catch (error) {
    logDefect('source', error)
    return refuseFor(admitted.route, admitted.plan)('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

/** Only of what speaks for the shop; the outbox itself tells copies of all others apart. */
async function knownOf({ route, plan, source }: Admitted, reading: SourceReading): Promise<Known> {
  if (reading.kind !== 'read') return NOTHING_KNOWN
  if (source.entrance.by !== 'signature' && reading.ledger.length === 0) return NOTHING_KNOWN
  const named = reading.events.flatMap(({ identity }) => identity?.order_key ?? [])
  const ids = new Set([...reading.ledger.map(({ order_id }) => order_id), ...named])
  return knownOrders(route, plan, [...ids])
}

async function settleOutcome(admitted: Admitted, outcome: SourceOutcome): Promise<Response> {
  const { route, plan } = admitted
  switch (outcome.kind) {
    case 'events':
      return takeEvents(admitted, outcome)
    case 'duplicate':
      await write(admitted, outcome.ledger)
      return duplicateAnswer(outcome.of)
    case 'ignored':
    case 'ledger':
      await write(admitted, outcome.ledger)
      return settledAnswer(outcome)
    case 'parked':
      return keep(admitted, outcome.code, outcome)
    case 'fetch':
      return keep(admitted, 'shop_api_unavailable', { order_id: outcome.order_id })
    case 'command': {
      const end = await obey(route, plan, outcome.command)
      if (end === 'unavailable') return refuseFor(route, plan)('outbox_unavailable', { retryAfterSeconds: 5 })
      if (end !== 'done' && !(await parkRequest(admitted, end.kept, {}))) return full(admitted)
      return commandAnswer(outcome.command)
    }
    case 'malformed':
      return malformed(admitted, outcome.paths)
  }
}

async function takeEvents(
  admitted: Admitted,
  { events, ledger }: Extract<SourceOutcome, { kind: 'events' }>,
): Promise<Response> {
  const { route, at, source, plan, request, fromPage } = admitted
  const sending = { plan, via: source.id, fromPage, receivedAtMs: request.receivedAtMs }
  const taken = await takeSourceEvents(route, sending, events)
  if (!taken.ok) {
    if (taken.kind !== 'malformed')
      return refuseFor(route, plan)(taken.kind === 'defect' ? 'defect' : 'outbox_unavailable', taken)
    const paths = taken.errors.map(({ path }) => path)
    return source.entrance.by === 'signature' ? keep(admitted, 'malformed', { paths }) : malformed(admitted, paths)
  }
  await write(admitted, ledger)
  const last = events.at(-1)
  if (taken.allDuplicates && last !== undefined) return duplicateAnswer(String(last.event['event_id']))
  return takenAnswer(at, route.request.method === 'GET', taken.results)
}

/** After the events: a crash in between is mended by the shop, which sends again what was not answered. */
async function write({ route, plan }: Admitted, ledger: readonly LedgerOrder[]): Promise<void> {
  if (ledger.length > 0) await writeOrders(route, plan, ledger)
}

interface ParkedFor {
  readonly paths?: readonly string[]
  readonly order_id?: string
}

async function keep(admitted: Admitted, code: string, why: ParkedFor): Promise<Response> {
  return (await parkRequest(admitted, code, why)) ? parkedAnswer(code, why.paths) : full(admitted)
}

function full({ route, plan }: Admitted): Response {
  return refuseFor(route, plan)('outbox_unavailable', { retryAfterSeconds: 60 })
}

function parkRequest(admitted: Admitted, code: string, { paths, order_id }: ParkedFor): Promise<boolean> {
  return park(admitted.route, admitted.plan, {
    ...parkedRequest(admitted),
    code,
    ...(paths !== undefined && { paths }),
    ...(order_id !== undefined && { order_id }),
  })
}

/** Of the headers those that the adapter looks at. */
function parkedRequest({ source, request }: Admitted): ParkedRequest {
  const headers: Record<string, string> = {}
  const get = (name: string) => {
    const value = request.headers.get(name)
    if (value !== undefined) headers[name] = value
    return value
  }
  readSafely(source, { ...request, headers: { get } })
  return {
    source: source.name,
    at: new Date(request.receivedAtMs).toISOString(),
    method: request.method,
    url: request.url.href,
    headers,
    text: request.text,
  }
}

function malformed({ route, plan }: Admitted, paths: readonly string[]): Response {
  const errors = paths.map((path) => ({ path, message: 'is missing, or cannot be read' }))
  return refuseFor(route, plan)('malformed', { errors, members: { paths } })
}

function refuseFor(route: RouteContext, plan: SourcePlan | undefined): Refuse {
  const caller = pageOrigin(route) === null ? 'server' : 'browser'
  return (code, details) => refuseCaller(route, caller, plan, code, details)
}
