/** What the policy compiler is told of a destination, so that policy code need not import any. */
import type { DestinationNames, Purpose } from '../consent/types.ts'
import type { Treatment } from './fields.ts'

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
  /** The platform's own click ids, by the parameter of an address that they ride on. */
  readonly clickParameters?: readonly string[]
  /** Per field, every form in which the mapping sends it. Where given, a policy that names another is in error. */
  readonly treatments?: Readonly<Record<string, readonly Treatment[]>>
}
