/**
 * A shop's own API, asked for the orders that changed: what a webhook would have said, page by page. Pure: it makes requests and
 * reads answers; whoever calls it has the network, the clock and the secrets.
 */
import type { CompiledSources } from '../policy/types.ts'
import { isMembers, type Members } from './parts.ts'
import { shopJson } from './shop-parts.ts'
import type { SourceReading, SourceSettings } from './source.ts'

export interface ShopRequest {
  /** Absent: GET. */
  readonly method?: 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The request as it may leave at this moment, where the shop wants the time in its signature. */
  readonly sealed?: (seal: Seal) => Promise<ShopRequest>
}

export interface Seal {
  readonly nowMs: number
  /** In lower-case hex. */
  readonly hmacSha256: (secret: string, text: string) => Promise<string>
}

export interface ShopAnswer {
  /** Small letters. */
  readonly header: (name: string) => string | null
  readonly text: string
}

/** An order that its API tells in several answers: what else to ask, and how all of it is read. */
export interface OpenOrder {
  readonly requests: Readonly<Record<string, ShopRequest>>
  /** By the names of the requests; what the shop has none of is an empty text. */
  readonly read: (texts: Readonly<Record<string, string>>) => SourceReading
}

/** Of a shop that can be asked for the rest of many orders at once: as `OpenOrder`, for a whole page. */
export interface OpenPage {
  readonly requests: Readonly<Record<string, ShopRequest>>
  readonly read: (texts: Readonly<Record<string, string>>) => readonly SourceReading[]
}

export interface ShopPage {
  readonly readings: readonly SourceReading[]
  /** Instead of readings, where the list does not tell all of an order. */
  readonly open?: readonly OpenOrder[]
  readonly rest?: OpenPage
  /** Up to when this page goes, of the orders' own times of change, in milliseconds: where another run may begin. */
  readonly changedMs?: number
  /** Absent: this was the last page. */
  readonly next?: ShopRequest
}

/** One shop of one site, with what it takes to ask it. */
export interface ShopAccess {
  readonly first: (sinceMs: number) => ShopRequest
  /** Undefined: not what this API answers. */
  readonly read: (answer: ShopAnswer, asked: ShopRequest) => ShopPage | undefined
  /** Of an answer with 200 that cannot be read: whether it refuses our credentials. */
  readonly refuses?: (answer: ShopAnswer) => boolean
  /** One order by its id: where webhooks name it and say nothing of it. */
  readonly one?: (orderId: string) => {
    readonly request: ShopRequest
    readonly open: (answer: ShopAnswer) => OpenOrder | undefined
  }
}

export interface ShopSecrets {
  /** The value of a binding by its name; undefined where it is not set. */
  readonly secret: (name: string) => string | undefined
  /** Instead of the shop's own address, in development: `http://127.0.0.1:8788/shops/shopify`. */
  readonly base?: string
}

export interface ShopApi {
  readonly id: keyof CompiledSources &
    ('shopify' | 'woocommerce' | 'bigcommerce' | 'prestashop' | 'stripe' | 'tiktok_shop')
  /** Undefined: the policy names no API of this shop, or its secret is not set. */
  readonly access: (settings: SourceSettings, secrets: ShopSecrets) => ShopAccess | undefined
}

/** Orders of one page: small enough to be taken as one body. */
export const PAGE_SIZE = 50

/** The list under `name`; undefined where there is none. */
export function ordersIn(text: string, name: string): readonly Members[] | undefined {
  const list = shopJson(text)?.[name]
  return Array.isArray(list) ? list.filter((one) => isMembers(one)) : undefined
}

/** An answer that is a list, and not an object with a list in it. */
export function ordersOfList(text: string): readonly Members[] | undefined {
  return text.trimStart().startsWith('[') ? ordersIn(`{"orders":${text}}`, 'orders') : undefined
}

/** The latest time of change; undefined where none can be read. */
export function latestMs(orders: readonly Members[], changed: (order: Members) => string | undefined) {
  const times = orders.map((order) => Date.parse(changed(order) ?? '')).filter((ms) => !Number.isNaN(ms))
  return times.length > 0 ? Math.max(...times) : undefined
}

export function pageOf(
  readings: readonly SourceReading[],
  changedMs: number | undefined,
  next: ShopRequest | undefined,
): ShopPage {
  return { readings, ...(changedMs !== undefined && { changedMs }), ...(next !== undefined && { next }) }
}

/** `Basic` of RFC 7617: names and secrets of shops' APIs are ASCII. */
export function basic(user: string, password: string): string {
  return `Basic ${btoa(`${user}:${password}`)}`
}
