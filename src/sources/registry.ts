/** Every source, one line each. */
import { adobeEvents } from './adobe-events.ts'
import { bigcommerce } from './bigcommerce.ts'
import { ga4Collect } from './ga4-collect.ts'
import { ga4Mp } from './ga4-mp.ts'
import { magento } from './magento.ts'
import { metaTr } from './meta-tr.ts'
import { prestashop } from './prestashop.ts'
import { segment } from './segment.ts'
import { shopify } from './shopify.ts'
import { shopifyPixel } from './shopify-pixel.ts'
import { stape } from './stape.ts'
import { stripe } from './stripe.ts'
import { tiktokPixel } from './tiktok-pixel.ts'
import { tiktokShop } from './tiktok-shop.ts'
import { webhook } from './webhook.ts'
import { woocommerce } from './woocommerce.ts'
import { zaraz } from './zaraz.ts'
import type { Source } from './source.ts'

export const sources: readonly Source[] = [
  adobeEvents,
  bigcommerce,
  ga4Collect,
  ga4Mp,
  magento,
  metaTr,
  prestashop,
  segment,
  shopify,
  shopifyPixel,
  stape,
  stripe,
  tiktokPixel,
  tiktokShop,
  webhook,
  woocommerce,
  zaraz,
]
