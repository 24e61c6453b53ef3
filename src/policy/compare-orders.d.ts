/** What a change in how orders are counted widens. What makes the value of a sale another one is looked at by somebody. */
import { type Change, type Place } from './compare-keys.ts'
import type { CompiledOrders } from './types.ts'
/** A ledger that is new, or gone, is told whole. */
export declare function compareOrders(
  before: CompiledOrders | undefined,
  after: CompiledOrders | undefined,
  place: Place,
): Change[]
