/**
 * The requests of TikTok's pixel: JSON by POST, or base64 of it in `analytics_message`. Undocumented. There is no consent in them.
 * Source: captured requests in public tests of pixel analysers. Read 2026-11-22.
 */
import { eventNameOf } from '../event/names.ts'
import {
  NOT_AN_EVENT,
  UNKNOWN_EVENT,
  MAX_CLICK,
  anyOf,
  browserOf,
  draftOf,
  instantMs,
  malformed,
  notAfter,
  pageOf,
  readingOfOne,
  type Draft,
} from './drafts.ts'
import { text, uniqueId, type Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { ttqParts, ttqPerson } from './ttq-call.ts'
import { fromBase64, membersOf, readWireJson, type WireValue } from './wire-json.ts'

export const tiktokPixel: Source = {
  name: 'tiktok.pixel',
  id: 'tiktok_pixel',
  entrance: { by: 'browser', listed: (sources) => sources.tiktok_pixel?.codes, id: pixelCode },
  read,
  mediaTypes: ['application/json', 'text/plain'],
}

/** The pixel's own probes: what they hold of a person is not read. */
const TELEMETRY_PATH = /\/(?:perf|inter|monitor)\/?$/
const TELEMETRY: ReadonlySet<string> = new Set(['EnrichAM', 'Metadata', 'PageData'])

/** One of ours where there is one among several: `C4A|C4B`. */
function pixelCode(request: SourceRequest): string | undefined {
  const sent = sentBy(request)
  const pixel = membersOf(membersOf(membersOf(sent.ok ? sent.value : {})['context'])['pixel'])
  const codes = (text(pixel['code']) ?? text(pixel['codes']))?.split('|', 20) ?? []
  const listed = request.settings.sources.tiktok_pixel?.codes ?? []
  return codes.find((code) => listed.includes(code)) ?? codes[0]
}

function sentBy({ text: body, url }: SourceRequest): WireValue {
  if (body.trim() !== '') return readWireJson(body)
  const packed = url.searchParams.get('analytics_message')
  return readWireJson((packed === null ? undefined : fromBase64(packed)) ?? '')
}

function read(request: SourceRequest): SourceReading {
  if (TELEMETRY_PATH.test(request.url.pathname)) return readingOfOne(NOT_AN_EVENT)
  const sent = sentBy(request)
  return sent.ok ? readingOfOne(draftOfMessage(membersOf(sent.value), request)) : malformed(sent.path)
}

function draftOfMessage(message: Members, request: SourceRequest): Draft {
  const written = text(message['event'])
  if (written === undefined || TELEMETRY.has(written)) return NOT_AN_EVENT
  const name = eventNameOf(written)
  if (name === undefined) return UNKNOWN_EVENT
  const context = membersOf(message['context'])
  const page = membersOf(context['page'])
  const person = ttqPerson(context['user'])
  return draftOf({
    ...ttqParts(message['properties']),
    name,
    occurredAtMs: notAfter(instantMs(message['timestamp']), request.receivedAtMs),
    pixelId: uniqueId(message['event_id']),
    messageId: uniqueId(message['message_id']),
    seed: [message, request.receivedAtMs],
    page: pageOf(page['url'], page['referrer'], request.settings.siteOrigin),
    client: browserOf(request, context['userAgent']),
    ...(person !== undefined && { person }),
    click: clickOf(context),
  })
}

/** `callback` is what the click id was called before. `anonymous_id` is the pixel's own cookie, `_ttp`. */
function clickOf(context: Members) {
  const ad = membersOf(context['ad'])
  return anyOf({
    ttclid: text(ad['ttclid'], MAX_CLICK) ?? text(ad['callback'], MAX_CLICK),
    ttp: text(membersOf(context['user'])['anonymous_id'], MAX_CLICK),
  })
}
