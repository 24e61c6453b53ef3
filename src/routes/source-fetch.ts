/** A thin webhook names an order and says nothing of it: the shop's API is asked, and what it says is read like a full webhook. */
import { bigcommerceApi } from '../sources/bigcommerce-api.ts'
import { tiktokShopApi } from '../sources/tiktok-shop-api.ts'
import type { ShopApi } from '../sources/shop-api.ts'
import { fetchOrder } from '../sources/sweep.ts'
import type { SourceReading } from '../sources/source.ts'
import { accessOf, askShop, sleep } from './shop-access.ts'
import type { Settling } from './source-settle.ts'

type Fetch = Extract<SourceReading, { kind: 'fetch' }>

/** Undefined: the API could not be asked now. */
export type ReadFromShop = (settling: Settling, wanted: Fetch) => Promise<SourceReading | undefined>

/** By the source's id; one that is not here is parked until it is. */
const CLIENTS: Readonly<Partial<Record<Fetch['source'], ReadFromShop>>> = {
  bigcommerce: readWith(bigcommerceApi),
  tiktok_shop: readWith(tiktokShopApi),
}

/** The shop waits for its answer: it is asked once, and what it could not tell is parked. */
function readWith(api: ShopApi): ReadFromShop {
  return async ({ route, plan }, { order_id: orderId }) => {
    const access = accessOf(route, plan, api)
    return access === undefined ? undefined : fetchOrder(access, orderId, { ask: askShop, sleep, tries: 1 })
  }
}

/** Of an order that only the ledger wants nothing is lost where it is not read: an import brings it, and to keep each hint helps nobody. */
function isLeftToImport({ plan }: Settling, { source }: Fetch): boolean {
  return source === 'tiktok_shop' && plan.site.sources.tiktok_shop?.apiToken === undefined
}

const NOT_ASKED: SourceReading = { kind: 'read', events: [], ledger: [], ignored: 'shop_api_not_configured' }

export async function fetchReading(settling: Settling, wanted: Fetch): Promise<SourceReading> {
  if (isLeftToImport(settling, wanted)) return NOT_ASKED
  const reading = await CLIENTS[wanted.source]?.(settling, wanted)
  return reading ?? { kind: 'parked', code: 'shop_api_unavailable', order_id: wanted.order_id }
}
