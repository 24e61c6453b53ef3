/** Every source, one line each. */
import { shopifyPixel } from './shopify-pixel.ts'
import { shopify } from './shopify.ts'
import type { Source } from './source.ts'

export const sources: readonly Source[] = [shopify, shopifyPixel]
