/** Every source, one line each. */
import { ga4Collect } from './ga4-collect.ts'
import { ga4Mp } from './ga4-mp.ts'
import { magento } from './magento.ts'
import { metaTr } from './meta-tr.ts'
import { prestashop } from './prestashop.ts'
import { segment } from './segment.ts'
import type { Source } from './source.ts'
import { stape } from './stape.ts'
import { tiktokPixel } from './tiktok-pixel.ts'
import { tiktokShop } from './tiktok-shop.ts'
import { woocommerce } from './woocommerce.ts'
import { zaraz } from './zaraz.ts'

export const sources: readonly Source[] = [
  ga4Collect,
  ga4Mp,
  magento,
  metaTr,
  prestashop,
  segment,
  stape,
  tiktokPixel,
  tiktokShop,
  woocommerce,
  zaraz,
]
