/**
 * Cloudflare Zaraz's HTTP Events API. Its names are free: those of its e-commerce are known, the others are as the policy says. The
 * cookies that it passes on are the consent's evidence. A path that is hard to guess is no key: one is asked for.
 * Sources: Cloudflare, "Zaraz: HTTP Events API", "Zaraz: E-commerce". Read 2026-11-22.
 */
import { eventNameOf } from '../event/names.ts'
import type { EventName } from '../event/types.ts'
import {
  NOT_AN_EVENT,
  UNKNOWN_EVENT,
  anyOf,
  clickOf,
  draftOf,
  malformed,
  pageOf,
  readingOfMany,
  type Draft,
} from './drafts.ts'
import { isMembers, searchOf, text, uniqueId, type Members } from './parts.ts'
import { shoppingName, shoppingOrder } from './shopping-names.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { membersOf, readWireJson } from './wire-json.ts'

const MAX_EVENTS = 500

export const zaraz: Source = {
  name: 'zaraz.http',
  id: 'zaraz',
  entrance: {
    by: 'key',
    secrets: (sources) => sources.zaraz?.keys,
    key: ({ headers }) => /^Bearer\s+(\S{1,512})$/i.exec(headers.get('authorization') ?? '')?.[1],
  },
  read,
}

function read(request: SourceRequest): SourceReading {
  const json = readWireJson(request.text)
  if (!json.ok) return malformed(json.path)
  const { events } = membersOf(json.value)
  if (!Array.isArray(events) || events.length > MAX_EVENTS) return malformed('events')
  return readingOfMany(events.map((event: unknown, index) => draftOfEvent(membersOf(event), index, request)))
}

function draftOfEvent(event: Members, index: number, request: SourceRequest): Draft {
  const client = membersOf(event['client'])
  const system = membersOf(event['system'])
  const { settings, receivedAtMs } = request
  const tracked = text(client['__zarazTrack'])
  if (tracked === undefined) return NOT_AN_EVENT
  const name = nameOf(tracked, settings.sources.zaraz?.events ?? {})
  if (name === undefined) return UNKNOWN_EVENT
  const order = shoppingOrder(client, settings.orders)
  const search = name === 'search' ? searchOf(client['query']) : undefined
  const page = membersOf(system['page'])
  const device = membersOf(system['device'])
  return draftOf({
    name,
    occurredAtMs: receivedAtMs,
    messageId: uniqueId(client['event_id']),
    refundId: uniqueId(client['refund_id']),
    seed: [event, index, receivedAtMs],
    page: pageOf(page['url'], page['referrer'], settings.siteOrigin),
    client: anyOf({ ip: text(device['ip']), user_agent: text(device['user-agent'], 2_048) }),
    ...(order !== undefined && { order }),
    ...(search !== undefined && { search }),
    consent: consentOf(system['cookies']),
    click: clickOf(system['cookies'], page),
  })
}

function nameOf(tracked: string, mapped: Readonly<Record<string, EventName>>): EventName | undefined {
  if (Object.hasOwn(mapped, tracked)) return mapped[tracked]
  // Zaraz's own name of a page view.
  const known = tracked === 'Pageview' ? 'page_view' : shoppingName(tracked)
  return known === undefined ? undefined : eventNameOf(known)
}

const MAX_COOKIES = 400

/** As the browser would have sent them. One that could pass for two is written so that it cannot. */
function consentOf(cookies: unknown): Members | undefined {
  if (cookies === undefined || cookies === null) return undefined
  const source = 'zaraz:cookies'
  if (!isMembers(cookies)) return { source, signals: 'unreadable' }
  const entries = Object.entries(cookies)
  if (entries.length === 0) return undefined
  if (entries.length > MAX_COOKIES || entries.some(([, value]) => typeof value !== 'string'))
    return { source, signals: 'unreadable' }
  const header = entries.map(([name, value]) => `${safely(name)}=${safely(String(value))}`).join('; ')
  return { source, signals: { cookies: header } }
}

function safely(written: string): string {
  return /[;\r\n]/.test(written) ? encodeURIComponent(written.toWellFormed()) : written
}
