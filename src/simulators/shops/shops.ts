/** Every simulated shop, one line each. */
import type { SimulatedAnswer, SimulatedRequest } from '../../destinations/simulator.ts'
import { bigcommerceSimulator } from './bigcommerce.ts'
import { prestashopSimulator } from './prestashop.ts'
import { createShops } from './shop.ts'
import { shopifySimulator } from './shopify.ts'
import { stripeSimulator } from './stripe.ts'
import { tiktokShopSimulator } from './tiktok-shop.ts'
import { woocommerceSimulator } from './woocommerce.ts'

export function simulatedShops(nowMs: () => number): (request: SimulatedRequest) => SimulatedAnswer {
  return createShops([
    bigcommerceSimulator,
    prestashopSimulator,
    shopifySimulator(nowMs),
    stripeSimulator(nowMs),
    tiktokShopSimulator(nowMs),
    woocommerceSimulator,
  ])
}
