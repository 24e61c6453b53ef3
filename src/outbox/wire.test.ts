import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CODE_POINT } from '../../test/support/code-points.ts'
import type { TakeRequest } from './types.ts'
import { decodeAnswer, decodeTake, encodeAnswer, encodeTake } from './wire.ts'

const text = fc.string({ unit: CODE_POINT })

describe('a call to a shard', () => {
  it('arrives as it was sent, whatever is in the body and the headers', () => {
    const request = fc.record<TakeRequest>(
      {
        text: fc.oneof(text, fc.uint8Array()),
        source: fc.constantFrom('browser', 'server'),
        receivedAtMs: fc.nat(),
        gpcHeader: fc.option(text),
        facts: fc.record({ client: fc.record({ ip: text, userAgent: text }), click: fc.constant({}), cookies: text }),
        staging: fc.constant(true),
        via: text,
        sentAtMs: fc.nat(),
      },
      { requiredKeys: ['text', 'source', 'receivedAtMs', 'gpcHeader'] },
    )
    fc.assert(
      fc.property(text, request, (site, sent) => {
        expect(decodeTake(encodeTake(site, sent))).toEqual({ site, request: sent })
      }),
    )
  })

  it.each(['\n', '\n{"event":1}\n', ''])('keeps the line breaks of the body %j', (body) => {
    const sent: TakeRequest = { text: body, source: 'server', receivedAtMs: 1, gpcHeader: null }
    expect(decodeTake(encodeTake('shop', sent)).request).toEqual(sent)
  })
})

describe('an answer of a shard', () => {
  it.each([
    { kind: 'taken', results: '[{"status":"accepted"}]', allDuplicates: false },
    { kind: 'taken', results: '[{"status":"duplicate"}]', allDuplicates: true },
    { kind: 'taken', results: '[{"status":"duplicate"}]', allDuplicates: true, cookies: { set: [], clear: ['_fbp'] } },
    { kind: 'unavailable', retryAfterSeconds: 5 },
    { kind: 'defect' },
  ] as const)('arrives as it was given: %j', (answer) => {
    expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer)
  })
})
