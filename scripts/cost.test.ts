import { describe, expect, it } from 'vitest'
import { costOf, keepingOf, rowsPerEvent, shardsFor, takingOf, type Load } from './cost/model.ts'
import { measuredIn } from './cost/results.ts'

const RESULTS = `
|                              | events/s | × empty | p50 ms | p99 ms | CPU µs/event | rows/event | target |
| ---------------------------- | -------- | ------- | ------ | ------ | ------------ | ---------- | ------ |
| Accepted, batches of 10      | 5,000    | 0.49    | 63.5   | 104.8  | 250          | 1.02       |        |
`
const load: Load = {
  eventsPerSecond: 100,
  batch: 10,
  destinations: 2,
  receiptsDays: 0,
  keyDays: 0,
  measured: measuredIn(RESULTS, 10),
}

describe('what a million events cost', () => {
  it('is the price list times what they need, as worked out by hand', () => {
    // 100,000 requests, 250 s of CPU, 100,000 calls and 40,000 alarms, 10,000 s × 0.128 GB, 1 + 0.4 + 2 ÷ 25 rows.
    const cost = costOf(load)
    expect(cost.requests).toBeCloseTo(0.03, 6)
    expect(cost.cpu).toBeCloseTo(0.005, 6)
    expect(cost.objectRequests).toBeCloseTo(0.14 * 0.15, 6)
    expect(cost.duration).toBeCloseTo(0.016, 6)
    expect(cost.rowsWritten).toBeCloseTo(1.48, 6)
    expect(cost.alarms).toBeCloseTo(0.04, 6)
    expect(takingOf(cost)).toBeLessThan(2)
  })

  it('has the rows that were counted at such a pace, within three in a hundred', () => {
    // Plain workerd, 2026-11-22, 60 requests, one each 100 ms: of ten events 1.475 rows an event, of one event 5.70.
    expect(Math.abs(rowsPerEvent(load) / 1.475 - 1)).toBeLessThan(0.03)
    expect(Math.abs(rowsPerEvent({ ...load, batch: 1, eventsPerSecond: 10 }) / 5.7 - 1)).toBeLessThan(0.03)
  })

  it('grows with what is kept: a gigabyte for a month is 20 cents, and a shard is filled to four fifths', () => {
    // 573 bytes for 300 days are 5,730 byte-months: for a million events 5.73 GB-months.
    const kept = { ...load, receiptsDays: 300 }
    // In 186 shards no two events share a receipt: the key and two receipts are deleted.
    expect(keepingOf(costOf(kept))).toBeCloseTo(3 + 5.73 * 0.2, 6)
    // 100 × 86,400 × 573 × 300 = 1,485 GB.
    expect(shardsFor(kept)).toBe(186)
  })

  it('has every row that is deleted in the end: the key, and the receipts that were written', () => {
    // Of 25 events a delivery, two receipts.
    expect(costOf(load).rowsDeleted).toBeCloseTo(1 + 2 / 25, 6)
    const lone = { ...load, batch: 1, eventsPerSecond: 1 }
    expect(costOf(lone).rowsDeleted).toBeCloseTo(3, 6)
  })

  it('is not made up where the benchmark has no such row', () => {
    expect(() => measuredIn(RESULTS, 100)).toThrow('bench/RESULTS.md has no row "Accepted, batches of 100"')
  })
})
