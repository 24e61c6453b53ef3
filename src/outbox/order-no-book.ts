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

const FROM_INDEX = `FROM dedupe INDEXED BY noes_beside_sent WHERE noes IS NOT NULL AND destinations <> ''`

/** Of these deliveries, which wait, those whose buyer has said no in a copy that came later. */
export function refusedAmong(sql: Sql, parts: readonly Held[], destination: string): readonly Held[] {
  if (sql.rows(`SELECT 1 ${FROM_INDEX} LIMIT 1`).length === 0) return []
  const keys = new Set(parts.flatMap(({ entry }) => entry.k?.o ?? []))
  const query = `SELECT key, noes ${FROM_INDEX} AND key IN (SELECT value FROM json_each(?))`
  const rows = sql.rows<{ key: string; noes: string }>(query, JSON.stringify([...keys]))
  const known = new Map(rows.map(({ key, noes }) => [key, JSON.parse(noes) as Noes]))
  return parts.filter(({ entry: { k, lv } }) => {
    const noes = k === undefined ? undefined : known.get(k.o)
    if (k === undefined || noes === undefined) return false
    return standsAgainst(noes, { destination, level: lv }, { atMs: k.a, via: k.w, heardMs: k.h })
  })
}
