/**
 * Orders of Shopify's REST Admin API that changed since a moment. The REST order is what its webhooks carry, so both are read alike.
 * Sources: Shopify, REST Admin API 2026-07 "Order: list", "Pagination", "Rate limits"; read 2026-11-22.
 */
import { latestMs, ordersIn, PAGE_SIZE, pageOf, type ShopApi, type ShopRequest } from './shop-api.ts'
import { instantOf } from './shop-parts.ts'
import { readOrder } from './shopify-order.ts'

const VERSION = '2026-07'

export const shopifyApi: ShopApi = {
  id: 'shopify',
  access: (settings, { secret, base }) => {
    const { shopify } = settings.sources
    const token = shopify?.apiToken === undefined ? undefined : secret(shopify.apiToken)
    if (shopify === undefined || token === undefined) return undefined
    const orders = `${base ?? `https://${shopify.shop}`}/admin/api/${VERSION}/orders.json`
    const headers = { 'x-shopify-access-token': token, accept: 'application/json' }
    return {
      first: (sinceMs) => ({ url: `${orders}?${firstQuery(sinceMs).toString()}`, headers }),
      read: ({ text, header }) => {
        const found = ordersIn(text, 'orders')
        if (found === undefined) return undefined
        const readings = found.map((order) => readOrder(order, settings, { source: 'sweep:shopify' }))
        const changedMs = latestMs(found, (order) => instantOf(order['updated_at']))
        return pageOf(readings, changedMs, nextPage(header('link'), orders, headers))
      },
    }
  },
}

function firstQuery(sinceMs: number): URLSearchParams {
  return new URLSearchParams({
    status: 'any',
    limit: String(PAGE_SIZE),
    order: 'updated_at asc',
    updated_at_min: new Date(sinceMs).toISOString(),
  })
}

/** `<https://…/orders.json?limit=50&page_info=…>; rel="next"`: only the cursor is taken, and never another address. */
function nextPage(link: string | null, orders: string, headers: ShopRequest['headers']): ShopRequest | undefined {
  const written = /<([^<>]{1,4000})>;\s*rel="?next"?/.exec(link ?? '')?.[1]
  const cursor = written !== undefined && URL.canParse(written) ? new URL(written).searchParams.get('page_info') : null
  if (cursor === null) return undefined
  const query = new URLSearchParams({ limit: String(PAGE_SIZE), page_info: cursor })
  return { url: `${orders}?${query.toString()}`, headers }
}
