/**
 * What waits in the shard for its buyer's answer, or for its other copies, as lines for reconciliation: it has arrived, and nobody
 * is to look for a webhook that is lost. Not on the hot path.
 */
import type { Verdict } from '../pipeline/judge.ts'
import type { OrderLine } from '../reconciliation/wire.ts'
import type { LinesAsk } from './ledger-asks.ts'
import type { Sql } from './tables.ts'

interface Row extends Record<string, SqlStorageValue> {
  received_at_ms: number
  entry: string
}

/** They wait half an hour and stand in the first page, whole: of more than these the rest has no line until it ends. */
const MAX_ROWS = 5_000

export function heldLines(sql: Sql, { fromMs, toMs }: LinesAsk, destinations: readonly string[]): OrderLine[] {
  const query = `SELECT received_at_ms, entry FROM held WHERE received_at_ms >= ? AND received_at_ms < ? LIMIT ?`
  return sql.rows<Row>(query, fromMs, toMs, MAX_ROWS).flatMap((row) => linesOf(row, destinations))
}

function linesOf({ received_at_ms: atMs, entry }: Row, destinations: readonly string[]): OrderLine[] {
  const { eventId, name, occurredAtMs, trace, refused, settles } = JSON.parse(entry) as Omit<Verdict, 'deliveries'>
  if (trace === undefined) return []
  const line = {
    link: trace.o,
    event: name,
    event_id: eventId,
    occurred_at: new Date(occurredAtMs).toISOString(),
    at: new Date(atMs).toISOString(),
    via: trace.w,
    ...(trace.u !== undefined && { page: trace.u }),
  }
  // Until its copies are there nothing of it is settled, whatever the first one would have come to.
  if (settles !== undefined) return destinations.map((destination) => ({ ...line, destination, outcome: 'waiting' }))
  return Object.entries(refused).map(([destination, code]) => ({ ...line, destination, outcome: 'refused', code }))
}
