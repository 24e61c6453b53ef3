/** What crosses from the Worker to its outbox, and back. Plain data: it is structured-cloned. */

/** One event as the outbox takes it. No field can hold a raw identifier: `body` is made from prepared values only. */
export interface AcceptEvent {
  readonly eventId: string
  readonly name: string
  readonly occurredAtMs: number
  readonly dedupeKey: string
  readonly dedupeUntilDay: number
  readonly deliveries: readonly { readonly destination: string; readonly body: string; readonly fields: string; readonly level: string }[]
  readonly refused: Readonly<Record<string, string>>
  readonly personKeys: readonly string[]
}

export interface AcceptCall {
  readonly site: string
  readonly digest: string
  readonly receivedAtMs: number
  readonly events: readonly AcceptEvent[]
}

/** Per event, the destinations that were already served (duplicates). */
export type AcceptAnswer =
  | { readonly ok: true; readonly duplicates: readonly (readonly string[])[] }
  | { readonly ok: false; readonly reason: 'full'; readonly retryAfterSeconds: number }

/** One line of a parcel's or a receipt's list: short names, because it is stored once per event and destination. */
export interface Entry {
  /** event id */
  readonly id: string
  /** event name */
  readonly ev: string
  /** occurred at, epoch ms */
  readonly t: number
  /** permit level */
  readonly lv?: string
  /** index into the parcel's list of field-name sets */
  readonly f?: number
  /** refusals: destination → reason */
  readonly no?: Readonly<Record<string, string>>
  /** the platform's code for this one event, where it differs from the parcel's */
  readonly code?: string
}

export type FinalOutcome = 'delivered' | 'rejected' | 'expired' | 'refused'

/** A receipt as people and tools read it: one event × one destination. No value of a person is in it. */
export interface Receipt {
  readonly event_id: string
  readonly event: string
  readonly occurred_at: string
  readonly destination: string
  readonly decision: string
  readonly policy_digest: string
  readonly fields: readonly string[]
  readonly outcome: 'waiting' | 'retrying' | 'parked' | FinalOutcome
  readonly code?: string
  readonly at: string
}
