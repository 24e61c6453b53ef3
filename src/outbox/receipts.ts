/** Reads receipts out of the rows: one per event × destination, newest first. Not on the hot path. */
import { readBasis } from '../pipeline/consent-basis.ts'
import type { Sheet } from './state.ts'
import type { PendingSheet, ReceiptRow, Store } from './store.ts'
import type { Entry, Receipt, RecordedOutcome } from './types.ts'

/** At most `limit`, of what waits and what ended together. Rows are read until there are enough: one may hold hundreds. */
export function readReceipts(
  store: Pick<Store, 'receipts' | 'pendingSheets'>,
  limit: number,
  stateOf: (destination: string) => 'waiting' | 'retrying' | 'parked' | 'dead',
): Receipt[] {
  const waiting = store.pendingSheets().flatMap((rows) => firstOf(rows, limit, (row) => waitingReceipts(row, stateOf)))
  const ended = firstOf(store.receipts(), limit, endedOf)
  return newestFirst([...waiting, ...ended]).slice(0, limit)
}

/** Receipts of the same moment keep their order. */
export function newestFirst(receipts: readonly Receipt[]): Receipt[] {
  return receipts.toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
}

function firstOf<Row>(rows: Iterable<Row>, limit: number, read: (row: Row) => readonly Receipt[]): Receipt[] {
  const found: Receipt[] = []
  for (const row of rows) {
    found.push(...read(row))
    if (found.length >= limit) break
  }
  return found.slice(0, limit)
}

function waitingReceipts(row: PendingSheet, stateOf: (destination: string) => Receipt['outcome']): Receipt[] {
  const at = new Date(row.accepted_at_ms).toISOString()
  return readSheet(JSON.parse(row.sheet) as Sheet, (entry, page) => [
    { ...receiptOf(entry, page, row.destination, stateOf(row.destination)), at },
  ])
}

function endedOf(row: ReceiptRow): Receipt[] {
  const sheets = JSON.parse(row.sheets) as Sheet[]
  return sheets.toReversed().flatMap((sheet) => readSheet(sheet, (entry, page) => endedReceipts(entry, page, row)))
}

function readSheet(sheet: Sheet, read: (entry: Entry, sheet: Sheet) => Receipt[]): Receipt[] {
  return sheet.list.flatMap((entry) => read(entry, sheet)).toReversed()
}

function endedReceipts(entry: Entry, sheet: Sheet, row: ReceiptRow): Receipt[] {
  const at = new Date(row.at_ms).toISOString()
  if (entry.no !== undefined) {
    return Object.entries(entry.no).map(([destination, reason]) => ({
      ...receiptOf(entry, sheet, destination, row.outcome === 'answered' ? 'answered' : 'refused'),
      decision: reason,
      at,
    }))
  }
  return [{ ...receiptOf(entry, sheet, row.destination, row.outcome as RecordedOutcome), code: row.code, at }]
}

function receiptOf(entry: Entry, sheet: Sheet, destination: string, outcome: Receipt['outcome']): Receipt {
  const fields = entry.f === undefined ? '' : (sheet.sets[entry.f] ?? '')
  const occurredAt = new Date(entry.t).toISOString()
  const basis = basisIn(entry, sheet, destination)
  return {
    event_id: entry.id,
    event: entry.ev,
    occurred_at: occurredAt,
    destination,
    decision: entry.lv ?? outcome,
    policy_digest: sheet.digest,
    fields: fields === '' ? [] : fields.split(' '),
    ...(basis !== undefined && { consent: readBasis(basis) }),
    ...(entry.sig !== undefined && { signals: entry.sig }),
    ...(entry.src !== undefined && { source: entry.src }),
    ...(entry.g !== undefined && { granted_at: new Date(entry.g).toISOString() }),
    outcome,
    at: occurredAt,
  }
}

/** Of refusals there is one for each destination: what a tool says of one recipient is no proof about another. */
function basisIn({ b }: Entry, sheet: Sheet, destination: string): string | undefined {
  const index = typeof b === 'object' ? b[destination] : b
  return index === undefined ? undefined : sheet.bases[index]
}
