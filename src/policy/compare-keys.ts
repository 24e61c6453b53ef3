/** Two blocks compared key by key, each by its rule. A change has a place and a direction; what no rule understands widens. */
import type { EventName } from '../event/types.ts'
import type { Grant } from './document.ts'
import { ELSEWHERE, same, type Finding, type Rule } from './compare-rules.ts'
import type { CompiledDestination } from './types.ts'

export interface Place {
  /** As in the compiled policy, ids in the place of indexes: `sites.shop.destinations.tiktok.events.purchase.person.email`. */
  readonly path: string
  readonly site?: string
  readonly destination?: string
  readonly event?: EventName
  readonly field?: string
}

export interface Change extends Place, Finding {
  /** Which kind of change: a key of the compiled policy, or `site`, `destination`, `event`, `field`, `unknown`. */
  readonly what: string
  /** Of a field: the terms that hold from now on, or that held until now. */
  readonly terms?: Grant
  /** Of an event: its fields. */
  readonly fields?: ReadonlyMap<string, Grant>
  /** Of a destination: who that is. */
  readonly account?: CompiledDestination
  /** Of a site or a destination that is new: who receives what with it. */
  readonly contents?: readonly Contents[]
}

export interface Contents {
  readonly account: CompiledDestination
  /** Event → its fields. */
  readonly events: ReadonlyMap<EventName, ReadonlyMap<string, Grant>>
}

export type Rules = Readonly<Record<string, Rule>>

/** Key by key. A key without a rule, and a difference that its rule does not see, are not understood. */
export function compareKeys(before: object, after: object, rules: Rules, place: Place): Change[] {
  const [old, now]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }]
  return keysOf(old ?? {}, now ?? {}).flatMap((key): Change[] => {
    const [from, to] = [old?.[key], now?.[key]]
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (rule === ELSEWHERE || same(from, to)) return []
    const where = below(place, key)
    const findings = rule?.(from, to) ?? []
    if (findings.length === 0) return [{ ...where, what: 'unknown', direction: 'widens' }]
    return findings.map((finding) => ({ ...where, what: key, ...finding }))
  })
}

export function keysOf<Key extends string>(
  one: Readonly<Partial<Record<Key, unknown>>>,
  other: Readonly<Partial<Record<Key, unknown>>>,
): Key[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])] as Key[]
}

export function below(place: Place, step: string): Place {
  return { ...place, path: `${place.path}.${step}` }
}

export function unknownAt(path: string): Change {
  return { path, what: 'unknown', direction: 'widens' }
}
