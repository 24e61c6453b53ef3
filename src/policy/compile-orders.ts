/** How orders are counted, written out. */
import type { OrdersFile } from './schema-orders.ts'
import { ORDER_EXCLUSIONS, type CompiledOrders, type OrderExclusion } from './types.ts'

export function compileOrders(orders: OrdersFile): CompiledOrders {
  return {
    money: orders.money,
    tax: orders.tax,
    shipping: orders.shipping,
    purchaseWhen: orders.purchase_when,
    itemId: orders.item_id,
    excluded: exclusionsOf(orders),
    excludedTags: [...new Set(orders.excluded_tags.map((tag) => tag.toLowerCase()))].toSorted(),
    renewalSources: orders.renewal_sources.toSorted(),
    settleSeconds: orders.settle_seconds,
    timeZone: orders.time_zone,
    toleranceSeconds: orders.tolerance_seconds,
    ledgerDays: orders.ledger_days,
  }
}

/** A test is no sale anywhere. Where orders count once they are placed, those that wait for their money count too. */
function exclusionsOf({ excluded, purchase_when }: OrdersFile): readonly OrderExclusion[] {
  const usual = ORDER_EXCLUSIONS.filter((one) => one !== 'unpaid' || purchase_when === 'paid')
  return [...new Set<OrderExclusion>(['test', ...(excluded ?? usual)])].toSorted()
}
