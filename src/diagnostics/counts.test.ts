import { describe, expect, it } from 'vitest'
import { Counts, OTHER } from './counts.ts'

describe('counts', () => {
  it('keep when something was seen first and last, also across what was written down', () => {
    const [early, late] = [new Counts(), new Counts()]
    early.one('unknown_fields', 1_000, 'tier')
    late.one('unknown_fields', 3_000, 'tier')
    late.one('unknown_fields', 5_000, 'tier')
    late.merge(JSON.parse(JSON.stringify(early.plain())))
    expect(late.rows('unknown_fields')).toEqual([{ a: 'tier', b: '', c: '', count: 3, firstMs: 1_000, lastMs: 5_000 }])
  })

  it('hold at most 200 names and one for the rest, and lose no count', () => {
    const counts = new Counts()
    for (let i = 0; i < 5_000; i++) counts.one('unknown_fields', 1, `name-${i}`)
    const rows = counts.rows('unknown_fields')
    expect(rows).toHaveLength(201)
    expect(rows.find(({ a }) => a === OTHER)?.count).toBe(4_800)
  })
})
