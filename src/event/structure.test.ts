import { describe, expect, it } from 'vitest'
import { parseBody } from './parse.ts'
import { findStructureProblem } from './structure.ts'

function members(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]))
}

describe('the structure of a body', () => {
  it('has at most 5,000 members in each object, however deep, and lists of any length', () => {
    expect(findStructureProblem([{ a: members(5_000), b: members(5_000) }], 3)).toBeUndefined()
    expect(findStructureProblem(members(5_001), 3)).toBe('wrong_structure')
    expect(findStructureProblem([{ a: members(5_001) }], 3)).toBe('wrong_structure')
    expect(findStructureProblem({ a: Array.from({ length: 6_000 }, () => 1) }, 3)).toBeUndefined()
  })

  it('is refused as a whole for one object with more, below and above the size at which a body is glanced at', () => {
    for (const count of [5_001, 50_000]) {
      const body = JSON.stringify({ event: 'purchase', event_id: 'e-1', consent: members(count) })
      expect(parseBody(body, 0)).toMatchObject({ ok: false, code: 'wrong_structure' })
    }
  })
})
