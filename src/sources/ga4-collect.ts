/**
 * GA4's own hits, `/g/collect`: undocumented. Shared parameters stand in the URL, events in the URL too or a line each in the body,
 * items in `pr1` … `pr200` with their fields joined by `~`. Consent (`gcs`, `gcd`) goes to the consent engine as it came.
 * Sources: saved copies of gtag.js, ga4mp b2e66f0, googleanalytics/ecommerce-migration-helper. Read 2026-11-22.
 */
import {
  NOT_AN_EVENT,
  anyOf,
  browserOf,
  draftOf,
  malformed,
  pageOf,
  readingOfMany,
  readingOfOne,
  type Draft,
} from './drafts.ts'
import { ga4Name, ga4Order } from './ga4-shape.ts'
import { id, searchOf, text, uniqueId, type Members } from './parts.ts'
import type { Source, SourceReading, SourceRequest } from './source.ts'

/** Google sends at most 20 events and 16 KiB at once. */
const MAX_LINES = 100
const MAX_ITEMS = 200
const MAX_ITEM_LENGTH = 8_192

export const ga4Collect: Source = {
  name: 'ga4.collect',
  id: 'ga4',
  entrance: {
    by: 'browser',
    listed: (sources) => sources.ga4?.measurementIds,
    id: ({ url }) => url.searchParams.get('tid') ?? undefined,
  },
  read,
  mediaTypes: ['text/plain', 'application/x-www-form-urlencoded', 'application/json'],
}

type Parameters = ReadonlyMap<string, string>

function read(request: SourceRequest): SourceReading {
  const shared = [...request.url.searchParams]
  const lines = request.text.split(/\r\n|\r|\n/, MAX_LINES + 1).filter((line) => line.trim() !== '')
  if (lines.length > MAX_LINES) return malformed('body')
  if (lines.length < 2) return readingOfOne(draftOfHit(parametersOf(shared, lines[0]), 0, request))
  return readingOfMany(lines.map((line, index) => draftOfHit(parametersOf(shared, line), index, request)))
}

/** What stands in the line wins; consent that is said twice in one place, and not alike, is no signal of Google's any more. */
function parametersOf(shared: readonly [string, string][], line = ''): Parameters {
  const own = [...new URLSearchParams(line)]
  return new Map([...shared, ...consentIn(shared), ...own, ...consentIn(own)])
}

function consentIn(parameters: readonly [string, string][]): readonly [string, string][] {
  return ['gcs', 'gcd'].flatMap((name): [string, string][] => {
    const said = new Set(parameters.flatMap(([one, value]) => (one === name ? [value] : [])))
    return said.size > 1 ? [[name, [...said].join(' ')]] : []
  })
}

function draftOfHit(parameters: Parameters, line: number, request: SourceRequest): Draft {
  const name = ga4Name(parameters.get('en'))
  if (name === undefined) return NOT_AN_EVENT
  const order = orderOfHit(parameters)
  const search = name === 'search' ? searchOf(parameters.get('ep.search_term')) : undefined
  const person = anyOf({ external_id: id(parameters.get('uid')) })
  return draftOf({
    name,
    // The hit has no time of its own.
    occurredAtMs: request.receivedAtMs,
    messageId: uniqueId(parameters.get('ep.event_id')),
    seed: seedOf(parameters, line, request),
    page: pageOf(parameters.get('dl'), parameters.get('dr'), request.settings.siteOrigin),
    client: browserOf(request),
    ...(person !== undefined && { person }),
    ...(order !== undefined && { order }),
    ...(search !== undefined && { search }),
    consent: consentOf(parameters),
  })
}

/** Browser, session, page load, number of the hit in it, and line: the same hit sent again is the same event. */
function seedOf(parameters: Parameters, line: number, { receivedAtMs }: SourceRequest): readonly unknown[] {
  const place = ['cid', 'sid', '_p', '_s', 'en'].map((key) => parameters.get(key))
  return place.includes(undefined) ? [...place, line, receivedAtMs] : [...place, line]
}

function orderOfHit(parameters: Parameters): Members | undefined {
  const given: Record<string, unknown> = { currency: parameters.get('cu') ?? parameters.get('ep.currency') }
  for (const name of ['transaction_id', 'value', 'tax', 'shipping', 'coupon'])
    given[name] = parameters.get(`epn.${name}`) ?? parameters.get(`ep.${name}`)
  return ga4Order({ ...given, items: itemsOf(parameters) })
}

function itemsOf(parameters: Parameters): readonly Members[] {
  const items: Members[] = []
  for (let number = 1; number <= MAX_ITEMS; number++) {
    const written = parameters.get(`pr${number}`)
    if (written !== undefined) items.push(itemOf(written.slice(0, MAX_ITEM_LENGTH)))
  }
  return items
}

/** The first two characters of a field say what it is; `k0` … `v9` are the site's own and are left out. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['id', 'item_id'],
  ['nm', 'item_name'],
  ['br', 'item_brand'],
  ['ca', 'item_category'],
  ['va', 'item_variant'],
  ['pr', 'price'],
  ['qt', 'quantity'],
])

function itemOf(written: string): Members {
  const item: Record<string, string> = {}
  for (const field of fieldsOf(written)) {
    const name = CODES.get(field.slice(0, 2))
    if (name !== undefined) item[name] ??= field.slice(2)
  }
  return item
}

/** `~~` is a tilde, one alone ends a field: read from left to right, so that `~~~` is a tilde and then an end. */
function fieldsOf(written: string): readonly string[] {
  const fields: string[] = []
  let field = ''
  for (let at = 0; at < written.length; at++) {
    const character = written.charAt(at)
    if (character !== '~') field += character
    else if (written.charAt(at + 1) === '~') field += written.charAt(++at)
    else {
      fields.push(field)
      field = ''
    }
  }
  return [...fields, field]
}

/** Untouched: whether a `granted` in them is a person's answer is the consent engine's to say. */
function consentOf(parameters: Parameters): Members | undefined {
  const signals = anyOf({ gcs: text(parameters.get('gcs'), 4_096), gcd: text(parameters.get('gcd'), 4_096) })
  return signals === undefined ? undefined : { source: 'google:consent_mode', signals }
}
