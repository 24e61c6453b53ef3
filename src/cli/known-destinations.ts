/** What the policy compiler must know of the destinations, read from their mappings. */
import type { CanonicalEvent, EventName } from '../event/types.ts'
import type { Destination, FieldRow } from '../destinations/destination.ts'
import type { Treatment } from '../policy/fields.ts'
import type { KnownDestination, Level } from '../policy/known.ts'

export function knownDestinations(registry: readonly Destination[]): KnownDestination[] {
  return registry.map((destination) => {
    const treatments = treatmentsOf(destination.rows)
    return {
      id: destination.id,
      purposes: destination.purposes,
      consentNames: destination.consentNames,
      events: Object.keys(destination.events),
      fields: Object.keys(treatments),
      treatments,
      lacking: (event, fields, level) => lackingOf(destination, event, fields, level),
      clickParameters: destination.clickParameters.map(({ name }) => name),
    }
  })
}

/** Fixed rows come from no field that a policy could deny. */
function treatmentsOf(rows: readonly FieldRow[]): Record<string, readonly Treatment[]> {
  const forms = new Map<string, Set<Treatment>>()
  for (const row of rows) {
    if (row.kind === 'fixed') continue
    forms.set(row.from, (forms.get(row.from) ?? new Set()).add(TREATMENT_OF[row.kind]))
  }
  return Object.fromEntries([...forms].map(([field, treatments]) => [field, [...treatments]]))
}

const TREATMENT_OF: Readonly<Record<Exclude<FieldRow['kind'], 'fixed'>, Treatment>> = {
  hashed: 'hashed',
  normalized: 'normalized',
  plain: 'as_is',
  item: 'as_is',
  url: 'url_cleaned',
}

/** An event with nothing in it that a platform could object to; which fields of it leave is told beside it. */
function eventNamed(name: EventName): CanonicalEvent {
  return { name, eventId: 'e-1', occurredAtMs: 0, order: { value: 1, currency: 'EUR' } }
}

/** One objection after the other, each with the fields of which any one would answer it. */
function lackingOf(
  destination: Destination,
  event: EventName,
  fields: ReadonlySet<string>,
  level: Level,
): readonly (readonly string[])[] {
  const rows = destination.rows.filter(({ identifying }) => level === 'full' || !identifying)
  const candidates = [...new Set(rows.filter(({ kind }) => kind !== 'fixed').map(({ from }) => from))]
  const objection = (there: ReadonlySet<string>): string | undefined => {
    const names = rows.filter(({ kind, from }) => kind === 'fixed' || there.has(from)).map(({ to }) => to)
    return destination.refuses(names, eventNamed(event))
  }
  const there = new Set(fields)
  const lacking: (readonly string[])[] = []
  for (let reason = objection(there); reason !== undefined; reason = objection(there)) {
    const answers = candidates.filter((field) => !there.has(field) && objection(new Set([...there, field])) !== reason)
    lacking.push(answers)
    const [first] = answers
    // No field answers it: it is not for the policy to mend.
    if (first === undefined) return lacking.slice(0, -1)
    there.add(first)
  }
  return lacking
}
