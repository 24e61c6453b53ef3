import { describe, expect, it } from 'vitest'
import { malformedReason } from './malformed-reason.ts'
import { parseValue } from './parse.ts'

function reasonsOf(changes: object) {
  const body = parseValue({ event: 'purchase', event_id: 'o-1', ...changes }, 0)
  const one = body.ok ? body.events[0] : undefined
  return one?.ok === false ? one.errors.map(({ path, message }) => `${path} ${malformedReason(message)}`) : []
}

describe('what is wrong with a field', () => {
  it.each([
    [{ event_id: undefined }, 'event_id needed'],
    [{ event_id: '' }, 'event_id text_too_short'],
    [{ event_id: ' ' }, 'event_id text_too_short'],
    [{ event_id: 'a\nb' }, 'event_id not_printable'],
    [{ event_id: 'x'.repeat(129) }, 'event_id text_too_long'],
    [{ event_id: 7 }, 'event_id no_text'],
    [{ occurred_at: 'yesterday' }, 'occurred_at no_time'],
    [{ page: 'https://shop.example' }, 'page no_object'],
    [{ order: { id: 1.5 } }, 'order.id no_id'],
    [{ order: { value: '42', currency: 'EUR' } }, 'order.value no_number'],
    [{ order: { value: -1, currency: 'EUR' } }, 'order.value number_too_small'],
    [{ order: { value: 1e13, currency: 'EUR' } }, 'order.value number_too_large'],
    [{ order: { value: 1 } }, 'order.currency currency_needed'],
    [{ order: { value: 1, currency: 'EURO' } }, 'order.currency no_currency'],
    [{ order: { value: 1, currency: 'EU' } }, 'order.currency no_currency'],
    [{ order: { value: 1, currency: 'XXX' } }, 'order.currency no_currency'],
    [{ order: { items: {} } }, 'order.items no_list'],
    [{ order: { items: Array.from({ length: 201 }, (_, n) => ({ id: n })) } }, 'order.items list_too_long'],
    [{ order: { items: [{ id: 'a', quantity: 1.5 }] } }, 'order.items.0.quantity no_whole_number'],
    [{ person: { hashed_as: { phone: 'md5' } } }, 'person.hashed_as.phone not_one_of'],
  ])('%j: %s', (changes, reason) => {
    expect(reasonsOf(changes)).toEqual([reason])
  })
})
