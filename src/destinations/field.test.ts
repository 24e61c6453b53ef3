import { describe, expect, it } from 'vitest'
import type { CanonicalEvent, Item } from '../event/types.ts'
import { contentType, eventTimeSeconds, itemIds, pieceCount } from './field.ts'

function order(items?: readonly Item[]): CanonicalEvent {
  return {
    name: 'purchase',
    eventId: '1',
    occurredAtMs: 1_795_262_400_999,
    order: items === undefined ? {} : { items },
  }
}

describe('what both platforms are told of an order', () => {
  it('is the sum of the pieces, an item without a quantity counting once', () => {
    expect(pieceCount(order([{ id: 'a', quantity: 2 }, { id: 'b' }]))).toBe(3)
  })

  it('is no number of pieces where something is sold by weight, and none without items', () => {
    expect(pieceCount(order([{ id: 'a', quantity: 0.5 }]))).toBeUndefined()
    expect(pieceCount(order([]))).toBeUndefined()
    expect(pieceCount(order())).toBeUndefined()
  })

  it('is ids and their type only where there are items', () => {
    expect([itemIds(order([{ id: 'a' }])), contentType(order([{ id: 'a' }]))]).toEqual([['a'], 'product'])
    expect([itemIds(order([])), contentType(order([]))]).toEqual([undefined, undefined])
  })
})

it('cuts the time of an event to whole seconds and never rounds into the future', () => {
  expect(eventTimeSeconds({ event: order(), receivedAtMs: 1_795_262_401_000 })).toBe(1_795_262_400)
})

it('says of an event from a clock that is ahead that it happened when it was received', () => {
  expect(eventTimeSeconds({ event: order(), receivedAtMs: 1_795_262_300_500 })).toBe(1_795_262_300)
})
