import { describe, expect, it } from 'vitest'
import { askedReceipts } from './asked-receipts.ts'

const sheetOf = (id: string) => ({ site: 'shop', digest: 'd', sets: [''], list: [{ id, ev: 'purchase', t: 0, f: 0 }] })
const ended = (id: number, eventId: string) => ({
  id,
  at_ms: id * 1_000,
  destination: 'meta',
  outcome: 'delivered',
  code: '200',
  sheets: JSON.stringify([sheetOf(eventId)]),
})
const waiting = (id: number, eventId: string) => ({
  id,
  destination: 'tiktok',
  accepted_at_ms: id * 1_000,
  sheet: JSON.stringify(sheetOf(eventId)),
})

/** 5,000 others have come since; `o-1` is the oldest that ended and the oldest that waits. */
const OTHERS = Array.from({ length: 5_000 }, (_, n) => 5_001 - n)
const STORE = {
  pendingSheets: () => [[...OTHERS.map((id) => waiting(id, `w-${id}`)), waiting(1, 'o-1')]],
  receipts: () => [...OTHERS.map((id) => ended(id, `o-1${id}`)), ended(1, 'o-1')],
}
const ask = (eventId: string, characters?: number) =>
  askedReceipts(STORE, { limit: 1_000, eventId }, () => 'parked', characters)

describe('the receipts of one event', () => {
  it('are found however many have come since', () => {
    const { receipts, searchedSinceMs } = ask('o-1')
    expect(receipts.map(({ destination, outcome }) => [destination, outcome])).toEqual([
      ['tiktok', 'parked'],
      ['meta', 'delivered'],
    ])
    expect(searchedSinceMs).toBeNull()
  })

  it('are none of an event with a name that begins the same', () => {
    expect(ask('o-').receipts).toEqual([])
    expect(ask('shop').receipts).toEqual([])
  })

  it('are looked for no further back than one question may cost, and the answer says so', () => {
    const tenRows = 10 * JSON.stringify([sheetOf('o-15001')]).length
    const { receipts, searchedSinceMs } = ask('o-1', tenRows)
    expect(receipts).toEqual([])
    expect(searchedSinceMs).toBeGreaterThan(4_900_000)
  })
})
