/** The events of a source as canonical bodies, on the ordinary path: judged and stored like those of `/v1/events` and `/e`. */
import type { FieldError } from '../event/errors.ts'
import type { BrowserFacts, TakeAnswer, TakeRequest } from '../outbox/types.ts'
import type { EventResult } from '../pipeline/accept.ts'
import type { SourceEvent, SourceId } from '../sources/source.ts'
import { readBrowserFacts } from './browser-facts.ts'
import { askShards, type RouteContext } from './events.ts'
import { setAside } from './set-aside.ts'
import type { SourcePlan } from './source-door.ts'

export interface Sending {
  readonly plan: SourcePlan
  readonly via: SourceId
  /** A browser sent it: what the gateway sees of the connection is believed. */
  readonly fromPage: boolean
  readonly receivedAtMs: number
  /** Where the site tries things out: judged, and never delivered. */
  readonly trial?: boolean
}

export type Taken =
  | { readonly ok: true; readonly results: readonly EventResult[]; readonly allDuplicates: boolean }
  | { readonly ok: false; readonly kind: 'malformed'; readonly errors: readonly FieldError[] }
  | { readonly ok: false; readonly kind: 'unavailable' | 'defect'; readonly retryAfterSeconds: number }

/** Bounds of one canonical body (src/event/parse.ts); a kit's batch may hold more events. */
const MAX_EVENTS = 500
const MAX_CHARACTERS = 512 * 1024

/** One body after the other. What was stored before one fails is a duplicate when the sender comes again. */
export async function takeSourceEvents(
  route: RouteContext,
  sending: Sending,
  events: readonly SourceEvent[],
): Promise<Taken> {
  const results: EventResult[] = []
  let allDuplicates = true
  for (const text of bodiesOf(events)) {
    const answer = await takeBody(route, sending, text)
    if (answer.kind === 'malformed') return { ok: false, kind: 'malformed', errors: answer.errors }
    if (answer.kind === 'defect') return { ok: false, kind: 'defect', retryAfterSeconds: 5 }
    if (answer.kind === 'unavailable') return { ok: false, ...answer }
    results.push(...(JSON.parse(answer.results) as readonly EventResult[]))
    allDuplicates &&= answer.allDuplicates
  }
  const errors = results.flatMap((result) => result.errors ?? [])
  return errors.length === results.length && errors.length > 0
    ? { ok: false, kind: 'malformed', errors }
    : { ok: true, results, allDuplicates }
}

async function takeBody(route: RouteContext, sending: Sending, text: string): Promise<TakeAnswer> {
  const { plan, fromPage } = sending
  const aside = fromPage ? setAside(route, { source: 'browser', plan, staging: false }, text) : undefined
  return aside ?? askShards(route, plan, takeRequest(route, sending, text))
}

function takeRequest({ request, services }: RouteContext, sending: Sending, text: string): TakeRequest {
  const { plan, via, fromPage, receivedAtMs, trial = false } = sending
  // What was parked came days ago; whoever has it read again waits now.
  const known = { text, receivedAtMs, via, sentAtMs: Date.now(), ...(trial && { staging: true as const }) }
  if (!fromPage) return { ...known, source: 'server', gpcHeader: null }
  const facts = sightOf(request, readBrowserFacts(request, services.config, plan))
  return { ...known, source: 'browser', gpcHeader: request.headers.get('sec-gpc'), facts }
}

/**
 * Public ids let in whoever shows them, also a server that passes on what it was sent: where that stands says nothing of the
 * person, and its country must not choose their law. A browser says where a request comes from, one way or the other.
 */
function sightOf({ headers }: Request, facts: BrowserFacts): BrowserFacts {
  if (BROWSER_HEADERS.some((name) => headers.has(name))) return facts
  const { country: _country, region: _region, ...client } = facts.client
  return { ...facts, client }
}

const BROWSER_HEADERS = ['origin', 'referer', 'sec-fetch-site']

/** As the contract writes them, in bodies that are small enough. */
export function* bodiesOf(events: readonly SourceEvent[]): Generator<string> {
  let texts: string[] = []
  let characters = 0
  for (const event of events) {
    const text = JSON.stringify(wireEvent(event))
    if (texts.length === MAX_EVENTS || (texts.length > 0 && characters + text.length > MAX_CHARACTERS)) {
      yield `{"events":[${texts.join(',')}]}`
      texts = []
      characters = 0
    }
    texts.push(text)
    characters += text.length
  }
  if (texts.length > 0) yield `{"events":[${texts.join(',')}]}`
}

/** What an adapter gives beside the event, where the contract has it. */
export function wireEvent(one: SourceEvent): Readonly<Record<string, unknown>> {
  const { event, identity, click, visitor_id, unreadable_consent: unreadable } = one
  const { person, order } = event
  const aliases = identity?.aliases ?? []
  return {
    ...event,
    ...(click !== undefined && { click: { ...membersOf(event['click']), ...click } }),
    ...(visitor_id !== undefined && { person: { ...membersOf(person), visitor_id } }),
    ...(aliases.length > 0 && { order: { ...membersOf(order), aliases: aliases.slice(0, MAX_ALIASES) } }),
    // No evidence that can be read: it may have been a denial.
    ...(unreadable === true && { consent: UNREADABLE }),
  }
}

const MAX_ALIASES = 12
const UNREADABLE = 'unreadable'

function membersOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
