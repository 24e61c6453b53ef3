import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinations } from './registry.ts'

const KINDS = ['delivered', 'retry', 'split', 'rejected', 'parked', 'partial']
const bodies = fc.oneof(
  fc.string(),
  fc.json(),
  fc.record({ code: fc.oneof(fc.integer(), fc.string()) }).map((body) => JSON.stringify(body)),
  fc
    .record({ error: fc.record({ code: fc.integer(), error_subcode: fc.integer(), is_transient: fc.boolean() }) })
    .map((body) => JSON.stringify(body)),
)
const statuses = fc.integer({ min: 100, max: 599 })

describe.each(destinations)('$id reads any answer', ({ classify }) => {
  it('without throwing, and into a code without a word of the platform’s', () => {
    fc.assert(
      fc.property(bodies, statuses, fc.integer({ min: 1, max: 1000 }), (body, status, size) => {
        const outcome = classify({ status, body }, size)
        expect(KINDS).toContain(outcome.kind)
        expect(outcome.code).toMatch(/^(?:-?\d+(?:\/-?\d+)?|http_\d{3}|unreadable_answer|events_missing)$/)
      }),
    )
  })

  it('never splits a single event, so looking for a bad one comes to an end', () => {
    fc.assert(
      fc.property(bodies, statuses, (body, status) => {
        expect(classify({ status, body }, 1).kind).not.toBe('split')
      }),
    )
  })

  it('never calls an error status delivered', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('{"code":0}', '{"events_received":5}', ''),
        fc.integer({ min: 300, max: 599 }),
        (body, status) => {
          expect(classify({ status, body }, 5).kind).not.toBe('delivered')
        },
      ),
    )
  })
})
