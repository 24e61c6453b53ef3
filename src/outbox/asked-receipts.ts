/**
 * The newest receipts, or those of one event. They have no index by event id (decision 0007): rows are read, the newest first, until there are none or
 * it is enough for one question, and the answer says how far back that was. Not on the hot path.
 */
import { newestFirst, readReceipts } from './receipts.ts'
import type { PendingSheet, ReceiptRow, Store } from './store.ts'
import type { Receipt } from './types.ts'

/** Plain data: it crosses from the shard to the Worker. */
export interface ReceiptsAnswer {
  readonly receipts: readonly Receipt[]
  /** What is older was not looked at; null where all was. */
  readonly searchedSinceMs: number | null
}

/** Of what has ended, and of what waits for each destination: some hundred thousand receipts, read in well under a second. */
export const SCAN_CHARACTERS = 64 * 1024 * 1024

type Tables = Pick<Store, 'receipts' | 'pendingSheets'>
type StateOf = Parameters<typeof readReceipts>[2]

export function askedReceipts(
  store: Tables,
  asked: { readonly limit: number; readonly eventId?: string | undefined },
  stateOf: StateOf,
  characters = SCAN_CHARACTERS,
): ReceiptsAnswer {
  const { limit, eventId } = asked
  return eventId === undefined
    ? { receipts: readReceipts(store, limit, stateOf), searchedSinceMs: null }
    : receiptsOf(store, { limit, eventId, characters }, stateOf)
}

function receiptsOf(
  store: Tables,
  asked: { readonly limit: number; readonly eventId: string; readonly characters: number },
  stateOf: StateOf,
): ReceiptsAnswer {
  const needle = JSON.stringify(asked.eventId)
  const wanted = (receipts: readonly Receipt[]) => receipts.filter(({ event_id: id }) => id === asked.eventId)
  const whole = (row: Partial<{ pending: PendingSheet; ended: ReceiptRow }>) =>
    readReceipts(tableOf(row), Infinity, stateOf)
  const waiting: ScanOf<PendingSheet> = {
    needle,
    textOf: ({ sheet }) => sheet,
    atMsOf: ({ accepted_at_ms: atMs }) => atMs,
    read: (pending) => wanted(whole({ pending })),
  }
  const ended: ScanOf<ReceiptRow> = {
    needle,
    textOf: ({ sheets }) => sheets,
    atMsOf: ({ at_ms: atMs }) => atMs,
    read: (row) => wanted(whole({ ended: row })),
  }
  const scans = [
    ...store.pendingSheets().map((rows) => scan(rows, waiting, asked.characters)),
    scan(store.receipts(), ended, asked.characters),
  ]
  return {
    receipts: newestFirst(scans.flatMap(({ found }) => found)).slice(0, asked.limit),
    searchedSinceMs: latest(scans.map(({ sinceMs }) => sinceMs)),
  }
}

/** One row as if there were no other. */
function tableOf({ pending, ended }: Partial<{ pending: PendingSheet; ended: ReceiptRow }>): Tables {
  return {
    pendingSheets: () => (pending === undefined ? [] : [[pending]]),
    receipts: () => (ended === undefined ? [] : [ended]),
  }
}

/** The latest of the times at which searches stopped; null where none did. */
export function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.max(...known)
}

interface ScanOf<Row> {
  /** The id as it stands in the row's JSON: a row without it is not taken apart. */
  readonly needle: string
  readonly textOf: (row: Row) => string
  readonly atMsOf: (row: Row) => number
  readonly read: (row: Row) => readonly Receipt[]
}

function scan<Row>(rows: Iterable<Row>, { needle, textOf, atMsOf, read }: ScanOf<Row>, characters: number) {
  const found: Receipt[] = []
  let left = characters
  for (const row of rows) {
    if (left <= 0) return { found, sinceMs: atMsOf(row) }
    const text = textOf(row)
    left -= text.length
    if (text.includes(needle)) found.push(...read(row))
  }
  return { found, sinceMs: null }
}
