/** `POST /v1/events` (servers, with a token) and `POST /e` (browsers, held to the site's origins). */
import type { Role } from '../auth/roles.ts'
import type { Env } from '../config.ts'
import type { BodyText, TakeAnswer, TakeRequest } from '../outbox/types.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { Counters } from '../telemetry/counters.ts'
import { logDefect, logProblem } from '../telemetry/log.ts'
import { announcedBytes, BODY_MAX_BYTES, mediaType } from './body.ts'
import { withBody, withBytes } from './bounded-body.ts'
import { askRoom, askShard, TOGETHER, TOO_LATE } from './ask-shard.ts'
import { ANSWER_HEADERS } from './answer-headers.ts'
import { enter, namesTrial, queryOf, type BrowserCaller, type Entry } from './browser-door.ts'
import { readBrowserFacts } from './browser-facts.ts'
import { withCookies } from './cookies.ts'
import { setAside } from './set-aside.ts'
import { problem, type ProblemCode, type ProblemDetails } from './problems.ts'
import type { Services } from './services.ts'
import { takeByShard } from './shards.ts'

export interface RouteContext {
  readonly services: Services
  readonly env: Env
  readonly request: Request
  /** Who may ask beside the site's server, as the route table says. */
  readonly roles?: readonly Role[]
}

type Source = TakeRequest['source']

/** Who is let in, and for which site. */
export type Caller = ServerCaller | BrowserCaller

interface ServerCaller {
  readonly source: 'server'
  readonly plan: SitePlan
  /** The address says that it is a trial. */
  readonly staging: boolean
}

export function serverCaller({ request }: RouteContext, plan: SitePlan): ServerCaller {
  return { source: 'server', plan, staging: namesTrial(queryOf(request)) }
}

export async function postServerEvents(route: RouteContext): Promise<Response> {
  if (mediaType(route.request) !== 'application/json')
    return refuseCaller(route, 'server', undefined, 'wrong_content_type', { detail: 'send application/json' })
  const known = route.services.tokens.siteOf(route.request.headers.get('authorization'), Date.now())
  const site = known instanceof Promise ? await known : known
  const plan = site === undefined ? undefined : route.services.config.sites.get(site)
  if (plan === undefined)
    return refuseCaller(route, 'server', undefined, 'token_missing_or_bad', {
      detail: 'make one with: tidegate token --site <id>',
    })
  return await takeEvents(route, serverCaller(route, plan))
}

const BROWSER_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/plain'])

export async function postBrowserEvents(route: RouteContext): Promise<Response> {
  const origin = route.request.headers.get('origin')
  const entry = await enter(route, origin)
  if (!entry.ok) return readable(turnedAway(route, entry, origin), entry.plan, origin)
  const { caller } = entry
  const response = BROWSER_TYPES.has(mediaType(route.request))
    ? await takeEvents(route, caller)
    : refuseCaller(route, 'browser', caller.plan, 'wrong_content_type', {
        detail: 'send application/json or text/plain',
      })
  return readable(response, caller.plan, origin)
}

/** A page of the site may read what it is told, a no as well; a stranger's may not. */
export function readable(response: Response, plan: SitePlan | undefined, origin: string | null): Response {
  return plan === undefined || origin === null ? varying(response) : withCors(response, origin)
}

/**
 * The preflight that `application/json` from another origin causes; `text/plain` needs none. After a no the browser does not
 * send what it had, so the refusal is counted here.
 */
export function preflight(route: RouteContext): Response {
  const origin = route.request.headers.get('origin')
  if (origin === null || route.services.origins.siteOf(origin) === undefined) return varying(stranger(route, origin))
  const headers = {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
  }
  return withCors(new Response(null, { status: 204, headers }), origin)
}

/** `origin` is one that the policy lists: nothing else that a caller wrote comes back. */
export function withCors(response: Response, origin: string): Response {
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
  // A page can read few headers by itself, and not the one that says when to come back.
  if (response.headers.has('retry-after')) response.headers.set('access-control-expose-headers', 'retry-after')
  return varying(response)
}

/** Also where the answer is no: a cache must not give it to the next origin. */
function varying(response: Response): Response {
  response.headers.append('vary', 'Origin')
  return response
}

function takeEvents(route: RouteContext, caller: Caller): Promise<Response> {
  const use = { source: caller.source, maxBytes: BODY_MAX_BYTES, refuse: refuseFor(route, caller) }
  const take = (text: BodyText) => takeText(route, caller, text)
  return staysBytes(announcedBytes(route.request))
    ? withBytes(route, { ...use, take })
    : withBody(route, { ...use, take })
}

/** V8 moves no object that is larger: a longer text may as well be one, and bytes of it would be beside the heap's own limit. */
const MOVED_BYTES = 128 * 1024

/** Of those that go alone in a call, what V8 would move with every collection while it waits (decision 0077). */
function staysBytes(announced: number | undefined): boolean {
  return announced !== undefined && announced > TOGETHER.characters && announced < MOVED_BYTES
}

/** What has been read, and how long it may be has been looked at. */
export async function takeText(route: RouteContext, caller: Caller, text: BodyText): Promise<Response> {
  const refuse = refuseFor(route, caller)
  const answer =
    setAside(route, caller, text) ?? (await askShards(route, caller.plan, takeRequest(route, text, caller)))
  switch (answer.kind) {
    case 'taken':
      return withCookies(taken(answer), answer.cookies, route.request, caller.plan)
    case 'malformed':
      // Where single events are wrong, the shard has counted each.
      return (isOfEvents(answer) ? refused.bind(undefined, route) : refuse)(answer.code, { errors: answer.errors })
    case 'defect':
      return refuse('defect', { retryAfterSeconds: 5 })
    case 'unavailable':
      return refuse('outbox_unavailable', { retryAfterSeconds: answer.retryAfterSeconds })
  }
}

function takeRequest(route: RouteContext, text: BodyText, caller: Caller): TakeRequest {
  const receivedAtMs = Date.now()
  const { source } = caller
  const trial = caller.staging ? { staging: true as const } : undefined
  if (source === 'server') return { text, source, receivedAtMs, gpcHeader: null, ...trial }
  const { request, services } = route
  const facts = readBrowserFacts(request, services.config, caller.plan)
  return { text, source, receivedAtMs, gpcHeader: request.headers.get('sec-gpc'), facts, ...trial }
}

/** Whatever goes wrong on the way to a shard, nothing is lost: the caller sends the same again, and counts once. */
export async function askShards(route: RouteContext, plan: SitePlan, request: TakeRequest): Promise<TakeAnswer> {
  try {
    return await takeByShard(request, plan, route.services.config.personKey, {
      take: (shard, part) => askShard(route, plan, shard, part),
      retryAfter: (shard) => askRoom(route, plan, shard),
    })
  } catch (error) {
    logDefect('outbox', error)
    return TOO_LATE
  }
}

/** 200 says "you had sent all of these before"; everything else that was taken in is 202. */
function taken(answer: Extract<TakeAnswer, { kind: 'taken' }>): Response {
  return new Response(`{"results":${answer.results}}`, answer.allDuplicates ? KNOWN : TAKEN)
}

/** It speaks of a person's events. */
const TAKEN_HEADERS = { ...ANSWER_HEADERS, 'content-type': 'application/json', 'cache-control': 'no-store' }
/** Made once: the runtime copies the status and the headers of a Response in half the time that it reads them from an object. */
const TAKEN = new Response(null, { status: 202, headers: TAKEN_HEADERS })
const KNOWN = new Response(null, { status: 200, headers: TAKEN_HEADERS })

/** What is wrong with the body as a whole has no path, or that of the list. */
function isOfEvents({ code, errors }: Extract<TakeAnswer, { kind: 'malformed' }>): boolean {
  return code === 'wrong_structure' && !errors.some(({ path }) => path === '' || path === 'events')
}

type Refuse = (code: ProblemCode, details?: ProblemDetails) => Response

function refuseFor(route: RouteContext, { source, plan }: Caller): Refuse {
  return (code, details) => refuseCaller(route, source, plan, code, details)
}

/** Refused with all the events in it; the diagnostics of the site say so, or of every site where none is known. */
export function refuseCaller(
  route: RouteContext,
  caller: Source,
  plan: SitePlan | undefined,
  code: ProblemCode,
  details?: ProblemDetails,
): Response {
  route.services.door.refused(code, caller, Date.now(), plan?.id)
  return refused(route, code, details)
}

/** Of a browser's request that was not let in. */
export function turnedAway(
  route: RouteContext,
  { plan, code, details }: Extract<Entry, { ok: false }>,
  origin: string | null,
): Response {
  return plan === undefined ? stranger(route, origin, details) : refuseCaller(route, 'browser', plan, code, details)
}

function stranger(route: RouteContext, origin: string | null, details?: ProblemDetails): Response {
  route.services.door.refusedOrigin(origin, Date.now())
  return refused(route, 'origin_not_allowed', details)
}

export function refused(route: RouteContext, code: ProblemCode, details: ProblemDetails = {}): Response {
  Counters.add(route.services.counters.problems, code)
  logProblem(route.services.config.logLevel, { code })
  return problem(code, details)
}
