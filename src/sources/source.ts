/**
 * A source: somebody else's wire format, brought to canonical events. Pure: the body is text, its clock and its rules are
 * arguments. A source says how a request proves who sent it (`proof`, `key`), and reads it once that holds (`read`).
 */
import type { LedgerOrder, LedgerRefund } from '../event/ledger-order.ts'
import type { CompiledAnalysis, CompiledOrders, CompiledSources } from '../policy/types.ts'

export type SourceId = keyof CompiledSources

/** Header names are case-insensitive: `get` takes small letters. */
export interface SourceHeaders {
  readonly get: (name: string) => string | undefined
}

/** One authentic request. */
export interface SourceRequest {
  readonly method: string
  /** As it was asked for, with its query. */
  readonly url: URL
  readonly headers: SourceHeaders
  /** The body as UTF-8; empty where there is none. At most 1 MiB. */
  readonly text: string
  readonly receivedAtMs: number
  /** The connection's own address, where the sender is a browser. A shop's server is not the person: it is left out then. */
  readonly ip?: string
  readonly settings: SourceSettings
}

/** What the policy says of this site's orders and of this source. */
export interface SourceSettings {
  readonly orders: CompiledOrders
  readonly sources: CompiledSources
  /** `https://shop.example`: a path alone is read as one of it. The first host of the site. */
  readonly siteOrigin: string
  /** Absent: nothing is kept of an order for analysis. */
  readonly analysis?: Pick<CompiledAnalysis, 'codes'>
}

/** The event as the contract writes it (event, event_id, occurred_at, page, client, person, order, search, consent). */
export type WireMembers = Readonly<Record<string, unknown>>

/** One order, many names. */
export interface OrderIdentity {
  /** The shop's own id, as text. */
  readonly order_key: string
  /** `name:1001` (without its #), `checkout:…`, `cart:…`, `key:…`, `entity:…`. */
  readonly aliases?: readonly string[]
  readonly refund_key?: string
}

export interface SourceEvent {
  readonly event: WireMembers
  readonly identity?: OrderIdentity
  /** Click and browser ids that the format carries: they become the event's `click`. */
  readonly click?: Readonly<Partial<Record<'ttclid' | 'ttp' | 'fbclid' | 'fbc' | 'fbp', string>>>
  /** The gateway's own visitor id, written into the order at checkout (`_tidegate_vid`): it finds the consent of the browser. */
  readonly visitor_id?: string
  /** The order carries `_tidegate_consent` and it cannot be read: it may have been a denial, so nothing leaves on what else is known. */
  readonly unreadable_consent?: true
}

/** Why something authentic is no event. The ledger's reasons are those of the closed list of reconciliation. */
export type IgnoredReason =
  | 'test_order'
  | 'sample_or_replacement'
  | 'channel_marketplace'
  | 'channel_pos'
  | 'channel_draft'
  | 'renewal'
  | 'excluded_by_site'
  | 'awaiting_payment'
  | 'cancelled_unpaid'
  | 'draft'
  | 'no_money_moved'
  | 'not_an_event'
  | 'ping'
  /** It only names an order of the ledger, and the policy names no API to read it from: a file or the sweep brings it. */
  | 'shop_api_not_configured'
  | 'stale'

/** Authentic and unusable: kept, encrypted, until somebody has mended what was wrong. */
export interface ParkedReading {
  readonly kind: 'parked'
  readonly code: 'malformed' | 'incomplete' | 'unknown_topic' | 'wrong_shop' | 'shop_api_unavailable' | 'order_unknown'
  /** What is missing, in the words of the format. */
  readonly paths?: readonly string[]
  /** Where it could be read: the ledger says of this order that it is parked. */
  readonly order_id?: string
}

/** What a person may demand of the shop, and the shop of us. */
export type SourceCommand =
  | {
      readonly kind: 'access_request' | 'erase_person'
      readonly external_ids: readonly string[]
      readonly emails: readonly string[]
      readonly phones: readonly string[]
      readonly order_ids: readonly string[]
      readonly request_id?: string
    }
  | { readonly kind: 'erase_shop' | 'uninstalled'; readonly shop: string }

export type SourceReading =
  | {
      readonly kind: 'read'
      readonly events: readonly SourceEvent[]
      /** What the back office is now known to have. */
      readonly ledger: readonly LedgerOrder[]
      /** Refunds that came without their order: where the ledger does not know it yet, they wait for it there. */
      readonly refunds?: readonly { readonly order_id: string; readonly refund: LedgerRefund }[]
      /** Why there is no event, or none of the order itself (`ledger` says whether a line was written). */
      readonly ignored?: IgnoredReason
      /** Of a list: what could not be mapped. */
      readonly skipped?: readonly { readonly index: number; readonly reason: string }[]
    }
  | ParkedReading
  /** To a sender who can mend it: browsers and other tools, never a shop's webhook. */
  | { readonly kind: 'malformed'; readonly paths: readonly string[] }
  | { readonly kind: 'command'; readonly command: SourceCommand }
  /** A thin webhook: the order must be read over the shop's API (`order_id` there). */
  | {
      readonly kind: 'fetch'
      readonly source: SourceId
      readonly resource: 'order' | 'refund'
      readonly order_id: string
    }
  /** It calls its order by another of its names (`entity:88`): the ledger is asked which that is, and then it is read. */
  | { readonly kind: 'named'; readonly name: string; readonly read: (orderId: string) => SourceReading }

/** What a signature is over, and the signatures that were sent: any of them by any of the secrets will do. */
export type Proof =
  | {
      readonly ok: true
      readonly message: Uint8Array
      /** HMAC-SHA-256, 32 bytes each. */
      readonly signatures: readonly Uint8Array[]
      /** The bytes that a configured secret stands for; undefined where it is no secret of this kind. */
      readonly key: (secret: string) => Uint8Array | undefined
      /** Outside the tolerance: said only where the signature holds. */
      readonly late?: true
    }
  /** Made with private keys whose public halves its sender serves, each at its path: either will do. The secrets are whom it may be for. */
  | {
      readonly ok: 'served'
      readonly message: Uint8Array
      readonly signed: readonly { readonly signature: Uint8Array; readonly keyPath: string }[]
      readonly recipient: string
    }
  | { readonly ok: false; readonly code: 'signature_missing' | 'signature_mismatch' }
  /** Not signed, and nothing in it is trusted: it may be answered as `read` says. */
  | { readonly ok: 'unsigned' }

/** Who may send it. `key`: what the request shows (a write key, an API secret), compared in constant time. */
export type Entrance =
  | {
      readonly by: 'signature'
      readonly secrets: (sources: CompiledSources) => readonly string[] | undefined
      readonly proof: (request: SourceRequest, bytes: Uint8Array) => Proof
    }
  | {
      readonly by: 'key'
      /** The key stands in pages: whoever shows it may be anybody, also where no page is named. */
      readonly isPublic?: true
      readonly secrets: (sources: CompiledSources) => readonly string[] | undefined
      readonly key: (request: SourceRequest) => string | undefined
      /** Beside the key, a public id that the policy lists. */
      readonly listed?: (sources: CompiledSources) => readonly string[] | undefined
      readonly id?: (request: SourceRequest) => string | undefined
    }
  /** Public ids (measurement, pixel) and, where the browser names one, an origin of the site. `undefined` = it has none to show. */
  | {
      readonly by: 'browser'
      readonly listed: (sources: CompiledSources) => readonly string[] | undefined
      readonly id: (request: SourceRequest) => string | undefined
    }

export interface Source {
  /** `shopify.webhook`, as the vectors name it. */
  readonly name: string
  readonly id: SourceId
  readonly entrance: Entrance
  /** Never throws, whatever the body. */
  readonly read: (request: SourceRequest) => SourceReading
  /** Its sender asks by GET whether it has the right address, and wants to hear again what it says under this name of the query. */
  readonly challenge?: string
  /** Media types that it takes; absent: JSON alone. */
  readonly mediaTypes?: readonly string[]
}
