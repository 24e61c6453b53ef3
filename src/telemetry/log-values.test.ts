import { describe, expect, it } from 'vitest'
import type { EventLine } from './log-lines.ts'
import { answerCode, destinationName, errorKind, eventRef, policyDigest, reason, shardName } from './log-values.ts'

/** What people are known by, and what platforms may echo in place of a code. */
const PERSONAL = [
  'serin.canari@example.com',
  '+33639984217',
  '0639984217',
  '33639984217',
  '4111111111111111',
  'FR1420041010050500013M02606',
  '203.0.113.7',
  'Zéphirine Quintefeuille',
  'Invalid e-mail: serin.canari@example.com',
  'fa747909a8bbee112848038c2c9e614de990832a81193370d072fd3f3e2617ac',
]

describe('a text of the log', () => {
  it.each<[string, (text: string) => string]>([
    ['answer code', answerCode],
    ['destination', destinationName],
    ['reason', reason],
    ['shard', shardName],
    ['digest of a policy', (text) => policyDigest({ digest: text.slice(0, 60) })],
  ])('is none that people are known by: %s', (_name, make) => {
    expect(PERSONAL.map((text) => make(text))).toEqual(PERSONAL.map(() => 'other'))
  })

  // TikTok, "Events API 2.0 — Return codes"; Meta, "Error Reference": a code, and a code with its subcode.
  it.each(['0', '40105', '20001', '190', '100/2804003', '-1', 'http_503'])('is the code %s of a platform', (code) => {
    expect(answerCode(code)).toBe(code)
  })

  it('names an event by what its id is hashed to', () => {
    // printf '%s' o-1001 | sha256sum | cut -c1-16
    expect(eventRef({ eventId: 'o-1001' })).toBe('7466d4670b965c9b')
  })

  it('names a defect by its class and never by its message', () => {
    const error = new TypeError('serin.canari@example.com')
    expect(errorKind(error)).toBe('TypeError')
    error.name = 'serin.canari@example.com'
    expect(errorKind(error)).toBe('other')
    expect(errorKind('serin.canari@example.com')).toBe('string')
  })

  it('cannot be any other text: the compiler refuses it', () => {
    // @ts-expect-error -- a reason is made by reason(), out of a code
    const line: Pick<EventLine, 'reason'> = { reason: 'serin.canari@example.com' }
    expect(line).toBeDefined()
  })
})
