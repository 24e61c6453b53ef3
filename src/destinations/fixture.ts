/** An example that every destination brings: this event, with this permit, becomes exactly this. */
import type { CanonicalEvent } from '../event/types.ts'

export interface DestinationFixture {
  /** A sentence. */
  readonly title: string
  readonly in: CanonicalEvent
  readonly permit: 'full' | 'limited'
  readonly site: { readonly defaultCountry: string; readonly urlParameters: readonly string[] }
  /** The canonical fields that the policy allows; without it, all that the mapping can take. */
  readonly allowed?: readonly string[]
  /** The platform's event, or the reason why it is not sent. */
  readonly out: Readonly<Record<string, unknown>> | { readonly refused: string }
  /** Where the expected values come from: the platform's page and the day it was read, or `sha256sum`. */
  readonly source: string
}
