import { describe, expect, it } from 'vitest'
import type { CanonicalEvent } from '../event/types.ts'
import { destinations } from '../destinations/registry.ts'
import { saleOf } from './sale.ts'

const event: CanonicalEvent = {
  name: 'purchase',
  eventId: 'o-1',
  occurredAtMs: 0,
  order: { id: '1001', value: 42.5, currency: 'EUR' },
}
/** In the platforms' words, as their documents have them. */
const sent: Readonly<Record<string, { value?: string; currency?: string; id?: string }>> = {
  tiktok: { value: 'properties.value', currency: 'properties.currency', id: 'properties.order_id' },
  meta: { value: 'custom_data.value', currency: 'custom_data.currency', id: 'custom_data.order_id' },
}
const key = (id: string) => `key of ${id}`

describe.each(destinations)('what is kept of a sale that went to $id', (destination) => {
  const { value = '', currency = '', id = '' } = sent[destination.id] ?? {}

  it('is what left in it, the order’s id as a key only', () => {
    expect(saleOf(event, destination, ['event_time', value, currency, id], key)).toEqual({
      v: 42.5,
      c: 'EUR',
      o: 'key of 1001',
    })
  })

  it('is without what the policy kept back from it, and nothing where all of it was kept back', () => {
    expect(saleOf(event, destination, [value, currency], key)).toEqual({ v: 42.5, c: 'EUR' })
    expect(saleOf(event, destination, [id], key)).toEqual({ o: 'key of 1001' })
    expect(saleOf(event, destination, ['event_time'], key)).toBeUndefined()
  })
})
