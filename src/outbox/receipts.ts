/** Reads receipts out of the rows: one per event × destination, newest first. Not on the hot path. */
import type { Sheet } from './state.ts'
import type { ReceiptRow, Store } from './store.ts'
import type { Entry, FinalOutcome, Receipt } from './types.ts'

export function readReceipts(
  store: Pick<Store, 'receipts' | 'pendingSheets'>,
  limit: number,
  stateOf: (destination: string) => 'waiting' | 'retrying' | 'parked',
): Receipt[] {
  const waiting = store.pendingSheets(limit).flatMap(({ destination, sheet }) =>
    readSheet(JSON.parse(sheet) as Sheet, (entry, page) => [receiptOf(entry, page, destination, stateOf(destination))]),
  )
  const ended = store.receipts(limit).flatMap((row) =>
    (JSON.parse(row.sheets) as Sheet[]).flatMap((sheet) => readSheet(sheet, (entry, page) => endedReceipts(entry, page, row))),
  )
  return [...waiting, ...ended].slice(0, limit)
}

function readSheet(sheet: Sheet, read: (entry: Entry, sheet: Sheet) => Receipt[]): Receipt[] {
  return sheet.list.flatMap((entry) => read(entry, sheet)).toReversed()
}

function endedReceipts(entry: Entry, sheet: Sheet, row: ReceiptRow): Receipt[] {
  const at = new Date(row.at_ms).toISOString()
  if (entry.no !== undefined) {
    return Object.entries(entry.no).map(([destination, reason]) => ({
      ...receiptOf(entry, sheet, destination, 'refused'),
      decision: reason,
      at,
    }))
  }
  return [{ ...receiptOf(entry, sheet, row.destination, row.outcome as FinalOutcome), code: row.code, at }]
}

function receiptOf(entry: Entry, sheet: Sheet, destination: string, outcome: Receipt['outcome']): Receipt {
  const fields = entry.f === undefined ? '' : (sheet.sets[entry.f] ?? '')
  const occurredAt = new Date(entry.t).toISOString()
  return {
    event_id: entry.id,
    event: entry.ev,
    occurred_at: occurredAt,
    destination,
    decision: entry.lv ?? outcome,
    policy_digest: sheet.digest,
    fields: fields === '' ? [] : fields.split(' '),
    outcome,
    at: occurredAt,
  }
}
