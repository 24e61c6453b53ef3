/**
 * What an order says for the off-site analysis beside its money: where it was sent, whether it is the buyer's first, and which of the
 * policy's promo codes it was bought with. Nothing where the site keeps no journeys. Pure.
 */
import { regionOf, type Place } from '../event/order-region.ts'
import type { LedgerOrder } from '../event/ledger-order.ts'
import { listedCode } from '../policy/listed-code.ts'
import type { SourceSettings } from './source.ts'

export interface OrderTold {
  /** The first that says a country. */
  readonly places: readonly Place[]
  readonly firstTime?: boolean | undefined
  readonly codes?: readonly unknown[]
}

export type OrderFacts = Pick<LedgerOrder, 'region' | 'first_time' | 'code'>

export function orderFacts({ places, firstTime, codes = [] }: OrderTold, { analysis }: SourceSettings): OrderFacts {
  if (analysis === undefined) return {}
  const region = places.map(regionOf).find((one) => one !== undefined)
  const code = codes.map((one) => listedCode(one, analysis)).find((one) => one !== undefined)
  return {
    ...(region !== undefined && { region }),
    ...(firstTime !== undefined && { first_time: firstTime }),
    ...(code !== undefined && { code }),
  }
}
