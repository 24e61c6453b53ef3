import { expect, it } from 'vitest'
import { slimOrder } from './slim.ts'

it('keeps of an order’s names that of its id, which is the first and firmer than the others, and those that were heard', () => {
  const order = {
    order_id: '1000',
    source: 'woocommerce',
    at: '2026-01-12T10:00:00Z',
    channel: 'web',
    payment: 'paid',
    money: { total: '42.50', currency: 'EUR' },
    links: ['id', 'number', 'cart'],
  } as const
  expect(slimOrder({ ...order }, new Set(['cart'])).links).toEqual(['id', 'cart'])
})
