/**
 * `POST /hooks/<source>` and the addresses of other tools: who sends is made sure of, the format is read, what is new becomes
 * canonical events on the ordinary path, and the ledger learns what the back office says. Every step may be done again: a sender
 * that was told nothing sends the same once more.
 */
import { sources } from '../sources/registry.ts'
import type { Source, SourceRequest } from '../sources/source.ts'
import { logDefect } from '../telemetry/log.ts'
import { BODY_MAX_BYTES } from './body.ts'
import { withBytes } from './bounded-body.ts'
import { isStaging } from './browser-door.ts'
import { readable, refuseCaller, type RouteContext } from './events.ts'
import type { ProblemCode, ProblemDetails } from './problems.ts'
import { secondsToWait } from './rate-limit.ts'
import {
  challengeAnswer,
  commandAnswer,
  duplicateAnswer,
  parkedAnswer,
  settledAnswer,
  takenAnswer,
} from './source-answers.ts'
import { unpacked } from './source-body.ts'
import { admit, candidates, pageOrigin, type Admission, type Received, type SourcePlan } from './source-door.ts'
import { noteAtDoor, park } from './source-ledger.ts'
import { takesMediaType } from './source-limits.ts'
import type { SourcePath } from './source-paths.ts'
import { orderNamed, parkedRequest, readSafely } from './source-read.ts'
import { settle, type End, type Settling } from './source-settle.ts'

interface Arrival {
  readonly route: RouteContext
  readonly at: SourcePath
  readonly source: Source
}

type Refuse = (code: ProblemCode, details?: ProblemDetails) => Response

export async function receive(route: RouteContext, at: SourcePath): Promise<Response> {
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
  if (source.challenge !== undefined && route.request.method === 'GET')
    return challenged(route, source.challenge, refuse)
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

const CHALLENGE = /^[A-Za-z0-9._~-]{1,128}$/

/** Whoever asks hears what it has said, and nothing of what the policy lists. */
function challenged({ request }: RouteContext, name: string, refuse: Refuse): Response {
  const said = new URL(request.url).searchParams.get(name) ?? ''
  return CHALLENGE.test(said) ? challengeAnswer(name, said) : refuse('malformed', malformedDetails([name]))
}

/** A shop's server sends what it sends, and must not be slowed; a key that stands in pages says nothing of who sends. */
function waitsFor(route: RouteContext, plan: SourcePlan, { entrance }: Source): number | Promise<number> {
  const isPublic = entrance.by === 'browser' || (entrance.by === 'key' && entrance.isPublic === true)
  const isPage = isPublic || pageOrigin(route) !== null
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
  const { plan, request, fromPage } = admission
  const trial = isStaging(plan, fromPage ? pageOrigin(arrival.route) : null, request.url.searchParams)
  const settling = { ...arrival, plan, fromPage, receivedAtMs: request.receivedAtMs, trial }
  const refuse = refuseFor(arrival.route, plan)
  try {
    const end = await settle(settling, readSafely(arrival.source, request))
    const kept = end.kind !== 'parked' || (await keep(settling, request, end))
    return kept ? answerTo(arrival, end, refuse) : refuse('outbox_unavailable', { retryAfterSeconds: 60 })
  } catch (error) {
    logDefect('source', error)
    return refuse('outbox_unavailable', { retryAfterSeconds: 5 })
  }
}

function keep(
  { route, source, plan }: Settling,
  request: SourceRequest,
  { code, paths, order_id, command }: Extract<End, { kind: 'parked' }>,
): Promise<boolean> {
  route.services.door.refused(command?.kind ?? 'parked', 'server', request.receivedAtMs, plan.id)
  return park(route, plan, {
    ...parkedRequest(source, request),
    code,
    ...(paths !== undefined && { paths }),
    ...(order_id !== undefined && { order_id }),
  })
}

function answerTo({ route, at }: Arrival, end: End, refuse: Refuse): Response {
  switch (end.kind) {
    case 'taken':
      return takenAnswer(at, route.request.method === 'GET', end.results)
    case 'duplicate':
      return duplicateAnswer(end.of)
    case 'ignored':
    case 'ledger':
      return settledAnswer(end)
    case 'obeyed':
      return commandAnswer(end.command)
    case 'parked':
      return end.command === undefined ? parkedAnswer(end.code, end.paths) : commandAnswer(end.command)
    case 'malformed':
      return refuse('malformed', malformedDetails(end.paths))
    case 'unavailable':
      return refuse('outbox_unavailable', { retryAfterSeconds: end.retryAfterSeconds })
    case 'defect':
      return refuse('defect', { retryAfterSeconds: end.retryAfterSeconds })
  }
}

function malformedDetails(paths: readonly string[]): ProblemDetails {
  const errors = paths.map((path) => ({ path, message: 'is missing, or cannot be read' }))
  return { errors, members: { paths } }
}

/** Of what is not believed no word is, but an order may be named in it that somebody will look for. */
async function turnedAway(
  { route, source }: Arrival,
  { refusal, plan, request }: Extract<Admission, { ok: false }>,
): Promise<Response> {
  const { code, status } = refusal
  if (plan !== undefined && request !== undefined && source.entrance.by === 'signature') {
    const order = orderNamed(readSafely(source, request))
    if (order !== undefined) await noteAtDoor(route, plan, code, order)
  }
  return refuseFor(route, plan)(code, status === 503 ? { retryAfterSeconds: 60 } : { status })
}

function refuseFor(route: RouteContext, plan: SourcePlan | undefined): Refuse {
  const caller = pageOrigin(route) === null ? 'server' : 'browser'
  return (code, details) => refuseCaller(route, caller, plan, code, details)
}
