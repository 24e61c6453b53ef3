import { expect, it } from 'vitest'
import { csvLines } from './csv.ts'
import { reconcile } from './reconcile.ts'
import { SETTINGS } from './settings.fixture.ts'

function rowOf(name: string): string {
  const at = '2026-10-24T10:00:00.000Z'
  const order = { order_id: '1', source: 'shopify', name, at, channel: 'web', payment: 'paid', links: ['l'] } as const
  const days = { destination: 'tiktok', firstDay: '2026-10-24', lastDay: '2026-10-24' }
  const orders = [{ ...order, money: { total: '1.00', currency: 'EUR' } }]
  return [...csvLines(reconcile({ settings: SETTINGS, ...days, orders, lines: [], platform: [] }), 'en')][1] ?? ''
}

// A spreadsheet takes for a formula what begins a cell with one of = + - @.
it.each([
  ['=HYPERLINK("http://evil.example")', `,"'=HYPERLINK(""http://evil.example"")",`],
  ['@SUM(1)', `,'@SUM(1),`],
  ['A1;=1+1', `,A1;'=1+1,`],
  ['A1; =1+1', `,A1;' =1+1,`],
  ['A-1', ',A-1,'],
])('an order that is called %s is no formula, also where lines are cut at semicolons', (name, cell) => {
  expect(rowOf(name)).toContain(cell)
})
