/** The audit's case of test/vectors/analysis/reconciliation: figures counted by two other programs. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readAuditCase } from './audit-case.fixture.ts'
import { reconcile } from './reconcile.ts'

const FOLDER = new URL('../../test/vectors/analysis/reconciliation/', import.meta.url)

const expected = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as {
  readonly platform_purchases: number
  readonly merged_by_platform_rule: number
  readonly causes: Readonly<Record<string, number>>
  readonly paid_orders_without_event: readonly string[]
  readonly value_mismatch: { readonly rows: readonly { readonly order_id: string }[] }
}

const { input, rows } = readAuditCase((file) => readFileSync(new URL(file, FOLDER), 'utf8'))

describe('the case of the audit', () => {
  const result = reconcile({ ...input, platform: rows })
  const surplus = (key: string) =>
    result.surplus.filter((one) => (one.fire ?? one.surplus) === key).reduce((sum, { count }) => sum + count, 0)

  it('finds the platform’s 200 in its 230 events, and explains each that is no order’s own', () => {
    expect(result.platform).toMatchObject({
      says: expected.platform_purchases,
      merged: expected.merged_by_platform_rule,
      shown: expected.causes['first_count'],
      not_shown: 0,
      surplus: 62 + 11 + 5 + 2 + 2 + 2,
    })
    expect(surplus('other_id_within_30_minutes')).toBe(expected.causes['double_fire_other_id_within_30min'])
    expect(surplus('reopened_later')).toBe(expected.causes['confirmation_reopened_other_id'])
    expect(surplus('same_id_after_48_hours')).toBe(expected.causes['same_id_after_48h'])
    expect(surplus('cancelled_or_test')).toBe(4)
    expect(surplus('no_such_order')).toBe(expected.causes['no_order_id'])
    expect(surplus('foreign_sender')).toBe(0)
    expect(result.closes).toEqual({ orders: true, platform: true })
  })

  it('gives each of the 124 orders one reason, and names the four that nobody heard of', () => {
    const reasons = Object.fromEntries(result.reasons.map(({ reason, count }) => [reason, count]))
    expect(reasons).toEqual({
      test_order: 2,
      cancelled_unpaid: 2,
      not_received: 4,
      delivered: 108,
      delivered_value_differs: 8,
    })
    const silent = result.orders.filter(({ reason }) => reason === 'not_received').map(({ order }) => order.order_id)
    expect(silent).toEqual(expected.paid_orders_without_event)
  })

  it('sees that the values that differ lack the tax', () => {
    const differing = result.orders.filter(({ reason }) => reason === 'delivered_value_differs')
    expect(differing.map(({ order }) => order.order_id)).toEqual(
      expected.value_mismatch.rows.map(({ order_id: id }) => id),
    )
    expect(new Set(differing.map(({ difference }) => difference))).toEqual(new Set(['tax_basis']))
  })

  it('names page and cause of the double fire', () => {
    const [first] = result.surplus.filter(({ surplus }) => surplus === 'double_fire')
    expect(first).toMatchObject({ page: '/thanks', cause: 'policy_counts_by_event_id' })
  })

  it('explains the same surplus out of our own deliveries where the platform says only how many', () => {
    const told = (count: number) =>
      reconcile({ ...input, platform: [{ kind: 'received', event: 'purchase', day: '2026-01-20', count }] })
    expect(told(200)).toMatchObject({ platform: { shown: 116, surplus: 84 }, closes: { platform: true } })
    const more = told(206)
    expect(more.surplus.at(-1)).toEqual({ surplus: 'foreign_sender', count: 6, unknown: true })
    expect(more.platform).toMatchObject({ compared: 206, shown: 116, surplus: 90 })
    // It has left out copies by itself, and does not say which.
    const fewer = told(120)
    expect(fewer.platform).toMatchObject({ compared: 120, shown: 116, surplus: 4, not_shown: 0 })
    expect(fewer.closes).toEqual({ orders: true, platform: true })
  })
})
