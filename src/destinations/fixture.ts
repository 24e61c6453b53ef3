/** The examples that every destination brings, for test/support/destination-contract.ts. */
import type { CanonicalEvent } from '../event/types.ts'
import type { AttemptOutcome, PlatformAnswer } from './destination.ts'

/** This event, with this permit, becomes exactly this. */
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

/** This answer of the platform comes to exactly this. */
export interface DocumentedAnswer {
  readonly title: string
  readonly answer: PlatformAnswer
  /** Default: 10. */
  readonly batchSize?: number
  readonly outcome: AttemptOutcome
  readonly source: string
}
