import { describe, expect, it } from 'vitest'
import { ParcelCache } from './parcel-cache.ts'
import type { PendingRow, Sheet } from './state.ts'

const SHEET = '{"list":[]}'

function parcel(id: number, characters = 20): PendingRow {
  return { id, accepted_at_ms: 0, events: 1, bodies: 'x'.repeat(characters - SHEET.length), sheet: SHEET }
}

function sheetOf(lines: number): Sheet {
  return {
    site: '',
    digest: '',
    sets: [],
    bases: [],
    list: Array.from({ length: lines }, (_, t) => ({ id: `kept-${t}`, ev: 'purchase', t })),
  }
}

/** A cache and what it had to have read for a batch. */
function create() {
  const cache = new ParcelCache()
  const ask = (destination: string, ids: readonly number[]) => {
    let read: readonly number[] = []
    const parcels = cache.open(destination, ids, (missing) => {
      read = missing
      return missing.map((id) => parcel(id))
    })
    return { ids: parcels.map(({ row }) => row.id), read }
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
    expect(cache.open('meta', [1, 2], () => []).map(({ row }) => row.id)).toEqual([1])
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

  it('are opened with the lines that their sheet was made of, and these take up a bounded room', () => {
    const cache = new ParcelCache()
    for (let id = 1; id <= 9; id++) cache.add('meta', parcel(id), sheetOf(600))
    const linesOf = (id: number) => cache.open('meta', [id], () => []).map(({ held }) => held.length)
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap(linesOf)).toEqual([600, 600, 600, 600, 600, 600, 600, 600, 0])
    cache.forget('meta', 1)
    cache.add('meta', parcel(10), sheetOf(600))
    expect(linesOf(10)).toEqual([600])
  })
})
