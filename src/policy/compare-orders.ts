/** What a change in how orders are counted widens. What makes the value of a sale another one is looked at by somebody. */
import { compareKeys, type Change, type Place, type Rules } from './compare-keys.ts'
import { always, fewerWidens, largerWidens, opens } from './compare-rules.ts'
import type { CompiledOrders } from './types.ts'

const ORDER_RULES: Rules = {
  // Another side of the money, another value for every order; also the smaller one is another than what was approved.
  money: always('widens'),
  tax: always('widens'),
  shipping: always('widens'),
  // An order that is placed and never paid would count.
  purchaseWhen: opens(['paid', 'created']),
  itemId: always('widens'),
  excluded: fewerWidens,
  excludedTags: fewerWidens,
  renewalSources: fewerWidens,
  // So long a sale waits whole, with the person in it.
  settleSeconds: largerWidens,
  // Where a day begins in the figures: nothing more leaves.
  timeZone: always('technical'),
  toleranceSeconds: largerWidens,
  ledgerDays: largerWidens,
}

/** A ledger that is new, or gone, is told whole. */
export function compareOrders(
  before: CompiledOrders | undefined,
  after: CompiledOrders | undefined,
  place: Place,
): Change[] {
  if (before !== undefined && after !== undefined)
    return compareKeys(before, after, ORDER_RULES, place).map((change) => renamed(change))
  if (before === after) return []
  return [{ ...place, what: 'orders', direction: after === undefined ? 'narrows' : 'widens', before, after }]
}

/** Other blocks have keys of the same name: the sentences are found by `what`. */
function renamed(change: Change): Change {
  return change.what === 'unknown' ? change : { ...change, what: `orders.${change.what}` }
}
