/**
 * Stape's Data Client, `/data`: GET with `dtdc` (JSON in base64) or `dtcd` (JSON), POST with an object, a list or a form of dotted
 * names. Its fields are GA4's under many spellings. What the query says lies under the body.
 * Source: stape-io/data-client (protocol description, template.js) e9b2b6c. Read 2026-11-22.
 */
import { eventNameOf } from '../event/names.ts'
import { PURPOSES } from '../consent/types.ts'
import {
  NOT_AN_EVENT,
  UNKNOWN_EVENT,
  answerOf,
  anyOf,
  browserOf,
  clickOf,
  draftOf,
  malformed,
  pageOf,
  readingOfMany,
  readingOfOne,
  type Draft,
} from './drafts.ts'
import { ga4Name, ga4Order, ga4Person } from './ga4-shape.ts'
import { id, isMembers, searchOf, take, text, uniqueId, type Fields, type Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { fromBase64, membersOf, readDottedForm, readWireJson, unpacked, type WireValue } from './wire-json.ts'

const MAX_EVENTS = 500

export const stape: Source = {
  name: 'stape.data',
  id: 'stape',
  // It has no id of its own to show: the page's origin says whose it is.
  entrance: { by: 'browser', listed: (sources) => (sources.stape === undefined ? undefined : []), id: () => undefined },
  read,
  mediaTypes: ['application/json', 'application/x-www-form-urlencoded', 'text/plain'],
}

function read(request: SourceRequest): SourceReading {
  const query = readDottedForm(request.url.search)
  if (!query.ok) return malformed(query.path)
  const { dtdc, dtcd, ...beside } = membersOf(query.value)
  const sent = request.method === 'GET' ? readPacked(dtdc, dtcd) : readBody(request)
  if (!sent.ok) return malformed(sent.path)
  if (!Array.isArray(sent.value)) return readingOfOne(draftOfData(sent.value, beside, 0, request))
  if (sent.value.length > MAX_EVENTS) return malformed('body')
  return readingOfMany(sent.value.map((one: unknown, index) => draftOfData(one, beside, index, request)))
}

const NOTHING: WireValue = { ok: true, value: {} }

function readPacked(dtdc: unknown, dtcd: unknown): WireValue {
  const packed = text(dtdc, 65_536)
  const json = packed === undefined ? text(dtcd, 65_536) : (fromBase64(packed) ?? '')
  return json === undefined ? NOTHING : readWireJson(json)
}

function readBody({ text: body, headers }: SourceRequest): WireValue {
  if (body.trim() === '') return NOTHING
  const isForm = headers.get('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true
  return isForm ? readDottedForm(body) : readWireJson(body)
}

function draftOfData(sent: unknown, query: Members, index: number, request: SourceRequest): Draft {
  if (!isMembers(sent)) return { kind: 'malformed', paths: ['body'] }
  const data = { ...renamed(query), ...renamed(sent) }
  const written = text(data['event_name'])
  if (written === undefined) return NOT_AN_EVENT
  const name = ga4Name(written) ?? eventNameOf(written)
  if (name === undefined) return UNKNOWN_EVENT
  const order = orderOfData(data)
  const search = name === 'search' ? searchOf(data['search_term']) : undefined
  const person = personOf(data)
  const page = pageOf(data['page_location'], data['page_referrer'], request.settings.siteOrigin)
  return draftOf({
    name,
    occurredAtMs: request.receivedAtMs,
    messageId: uniqueId(data['unique_event_id']),
    seed: [data, index, request.receivedAtMs],
    page,
    client: browserOf(request),
    ...(person !== undefined && { person }),
    ...(order !== undefined && { order }),
    ...(search !== undefined && { search }),
    consent: consentOf([query['consent_state'], sent['consent_state']]),
    click: clickOf(unpacked(data['common_cookie']), page),
  })
}

const anyText = (value: unknown): string | undefined => text(value, 8_192)

const ALIASES: Fields = {
  event_name: ['event_name eventName event e_n', anyText],
  page_location: ['page_location pageLocation url href', anyText],
  page_referrer: ['page_referrer pageReferrer referrer urlref', anyText],
  transaction_id: ['transaction_id transactionId order_id orderId', id],
  unique_event_id: ['unique_event_id event_id eventId', uniqueId],
  user_id: ['user_id userId', id],
}

/** By their first names, so that what the body says under another one still lies over the query. */
function renamed(from: Members): Members {
  return { ...from, ...take(from, ALIASES) }
}

/** A value of 0 is one; where there is none, none is made of the items. */
function orderOfData(data: Members): Members | undefined {
  const from = { ...membersOf(unpacked(data['ecommerce'])), ...data }
  return ga4Order({ ...from, items: unpacked(from['items']) })
}

/** `name` may be anybody's, a product's too: it is no first name. */
const PERSON: Fields = {
  email: ['email mail email_address emailAddress', text],
  phone: ['phone phone_number phoneNumber', text],
  first_name: ['firstName first_name', text],
  last_name: ['lastName last_name', text],
  city: ['city', text],
  state: ['region state', text],
  zip: ['zip postal_code postalCode', text],
  country: ['country', text],
}

function personOf(data: Members): Members | undefined {
  const userData = unpacked(data['user_data'])
  return anyOf({
    external_id: id(data['user_id']),
    ...take(data, PERSON),
    ...take(userData, PERSON),
    ...ga4Person(userData),
  })
}

/** Seven booleans at Stape, of which four are purposes here. Where address and body differ, nobody knows which holds. */
function consentOf(written: readonly unknown[]): Members | undefined {
  const [said, other] = written.map(unpacked).filter((one) => one !== undefined && one !== null)
  if (said === undefined) return undefined
  const source = 'stape:consent_state'
  const isContradicted = other !== undefined && JSON.stringify(other) !== JSON.stringify(said)
  if (!isMembers(said) || isContradicted) return { state: 'unreadable', source }
  const state = PURPOSES.flatMap((purpose) =>
    said[purpose] === undefined || said[purpose] === null ? [] : [[purpose, answerOf(said[purpose])]],
  )
  return { state: Object.fromEntries(state), source }
}
