/** Every shop's API that can be asked for orders, one line each. */
import { bigcommerceApi } from './bigcommerce-api.ts'
import { prestashopApi } from './prestashop-api.ts'
import type { ShopApi } from './shop-api.ts'
import { shopifyApi } from './shopify-api.ts'
import { stripeApi } from './stripe-api.ts'
import { tiktokShopApi } from './tiktok-shop-api.ts'
import { woocommerceApi } from './woocommerce-api.ts'

export const shopApis: readonly ShopApi[] = [
  bigcommerceApi,
  prestashopApi,
  shopifyApi,
  stripeApi,
  tiktokShopApi,
  woocommerceApi,
]
