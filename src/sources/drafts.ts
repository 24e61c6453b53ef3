/**
 * What the readers of other tools' formats have in common: parts of an event → a canonical one that the gateway's own parser
 * takes, or why it is none. One odd event of a batch is left out and named; one alone is refused, because its sender can mend it.
 */
import { clickIdFromUrl } from '../destinations/click-id.ts'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { parseValue } from '../event/parse.ts'
import type { EventName } from '../event/types.ts'
import { sha256Hex } from '../hashing/sha256.ts'
import { isMembers, present, text, uniqueId, type EventParts, type Members } from './parts.ts'
import type { SourceEvent, SourceReading, SourceRequest } from './source.ts'

export type Draft =
  | { readonly kind: 'event'; readonly event: SourceEvent }
  /** Said of the back office alone. */
  | { readonly kind: 'ledger'; readonly order: LedgerOrder }
  | { readonly kind: 'none'; readonly reason: 'unknown_event' | 'not_an_event' | 'too_large' }
  | { readonly kind: 'malformed'; readonly paths: readonly string[] }

export const UNKNOWN_EVENT: Draft = { kind: 'none', reason: 'unknown_event' }
export const NOT_AN_EVENT: Draft = { kind: 'none', reason: 'not_an_event' }

export interface DraftParts extends EventParts {
  readonly name: EventName
  readonly occurredAtMs: number
  /** The id that the platform's own pixel sends as well: it stays, because the platform counts by it. */
  readonly pixelId?: string | undefined
  /** The tool's id of this message; a sale is known by its order instead, which every copy has. */
  readonly messageId?: string | undefined
  readonly refundId?: string | undefined
  /** What makes this event itself where it has no id: only a hash of it is kept. */
  readonly seed: readonly unknown[]
  readonly page?: Members | undefined
  readonly client?: Members | undefined
  readonly consent?: Members | undefined
  readonly click?: SourceEvent['click'] | undefined
  /** Narrows, never widens. */
  readonly destinations?: readonly string[]
}

export function draftOf(parts: DraftParts): Draft {
  const orderId = uniqueId(parts.order?.['id'])
  const ofOrder = parts.name === 'purchase' || parts.name === 'refund'
  if (ofOrder && orderId === undefined && parts.pixelId === undefined) return { kind: 'malformed', paths: ['order.id'] }
  const event = present({
    event: parts.name,
    event_id: eventIdOf(parts, orderId),
    occurred_at: new Date(parts.occurredAtMs).toISOString(),
    page: parts.page,
    client: parts.client,
    person: parts.person,
    order: saysSomething(parts.order) ? parts.order : undefined,
    search: parts.search,
    consent: parts.consent,
    destinations: parts.destinations,
  })
  const paths = refusedPaths({ ...event, click: parts.click })
  if (paths.length > 0) return { kind: 'malformed', paths }
  const identity = ofOrder && orderId !== undefined ? identityOf(orderId, parts.refundId) : undefined
  return { kind: 'event', event: { event, ...present({ identity, click: parts.click }) } }
}

function identityOf(orderId: string, refundId: string | undefined): NonNullable<SourceEvent['identity']> {
  return { order_key: orderId, ...(refundId !== undefined && { refund_key: refundId }) }
}

/** A currency alone, which some tags send with every page view, is no order. */
function saysSomething(order: Members | undefined): boolean {
  return order !== undefined && Object.keys(order).some((name) => name !== 'currency')
}

/** The contract's bounds of an id: 128 characters, none of them unseen. */
const PRINTABLE = /^(?=.*\S)\P{C}{1,128}$/u

function eventIdOf({ name, pixelId, messageId, refundId, seed }: DraftParts, orderId: string | undefined): string {
  if (pixelId !== undefined) return bounded('', pixelId)
  if (name === 'purchase' && orderId !== undefined) return bounded('o-', orderId)
  if (name === 'refund' && refundId !== undefined) return bounded('r-', refundId)
  return messageId === undefined ? hashed('d-', JSON.stringify(seed)) : bounded('', messageId)
}

function bounded(prefix: string, id: string): string {
  return PRINTABLE.test(`${prefix}${id}`) ? `${prefix}${id}` : hashed(prefix, id)
}

function hashed(prefix: string, seed: string): string {
  return `${prefix}${sha256Hex(seed).slice(0, 32)}`
}

/** The gateway's own parser has the last word: what it would refuse is refused here, by name. */
function refusedPaths(event: Members): readonly string[] {
  const parsed = parseValue(JSON.parse(JSON.stringify(event)), 0)
  if (!parsed.ok) return parsed.errors.map(({ path }) => path)
  return parsed.events.flatMap((one) => (one.ok ? [] : one.errors.map(({ path }) => path)))
}

/** One event alone. */
export function readingOfOne(draft: Draft): SourceReading {
  return draft.kind === 'malformed' ? draft : readingOfMany([draft], [])
}

/** A list; `skipped` names the ones that were left out by their place in it. */
export function readingOfMany(drafts: readonly Draft[], skipped = skippedOf(drafts)): SourceReading {
  const events = drafts.flatMap((draft) => (draft.kind === 'event' ? [draft.event] : []))
  const ledger = drafts.flatMap((draft) => (draft.kind === 'ledger' ? [draft.order] : []))
  return {
    kind: 'read',
    events,
    ledger,
    ...(events.length + ledger.length === 0 && { ignored: 'not_an_event' }),
    ...(skipped.length > 0 && { skipped }),
  }
}

function skippedOf(drafts: readonly Draft[]): readonly { readonly index: number; readonly reason: string }[] {
  return drafts.flatMap((draft, index) => {
    if (draft.kind === 'malformed') return [{ index, reason: 'malformed' }]
    return draft.kind === 'none' ? [{ index, reason: draft.reason }] : []
  })
}

export function malformed(...paths: readonly string[]): SourceReading {
  return { kind: 'malformed', paths }
}

/** The person's own browser: its address is the connection's, never one that the body claims. */
export function browserOf({ ip, headers }: SourceRequest, userAgent?: unknown): Members | undefined {
  return anyOf({ ip: text(ip), user_agent: text(userAgent, 2_048) ?? text(headers.get('user-agent'), 2_048) })
}

const MAX_URL = 8_192

/** A path alone is one of the site. E-mail addresses and the like stay: the gateway's privacy step sees them. */
export function pageOf(url: unknown, referrer: unknown, siteOrigin: string): Members | undefined {
  const written = text(url, MAX_URL)
  return anyOf({
    url: written?.startsWith('/') === true ? `${siteOrigin}${written}` : written,
    referrer: text(referrer, MAX_URL),
  })
}

/** Undefined where nothing is in it. */
export function anyOf(members: Members): Members | undefined {
  const there = present(members)
  return Object.keys(there).length > 0 ? there : undefined
}

/** Milliseconds of an ISO text with a zone, or of a number in them; undefined where it is no time from 2000 to 2100. */
export function instantMs(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? readInstant(value) : value
  return typeof ms === 'number' && ms >= EARLIEST_MS && ms < LATEST_MS ? Math.trunc(ms) : undefined
}

const EARLIEST_MS = Date.UTC(2000)
const LATEST_MS = Date.UTC(2100)
const WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i

function readInstant(value: string): number | undefined {
  if (/^\d{13}$/.test(value)) return Number(value)
  return WITH_ZONE.test(value) ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : undefined
}

/** A device's clock may be ahead; nothing has happened after it was heard of. */
export function notAfter(ms: number | undefined, receivedAtMs: number): number {
  return ms === undefined ? receivedAtMs : Math.min(ms, receivedAtMs)
}

/** Cookies by which the platforms know a click and a browser. A click on the page's address is newer than the one in a cookie. */
export function clickOf(cookies: unknown, page: Members | undefined): SourceEvent['click'] | undefined {
  if (!isMembers(cookies)) return undefined
  const isOnPage = clickIdFromUrl(text(page?.['url'], MAX_URL), 'ttclid') !== undefined
  return anyOf({
    ttclid: isOnPage ? undefined : text(cookies['ttclid'], MAX_CLICK),
    ttp: text(cookies['_ttp'], MAX_CLICK),
    fbc: text(cookies['_fbc'], MAX_CLICK),
    fbp: text(cookies['_fbp'], MAX_CLICK),
  })
}

export const MAX_CLICK = 1_024

/** `true` and `false` of a purpose as the consent engine takes them; anything else stays what it is, and grants nothing. */
export function answerOf(value: unknown): unknown {
  if (value === true || value === 'true') return 'granted'
  return value === false || value === 'false' || value === 'denied' ? 'denied' : 'unreadable'
}
