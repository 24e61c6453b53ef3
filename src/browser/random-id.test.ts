import { afterEach, describe, expect, it, vi } from 'vitest'
import { randomId } from './random-id.ts'

/** RFC 9562, section 5.4: version 4, variant 10. */
const UUID_4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the id of an event', () => {
  it('is the browser’s own UUID where it makes them', () => {
    vi.stubGlobal('crypto', { randomUUID: () => '36b8f84d-df4e-4d49-b662-bcde71a8764f' })
    expect(randomId()).toBe('36b8f84d-df4e-4d49-b662-bcde71a8764f')
  })

  it('is a UUID of version 4, another one each time, in browsers that make none and on pages without TLS', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
    const ids = Array.from({ length: 100 }, randomId)
    for (const id of ids) expect(id).toMatch(UUID_4)
    expect(new Set(ids).size).toBe(100)
  })
})
