/** What a line of `allow` comes to: for each field its terms, each distinct set of terms and of fields kept once. */
import { canonicalJson } from './digest.ts'
import type { Condition, Grant } from './document.ts'
import type { AllowedFile, ConditionFile, FieldGroupFile } from './schema.ts'
import { sortedEntries } from './sorted.ts'

export type FieldGroups = (name: string) => FieldGroupFile | undefined

export class TermsTable {
  readonly #grants = new Interned<Grant>()
  readonly #fieldSets = new Interned<Readonly<Record<string, number>>>()

  get grants(): readonly Grant[] {
    return this.#grants.values
  }

  get fieldSets(): readonly Readonly<Record<string, number>>[] {
    return this.#fieldSets.values
  }

  /** The place of a list of fields and their terms. */
  place(terms: Readonly<Record<string, Grant>>): number {
    const fields = sortedEntries(terms).map(([field, grant]) => [field, this.#grants.placeOf(grant)] as const)
    return this.#fieldSets.placeOf(Object.fromEntries(fields))
  }
}

/** Every field of a line of `allow`. */
export function termsOfLine(line: readonly AllowedFile[], groups: FieldGroups): Record<string, Grant> {
  return Object.fromEntries(line.flatMap((allowed) => rowsOf(allowed, groups)))
}

function rowsOf(allowed: AllowedFile, groups: FieldGroups): (readonly [field: string, grant: Grant])[] {
  const own = typeof allowed === 'string' ? { group: allowed } : allowed
  const group = groups(own.group)
  // rules.ts has refused a group that nobody defines.
  if (group === undefined) return []
  const { fields, ...terms } = { ...group, ...own }
  const condition = terms.condition === undefined ? undefined : compileCondition(terms.condition)
  const grant: Grant = {
    group: terms.group,
    treatment: terms.treatment,
    purpose: terms.purpose,
    legalBasis: terms.legal_basis,
    retentionDays: terms.retention_days,
    ...(condition !== undefined && { condition }),
    ...(terms.note !== undefined && { note: terms.note }),
  }
  return fields.map((field) => [field, grant] as const)
}

function compileCondition(condition: ConditionFile): Condition {
  return {
    ...(condition.countries !== undefined && { countries: condition.countries.toSorted() }),
    ...(condition.except_countries !== undefined && { exceptCountries: condition.except_countries.toSorted() }),
    ...(condition.with_field !== undefined && { withField: condition.with_field }),
  }
}

/** Equal values once, in the order in which they came. */
class Interned<Value> {
  readonly values: Value[] = []
  readonly #places = new Map<string, number>()
  /** Fields of one line share their terms: the same object need not be written out again. */
  readonly #seen = new Map<Value, number>()

  placeOf(value: Value): number {
    const place = this.#seen.get(value) ?? this.#placeOfEqual(value)
    this.#seen.set(value, place)
    return place
  }

  #placeOfEqual(value: Value): number {
    const key = canonicalJson(value)
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.values.length)
    return this.values.push(value) - 1
  }
}
