/** What the generator gives: plain objects in time order, in a shape that others turn into real events, imports and orders. */
import type { TouchChannel } from '../../src/analysis/columns.ts'
import type { LedgerOrder } from '../../src/event/ledger-order.ts'
import type { OwnLink } from '../../src/offsite/asks.ts'
import type { CostRow, LiveRow, MediaDay, PostRow, SurveyRow } from '../../src/offsite/rows.ts'

interface Happening {
  readonly atMs: number
  readonly visitor: string
  /** Whether the visitor agreed to what the policy asks for analysis. */
  readonly consent: boolean
}

/** A session's first page view. */
export interface DemoVisit extends Happening {
  readonly kind: 'visit'
  readonly url: string
  readonly referrer?: string
  /** Opened in a platform's own browser. */
  readonly inApp?: 'tiktok'
  readonly region: string
  readonly pages: number
  readonly seconds: number
  /** What it should be resolved to. */
  readonly channel: TouchChannel
}

export interface DemoStep extends Happening {
  readonly kind: 'view_item' | 'add_to_cart' | 'begin_checkout'
  readonly url: string
}

export interface DemoPurchase extends Happening {
  readonly kind: 'purchase'
  readonly url: string
  readonly order: string
}

export interface DemoWithdrawal extends Happening {
  readonly kind: 'withdrawal'
}

export type DemoEvent = DemoVisit | DemoStep | DemoPurchase | DemoWithdrawal

/** The truth about one order, which no real shop knows. */
export type Cause = 'base' | 'live' | 'switchback' | 'geo'

export interface DemoOrder {
  readonly ledger: LedgerOrder
  readonly atMs: number
  /** Minor units, tax included. */
  readonly totalMinor: number
  readonly refundedMinor: number
  readonly visitor: string
  readonly consent: boolean
  readonly cause: Cause
}

export interface DemoFile {
  readonly name: string
  readonly text: string
  /** What `media import` has to be told beside it. */
  readonly options: Readonly<Record<string, string>>
}

export interface SwitchbackPlan {
  readonly firstDay: number
  readonly blockDays: number
  readonly washOutDays: number
  /** Each block in turn: on or off. */
  readonly blocks: readonly boolean[]
}

export interface GeoPlan {
  readonly regions: readonly string[]
  readonly firstDay: number
  readonly lastDay: number
}

export interface Truth {
  readonly liveOrders: number
  readonly liveVisits: number
  readonly switchbackOrders: number
  readonly switchbackOnDays: number
  readonly geoOrders: number
  /** Orders of the tested regions in the test without what the test added. */
  readonly geoBaseOrders: number
}

export interface DemoWorld {
  readonly seed: number
  /** YYYY-MM-DD of day 0, a Monday; days are of UTC. */
  readonly firstDay: string
  readonly days: number
  readonly events: readonly DemoEvent[]
  readonly orders: readonly DemoOrder[]
  readonly media: readonly MediaDay[]
  readonly lives: readonly LiveRow[]
  readonly posts: readonly PostRow[]
  readonly costs: readonly CostRow[]
  readonly surveys: readonly SurveyRow[]
  readonly links: readonly OwnLink[]
  readonly files: readonly DemoFile[]
  readonly switchback: SwitchbackPlan
  readonly geo: GeoPlan
  readonly truth: Truth
}
