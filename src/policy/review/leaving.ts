/** What leaves one site, row by row: a field, for a recipient, on one set of terms, with these events. */
import { EVENT_NAMES, type EventName } from '../../event/types.ts'
import type { Purpose } from '../../consent/types.ts'
import { canonicalJson } from '../digest.ts'
import type { Condition, Grant, Words } from '../document.ts'
import { CANONICAL_FIELDS } from '../fields.ts'
import { termsOf } from '../terms.ts'
import type { CompiledDestination, CompiledPolicy, CompiledSite } from '../types.ts'
import type { RecipientFacts } from './facts.ts'
import type { Language } from './language.ts'
import type { Approved, SinceWhen } from './since.ts'

export interface Reading {
  readonly language: Language
  readonly policy: CompiledPolicy
  readonly approved: Approved | undefined
  readonly since: SinceWhen
  readonly recipients: ReadonlyMap<string, RecipientFacts>
  /** What the egress guard stops, in words. */
  readonly guarded: readonly Words[]
  /** Address parameters, in small letters, that are some platform's click id. */
  readonly clickIds: ReadonlySet<string>
}

export interface SiteReading extends Reading {
  readonly site: CompiledSite
  readonly leaving: readonly Leaving[]
}

export interface Leaving {
  readonly destination: CompiledDestination
  readonly field: string
  readonly grant: Grant
  readonly events: readonly EventName[]
  /** Day → events that have left since then; `undefined` → those never approved. Biggest first. */
  readonly since: readonly SinceGroup[]
}

export interface SinceGroup {
  readonly day: string | undefined
  readonly events: readonly EventName[]
}

const ORDER: ReadonlyMap<string, number> = new Map(CANONICAL_FIELDS.map((field, place) => [field, place]))

/** By destination as the policy has them, by field as the canonical list has them. */
export function leavingOf(policy: CompiledPolicy, site: CompiledSite, since: SinceWhen): Leaving[] {
  const texts = new Map(policy.grants.map((grant) => [grant, canonicalJson(grant)]))
  return site.destinations.flatMap((destination) => leavingFor(policy, site, destination, since, texts))
}

/** `texts`: of each grant, the same for those that say the same. */
function leavingFor(
  policy: CompiledPolicy,
  site: CompiledSite,
  destination: CompiledDestination,
  since: SinceWhen,
  texts: ReadonlyMap<Grant, string>,
): Leaving[] {
  const rows = new Map<string, { field: string; grant: Grant; events: EventName[] }>()
  for (const event of eventsOf(destination)) {
    for (const [field, grant] of termsOf(policy, destination, event)) {
      const key = `${field} ${texts.get(grant)}`
      const row = rows.get(key) ?? { field, grant, events: [] }
      row.events.push(event)
      rows.set(key, row)
    }
  }
  return [...rows.values()]
    .toSorted((a, b) => placeOf(a.field) - placeOf(b.field))
    .map((row) => ({
      ...row,
      destination,
      since: sinceGroups(row.events, (event) => since(site.id, destination.id, row.field, event)),
    }))
}

/** What is not in the list comes last, rather than nowhere. */
function placeOf(field: string): number {
  return ORDER.get(field) ?? ORDER.size
}

/** Events that leave for a destination with at least one field, in the order of EVENT_NAMES. */
export function eventsOf(destination: CompiledDestination): EventName[] {
  return EVENT_NAMES.filter((event) => destination.events[event] !== undefined)
}

function sinceGroups(
  events: readonly EventName[],
  dayOf: (event: EventName) => string | undefined,
): readonly SinceGroup[] {
  const groups = Map.groupBy(events, dayOf)
  return [...groups]
    .map(([day, members]) => ({ day, events: members }))
    .toSorted((a, b) => b.events.length - a.events.length || ((a.day ?? '') < (b.day ?? '') ? -1 : 1))
}

/** The terms that a reader sees of a grant; two groups of fields may have the same. */
export interface ShownTerms {
  readonly treatment: Grant['treatment']
  readonly purpose: Purpose
  readonly legalBasis: Grant['legalBasis']
  readonly retentionDays: number
  readonly condition: Condition | null
}

export function shownTerms({ treatment, purpose, legalBasis, retentionDays, condition }: Grant): ShownTerms {
  return { treatment, purpose, legalBasis, retentionDays, condition: condition ?? null }
}

/** Rows that read the same but for what `key` leaves out, in the order in which they first stand. */
export function alike<Row>(rows: readonly Row[], key: (row: Row) => unknown): readonly (readonly [Row, ...Row[]])[] {
  const groups = Map.groupBy(rows, (row) => canonicalJson(key(row)))
  return [...groups.values()].flatMap(([first, ...rest]): [Row, ...Row[]][] =>
    first === undefined ? [] : [[first, ...rest]],
  )
}
