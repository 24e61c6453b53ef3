/** How orders are counted, written out. */
import type { OrdersFile } from './schema-orders.ts'
import { type CompiledOrders } from './types.ts'
export declare function compileOrders(orders: OrdersFile): CompiledOrders
