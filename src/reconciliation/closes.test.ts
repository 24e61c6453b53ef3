/** Both sums close, whatever shops, gateways and platforms say: worked out over made-up days. */
import { assert, constantFrom, integer, property, record, array, boolean, option } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDelivered, REASONS } from './reasons.ts'
import { reconcile, type ReconcileInput, type Reconciliation } from './reconcile.ts'
import { SETTINGS } from './settings.fixture.ts'
import type { LedgerOrderView, OrderLine, PlatformRow } from './wire.ts'

const START = Date.parse('2026-10-23T22:00:00Z')
const HOUR = 3_600_000
const at = (hours: number) => new Date(START + hours * HOUR).toISOString()
/** Some days before and after the two that are compared, one of which has 25 hours. */
const hours = integer({ min: -80, max: 130 })
const ids = constantFrom('a', 'b', 'c', 'd', 'e')

const orders = array(
  record({
    id: integer({ min: 0, max: 9 }),
    hours,
    channel: constantFrom<LedgerOrderView['channel']>('web', 'web', 'web', 'pos', 'marketplace', 'sample'),
    payment: constantFrom<LedgerOrderView['payment']>('paid', 'paid', 'paid', 'awaiting', 'failed'),
    test: boolean(),
    heard: boolean(),
    refunded: boolean(),
  }),
  { maxLength: 12 },
)

const lines = array(
  record({
    order: integer({ min: 0, max: 11 }),
    id: ids,
    hours,
    outcome: constantFrom('delivered', 'delivered', 'delivered', 'refused', 'rejected', 'waiting', 'withdrawn', 'odd'),
    code: constantFrom('consent_denied', 'consent_unknown', 'timeout', '40002'),
    destination: constantFrom('tiktok', 'tiktok', 'meta'),
    value: constantFrom(42.5, 35.42, 0),
  }),
  { maxLength: 20 },
)

const told = array(
  record({
    id: option(ids),
    order: option(integer({ min: 0, max: 11 })),
    hours,
    day: constantFrom('2026-10-24', '2026-10-25', '2026-10-26'),
    count: integer({ min: 0, max: 15 }),
  }),
  { maxLength: 20 },
)

const inputs = record({ orders, lines, told, counts: boolean(), unique: constantFrom('order.id', 'event_id') }).map(
  ({ orders: made, lines: sent, told: rows, counts, unique }): ReconcileInput => {
    const all = made.map(({ id, hours: when, channel, payment, test, heard, refunded }): LedgerOrderView => ({
      order_id: String(id),
      source: 'import:plain',
      at: at(when),
      channel,
      payment,
      ...(test && when % 3 === 0 && { test: true }),
      ...(heard && { heard_at: at(when) }),
      ...(refunded && { refunds: [{ id: 'r', value: '1.00', currency: 'EUR', at: at(when + 1) }] }),
      money: { total: '42.50', currency: 'EUR' },
      links: [`link-${id}`],
    }))
    const listed = new Map(all.map((order) => [order.order_id, order]))
    const orders = [...listed.values()]
    const now = orders.filter(({ at: when }) => Date.parse(when) >= START && Date.parse(when) < START + 49 * HOUR)
    return {
      settings: { ...SETTINGS, purchase_unique: unique },
      destination: 'tiktok',
      firstDay: '2026-10-24',
      lastDay: '2026-10-25',
      orders: now,
      neighbours: orders.filter((order) => !now.includes(order)),
      lines: sent.map(({ order, id, hours: when, outcome, code, destination, value }): OrderLine => ({
        link: `link-${order}`,
        destination,
        event: 'purchase',
        event_id: `${order}${id}`,
        occurred_at: at(when),
        outcome,
        code,
        at: at(when),
        value,
        currency: 'EUR',
        via: 'browser',
      })),
      platform: rows.map(({ id, order, hours: when, day, count }): PlatformRow =>
        counts
          ? { kind: 'received', event: 'purchase', day, count }
          : {
              kind: 'event',
              event: 'purchase',
              at: at(when),
              ...(id !== null && { event_id: `${order ?? 'x'}${id}` }),
              ...(order !== null && { order_id: String(order) }),
            },
      ),
    }
  },
)

function expectClosed({ orders, platform, surplus, reasons, closes }: Reconciliation, input: ReconcileInput) {
  const delivered = orders.filter(({ reason }) => isDelivered(reason)).length
  const surplusCount = surplus.reduce((sum, { count }) => sum + count, 0)
  expect(orders.map(({ order }) => order.order_id)).toEqual(input.orders.map(({ order_id: id }) => id))
  expect(orders.every(({ reason }) => REASONS.includes(reason))).toBe(true)
  expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(input.orders.length)
  expect(closes).toEqual({ orders: true, platform: true })
  if (platform.compared === null || platform.says === null) return
  expect(platform.compared).toBe(delivered - platform.not_shown + surplusCount)
  expect(platform.shown + platform.not_shown).toBe(delivered)
  expect(Math.min(platform.shown, platform.not_shown, ...surplus.map(({ count }) => count))).toBeGreaterThanOrEqual(0)
}

describe('reconciliation', () => {
  it('closes: orders = Σ reasons, and what the platform says = delivered + surplus', () => {
    assert(
      property(inputs, (input) => expectClosed(reconcile(input), input)),
      { numRuns: 400 },
    )
  })
})
