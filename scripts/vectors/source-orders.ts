/**
 * Orders that no webhook brings: what a shop's API answers to the question that a thin webhook leads to, and the export of a
 * marketplace. Their vectors name the source and what it is (`tiktok_shop.order`, `bigcommerce.order`, `tiktok_shop.csv`).
 */
import { readOrderFile } from '../../src/cli/orders/order-file.ts'
import type { LedgerOrder } from '../../src/event/ledger-order.ts'
import { readBigCommerceOrder } from '../../src/sources/bigcommerce.ts'
import { shopJson } from '../../src/sources/shop-parts.ts'
import type { SourceReading, SourceSettings } from '../../src/sources/source.ts'
import { readTikTokShopOrder } from '../../src/sources/tiktok-shop.ts'
import { isMembers, type Members, type SourceVector } from './source-vector.ts'

type ReadOrders = (text: string, settings: SourceSettings) => SourceReading

const BY_API: Readonly<Record<string, ReadOrders>> = {
  tiktok_shop: (text, settings) => readTikTokShopOrder(orderIn(text).order, settings),
  bigcommerce: (text, settings) => {
    const { order, beside } = orderIn(text)
    return readBigCommerceOrder({ ...beside, order }, settings, 'bigcommerce')
  },
}

/** A thin webhook says of itself what it is. */
const WEBHOOK = /"(?:scope|tts_notification_id)"\s*:/

/** Undefined: what is sent to the gateway. */
export function ordersReader({ source, context, input }: SourceVector): ReadOrders | undefined {
  const [shop = '', what = ''] = source.split('.')
  if (!Object.hasOwn(BY_API, shop)) return undefined
  if (what === 'webhook' && (context.authenticated !== true || WEBHOOK.test(input.body))) return undefined
  return /csv|export|file/.test(what) ? readExport : BY_API[shop]
}

/** The order alone, or as the API wraps it. */
function orderIn(text: string): { readonly order: Members; readonly beside: Members } {
  const body = shopJson(text) ?? {}
  const data = isMembers(body['data']) ? body['data'] : body
  const list = data['orders']
  const listed: unknown = Array.isArray(list) ? list[0] : undefined
  const order = [data['order'], listed].find((one) => isMembers(one)) ?? data
  return { order, beside: data }
}

function readExport(text: string, { orders }: SourceSettings): SourceReading {
  const file = readOrderFile(new TextEncoder().encode(text), {
    timeZone: orders.timeZone,
    states: new Map(),
    excludedTags: new Set(orders.excludedTags),
  })
  if (!file.ok) return { kind: 'malformed', paths: [file.why.en] }
  return { kind: 'read', events: [], ledger: file.orders, ignored: 'channel_marketplace' }
}

/** A marketplace's line in the words of the vectors. */
export function ledgerEntry({ order_id, source, money, merchant_total: merchant, ...rest }: LedgerOrder): Members {
  return {
    channel: source.replace(/^import:/, '').replaceAll('-', '_'),
    order: order_id,
    order_id,
    order_key: order_id,
    value: Number(money.total),
    merchant_value: Number(merchant ?? money.total),
    currency: money.currency,
    at: rest.at,
    ...(money.tax !== undefined && { tax: Number(money.tax) }),
    ...(money.shipping !== undefined && { shipping: Number(money.shipping) }),
  }
}
