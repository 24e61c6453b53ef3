/** Two blocks compared key by key, each by its rule. A change has a place and a direction; what no rule understands widens. */
import type { EventName } from '../event/types.ts'
import type { Grant } from './document.ts'
import { type Finding, type Rule } from './compare-rules.ts'
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
export declare function compareKeys(before: object, after: object, rules: Rules, place: Place): Change[]
export declare function keysOf<Key extends string>(
  one: Readonly<Partial<Record<Key, unknown>>>,
  other: Readonly<Partial<Record<Key, unknown>>>,
): Key[]
export declare function below(place: Place, step: string): Place
export declare function unknownAt(path: string): Change
