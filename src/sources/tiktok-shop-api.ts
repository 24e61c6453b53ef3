/**
 * Orders of TikTok Shop's Open API, version 202309: those that changed since a moment, and one by its id. Lines of the ledger come of
 * them and nothing else. A request is signed when it leaves, for its signature covers the time.
 * Sources: EcomPHP/tiktokshop-php, src/Client.php (signature, header, shop_cipher) and src/Resources/Order.php (paths); the models
 * of TikTok's Node SDK, OrderV202309Api and Order202309GetOrderListRequestBody (page_size, sort_field, page_token beside the path,
 * update_time_ge in the body); the partner centre's "Introducing API version 202309" (`ids=1,2`). Read 2026-11-22.
 */
import { isMembers, text as textOf, type Members } from './parts.ts'
import { latestMs, pageOf, PAGE_SIZE, type ShopApi, type ShopRequest, type ShopSecrets } from './shop-api.ts'
import { shopJson } from './shop-parts.ts'
import { membersOf } from './shop-reading.ts'
import type { SourceSettings } from './source.ts'
import { instantOfSeconds, readTikTokShopOrder } from './tiktok-shop.ts'

const HOST = 'https://open-api.tiktokglobalshop.com'
const SEARCH = '/order/202309/orders/search'
const ORDERS = '/order/202309/orders'
/** A token of the next page is an opaque text; nobody's is longer. */
const MAX_PAGE_TOKEN = 2_048

export const tiktokShopApi: ShopApi = {
  id: 'tiktok_shop',
  access: (settings, secrets) => {
    const asker = askerFor(settings, secrets)
    if (asker === undefined) return undefined
    const page = (body: string, token?: string) =>
      asker(SEARCH, { ...PAGE, ...(token !== undefined && { page_token: token }) }, body)
    return {
      first: (sinceMs) => page(JSON.stringify({ update_time_ge: Math.floor(sinceMs / 1_000) })),
      read: ({ text }, asked) => {
        const data = dataOf(text)
        const found = data === undefined ? undefined : ordersOf(data)
        if (data === undefined || found === undefined) return undefined
        const readings = found.map((order) => readTikTokShopOrder(order, settings, 'sweep:tiktok_shop'))
        const changedMs = latestMs(found, (order) => instantOfSeconds(order['update_time']))
        const next = textOf(data['next_page_token'], MAX_PAGE_TOKEN)
        return pageOf(readings, changedMs, next === undefined ? undefined : page(asked.body ?? '{}', next))
      },
      refuses: ({ text }) => isRefusal(shopJson(text)?.['code']),
      one: (orderId) => ({
        request: asker(ORDERS, { ids: orderId }),
        open: ({ text }) => {
          const data = dataOf(text)
          const order = data === undefined ? undefined : ordersOf(data)?.find(({ id }) => id === orderId)
          return order && { requests: {}, read: () => readTikTokShopOrder(order, settings, 'tiktok_shop') }
        },
      }),
    }
  },
}

const PAGE = { page_size: String(PAGE_SIZE), sort_field: 'update_time', sort_order: 'ASC' }

type Query = Readonly<Record<string, string>>
type Asker = (path: string, query: Query, body?: string) => ShopRequest

function askerFor({ sources }: SourceSettings, { secret, base = HOST }: ShopSecrets): Asker | undefined {
  const shop = sources.tiktok_shop
  const token = shop?.apiToken === undefined ? undefined : secret(shop.apiToken)
  const appSecret = shop?.secrets.map((name) => secret(name)).find((found) => found !== undefined)
  if (shop === undefined || token === undefined || appSecret === undefined) return undefined
  const headers = { 'x-tts-access-token': token, 'content-type': 'application/json' }
  const known = { app_key: shop.appKey, ...(shop.shopCipher !== undefined && { shop_cipher: shop.shopCipher }) }
  return (path, query, body) => {
    const unsigned = { ...query, ...known }
    const told = { headers, ...(body !== undefined && { method: 'POST' as const, body }) }
    return {
      ...told,
      url: addressOf(base + path, unsigned),
      sealed: async ({ nowMs, hmacSha256 }) => {
        const timed = { ...unsigned, timestamp: String(Math.floor(nowMs / 1_000)) }
        const sign = await hmacSha256(appSecret, textToSign(path, timed, body, appSecret))
        return { ...told, url: addressOf(base + path, { ...timed, sign }) }
      },
    }
  }
}

function addressOf(at: string, query: Query): string {
  return `${at}?${new URLSearchParams(query).toString()}`
}

/** Path, parameters by name, body, with the app's secret before and behind; and keyed with it once more. */
function textToSign(path: string, query: Query, body: string | undefined, secret: string): string {
  const names = Object.keys(query).toSorted()
  const parameters = names.map((name) => `${name}${query[name]}`).join('')
  return `${secret}${path}${parameters}${body ?? ''}${secret}`
}

/** Errors may be answered 200 and say so in `code`. */
function dataOf(text: string): Members | undefined {
  const body = shopJson(text)
  return body?.['code'] === 0 ? membersOf(body['data']) : undefined
}

/** 105002: the token has run out; 106001: the signature is not the app's. Their neighbours are of the same kind. */
function isRefusal(code: unknown): boolean {
  return typeof code === 'number' && code >= 105_000 && code < 107_000
}

/** A search that finds nothing names no orders. */
function ordersOf({ orders = [] }: Members): readonly Members[] | undefined {
  return Array.isArray(orders) ? orders.filter((one) => isMembers(one)) : undefined
}
