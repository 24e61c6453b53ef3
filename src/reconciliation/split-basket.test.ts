/** A basket that the shop parts into several orders with one reference, of which the page has told the whole. */
import { expect, it } from 'vitest'
import { reconcile } from './reconcile.ts'
import { SETTINGS } from './settings.fixture.ts'
import type { LedgerOrderView, OrderLine } from './wire.ts'

const at = '2026-11-20T10:00:00.000Z'

function part(id: string, total: string, changes: Partial<LedgerOrderView> = {}): LedgerOrderView {
  const money = { total, currency: 'EUR' }
  const shop = { source: 'prestashop', channel: 'web', payment: 'paid', heard_at: at } as const
  return { order_id: id, at, ...shop, money, links: [`l-${id}`, 'l-reference'], ...changes }
}

const page: OrderLine = {
  link: 'l-reference',
  destination: 'tiktok',
  event: 'purchase',
  event_id: 'o-XKBKNABJK',
  occurred_at: at,
  outcome: 'delivered',
  at,
  value: 60,
  currency: 'EUR',
  via: 'browser',
}

function reasonsOf(orders: readonly LedgerOrderView[], lines: readonly OrderLine[]) {
  const days = { firstDay: '2026-11-20', lastDay: '2026-11-20' }
  const input = { settings: SETTINGS, destination: 'tiktok', ...days, orders, lines, platform: [] }
  const result = reconcile(input)
  expect(result.closes).toEqual({ orders: true, platform: true })
  return [...result.orders].map(({ order, reason, code }) => [order.order_id, reason, code])
}

it('says of the part that has no event of its own that it was told with the other', () => {
  expect(reasonsOf([part('12', '40'), part('13', '20')], [page])).toEqual([
    ['12', 'delivered_value_differs', undefined],
    ['13', 'not_received', 'part_of_basket'],
  ])
})

it('says nothing of the kind of an order that the shop has not told, or that shares no name with one that was told', () => {
  const unheard = part('13', '20')
  delete (unheard as { heard_at?: string }).heard_at
  expect(reasonsOf([part('12', '40'), unheard], [page])[1]).toEqual(['13', 'not_received', undefined])
  expect(reasonsOf([part('12', '40'), part('13', '20', { links: ['l-13'] })], [page])[1]).toEqual([
    '13',
    'not_received',
    undefined,
  ])
})
