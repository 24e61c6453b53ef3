/** Every source, one line each. */
import { bigcommerce } from './bigcommerce.ts'
import { magento } from './magento.ts'
import { prestashop } from './prestashop.ts'
import type { Source } from './source.ts'
import { tiktokShop } from './tiktok-shop.ts'
import { woocommerce } from './woocommerce.ts'

export const sources: readonly Source[] = [bigcommerce, magento, prestashop, tiktokShop, woocommerce]
