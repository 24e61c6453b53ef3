/** What a record of an earlier version still needs, before anything is read out of it. */
import type { Sql } from '../outbox/tables.ts'

/**
 * A record of before may have orders whose net value was not kept yet: the column comes, and the whole ledger is read anew. What the
 * ledger has forgotten meanwhile stays without, and the tables say so.
 */
export function upgradeRecord(sql: Sql): void {
  if (sql.rows("SELECT 1 AS has FROM pragma_table_info('orders') WHERE name = 'net'").length > 0) return
  sql.rows('ALTER TABLE orders ADD COLUMN net INTEGER')
  sql.drop('ledger')
}
