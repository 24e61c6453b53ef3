/** Orders out of SQLite as columns (src/analysis/columns.ts): thousands of rows are one text, and no row is stepped through from here. */
import { NO_CONSENT, NOT_JOINED, type OrderColumns } from '../analysis/columns.ts'
import type { Sql } from '../outbox/tables.ts'
import { NO_VISITOR, UNKNOWN } from './journey-book.ts'
import { grown } from './record-columns.ts'

/** In one text: far below what a value of SQLite may hold. */
const ORDERS_PER_TEXT = 2_000

/** Orders of the span as they were known then; of refunds, those until then. */
export function readOrders(
  sql: Sql,
  sold: ReadonlyMap<string, number>,
  { fromMs, toMs, asOfMs }: { readonly fromMs: number; readonly toMs: number; readonly asOfMs: number },
): OrderColumns & { readonly region: readonly string[] } {
  const regions: string[] = []
  const sources = new Map<string, number>()
  const rows = new OrderRows()
  for (const orders of orderBlocks(sql, fromMs, Math.min(toMs, asOfMs + 1)))
    for (const order of orders) {
      // By place: to take an array apart by its iterator costs as much as to read it.
      const { 0: atMs, 1: journey, 2: status, 3: value, 4: net, 5: refunds, 6: first, 7: source, 8: region } = order
      if (rows.count === rows.status.length) rows.grow()
      const row = rows.count++
      if (source !== '' && !sources.has(source)) sources.set(source, sources.size)
      rows.atMs[row] = atMs
      rows.journey[row] = journeyNumber(journey, sold)
      rows.status[row] = status
      rows.valueMinor[row] = value ?? NaN
      rows.netMinor[row] = net ?? NaN
      rows.refundedMinor[row] = refundedUntil(refunds, asOfMs)
      rows.firstTime[row] = first
      rows.declared[row] = sources.get(source) ?? -1
      regions.push(region)
    }
  const { count } = rows
  return {
    count,
    atMs: rows.atMs.subarray(0, count),
    journey: rows.journey.subarray(0, count),
    status: rows.status.subarray(0, count),
    valueMinor: rows.valueMinor.subarray(0, count),
    netMinor: rows.netMinor.subarray(0, count),
    refundedMinor: rows.refundedMinor.subarray(0, count),
    firstTime: rows.firstTime.subarray(0, count),
    declared: rows.declared.subarray(0, count),
    declaredSources: [...sources.keys()],
    region: regions,
  }
}

class OrderRows {
  count = 0
  atMs = new Float64Array(ORDERS_PER_TEXT)
  journey = new Int32Array(ORDERS_PER_TEXT)
  status = new Uint8Array(ORDERS_PER_TEXT)
  valueMinor = new Float64Array(ORDERS_PER_TEXT)
  netMinor = new Float64Array(ORDERS_PER_TEXT)
  refundedMinor = new Float64Array(ORDERS_PER_TEXT)
  firstTime = new Uint8Array(ORDERS_PER_TEXT)
  declared = new Int32Array(ORDERS_PER_TEXT)

  grow(): void {
    const room = this.count * 2
    this.atMs = grown(this.atMs, new Float64Array(room))
    this.journey = grown(this.journey, new Int32Array(room))
    this.status = grown(this.status, new Uint8Array(room))
    this.valueMinor = grown(this.valueMinor, new Float64Array(room))
    this.netMinor = grown(this.netMinor, new Float64Array(room))
    this.refundedMinor = grown(this.refundedMinor, new Float64Array(room))
    this.firstTime = grown(this.firstTime, new Uint8Array(room))
    this.declared = grown(this.declared, new Int32Array(room))
  }
}

/** A journey that is older than journeys are kept is joined to nothing any more. */
function journeyNumber(journey: string, sold: ReadonlyMap<string, number>): number {
  if (journey === UNKNOWN) return NO_CONSENT
  return journey === NO_VISITOR ? NOT_JOINED : (sold.get(journey) ?? NOT_JOINED)
}

function refundedUntil(refunds: string, asOfMs: number): number {
  if (refunds === '') return 0
  const list = JSON.parse(refunds) as readonly (readonly [number, number])[]
  return list.reduce((sum, [atMs, minor]) => (atMs <= asOfMs ? sum + minor : sum), 0)
}

/** As `CELLS` says. */
type OrderCells = readonly [
  atMs: number,
  journey: string,
  status: number,
  value: number | null,
  net: number | null,
  refunds: string,
  firstTime: number,
  declared: string,
  region: string,
]

const CELLS = `at_ms, journey, status, value, net, refunds, first_time,
  CASE WHEN declared = '' THEN answered ELSE declared END, region`

/** So many at a time, from one place in the table's own order to the next: many orders may be of one moment. */
function* orderBlocks(sql: Sql, fromMs: number, toMs: number): Iterable<readonly OrderCells[]> {
  let [atMs, link] = [fromMs, '']
  for (;;) {
    const [end] = sql.rows<{ at_ms: number; link: string }>(
      'SELECT at_ms, link FROM orders WHERE (at_ms, link) >= (?, ?) AND at_ms < ? ORDER BY at_ms, link LIMIT 1 OFFSET ?',
      atMs,
      link,
      toMs,
      ORDERS_PER_TEXT,
    )
    const [endMs, endLink] = end === undefined ? [toMs, ''] : [end.at_ms, end.link]
    const query = `SELECT json_group_array(json_array(${CELLS})) AS orders FROM orders
      WHERE (at_ms, link) >= (?, ?) AND (at_ms, link) < (?, ?)`
    const [row] = sql.rows<{ orders: string }>(query, atMs, link, endMs, endLink)
    yield JSON.parse(row?.orders ?? '[]') as readonly OrderCells[]
    if (end === undefined) return
    ;[atMs, link] = [endMs, endLink]
  }
}
