/** What reconciliation is worked out of, as `GET /v1/ledger/…` gives it page by page: plain JSON, no person in it. */
import type { LedgerOrder } from '../event/ledger-order.ts'

/** An order of the back office, with all that the gateway knows of how it was heard. */
export interface LedgerOrderView extends LedgerOrder {
  /** Links of all its names (pipeline/order-link.ts), that of its id first: its events' lines have one of them. */
  readonly links: readonly string[]
  /** When the gateway first heard of it from the shop itself, ISO 8601; absent where only a file or the sweep knows it. */
  readonly heard_at?: string
  /** An authentic copy that could not be used, and still waits for somebody. */
  readonly parked?: string
  /** A copy that was turned away before it was believed: the code. */
  readonly refused_at_door?: string
}

/** One event × one destination of ours: a receipt's line, or what still waits. */
export interface OrderLine {
  readonly link: string
  readonly destination: string
  /** `purchase` or `refund`. */
  readonly event: string
  readonly event_id: string
  readonly occurred_at: string
  /** As in a receipt: `delivered`, `rejected`, `expired`, `withdrawn`, `refused`, `dead`, `waiting`, `retrying`, `parked`. */
  readonly outcome: string
  readonly code?: string
  /** When it ended; of what waits, when it was taken. */
  readonly at: string
  /** What left. */
  readonly value?: number
  readonly currency?: string
  /** `browser`, `server` or the source. */
  readonly via: string
  /** Path of the page, with what could name an order replaced by `*`. */
  readonly page?: string
}

/** What a platform says of itself: imported, never ours. */
export type PlatformRow =
  /** One event that it says it received. */
  | {
      readonly kind: 'event'
      readonly event: string
      readonly event_id?: string
      readonly order_id?: string
      /** ISO 8601. */
      readonly at: string
      readonly value?: number
      readonly currency?: string
      readonly via?: 'browser' | 'server'
      readonly page?: string
    }
  /** So many on a day of the report's own time zone: where it tells no more. */
  | {
      readonly kind: 'received'
      readonly event: string
      readonly day: string
      readonly count: number
      readonly via?: 'browser' | 'server'
    }
  /** What it credits to its ads: never mixed with what it received. `window`: as the platform names it (7-day click …). */
  | {
      readonly kind: 'attributed'
      readonly event: string
      readonly day: string
      readonly count: number
      readonly value?: number
      readonly currency?: string
      readonly window?: string
      readonly how?: 'click' | 'view' | 'modelled'
    }

/** What the policy says of orders, for whoever reads the figures. */
export interface LedgerSettings {
  readonly site: string
  readonly policy_digest: string
  readonly time_zone: string
  readonly money: 'presentment' | 'shop'
  readonly tax: 'included' | 'excluded'
  readonly shipping: 'included' | 'excluded'
  readonly purchase_when: 'paid' | 'created'
  readonly excluded: readonly string[]
  /** Destinations of the site; `purchase`: whether the policy lets a purchase leave for it. */
  readonly destinations: readonly { readonly id: string; readonly purchase: boolean; readonly max_age_days: number }[]
  /** What counts a purchase once: `order.id` or `event_id`. */
  readonly purchase_unique: string
}
