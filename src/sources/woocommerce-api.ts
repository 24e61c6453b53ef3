/**
 * Orders of WooCommerce's REST API v3 that changed since a moment; the same order as in its webhooks.
 * Sources: developer.woocommerce.com, REST API v3 "Authentication over HTTPS", "Pagination", "List all orders"; read 2026-11-22.
 */
import { basic, latestMs, ordersOfList, PAGE_SIZE, pageOf, type ShopApi, type ShopRequest } from './shop-api.ts'
import { instantInUtc } from './shop-time.ts'
import { readWooCommerceOrder } from './woocommerce.ts'

export const woocommerceApi: ShopApi = {
  id: 'woocommerce',
  access: (settings, { secret, base }) => {
    const { woocommerce } = settings.sources
    const key = woocommerce?.apiKey === undefined ? undefined : secret(woocommerce.apiKey)
    const password = woocommerce?.apiSecret === undefined ? undefined : secret(woocommerce.apiSecret)
    if (woocommerce === undefined || key === undefined || password === undefined) return undefined
    const orders = `${base ?? woocommerce.url.replace(/\/+$/, '')}/wp-json/wc/v3/orders`
    const headers = { authorization: basic(key, password), accept: 'application/json' }
    return {
      first: (sinceMs) => ({ url: `${orders}?${firstQuery(sinceMs).toString()}`, headers }),
      read: ({ text, header }, asked) => {
        const found = ordersOfList(text)
        if (found === undefined) return undefined
        const readings = found.map((order) => readWooCommerceOrder(order, settings, 'sweep:woocommerce'))
        const changedMs = latestMs(found, (order) => instantInUtc(order['date_modified_gmt']))
        return pageOf(readings, changedMs, nextPage(asked, Number(header('x-wp-totalpages'))))
      },
    }
  },
}

function firstQuery(sinceMs: number): URLSearchParams {
  return new URLSearchParams({
    modified_after: new Date(sinceMs).toISOString(),
    dates_are_gmt: 'true',
    orderby: 'modified',
    order: 'asc',
    per_page: String(PAGE_SIZE),
    page: '1',
  })
}

function nextPage({ url, headers }: ShopRequest, pages: number): ShopRequest | undefined {
  const next = new URL(url)
  const page = Number(next.searchParams.get('page')) + 1
  if (!(page <= pages)) return undefined
  next.searchParams.set('page', String(page))
  return { url: next.href, headers }
}
