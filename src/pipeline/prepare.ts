/**
 * Steps 5 and 6: select the fields that may leave, normalise and hash them, look at the final values once more.
 * Pure. Cannot be called without a Permit, and what it returns cannot hold a raw identifier: hashed rows give only
 * `Sha256Hex`, every other text has passed the egress guard, and `SafeJson` is made of nothing else.
 */
import type { Permit } from '../consent/decide.ts'
import type { FieldRow, HashedRow, ItemRow, MappingInput, NormalizedRow, UrlRow } from '../destinations/destination.ts'
import type { Destination } from '../destinations/destination.ts'
import { once } from '../event/once.ts'
import type { Item } from '../event/types.ts'
import { hashBy, normalizeIdentifier } from '../hashing/identifier.ts'
import type { PersonalDataKind } from '../privacy/kinds.ts'
import { cleanUrl, type UrlHit } from '../privacy/url.ts'
import { withoutSpoilers } from '../privacy/whole-address.ts'
import type { FieldNames } from './field-names.ts'
import { withLimits } from './limits.ts'
import type { Column, Part, PlannedRow } from './payload-plan.ts'
import type { EventPlan, PrepareSite } from './plan.ts'
import { hashJson, hashListJson, listJson, ObjectWriter, scalarJson, type JsonKey, type SafeJson } from './safe-json.ts'
import { contextFor, standIn, type Omission, type Shared } from './shared.ts'

export { sharedOf, type Shared } from './shared.ts'

export interface LeftOut {
  readonly field: string
  readonly reason: string
  /** With `personal_data`: what was found. Never the value. */
  readonly kinds?: readonly PersonalDataKind[]
}

export interface Prepared {
  readonly ok: true
  /** The platform's event as JSON text, final to the last byte. */
  readonly body: SafeJson
  /** Names of what is in it, in the platform's words: for the receipt. */
  readonly fields: readonly string[]
  /** The same, separated by spaces. */
  readonly fieldText: string
  readonly leftOut: readonly LeftOut[]
}

export type PrepareResult =
  | Prepared
  | { readonly ok: false; readonly reason: string; readonly leftOut: readonly LeftOut[] }

/** One event being prepared for one destination. */
interface Work {
  readonly input: MappingInput
  readonly platformEvent: string
  readonly site: PrepareSite
  readonly shared: Shared
  readonly payload: ObjectWriter
  readonly leftOut: LeftOut[]
  names: FieldNames
}

export function prepareEvent(
  input: MappingInput,
  destination: Destination,
  plan: EventPlan,
  permit: Permit,
  site: PrepareSite,
  shared: Shared,
): PrepareResult {
  const { platformEvent, names } = plan
  const payload = new ObjectWriter()
  const work: Work = { input, platformEvent, site, shared, payload, leftOut: [], names }
  placeAll(work, plan.payload[permit.level])
  const prepared = permit.level === 'limited' ? limitedOf(work, destination) : fullOf(work)
  const stop = destination.refuses(prepared.fields, input.event)
  return stop === undefined ? prepared : { ok: false, reason: stop, leftOut: work.leftOut }
}

function fullOf({ names, payload, leftOut }: Work): Prepared {
  return { ok: true, body: payload.end(), fields: names.names, fieldText: names.text, leftOut }
}

function limitedOf({ input, names, payload, leftOut }: Work, destination: Destination): Prepared {
  const limits = destination.limited(input.event)
  const fields = [...names.names, ...Object.keys(limits)]
  return { ok: true, body: withLimits(payload.end(), limits), fields, fieldText: fields.join(' '), leftOut }
}

function placeAll(work: Work, parts: readonly Part[]): void {
  for (const part of parts) place(work, part)
}

function place(work: Work, part: Part): void {
  switch (part.kind) {
    case 'value':
      return placeValue(work, part.key, part.planned)
    case 'list':
      return placeItems(work, part.key, part.columns)
    case 'object':
      return placeObject(work, part.key, part.parts)
  }
}

function placeObject(work: Work, key: JsonKey, parts: readonly Part[]): void {
  const opened = work.payload.open(key)
  placeAll(work, parts)
  work.payload.close(opened)
}

function placeValue(work: Work, key: JsonKey, planned: PlannedRow): void {
  const found = valueOf(work, planned)
  if (found === undefined) return
  const value = typeof found === 'object' ? leaveOut(work, planned.row, found) : found
  if (value === undefined) return
  work.payload.member(key, value)
  work.names = work.names.with(planned.index, planned.row.to)
}

/** What stands in its place, if anything does. */
function leaveOut(work: Work, row: FieldRow, omission: Omission): SafeJson | undefined {
  note(work, row.from, omission)
  return omission.kinds === undefined ? undefined : standIn(row.from, work.input.event, work.shared)
}

/** Once for a field, however many of an event's articles it is about. */
function note({ leftOut }: Work, field: string, { omitted: reason, kinds }: Omission): void {
  const at = leftOut.findIndex((one) => one.field === field && one.reason === reason)
  if (at === -1) leftOut.push(kinds === undefined ? { field, reason } : { field, reason, kinds })
  else if (kinds !== undefined)
    leftOut[at] = { field, reason, kinds: [...new Set([...(leftOut[at]?.kinds ?? []), ...kinds])] }
}

type Found = SafeJson | Omission | undefined

function valueOf(work: Work, planned: PlannedRow): Found {
  const { row } = planned
  switch (row.kind) {
    case 'hashed':
      return hashedValue(work, planned, row)
    case 'normalized':
      return normalizedValue(work, planned, row)
    case 'url':
      return urlValue(work, planned, row)
    case 'plain':
      return guarded(work, planned, row.read(work.input))
    case 'fixed':
      if (row.from === 'event.id' && work.site.hidesEventIds) return standIn(row.from, work.input.event, work.shared)
      return guarded(work, planned, row.read(work.input, work.platformEvent))
    case 'item':
      return undefined
  }
}

function hashedValue(work: Work, { scheme }: PlannedRow, row: HashedRow): Found {
  const raw = row.read(work.input.event)
  if (raw === undefined) return undefined
  if (scheme === undefined) return { omitted: 'empty' }
  const hashed = hashBy(scheme, raw, contextFor(work.shared, row.from), work.shared.hashes)
  if ('omitted' in hashed) return hashed
  return row.list ? hashListJson(hashed.sha256) : hashJson(hashed.sha256)
}

/** A street with its number ends up in the field for the town or the region often enough; none of them needs a digit. */
const houseNumber = once(() => /\p{Nd}/u)
const READABLE_PLACES: ReadonlySet<string> = new Set(['person.city', 'person.state', 'person.country'])
/** ISO 3166-2: departments and prefectures have digits, `FR-75`, `13`. */
const REGION_CODE = /^\s*(?:[A-Za-z]{2}-)?[A-Za-z0-9]{1,3}\s*$/

function normalizedValue(work: Work, planned: PlannedRow, row: NormalizedRow): Found {
  const raw = row.read(work.input.event)
  if (raw === undefined) return undefined
  // Looked at before too: without its "@" and dots an e-mail address is no longer recognised.
  if (isStreet(row.from, raw)) return { omitted: 'personal_data', kinds: ['address'] }
  const typed = work.shared.guarded.text(planned.typedSlot, raw, 'text')
  if (typeof typed === 'object') return typed
  const normalized = normalizeIdentifier(row.identifier, raw, contextFor(work.shared, row.from))
  if (normalized.kind === 'text') return work.shared.guarded.text(planned.slot, normalized.value, 'text')
  return { omitted: normalized.kind === 'omitted' ? normalized.reason : 'hash_not_convertible' }
}

function isStreet(from: string, raw: string): boolean {
  if (!READABLE_PLACES.has(from) || !houseNumber().test(raw)) return false
  return from !== 'person.state' || !REGION_CODE.test(raw)
}

function urlValue(work: Work, planned: PlannedRow, row: UrlRow): Found {
  const raw = row.read(work.input.event)
  // A page that was opened by typing its address has `document.referrer` "": there is none, and nothing to mend.
  if (raw === undefined || raw.trim() === '') return undefined
  const { urlParameters, urlPaths } = work.site
  const hits: UrlHit[] = []
  const cleaned = cleanUrl(raw, urlParameters, work.shared.addresses, urlPaths, hits)
  noteAddress(work, row.from, cleaned?.dropped ?? [], hits)
  if (cleaned === undefined) return { omitted: 'not_a_web_address' }
  const whole = work.shared.guarded.address(planned.slot, cleaned.url)
  return typeof whole === 'string' ? whole : (shorterUrl(work, planned, row, cleaned.url) ?? whole)
}

/** Clean in each part and not as a whole: what two parts only make together costs one of them, never the address. */
function shorterUrl(work: Work, planned: PlannedRow, row: UrlRow, url: string): Found {
  const shorter = withoutSpoilers(url)
  noteAddress(work, row.from, [], shorter?.hits ?? [])
  return shorter && work.shared.guarded.address(planned.slot, shorter.url)
}

/** A parameter that the policy lets through and the guard does not is told by what was found in it. */
function noteAddress(work: Work, from: string, dropped: readonly string[], hits: readonly UrlHit[]): void {
  for (const { at, kinds } of hits) note(work, from + at, { omitted: 'personal_data', kinds })
  for (const name of dropped) {
    if (hits.length === 0 || !hits.some(({ at }) => at === `?${name}`)) note(work, `${from}?${name}`, URL_PARAMETER)
  }
}

const URL_PARAMETER: Omission = { omitted: 'url_parameter' }

function guarded(
  work: Work,
  planned: PlannedRow,
  value: string | number | boolean | readonly string[] | undefined,
): Found {
  if (value === undefined) return undefined
  if (typeof value === 'string')
    return isBlank(value) ? EMPTY : work.shared.guarded.text(planned.slot, value, planned.shape)
  return typeof value === 'object' ? guardedList(work, planned, value) : scalarJson(value)
}

/** A text in which nothing is written is as good as none: platforms would take it for a name, a brand, a search. */
const EMPTY: Omission = { omitted: 'empty' }

function isBlank(text: string): boolean {
  return text.trim() === ''
}

function guardedList(work: Work, planned: PlannedRow, texts: readonly string[]): Found {
  const clean: SafeJson[] = []
  let index = 0
  for (const text of texts) {
    const value = isBlank(text) ? EMPTY : work.shared.guarded.itemText(planned.slot, index++, text, planned.shape)
    if (typeof value === 'object') note(work, planned.row.from, value)
    else clean.push(value)
  }
  return clean.length === 0 ? undefined : listJson(clean)
}

/** One object per item, also where nothing is left of an item: positions must not shift. */
function placeItems(work: Work, key: JsonKey, columns: readonly Column[]): void {
  const items = work.input.event.order?.items
  if (items === undefined || items.length === 0) return
  const elements = items.map(() => new ObjectWriter())
  for (const column of columns) placeColumn(work, column, items, elements)
  if (elements.some((element) => !element.isEmpty)) work.payload.member(key, listJson(elements.map(endOf)))
}

function endOf(element: ObjectWriter): SafeJson {
  return element.end()
}

/** One key of each item. */
function placeColumn(
  work: Work,
  { key, planned }: Column,
  items: readonly Item[],
  elements: readonly ObjectWriter[],
): void {
  let isThere = false
  let index = 0
  for (const item of items) {
    const value = itemValue(work, planned, item, index)
    if (value !== undefined) {
      elements[index]?.member(key, value)
      isThere = true
    }
    index++
  }
  if (isThere) work.names = work.names.with(planned.index, planned.row.to)
}

function itemValue(work: Work, planned: PlannedRow<ItemRow>, item: Item, index: number): SafeJson | undefined {
  const value = planned.row.read(item)
  if (typeof value !== 'string') return value === undefined ? undefined : scalarJson(value)
  const found = isBlank(value) ? EMPTY : work.shared.guarded.itemText(planned.slot, index, value, planned.shape)
  if (typeof found === 'string') return found
  note(work, planned.row.from, found)
  return undefined
}

/** What the policy keeps back from this event, for people who ask why a field is missing. Not on the hot path. */
export function deniedFields(input: MappingInput, plan: EventPlan): readonly LeftOut[] {
  const denied = namesPresent(input, plan.denied).map((field) => ({ field, reason: 'not_in_policy' }))
  const withheld = namesPresent(input, plan.withheld).map((field) => ({ field, reason: 'condition_not_met' }))
  return [...denied, ...withheld]
}

function namesPresent(input: MappingInput, rows: readonly PlannedRow[]): readonly string[] {
  return [...new Set(rows.filter(({ row }) => isPresent(input, row)).map(({ row }) => row.from))]
}

function isPresent(input: MappingInput, row: FieldRow): boolean {
  switch (row.kind) {
    case 'hashed':
    case 'normalized':
    case 'url':
      return row.read(input.event) !== undefined
    case 'plain':
      return row.read(input) !== undefined
    case 'item':
      return input.event.order?.items?.some((item) => row.read(item) !== undefined) ?? false
    case 'fixed':
      return false
  }
}
