/**
 * The requests of Meta's pixel, `/tr`: parameters in the query or in a form. Limited data use (`dpo`) is a restriction and never a
 * grant; the format carries no other consent.
 * Sources: captured requests (omnibug ce9a0aa), Meta, "Advanced Matching", "Data Processing Options". Read 2026-11-22.
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
import { fbqEvent } from './fbq-call.ts'
import { text, uniqueId, type Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'
import { unpacked } from './wire-json.ts'

export const metaTr: Source = {
  name: 'meta.tr',
  id: 'meta_pixel',
  entrance: {
    by: 'browser',
    listed: (sources) => sources.meta_pixel?.ids,
    id: (request) => parametersOf(request).get('id'),
  },
  read,
  mediaTypes: ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'],
}

type Parameters = ReadonlyMap<string, string>

/** Of the pixel's own making: no event of the shop, and what they hold of the page is not read. */
const AUTOMATIC: ReadonlySet<string> = new Set(['Microdata', 'SubscribedButtonClick'])
const MAX_PARAMETERS = 1_000

function read(request: SourceRequest): SourceReading {
  const parameters = parametersOf(request)
  if (parameters.size > MAX_PARAMETERS) return malformed('body')
  return readingOfOne(draftOfHit(parameters, request))
}

/** What the body says wins. */
function parametersOf({ url, text: body, headers }: SourceRequest): Parameters {
  const boundary = /^multipart\/form-data\s*;.*boundary="?([^";]{1,128})/i.exec(headers.get('content-type') ?? '')?.[1]
  const sent = boundary === undefined ? [...new URLSearchParams(body)] : partsOfForm(body, boundary)
  const all = [...url.searchParams, ...sent]
  // A limit that is set in one place holds, whatever another says.
  const limits = all.flatMap(([name, value]) => (name === 'dpo' && value !== '' ? [value] : []))
  return new Map([...all, ...(limits.length > 0 ? [['dpo', limits.join(',')] as const] : [])])
}

/** `navigator.sendBeacon` with a form: each part has a name and a text. */
function partsOfForm(body: string, boundary: string): readonly [string, string][] {
  return body.split(`--${boundary}`, MAX_PARAMETERS + 2).flatMap((part): [string, string][] => {
    const blank = part.indexOf('\r\n\r\n')
    const name = blank < 0 ? undefined : /;\s*name="([^"]{1,256})"/i.exec(part.slice(0, blank))?.[1]
    return name === undefined ? [] : [[name, part.slice(blank + 4).replace(/\r\n$/, '')]]
  })
}

function draftOfHit(parameters: Parameters, request: SourceRequest): Draft {
  const written = text(parameters.get('ev'))
  if (written === undefined || AUTOMATIC.has(written)) return NOT_AN_EVENT
  const name = eventNameOf(written)
  const call = fbqEvent(['track', written, membersIn(parameters, 'cd'), { user_data: membersIn(parameters, 'ud') }])
  if (name === undefined || call === undefined) return UNKNOWN_EVENT
  return draftOf({
    ...call.parts,
    name,
    occurredAtMs: notAfter(instantMs(parameters.get('ts')), request.receivedAtMs),
    pixelId: uniqueId(parameters.get('eid')),
    seed: ['id', 'ev', 'ts', 'fbp', 'dl', 'it', 'ec'].map((key) => parameters.get(key) ?? request.receivedAtMs),
    page: pageOf(parameters.get('dl'), parameters.get('rl'), request.settings.siteOrigin),
    client: browserOf(request),
    consent: consentOf(parameters),
    click: anyOf({ fbp: text(parameters.get('fbp'), MAX_CLICK), fbc: text(parameters.get('fbc'), MAX_CLICK) }),
  })
}

/** `cd[value]`, `ud[em]` → `value`, `em`. Lists are JSON in text. */
function membersIn(parameters: Parameters, group: string): Members {
  const inGroup = new RegExp(`^${group}\\[([a-z_]{1,40})\\]$`, 'i')
  const entries = [...parameters].flatMap(([key, value]) => {
    const name = inGroup.exec(key)?.[1]
    return name === undefined ? [] : [[name, unpacked(value)]]
  })
  return Object.fromEntries(entries) as Members
}

/** As it came: src/consent/signals/meta-dpo.ts reads it. */
function consentOf(parameters: Parameters): Members | undefined {
  const dpo = parameters.get('dpo')
  if (dpo === undefined) return undefined
  const options = dpo
    .slice(0, 256)
    .split(',')
    .filter((one) => one.trim() !== '')
  const place = anyOf({ dpoco: numberIn(parameters.get('dpoco')), dpost: numberIn(parameters.get('dpost')) })
  return { source: 'meta:dpo', signals: { cmp: { meta_dpo: { dpo: options, ...place } } } }
}

function numberIn(written: string | undefined): number | undefined {
  return written !== undefined && /^\d{1,6}$/.test(written) ? Number(written) : undefined
}
