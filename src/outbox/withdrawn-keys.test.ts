import { describe, expect, it } from 'vitest'
import { WithdrawnKeys } from './withdrawn-keys.ts'

describe('the keys of those who said no', () => {
  it('name everybody who did, and nobody else', () => {
    const keys = new WithdrawnKeys(['a'])
    keys.add(['b'])
    expect([keys.mayHave(['x', 'b']), keys.mayHave(['a']), keys.mayHave(['x']), keys.mayHave([])]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('leave everybody to the table where there are too many of them to keep', () => {
    const keys = new WithdrawnKeys(Array.from({ length: 20_001 }, (_, n) => `key-${n}`))
    expect(keys.mayHave(['never said anything'])).toBe(true)
  })
})
