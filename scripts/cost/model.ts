/** What events cost on Cloudflare's price list: arithmetic only. What is measured comes from bench/RESULTS.md. */
import { OBJECT_GB, OBJECT_MEMORY_GB, PRICES } from './prices.ts'

export interface Measured {
  readonly cpuMicrosPerEvent: number
  readonly eventsPerSecond: number
}

/**
 * What a shard keeps of an event for two destinations: pages of SQLite (`dbstat`) over 4,000 purchases in batches of 10, plain
 * workerd, 2026-11-22. Of the receipts most is person keys and the keys of the order.
 */
export const KEPT = { keyBytes: 57, receiptBytes: 573, receiptBytesWithSale: 705 } as const
/** A row of the lake: as JSON in the stream, and in a Parquet file of 50,000 rows. One for each destination. */
export const LAKE_ROW = { jsonBytes: 456, parquetBytes: 18 } as const

export interface Load {
  readonly eventsPerSecond: number
  /** Events in a request. */
  readonly batch: number
  readonly destinations: number
  readonly receiptsDays: number
  /** How long a dedupe key is kept, on average: orders 90 days, others 30. */
  readonly keyDays: number
  readonly measured: Measured
}

/** Dollars per million events. */
export interface Cost {
  readonly requests: number
  readonly cpu: number
  readonly objectRequests: number
  readonly duration: number
  readonly rowsWritten: number
  readonly alarms: number
  readonly rowsRead: number
  readonly rowsDeleted: number
  readonly storage: number
}

/** TIDEGATE_LINGER_MS: an alarm rings four times a second at most. */
const ALARMS_PER_SECOND = 4
/** The most that any platform takes in a request. */
const DELIVERY_EVENTS = 1_000
/** Not measured: what the statements of an event look at, several times over. */
const ROWS_READ_PER_EVENT = 10
const DAY_SECONDS = 86_400
export const MONTH_SECONDS = 30 * DAY_SECONDS
const DAYS_A_MONTH = 30
const GB = 1e9
const MILLION = 1e6
/** A shard that is full answers 503: so it is planned for less. */
const FILL = 0.8
/** One thread: half of what a core can do, and no more requests than Cloudflare's soft limit. */
const CORE_SHARE = 0.5
const OBJECT_REQUESTS_PER_SECOND = 1_000

export function shardsFor(load: Load): number {
  return Math.max(1, shardsForStorage(load), shardsForPace(load))
}

/** GB that are kept at the same time. */
export function keptGb({ eventsPerSecond, receiptsDays, keyDays }: Load): number {
  const bytesADay = eventsPerSecond * DAY_SECONDS
  return (bytesADay * (KEPT.receiptBytes * receiptsDays + KEPT.keyBytes * keyDays)) / GB
}

export function shardsForStorage(load: Load): number {
  return Math.ceil(keptGb(load) / (OBJECT_GB * FILL))
}

export function shardsForPace({ eventsPerSecond, batch, measured }: Load): number {
  const byThread = (CORE_SHARE * MILLION) / measured.cpuMicrosPerEvent
  return Math.ceil(eventsPerSecond / Math.min(byThread, OBJECT_REQUESTS_PER_SECOND * batch))
}

/** Events of a request that belong to the same shard: they share a commit, and with it the rows of the parcels. */
function eventsPerCommit({ batch }: Load, shards: number): number {
  return batch / Math.min(batch, shards)
}

/**
 * One key for each event; for each destination a parcel that is written and deleted with each commit, and a receipt with each
 * delivery, which gathers what has come since the last alarm. Under full load requests share commits too, and it is less.
 */
export function rowsPerEvent(load: Load, shards: number = shardsFor(load)): number {
  return 1 + (2 * load.destinations) / eventsPerCommit(load, shards) + receiptsPerEvent(load, shards)
}

function receiptsPerEvent(load: Load, shards: number): number {
  const gathered = load.eventsPerSecond / shards / ALARMS_PER_SECOND
  return load.destinations / Math.max(eventsPerCommit(load, shards), Math.min(gathered, DELIVERY_EVENTS))
}

/** In the end, the event's dedupe key and its receipts; its parcels were deleted when they were delivered. */
export function rowsForgottenPerEvent(load: Load, shards: number = shardsFor(load)): number {
  return 1 + receiptsPerEvent(load, shards)
}

export function costOf(load: Load): Cost {
  const { batch, measured, eventsPerSecond, receiptsDays, keyDays } = load
  const shards = shardsFor(load)
  // A request's events may belong to as many shards as it has events: each is a call, and where there are several, each is asked first.
  const partsPerEvent = 1 / eventsPerCommit(load, shards)
  const callsPerEvent = partsPerEvent * (Math.min(batch, shards) > 1 ? 2 : 1)
  const alarmsPerEvent = Math.min(partsPerEvent, (ALARMS_PER_SECOND * shards) / eventsPerSecond)
  const gbMonths = (KEPT.receiptBytes * receiptsDays + KEPT.keyBytes * keyDays) / DAYS_A_MONTH / GB
  return {
    requests: PRICES.request / batch,
    cpu: (measured.cpuMicrosPerEvent / 1_000) * PRICES.cpuMs,
    objectRequests: (callsPerEvent + alarmsPerEvent) * PRICES.objectRequest,
    // As if no shard ever rested.
    duration: (shards * OBJECT_MEMORY_GB * PRICES.gbSecond) / eventsPerSecond,
    rowsWritten: rowsPerEvent(load, shards) * PRICES.rowWritten,
    alarms: alarmsPerEvent * PRICES.rowWritten,
    rowsRead: ROWS_READ_PER_EVENT * PRICES.rowRead,
    rowsDeleted: rowsForgottenPerEvent(load, shards) * PRICES.rowWritten,
    storage: gbMonths * MILLION * PRICES.sqliteGbMonth,
  }
}

/** To take, judge, deliver and record. */
export function takingOf(cost: Cost): number {
  const { requests, cpu, objectRequests, duration, rowsWritten, alarms, rowsRead } = cost
  return requests + cpu + objectRequests + duration + rowsWritten + alarms + rowsRead
}

/** To keep for as long as the policy says, and then to forget. */
export function keepingOf({ rowsDeleted, storage }: Cost): number {
  return rowsDeleted + storage
}

/** Per million events: through the stream, and a year of Parquet in R2. */
export function lakeOf(destinations: number): { readonly stream: number; readonly r2Year: number } {
  const rows = destinations * MILLION
  return {
    stream: ((rows * LAKE_ROW.jsonBytes) / GB) * PRICES.pipelinesGb,
    r2Year: ((rows * LAKE_ROW.parquetBytes) / GB) * PRICES.r2GbMonth * 12,
  }
}
