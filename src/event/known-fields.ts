/** The fields that the schema knows, and what to do with the rest: a null is absent, an unknown field is named and left out. */
import { isMembers } from './members.ts'
import { once } from './once.ts'

/** One level of the schema: its fields, and where it is (`order.items.`, empty for the event). */
export interface Known {
  readonly prefix: string
  readonly fields: ReadonlyMap<string, Field>
}

/** Both names are of values, looked into no further; a null of the latter is no absence. */
type Field = Known | 'leaf' | 'narrowing'

/** The names of values, separated by spaces, and the groups below; of a list, what is in its elements. */
interface Group {
  readonly values: string
  /** Fields that narrow: left out for a null they would widen, so that a null is a wrong value and no absence. */
  readonly narrowing?: string
  readonly groups?: Readonly<Record<string, Group>>
}

/**
 * As in schema.ts, which is not asked: to make the schema takes a third of a cold start's first event, and an event that
 * plain.ts takes has no need of it. Held against the schema in known-fields.test.ts.
 */
const EVENT: Group = {
  values: 'event event_id occurred_at',
  narrowing: 'destinations environment',
  groups: {
    page: { values: 'url referrer' },
    client: { values: 'ip user_agent country region language' },
    click: { values: 'ttclid ttp fbclid fbc fbp' },
    person: {
      values: 'email phone external_id visitor_id first_name last_name city state zip country birth_date gender',
      groups: { hashed_as: { values: 'email phone' } },
    },
    order: {
      values: 'id cart_id aliases value tax shipping currency coupon',
      groups: { items: { values: 'id name quantity price brand category variant' } },
    },
    lead: { values: 'id type' },
    search: { values: 'query' },
    consent: {
      values: 'state at source',
      groups: { signals: { values: 'tcf ac gpp gpp_sid usprivacy gpc gcs gcd cookies cmp' } },
    },
  },
}

export const knownEvent = once(() => knownOf(EVENT, ''))

function knownOf({ values, narrowing, groups = {} }: Group, prefix: string): Known {
  const fields = new Map<string, Field>(values.split(' ').map((name) => [name, 'leaf']))
  for (const name of narrowing?.split(' ') ?? []) fields.set(name, 'narrowing')
  for (const [name, group] of Object.entries(groups)) fields.set(name, knownOf(group, `${prefix}${name}.`))
  return { prefix, fields }
}

/** Every field and group of fields that the schema knows, dotted: `order.items.price`. */
export const knownFieldNames = once((): readonly string[] => namesIn(knownEvent()))

function namesIn({ prefix, fields }: Known): readonly string[] {
  return [...fields].flatMap(([name, field]) => [prefix + name, ...(typeof field === 'string' ? [] : namesIn(field))])
}

/** Enough to see what a source sends in vain. */
export const MAX_UNKNOWN = 20

const NONE: readonly string[] = []

type Members = Record<string, unknown>

/**
 * Deletes null members of `event` (it is changed) and answers the names of unknown fields, dotted and without indexes
 * (`order.items.loyalty_tier`), each once, at most MAX_UNKNOWN. They are the caller's text: escape before showing.
 */
export function settleFields(event: Members): readonly string[] {
  const unknown = new Set<string>()
  settle(event, knownEvent(), unknown)
  return unknown.size === 0 ? NONE : [...unknown]
}

function settle(value: Members, known: Known, unknown: Set<string>): void {
  for (const key in value) {
    const field = known.fields.get(key)
    const member = value[key]
    if (field === undefined) note(known.prefix + key, unknown)
    else if (member === null || member === undefined) settleNull(value, key, field)
    else if (typeof field !== 'string') settleBelow(member, field, unknown)
  }
}

function settleNull(value: Members, key: string, field: Field): void {
  if (field !== 'narrowing') Reflect.deleteProperty(value, key)
}

/** What is neither an object nor a list of objects is left to the schema to refuse. */
function settleBelow(value: unknown, known: Known, unknown: Set<string>): void {
  if (isMembers(value)) return settle(value, known, unknown)
  if (!Array.isArray(value)) return
  for (const element of value) if (isMembers(element)) settle(element, known, unknown)
}

function note(path: string, unknown: Set<string>): void {
  if (unknown.size < MAX_UNKNOWN) unknown.add(path)
}
