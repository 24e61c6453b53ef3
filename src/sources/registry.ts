/** Every source, one line each. */
import { magento } from './magento.ts'
import { prestashop } from './prestashop.ts'
import type { Source } from './source.ts'
import { tiktokShop } from './tiktok-shop.ts'
import { woocommerce } from './woocommerce.ts'

export const sources: readonly Source[] = [magento, prestashop, tiktokShop, woocommerce]
