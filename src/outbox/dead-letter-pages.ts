/** What the Worker asks a shard about its dead letters, and what it is answered. Plain data. */
import type { BasisView } from '../pipeline/consent-basis.ts'
import type { DeadFilter, DeadGroup, NotKept } from './dead-letters.ts'

export type DeadAsk = ListAsk | RedriveAsk

export interface ListAsk {
  readonly kind: 'list'
  readonly filter: DeadFilter
  readonly limit: number
  /** Where the last page ended; null for the first page, which has the groups too. */
  readonly beforeId: number | null
  /** With what is in them, masked, and what a redrive would do. */
  readonly whole: boolean
}

export interface RedriveAsk {
  readonly kind: 'redrive'
  readonly filter: DeadFilter
  readonly afterId: number
  /** Says what would be done, and does nothing. */
  readonly dryRun: boolean
}

export interface ListPage {
  readonly groups: readonly DeadGroup[]
  readonly notKept?: NotKept
  readonly letters: readonly DeadLetterView[]
  /** Null after the last page of this shard. */
  readonly next: number | null
  readonly shardsEver: number
}

export interface RedrivePage {
  readonly looked: number
  /** That wait again; in a dry run, that would. */
  readonly redriven: number
  readonly withdrawn: number
  /** Reason → how many stay dead letters. */
  readonly stayed: Readonly<Record<string, number>>
  /** Field, in the platform's words → in how many it is left out from now on. */
  readonly takenOut: Readonly<Record<string, number>>
  readonly next: number | null
  /** Nothing was done: as many wait in this shard as may. */
  readonly full: boolean
  readonly shardsEver: number
}

/** One event × one destination. No value of a person is in it. */
export interface DeadLetterView {
  readonly event_id: string
  readonly event: string
  readonly destination: string
  /** The platform's own code. */
  readonly code: string
  /** ISO 8601, as the other times. */
  readonly refused_at: string
  readonly occurred_at: string
  readonly accepted_at: string
  readonly kept_until: string
  readonly decision: string
  readonly policy_digest: string
  readonly fields: readonly string[]
  readonly consent?: BasisView
  readonly content?: readonly ContentLine[]
  /** `goes`, or the reason why a redrive would leave it where it is. */
  readonly redrive?: string
  readonly taken_out?: readonly string[]
}

/** One value of the payload: shown where it names nobody, else only what kind of value it is. */
export interface ContentLine {
  readonly field: string
  readonly value: string | number | boolean
}
