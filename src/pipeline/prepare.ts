/**
 * Steps 5 and 6: select the fields that may leave, normalise and hash them, look at the final values once more.
 * Pure. Cannot be called without a Permit, and what it returns cannot hold a raw identifier: hashed rows give only
 * `Sha256Hex`, every other text has passed the egress guard.
 */
import type { Permit } from '../consent/decide.ts'
import type { FieldRow, HashedRow, ItemRow, MappingInput, NormalizedRow, UrlRow } from '../destinations/destination.ts'
import type { Destination } from '../destinations/destination.ts'
import type { CanonicalEvent, Item } from '../event/types.ts'
import { hashIdentifier, HashMemo, normalizeIdentifier, type IdentifierContext } from '../hashing/identifier.ts'
import type { Sha256Hex } from '../hashing/sha256.ts'
import { guardText, type CleanText, type GuardResult } from '../privacy/guard.ts'
import { cleanUrl, type UrlMemo } from '../privacy/url.ts'
import type { EventPlan, PlannedRow, PrepareSite } from './plan.ts'

export type PreparedValue = Sha256Hex | CleanText | number | boolean | readonly (Sha256Hex | CleanText)[]

export interface LeftOut {
  readonly field: string
  readonly reason: string
}

export interface Prepared {
  readonly ok: true
  /** The platform's event as JSON text, final to the last byte. */
  readonly body: string
  /** Names of what is in it, in the platform's words: for the receipt. */
  readonly fields: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

export type PrepareResult =
  | Prepared
  | { readonly ok: false; readonly reason: string; readonly leftOut: readonly LeftOut[] }

/** What an event's destinations share, so that none of it is worked out twice. Thrown away with the event. */
export interface Shared {
  readonly hashes: HashMemo
  readonly addresses: UrlMemo
  readonly guarded: { readonly text: Map<string, GuardResult>; readonly id: Map<string, GuardResult> }
  readonly contexts: {
    readonly other: IdentifierContext
    readonly email: IdentifierContext
    readonly phone: IdentifierContext
  }
}

/** A hash without a label is read as the canonical form: trimmed lower-case e-mail, phone in E.164 with "+". */
export function sharedOf(event: CanonicalEvent, defaultCountry: string): Shared {
  const { person } = event
  const other: IdentifierContext = {
    defaultCountry,
    phones: new Map(),
    ...(person?.country !== undefined && { country: person.country }),
  }
  const email = { ...other, hashedAs: person?.hashedAs?.email ?? 'lower' } as const
  const phone = { ...other, hashedAs: person?.hashedAs?.phone ?? 'e164' } as const
  return {
    hashes: new HashMemo(),
    addresses: new Map(),
    guarded: { text: new Map(), id: new Map() },
    contexts: { other, email, phone },
  }
}

interface Work {
  readonly input: MappingInput
  readonly plan: EventPlan
  readonly site: PrepareSite
  readonly shared: Shared
  readonly fields: string[]
  readonly leftOut: LeftOut[]
  readonly payload: Record<string, unknown>
}

export function prepareEvent(
  input: MappingInput,
  destination: Destination,
  plan: EventPlan,
  permit: Permit,
  site: PrepareSite,
  shared: Shared,
): PrepareResult {
  const work: Work = { input, plan, site, shared, fields: [], leftOut: [], payload: {} }
  const rows = permit.level === 'full' ? plan.full : plan.limited
  for (const planned of rows) {
    const stop = place(work, planned)
    if (stop !== undefined) return { ok: false, reason: stop, leftOut: work.leftOut }
  }
  if (permit.level === 'limited') markLimited(work, destination)
  const refused = destination.refuses(work.payload, input.event)
  if (refused !== undefined) return { ok: false, reason: refused, leftOut: work.leftOut }
  return { ok: true, body: JSON.stringify(work.payload), fields: work.fields, leftOut: work.leftOut }
}

/** Puts one row's value into the payload. Returns a reason when the whole event must stop. */
function place(work: Work, planned: PlannedRow): string | undefined {
  const { row, path } = planned
  if (row.kind === 'item') return placeItems(work, planned, row)
  const value = valueOf(work, planned)
  if (value === undefined) return undefined
  if (typeof value === 'object' && 'omitted' in value) return leaveOut(work, row, value.omitted)
  setPath(work.payload, path, value)
  work.fields.push(row.to)
  return undefined
}

function leaveOut(work: Work, row: FieldRow, reason: string): string | undefined {
  work.leftOut.push({ field: row.from, reason })
  // A fixed row is the event's own name or id: without it, or with a person's data in it, nothing can be sent.
  return row.kind === 'fixed' ? `${reason}_in_${row.from.replace('.', '_')}` : undefined
}

type Found = PreparedValue | { readonly omitted: string } | undefined

function valueOf(work: Work, planned: PlannedRow): Found {
  const { row } = planned
  switch (row.kind) {
    case 'hashed':
      return hashedValue(work, row)
    case 'normalized':
      return normalizedValue(work, row)
    case 'url':
      return urlValue(work, row)
    case 'plain':
      return guarded(work, row.read(work.input), planned.shape)
    case 'fixed':
      return guarded(work, row.read(work.input, work.plan.platformEvent), planned.shape)
    case 'item':
      return undefined
  }
}

function hashedValue(work: Work, row: HashedRow): Found {
  const raw = row.read(work.input.event)
  if (raw === undefined) return undefined
  const hashed = hashIdentifier(row.identifier, raw, contextFor(work, row.from), work.shared.hashes)
  if ('omitted' in hashed) return hashed
  return row.list ? [hashed.sha256] : hashed.sha256
}

/** A street with its number ends up in the field for the town often enough; no town needs a digit. */
const HOUSE_NUMBER = /\p{Nd}/u
const READABLE_PLACES: ReadonlySet<string> = new Set(['person.city'])

function normalizedValue(work: Work, row: NormalizedRow): Found {
  const raw = row.read(work.input.event)
  if (raw === undefined) return undefined
  // Looked at before too: without its "@" and dots an e-mail address is no longer recognised.
  if (HOUSE_NUMBER.test(raw) && READABLE_PLACES.has(row.from)) return { omitted: 'personal_data' }
  const typed = guarded(work, raw, 'text')
  if (typeof typed === 'object' && 'omitted' in typed) return typed
  const normalized = normalizeIdentifier(row.identifier, raw, contextFor(work, row.from))
  if (normalized.kind !== 'text')
    return { omitted: normalized.kind === 'omitted' ? normalized.reason : 'hash_not_convertible' }
  return guarded(work, normalized.value, 'text')
}

function urlValue(work: Work, row: UrlRow): Found {
  const raw = row.read(work.input.event)
  if (raw === undefined) return undefined
  const cleaned = cleanUrl(raw, work.site.urlParameters, work.shared.addresses)
  if (cleaned === undefined) return { omitted: 'not_a_web_address' }
  for (const name of cleaned.dropped) work.leftOut.push({ field: `${row.from}?${name}`, reason: 'url_parameter' })
  return guarded(work, cleaned.url, 'id')
}

function guarded(
  work: Work,
  value: string | number | boolean | readonly string[] | undefined,
  shape: 'text' | 'id',
): Found {
  if (typeof value === 'string') return guardOne(work, value, shape)
  if (typeof value !== 'object') return value
  const clean: CleanText[] = []
  for (const element of value) {
    const result = guardOne(work, element, shape)
    if (typeof result === 'object') return result
    clean.push(result)
  }
  return clean.length === 0 ? undefined : clean
}

function guardOne(work: Work, text: string, shape: 'text' | 'id'): CleanText | { readonly omitted: string } {
  const result = text.length < WORTH_REMEMBERING ? guardText(text, shape) : guardOnce(work, text, shape)
  return 'clean' in result ? result.clean : { omitted: 'personal_data' }
}

/** A user agent is looked at once, not once per destination. Shorter texts cost less than remembering them. */
const WORTH_REMEMBERING = 32

function guardOnce(work: Work, text: string, shape: 'text' | 'id'): GuardResult {
  const remembered = work.shared.guarded[shape]
  const known = remembered.get(text)
  if (known !== undefined) return known
  const result = guardText(text, shape)
  remembered.set(text, result)
  return result
}

function placeItems(work: Work, planned: PlannedRow, row: ItemRow): undefined {
  const items = work.input.event.order?.items ?? []
  let list: Record<string, unknown>[] | undefined
  for (let i = 0; i < items.length; i++) {
    const value = itemValue(work, planned, row, items[i])
    if (value === undefined) continue
    list ??= listAt(work.payload, planned.listPath, items.length)
    const element = list[i]
    if (element !== undefined) element[row.key] = value
  }
  if (list !== undefined) work.fields.push(row.to)
}

function itemValue(work: Work, planned: PlannedRow, row: ItemRow, item: Item | undefined): PreparedValue | undefined {
  if (item === undefined) return undefined
  const value = guarded(work, row.read(item), planned.shape)
  if (typeof value !== 'object' || !('omitted' in value)) return value
  work.leftOut.push({ field: row.from, reason: value.omitted })
  return undefined
}

/** The platform's list of items, made on first use with one object per item. */
function listAt(payload: Record<string, unknown>, path: readonly string[], length: number): Record<string, unknown>[] {
  const parent = parentOf(payload, path)
  const last = path[path.length - 1] ?? ''
  const existing = parent[last]
  if (Array.isArray(existing)) return existing as Record<string, unknown>[]
  const list: Record<string, unknown>[] = []
  for (let i = 0; i < length; i++) list.push({})
  parent[last] = list
  return list
}

function setPath(payload: Record<string, unknown>, path: readonly string[], value: unknown): void {
  parentOf(payload, path)[path[path.length - 1] ?? ''] = value
}

/** The object that holds the path's last key; made where it is not there. */
function parentOf(payload: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let node = payload
  for (let i = 0; i < path.length - 1; i++) {
    const key = path[i] ?? ''
    const next = node[key] as Record<string, unknown> | undefined
    if (next === undefined) node = node[key] = {}
    else node = next
  }
  return node
}

function markLimited(work: Work, destination: Destination): void {
  for (const [path, value] of Object.entries(destination.limited(work.input.event))) {
    setPath(work.payload, path.split('.'), value)
    work.fields.push(path)
  }
}

function contextFor(work: Work, from: string): IdentifierContext {
  const { contexts } = work.shared
  if (from === 'person.email') return contexts.email
  return from === 'person.phone' ? contexts.phone : contexts.other
}

/** What the policy keeps back from this event, for people who ask why a field is missing. Not on the hot path. */
export function deniedFields(input: MappingInput, plan: EventPlan): readonly LeftOut[] {
  const present = plan.denied.filter(({ row }) => isPresent(input, row))
  return [...new Set(present.map(({ row }) => row.from))].map((field) => ({ field, reason: 'not_in_policy' }))
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
