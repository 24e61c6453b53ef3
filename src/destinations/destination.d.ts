/**
 * What a destination is: a table of fields, the purposes it needs, and how to read its answers.
 * A destination is one folder and one line in registry.ts. Nothing here does I/O.
 */
import type { DestinationNames, Purpose } from '../consent/types.ts'
import type { CanonicalEvent, EventName, Item } from '../event/types.ts'
import type { Identifier } from '../hashing/identifier.ts'
/** What a row may read. `receivedAtMs` is when the gateway took the event (epoch ms). */
export interface MappingInput {
  readonly event: CanonicalEvent
  readonly receivedAtMs: number
}
interface RowBase {
  /** Where it goes in the platform's event, dotted: `user.email`. */
  readonly to: string
  /** The canonical field it comes from: the name that the policy allows or denies, e.g. `person.email`. */
  readonly from: string
  /** Left out when the permit is limited: it names a person or a browser. */
  readonly identifying: boolean
}
/** An identifier, normalised by this platform's scheme and SHA-256 hashed. */
export interface HashedRow extends RowBase {
  readonly kind: 'hashed'
  readonly identifier: Identifier
  readonly read: (event: CanonicalEvent) => string | undefined
  /** The platform wants a list of hashes. */
  readonly list: boolean
}
/** An identifier that the platform wants normalised but readable (TikTok: city, state, country). */
export interface NormalizedRow extends RowBase {
  readonly kind: 'normalized'
  readonly identifier: Identifier
  readonly read: (event: CanonicalEvent) => string | undefined
}
/** A value that goes as it is, once the egress guard has seen it. */
export interface PlainRow extends RowBase {
  readonly kind: 'plain'
  readonly read: (input: MappingInput) => string | number | boolean | readonly string[] | undefined
}
/** A URL, rebuilt as origin + path + kept parameters. */
export interface UrlRow extends RowBase {
  readonly kind: 'url'
  readonly read: (event: CanonicalEvent) => string | undefined
}
/** One key of each element of the platform's list of items. `from` is `order.items.<key>`; `to` is `<list>.<key>`. */
export interface ItemRow extends RowBase {
  readonly kind: 'item'
  readonly list: string
  readonly key: string
  readonly read: (item: Item) => string | number | undefined
}
/** Always sent with a delivery, from no field that a policy could deny: names, ids and constants of the platform. */
export interface FixedRow extends RowBase {
  readonly kind: 'fixed'
  readonly read: (input: MappingInput, platformEvent: string) => string | number | boolean | undefined
}
export type FieldRow = HashedRow | NormalizedRow | PlainRow | UrlRow | ItemRow | FixedRow
/** Where and as whom to send. The token is read at send time and is in no stored value. */
export interface DestinationAccount {
  /** TikTok: pixel code. Meta: pixel or dataset id. */
  readonly accountId: string
  readonly accessToken: string
  readonly testEventCode?: string
  /** Replaces the platform's origin (simulators); without a trailing slash. */
  readonly baseUrl?: string
}
export interface PlatformRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
/** What came back. `failure` is set where no complete answer came. Bodies are cut at 64 KiB before they get here. */
export interface PlatformAnswer {
  readonly status: number
  readonly body: string
  /** Milliseconds from now, read from `Retry-After` (seconds or date). */
  readonly retryAfterMs?: number
  readonly failure?: 'timeout' | 'network'
}
/** What one attempt came to. `code` is the platform's own code, for the receipt. */
export type AttemptOutcome =
  /** All of the batch was taken. */
  | {
      readonly kind: 'delivered'
      readonly code: string
    }
  /** Nothing was taken; the same batch may be taken later. */
  | {
      readonly kind: 'retry'
      readonly code: string
      readonly retryAfterMs?: number
    }
  /**
   * Something in the batch is bad and nothing was taken: halve it; alone, it is rejected. `suspect`: the index that the platform
   * complains of, where it does; it is sent alone, and not believed again where that was taken.
   */
  | {
      readonly kind: 'split'
      readonly code: string
      readonly suspect?: number
    }
  /** Refused for what the whole request is (version, size of batch of one, blocked): final. */
  | {
      readonly kind: 'rejected'
      readonly code: string
    }
  /** The credentials or permissions are bad: hold everything for this destination until they change. */
  | {
      readonly kind: 'parked'
      readonly code: string
    }
  /** The platform names the bad ones (indexes in the batch); the rest was taken. */
  | {
      readonly kind: 'partial'
      readonly code: string
      readonly rejected: ReadonlyMap<number, string>
    }
/** `field`: the canonical field whose row allows or denies the id, wherever it stands: `fbclid` → `click.fbc`. */
export interface ClickParameter {
  readonly name: string
  readonly field: string
}
/** Of what a cookie is made. */
export interface CookieMaking {
  readonly nowMs: number
  /** 0 up to and without 1. */
  readonly random: number
  /** How many labels the name has for which the cookie is set: 2 of `shop.example`. */
  readonly labels: number
}
export interface CookieClick {
  /** The page's address, on which a click id may ride. */
  readonly address: string
  readonly seenAtMs: number
  /** The cookie's value now, where it has the platform's form. */
  readonly current: string | undefined
  readonly labels: number
}
/** A first-party cookie in which a site keeps an id of the platform: its name and its form are the platform's own. */
export interface DestinationCookie {
  readonly name: string
  /** `click`: which click brought the visitor. `browser`: tells this browser from others. */
  readonly kind: 'click' | 'browser'
  /** The canonical field that it fills: kept only where the policy lets that field leave for this destination. */
  readonly field: string
  /** A value of another form is never written, and is as if it were not there. */
  readonly isWellFormed: (value: string) => boolean
  /** When it was made, epoch ms, where the value itself says so: from then on the policy's days are counted. */
  readonly madeAtMs?: (value: string) => number
  /** What the click on an address becomes; the value that is there where it is about the same click. */
  readonly fromClick?: (click: CookieClick) => string | undefined
  /** Made where the browser has none. Absent: the platform does not say that a server may. */
  readonly make?: (making: CookieMaking) => string
}
export interface Destination {
  /** Stable id: policy, receipts, metrics, simulator path. */
  readonly id: string
  readonly name: string
  /** All of them must be granted. At least one: "needs no consent" cannot be had by leaving something out. */
  readonly purposes: readonly [Purpose, ...Purpose[]]
  /** How consent tools and lists usually call it; a site's policy may say otherwise, tool by tool. */
  readonly consentNames: DestinationNames
  /** Event names in the platform's words. An event that is not here is never sent to it. */
  readonly events: Readonly<Partial<Record<EventName, string>>>
  readonly rows: readonly FieldRow[]
  /** The platform's own click id parameters: the only ones that may stay in an address that it receives. */
  readonly clickParameters: readonly ClickParameter[]
  /** The platform's first-party cookies that a site may keep for it; set by the gateway, under a full permit only. */
  readonly cookies: readonly DestinationCookie[]
  /** What is set on an event under a limited permit, e.g. `limited_data_use: true`. `to` paths → values. */
  readonly limited: (event: CanonicalEvent) => Readonly<Record<string, unknown>>
  /**
   * Reasons why the platform is known to refuse this event (missing value, unknown currency …). `fields`: the `to` of what
   * is in it. Pure.
   */
  readonly refuses: (fields: readonly string[], event: CanonicalEvent) => string | undefined
  /** The oldest event that the platform takes, in milliseconds. */
  readonly maxAgeMs: number
  readonly batch: {
    readonly maxEvents: number
    readonly maxBytes: number
  }
  /** How many requests a site sends it in a second at most; a setting may say otherwise. Its shards share them. */
  readonly requestsPerSecond: number
  /** `events` are the prepared events as JSON texts, put into the body as they are. */
  readonly request: (account: DestinationAccount, events: readonly string[]) => PlatformRequest
  /** Reads the body first, the status second. `batchSize` is how many events were in the request. */
  readonly classify: (answer: PlatformAnswer, batchSize: number) => AttemptOutcome
}
export {}
