/** What the policy compiler must know of the destinations, read from their mappings. */
import type { Destination, FieldRow } from '../destinations/destination.ts'
import type { Treatment } from '../policy/fields.ts'
import type { KnownDestination } from '../policy/known.ts'

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
