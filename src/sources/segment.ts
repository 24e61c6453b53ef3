/**
 * Segment's HTTP API and RudderStack's, which is the same: `POST /v1/track`, `/v1/batch` and their kin.
 * Sources: Segment, "HTTP API Source", "Spec: Common Fields", "Consent in Segment Connections"; RudderStack, "HTTP API", "Add the
 * Consent Object to Event Payloads". Read 2026-11-22.
 */
import { isCurrency } from '../event/currency.ts'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { decimalOf, nearestMicros } from '../event/money.ts'
import { eventNameOf } from '../event/names.ts'
import type { CompiledSources } from '../policy/types.ts'
import {
  NOT_AN_EVENT,
  UNKNOWN_EVENT,
  anyOf,
  browserOf,
  draftOf,
  instantMs,
  malformed,
  notAfter,
  pageOf,
  readingOfMany,
  readingOfOne,
  type Draft,
} from './drafts.ts'
import { ga4Name } from './ga4-shape.ts'
import { id, isMembers, searchOf, take, text, uniqueId, type Fields, type Members } from './parts.ts'
import { backOfficeName, shoppingName, shoppingOrder } from './shopping-names.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { fromBase64, membersOf, readWireJson } from './wire-json.ts'

/** Segment's own limits. */
const MAX_BATCH_BYTES = 500_000
const MAX_EVENT_BYTES = 32_000
const MAX_EVENTS = 2_500

export const segment: Source = {
  name: 'segment.http',
  id: 'segment',
  entrance: { by: 'key', isPublic: true, secrets: (sources) => sources.segment?.keys, key: writeKey },
  read,
  // Browsers send JSON as plain text, because that needs no leave of another host.
  mediaTypes: ['application/json', 'text/plain'],
}

/** Basic with the key as its user, the colon sometimes missing; or in the body. */
function writeKey({ headers, text: body }: SourceRequest): string | undefined {
  const [, encoded] = /^Basic\s+(\S{1,512})$/i.exec(headers.get('authorization') ?? '') ?? []
  const decoded = encoded === undefined ? undefined : fromBase64(encoded)
  const colon = decoded?.indexOf(':') ?? -1
  const user = colon < 0 ? decoded : decoded?.slice(0, colon)
  if (user !== undefined && user !== '') return user
  const json = readWireJson(body)
  return json.ok ? text(membersOf(json.value)['writeKey']) : undefined
}

function read(request: SourceRequest): SourceReading {
  const bytes = byteLength(request.text)
  if (bytes > MAX_BATCH_BYTES) return malformed('body')
  const json = readWireJson(request.text)
  if (!json.ok) return malformed(json.path)
  if (!isMembers(json.value)) return malformed('body')
  if (json.value['batch'] !== undefined) return readBatch(json.value, request)
  return bytes > MAX_EVENT_BYTES ? malformed('body') : readingOfOne(draftOfMessage(json.value, {}, request))
}

function readBatch(envelope: Members, request: SourceRequest): SourceReading {
  const { batch } = envelope
  if (!Array.isArray(batch) || batch.length > MAX_EVENTS) return malformed('batch')
  return readingOfMany(
    batch.map((message: unknown): Draft => {
      if (!isMembers(message)) return { kind: 'malformed', paths: [] }
      if (byteLength(JSON.stringify(message)) > MAX_EVENT_BYTES) return { kind: 'none', reason: 'too_large' }
      return draftOfMessage(message, envelope, request)
    }),
  )
}

function byteLength(written: string): number {
  return new TextEncoder().encode(written).length
}

/** What is written beside a batch lies under each of its messages. */
function draftOfMessage(message: Members, envelope: Members, request: SourceRequest): Draft {
  const context = { ...membersOf(envelope['context']), ...membersOf(message['context']) }
  const properties = membersOf(message['properties'])
  const type = text(message['type']) ?? typeOfPath(request.url)
  if (type === 'track' && backOfficeName(text(message['event']) ?? '') !== undefined)
    return ledgerDraft(message, properties, envelope, request)
  if (type !== 'track' && type !== 'page') return NOT_AN_EVENT
  const name = type === 'page' ? 'page_view' : nameOf(message['event'])
  if (name === undefined) return UNKNOWN_EVENT
  const page = membersOf(context['page'])
  const { siteOrigin, orders, sources } = request.settings
  return draftOf({
    name,
    occurredAtMs: occurredAtMs(message, envelope, request.receivedAtMs),
    messageId: uniqueId(message['messageId']),
    refundId: uniqueId(properties['refund_id']),
    seed: [message, request.receivedAtMs],
    page: pageOf(
      text(page['url'], 8_192) ?? properties['url'] ?? page['path'],
      page['referrer'] ?? (type === 'page' ? properties['referrer'] : undefined),
      siteOrigin,
    ),
    client: clientOf(context, request),
    ...presentPerson(personOf(message, context)),
    ...presentOrder(shoppingOrder(properties, orders)),
    ...presentSearch(name === 'search' ? searchOf(properties['query'] ?? properties['search']) : undefined),
    consent: consentOf([envelope['context'], message['context']], sources),
    ...(refusesAll({ ...membersOf(envelope['integrations']), ...membersOf(message['integrations']) }) && {
      destinations: [],
    }),
  })
}

const presentPerson = (person: Members | undefined) => (person === undefined ? {} : { person })
const presentOrder = (order: Members | undefined) => (order === undefined ? {} : { order })
const presentSearch = (search: { readonly query: string } | undefined) => (search === undefined ? {} : { search })

/** Newer libraries shorten the path to its first letter, and name the type in the body. */
function typeOfPath({ pathname }: URL): string | undefined {
  return pathname.split('/').findLast((part) => part !== '')
}

function nameOf(event: unknown) {
  const name = text(event)
  const known = name === undefined ? undefined : (shoppingName(name) ?? ga4Name(name))
  return known === undefined ? undefined : eventNameOf(known)
}

/** The device's clock is wrong by as much as its word of the sending is off: received − (sent − happened). */
function occurredAtMs(message: Members, envelope: Members, receivedAtMs: number): number {
  const happened = instantMs(message['originalTimestamp']) ?? instantMs(message['timestamp'])
  const sent = instantMs(message['sentAt']) ?? instantMs(envelope['sentAt'])
  if (happened === undefined || sent === undefined) return notAfter(happened, receivedAtMs)
  return notAfter(instantMs(receivedAtMs - (sent - happened)), receivedAtMs)
}

/** A server says who its visitor is; a page that sends by itself is the visitor. */
function clientOf(context: Members, request: SourceRequest): Members | undefined {
  const own = request.headers.get('origin') === undefined ? undefined : browserOf(request, context['userAgent'])
  return anyOf({
    ip: text(context['ip']) ?? own?.['ip'],
    user_agent: text(context['userAgent'], 2_048) ?? own?.['user_agent'],
  })
}

const TRAITS: Fields = {
  email: ['email', text],
  phone: ['phone', text],
  first_name: ['firstName first_name', text],
  last_name: ['lastName last_name', text],
  birth_date: ['birthday', text],
  gender: ['gender', text],
}

const ADDRESS: Fields = {
  city: ['city', text],
  state: ['state', text],
  zip: ['postalCode postal_code zip', text],
  country: ['country', text],
}

/** `anonymousId` is another tool's id of the browser: it is no person, and not our visitor. */
function personOf(message: Members, context: Members): Members | undefined {
  const traits = { ...membersOf(context['traits']), ...membersOf(message['traits']) }
  return anyOf({ external_id: id(message['userId']), ...take(traits, TRAITS), ...take(traits['address'], ADDRESS) })
}

/** Silence, and a category that the policy does not name, are unknown: at Segment both would flow. */
function consentOf(contexts: readonly unknown[], sources: CompiledSources): Members | undefined {
  const ofSegment = contexts.flatMap((context) => {
    const consent = membersOf(context)['consent'] ?? undefined
    const preferences = isMembers(consent) ? consent['categoryPreferences'] : consent
    return preferences === undefined ? [] : [stateOf(preferences, sources)]
  })
  const ofRudderStack = contexts.flatMap((context) => {
    const { consentManagement } = membersOf(context)
    return consentManagement === undefined ? [] : [stateOf(asPreferences(consentManagement), sources)]
  })
  const states = [...ofSegment, ...ofRudderStack]
  if (states.length === 0) return undefined
  return {
    state: states.reduce(stricterState),
    source: ofSegment.length > 0 ? 'segment:category_preferences' : 'rudderstack:consent_management',
  }
}

/** Where both tools speak, or a batch and a message in it, each may deny what the other grants. */
function stricterState(one: unknown, other: unknown): unknown {
  if (!isMembers(one) || !isMembers(other)) return 'unreadable'
  const said: Record<string, unknown> = { ...one }
  for (const [purpose, answer] of Object.entries(other)) said[purpose] = stricter(said[purpose], answer)
  return said
}

/** Categories that speak of one purpose must agree; what cannot be read may be a refusal, and the gateway takes it for one. */
function stateOf(preferences: unknown, { segment: settings }: CompiledSources): unknown {
  if (!isMembers(preferences)) return 'unreadable'
  const state: Record<string, unknown> = {}
  for (const [category, purposes] of Object.entries(settings?.categories ?? {})) {
    const said = Object.hasOwn(preferences, category) ? preferences[category] : undefined
    if (said === undefined || said === null) continue
    const answer = typeof said === 'boolean' ? (said ? 'granted' : 'denied') : 'unreadable'
    for (const purpose of purposes) state[purpose] = stricter(state[purpose], answer)
  }
  return state
}

function stricter(one: unknown, other: unknown): unknown {
  return one === undefined || one === 'granted' || other === 'denied' ? other : one
}

function asPreferences(management: unknown): unknown {
  if (!isMembers(management)) return undefined
  const [allowed, denied] = [management['allowedConsentIds'] ?? [], management['deniedConsentIds'] ?? []]
  if (!isIds(allowed) || !isIds(denied)) return undefined
  return Object.fromEntries([...allowed.map((one) => [one, true]), ...denied.map((one) => [one, false])])
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 500 && value.every((one) => typeof one === 'string')
}

/** `{All: false}`: for none of the recipients but those named beside it, and those names are Segment's. */
function refusesAll(integrations: Members): boolean {
  return integrations['All'] === false
}

const SHOPS = ['shopify', 'woocommerce', 'prestashop', 'magento', 'bigcommerce', 'stripe', 'webhook'] as const

/** Where a shop signs what it says of its orders, nobody with a write key says otherwise. */
function aShopSpeaks(sources: CompiledSources): boolean {
  return SHOPS.some((shop) => (sources[shop]?.secrets.length ?? 0) > 0)
}

/** A page may not speak for the back office. */
function ledgerDraft(message: Members, properties: Members, envelope: Members, request: SourceRequest): Draft {
  const order = shoppingOrder(properties, request.settings.orders)
  const orderId = uniqueId(order?.['id'])
  const total = nearestMicros(order?.['value'])
  const currency = text(order?.['currency'])?.toUpperCase() ?? ''
  if (orderId === undefined) return { kind: 'malformed', paths: ['order.id'] }
  if (request.headers.get('origin') !== undefined || aShopSpeaks(request.settings.sources)) return NOT_AN_EVENT
  if (total === undefined || total < 0n) return NOT_AN_EVENT
  if (!isCurrency(currency)) return { kind: 'malformed', paths: ['order.currency'] }
  const at = new Date(occurredAtMs(message, envelope, request.receivedAtMs)).toISOString()
  const money = { total: decimalOf(total), currency }
  const line: LedgerOrder = {
    order_id: orderId,
    source: 'segment',
    at,
    updated_at: at,
    channel: 'web',
    payment: 'paid',
    money,
    current: money,
    ...(backOfficeName(text(message['event']) ?? '') === 'cancelled' && { cancelled_at: at }),
  }
  return { kind: 'ledger', order: line }
}
