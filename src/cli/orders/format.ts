/** What a shop's export is: which columns it has, in the words of its languages, and what its states mean. A new one is a table. */
import type { OrderChannel } from '../../event/ledger-order.ts'

/** What of an order a file may say; each from one column. */
export const ORDER_FIELDS = [
  'id',
  'name',
  'created',
  'paid',
  'updated',
  'cancelled',
  'closed',
  'status',
  'total',
  'currency',
  'tax',
  'shipping',
  'shippingTax',
  'discount',
  'refunded',
  'refundId',
  'refundAt',
  'test',
  'channel',
  'tags',
  'sample',
  'platformDiscount',
  'paymentDiscount',
  'region',
  'country',
  'postcode',
  'firstOrder',
  'code',
] as const
export type OrderField = (typeof ORDER_FIELDS)[number]

/** `refunded`: all of it, where no amount is said. `part_refunded`: paid, and an amount is said beside it. */
export type OrderState = 'paid' | 'awaiting' | 'failed' | 'cancelled' | 'refunded' | 'part_refunded'

export const FORMAT_IDS = ['shopify', 'woocommerce', 'prestashop', 'tiktok-shop', 'plain'] as const
export type FormatId = (typeof FORMAT_IDS)[number]

export interface OrderFormat {
  readonly id: FormatId
  /** Every name that a column has; how it is written (case, accents, spaces) does not matter. */
  readonly columns: Readonly<Partial<Record<OrderField, readonly string[]>>>
  /** Columns that no other format has: a file with all of them is of this one. */
  readonly knownBy: readonly OrderField[]
  /** Columns without which nothing can be read. */
  readonly needs: readonly OrderField[]
  readonly states: Readonly<Record<string, OrderState>>
  /** What `channel` says → what it is; absent: as the word is. Unknown ones are the shop's own page. */
  readonly channels?: Readonly<Record<string, OrderChannel>>
  readonly channel: OrderChannel
  /** Each further row of an order is one more refund. */
  readonly refundRows?: true
  /** Days are always written before months. */
  readonly dayFirst?: true
  /** The first row may explain the columns. */
  readonly explained?: true
  /** The sale is when it was ordered, and not when it was paid. */
  readonly soldAtCreation?: true
  /** Shipping is written without its tax, in a column of its own. */
  readonly netShipping?: true
}

/** As it is compared: small letters, no accents, one space. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[\s_’']+/gu, ' ')
    .trim()
}

/** field → position of its column. */
export type Columns = Readonly<Partial<Record<OrderField, number>>>

export function columnsOf(format: OrderFormat, header: readonly string[]): Columns {
  const places = new Map(header.map((name, index) => [plainWord(name), index] as const).toReversed())
  const found = Object.entries(format.columns).flatMap(([field, names]) => {
    const place = names.map((name) => places.get(plainWord(name))).find((one) => one !== undefined)
    return place === undefined ? [] : [[field, place] as const]
  })
  return Object.fromEntries(found)
}

/** Undefined where it is none, or could be several. */
export function formatOf(formats: readonly OrderFormat[], header: readonly string[]): OrderFormat | undefined {
  const fitting = formats.filter((format) => {
    const columns = columnsOf(format, header)
    return format.knownBy.every((field) => columns[field] !== undefined)
  })
  return fitting.length === 1 ? fitting[0] : undefined
}
