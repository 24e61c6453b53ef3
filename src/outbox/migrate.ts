/** Brings a storage that an earlier version wrote to the tables of this one. Runs once, in one transaction, at the first start. */
import { IDS_IN_LANE } from './lanes.ts'
import { NOES_BESIDE_SENT } from './order-no-book.ts'
import { addChainColumn } from './receipt-book.ts'
import type { Sheet } from './state.ts'
import { PENDING, type Sql } from './tables.ts'

interface OldRow extends Record<string, SqlStorageValue> {
  destination: string
  id: number
  sheet: string
  persons: string
}

export function migrate(sql: Sql): void {
  addChainColumn(sql)
  movePersons(sql)
  layInLanes(sql)
  layNoesBesideSent(sql)
  if (!hasColumn(sql, 'orders', 'changed')) sql.rows('ALTER TABLE orders ADD COLUMN changed INTEGER')
  // By their changes the off-site record reads them: a row more for a change, and none where the policy has no `analysis`.
  sql.rows('CREATE INDEX IF NOT EXISTS orders_by_change ON orders (changed) WHERE changed IS NOT NULL')
  if (!hasColumn(sql, 'parked', 'keys')) sql.rows("ALTER TABLE parked ADD COLUMN keys TEXT NOT NULL DEFAULT '[]'")
}

/** Person keys had a column of their own; they are part of the sheet since receipts keep them. */
function movePersons(sql: Sql): void {
  if (!hasColumn(sql, 'pending', 'persons')) return
  for (const row of sql.rows<OldRow>('SELECT destination, id, sheet, persons FROM pending')) {
    const update = 'UPDATE pending SET sheet = ? WHERE destination = ? AND id = ?'
    sql.rows(update, JSON.stringify(withPersons(row)), row.destination, row.id)
  }
  sql.rows('ALTER TABLE pending DROP COLUMN persons')
}

/** The key of what waits was its destination and a number of the shard; both are in the id now (lanes.ts). */
function layInLanes(sql: Sql): void {
  if (!isOfKey(sql, 'pending', 'destination')) return
  sql.rows('ALTER TABLE pending RENAME TO pending_before')
  sql.rows(PENDING)
  const destinations = sql.rows<{ id: string }>('SELECT DISTINCT destination AS id FROM pending_before')
  for (const [lane, { id }] of destinations.entries()) {
    sql.rows(
      `INSERT INTO pending (destination, id, accepted_at_ms, events, bodies, sheet)
       SELECT destination, ? + id, accepted_at_ms, events, bodies, sheet FROM pending_before WHERE destination = ? ORDER BY id`,
      lane * IDS_IN_LANE,
      id,
    )
  }
  sql.rows('DROP TABLE pending_before')
}

/** What buyers had refused lay in a table of its own. Where an earlier version ran for a while once more, there are some in both. */
function layNoesBesideSent(sql: Sql): void {
  if (!hasColumn(sql, 'dedupe', 'noes')) sql.rows('ALTER TABLE dedupe ADD COLUMN noes TEXT')
  sql.rows(NOES_BESIDE_SENT)
  if (!hasColumn(sql, 'order_noes', 'noes')) return
  sql.rows(`INSERT INTO dedupe (key, destinations, until_day, noes) SELECT key, '', until_day, noes FROM order_noes WHERE true
    ON CONFLICT (key) DO UPDATE SET noes = json_patch(coalesce(noes, '{}'), excluded.noes), until_day = max(until_day, excluded.until_day)`)
  sql.rows('DROP TABLE order_noes')
}

function withPersons(row: OldRow): Sheet {
  const sheet = JSON.parse(row.sheet) as Sheet
  const persons = JSON.parse(row.persons) as readonly (readonly string[])[]
  const list = sheet.list.map((entry, line) => ({ ...entry, p: persons[line] ?? [] }))
  return { ...sheet, bases: [], list }
}

function isOfKey(sql: Sql, table: string, column: string): boolean {
  return sql.rows('SELECT 1 AS found FROM pragma_table_info(?) WHERE name = ? AND pk > 0', table, column).length > 0
}

function hasColumn(sql: Sql, table: string, column: string): boolean {
  return sql.rows('SELECT 1 AS found FROM pragma_table_info(?) WHERE name = ?', table, column).length > 0
}
