/**
 * Orders of BigCommerce: the list of those that changed, and one by its id, for its webhooks say nothing but that. V2 has the order,
 * its products and its coupons; V3 the refunds and the metafields.
 * Sources: bigcommerce/docs, reference/orders.v2.oas2.yml and orders.v3 (paths, `min_date_modified`, `sort`, 204 for none); "API rate
 * limits" (`X-Rate-Limit-Time-Reset-Ms`). Read 2026-11-22.
 */
import { microsOf } from '../event/money.ts'
import type { CompiledSources } from '../policy/types.ts'
import { readBigCommerceOrder } from './bigcommerce.ts'
import { isMembers, type Members } from './parts.ts'
import {
  latestMs,
  ordersOfList,
  pageOf,
  type OpenOrder,
  type ShopApi,
  type ShopRequest,
  type ShopSecrets,
} from './shop-api.ts'
import { shopId, shopJson } from './shop-parts.ts'
import { instantOfRfc2822 } from './shop-time.ts'
import type { SourceSettings } from './source.ts'

/** Each order takes two or three questions more: a smaller page than other shops'. */
const ORDERS_A_PAGE = 10
/** Of one order, more than anybody has bought. */
const PARTS = 250

export const bigcommerceApi: ShopApi = {
  id: 'bigcommerce',
  access: (settings, secrets) => {
    const asker = askerFor(settings.sources.bigcommerce, secrets)
    if (asker === undefined) return undefined
    return {
      first: (sinceMs) => asker('v2/orders', firstQuery(sinceMs)),
      read: ({ text }, asked) => {
        const found = text === '' ? [] : ordersOfList(text)
        if (found === undefined) return undefined
        const open = found.flatMap((order) => openOrder(order, asker, settings, 'sweep:bigcommerce') ?? [])
        const changedMs = latestMs(found, (order) => instantOfRfc2822(order['date_modified']))
        return { ...pageOf([], changedMs, found.length < ORDERS_A_PAGE ? undefined : nextPage(asked)), open }
      },
      one: (orderId) => ({
        request: asker(`v2/orders/${encodeURIComponent(orderId)}`),
        open: ({ text }) => openOrder(shopJson(text), asker, settings, 'bigcommerce'),
      }),
    }
  },
}

type Asker = (path: string, query?: Readonly<Record<string, string>>) => ShopRequest

function askerFor(store: CompiledSources['bigcommerce'], { secret, base }: ShopSecrets): Asker | undefined {
  const token = store?.apiToken === undefined ? undefined : secret(store.apiToken)
  if (store === undefined || token === undefined) return undefined
  const at = `${base ?? 'https://api.bigcommerce.com'}/stores/${encodeURIComponent(store.store)}`
  const headers = { 'x-auth-token': token, accept: 'application/json' }
  return (path, query) => {
    const asked = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`
    return { url: `${at}/${path}${asked}`, headers }
  }
}

function firstQuery(sinceMs: number): Readonly<Record<string, string>> {
  const since = new Date(sinceMs).toISOString()
  return { min_date_modified: since, sort: 'date_modified:asc', limit: String(ORDERS_A_PAGE), page: '1' }
}

function nextPage({ url, headers }: ShopRequest): ShopRequest {
  const next = new URL(url)
  next.searchParams.set('page', String(Number(next.searchParams.get('page')) + 1))
  return { url: next.href, headers }
}

/** Refunds and coupons are asked for only where the order says that there are any. */
function openOrder(
  order: Members | undefined,
  asker: Asker,
  settings: SourceSettings,
  heardFrom: string,
): OpenOrder | undefined {
  const orderId = shopId(order?.['id'])
  if (order === undefined || orderId === undefined) return undefined
  const limit = { limit: String(PARTS) }
  const path = `orders/${encodeURIComponent(orderId)}`
  return {
    requests: {
      products: asker(`v2/${path}/products`, limit),
      metafields: asker(`v3/${path}/metafields`, limit),
      ...(isSome(order['coupon_discount']) && { coupons: asker(`v2/${path}/coupons`, limit) }),
      ...(isSome(order['refunded_amount']) && { refunds: asker(`v3/${path}/payment_actions/refunds`) }),
    },
    read: ({ products = '', metafields = '', coupons = '', refunds = '' }) => {
      const parts = { products: ordersOfList(products), coupons: ordersOfList(coupons) }
      return readBigCommerceOrder(
        { order, ...parts, metafields: dataOf(metafields), refunds: dataOf(refunds) },
        settings,
        heardFrom,
      )
    },
  }
}

function isSome(amount: unknown): boolean {
  const micros = microsOf(amount)
  return micros !== undefined && micros > 0n
}

function dataOf(text: string): unknown {
  const body = shopJson(text)
  return isMembers(body) ? body['data'] : undefined
}
