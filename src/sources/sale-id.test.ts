import { describe, expect, it } from 'vitest'
import { draftOf } from './drafts.ts'
import { saleId } from './sale-id.ts'

/** The id that the shop's server gives the same sale. */
function idOfServer(orderId: string): unknown {
  const draft = draftOf({ name: 'purchase', occurredAtMs: 0, order: { id: orderId }, seed: [] })
  return draft.kind === 'event' ? draft.event.event['event_id'] : undefined
}

describe('a sale that names its order', () => {
  it.each(['1001', '#1001', 'gid://shopify/Order/5001', 'é-1', 'x'.repeat(126)])(
    'has the id that the shop’s server gives it: %s',
    (id) => {
      expect(saleId('purchase', { order: { id } })).toBe(`o-${id}`)
      expect(idOfServer(id)).toBe(`o-${id}`)
    },
  )

  it.each(['Purchase', 'CompletePayment', 'PlaceAnOrder'])('is one under the platforms’ names: %s', (name) => {
    expect(saleId(name, { order: { id: 7 } })).toBe('o-7')
  })

  it.each(['undefined', '0', '', ' ', 'x'.repeat(127), 'a\u0000b'])('has none where no order is named: %j', (id) => {
    expect(saleId('purchase', { order: { id } })).toBeUndefined()
  })
})

it.each(['refund', 'InitiateCheckout', 'AddToCart', 'constructor'])('what is no sale has none: %s', (name) => {
  expect(saleId(name, { order: { id: '1001' } })).toBeUndefined()
})
