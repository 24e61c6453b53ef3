import { expect, it } from 'vitest'
import { emptyBooks, enterLine } from './books.ts'

const ORDER = {
  order_id: '1000',
  source: 'woocommerce',
  at: '2026-01-12T10:00:00Z',
  channel: 'web',
  payment: 'paid',
  money: { total: '42.50', currency: 'EUR', tax: '7.08' },
  refunds: [{ id: 'é', value: '1.00', currency: 'EUR', at: '2026-01-13T10:00:00.500Z' }],
  heard_at: '2026-01-12T10:00:01.050Z',
  links: ['id', 'number', 'cart'],
} as const

const LINE = {
  link: 'cart',
  destination: 'tiktok',
  event: 'purchase',
  event_id: 'e',
  occurred_at: ORDER.at,
  outcome: 'delivered',
  at: ORDER.heard_at,
  via: 'server',
} as const

it('gives back an order as it was read, of its names that of its id, which is the first, and those that were heard', () => {
  const books = emptyBooks()
  enterLine(books, LINE, 'tiktok')
  books.orders.add(ORDER, true)
  expect(JSON.parse(JSON.stringify(books.orders.at(0)))).toEqual({ ...ORDER, links: ['id', 'cart'] })
  expect(JSON.parse(JSON.stringify(books.lines.at(0)))).toEqual(LINE)
})

it('keeps texts apart that begin alike, also when there are many of them and some are no ASCII', () => {
  const { texts } = emptyBooks()
  const names = Array.from({ length: 5_000 }, (_, index) => `commande n\u00B0\u202F${index % 2_500}`)
  const numbers = names.map((name) => texts.keep(name))
  expect(new Set(numbers).size).toBe(2_500)
  expect(numbers.map((number) => texts.at(number))).toEqual(names)
  expect(texts.find('commande')).toBe(-1)
})
