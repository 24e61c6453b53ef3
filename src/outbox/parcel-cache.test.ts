import { describe, expect, it } from 'vitest'
import { ParcelCache } from './parcel-cache.ts'
import type { PendingRow } from './state.ts'

function parcel(id: number, characters = 10): PendingRow {
  return { id, accepted_at_ms: 0, events: 1, bodies: 'x'.repeat(characters - 1), sheet: 'y' }
}

describe('the parcels that were just written', () => {
  it('come back in the order asked for, each with its own destination', () => {
    const cache = new ParcelCache()
    cache.add('meta', parcel(1))
    cache.add('tiktok', parcel(2))
    cache.add('meta', parcel(3))
    expect(cache.rows('meta', [3, 1])?.map(({ id }) => id)).toEqual([3, 1])
    expect(cache.rows('meta', [1, 2])).toBeUndefined()
  })

  it('are read from the table once they have changed or gone', () => {
    const cache = new ParcelCache()
    cache.add('meta', parcel(1))
    cache.forget('meta', 1)
    expect(cache.rows('meta', [1])).toBeUndefined()
  })

  it('take up a bounded room; the oldest stay, for they are delivered first', () => {
    const cache = new ParcelCache()
    for (let id = 1; id <= 9; id++) cache.add('meta', parcel(id, 125_000))
    expect(cache.rows('meta', [1, 2, 3, 4, 5, 6, 7, 8])).toHaveLength(8)
    expect(cache.rows('meta', [9])).toBeUndefined()
    cache.forget('meta', 1)
    cache.add('meta', parcel(10, 125_000))
    expect(cache.rows('meta', [10])).toHaveLength(1)
  })
})
