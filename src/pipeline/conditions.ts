/**
 * Fields that leave on a condition: which conditions hold for an event, and the plan of what may then leave. A plan is
 * made when a combination of them is first met and kept, so that an event costs one look at each condition and no more.
 */
import { countryCode } from '../consent/regime.ts'
import type { CanonicalEvent } from '../event/types.ts'
import type { Condition } from '../policy/document.ts'

/** What a condition is held against. */
export interface Circumstances {
  readonly event: CanonicalEvent
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

  constructor(conditions: readonly Condition[], planFor: (held: ReadonlySet<Condition>) => Plan) {
    this.#conditions = conditions.map((condition) => new HeldCondition(condition))
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
  readonly #path: readonly string[] | undefined

  constructor(condition: Condition) {
    this.condition = condition
    this.#path = condition.withField?.split('.').map(camelCase)
  }

  /** Closed by default: a country that is unknown meets no condition about countries. */
  holds({ event, country, earlierCountry }: Circumstances): boolean {
    if (this.#path !== undefined && !isFilled(event, this.#path)) return false
    if (this.condition.countries === undefined && this.condition.exceptCountries === undefined) return true
    const here = countryCode(country)
    const before = countryCode(earlierCountry)
    return here !== undefined && this.#allows(here) && (before === undefined || this.#allows(before))
  }

  #allows(country: string): boolean {
    const { countries, exceptCountries } = this.condition
    return countries?.includes(country) !== false && exceptCountries?.includes(country) !== true
  }
}

/** Whether the event has anything there; of a list, whether one of its elements has. */
function isFilled(value: unknown, path: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((element) => isFilled(element, path))
  const [name, ...rest] = path
  if (name === undefined) return typeof value === 'string' ? value.trim() !== '' : value !== undefined && value !== null
  return typeof value === 'object' && value !== null && isFilled(Reflect.get(value, name), rest)
}

/** The event's own names are those of the wire in camel case. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
