/**
 * What a person answered, kept as proof and obeyed: `POST /v1/consent` from the site's page (held to its origins) or its
 * server (with a token), and `DELETE /v1/persons/{key}`. Every shard is told before the caller is answered.
 */
import { hasKey, parseConsentRequest, type ConsentRequest } from '../event/consent-request.ts'
import type { FieldError } from '../event/errors.ts'
import type { ConsentOutcome } from '../outbox/consent-desk.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { shardStub } from '../outbox/shard-stub.ts'
import type { BrowserFacts } from '../outbox/types.ts'
import { ANALYSIS, analysisNeed } from '../pipeline/analysis-need.ts'
import { orderLink } from '../pipeline/order-link.ts'
import { withBrowserFacts } from '../pipeline/browser-facts.ts'
import { cookiesOfAnswer, type CookieOrders } from '../pipeline/cookies.ts'
import { recordConsent, refusalsOf, type ConsentRecord } from '../pipeline/consent-record.ts'
import { keysOfText, ORDER_KINDS, PERSON_KINDS } from '../pipeline/consent-keys.ts'
import type { JudgeContext } from '../pipeline/judge.ts'
import type { SitePlan } from '../pipeline/plan.ts'
import { logDefect } from '../telemetry/log.ts'
import { askLedger } from './ask-ledger.ts'
import { mediaType } from './body.ts'
import { withBody } from './bounded-body.ts'
import { readBrowserFacts } from './browser-facts.ts'
import { enter } from './browser-door.ts'
import { withCookies } from './cookies.ts'
import { visitorKind } from './visitor-kind.ts'
import { readable, refused, serverCaller, withCors, type Caller, type RouteContext } from './events.ts'

/** Evidence is a few strings and cookies; more is no answer of a person. */
const CONSENT_MAX_BYTES = 64 * 1024
const BROWSER_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/plain'])

/** A token makes it the site's server; without one it is a page of the site, or nobody. */
export async function postConsent(route: RouteContext): Promise<Response> {
  const authorization = route.request.headers.get('authorization')
  return authorization === null ? postFromBrowser(route) : postFromServer(route, authorization)
}

async function postFromServer(route: RouteContext, authorization: string): Promise<Response> {
  const plan = await planOf(route, authorization)
  if (plan === undefined)
    return refused(route, 'token_missing_or_bad', { detail: 'make one with: tidegate token --site <id>' })
  if (mediaType(route.request) !== 'application/json')
    return refused(route, 'wrong_content_type', { detail: 'send application/json' })
  return takeConsent(route, serverCaller(route, plan))
}

async function postFromBrowser(route: RouteContext): Promise<Response> {
  const origin = route.request.headers.get('origin')
  if (origin === null) return refused(route, 'token_missing_or_bad', { detail: 'send a token, or come from a page' })
  const entry = await enter(route, origin)
  if (!entry.ok) return readable(refused(route, entry.code, entry.details), entry.plan, origin)
  if (!BROWSER_TYPES.has(mediaType(route.request)))
    return withCors(refused(route, 'wrong_content_type', { detail: 'send application/json or text/plain' }), origin)
  return withCors(await takeConsent(route, entry.caller), origin)
}

async function planOf(route: RouteContext, authorization: string | null): Promise<SitePlan | undefined> {
  const site = await route.services.tokens.siteOf(authorization, Date.now())
  return site === undefined ? undefined : route.services.config.sites.get(site)
}

type Source = Caller['source']

function takeConsent(route: RouteContext, caller: Caller): Promise<Response> {
  return withBody(route, {
    source: caller.source,
    maxBytes: CONSENT_MAX_BYTES,
    refuse: (code, details) => refused(route, code, details),
    take: (text) => takeAnswer(route, caller, text),
  })
}

async function takeAnswer(route: RouteContext, caller: Caller, text: string): Promise<Response> {
  const { plan, source } = caller
  const parsed = parseConsentRequest(text, source === 'server')
  if (!parsed.ok) return refused(route, parsed.code, { errors: parsed.errors })
  const nowhere = unknownDestinations(parsed.request, plan)
  if (nowhere.length > 0) return refused(route, 'wrong_structure', { errors: nowhere })
  const facts = source === 'browser' ? readBrowserFacts(route.request, route.services.config, plan) : undefined
  const record = recordOf(parsed.request, route, plan, facts)
  // Where the site tries things out, or nobody is there, no yes is kept, and no browser marked.
  const isTrial = parsed.request.staging === true || caller.staging
  if (isTrial || !isPerson(route, source)) return tried(route, plan, record)
  if (record.keys.length > 0 && isLost(record)) return refused(route, 'wrong_structure', { errors: [UNREADABLE] })
  if (record.keys.length > 0) return keep(route, plan, record, source, facts)
  // A page that names nobody asks what its evidence means; one that names somebody must be understood.
  if (source === 'server' || hasKey(parsed.request))
    return refused(route, 'wrong_structure', { errors: [UNREADABLE_KEYS] })
  return answered(route, plan, asked(record), 200, cookiesOf(record, plan, facts))
}

/** A no to a name that nobody has would be one to nobody. */
function unknownDestinations({ destinations = [] }: ConsentRequest, plan: SitePlan): readonly FieldError[] {
  const known = [...plan.destinations.map(({ need }) => need), ...plan.absent].map(({ destination }) => destination)
  return destinations.flatMap((id, index) =>
    known.includes(id) ? [] : [{ path: `destinations.${index}`, message: `must be one of: ${known.join(', ')}` }],
  )
}

/** It may be a no, and there is no place where an order would find that it came. */
function isLost({ unreadable, snapshot, lookupKeys }: ConsentRecord): boolean {
  return unreadable === true && (snapshot === undefined || lookupKeys.length === 0)
}

/** Of a trial, or of what no person sent, a no is kept all the same: better one too many than one lost. */
async function tried(route: RouteContext, plan: SitePlan, record: ConsentRecord): Promise<Response> {
  const no = refusalsOf(record)
  const isNo = no.keys.length > 0 && no.withdrawn.length + no.limited.length > 0
  if (isNo && (await tellShards(route, plan, no)) === undefined)
    return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  return answered(route, plan, asked(record), 200, undefined)
}

function isPerson({ request, services }: RouteContext, source: Source): boolean {
  return source === 'server' || visitorKind(request, services.config.production) === 'person'
}

async function keep(
  route: RouteContext,
  plan: SitePlan,
  record: ConsentRecord,
  source: Source,
  facts: BrowserFacts | undefined,
): Promise<Response> {
  const outcome = await tellShards(route, plan, record)
  if (outcome === undefined) return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  return answered(route, plan, answerOf(record, outcome, source), 202, cookiesOf(record, plan, facts, outcome))
}

function cookiesOf(
  record: ConsentRecord,
  plan: SitePlan,
  facts: BrowserFacts | undefined,
  outcome?: ConsentOutcome,
): CookieOrders | undefined {
  return facts === undefined ? undefined : cookiesOfAnswer(record, plan, facts, outcome?.closed)
}

function answered(
  { request }: RouteContext,
  plan: SitePlan,
  body: unknown,
  status: number,
  cookies: CookieOrders | undefined,
): Response {
  return withCookies(Response.json(body, { status, headers: { 'cache-control': 'no-store' } }), cookies, request, plan)
}

/** The connection of a browser is believed before its body: a page must not choose the law of its visitor. */
function recordOf(
  request: ConsentRequest,
  route: RouteContext,
  plan: SitePlan,
  facts: BrowserFacts | undefined,
): ConsentRecord {
  if (facts === undefined) return recordConsent(request, plan, contextOf(route, null))
  const context = { ...contextOf(route, route.request.headers.get('sec-gpc')), visitor: facts.visitor }
  // Whoever knows an e-mail address can write it into a page's call: a page speaks for an order, a cart or a visitor.
  const visitor = request.keys.visitorId === undefined ? {} : { visitorId: request.keys.visitorId }
  return recordConsent(withBrowserFacts({ ...request, person: visitor }, facts), plan, context)
}

function contextOf(route: RouteContext, gpcHeader: string | null): JudgeContext {
  return { receivedAtMs: Date.now(), gpcHeader, personKey: route.services.config.personKey }
}

/** A page could be anybody: what waited for whom is told to the site's server only. */
function answerOf(record: ConsentRecord, outcome: ConsentOutcome, source: Source): unknown {
  return {
    ...asked(record),
    ...(source === 'server' && { deliveries_removed: outcome.removed, orders_released: outcome.released }),
  }
}

/** Of destinations: what the off-site record keeps is none of what leaves, and a page decides nothing by it. */
function asked({ atMs, decisions, withdrawn }: ConsentRecord) {
  const { [ANALYSIS]: _own, ...ofDestinations } = decisions
  return {
    answered_at: new Date(atMs).toISOString(),
    decisions: ofDestinations,
    withdrawn_from: destinationsIn(withdrawn),
  }
}

function destinationsIn(withdrawn: readonly string[]): readonly string[] {
  return withdrawn.filter((id) => id !== ANALYSIS)
}

const UNREADABLE = { path: 'consent', message: 'cannot be read, and was not kept' }
const UNREADABLE_KEYS = { path: '', message: 'none of the keys given can be read: nothing would be found by them' }

/** `DELETE /v1/persons/{key}`: a person key, an identifier or its SHA-256; nothing more goes to anybody for them. */
export async function deletePerson(route: RouteContext): Promise<Response> {
  const plan = await planOf(route, route.request.headers.get('authorization'))
  if (plan === undefined)
    return refused(route, 'token_missing_or_bad', { detail: 'make one with: tidegate token --site <id>' })
  const person = lastPart(route.request.url)
  if (person === undefined) return refused(route, 'not_found')
  const record = withdrawalOf(person, plan, contextOf(route, null))
  if (record.keys.length === 0) return refused(route, 'wrong_structure', { errors: [UNREADABLE_KEYS] })
  const outcome = await eraseKeys(route, plan, record)
  if (outcome === undefined) return refused(route, 'outbox_unavailable', { retryAfterSeconds: 5 })
  return Response.json(
    { withdrawn_from: destinationsIn(record.withdrawn), deliveries_removed: outcome.removed },
    { headers: { 'cache-control': 'no-store' } },
  )
}

const MAX_PERSON_CHARACTERS = 256
/** A bare text is a person's; an order or a cart must be named as one: `order:1001`. */
const KINDS = [...PERSON_KINDS, ...ORDER_KINDS]

function lastPart(url: string): string | undefined {
  try {
    const part = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')
    return part.trim() === '' || part.length > MAX_PERSON_CHARACTERS ? undefined : part
  } catch {
    return undefined
  }
}

/** The same for all the names by which a shop knows somebody: `email:…`, `phone:…`, `customer:…`, `order:…`. False where a shard could not write. */
export async function withdrawPersons(route: RouteContext, plan: SitePlan, texts: readonly string[]): Promise<boolean> {
  const context = contextOf(route, null)
  const records = texts.map((text) => withdrawalOf(text, plan, context))
  const [first] = records
  const keys = [...new Set(records.flatMap((record) => record.keys))]
  // A shop may name somebody of whom it has nothing left: there is nothing to forget then.
  if (first === undefined || keys.length === 0) return true
  return (
    (await eraseKeys(route, plan, { ...first, keys, orders: records.flatMap(({ orders = [] }) => orders) })) !==
    undefined
  )
}

/** Nothing more goes out for them, and what a shop said of them and nobody could use is kept no longer. */
async function eraseKeys(
  route: RouteContext,
  plan: SitePlan,
  record: ConsentRecord,
): Promise<ConsentOutcome | undefined> {
  const outcome = await tellShards(route, plan, record)
  if (outcome === undefined || plan.site.orders === undefined) return outcome
  try {
    await askLedger(route, plan, { kind: 'forget', keys: record.keys })
    return outcome
  } catch (error) {
    logDefect('consent', error)
    return undefined
  }
}

function withdrawalOf(person: string, plan: SitePlan, context: JudgeContext): ConsentRecord {
  // Also those that the policy does not name now: what waits for them would go, should they come back.
  const needs = [...plan.destinations.map(({ need }) => need), ...plan.absent, analysisNeed(plan.site)]
  const all = needs.flatMap((need) => (need === undefined ? [] : [need.destination]))
  return {
    lookupKeys: [],
    receivedAtMs: context.receivedAtMs,
    keys: keysOfText(person, KINDS, plan.id, plan.site.defaultCountry, context.personKey),
    orders: /^\s*order:/i.test(person)
      ? [orderLink(plan.id, person.slice(person.indexOf(':') + 1), context.personKey)]
      : [],
    atMs: context.receivedAtMs,
    decisions: Object.fromEntries(all.map((id) => [id, 'consent_withdrawn'])),
    withdrawn: all,
    limited: [],
    granted: [],
    bases: {},
    grantedAtMs: context.receivedAtMs,
  }
}

/**
 * Every shard that there is, and those that there were: what they still hold is sent by them until it has ended. Undefined
 * where one could not write: the caller sends the same again, which changes nothing that was done.
 */
async function tellShards(
  route: RouteContext,
  plan: SitePlan,
  record: ConsentRecord,
): Promise<ConsentOutcome | undefined> {
  const tellFrom = (first: number, end: number) =>
    Promise.all(
      Array.from({ length: Math.max(0, end - first) }, (_, index) =>
        tell(shardStub(route.services.config, route.env, plan.id, first + index), plan.id, record),
      ),
    )
  try {
    const present = sum(await tellFrom(0, plan.site.shards))
    const past = await tellFrom(plan.site.shards, present.shardsEver)
    return sum([present, ...past])
  } catch (error) {
    logDefect('consent', error)
    return undefined
  }
}

function sum(outcomes: readonly ConsentOutcome[]): ConsentOutcome {
  return outcomes.reduce((all, one) => ({
    removed: all.removed + one.removed,
    released: all.released + one.released,
    closed: [...all.closed, ...one.closed],
    shardsEver: Math.max(all.shardsEver, one.shardsEver),
  }))
}

/** As JSON text: cheaper than taking the object apart, and plain on both sides. */
async function tell(stub: DurableObjectStub<Outbox>, site: string, record: ConsentRecord): Promise<ConsentOutcome> {
  return stub.heedConsent(site, JSON.stringify(record))
}
