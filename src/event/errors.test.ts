import { describe, expect, it } from 'vitest'
import { parseValue } from './parse.ts'

function errorsOf(changes: object) {
  const body = parseValue({ event: 'purchase', event_id: 'o-1', ...changes }, 0)
  const one = body.ok ? body.events[0] : undefined
  return one?.ok === false ? one.errors : []
}

describe('the errors of an event', () => {
  it.each([
    [{ event_id: '' }, 'event_id', 'must not be empty'],
    [{ event_id: '\n' }, 'event_id', 'must be printable'],
    [{ event_id: undefined }, 'event_id', 'is needed'],
    [{ event_id: 'undefined' }, 'event_id', 'is needed: this is what stands where there is none'],
    [{ order: { id: 'x'.repeat(129) } }, 'order.id', 'must have at most 128 characters'],
    [
      { order: { value: 1, currency: 'EURO' } },
      'order.currency',
      'unknown currency: an active ISO 4217 code is needed',
    ],
    [{ order: { value: 1, currency: 5 } }, 'order.currency', 'must be text'],
  ])('name each path once, with the first thing that is wrong: %j', (changes, path, message) => {
    expect(errorsOf(changes)).toEqual([{ path, message }])
  })

  it('name every path that is wrong', () => {
    const wrong = { event_id: '', page: { url: 7 }, order: { items: [{}, { id: 'a', price: -1 }] } }
    expect(errorsOf(wrong).map(({ path }) => path)).toEqual([
      'event_id',
      'page.url',
      'order.items.0.id',
      'order.items.1.price',
    ])
  })
})
