/**
 * An event without its values: which fields it has, of what kind and how long, and what was answered about consent. Recorded to
 * see what a new policy would change; from a shape an event with placeholders is made that is judged as the real one was.
 */
import { PURPOSES, type ConsentState, type Purpose } from '../consent/types.ts'
import { isMembers } from '../event/members.ts'
import { EVENT_NAMES, type EventName } from '../event/types.ts'
import { COUNTRIES } from '../consent/countries.ts'
import { CANONICAL_FIELDS } from '../policy/fields.ts'

export interface EventShape {
  readonly event: EventName
  /** Canonical field → its shape; of items, that of the first one that has the field. */
  readonly fields: Readonly<Record<string, FieldShape>>
  readonly items?: number
  /** Where the person is decides the law and the conditions: a country, and no place in it. */
  readonly country?: string
  readonly consent: {
    readonly answers: Readonly<Partial<Record<Purpose, 'granted' | 'denied'>>>
    readonly optOut: boolean
  }
}

export interface FieldShape {
  readonly kind: Kind
  /** Not of a field with few values: its length would give the value away. */
  readonly length?: number
  /** Of an address: the names of those of its parameters that the policies name. */
  readonly parameters?: readonly string[]
}

const KINDS = [
  'text',
  'number',
  'email',
  'phone',
  'hash',
  'digits',
  'date',
  'country',
  'ip4',
  'ip6',
  'url',
  'meta_id',
] as const
type Kind = (typeof KINDS)[number]

type Members = Readonly<Record<string, unknown>>

/** Longer than any field that the schema takes. */
const MAX_LENGTH = 8_192

/** `wire` is an event that the parser has taken; `consent` what it came to; `parameters` the names that the policies keep. */
export function shapeOf(
  event: EventName,
  wire: Members,
  consent: ConsentState,
  parameters: ReadonlySet<string>,
): EventShape {
  const fields: Record<string, FieldShape> = {}
  for (const field of CANONICAL_FIELDS) {
    const value = valueAt(wire, field.split('.'))
    if (value !== undefined) fields[field] = shapeOfValue(field, value, parameters)
  }
  const items = itemsOf(wire).length
  const country = countryOf(wire)
  return {
    event,
    fields,
    ...(items > 0 && { items }),
    ...(country !== undefined && { country }),
    consent: { answers: answersOf(consent), optOut: consent.optOut },
  }
}

function valueAt(value: unknown, path: readonly string[]): string | number | undefined {
  const [step, ...rest] = path
  if (Array.isArray(value)) {
    for (const element of value) {
      const found = valueAt(element, path)
      if (found !== undefined) return found
    }
    return undefined
  }
  if (step === undefined) return typeof value === 'string' || typeof value === 'number' ? value : undefined
  return isMembers(value) && Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined
}

function itemsOf(wire: Members): readonly unknown[] {
  const order = wire['order']
  const items = isMembers(order) ? order['items'] : undefined
  return Array.isArray(items) ? items : []
}

function countryOf(wire: Members): string | undefined {
  const country = valueAt(wire, ['client', 'country'])
  const code = typeof country === 'string' ? country.toUpperCase() : ''
  return COUNTRIES.has(code) ? code : undefined
}

function answersOf({ answers }: ConsentState): EventShape['consent']['answers'] {
  return Object.fromEntries(
    PURPOSES.flatMap((purpose) => (answers[purpose] === 'unset' ? [] : [[purpose, answers[purpose]]])),
  )
}

/** `male` and `female` differ in their length. */
const FEW_VALUES: ReadonlySet<string> = new Set([
  'person.gender',
  'person.birth_date',
  'person.state',
  'person.country',
  'client.language',
])

function shapeOfValue(field: string, value: string | number, parameters: ReadonlySet<string>): FieldShape {
  const text = String(value)
  const kind = typeof value === 'number' ? 'number' : kindOf(field, text.trim())
  if (FEW_VALUES.has(field)) return { kind }
  const length = Math.min(kind === 'number' ? String(Math.trunc(Number(value))).length : text.length, MAX_LENGTH)
  return kind === 'url' ? { kind, length, parameters: knownParameters(text.trim(), parameters) } : { kind, length }
}

/** In the order in which they are tried. */
function kindOf(field: string, text: string): Kind {
  if (/^[0-9a-f]{64}$/i.test(text)) return 'hash'
  if (field === 'person.email') return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? 'email' : 'text'
  if (field === 'person.phone') return /^[+()\d\s./-]{6,}$/.test(text) ? 'phone' : 'text'
  if (field === 'person.country') return COUNTRIES.has(text.toUpperCase()) ? 'country' : 'text'
  if (field === 'client.ip') return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? 'ip4' : text.includes(':') ? 'ip6' : 'text'
  if (field.startsWith('page.')) return /^https?:\/\//i.test(text) && URL.canParse(text) ? 'url' : 'text'
  if (field === 'click.fbc' || field === 'click.fbp') return /^fb\.\d\.\d+\../.test(text) ? 'meta_id' : 'text'
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'date'
  return /^\d+$/.test(text) ? 'digits' : 'text'
}

function knownParameters(url: string, parameters: ReadonlySet<string>): readonly string[] {
  const names = [...new URL(url).searchParams.keys()].filter((name) => parameters.has(name))
  return [...new Set(names)].toSorted()
}

/** An event on the wire with the same shape. `host` is one of the site's. */
export function eventFromShape(shape: EventShape, index: number, host: string, nowMs: number): Members {
  const event: Record<string, unknown> = {
    event: shape.event,
    event_id: `recorded-${index}`,
    occurred_at: new Date(nowMs - 1_000).toISOString(),
    consent: {
      state: shape.consent.answers,
      ...(shape.consent.optOut && { signals: { usprivacy: '1YYN' } }),
    },
  }
  for (const [field, one] of Object.entries(shape.fields))
    place(event, field, placeholder(field, one, shape, host), shape)
  if (shape.country !== undefined) place(event, 'client.country', shape.country, shape)
  return event
}

/** `order.items.name` goes into every item. */
function place(event: Record<string, unknown>, field: string, value: unknown, shape: EventShape): void {
  const [group = '', name = '', ofItem] = field.split('.')
  const members = membersOf(event, group)
  if (ofItem === undefined) {
    members[name] = value
    return
  }
  const items = (members[name] ??= Array.from({ length: Math.min(shape.items ?? 1, MAX_ITEMS) }, () => ({})))
  if (Array.isArray(items)) for (const item of items) if (isMembers(item)) Object.assign(item, { [ofItem]: value })
}

const MAX_ITEMS = 200

function membersOf(event: Record<string, unknown>, group: string): Record<string, unknown> {
  const known = event[group]
  if (isMembers(known)) return known
  const made = {}
  event[group] = made
  return made
}

/** Nobody's: a domain for examples (RFC 2606), a number kept for fiction (Arcep), an address of documentation's own server. */
function placeholder(
  field: string,
  { kind, length = 2, parameters }: FieldShape,
  shape: EventShape,
  host: string,
): unknown {
  const text = letters(field === 'click.ttclid' ? 'E.C.P.' : '', length)
  switch (kind) {
    case 'number':
      return field === 'order.items.quantity' ? 1 : 10 ** Math.min(Math.max(length - 1, 0), 8)
    case 'email':
      return `${letters('', Math.min(length, 60) - '@example.com'.length)}@example.com`
    case 'phone':
      return '+33639981234'
    case 'hash':
      return 'a'.repeat(64)
    case 'date':
      return '1990-01-01'
    case 'digits':
      return field === 'person.zip' ? '29900' : text
    case 'country':
      return shape.country ?? 'FR'
    case 'ip4':
      return '93.184.216.34'
    case 'ip6':
      return '2606:2800:220:1:248:1893:25c8:1946'
    case 'meta_id':
      return `fb.1.1760000000000.${field === 'click.fbp' ? '1234567890' : letters('', length - 20)}`
    case 'url':
      return address(field, length, parameters ?? [], host)
    case 'text':
      return FIXED_TEXTS[field] ?? text
  }
}

/** Where only few texts are taken. */
const FIXED_TEXTS: Readonly<Record<string, string>> = {
  'order.currency': 'EUR',
  'person.gender': 'f',
  'client.language': 'fr-FR',
}

function letters(start: string, length: number): string {
  return start + 'x'.repeat(Math.max(1, length - start.length))
}

function address(field: string, length: number, parameters: readonly string[], host: string): string {
  const origin = `https://${field === 'page.url' ? host : 'example.com'}/`
  const query = parameters.map((name) => `${encodeURIComponent(name)}=x`).join('&')
  const rest = Math.min(length, 2_000) - origin.length - query.length
  return `${origin}${'x'.repeat(Math.max(1, rest))}${query === '' ? '' : `?${query}`}`
}

/** A line of a recording; undefined for what is none. Nothing of an unknown kind is taken over. */
export function readShape(text: string): EventShape | undefined {
  const value = parse(text)
  if (!isMembers(value) || !isEventName(value['event']) || !isMembers(value['fields'])) return undefined
  const { consent, country, items } = value
  if (!isMembers(consent) || !isMembers(consent['answers']) || typeof consent['optOut'] !== 'boolean') return undefined
  const known: ReadonlySet<string> = new Set(CANONICAL_FIELDS)
  const fields = Object.entries(value['fields'])
  if (!fields.every(([field, shape]) => known.has(field) && isFieldShape(shape))) return undefined
  if (country !== undefined && !(typeof country === 'string' && COUNTRIES.has(country))) return undefined
  if (items !== undefined && !(typeof items === 'number' && Number.isInteger(items) && items > 0)) return undefined
  return value as unknown as EventShape
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isEventName(value: unknown): value is EventName {
  return EVENT_NAMES.some((name) => name === value)
}

function isFieldShape(value: unknown): value is FieldShape {
  if (!isMembers(value)) return false
  const { kind, length, parameters } = value
  const named = parameters === undefined || (Array.isArray(parameters) && parameters.every(isText))
  return KINDS.some((known) => known === kind) && isLength(length) && named
}

function isLength(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isInteger(value))
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
