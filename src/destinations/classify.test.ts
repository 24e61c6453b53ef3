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
  it('without throwing, and into a code without a word of the platform’s, or a number as long as those of people', () => {
    fc.assert(
      fc.property(bodies, statuses, fc.integer({ min: 1, max: 1000 }), (body, status, size) => {
        const outcome = classify({ status, body }, size)
        expect(KINDS).toContain(outcome.kind)
        expect(outcome.code).toMatch(
          /^(?:-?\d{1,6}(?:\/\d{1,7})?|http_\d{3}|unreadable_code|unreadable_answer|events_missing)$/,
        )
      }),
    )
  })

  // +33 6 39 98 42 17, a test card, a birthday of 1984, a French social security number.
  it.each([33639984217, 4111111111111111, 19840312, 184037512345678, -33639984217, 1e300])(
    'and writes %d nowhere, which may be somebody’s',
    (number) => {
      for (const status of [200, 400, 401, 500]) {
        const error = { code: number, error_subcode: number }
        const asCode = JSON.stringify({ code: number, message: `Batch.${number}.`, error })
        const asSubcode = JSON.stringify({ code: number, error: { ...error, code: 100 } })
        const said = [asCode, asSubcode].map((body) => JSON.stringify(classify({ status, body }, 9)))
        expect(said.join(' ')).not.toContain(String(Math.abs(number)))
      }
    },
  )

  // As Google's and Spring's API gateways answer; what is in between us and the platform does not know what an event is.
  it.each([403, 404, 405, 407, 425, 429, 451, 499, 502])(
    'and takes a code that is the status %i once more for no word of the platform’s: again later',
    (status) => {
      const body = JSON.stringify({ code: status, message: 'no', error: { code: status, message: 'no' } })
      const retryAfterMs = 3_000
      for (const size of [1, 9])
        expect(classify({ status, body, retryAfterMs }, size)).toEqual({
          kind: 'retry',
          code: `http_${status}`,
          retryAfterMs,
        })
    },
  )

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
