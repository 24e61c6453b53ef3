/**
 * GA4's Measurement Protocol, `POST /mp/collect`: from server to server. Google answers 2xx to anything; the gateway says what is
 * wrong. Its consent speaks of two purposes, so that `ad_storage` stays unknown.
 * Sources: Google Analytics, "Measurement Protocol reference (GA4)", "Send user-provided data". Read 2026-11-22.
 */
import {
  NOT_AN_EVENT,
  anyOf,
  draftOf,
  instantMs,
  malformed,
  notAfter,
  pageOf,
  readingOfMany,
  readingOfOne,
  type Draft,
} from './drafts.ts'
import { ga4Name, ga4Order, ga4Person } from './ga4-shape.ts'
import { id, isMembers, searchOf, text, uniqueId, type Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { membersOf, readWireJson } from './wire-json.ts'

const MAX_EVENTS = 25

export const ga4Mp: Source = {
  name: 'ga4.mp',
  id: 'ga4',
  entrance: {
    by: 'key',
    secrets: (sources) => sources.ga4?.keys,
    key: ({ url }) => url.searchParams.get('api_secret') ?? undefined,
    listed: (sources) => sources.ga4?.measurementIds,
    id: ({ url }) => url.searchParams.get('measurement_id') ?? undefined,
  },
  read,
  mediaTypes: ['application/json', 'text/plain'],
}

function read(request: SourceRequest): SourceReading {
  const json = readWireJson(request.text)
  if (!json.ok) return malformed(json.path)
  const body = membersOf(json.value)
  const { events } = body
  if (!Array.isArray(events) || events.length === 0 || events.length > MAX_EVENTS) return malformed('events')
  const drafts = events.map((event: unknown, index) => draftOfEvent(membersOf(event), index, body, request))
  const [only] = drafts
  return drafts.length === 1 && only !== undefined ? readingOfOne(only) : readingOfMany(drafts)
}

function draftOfEvent(event: Members, index: number, body: Members, request: SourceRequest): Draft {
  const name = ga4Name(event['name'])
  if (name === undefined) return NOT_AN_EVENT
  const params = membersOf(event['params'])
  const happenedMs = microsMs(event['timestamp_micros']) ?? microsMs(body['timestamp_micros'])
  const order = ga4Order(params)
  const search = name === 'search' ? searchOf(params['search_term']) : undefined
  const person = personOf(body)
  return draftOf({
    name,
    occurredAtMs: notAfter(happenedMs, request.receivedAtMs),
    messageId: uniqueId(params['event_id']),
    seed: [event, index, body['client_id'], happenedMs ?? request.receivedAtMs],
    page: pageOf(params['page_location'], params['page_referrer'], request.settings.siteOrigin),
    client: clientOf(body),
    ...(person !== undefined && { person }),
    ...(order !== undefined && { order }),
    ...(search !== undefined && { search }),
    consent: consentOf(body),
  })
}

function microsMs(micros: unknown): number | undefined {
  const number = typeof micros === 'string' && /^\d{1,17}$/.test(micros) ? Number(micros) : micros
  return typeof number === 'number' ? instantMs(number / 1_000) : undefined
}

/** The connection is a server's: what is known of the person's device stands in the body. */
function clientOf(body: Members): Members | undefined {
  const place = membersOf(body['user_location'])
  return anyOf({
    ip: text(body['ip_override']),
    user_agent: text(body['user_agent'], 2_048),
    country: text(place['country_id']),
    region: text(place['region_id']),
  })
}

/** `client_id` is Google's id of the browser: no person, and not our visitor. */
function personOf(body: Members): Members | undefined {
  const city = text(membersOf(body['user_location'])['city'])
  return anyOf({ external_id: id(body['user_id']), city, ...ga4Person(body['user_data']) })
}

function consentOf(body: Members): Members | undefined {
  const { consent, non_personalized_ads: withoutProfile } = body
  if (consent === undefined && withoutProfile !== true) return undefined
  const source = 'ga4:mp'
  if (consent !== undefined && !isMembers(consent)) return { state: 'unreadable', source }
  const state = {
    ad_user_data: answerOf(consent?.['ad_user_data']),
    ad_personalization: withoutProfile === true ? 'denied' : answerOf(consent?.['ad_personalization']),
  }
  return { state: anyOf(state) ?? {}, source }
}

function answerOf(word: unknown): string | undefined {
  if (word === undefined || word === null) return undefined
  if (word === 'GRANTED') return 'granted'
  return word === 'DENIED' ? 'denied' : 'unreadable'
}
