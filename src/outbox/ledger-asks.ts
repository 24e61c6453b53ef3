/** What the Worker asks the ledger for, and what it is told: plain data, as JSON both ways. */
import type { LedgerOrder, LedgerRefund } from '../event/ledger-order.ts'
import type { LedgerOrderView, OrderLine, PlatformRow } from '../reconciliation/wire.ts'

export type LedgerAsk =
  | KnownAsk
  | CalledAsk
  | UpsertAsk
  | RefundsAsk
  | OrdersAsk
  | ChangesAsk
  | LinesAsk
  | ParkAsk
  | ParkedAsk
  | ShowAsk
  | TakeAsk
  | ReleaseAsk
  | ForgetAsk
  | DoorAsk
  | ShopRefusedAsk
  | ReportAsk
  | PlatformAsk

/** What is known of these orders; at most 500. */
export interface KnownAsk {
  readonly kind: 'known'
  readonly order_ids: readonly string[]
}

export interface KnownAnswer {
  readonly orders: Readonly<Record<string, OrderKnown>>
}

export interface OrderKnown {
  /** The newest that was heard, also where it changed nothing. */
  readonly updated_at?: string
  /** Where what is known was heard last. */
  readonly source: string
  /** Ids of its refunds. */
  readonly refunds: readonly string[]
  /** As it was sold. */
  readonly total?: string
  /** After edits, where it has been edited. */
  readonly current?: string
  readonly cancelled?: true
  /** The site's own rule kept it out: no sale was taken. */
  readonly excluded?: true
  readonly payment: LedgerOrder['payment']
  /** What is known was last said by the shop itself, and not by a file or the sweep. */
  readonly heard?: true
  /** The sweep brought it, with its events: to the next sweep it is known. */
  readonly swept?: true
}

/** Which order is called so: `entity:88`, the first name that a line has beside its id. */
export interface CalledAsk {
  readonly kind: 'called'
  readonly name: string
}

/** Absent: none, or more than one. */
export interface CalledAnswer {
  readonly order_id?: string
}

/** At most 500. */
export interface UpsertAsk {
  readonly kind: 'upsert'
  readonly orders: readonly LedgerOrder[]
  /** Says what would become of them, and writes nothing. */
  readonly dryRun?: true
}

/**
 * `stale`: something newer is known. `too_old`: sold before what the ledger keeps. `malformed`: not written, because it is no line
 * of a ledger; a caller who wants to know why holds it against src/event/ledger-schema.ts first.
 */
export type UpsertResult = 'new' | 'changed' | 'same' | 'stale' | 'too_old' | 'malformed'

/** Refunds that came without their orders: they wait for those that the ledger does not know. At most 500. */
export interface RefundsAsk {
  readonly kind: 'refunds'
  readonly refunds: readonly { readonly order_id: string; readonly refund: LedgerRefund }[]
}

export interface UpsertAnswer {
  /** In the order of the ask. */
  readonly results: readonly UpsertResult[]
}

interface RangeAsk<Cursor> {
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  /** Where the last page ended; null for the first one. */
  readonly cursor: Cursor | null
}

export interface OrdersCursor {
  readonly atMs: number
  readonly orderId: string
}

/** By when they were sold, the oldest first. */
export interface OrdersAsk extends RangeAsk<OrdersCursor> {
  readonly kind: 'orders'
}

export interface OrdersAnswer {
  readonly orders: readonly LedgerOrderView[]
  readonly next: OrdersCursor | null
}

/** Orders by when they were last changed here, for the off-site record: those after that change. At most a page. */
export interface ChangesAsk {
  readonly kind: 'changes'
  readonly after: number
}

export interface ChangesAnswer {
  readonly orders: readonly LedgerOrderView[]
  /** The last change of the page: as it was asked for where there is nothing new. */
  readonly next: number
}

/** What waits first, by destination; then, with an empty destination, the receipts. */
export interface LinesCursor {
  readonly destination: string
  readonly afterId: number
}

/** By when they were recorded or, of what waits, taken. */
export interface LinesAsk extends RangeAsk<LinesCursor> {
  readonly kind: 'lines'
}

export interface LinesAnswer {
  readonly lines: readonly OrderLine[]
  readonly next: LinesCursor | null
}

/** A request as it came, of which only those headers are kept that its source reads. */
export interface ParkedRequest {
  readonly source: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** When it was received, ISO 8601. */
  readonly at: string
}

export interface ParkAsk extends ParkedRequest {
  readonly kind: 'park'
  readonly code: string
  readonly paths?: readonly string[]
  readonly order_id?: string
}

/** The same request parked twice is parked once. `full`: nothing was kept, the shop must send it again later. */
export type ParkAnswer = { readonly parked: string } | { readonly full: true }

export interface ParkedFilter {
  readonly source?: string
  readonly code?: string
  readonly id?: string
}

export interface ParkedCursor {
  readonly atMs: number
  readonly id: string
}

/** The oldest first. */
export interface ParkedAsk {
  readonly kind: 'parked'
  readonly filter: ParkedFilter
  readonly limit: number
  readonly cursor: ParkedCursor | null
}

export interface ParkedView {
  readonly id: string
  readonly source: string
  readonly code: string
  readonly paths: readonly string[]
  readonly order_id?: string
  /** ISO 8601. */
  readonly at: string
  readonly kept_until: string
  readonly bytes: number
}

export interface ParkedAnswer {
  readonly parked: readonly ParkedView[]
  readonly total: number
  /** Of what may be kept, from 0 to 1. */
  readonly fill: number
  /** What nobody has mended in its thirty days: it is gone. */
  readonly expired?: { readonly requests: number; readonly since: string }
  readonly next: ParkedCursor | null
}

export interface ShowAsk {
  readonly kind: 'show'
  readonly id: string
}

export interface ShowAnswer {
  /** Null where there is none of this id, or it cannot be decrypted any more: the secret has changed. */
  readonly found: (ParkedView & { readonly request: ParkedRequest | null }) | null
}

/** Some of them, decrypted, to be read again: they stay until `release`. The oldest first. */
export interface TakeAsk {
  readonly kind: 'take'
  readonly filter: ParkedFilter
  readonly cursor: ParkedCursor | null
}

export interface TakeAnswer {
  readonly requests: readonly { readonly id: string; readonly code: string; readonly request: ParkedRequest | null }[]
  readonly next: ParkedCursor | null
}

export interface ReleaseAsk {
  readonly kind: 'release'
  /** Used now: they are deleted. */
  readonly done: readonly string[]
  /** Still unusable, for this reason. */
  readonly again: readonly { readonly id: string; readonly code: string }[]
}

/** What is parked of somebody who is to be erased: by the keys that a withdrawal has. */
export interface ForgetAsk {
  readonly kind: 'forget'
  readonly keys: readonly string[]
}

export interface ReleaseAnswer {
  readonly released: number
}

/** Somebody who is not believed spoke of this order. Of its name only a keyed hash is kept. */
export interface DoorAsk {
  readonly kind: 'door'
  readonly code: string
  readonly order: string
}

/** A shop's own API does not take our credentials. */
export interface ShopRefusedAsk {
  readonly kind: 'shop_refused'
  readonly shop: string
}

/** A part of a platform's report: at most 500 rows. */
export interface ReportAsk {
  readonly kind: 'report'
  readonly destination: string
  /** SHA-256 of the file that it came from; empty where there was none. */
  readonly file: string
  readonly rows: readonly PlatformRow[]
}

/** `same`: this part was there already. */
export interface ReportAnswer {
  readonly result: 'stored' | 'same'
}

export interface PlatformCursor {
  readonly importedMs: number
  readonly id: string
}

/** By when they were imported, the oldest first. */
export interface PlatformAsk extends RangeAsk<PlatformCursor> {
  readonly kind: 'platform'
  readonly destination: string
}

export interface PlatformAnswer {
  readonly parts: readonly {
    readonly file: string
    readonly importedMs: number
    readonly rows: readonly PlatformRow[]
  }[]
  readonly next: PlatformCursor | null
}
