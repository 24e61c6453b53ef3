import { describe, expect, it } from 'vitest'
import { ParcelCache } from './parcel-cache.ts'
import type { PendingRow } from './state.ts'

function parcel(id: number, characters = 10): PendingRow {
  return { id, accepted_at_ms: 0, events: 1, bodies: 'x'.repeat(characters - 1), sheet: 'y' }
}

/** A cache and what it had to have read for a batch. */
function create() {
  const cache = new ParcelCache()
  const ask = (destination: string, ids: readonly number[]) => {
    let read: readonly number[] = []
    const rows = cache.rows(destination, ids, (missing) => {
      read = missing
      return missing.map((id) => parcel(id))
    })
    return { ids: rows.map(({ id }) => id), read }
  }
  return { cache, ask }
}

describe('the parcels that were just written', () => {
  it('come back in the order asked for, each with its own destination; the others are read', () => {
    const { cache, ask } = create()
    cache.add('meta', parcel(1))
    cache.add('tiktok', parcel(2))
    cache.add('meta', parcel(3))
    expect(ask('meta', [3, 1])).toEqual({ ids: [3, 1], read: [] })
    expect(ask('meta', [1, 2, 3])).toEqual({ ids: [1, 2, 3], read: [2] })
  })

  it('are read from the table once they have changed or gone', () => {
    const { cache, ask } = create()
    cache.add('meta', parcel(1))
    cache.forget('meta', 1)
    expect(ask('meta', [1]).read).toEqual([1])
  })

  it('are left out where the table has them no more', () => {
    const { cache } = create()
    cache.add('meta', parcel(1))
    expect(cache.rows('meta', [1, 2], () => []).map(({ id }) => id)).toEqual([1])
  })

  it('take up a bounded room; the oldest stay, for they are delivered first', () => {
    const { cache, ask } = create()
    for (let id = 1; id <= 9; id++) cache.add('meta', parcel(id, 650_000))
    expect(ask('meta', [1, 2, 3, 4, 5, 6, 7, 8, 9]).read).toEqual([9])
    cache.forget('meta', 1)
    cache.add('meta', parcel(10, 650_000))
    expect(ask('meta', [10]).read).toEqual([])
  })

  it('leave the others their room where one destination takes nothing, and all together have a bound', () => {
    const { cache, ask } = create()
    for (const destination of ['one', 'two', 'three'])
      for (let id = 1; id <= 9; id++) cache.add(destination, parcel(id, 650_000))
    const readOf = (destination: string) => ask(destination, [1, 2, 3, 4, 5, 6, 7, 8, 9]).read.length
    expect(['one', 'two', 'three'].map(readOf)).toEqual([1, 1, 9])
    cache.forgetAll()
    cache.add('three', parcel(1))
    expect(ask('three', [1]).read).toEqual([])
  })
})
