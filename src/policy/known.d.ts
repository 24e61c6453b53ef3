/** What the policy compiler is told of a destination, so that policy code need not import any. */
import type { DestinationNames, Purpose } from '../consent/types.ts'
import type { EventName } from '../event/types.ts'
import type { Treatment } from './fields.ts'
/** Of the permit: all that the policy allows, or what is left after an opt-out. */
export type Level = 'full' | 'limited'
export interface KnownDestination {
  readonly id: string
  /** What the mapping needs; a policy may add to it. */
  readonly purposes: readonly Purpose[]
  /** How consent tools usually call it. */
  readonly consentNames?: DestinationNames
  /** Canonical names of the events that the mapping has. */
  readonly events: readonly string[]
  /** Canonical fields that the mapping has rows for. */
  readonly fields: readonly string[]
  /**
   * What the platform demands of an event and would not find where all of these fields were filled: one field of each list.
   * Empty where it takes the event.
   */
  readonly lacking?: (event: EventName, fields: ReadonlySet<string>, level: Level) => readonly (readonly string[])[]
  /** The platform's own click ids, by the parameter of an address that they ride on. */
  readonly clickParameters?: readonly string[]
  /** Per field, every form in which the mapping sends it. Where given, a policy that names another is in error. */
  readonly treatments?: Readonly<Record<string, readonly Treatment[]>>
}
