import { expect, it } from 'vitest'
import type { PlatformRow } from '../reconciliation/wire.ts'
import { safeName, safePlatformRow } from './ledger-names.ts'

const hashOf = (name: string) => `h${name.length}`
const EVENT = { kind: 'event', event: 'purchase', at: '2026-11-22T10:00:00.000Z' } as const
const safe = (row: PlatformRow) => safePlatformRow(row, hashOf)

it('names by which another’s tag calls a person are hidden as the ledger hides them, so that the order is still found', () => {
  const email = 'jane.doe@example.com'
  expect(safe({ ...EVENT, event_id: email, order_id: email })).toEqual({
    ...EVENT,
    event_id: safeName(email, hashOf),
    order_id: safeName(email, hashOf),
  })
  expect(safeName(email, hashOf)).toBe('hidden:h20')
})

it.each([
  ['/thanks', '/thanks'],
  ['/merci/2026', '/merci/2026'],
  ['/thanks?email=jane.doe%40example.com', '/thanks'],
  ['https://shop.example/thanks#x', '/thanks'],
  ['Thank you page', 'Thank you page'],
  ['mail of jane.doe@example.com', 'mail of _'],
])('of the page %s is kept %s', (page, kept) => {
  expect(safe({ ...EVENT, page })).toEqual({ ...EVENT, page: kept })
})

it('a page that is called by a person does not keep the person', () => {
  expect(JSON.stringify(safe({ ...EVENT, page: '/thanks/jane.doe@example.com/3' }))).not.toContain('jane')
})

it('ids of orders and counts stay what they are', () => {
  const row = { ...EVENT, event_id: 'o-1001', order_id: '5678901234567' }
  expect(safe(row)).toEqual(row)
  const count: PlatformRow = { kind: 'received', event: 'purchase', day: '2026-11-22', count: 3 }
  expect(safe(count)).toEqual(count)
})
