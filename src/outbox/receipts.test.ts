import { describe, expect, it } from 'vitest'
import { readReceipts } from './receipts.ts'
import type { PendingSheet, ReceiptRow } from './store.ts'

const sheetOf = (...ids: readonly string[]) => ({
  site: 'shop',
  digest: 'd',
  sets: ['event'],
  list: ids.map((id) => ({ id, ev: 'purchase', t: 0, lv: 'full', f: 0 })),
})

function waiting(id: number, destination: string, atMs: number, ...ids: readonly string[]): PendingSheet {
  return { id, destination, accepted_at_ms: atMs, sheet: JSON.stringify(sheetOf(...ids)) }
}

function ended(id: number, atMs: number, ...ids: readonly string[]): ReceiptRow {
  return {
    id,
    at_ms: atMs,
    destination: 'tiktok',
    outcome: 'delivered',
    code: '',
    sheets: JSON.stringify([sheetOf(...ids)]),
  }
}

/** As the tables give them: newest first, by destination. */
const STORE = {
  pendingSheets: () => [
    [waiting(6, 'meta', 600, 'm-3'), waiting(3, 'meta', 300, 'm-1', 'm-2')],
    [waiting(7, 'tiktok', 700, 't-3'), waiting(2, 'tiktok', 200, 't-2')],
  ],
  receipts: () => [ended(3, 650, 'e-3'), ended(2, 250, 'e-1', 'e-2')],
}

const idsOf = (limit: number) => readReceipts(STORE, limit, () => 'waiting').map(({ event_id: id }) => id)

describe('receipts', () => {
  const newest = ['t-3', 'e-3', 'm-3', 'm-2', 'm-1', 'e-2', 'e-1', 't-2']

  it('are the newest first, whether they wait or have ended, and whatever their destination', () => {
    expect(idsOf(100)).toEqual(newest)
  })

  it.each([1, 2, 3, 5, 7])('are the same ones where %i are asked for', (limit) => {
    expect(idsOf(limit)).toEqual(newest.slice(0, limit))
  })

  it('are read no further than is asked for', () => {
    let read = 0
    function* rows() {
      for (let id = 1_000; id > 0; id--) {
        read += 1
        yield ended(id, id, `e-${id}`)
      }
    }
    readReceipts({ pendingSheets: () => [], receipts: rows }, 3, () => 'waiting')
    expect(read).toBe(3)
  })
})
