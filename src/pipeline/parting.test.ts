import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTEXT, eventOf, PLAN } from './judge.fixture.ts'
import { keysOfShard, shardOf, shardOfEvent } from './parting.ts'

const WIDE = { ...PLAN, site: { ...PLAN.site, shards: 4 } }

/** A dedupe key: 32 hex digits; its ends and the ends of every stretch more often than chance would have them. */
const key = fc.oneof(
  fc.stringMatching(/^[\da-f]{32}$/),
  fc
    .tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 1, max: 64 }), fc.constantFrom(-1, 0, 1))
    .map(([part, of, by]) =>
      Math.min(2 ** 32 - 1, Math.max(0, Math.ceil((Math.min(part, of) * 2 ** 32) / of) + by))
        .toString(16)
        .padStart(8, '0')
        .padEnd(32, by < 0 ? 'f' : '0'),
    ),
)
const shards = fc.integer({ min: 1, max: 64 })

describe('the stretches of the shards', () => {
  it('have every key once: in the shard that it is sent to, and in no other', () => {
    fc.assert(
      fc.property(key, shards, (one, count) => {
        const having = Array.from({ length: count }, (_, shard) => shard).filter((shard) => {
          const { from, to } = keysOfShard(shard, count)
          return from <= one && one < to
        })
        expect(having).toEqual([shardOf(one, count)])
      }),
    )
  })

  // By hand: 0x55555555 = (2^32 - 1) / 3 is the last that three times fits into one 2^32.
  it.each([
    ['00000000', 3, 0],
    ['55555555', 3, 0],
    ['55555556', 3, 1],
    ['aaaaaaaa', 3, 1],
    ['aaaaaaab', 3, 2],
    ['ffffffff', 3, 2],
    ['7fffffff', 2, 0],
    ['80000000', 2, 1],
    ['ffffffff', 64, 63],
    ['ffffffff', 1, 0],
  ])('begin and end where they should: %s of %i shards is in %i', (start, count, shard) => {
    expect(shardOf(start.padEnd(32, '0'), count)).toBe(shard)
  })

  it('have all sales and refunds in the first, and other events in all of them', () => {
    const shardsOf = (event: string) =>
      new Set(
        Array.from({ length: 200 }, (_, i) =>
          shardOfEvent(eventOf({ event, event_id: `e-${i}`, order: { id: i } }), WIDE, CONTEXT.personKey),
        ),
      )
    expect([...shardsOf('purchase'), ...shardsOf('refund')]).toEqual([0, 0])
    expect(shardsOf('view_item').size).toBe(4)
  })

  it('are empty for a shard that the policy no longer has', () => {
    const { from, to } = keysOfShard(2, 2)
    expect(from < to).toBe(false)
  })
})
