/**
 * What the buyers of orders have refused in any copy of them lies in `dedupe`, beside what was sent: whoever claims an order's key comes
 * upon it (claims.ts). Here what waits already is asked for, by an index of the orders of which one copy was sent and another refused.
 */
import { standsAgainst, type Noes } from '../pipeline/order-noes.ts'
import type { Held } from './state.ts'
import type { Sql } from './tables.ts'

/** Nearly always nothing: a row more is written only for an order whose copies disagree. Made after the columns are (migrate.ts). */
export const NOES_BESIDE_SENT = `CREATE INDEX IF NOT EXISTS noes_beside_sent ON dedupe (key)
  WHERE noes IS NOT NULL AND destinations <> ''`

/** The same condition: without it SQLite does not take the index. */
const BESIDE_SENT = `noes IS NOT NULL AND destinations <> ''`

/** A line that waits keeps the key that it was stored under, also where that order was found to be another since (order-name-book.ts). */
const NOES_OF = `WITH RECURSIVE same (own, now) AS (SELECT value, value FROM json_each(?)
  UNION SELECT own, order_names.key FROM same JOIN order_names ON name = now)
  SELECT own, noes FROM same JOIN dedupe INDEXED BY noes_beside_sent ON key = now WHERE ${BESIDE_SENT}`

/** Of these deliveries, which wait, those whose buyer has said no in a copy that came later. */
export function refusedAmong(sql: Sql, parts: readonly Held[], destination: string): readonly Held[] {
  const anyOne = `SELECT 1 FROM dedupe INDEXED BY noes_beside_sent WHERE ${BESIDE_SENT} LIMIT 1`
  if (sql.rows(anyOne).length === 0) return []
  const keys = new Set(parts.flatMap(({ entry }) => entry.k?.o ?? []))
  const rows = sql.rows<{ own: string; noes: string }>(NOES_OF, JSON.stringify([...keys]))
  const found = Map.groupBy(rows, ({ own }) => own)
  return parts.filter(({ entry: { k, lv } }) => {
    if (k === undefined) return false
    const yes = { atMs: k.a, via: k.w, heardMs: k.h }
    const isAgainst = (noes: string) => standsAgainst(JSON.parse(noes) as Noes, { destination, level: lv }, yes)
    return found.get(k.o)?.some(({ noes }) => isAgainst(noes)) === true
  })
}
