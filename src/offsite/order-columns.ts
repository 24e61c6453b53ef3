/** Orders out of SQLite as columns (src/analysis/columns.ts): of thousands of rows each column is one text. */
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
  for (const cells of orderCells(sql, fromMs, Math.min(toMs, asOfMs + 1))) {
    const { at, journey, status, value, net, refunds, first, declared, region } = cells
    for (let index = 0; index < at.length; index++) {
      if (rows.count === rows.status.length) rows.grow()
      const row = rows.count++
      const source = declared[index] ?? ''
      if (source !== '' && !sources.has(source)) sources.set(source, sources.size)
      rows.atMs[row] = Number(at[index])
      rows.journey[row] = journeyNumber(journey[index] ?? UNKNOWN, sold)
      rows.status[row] = Number(status[index])
      rows.valueMinor[row] = value[index] === '' ? NaN : Number(value[index])
      rows.netMinor[row] = net[index] === '' ? NaN : Number(net[index])
      rows.refundedMinor[row] = refundedUntil(refunds[index] ?? '', asOfMs)
      rows.firstTime[row] = Number(first[index])
      rows.declared[row] = sources.get(source) ?? -1
      regions.push(region[index] ?? '')
    }
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

const CELLS = {
  at: 'at_ms',
  journey: 'journey',
  status: 'status',
  value: "coalesce(value, '')",
  net: "coalesce(net, '')",
  refunds: 'refunds',
  first: 'first_time',
  declared: "CASE WHEN declared = '' THEN answered ELSE declared END",
  region: 'region',
} as const
type Cell = keyof typeof CELLS

const TEXTS = Object.entries(CELLS).map(([name, cell]) => `group_concat(${cell}, char(10)) AS ${name}`)

/** Of so many orders at a time the cells of each column; none of them has a line's end in it. */
function* orderCells(sql: Sql, fromMs: number, toMs: number): Iterable<Readonly<Record<Cell, readonly string[]>>> {
  let [atMs, link] = [fromMs, '']
  for (;;) {
    const query = `SELECT ${TEXTS.join(', ')}, max(at_ms || ' ' || link) AS last
      FROM (SELECT * FROM orders WHERE (at_ms, link) > (?, ?) AND at_ms < ? ORDER BY at_ms, link LIMIT ?)`
    const row = sql.rows<Record<Cell | 'last', string | null>>(query, atMs, link, toMs, ORDERS_PER_TEXT)[0]
    if (row === undefined || row.last === null) return
    const of = (cell: Cell) => (row[cell] ?? '').split('\n')
    yield {
      at: of('at'),
      journey: of('journey'),
      status: of('status'),
      value: of('value'),
      net: of('net'),
      refunds: of('refunds'),
      first: of('first'),
      declared: of('declared'),
      region: of('region'),
    }
    const [at, last = ''] = row.last.split(' ')
    ;[atMs, link] = [Number(at), last]
  }
}
