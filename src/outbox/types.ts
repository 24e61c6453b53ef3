/** What crosses from the Worker to a shard of the outbox, and back; and what the shard writes. Plain data. */
import type { DeviceClock } from '../pipeline/device-clock.ts'
import type { BodyProblem, FieldError } from '../event/parse.ts'
import type { Click, Client } from '../event/types.ts'
import type { BasisView } from '../pipeline/consent-basis.ts'
import type { CookieFacts, CookieOrders } from '../pipeline/cookies.ts'
import type { Verdict } from '../pipeline/judge.ts'
import type { Copy } from '../pipeline/order-copies.ts'
import type { OrderTrace } from '../pipeline/order-trace.ts'
import type { Sale } from '../pipeline/sale.ts'

export type { OrderTrace } from '../pipeline/order-trace.ts'

/** A body as it came: where it is large its bytes, UTF-8, which lie outside of the heap until somebody reads them (body-text.ts). `length`: what it takes, characters or bytes. */
export type BodyText = string | Uint8Array

/** A body as it came, and what the Worker saw of its sender. It is judged in the shard and never stored. */
export interface TakeRequest {
  readonly text: BodyText
  readonly source: 'browser' | 'server'
  readonly receivedAtMs: number
  /** The browser's own `Sec-GPC` header; null where there is none or the sender is a server. */
  readonly gpcHeader: string | null
  readonly facts?: BrowserFacts | undefined
  /** It comes from where a site tries things out, or its address says so. */
  readonly staging?: true | undefined
  /** The id of the source that brought it, where it did not come in our own format. */
  readonly via?: string | undefined
  /** When it was sent to the shard, where that may be long after it came: of what a source brings, and what was parked. Epoch ms. */
  readonly sentAtMs?: number | undefined
}

/** What the gateway itself saw of a browser: believed before what the body says. */
export interface BrowserFacts extends CookieFacts {
  readonly client: Client
  readonly click: Click
  /** There was a Cookie header that is too large to read: a denial may be in it. */
  readonly cookiesUnreadable?: true
  /** Only of a clock that is ahead. */
  readonly clock?: DeviceClock
}

/** An event that must wait, for its buyer's answer or for other copies, and what will be said of it if nothing comes. */
export interface Waiter {
  readonly copy: Copy
  readonly verdict: Verdict
  readonly receivedAtMs: number
  readonly untilMs: number
}

export type TakeAnswer =
  /** `results` is the JSON text of the list of results. */
  | {
      readonly kind: 'taken'
      readonly results: string
      readonly allDuplicates: boolean
      /** Events that wait for consent: written down before the answer leaves the shard. */
      readonly waiters?: readonly Waiter[]
      /** Of a browser's request, where the policy sets cookies. */
      readonly cookies?: CookieOrders | undefined
    }
  | { readonly kind: 'malformed'; readonly code: BodyProblem; readonly errors: readonly FieldError[] }
  /** Judging this body met a defect of ours; nothing of it was stored. */
  | { readonly kind: 'defect' }
  /** Nothing was stored: the caller sends the same again. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }

/** Verdicts to be stored together. No field of a verdict can hold a raw identifier (see pipeline/judge.ts). */
export interface AcceptCall {
  readonly site: string
  readonly digest: string
  readonly receivedAtMs: number
  readonly events: readonly Verdict[]
}

/** One line of a parcel's or a receipt's list: short names, because it is stored once per event and destination. */
export interface Entry {
  /** event id */
  readonly id: string
  /** event name */
  readonly ev: string
  /** occurred at, epoch ms */
  readonly t: number
  /** of a sale that waits: its order and the yes that it rests on, for a no that comes later; no receipt has it */
  readonly k?: RestsOn
  /** permit level */
  readonly lv?: string
  /** index into the parcel's list of field-name sets */
  readonly f?: number
  /** refusals: destination → reason */
  readonly no?: Readonly<Record<string, string>>
  /** answers: signal → SHA-256 of its text; the tool's name and version */
  readonly sig?: Readonly<Record<string, string>>
  readonly src?: string
  /** index into the parcel's list of bases: which signals were read and what they said; of refusals one per destination */
  readonly b?: number | Readonly<Record<string, number>>
  /** when the person granted it, epoch ms */
  readonly g?: number
  /** person keys: a withdrawal finds the delivery by them, an access request the receipt */
  readonly p?: readonly string[]
  /** of a delivery's order what the event lake may have: present only where there is one */
  readonly s?: Sale
  /** of a purchase or refund what reconciliation needs: only where the policy keeps a ledger of orders */
  readonly r?: OrderTrace
}

/** By what a later no of the same order is held against a sale that still waits. */
export interface RestsOn {
  /** The dedupe key of the order. */
  readonly o: string
  /** Who brought the yes, when it was heard, and when the person gave it (epoch ms; absent where nothing says). */
  readonly w: string
  readonly h: number
  readonly a?: number
}

export type FinalOutcome = 'delivered' | 'rejected' | 'expired' | 'withdrawn' | 'refused' | 'answered'

/** What a receipt says. `redriven` takes an earlier end back: the delivery waits again (docs/decisions/0022-dead-letters.md). */
export type RecordedOutcome = FinalOutcome | 'redriven'

/** A receipt as people and tools read it: one event × one destination. No value of a person is in it. */
export interface Receipt {
  readonly event_id: string
  readonly event: string
  readonly occurred_at: string
  readonly destination: string
  readonly decision: string
  readonly policy_digest: string
  readonly fields: readonly string[]
  /** What was known of the person's consent: the law, each signal and what it said. */
  readonly consent?: BasisView
  /** Of an answer: the signals that were read, as SHA-256 of their texts, and the tool that the page named. */
  readonly signals?: Readonly<Record<string, string>>
  readonly source?: string
  /** What is kept of the order for the event lake (pipeline/sale.ts). */
  readonly sale?: Sale
  /** When the person granted it, ISO 8601, where a signal says. */
  readonly granted_at?: string
  readonly outcome: 'waiting' | 'retrying' | 'parked' | 'dead' | 'redriven' | FinalOutcome
  readonly code?: string
  /** When it ended; of what waits, when it was taken. ISO 8601. */
  readonly at: string
}

/** How a shard is that can write. */
export interface Probe {
  /** It is getting what is its own, and takes nothing until then. */
  readonly moving: boolean
  /** The most shards that the site ever had, as far as this one knows. */
  readonly shardsEver: number
  readonly fill: number
  /** Deliveries, by destination. */
  readonly waiting: Readonly<Record<string, number>>
  /** Commits that the off-site record could not take when it was asked last; 0 where all is well. */
  readonly factsStuck: number
}

/** Counts since this object woke; gauges are read when asked. */
export interface OutboxGauges {
  /** event results: status → count */
  readonly events: Readonly<Record<string, number>>
  /** reason → events that were not taken */
  readonly refusals: Readonly<Record<string, number>>
  /** sanitised name → times it arrived */
  readonly unknownFields: Readonly<Record<string, number>>
  readonly rowsWritten: number
  /** Of the Worker, that brought events. */
  readonly calls: number
  readonly rowsRead: number
  /** How often the alarm was set, which is billed as a row written, and how often it rang, billed as a request. */
  readonly alarms: { readonly set: number; readonly rang: number }
  readonly waiting: Readonly<Record<string, number>>
  /** How full the shard is, of what may wait in it: from 1 on it takes nothing. */
  readonly fill: number
  /** How full the table of dead letters is: towards 1 what comes is not kept. */
  readonly deadLettersFill: number
  /** How full the room is for shops' requests that could not be used: at 1 the shop must come again. */
  readonly parkedRequestsFill: number
  /** Commits of which the off-site record has not been told yet. */
  readonly factsWaiting: number
  /** destination → when the oldest delivery that waits was taken, epoch ms; absent where nothing waits */
  readonly oldestAtMs: Readonly<Record<string, number>>
  /** Above so many waiting deliveries the shard takes no more. */
  readonly maxWaiting: number
  readonly states: Readonly<Record<string, string>>
  /** destination → outcome → events */
  readonly ended: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** destination → attempt outcome → requests */
  readonly attempts: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** destination → how long all its requests took together, ms */
  readonly attemptMs: Readonly<Record<string, number>>
  /** shop → how often its own API did not take our credentials */
  readonly shopRefusals: Readonly<Record<string, number>>
}
