/**
 * Fields that leave on a condition: which conditions hold for an event, and the plan of what may then leave. A plan is
 * made when a combination of them is first met and kept, so that an event costs one look at each condition and no more.
 */
import { countryCode } from '../consent/regime.ts'
import type { FieldRow } from '../destinations/destination.ts'
import type { Condition } from '../policy/document.ts'
import { isInEvent, type Looked } from './filled.ts'

/** What a condition is held against. */
export interface Circumstances extends Looked {
  /** Where the device is: what the law was chosen by. Undefined where nobody knows. */
  readonly country: unknown
  /** Where it was when the person answered, if that is known and another source. */
  readonly earlierCountry: unknown
}

/** Combinations kept; a policy has a handful. What goes beyond is planned anew each time. */
const MAX_KEPT = 64

export class ConditionalPlan<Plan> {
  readonly #conditions: readonly HeldCondition[]
  readonly #planFor: (held: ReadonlySet<Condition>) => Plan
  readonly #kept = new Map<string, Plan>()

  /** `rows`: how the destination reads the fields that conditions are about. */
  constructor(
    conditions: readonly Condition[],
    planFor: (held: ReadonlySet<Condition>) => Plan,
    rows: readonly FieldRow[],
  ) {
    this.#conditions = conditions.map((condition) => new HeldCondition(condition, rows))
    this.#planFor = planFor
  }

  under(circumstances: Circumstances): Plan {
    const held = this.#conditions.map((condition) => condition.holds(circumstances))
    const key = held.map(Number).join('')
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const plan = this.#planFor(
      new Set(this.#conditions.filter((_, index) => held[index]).map(({ condition }) => condition)),
    )
    if (this.#kept.size < MAX_KEPT) this.#kept.set(key, plan)
    return plan
  }
}

/** A condition with what can be worked out before any event. */
class HeldCondition {
  readonly condition: Condition
  readonly #rows: readonly FieldRow[]

  constructor(condition: Condition, rows: readonly FieldRow[]) {
    this.condition = condition
    this.#rows = rows.filter(({ from }) => from === condition.withField)
  }

  /** Closed by default: a country that is unknown meets no condition about countries. */
  holds(circumstances: Circumstances): boolean {
    const { withField, countries, exceptCountries } = this.condition
    if (withField !== undefined && !isInEvent(withField, this.#rows, circumstances)) return false
    if (countries === undefined && exceptCountries === undefined) return true
    const here = countryCode(circumstances.country)
    const before = countryCode(circumstances.earlierCountry)
    return here !== undefined && this.#allows(here) && (before === undefined || this.#allows(before))
  }

  #allows(country: string): boolean {
    const { countries, exceptCountries } = this.condition
    return countries?.includes(country) !== false && exceptCountries?.includes(country) !== true
  }
}
