import { expect, it } from 'vitest'
import { CONTEXT, eventOf, planOf, WIRE } from './judge.fixture.ts'
import { judge } from './judge.ts'

/** "Maximum string, BLOB or table row size: 2 MB": Cloudflare Durable Objects, Limits, read 2026-11-21. */
const ROW_MAX_BYTES = 2_000_000
const REQUEST_MAX_BYTES = 1024 * 1024

/** Texts that grow most between a request and a platform's event: as one byte that is no UTF-8, and as an escape. */
const GROWING = [
  { title: 'bytes that are no UTF-8', text: '\ufffd', bytesInRequest: 1 },
  { title: 'escapes of control characters', text: '\u0001', bytesInRequest: 6 },
  { title: 'three-byte letters', text: '汉', bytesInRequest: 3 },
]

it.each(GROWING)(
  'the largest event of a request fits into a row of the outbox, or is refused as too large: $title',
  ({ text, bytesInRequest }) => {
    // 200 items of the longest texts, as far as a request of 1 MiB has room for them.
    let left = Math.floor(REQUEST_MAX_BYTES / 200 / bytesInRequest)
    const longest = (max: number): string => {
      const length = Math.min(max, left)
      left -= length
      return text.repeat(length)
    }
    const texts = { id: longest(125), name: longest(1_024), category: longest(1_024), brand: longest(256) }
    const items = Array.from({ length: 200 }, (_, i) => ({
      ...texts,
      id: `${100 + i}${texts.id}`,
      quantity: 9_999,
      price: 999_999.99,
    }))
    const { deliveries, refused } = judge(eventOf({ order: { ...WIRE.order, items } }), planOf(), CONTEXT)
    expect(deliveries.length + Object.keys(refused).length).toBe(2)
    expect(Object.values(refused).every((reason) => reason === 'event_too_large')).toBe(true)
    for (const { body } of deliveries)
      expect(new TextEncoder().encode(body).byteLength).toBeLessThan(ROW_MAX_BYTES - 10_000)
  },
)

it.each(['é', 'ж', '汉'])(
  'an order of 200 items with 500 letters each is not too large where each of them is %s',
  (letter) => {
    const items = Array.from({ length: 200 }, (_, i) => ({
      id: `sku-${i}`,
      name: letter.repeat(500),
      quantity: 1,
      price: 12.5,
    }))
    const { deliveries } = judge(eventOf({ order: { ...WIRE.order, items } }), planOf(), CONTEXT)
    expect(deliveries).toHaveLength(2)
  },
)

it('an order of 200 ordinary items is not too large', () => {
  const items = Array.from({ length: 200 }, (_, i) => ({
    id: `sku-${i}`,
    name: 'Crème de jour à la rose, 50 ml',
    quantity: 1,
    price: 12.5,
  }))
  const { deliveries } = judge(eventOf({ order: { ...WIRE.order, items } }), planOf(), CONTEXT)
  expect(deliveries).toHaveLength(2)
})
